// <byturns-leave> around the link out: the page goes blank at once, what was kept here is wiped, and the step is
// replaced in history. Shift pressed three times does the same (not Escape, which stops a page from loading).
class ByturnsLeave extends HTMLElement {
  connectedCallback() {
    const link = this.querySelector("a");
    if (!link) return;
    let times = [];
    this.hearing = new AbortController();
    const { signal } = this.hearing;
    link.addEventListener("click", (event) => {
      event.preventDefault();
      this.go(link.href);
    }, { signal });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Shift") times = [];
      else if (!event.repeat) {
        times = [...times.filter((at) => event.timeStamp - at < 1200), event.timeStamp];
        if (times.length === 3) this.go(link.href);
      }
    }, { signal });
  }

  disconnectedCallback() {
    this.hearing?.abort();
  }

  go(address) {
    document.documentElement.hidden = true;
    document.title = "…";
    document.querySelectorAll("byturns-draft").forEach((draft) => draft.remove());
    keeping.wipe();
    location.replace(address);
  }
}
customElements.define("byturns-leave", ByturnsLeave);

// A page that the browser kept whole and shows again by "back" is asked for anew: one may have left or signed out.
window.addEventListener("pageshow", (event) => {
  if (event.persisted && keeping.owner()) location.reload();
});
