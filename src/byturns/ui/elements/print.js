// <byturns-print> around a hidden button that opens the browser's own window for printing. Without a script the
// button stays away, and the line beside it says how.
class ByturnsPrint extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector("button");
    if (!button || !window.print) return;
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
}
customElements.define("byturns-print", ByturnsPrint);
