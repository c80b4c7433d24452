// <byturns-notices>: says in words when a step made by htmx did not go through, with the reason if the page gave one.
class ByturnsNotices extends HTMLElement {
  connectedCallback() {
    this.hearing = new AbortController();
    const { signal } = this.hearing;
    const failed = (event) => this.add(this.reason(event.detail.xhr) || this.dataset.failed);
    document.body.addEventListener("htmx:responseError", failed, { signal });
    for (const name of ["htmx:sendError", "htmx:timeout"]) {
      document.body.addEventListener(name, () => this.add(this.dataset.offline), { signal });
    }
    // A new step by hand clears what was said; a part that looks again by itself does not.
    document.body.addEventListener("htmx:beforeRequest", (event) => {
      if (event.detail.elt.matches("form, a, button")) this.clear();
    }, { signal });
  }

  disconnectedCallback() {
    this.hearing?.abort();
  }

  reason(xhr) {
    if (!xhr?.responseText) return "";
    const page = new DOMParser().parseFromString(xhr.responseText, "text/html");
    return page.querySelector("#refusal")?.textContent.trim() || "";
  }

  add(words) {
    this.clear();
    const box = document.createElement("div");
    box.className = "notice notice--stop";
    box.dataset.made = "here";
    const text = document.createElement("p");
    text.textContent = words;
    box.append(text);
    this.append(box);
    box.scrollIntoView({ block: "center" });
  }

  clear() {
    this.querySelectorAll("[data-made]").forEach((box) => box.remove());
  }
}
customElements.define("byturns-notices", ByturnsNotices);

// <byturns-faults>: the summary of what to put right is read first, wherever the page was.
class ByturnsFaults extends HTMLElement {
  connectedCallback() {
    this.focus();
  }
}
customElements.define("byturns-faults", ByturnsFaults);
