// An equation wider than its box can be reached and scrolled with the keyboard, and says so.
// Without this script it still scrolls.  Nothing here is needed to see an equation.
(() => {
  "use strict";
  const LABEL = "equation, scrolls sideways";

  const mark = (box, wide) => {
    if (wide) {
      box.tabIndex = 0;
      box.setAttribute("role", "group");
      box.setAttribute("aria-label", LABEL);
    } else if (box.tabIndex === 0) {
      for (const name of ["tabindex", "role", "aria-label"]) box.removeAttribute(name);
    }
  };

  const overflows = (box) => box.scrollWidth > box.clientWidth + 1;
  const markBox = (box) => mark(box, overflows(box));

  // An equation inside a line becomes a box of its own only where it is wider than its paragraph.
  const markInline = () => {
    const inline = [...document.querySelectorAll("bp-m")];
    for (const box of inline) box.classList.remove("bp-wide");
    const wide = new Set(inline.filter((box) => {
      const block = box.closest("p, li, dd, summary, td, th");
      return block && overflows(block) && [...box.querySelectorAll(".katex-base")].some(
        (part) => part.getBoundingClientRect().width > block.clientWidth,
      );
    }));
    for (const box of inline) {
      box.classList.toggle("bp-wide", wide.has(box));
      mark(box, wide.has(box));
    }
  };

  const resized = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      if (target.localName === "bp-eq") markBox(target);
      else markInline();
    }
  });

  const look = () => {
    resized.disconnect();
    document.querySelectorAll("bp-eq, article").forEach((box) => resized.observe(box));
  };

  // A box far below the screen has no width of its own until it comes near.
  document.addEventListener("contentvisibilityautostatechange", (event) => {
    if (event.target.localName === "bp-eq" && !event.skipped) markBox(event.target);
  }, true);

  document.fonts.ready.then(look);
  // Letters that come late, for an equation that was far away, are wider than those before them.
  document.fonts.addEventListener("loadingdone", look);
  // The theme exchanges pages without loading them anew.
  if (window.document$) window.document$.subscribe(look);
  else look();
})();
