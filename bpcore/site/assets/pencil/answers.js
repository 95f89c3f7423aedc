// Pencil and paper, with a check: whoever writes the next line is told that it is right, or at which
// numbers it is not.  What is compared are values: the letters of the page get numbers, what they are
// defined by is worked out.  All of it comes from the page: its tables of symbols, its definitions and
// the TeX of its lines.
//
// A line of numbers is offered if the page's own lines agree at these numbers: then everything that the
// line rests on is known here.  A line with arrays, or with a cost of which nothing is known, is compared
// as it stands: all its letters get numbers of their own, and no other letters may be used.
(() => {
  "use strict";
  const {
    NoValue, NotRead, agree, arrayOf, entryKey, fromReader, fromTex, inside, namesIn, plain, slopeKey, slopesIn,
    valueOf,
  } = window.bpReading;
  const { array, flat, isArray, shape } = window.bpArrays;
  const POINTS = 8;
  const tex = (box) => box?.querySelector("annotation[encoding='application/x-tex']")?.textContent ?? "";

  const tried = (act) => {
    try {
      return act();
    } catch (error) {
      if (error instanceof NotRead || error instanceof NoValue) return null;
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

  const ARRAY = /^(.+) by (.+) array of numbers$/u;
  const WIDTHS = [3, 2, 4, 5, 6, 7]; // of the letters of widths, in the order in which they are met
  const said = (cell) => [...(cell?.childNodes ?? [])]
    .map((node) => (node.nodeType === Node.TEXT_NODE ? node.data : tex(node))).join("").trim();

  const forget = (name, scope) => {
    for (const kind of [scope.numbers, scope.definitions, scope.arrays, scope.costs]) kind.delete(name);
  };

  const symbols = (table, scope) => {
    if (table.querySelector("th")?.textContent !== "symbol") return;
    for (const row of table.querySelectorAll("tbody tr")) {
      const [symbol, , where] = row.children;
      const name = plain(tex(symbol));
      const values = said(where);
      const sizes = ARRAY.exec(values);
      forget(name, scope);
      if (sizes) scope.arrays.set(name, sizes.slice(1).map(plain));
      else if (values === "any real number" || /^0 < [^<]*(?:< 1)?$/u.test(values)) {
        scope.numbers.set(name, { positive: values.startsWith("0 <"), share: values.endsWith("< 1") });
      } else if (values.startsWith("any number that depends on")) scope.costs.add(name);
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
    forget(name, scope);
    if (tree) scope.definitions.set(name, tree);
  };

  const valuesOf = (scope, tree) => (!tree || !knows(scope, tree) ? null : tried(() => (
    scope.points.map((values) => valueOf(tree, values, scope.definitions))
  )));

  // -- a line by itself -------------------------------------------------------------------------

  const widthsOf = (scope) => {
    const letters = [...new Set([...scope.arrays.values()].flat().filter((size) => !/^\d+$/u.test(size)))];
    return new Map(letters.map((letter, at) => [letter, WIDTHS[at % WIDTHS.length]]));
  };

  const drawn = (name, point, rows, columns) => array(rows, columns, (i, k) => number(`${name}${i},${k}`, point, {}));

  // Free indices are one or two; over the points each pair of them is equal as often as not.
  const MASKS = [1, 2, 4, 3, 5, 6, 7];
  const isOdd = (bits) => (bits ^ (bits >> 1) ^ (bits >> 2)) & 1;

  const freeIndices = (tree) => {
    const bound = new Set(inside(tree, ["each"]).map(({ index }) => index));
    const all = inside(tree, ["name", "delta"]).flatMap(({ indices = [] }) => indices);
    return [...new Set(all)].filter((index) => /^[a-z]$/u.test(index) && !bound.has(index));
  };

  // The slopes in a line and in what its letters are defined by.
  const everySlope = (tree, scope, above = []) => [
    ...slopesIn(tree),
    ...[...namesIn(tree)].filter((name) => scope.definitions.has(name) && !above.includes(name))
      .flatMap((name) => everySlope(scope.definitions.get(name), scope, [...above, name])),
  ];

  // A slope of which nothing is known gets numbers of its own, in the shape that it has.
  const freeSlope = (slope, scope, values, point) => {
    const isEntry = entryKey(slope) !== null && !scope.numbers.has(slope.by);
    const key = isEntry ? entryKey(slope) : slopeKey(slope);
    if (key === null) throw new NotRead("a slope of more than a letter");
    if (values.has(key)) return;
    const known = (name, array) => (array ? arrayOf(array, values, scope.definitions)
      : valueOf({ kind: "name", name }, values, scope.definitions));
    const by = known(slope.by, isEntry ? slope.place.array : null);
    const of = scope.costs.has(slope.of.name) ? 0 : known(slope.of.name, isEntry ? slope.of.array : null);
    if (!isArray(of) && !isArray(by)) {
      if (scope.costs.has(slope.of.name)) values.set(key, number(key, point, {}));
    } else if (!isArray(of)) values.set(key, drawn(key, point, by.rows, by.columns));
    else if (of.columns === 1 && !isArray(by)) values.set(key, drawn(key, point, of.rows, 1));
    else if (of.columns === 1 && by.columns === 1) values.set(key, drawn(key, point, of.rows, by.rows));
    else throw new NotRead("a slope with more than two indices");
  };

  // The values of all letters at one point, with one of its own for each slope of which nothing is known.
  const lettersOf = (scope, tree, point) => {
    const widths = widthsOf(scope);
    const size = (each) => widths.get(each) ?? Number(each);
    const values = new Map([...scope.numbers].map(([name, where]) => [name, number(name, point, where)]));
    for (const [letter, width] of widths) values.set(letter, width);
    for (const [name, [rows, columns]] of scope.arrays) values.set(name, drawn(name, point, size(rows), size(columns)));
    freeIndices(tree).forEach((index, at) => values.set(`#${index}`, 1 + isOdd(point & MASKS[at % MASKS.length])));
    for (const slope of everySlope(tree, scope)) freeSlope(slope, scope, values, point);
    return values;
  };

  const asItStands = (step, scope, tree) => tree && tried(() => {
    const points = Array.from({ length: POINTS }, (_, point) => lettersOf(scope, tree, point));
    const own = { ...scope, points };
    const values = points.map((letters) => valueOf(tree, letters, scope.definitions));
    const known = new Map([
      ...inside(tree, ["name", "delta"]).flatMap((one) => [[one.name, one], [plain(one.shown ?? one.name), one]]),
      ...inside(tree, ["any"]).map(({ name }) => [`${name}(`, null]),
    ]);
    const more = {
      slopes: new Map(slopesIn(tree).flatMap((one) => [
        [slopeKey(one), one],
        [`${plain(one.of.shown ?? one.of.name ?? "")}/${plain(one.place?.shown ?? one.by)}`, one],
      ])),
      sums: new Map(inside(tree, ["each"]).map((one) => [one.index, one])),
    };
    const numbers = values.flatMap(flat);
    return known.size && numbers.every(Number.isFinite) && numbers.some((value) => value !== 0) ? { step, scope: own, tree, values, known, more } : null;
  });

  // -- the lines of a chain ---------------------------------------------------------------------

  // Each step that can be compared, with what it is worth at the points.
  const offered = (chain, { numbers, definitions, arrays, costs }) => {
    const scope = {
      numbers: new Map(numbers), definitions: new Map(definitions), arrays: new Map(arrays), costs: new Set(costs),
    };
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
      const met = own ? values.filter((one, other) => one && other !== at + 1).map((one) => agree(one, own)) : [];
      return met.length && met.every((one) => one === true)
        ? { step, scope, tree: trees[at + 1], values: own }
        : asItStands(step, scope, trees[at + 1]);
    }).filter(Boolean);
  };

  const all = () => {
    const scope = { numbers: new Map(), definitions: new Map(), arrays: new Map(), costs: new Set() };
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
  const sameShape = (one, other) => shape(one) === shape(other);

  const equal = (values, line) => (values.every((value, at) => sameShape(value, line.values[at]))
    ? agree(values.flatMap(flat), line.values.flatMap(flat))
    : false);

  const valuesHere = (line, tree) => line.scope.points.map((letters) => valueOf(tree, letters, line.scope.definitions));

  const isFactor = (line, values) => line.tree.kind === "product" && line.tree.parts.some((part) => {
    const own = tried(() => valuesHere(line, part));
    return own && part.kind !== "number" && equal(values, { values: own }) === true;
  });

  // The letters that a reader may use.
  const lettersFor = ({ known, scope }) => known ?? new Set([
    ...scope.numbers.keys(),
    ...[...scope.definitions].filter(([, tree]) => knows(scope, tree)).map(([name]) => name),
  ]);

  const writtenIn = ({ known, more }) => [...new Set([
    ...[...known].map(([name, tree]) => (name.endsWith("(") ? `${name}…)` : tree.shown ?? name)),
    ...[...more.slopes.values()].filter(({ of }) => of.name).map(({ of, by, place }) => `d${of.shown ?? of.name}/d${place?.shown ?? by}`),
    ...[...more.sums.keys()].map((index) => `sum_${index}(…)`),
  ])];

  const wrong = (words) => ({ right: false, words });

  const widthsSaid = (scope) => {
    const widths = [...widthsOf(scope)].map(([letter, width]) => `${letter} = ${width}`);
    return widths.length ? ` (with ${widths.join(", ")})` : "";
  };

  const judged = (line, text) => {
    const known = lettersFor(line);
    const hint = line.known
      ? `This line is compared by what stands in it: ${writtenIn(line).join(", ")}.`
      : "Write it like (a - y)/(a*(1 - a)).";
    let tree = null;
    let values = null;
    try {
      tree = fromReader(text, known, line.more);
      values = valuesHere(line, tree);
    } catch (error) {
      if (error instanceof NoValue) return wrong(`That has no value: ${error.message}${widthsSaid(line.scope)}.`);
      if (error instanceof NotRead) return wrong(`That is not read: ${error.message}. ${hint}`);
      throw error;
    }
    const same = equal(values, line);
    if (same) return { right: true, words: `Right: it has the value of the line at all ${POINTS} places where both were tried.` };
    if (same === null) return wrong("That has no value where the line has one.");
    if (isFactor(line, values)) return wrong("That is one factor of the line; write the whole product.");
    if (!sameShape(values[0], line.values[0])) {
      return wrong(`Not equal: yours is ${shape(values[0])}, the line ${shape(line.values[0])}${widthsSaid(line.scope)}.`);
    }
    return wrong(differs(line, tree, values));
  };

  // Where two values differ, in words: the letters and both values, or for arrays the entry.
  const differs = (line, tree, values) => {
    const size = Math.max(...line.values.flatMap(flat).filter(Number.isFinite).map(Math.abs));
    for (let at = 0; at < values.length; at += 1) {
      const [yours, own] = [flat(values[at]), flat(line.values[at])];
      const place = own.findIndex((value, k) => Number.isFinite(value) && Number.isFinite(yours[k])
        && Math.abs(value - yours[k]) > 1e-7 * size);
      if (place < 0) continue;
      const names = [...new Set([...namesIn(tree), ...namesIn(line.tree)])].filter((name) => !name.endsWith("("));
      const numbers = line.known ? [] : names.map((name) => (
        [name, valueOf({ kind: "name", name }, line.scope.points[at], line.scope.definitions)]
      ));
      if (line.known) {
        const { columns } = isArray(line.values[at]) ? line.values[at] : { columns: 1 };
        const where = isArray(line.values[at])
          ? ` in row ${Math.floor(place / columns) + 1}, column ${(place % columns) + 1}` : "";
        return `Not equal: with numbers for all letters${widthsSaid(line.scope)} yours is ${written(yours[place])}${where}, `
          + `the line is ${written(own[place])}.`;
      }
      const said = numbers.map(([name, value]) => (
        `${name} ${Number(value.toPrecision(4)) === value ? "=" : "≈"} ${written(value)}`
      ));
      return `Not equal: at ${said.join(", ")} yours is ${written(yours[place])}, the line is ${written(own[place])}.`;
    }
    return "Not equal.";
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
