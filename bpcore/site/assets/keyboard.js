// What the theme gives to the pointer alone is given to the keyboard: the buttons of the header that
// are labels, and boxes wider than the screen, which are scrolled with the arrow keys.
(() => {
  "use strict";
  const BUTTONS = { __drawer: "Contents of the book", __search: "Search" };
  const BOXES = {
    ".md-typeset__scrollwrap": "table",
    ".bp-figure": "picture",
    ".bp-value": "numbers",
    ".tabbed-labels": "row of tabs",
  };
  const COPY = ".md-code__nav:not([role])";

  // -- labels of the header ---------------------------------------------------------------------

  // A label cannot be reached with Tab, so a button stands in its place.
  const inPlaceOf = (label, box, name) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = `bp-opens ${label.className}`;
    button.dataset.opens = box.id;
    button.setAttribute("aria-label", name);
    button.append(...[...label.children].map((each) => each.cloneNode(true)));
    button.addEventListener("click", () => box.click());
    const say = () => button.setAttribute("aria-expanded", String(box.checked));
    box.addEventListener("change", say);
    say();
    label.before(button);
    label.hidden = true;
  };

  const buttons = () => {
    for (const [id, name] of Object.entries(BUTTONS)) {
      const label = document.querySelector(`.md-header__inner > label[for="${id}"]:not([hidden])`);
      const box = document.getElementById(id);
      if (label && box) inPlaceOf(label, box, name);
    }
  };

  // -- the contents of the book, beside the page or behind a button ------------------------------

  const narrow = matchMedia("(max-width: 76.234375em)"); // the theme's own limit
  const side = () => document.querySelector(".md-sidebar--primary");
  const isOpen = () => document.getElementById("__drawer")?.checked ?? false;

  // What is out of sight is out of the way of Tab.
  const shut = () => {
    if (side()) side().inert = narrow.matches && !isOpen();
  };

  // Whoever opens the contents stands in them, and is led back when they close.
  const turned = () => {
    shut();
    if (isOpen()) side().querySelector("a[href]")?.focus();
    else document.querySelector('[data-opens="__drawer"]')?.focus();
  };

  narrow.addEventListener("change", shut);
  document.addEventListener("change", ({ target }) => {
    if (target.id === "__drawer") turned();
  });
  document.addEventListener("keydown", ({ key }) => {
    if (key === "Escape" && isOpen()) document.getElementById("__drawer").click();
  });

  // -- boxes that scroll ----------------------------------------------------------------------

  const scrolls = (box) => box.scrollWidth > box.clientWidth + 1
    && ["auto", "scroll"].includes(getComputedStyle(box).overflowX);

  const what = (box) => Object.entries(BOXES).find(([selector]) => box.matches(selector))[1];

  const mark = (box) => {
    if (scrolls(box)) {
      box.tabIndex = 0;
      box.setAttribute("role", "group");
      box.setAttribute("aria-label", `${what(box)}, scrolls sideways`);
    } else if (box.getAttribute("role") === "group") {
      for (const name of ["tabindex", "role", "aria-label"]) box.removeAttribute(name);
    }
  };

  // Where a box goes on is seen: book.css fades it there.
  const more = (box) => {
    const before = box.scrollLeft > 1;
    const after = box.scrollLeft + box.clientWidth < box.scrollWidth - 1;
    const where = scrolls(box) ? [before && "left", after && "right"].filter(Boolean).join(" ") : "";
    if (where) box.dataset.more = where;
    else delete box.dataset.more;
  };

  // What is in a box may grow while it keeps its size: when the fonts come.
  const resized = new ResizeObserver((entries) => {
    for (const box of new Set(entries.map(({ target }) => target.closest(Object.keys(BOXES))))) {
      mark(box);
      more(box);
    }
  });
  document.addEventListener("scroll", ({ target }) => {
    if (target instanceof Element && "more" in target.dataset) more(target);
  }, { capture: true, passive: true });

  const boxes = () => {
    resized.disconnect();
    for (const box of document.querySelectorAll(Object.keys(BOXES))) {
      resized.observe(box);
      if (box.firstElementChild) resized.observe(box.firstElementChild);
    }
  };

  // -- the buttons of code --------------------------------------------------------------------

  // One button is no navigation, and there is one at every piece of code.
  const copies = () => document.querySelectorAll(COPY).forEach((box) => box.setAttribute("role", "none"));
  const added = new MutationObserver(copies);

  const look = () => {
    buttons();
    shut();
    boxes();
    copies();
    const article = document.querySelector("article");
    if (article) added.observe(article, { childList: true, subtree: true });
  };

  // The theme exchanges pages without loading them anew.
  if (window.document$) window.document$.subscribe(look);
  else look();
})();
