// <byturns-passkey data-act="make|show"> around a form: the browser makes or shows a passkey before it is sent.
// The page gives the options when asked for them; the answer goes back in the field "credential". Nothing shows
// where a browser has no passkeys.
const bytes = {
  from: (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0)),
  to: (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", ""),
};

class ByturnsPasskey extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    if (!this.form || !window.PublicKeyCredential) return;
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
      this.form.elements.credential.value = JSON.stringify(await this.answer());
    } catch {
      say.textContent = this.dataset.failed;
      return;
    }
    this.form.submit();
  }

  async answer() {
    const asked = new FormData(this.form);
    asked.set("want", "options");
    asked.delete("credential");
    const reply = await fetch(this.form.action, { method: "POST", body: asked, credentials: "same-origin" });
    const { publicKey } = await reply.json();
    publicKey.challenge = bytes.from(publicKey.challenge);
    if (publicKey.user) publicKey.user.id = bytes.from(publicKey.user.id);
    for (const list of [publicKey.allowCredentials, publicKey.excludeCredentials]) {
      for (const one of list ?? []) one.id = bytes.from(one.id);
    }
    const make = this.dataset.act === "make";
    const made = await (make ? navigator.credentials.create({ publicKey }) : navigator.credentials.get({ publicKey }));
    const response = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (made.response[name]) response[name] = bytes.to(made.response[name]);
    }
    if (make) response.transports = made.response.getTransports?.() ?? [];
    const clientExtensionResults = made.getClientExtensionResults();
    return { id: made.id, rawId: bytes.to(made.rawId), type: made.type, response, clientExtensionResults };
  }
}
customElements.define("byturns-passkey", ByturnsPasskey);
