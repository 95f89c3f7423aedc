// Pencil and paper: right sides and reasons are hidden until a reader asks for them, line by line.
//
// The class bp-pencil of the page, set before it is painted, hides (reader.css does it, so nothing
// flashes and nothing jumps); the class bp-shown of a line shows it again.  On paper all is shown.
// Where a line can be compared with what a reader writes, pencil/answers.js gives it a place for that.
(() => {
  "use strict";
  const MODE = "bp-pencil";
  const SHOWN = "bp-shown";
  const STEP = ".bp-chain ol > li";
  const WORKED = ".bp-worked";
  const RESULT = "blockquote:has(.bp-number)";
  const LINE = `${STEP}, ${WORKED}, ${RESULT}`;
  const LABEL = "Pencil and paper: hide the right-hand sides";
  const KEYS = "Then r shows the next line, and R all of them.";
  const root = document.documentElement;

  const isOn = () => root.classList.contains(MODE);
  const lines = () => [...document.querySelectorAll(LINE)];
  const isHidden = (line) => !line.classList.contains(SHOWN);

  const remember = (on) => {
    try {
      localStorage.setItem(MODE, on ? "on" : "off");
    } catch {
      // Then it lasts as long as the page.
    }
  };

  const put = (tag, name, ...inside) => {
    const element = document.createElement(tag);
    element.className = name;
    element.append(...inside);
    return element;
  };

  const button = (name, shown, act) => {
    const made = put("button", name, shown);
    made.type = "button";
    made.addEventListener("click", act);
    return made;
  };

  // -- the left side of a result --------------------------------------------------------------

  const isEquals = (part) => part.textContent === "=";

  // KaTeX breaks a line after each relation, so the left side is what comes up to the first.
  const markLeft = (equation) => {
    const parts = [...equation.querySelectorAll(".katex-html > .katex-base")];
    const end = parts.findIndex((part) => [...part.children].some(
      (sign) => sign.classList.contains("mrel") && isEquals(sign),
    ));
    parts.slice(0, end + 1).forEach((part) => part.classList.add("bp-left"));
  };

  // Whoever listens hears the left side too: MathML up to the first sign of equality.
  const spokenLeft = (equation) => {
    const math = equation.querySelector("math").cloneNode(true);
    const row = math.querySelector("semantics > mrow");
    const end = [...row.children].findIndex((part) => part.localName === "mo" && isEquals(part));
    [...row.children].slice(end + 1).forEach((part) => part.remove());
    math.querySelector("annotation").remove();
    return put("span", "bp-spoken", math);
  };

  // -- showing --------------------------------------------------------------------------------

  const enter = (line) => {
    line.tabIndex = -1;
    line.addEventListener("blur", () => line.removeAttribute("tabindex"), { once: true });
    line.focus();
  };

  const show = (line) => {
    line.classList.add(SHOWN);
    moveAll(line.closest(".bp-chain"));
  };

  const showAndEnter = (line) => {
    for (let box = line.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
    show(line);
    enter(line);
  };

  const steps = (chain) => [...chain.querySelectorAll("ol > li")];

  // One button for the rest of a chain, beside the first step that is still hidden.
  const moveAll = (chain) => {
    if (!chain) return;
    const waiting = steps(chain).filter(isHidden);
    const all = chain.querySelector(".bp-all") ?? button("bp-tool bp-all", "all", () => {
      const [first, ...rest] = steps(chain).filter(isHidden);
      rest.forEach(show);
      showAndEnter(first);
    });
    if (waiting.length < 2) {
      all.remove();
      return;
    }
    all.setAttribute("aria-label", `show all ${waiting.length} steps`);
    waiting[0].querySelector(".bp-show").append(all);
  };

  const asks = (line, words, label = words) => {
    const made = button("bp-tool", words, () => showAndEnter(line));
    made.setAttribute("aria-label", label);
    return put("span", "bp-show", made);
  };

  const prepare = (line) => {
    if (line.querySelector(".bp-show")) return;
    if (line.matches(RESULT)) {
      const number = line.querySelector(".bp-number").textContent;
      const words = "show the right side";
      line.querySelector(".bp-tools").append(asks(line, words, `${words} of ${number}`));
      const equation = line.querySelector(":scope > bp-eq");
      markLeft(equation);
      equation.before(spokenLeft(equation));
    } else if (line.matches(WORKED)) {
      line.querySelector(":scope > p").append(asks(line, "show the numbers"));
    } else {
      const number = [...line.parentElement.children].indexOf(line) + 1;
      line.prepend(asks(line, `show step ${number}`));
      window.bpAnswers.offer(line, number, () => showAndEnter(line));
    }
  };

  const hideAll = () => {
    for (const line of lines()) {
      prepare(line);
      line.classList.remove(SHOWN);
      line.querySelector(".bp-told")?.replaceChildren();
    }
    document.querySelectorAll(".bp-chain").forEach(moveAll);
  };

  // -- the next line --------------------------------------------------------------------------

  const inChosenTab = (line) => {
    const tab = line.closest(".tabbed-block");
    return !tab || getComputedStyle(tab).display !== "none";
  };

  const isAhead = (line) => {
    const here = document.activeElement?.closest(LINE);
    if (here) return here === line || (here.compareDocumentPosition(line) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
    const box = line.closest("details:not([open])") ?? line;
    return box.getBoundingClientRect().bottom > 60; // not under the header
  };

  const showNext = () => {
    const waiting = lines().filter((line) => isHidden(line) && inChosenTab(line));
    const next = waiting.find(isAhead) ?? waiting[0];
    if (next) showAndEnter(next);
  };

  const isTyping = (node) => node instanceof Element && node.matches("input, textarea, select, [contenteditable]");

  document.addEventListener("keydown", (event) => {
    if (!isOn() || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (event.key === "r") showNext();
    if (event.key === "R") lines().forEach(show);
  });

  // -- the switch -----------------------------------------------------------------------------

  const pencil = () => {
    const svg = "http://www.w3.org/2000/svg";
    const picture = document.createElementNS(svg, "svg");
    const path = document.createElementNS(svg, "path");
    picture.setAttribute("viewBox", "0 0 24 24");
    picture.setAttribute("aria-hidden", "true");
    path.setAttribute("d", "M4 20v-4L15.5 4.5a1.4 1.4 0 0 1 2 0l2 2a1.4 1.4 0 0 1 0 2L8 20zM13.5 6.5l4 4");
    picture.append(path);
    return picture;
  };

  const turn = (on) => {
    if (on) hideAll();
    root.classList.toggle(MODE, on);
    remember(on);
    document.querySelector(".bp-switch")?.setAttribute("aria-pressed", String(on));
  };

  const addSwitch = () => {
    if (document.querySelector(".bp-switch")) return;
    const made = button("bp-switch md-header__button md-icon", pencil(), () => turn(!isOn()));
    made.setAttribute("aria-label", LABEL);
    made.title = `${LABEL}. ${KEYS}`;
    made.setAttribute("aria-pressed", String(isOn()));
    const before = document.querySelector('.md-header__inner > label[for="__search"]');
    if (before) before.before(made);
  };

  // Who follows a link to a line sees it, and the steps that lead there.
  const showTarget = () => {
    const target = document.getElementById(location.hash.slice(1));
    if (!target) return;
    const verdict = `a[href="#evidence-${CSS.escape(target.id)}"]`;
    const line = target.closest(LINE) ?? lines().find((each) => each.querySelector(verdict));
    if (!line) return;
    show(line);
    if (line.matches(STEP)) {
      const before = [...line.parentElement.children];
      before.slice(0, before.indexOf(line)).forEach(show);
    }
  };

  const look = () => {
    if (!document.querySelector(LINE)) return;
    addSwitch();
    if (isOn()) {
      hideAll();
      showTarget();
    }
  };

  addEventListener("hashchange", showTarget);
  // The theme exchanges pages without loading them anew.
  if (window.document$) window.document$.subscribe(look);
  else look();
})();
