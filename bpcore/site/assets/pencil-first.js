// Whether right sides are hidden is known before the page is painted; the rest is in pencil.js.
(() => {
  "use strict";
  try {
    document.documentElement.classList.toggle("bp-pencil", localStorage.getItem("bp-pencil") === "on");
  } catch {
    // A browser that remembers nothing shows everything.
  }
})();
