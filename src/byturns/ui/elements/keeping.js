// What is kept in this browser: drafts of one member, for a day at most, and only if the device is not shared.
// All files of this folder are joined into one module, so they share these names.
const PREFIX = "byturns:";
const DAY = 24 * 60 * 60 * 1000;

const keeping = {
  owner: () => document.body.dataset.owner || "",

  allowed: () => Boolean(document.body.dataset.owner) && document.body.dataset.local !== "off",

  place: (key) => `${PREFIX}draft:${keeping.owner()}:${key}`,

  // Private windows and full disks may refuse the store: then we behave as if it were switched off.
  read(key) {
    try {
      return JSON.parse(localStorage.getItem(keeping.place(key)));
    } catch {
      return null;
    }
  },

  write(key, entry) {
    if (!keeping.allowed()) return false;
    try {
      localStorage.setItem(keeping.place(key), JSON.stringify(entry));
      return true;
    } catch {
      return false;
    }
  },

  forget(key) {
    try {
      localStorage.removeItem(keeping.place(key));
    } catch {
      // nothing was kept
    }
  },

  // Everything of ours, whoever it belongs to, and the address that htmx remembers.
  wipe() {
    for (const store of ["localStorage", "sessionStorage"]) {
      try {
        for (const name of Object.keys(window[store])) {
          if (name.startsWith(PREFIX) || name.startsWith("htmx-")) window[store].removeItem(name);
        }
      } catch {
        // no store, nothing to wipe
      }
    }
  },

  // What is older than a day goes, whoever it belongs to; on a shared device everything goes.
  tidy() {
    if (document.body.dataset.local === "off") return keeping.wipe();
    try {
      for (const name of Object.keys(localStorage)) {
        if (!name.startsWith(PREFIX)) continue;
        let at = 0;
        try {
          at = JSON.parse(localStorage.getItem(name)).at || 0;
        } catch {
          // not readable: treat it as old
        }
        if (Date.now() - at > DAY || at > Date.now() + DAY) localStorage.removeItem(name);
      }
    } catch {
      // no store
    }
  },
};

keeping.tidy();
document.addEventListener("submit", (event) => {
  if (event.target.matches("form[data-wipe]")) keeping.wipe();
});
document.addEventListener("click", (event) => {
  if (event.target.closest?.("a[data-wipe]")) keeping.wipe();
});
