// Printing: a button that prints the page, and equations that are wider than paper made to fit.
//
// Between what KaTeX keeps together a line can be broken, so only that has to fit: its width, in
// units of its own letters, is written beside each wide equation, and reader.css does the rest.
(() => {
  "use strict";
  const PRINTING = "bp-printing";
  const BROAD = 28; // em: wider than the room that reasons leave beside a line on A4
  const SECTION = "take-this-page-with-you";
  const root = document.documentElement;
  let opened = [];

  const widthInEm = (equation) => {
    const size = parseFloat(getComputedStyle(equation).fontSize);
    const parts = [...equation.querySelectorAll(".katex-html > .katex-base")];
    return Math.max(...parts.map((part) => part.getBoundingClientRect().width)) / size;
  };

  const measure = (equations) => {
    const widths = equations.map(widthInEm);
    equations.forEach((equation, at) => {
      equation.style.setProperty("--bp-ems", widths[at].toFixed(2));
      equation.classList.toggle("bp-broad", widths[at] > BROAD);
    });
  };

  const prepare = () => {
    if (root.classList.contains(PRINTING)) return;
    root.classList.add(PRINTING); // everything is laid out, hidden tabs too
    opened = [...document.querySelectorAll("article details:not([open])")];
    for (const box of opened) box.open = true;
    measure([...document.querySelectorAll("article bp-eq, article bp-m")]);
  };

  const tidy = () => {
    root.classList.remove(PRINTING);
    for (const box of opened) box.open = false;
    opened = [];
  };

  addEventListener("beforeprint", prepare);
  addEventListener("afterprint", tidy);
  matchMedia("print").addEventListener("change", ({ matches }) => (matches ? prepare() : tidy()));

  const look = () => {
    const list = document.querySelector(`#${SECTION} ~ ul`);
    if (!list || list.querySelector(".bp-print")) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "bp-print";
    button.append("Print this page");
    button.addEventListener("click", () => print());
    const item = document.createElement("li");
    item.append(button, ": black on white, solutions unfolded.");
    list.append(item);
  };

  // The theme exchanges pages without loading them anew.
  if (window.document$) window.document$.subscribe(look);
  else look();
})();
