// Pencil and paper, with a check: whoever writes the next line is told that it is right, or at which
// numbers it is not.  What is compared are values: the letters of the page get numbers, what they are
// defined by is worked out.  All of it comes from the page: its tables of symbols, its definitions and
// the TeX of its lines.
//
// A line is only offered if the page's own lines agree at these numbers: then everything that the line
// rests on is known here.  Arrays are not.
(() => {
  "use strict";
  const { agree, fromReader, fromTex, namesIn, plain, valueOf } = window.bpReading;
  const POINTS = 8;
  const tex = (box) => box?.querySelector("annotation[encoding='application/x-tex']")?.textContent ?? "";

  const tried = (act) => {
    try {
      return act();
    } catch (error) {
      if (error instanceof window.bpReading.NotRead) return null;
      throw error;
    }
  };

  // -- what letters mean ------------------------------------------------------------------------

  // Tame numbers with one decimal, different for every letter and point, and the same on every visit.
  const number = (name, point, { positive, share }) => {
    let seed = 7919 * (point + 1);
    for (const letter of name) seed = (seed * 31 + letter.codePointAt(0)) % 100003;
    if (share) return (1 + (seed % 9)) / 10;
    const size = (2 + (seed % 10)) / 10;
    return !positive && (seed >> 5) % 2 ? -size : size;
  };

  const symbols = (table, scope) => {
    if (table.querySelector("th")?.textContent !== "symbol") return;
    for (const row of table.querySelectorAll("tbody tr")) {
      const [symbol, , where] = row.children;
      const name = plain(tex(symbol));
      const bounds = tex(where);
      scope.definitions.delete(name);
      const isNumber = where?.textContent.trim() === "any real number" || /^0 < [^<]*(?:< 1)?$/.test(bounds);
      if (isNumber) scope.numbers.set(name, { positive: bounds.startsWith("0 <"), share: bounds.endsWith("< 1") });
      else scope.numbers.delete(name);
    }
  };

  // Whether all that a tree rests on are numbers; a definition may stand before the symbols in it.
  const knows = (scope, tree, above = []) => [...namesIn(tree)].every((name) => scope.numbers.has(name)
    || (scope.definitions.has(name) && !above.includes(name)
      && knows(scope, scope.definitions.get(name), [...above, name])));

  const definition = (box, scope) => {
    const [left, ...right] = tex(box).split("=");
    const name = plain(left);
    const tree = right.length === 1 ? tried(() => fromTex(right[0])) : null;
    scope.numbers.delete(name);
    if (tree) scope.definitions.set(name, tree);
    else scope.definitions.delete(name);
  };

  const valuesOf = (scope, tree) => (!tree || !knows(scope, tree) ? null : tried(() => (
    scope.points.map((values) => valueOf(tree, values, scope.definitions))
  )));

  // -- the lines of a chain ---------------------------------------------------------------------

  // Each step that can be compared, with what it is worth at the points.
  const offered = (chain, { numbers, definitions }) => {
    const scope = { numbers: new Map(numbers), definitions: new Map(definitions) };
    scope.points = Array.from({ length: POINTS }, (_, point) => new Map(
      [...numbers].map(([name, where]) => [name, number(name, point, where)]),
    ));
    const steps = [...chain.querySelectorAll(":scope > ol > li")];
    const trees = [chain, ...steps].map((line) => (
      tried(() => fromTex(tex(line.querySelector(":scope > bp-eq")).replace(/^\s*=/, "")))
    ));
    const values = trees.map((tree) => valuesOf(scope, tree));
    return steps.map((step, at) => {
      const own = values[at + 1];
      const said = own ? values.filter((one, other) => one && other !== at + 1).map((one) => agree(one, own)) : [];
      return said.length && said.every((one) => one === true) ? { step, scope, tree: trees[at + 1], values: own } : null;
    }).filter(Boolean);
  };

  const all = () => {
    const scope = { numbers: new Map(), definitions: new Map() };
    const found = new Map();
    for (const part of document.querySelectorAll("article :is(table, .bp-definition, .bp-chain)")) {
      if (part.matches("table")) symbols(part, scope);
      else if (part.matches(".bp-definition")) definition(part, scope);
      else for (const one of offered(part, scope)) found.set(one.step, one);
    }
    return found;
  };

  // -- what is said of a typed line ---------------------------------------------------------------

  const written = (value) => `${Number(value.toPrecision(4))}`.replace("-", "−");

  const isFactor = ({ tree, scope }, values) => tree.kind === "product" && tree.parts.some((part) => {
    const own = valuesOf(scope, part);
    return own && part.kind !== "number" && agree(own, values) === true;
  });

  const judged = (line, text) => {
    const { numbers, definitions } = line.scope;
    const known = new Set([...numbers.keys(), ...[...definitions].filter(([, tree]) => knows(line.scope, tree)).map(([name]) => name)]);
    let tree = null;
    try {
      tree = fromReader(text, known);
    } catch (error) {
      return { right: false, words: `That is not read: ${error.message}. Write it like (a - y)/(a*(1 - a)).` };
    }
    const values = valuesOf(line.scope, tree);
    const same = values && agree(values, line.values);
    if (same) return { right: true, words: `Right: it has the value of the line at all ${POINTS} places where both were tried.` };
    if (same === false && isFactor(line, values)) {
      return { right: false, words: "That is one factor of the line; write the whole product." };
    }
    if (!values || same === null) return { right: false, words: "That has no value where the line has one." };
    const size = Math.max(...line.values.filter(Number.isFinite).map(Math.abs));
    const at = values.findIndex((value, point) => Number.isFinite(line.values[point])
      && Number.isFinite(value) && Math.abs(value - line.values[point]) > 1e-7 * size);
    const names = [...new Set([...namesIn(tree), ...namesIn(line.tree)])];
    const where = names.map((name) => {
      const value = valueOf({ kind: "name", name }, line.scope.points[at], line.scope.definitions);
      return `${name} ${Number(value.toPrecision(4)) === value ? "=" : "≈"} ${written(value)}`;
    });
    return {
      right: false,
      words: `Not equal: at ${where.join(", ")} yours is ${written(values[at])}, the line is ${written(line.values[at])}.`,
    };
  };

  // -- where it is typed ------------------------------------------------------------------------

  let lines = new Map();
  let article = null;

  // Give a hidden step a place to write in; `show` shows the step.
  const offer = (step, place, show) => {
    const now = document.querySelector("article");
    if (now !== article) {
      article = now;
      lines = all();
    }
    const line = lines.get(step);
    if (!line || step.querySelector(".bp-answer")) return;
    const form = document.createElement("form");
    const field = document.createElement("input");
    const button = document.createElement("button");
    const told = document.createElement("output");
    form.className = "bp-answer";
    Object.assign(field, { type: "text", autocomplete: "off", spellcheck: false, placeholder: "your line" });
    field.setAttribute("aria-label", `Your line for step ${place}`);
    field.setAttribute("autocapitalize", "off");
    Object.assign(button, { type: "submit", className: "bp-tool", textContent: "check" });
    button.setAttribute("aria-label", `check your line for step ${place}`);
    told.className = "bp-told";
    form.append("= ", field, button);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const { right, words } = judged(line, field.value);
      told.textContent = words;
      told.classList.toggle("bp-right", right);
      if (right) show();
    });
    step.append(form, told);
  };

  window.bpAnswers = { offer };
})();
