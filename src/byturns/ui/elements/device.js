// <byturns-device data-key data-worker> around a form: the browser is asked whether it may show a line, and its
// address at its maker's push service goes in the field "endpoint". Nothing shows where a browser cannot do that.
class ByturnsDevice extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    if (!this.form || !window.PushManager || !navigator.serviceWorker) return;
    this.querySelector(":scope > p")?.remove();
    this.form.hidden = false;
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.ask();
    });
  }

  async ask() {
    const say = this.querySelector("[role=status]");
    say.textContent = "";
    try {
      if ((await Notification.requestPermission()) !== "granted") throw new Error("refused");
      const worker = await this.worker();
      // A new address each time: whoever used this browser before her keeps none that is hers.
      await (await worker.pushManager.getSubscription())?.unsubscribe();
      const applicationServerKey = bytes.from(this.dataset.key);
      const made = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey });
      this.form.elements.endpoint.value = made.endpoint;
    } catch {
      say.textContent = this.dataset.failed;
      return;
    }
    this.form.submit();
  }

  async worker() {
    const found = await navigator.serviceWorker.register(this.dataset.worker);
    const starting = found.installing ?? found.waiting;
    if (!found.active && starting) {
      await new Promise((done) =>
        starting.addEventListener("statechange", () => ["activated", "redundant"].includes(starting.state) && done()),
      );
    }
    return found;
  }
}
customElements.define("byturns-device", ByturnsDevice);
