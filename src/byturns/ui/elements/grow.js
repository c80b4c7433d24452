// <byturns-grow> around a textarea: the box is as tall as its words. Newer browsers do it by the stylesheet alone.
class ByturnsGrow extends HTMLElement {
  connectedCallback() {
    const box = this.querySelector("textarea");
    if (!box || CSS.supports("field-sizing", "content")) return;
    const grow = () => {
      box.style.height = "auto";
      box.style.height = `${box.scrollHeight + 4}px`;
    };
    box.addEventListener("input", grow);
    box.addEventListener("byturns:grow", grow);
    grow();
  }
}
customElements.define("byturns-grow", ByturnsGrow);
