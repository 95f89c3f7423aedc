// An equation that is wider than its box can be reached and scrolled with the keyboard, and says so.
// Without this script it still scrolls.  Nothing here is needed to see an equation.
(() => {
  "use strict";
  const LABEL = "equation, scrolls sideways";

  const mark = (box) => {
    if (box.scrollWidth > box.clientWidth + 1) {
      box.tabIndex = 0;
      box.setAttribute("role", "group");
      box.setAttribute("aria-label", LABEL);
    } else {
      for (const name of ["tabindex", "role", "aria-label"]) box.removeAttribute(name);
    }
  };

  const resized = new ResizeObserver((entries) => entries.forEach((entry) => mark(entry.target)));
  const look = () => {
    resized.disconnect();
    document.querySelectorAll("bp-eq").forEach((box) => resized.observe(box));
  };

  // A box far below the screen has no width of its own until it comes near.
  document.addEventListener("contentvisibilityautostatechange", (event) => {
    if (event.target.localName === "bp-eq" && !event.skipped) mark(event.target);
  }, true);

  // The theme exchanges pages without loading them anew.
  if (window.document$) window.document$.subscribe(look);
  else look();
})();
