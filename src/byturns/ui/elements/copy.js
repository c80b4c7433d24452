// <byturns-copy> around a field that holds an address and a hidden button: the button copies it. Without a script,
// or where a browser does not let us, the field stands there to be selected.
class ByturnsCopy extends HTMLElement {
  connectedCallback() {
    const field = this.querySelector("input");
    const button = this.querySelector("button");
    if (!field || !button || !navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(field.value);
        this.querySelector("[role=status]").textContent = this.dataset.done;
      } catch {
        field.focus();
        field.select();
      }
    });
  }
}
customElements.define("byturns-copy", ByturnsCopy);
