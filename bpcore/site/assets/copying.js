// Copying: results and lines give their permanent link and their TeX; a selection gives exact TeX.
//
// A line is what has a verdict: a result, a step of a chain, a worked line.  The verdict leads to
// #evidence-NAME, and #NAME is the line.  A result has buttons of its own; all other lines share one
// pair, which comes to the line under the pointer or with the focus.
(() => {
  "use strict";
  const EVIDENCE = "#evidence-";
  const VERDICT = `small > a[href^="${EVIDENCE}"]`;
  const RESULT = "blockquote:has(.bp-number)";
  const STEP = ".bp-chain ol > li, .bp-worked";
  const MATH = "bp-eq, bp-m";
  const NOT_TEXT = ".bp-tools, .bp-show, .headerlink, .md-code__nav";

  const tex = (equation) => equation.querySelector('annotation[encoding="application/x-tex"]').textContent;

  // -- to the clipboard ---------------------------------------------------------------------

  const put = (tag, name, ...inside) => {
    const element = document.createElement(tag);
    element.className = name;
    element.append(...inside);
    return element;
  };

  const said = put("div", "bp-said");
  said.setAttribute("role", "status");
  let quiet = 0;

  const say = (...parts) => {
    clearTimeout(quiet);
    said.replaceChildren(...parts);
  };

  const hush = () => say();

  // Where no way into the clipboard is open, the text stands there to be copied by hand.
  const offer = (text, what) => {
    const field = put("input", "bp-offered");
    field.value = text;
    field.readOnly = true;
    field.setAttribute("aria-label", what);
    field.addEventListener("blur", hush);
    field.addEventListener("keydown", (event) => { if (event.key === "Escape") field.blur(); });
    say(`${what}, to be copied by hand: `, field);
    field.select();
  };

  const copyBySelection = (text) => {
    const focused = document.activeElement;
    const field = put("textarea", "bp-away");
    field.value = text;
    field.readOnly = true;
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    focused?.focus({ preventScroll: true });
    return done;
  };

  const copy = async (text, what) => {
    let done = true;
    try {
      await navigator.clipboard.writeText(text); // missing in some pages opened from a folder
    } catch {
      done = copyBySelection(text);
    }
    if (!done) {
      offer(text, what);
      return;
    }
    say(`${what} is copied.`);
    quiet = setTimeout(hush, 4000);
  };

  // -- results and lines --------------------------------------------------------------------

  const verdict = (line) => line.querySelector(VERDICT);

  const link = (line) => {
    const address = new URL(location.href);
    address.search = "";
    address.hash = verdict(line).getAttribute("href").slice(EVIDENCE.length);
    return address.href;
  };

  // A worked line is one equation on two lines: letters, then numbers.
  const lineTex = (line) => [...line.querySelectorAll(":scope > bp-eq")].map(tex).join(" ");

  const button = (shown, label, act) => {
    const made = put("button", "bp-tool", shown);
    made.type = "button";
    made.setAttribute("aria-label", label);
    made.title = label;
    made.addEventListener("click", act);
    return made;
  };

  const tools = (what, line) => put(
    "span",
    "bp-tools",
    button("link", `Copy the link to ${what}`, () => copy(link(line()), `The link to ${what}`)),
    button("TeX", `Copy the TeX of ${what}`, () => copy(lineTex(line()), `The TeX of ${what}`)),
  );

  const equip = (result) => {
    if (result.querySelector(".bp-tools")) return;
    const what = `result ${result.querySelector(".bp-number").textContent}`;
    verdict(result).closest("p").append(tools(what, () => result));
  };

  // -- the pair that all other lines share --------------------------------------------------

  const shared = tools("this line", () => shared.parentElement);
  shared.setAttribute("role", "group");
  shared.setAttribute("aria-label", "Copy this line");
  for (const each of shared.children) each.tabIndex = -1; // reached with the arrow keys

  const lineAt = (node) => {
    const line = node instanceof Element ? node.closest(STEP) : null;
    return line && verdict(line) ? line : null;
  };

  const bring = (line) => {
    if (!line) shared.remove();
    else if (shared.parentElement !== line) line.append(shared);
  };

  document.addEventListener("pointerover", ({ target }) => {
    if (!shared.contains(document.activeElement)) bring(lineAt(target) ?? lineAt(document.activeElement));
  });
  document.addEventListener("focusin", ({ target }) => bring(lineAt(target)));

  // From a line's verdict to the right: link, TeX; back with left or Escape.
  document.addEventListener("keydown", (event) => {
    const line = lineAt(event.target);
    if (!line || shared.parentElement !== line || event.ctrlKey || event.metaKey || event.altKey) return;
    const stops = [verdict(line), ...shared.children];
    const at = stops.indexOf(event.target);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Escape: 0 }[event.key];
    if (at < 0 || !stops[to] || to === at) return;
    event.preventDefault();
    stops[to].focus();
  });

  // -- a selection --------------------------------------------------------------------------

  const equationAround = (node) => (node instanceof Element ? node : node.parentElement)?.closest(MATH);

  const between = (start, end) => {
    const range = document.createRange();
    range.setStart(...start);
    range.setEnd(...end);
    return range.toString().trim();
  };

  // An equation of which a part is selected is copied whole; one that is only touched is not.
  const widened = (range) => {
    const whole = range.cloneRange();
    const first = equationAround(range.startContainer);
    const last = equationAround(range.endContainer);
    if (first) whole.setStartBefore(first);
    if (last && last !== first && !between([last, 0], [range.endContainer, range.endOffset])) {
      whole.setEndBefore(last);
    } else if (last) whole.setEndAfter(last);
    return whole;
  };

  // The words as they stand line by line, read in a place where the page's own style is not felt.
  const wordsOf = (content) => {
    const host = put("div", "bp-away");
    const inside = host.attachShadow({ mode: "open" }).appendChild(document.createElement("div"));
    inside.append(content);
    document.body.append(host);
    const words = inside.innerText.trim();
    host.remove();
    return words;
  };

  // For programs that read HTML an equation is MathML, which needs no style sheet.
  const asMathML = (content) => {
    content.querySelectorAll(".katex-html").forEach((part) => part.remove());
    return put("div", "", content).innerHTML;
  };

  const asTex = (equation, alone) => {
    const display = equation.localName === "bp-eq";
    const mark = alone ? "" : display ? "$$" : "$";
    const text = put(display ? "pre" : "span", "", mark + tex(equation) + mark);
    text.style.setProperty("white-space", "pre");
    return text;
  };

  const copied = (range) => {
    const content = range.cloneContents();
    content.querySelectorAll(NOT_TEXT).forEach((part) => part.remove());
    return content;
  };

  document.addEventListener("copy", (event) => {
    const selection = getSelection();
    if (!event.clipboardData || !selection || selection.isCollapsed) return;
    if (event.target instanceof Element && event.target.closest("input, textarea")) return;
    const range = widened(selection.getRangeAt(0));
    const content = copied(range);
    const equations = [...content.querySelectorAll(MATH)];
    if (!equations.length) return;
    const rest = content.cloneNode(true);
    rest.querySelectorAll(MATH).forEach((equation) => equation.remove());
    const alone = equations.length === 1 && !rest.textContent.trim();
    for (const equation of equations) equation.replaceWith(asTex(equation, alone));
    event.clipboardData.setData("text/plain", wordsOf(content));
    event.clipboardData.setData("text/html", asMathML(copied(range)));
    event.preventDefault();
  });

  // -- code ---------------------------------------------------------------------------------

  // Of a session with Python one copies the statements, to paste them: no prompts, no answers.
  const statements = (session) => session.split("\n")
    .filter((line) => /^(?:>>>|\.\.\.)(?: |$)/.test(line))
    .map((line) => line.slice(4))
    .join("\n");

  // The theme's button copies what stands in its attribute, if it has one.
  document.addEventListener("click", ({ target }) => {
    const button = target instanceof Element ? target.closest("[data-clipboard-target]") : null;
    const code = button?.closest(".highlight")?.querySelector("code");
    if (code?.textContent.startsWith(">>>")) button.setAttribute("data-clipboard-text", `${statements(code.textContent)}\n`);
  }, { capture: true });

  const look = () => {
    document.body.append(said);
    document.querySelectorAll(RESULT).forEach(equip);
  };

  // The theme exchanges pages without loading them anew.
  if (window.document$) window.document$.subscribe(look);
  else look();
})();
