// A term with a dotted line shows what it means: in a box, under the mouse, on focus and on a tap.
// Without this script the browser shows the same words as the link's title.
(() => {
  "use strict";
  const LEAVE_MS = 150; // so that the mouse can move onto the box
  const box = document.createElement("div");
  box.className = "bp-term-box";
  box.id = "bp-term-box";
  box.setAttribute("role", "tooltip");
  box.hidden = true;
  let shown = null;
  let leaving = 0;
  let tapped = false;

  const place = (link) => {
    const word = link.getClientRects()[0];
    const room = document.documentElement.clientWidth - box.offsetWidth - 8;
    const left = Math.max(8, Math.min(word.left, room));
    const below = word.bottom + 6;
    const fits = below + box.offsetHeight < window.innerHeight;
    const top = fits ? below : Math.max(8, word.top - 6 - box.offsetHeight);
    box.style.setProperty("left", `${left}px`);
    box.style.setProperty("top", `${top}px`);
  };

  const hide = () => {
    clearTimeout(leaving);
    if (!shown) return;
    shown.title = shown.dataset.means;
    shown.removeAttribute("aria-describedby");
    shown = null;
    box.hidden = true;
  };

  const show = (link) => {
    clearTimeout(leaving);
    if (link === shown) return;
    hide();
    shown = link;
    link.dataset.means ??= link.title;
    link.removeAttribute("title"); // or the browser would show it a second time
    link.setAttribute("aria-describedby", box.id);
    box.textContent = link.dataset.means;
    if (!box.isConnected) (link.closest("main") ?? document.body).append(box);
    box.hidden = false;
    place(link);
  };

  const leave = () => {
    clearTimeout(leaving);
    leaving = setTimeout(hide, LEAVE_MS);
  };

  const term = (event) => (event.target instanceof Element ? event.target.closest("a.bp-term") : null);

  document.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse") return;
    if (event.target === box) clearTimeout(leaving);
    else if (term(event)) show(term(event));
    else if (shown && shown !== document.activeElement) leave();
  });
  document.addEventListener("focusin", (event) => {
    if (term(event) && !tapped) show(term(event));
    else if (!term(event)) hide();
  });
  document.addEventListener("focusout", (event) => {
    if (term(event)) leave();
  });
  document.addEventListener("pointerdown", (event) => {
    tapped = event.pointerType === "touch";
    if (tapped && !term(event)) hide();
  });
  // The first tap shows the box, the second follows the link.
  document.addEventListener("click", (event) => {
    const link = term(event);
    if (link && tapped && link !== shown) {
      event.preventDefault();
      show(link);
    }
    tapped = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });
  document.addEventListener("scroll", hide, { passive: true });
})();
