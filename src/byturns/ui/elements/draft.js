// <byturns-draft> inside a form: what is typed is saved with the group as one types, kept on this device while the
// line is dead, and put back after a reload. Words for the member come as data-* from the page, translated there.
class ByturnsDraft extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form");
    if (!this.form) return;
    this.key = this.dataset.key || this.form.getAttribute("action") || location.pathname;
    this.line = this.querySelector("[role=status]");
    this.timer = 0;
    this.changed = false;
    this.hearing = new AbortController();
    const { signal } = this.hearing;
    this.form.addEventListener("input", () => this.typed(), { signal });
    this.form.addEventListener("submit", () => this.sending(), { signal });
    this.form.addEventListener("htmx:afterRequest", (event) => this.answered(event), { signal });
    window.addEventListener("online", () => this.changed && this.save(), { signal });
    window.addEventListener("pagehide", () => this.changed && this.save(true), { signal });
    document.addEventListener("visibilitychange", () => document.hidden && this.changed && this.save(true), { signal });
    this.settle();
  }

  disconnectedCallback() {
    this.hearing?.abort();
    clearTimeout(this.timer);
  }

  say(name, extra = "") {
    this.line.textContent = [this.dataset[name] || "", extra].join(" ").trim();
  }

  fields() {
    return [...this.form.elements].filter(
      (field) => field.name && field.matches("textarea, select, input:not([type=hidden], [type=password], [type=file], [type=submit])") && !field.hasAttribute("data-not-kept"),
    );
  }

  words() {
    const words = {};
    for (const field of this.fields()) {
      if (field.type === "radio" || field.type === "checkbox") {
        if (field.checked) words[field.name] = [...(words[field.name] || []), field.value];
      } else {
        words[field.name] = field.value;
      }
    }
    return words;
  }

  // The part a person wrote, without boxes ticked: it decides whether there is anything to keep.
  written(words) {
    return Object.values(words).filter((value) => typeof value === "string").join("\n").trim();
  }

  put(words) {
    for (const field of this.fields()) {
      const value = words[field.name];
      if (field.type === "radio" || field.type === "checkbox") field.checked = (value || []).includes(field.value);
      else if (typeof value === "string") field.value = value;
    }
    this.form.querySelectorAll("textarea").forEach((box) => box.dispatchEvent(new Event("byturns:grow")));
  }

  // On arrival: was the last sending heard? If not, and words lie here that the page does not hold, give them back.
  settle() {
    const entry = keeping.read(this.key);
    if (!entry || !keeping.allowed()) return;
    const here = this.written(this.words());
    const kept = this.written(entry.words);
    if (!kept || kept === here) return;
    if (!here || kept.startsWith(here)) {
      this.put(entry.words);
      this.say("back");
      this.typed();
    } else {
      this.offer(entry);
    }
  }

  offer(entry) {
    const box = document.createElement("div");
    box.className = "notice draft__offer";
    const text = document.createElement("p");
    text.textContent = this.dataset.offer;
    const back = this.button(this.dataset.putBack, () => {
      this.put(entry.words);
      box.remove();
      this.typed();
    });
    const away = this.button(this.dataset.throwAway, () => {
      keeping.forget(this.key);
      box.remove();
    });
    box.append(text, back, away);
    this.prepend(box);
  }

  button(label, act) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button--quiet";
    button.textContent = label;
    button.addEventListener("click", act);
    return button;
  }

  typed() {
    this.changed = true;
    this.keepHere();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), Number(this.dataset.pause || 1500));
  }

  keepHere(more = {}) {
    const words = this.words();
    if (!this.written(words)) {
      keeping.forget(this.key);
      return false;
    }
    return keeping.write(this.key, { at: Date.now(), words, ...more });
  }

  // Save with the group. A dead line is no fault: the words stay here and go when the line is back.
  async save(leaving = false) {
    clearTimeout(this.timer);
    if (!this.dataset.saveUrl) return;
    this.changed = false;
    const body = new URLSearchParams(new FormData(this.form));
    try {
      const answer = await fetch(this.dataset.saveUrl, {
        method: "POST",
        body,
        keepalive: leaving,
        credentials: "same-origin",
        headers: { Accept: "application/json" },
      });
      const heard = answer.ok && !answer.redirected && (answer.headers.get("Content-Type") || "").includes("json");
      if (!heard) {
        this.changed = true;
        return this.say(keeping.allowed() ? "refused" : "onlyHere");
      }
      const { saved_at: at } = await answer.json();
      const clock = at ? new Date(at) : new Date();
      this.say("saved", clock.toLocaleTimeString(document.documentElement.lang || "en-GB", { hour: "2-digit", minute: "2-digit" }));
    } catch {
      this.changed = true;
      this.say(this.keepHere() ? "dead" : "onlyHere");
      this.timer = setTimeout(() => this.save(), 15000);
    }
  }

  sending() {
    clearTimeout(this.timer);
    this.changed = false;
    this.keepHere({ sent: true });
  }

  answered(event) {
    const status = event.detail.xhr ? event.detail.xhr.status : 0;
    if (event.detail.elt !== this.form) return;
    if (event.detail.successful && status < 400) keeping.forget(this.key);
    else this.keepHere();
  }
}

// The server leaves a mark for a minute when a step was done (respond.back_to). The page after a sending either
// finds it, and the words have arrived, or it does not, and they are still ours to keep.
function heardAfterSending() {
  const done = document.cookie.split("; ").includes("byturns_done=1");
  if (done) document.cookie = "byturns_done=; Max-Age=0; Path=/; SameSite=Lax";
  if (!keeping.allowed()) return;
  const mine = keeping.place("");
  for (const place of Object.keys(localStorage).filter((name) => name.startsWith(mine))) {
    const key = place.slice(mine.length);
    const entry = keeping.read(key);
    if (!entry?.sent) continue;
    if (done) keeping.forget(key);
    else keeping.write(key, { ...entry, sent: false });
  }
}

try {
  heardAfterSending();
} catch {
  // no store
}
customElements.define("byturns-draft", ByturnsDraft);
