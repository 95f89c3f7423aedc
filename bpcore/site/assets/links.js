// Who follows a link sees where it leads: a version in a tab that is not shown, or a part that is
// folded, is opened first.  What is marked then is said in book.css.
(() => {
  "use strict";

  const target = () => {
    try {
      return document.getElementById(decodeURIComponent(location.hash.slice(1)));
    } catch {
      return null; // no address of anything
    }
  };

  // The switch of the tab that a block belongs to: switches and blocks have the same order.
  const switchOf = (block) => {
    const set = block.closest(".tabbed-set");
    const at = [...block.parentElement.children].indexOf(block);
    return set.querySelectorAll(":scope > input")[at];
  };

  const isShut = (box) => (box.matches("details") ? !box.open : !switchOf(box).checked);

  const open = (box) => {
    if (box.matches("details")) box.open = true;
    else switchOf(box).click(); // the theme turns the same tab of all other versions too
  };

  const show = () => {
    const place = target();
    const shut = [];
    for (let box = place?.parentElement; box; box = box.parentElement) {
      if (box.matches("details, .tabbed-block") && isShut(box)) shut.unshift(box);
    }
    if (!shut.length) return;
    shut.forEach(open);
    requestAnimationFrame(() => place.scrollIntoView());
  };

  addEventListener("hashchange", show);
  // A second click on the same link changes no address.
  document.addEventListener("click", ({ target: clicked }) => {
    const link = clicked instanceof Element ? clicked.closest("article a[href*='#']") : null;
    if (link?.href === location.href) setTimeout(show);
  });

  // The theme exchanges pages without loading them anew, and prepares its tabs a moment later.
  const look = () => setTimeout(show);
  if (window.document$) window.document$.subscribe(look);
  else look();
})();
