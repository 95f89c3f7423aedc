// Lines of a page, and lines that a reader types, as numbers: both are read into trees, and trees are
// evaluated where the letters have values.  What cannot be read is said to be so, and never guessed.
// It knows arrays.js and no page.
//
// A tree is {kind, ...}: number, name (with the array and the indices that it may be an entry by), sum,
// each (a sum over an index), product (with `by`: how), over, power, turned, diagonal, delta, call, any
// (a function that nothing is known of), gate, slope.
(() => {
  "use strict";
  const {
    NoValue, diagonal, dot, each, elementwise, isArray, mapped, outer, product, star, sum, turned,
  } = globalThis.bpArrays;

  class NotRead extends Error {}

  // -- names ------------------------------------------------------------------------------------

  // One name in TeX and in letters: w_{1} and w1, z_{j}^{[l]} and z_j^[l].
  const plain = (name) => name.replace(/\\(?:mathit|mathrm|mathbf|text)/gu, "").replace(/\^(?=[{\s]*[[(])/gu, "")
    .replace(/[\\{}_\s,]/gu, "");

  const FUNCTIONS = {
    sigma: (z) => 1 / (1 + Math.exp(-z)),
    sigmoid: (z) => 1 / (1 + Math.exp(-z)),
    log: Math.log,
    ln: Math.log,
    exp: Math.exp,
    tanh: Math.tanh,
    sqrt: Math.sqrt,
    relu: (z) => Math.max(z, 0),
    ReLU: (z) => Math.max(z, 0),
    max: Math.max,
  };

  // -- tokens -----------------------------------------------------------------------------------

  const TEX = /\\[a-zA-Z]+|\\.|\d+(?:\.\d+)?|[a-zA-Z]|'+|[^\s]/gu;

  // A function of what it is given: one of those that are known, or any with one letter.
  const applied = (name, prime, parts) => {
    if (/^diag$/iu.test(name) && !prime && parts.length === 1) return { kind: "diagonal", of: parts[0] };
    if (Object.hasOwn(FUNCTIONS, name) && (!prime || parts.length === 1)) return { kind: "call", name, prime, parts };
    if (!/^(?:[a-z]|psi|phi)$/u.test(name) || parts.length !== 1) throw new NotRead(`${name} is a function that is not known`);
    return { kind: "any", name, prime, of: parts[0] };
  };

  class Tex {
    constructor(text) {
      this.tokens = text.match(TEX) ?? [];
      this.at = 0;
    }

    get next() { return this.tokens[this.at]; }

    take(...wanted) {
      if (!wanted.includes(this.next)) return false;
      this.at += 1;
      return true;
    }

    need(wanted) {
      if (!this.take(wanted)) throw new NotRead(`${wanted} is missing`);
    }

    // The tokens of a group, or the one that stands for it.
    group() {
      if (!this.take("{")) return [this.tokens[this.at++]];
      const start = this.at;
      for (let depth = 1; depth; this.at += 1) {
        if (this.at >= this.tokens.length) throw new NotRead("a group has no end");
        depth += { "{": 1, "}": -1 }[this.next] ?? 0;
      }
      return this.tokens.slice(start, this.at - 1);
    }

    within(tokens) {
      const inner = new Tex("");
      inner.tokens = tokens;
      const tree = inner.sum();
      if (inner.next !== undefined) throw new NotRead(`${inner.next} is not read`);
      return tree;
    }

    sum() {
      const terms = [];
      let sign = this.take("-") ? -1 : 1;
      this.take("+");
      for (;;) {
        const term = this.signed();
        terms.push(sign < 0 ? { kind: "product", parts: [{ kind: "number", value: -1 }, term] } : term);
        if (this.take("+")) sign = 1;
        else if (this.take("-")) sign = -1;
        else break;
      }
      return terms.length === 1 ? terms[0] : { kind: "sum", parts: terms };
    }

    // What stands between signs of products that are no matrix products.
    signed() {
      let tree = this.product();
      for (;;) {
        if (this.take("\\odot")) tree = { kind: "product", by: "elementwise", parts: [tree, this.product()] };
        else if (this.take("\\otimes")) tree = { kind: "product", by: "outer", parts: [tree, this.product()] };
        else return tree;
      }
    }

    product() {
      const parts = [this.power()];
      for (;;) {
        if (this.take("\\cdot")) {
          const before = parts.length === 1 ? parts[0] : { kind: "product", parts: [...parts] };
          parts.splice(0, parts.length, { kind: "product", by: "dot", parts: [before, this.power()] });
        } else if (this.take("\\,")) {
          parts.push(this.power());
        } else if (this.next !== undefined && !/^(?:[-+,)\]}=<>]|\\right|\\ne|\\approx|\\leq?|\\geq?|\\odot|\\otimes)$/u.test(this.next)) {
          parts.push(this.power());
        } else break;
      }
      return parts.length === 1 ? parts[0] : { kind: "product", parts };
    }

    power() {
      let base = this.base();
      while (this.take("^")) {
        const high = this.group();
        base = high.length === 1 && high[0] === "\\top"
          ? { kind: "turned", of: base }
          : { kind: "power", base, by: this.within(high) };
      }
      return base;
    }

    bracketed(end) {
      const tree = this.sum();
      if (this.take("\\right")) this.need(end);
      else this.need(end);
      return tree;
    }

    base() {
      const token = this.next;
      if (token === undefined) throw new NotRead("something is missing at the end");
      if (/^\d/u.test(token)) { this.at += 1; return { kind: "number", value: Number(token) }; }
      if (this.take("\\left")) return this.base();
      if (this.take("(")) return this.bracketed(")");
      if (this.take("[")) return this.gate();
      if (this.take("\\frac")) return this.fraction();
      if (this.take("\\sum")) return this.each();
      if (this.take("\\sqrt")) return { kind: "call", name: "sqrt", parts: [this.within(this.group())] };
      if (this.take("\\textcolor")) { this.group(); return this.within(this.group()); }
      if (this.take("\\boxed", "\\cancel")) return this.within(this.group());
      if (this.take("e")) {
        if (this.next === "^") return { kind: "number", value: Math.E };
        throw new NotRead("e without a power is a name like another");
      }
      return this.named();
    }

    // A sum over an index reaches as far as its product.
    each() {
      this.need("_");
      const [index, is, from, more] = this.group();
      this.need("^");
      const to = this.within(this.group());
      if (is !== "=" || from !== "1" || more || !/^[a-z]$/u.test(index)) throw new NotRead("a sum that does not count from 1");
      return { kind: "each", index, to, of: this.product() };
    }

    gate() {
      const above = this.sum();
      this.need(">");
      const below = this.sum();
      this.take("\\right");
      this.need("]");
      return { kind: "gate", above, below };
    }

    fraction() {
      const above = this.group();
      const below = this.group();
      const signs = ["d", "\\partial"];
      if (signs.includes(above[0]) && signs.includes(below[0]) && below.length > 1) {
        const by = this.nameOf(below.slice(1));
        if (above.length === 1) {
          this.take("\\,");
          return { kind: "slope", of: this.power(), by: by.name, place: by };
        }
        return { kind: "slope", of: this.within(above.slice(1)), by: by.name, place: by };
      }
      return { kind: "over", above: this.within(above), below: this.within(below) };
    }

    nameOf(tokens) {
      const inner = new Tex("");
      inner.tokens = tokens;
      const tree = inner.named();
      if (inner.next !== undefined || tree.kind !== "name") throw new NotRead("what is differentiated by is no name");
      return tree;
    }

    named() {
      const start = this.at;
      const token = this.tokens[this.at++];
      let symbol = [token];
      if (/^\\(?:hat|mathit|mathrm)$/u.test(token)) symbol = [token, "{", ...this.group(), "}"];
      else if (!/^(?:[a-zA-Z]|\\(?:alpha|beta|gamma|delta|Delta|epsilon|zeta|eta|theta|kappa|lambda|mu|nu|xi|rho|sigma|tau|phi|varphi|chi|psi|omega|log|tanh|max|exp|ell))$/u.test(token)) {
        throw new NotRead(`${token} is not read`);
      }
      let below = [];
      let example = [];
      let layer = "";
      for (;;) {
        const opens = this.tokens[this.at + 1] === "{" ? this.tokens[this.at + 2] : "";
        if (this.next === "_") {
          this.at += 1;
          below = this.group();
        } else if (this.next === "^" && opens === "[") {
          this.at += 1;
          layer = `^${this.group().join("")}`;
        } else if (this.next === "^" && opens === "(") {
          this.at += 1;
          example = this.group().slice(1, -1);
        } else break;
      }
      const name = plain(this.tokens.slice(start, this.at).join(""));
      const indices = [...example, ...below].filter((index) => !/^(?:\\,|,)$/u.test(index));
      const entry = indices.length && indices.every((index) => /^[a-z0-9]$/u.test(index))
        ? { array: plain(symbol.join("") + layer), indices, shown: `${plain(symbol.join(""))}_${indices.join("")}${layer}` } : {};
      if (token === "\\Delta") {
        if (indices.length !== 2 || !entry.array) throw new NotRead("a Kronecker delta without two indices");
        return { kind: "delta", name, ...entry };
      }
      const prime = /^'$/u.test(this.next ?? "") && /^(?:\(|\\left)$/u.test(this.tokens[this.at + 1] ?? "");
      if (/^'/u.test(this.next ?? "") && !prime) throw new NotRead("a prime is not read");
      if (prime) this.at += 1;
      const opens = this.next === "(" || (this.next === "\\left" && this.tokens[this.at + 1] === "(");
      if (!opens) {
        if (Object.hasOwn(FUNCTIONS, name)) throw new NotRead(`${name} stands without what it is of`);
        return { kind: "name", name, ...entry };
      }
      this.take("\\left");
      this.need("(");
      const parts = [this.sum()];
      while (this.take(",")) parts.push(this.sum());
      this.take("\\right");
      this.need(")");
      return applied(name, prime, parts);
    }
  }

  const fromTex = (text) => {
    const reader = new Tex(text);
    reader.tokens = reader.tokens.filter((token, at, all) => !(token === "\\," && (at === 0 || /^[,]$/u.test(all[at - 1]))));
    const tree = reader.sum();
    if (reader.next !== undefined) throw new NotRead(`${reader.next} is not read`);
    return tree;
  };

  // -- what is typed ------------------------------------------------------------------------------

  const NAMED = String.raw`\p{L}[\p{L}\p{N}]*(?:_\{?[\p{L}\p{N}]+\}?)*(?:\^?\{?\[[^\]]*\]\}?)?(?:_\{?[\p{L}\p{N}]+\}?)*`;
  const TYPED = new RegExp(
    String.raw`d(${NAMED})\s*\/\s*d(${NAMED})|\d+(?:\.\d+)?|${NAMED}'?|\.T(?!\p{L})|\^T(?!\p{L})|\S`,
    "gu",
  );
  const SAME = new Map([["−", "-"], ["·", "*"], ["⋅", "*"], ["×", "*"], ["÷", "/"], ["σ", "sigma"], ["Σ", "sum"], ["∑", "sum"], ["Δ", "Delta"], ["⊙", "*"], ["⊗", "⊗"], ["⊤", "T"], ["ᵀ", "^T"], ["′", "'"], ["∂", "d"], ["λ", "lambda"], ["δ", "delta"], ["η", "eta"]]);

  class Typed {
    constructor(text, known, { slopes = new Map(), sums = new Map() } = {}) {
      this.slopes = slopes;
      this.sums = sums;
      const clean = [...text].map((sign) => SAME.get(sign) ?? sign).join("").replace(/\*\*/gu, "^").replace(/\bnp\./gu, "")
        .replace(/\^\{?\\?(?:top|T)\}?(?!\p{L})/gu, "^T");
      this.tokens = [...clean.matchAll(TYPED)];
      this.known = known;
      this.at = 0;
    }

    get next() { return this.tokens[this.at]?.[0]; }

    take(...wanted) {
      if (!wanted.includes(this.next)) return false;
      this.at += 1;
      return true;
    }

    need(wanted) {
      if (!this.take(wanted)) throw new NotRead(this.next ? `“${this.next}” stands where “${wanted}” was expected` : `“${wanted}” is missing at the end`);
    }

    named(name) {
      return (this.known instanceof Map && this.known.get(name)) || { kind: "name", name };
    }

    sum() {
      const parts = [];
      let sign = this.take("-") ? -1 : 1;
      this.take("+");
      for (;;) {
        const term = this.product();
        parts.push(sign < 0 ? { kind: "product", parts: [{ kind: "number", value: -1 }, term] } : term);
        if (this.take("+")) sign = 1;
        else if (this.take("-")) sign = -1;
        else break;
      }
      return parts.length === 1 ? parts[0] : { kind: "sum", parts };
    }

    product() {
      let tree = this.power();
      for (;;) {
        if (this.take("*")) tree = { kind: "product", by: "star", parts: [tree, this.power()] };
        else if (this.take("@")) tree = { kind: "product", parts: [tree, this.power()] };
        else if (this.take("⊗")) tree = { kind: "product", by: "outer", parts: [tree, this.power()] };
        else if (this.take("/")) tree = { kind: "over", above: tree, below: this.power() };
        else if (this.next !== undefined && /^[\p{L}\p{N}(]/u.test(this.next)) tree = { kind: "product", parts: [tree, this.power()] };
        else return tree;
      }
    }

    power() {
      if (this.take("-")) return { kind: "product", parts: [{ kind: "number", value: -1 }, this.power()] };
      let base = this.base();
      while (this.take(".T", "^T")) base = { kind: "turned", of: base };
      if (!this.take("^")) return base;
      if (this.take("{")) {
        const by = this.sum();
        this.need("}");
        return { kind: "power", base, by };
      }
      return { kind: "power", base, by: this.power() };
    }

    base() {
      const found = this.tokens[this.at++];
      if (!found) throw new NotRead("something is missing at the end");
      const [token, of, by] = found;
      if (token === "(") {
        const tree = this.sum();
        this.need(")");
        return tree;
      }
      if (/^\d/u.test(token)) return { kind: "number", value: Number(token) };
      if (of && this.slopes.has(`${plain(of)}/${plain(by)}`)) return this.slopes.get(`${plain(of)}/${plain(by)}`);
      if (of && this.known.has(plain(of)) && this.known.has(plain(by))) {
        return { kind: "slope", of: { kind: "name", name: plain(of) }, by: plain(by) };
      }
      const name = plain(token);
      const over = /^sum([a-z])$/u.exec(name);
      if (over) {
        if (!this.sums.has(over[1])) throw new NotRead(`there is no sum over ${over[1]} in this line`);
        return { ...this.sums.get(over[1]), of: this.product() };
      }
      if (/'$/u.test(name) || (this.known.has(`${name}(`) && this.next === "(")) {
        const bare = name.replace(/'$/u, "");
        if (!this.known.has(`${bare}(`) && !Object.hasOwn(FUNCTIONS, bare)) throw new NotRead(`“${token}” has no meaning here`);
        this.need("(");
        const of = this.sum();
        this.need(")");
        return applied(bare, name.endsWith("'"), [of]);
      }
      if (/^(?:diag|outer|dot)$/iu.test(name) && this.take("(")) {
        const parts = [this.sum()];
        while (this.take(",")) parts.push(this.sum());
        this.need(")");
        if (/^diag$/iu.test(name)) return applied(name, false, parts);
        return { kind: "product", by: name.toLowerCase(), parts };
      }
      if (this.known.has(name) && !(this.next === "(" && Object.hasOwn(FUNCTIONS, name))) return this.named(name);
      if (Object.hasOwn(FUNCTIONS, name) && this.take("(")) {
        const parts = [this.sum()];
        while (this.take(",")) parts.push(this.sum());
        this.need(")");
        return { kind: "call", name, parts };
      }
      if (name === "e") return { kind: "number", value: Math.E };
      if (/^\p{L}+$/u.test(name) && [...name].every((letter) => this.known.has(letter))) {
        return { kind: "product", parts: [...name].map((letter) => this.named(letter)) };
      }
      throw new NotRead(/^\p{L}/u.test(token) ? `“${token}” has no meaning here` : `“${token}” is not read here`);
    }
  }

  // A line that a reader types, with the names that may stand in it; where they are entries, a map
  // leads to their trees, and so for slopes and sums.
  const fromReader = (text, known, more) => {
    const reader = new Typed(text.replace(/^\s*=/u, ""), known, more);
    if (reader.next === undefined) throw new NotRead("nothing is written");
    const tree = reader.sum();
    if (reader.next !== undefined) throw new NotRead(`“${reader.next}” is not read here`);
    return tree;
  };

  // -- numbers ------------------------------------------------------------------------------------

  const parts = (tree) => [
    ...(tree.parts ?? []), tree.above, tree.below, tree.base, tree.of, tree.to, tree.kind === "power" ? tree.by : null,
  ].filter(Boolean);

  // The names in a tree; with a parenthesis behind it a function that nothing is known of.
  const namesIn = (tree, found = new Set()) => {
    if (tree.kind === "name" || tree.kind === "delta") found.add(tree.name);
    if (tree.kind === "any") found.add(`${tree.name}(`);
    if (tree.kind === "slope") found.add(tree.by);
    for (const part of parts(tree)) namesIn(part, found);
    return found;
  };

  // All trees in a tree of some kinds.
  const inside = (tree, kinds, found = []) => {
    if (kinds.includes(tree.kind)) found.push(tree);
    for (const part of [...parts(tree), tree.place].filter(Boolean)) inside(part, kinds, found);
    return found;
  };

  const slopesIn = (tree, found = []) => {
    if (tree.kind === "slope") found.push(tree);
    for (const part of parts(tree)) slopesIn(part, found);
    return found;
  };

  const slopeKey = ({ of, by }) => (of.kind === "name" ? `${of.name}/${by}` : null);

  // The same for an entry by an entry: the array that it is an entry of.
  const entryKey = ({ of, place }) => (of.kind === "name" && place?.array ? `${of.array ?? of.name}/${place.array}` : null);

  // Some smooth function for a letter that may be any, and its derivative.
  const anyFunction = (name, prime) => {
    const seed = [...name].reduce((sum, letter) => sum + letter.codePointAt(0), 0) % 7;
    const [fast, shift] = [0.9 + seed / 10, 0.3 + seed / 7];
    return prime
      ? (x) => 0.5 + fast * Math.cos(fast * x + shift)
      : (x) => 0.5 * x + Math.sin(fast * x + shift);
  };

  const PRODUCTS = { dot, elementwise, outer, star };

  const STEP = 1e-4; // short, as logarithms are met near their ends

  const slopeAt = (act, x) => {
    const moved = (steps) => act(x + steps * STEP);
    return (8 * (moved(1) - moved(-1)) - (moved(2) - moved(-2))) / (12 * STEP);
  };

  const indexOf = (index, values) => {
    const found = /^\d$/u.test(index) ? Number(index) : values.get(`#${index}`);
    if (!found) throw new NotRead(`${index} stands outside of its sum`);
    return found;
  };

  // An array by its name; entries of X are often written x.
  const arrayOf = (name, values, definitions) => {
    for (const each of [name, name.replace(/^./u, (letter) => letter.toUpperCase())]) {
      if (values.has(each) || definitions.has(each)) return valueOf({ kind: "name", name: each }, values, definitions);
    }
    throw new NotRead(`${name} is not known`);
  };

  const entryOf = (value, indices, values) => {
    const places = indices.map((index) => indexOf(index, values));
    const [i, k] = places.length === 1 ? [places[0], 1] : places;
    if (!isArray(value) || places.length > 2 || (places.length === 1 && value.columns !== 1)) {
      throw new NotRead("that is no entry of an array");
    }
    if (i > value.rows || k > value.columns) throw new NotRead("there is no such entry");
    return value.at[(i - 1) * value.columns + k - 1];
  };

  // The value of a tree: names have values, or definitions that are worked out.
  const valueOf = (tree, values, definitions) => {
    const at = (each) => valueOf(each, values, definitions);
    switch (tree.kind) {
      case "number": return tree.value;
      case "name":
        if (values.has(tree.name)) return values.get(tree.name);
        if (definitions.has(tree.name)) return at(definitions.get(tree.name));
        if (tree.indices) return entryOf(arrayOf(tree.array, values, definitions), tree.indices, values);
        throw new NotRead(`${tree.shown ?? tree.name} has no value`);
      case "delta": return indexOf(tree.indices[0], values) === indexOf(tree.indices[1], values) ? 1 : 0;
      case "each": {
        const to = at(tree.to);
        if (!Number.isInteger(to)) throw new NotRead("a sum without an end");
        let all = 0;
        for (let k = 1; k <= to; k += 1) {
          const term = valueOf(tree.of, new Map(values).set(`#${tree.index}`, k), definitions);
          all = k === 1 ? term : sum(all, term);
        }
        return all;
      }
      case "sum": return tree.parts.map(at).reduce(sum);
      case "product": return tree.parts.map(at).reduce(PRODUCTS[tree.by] ?? product);
      case "over": {
        const below = at(tree.below);
        if (isArray(below)) throw new NoValue("nothing is divided by an array");
        return mapped(at(tree.above), (value) => value / below);
      }
      case "power": {
        const [base, by] = [at(tree.base), at(tree.by)];
        if (isArray(base) || isArray(by)) throw new NoValue("an array has no power");
        return base ** by;
      }
      case "turned": return turned(at(tree.of));
      case "diagonal": return diagonal(at(tree.of));
      case "any": return mapped(at(tree.of), anyFunction(tree.name, tree.prime));
      case "call": {
        const given = tree.parts.map(at);
        if (tree.prime) return mapped(given[0], (x) => slopeAt(FUNCTIONS[tree.name], x));
        if (given.length === 1) return mapped(given[0], FUNCTIONS[tree.name]);
        if (given.some(isArray)) throw new NoValue(`${tree.name} takes numbers`);
        return FUNCTIONS[tree.name](...given);
      }
      case "gate": {
        const [above, below] = [at(tree.above), at(tree.below)];
        return isArray(below) ? each(above, below, (a, b) => (a > b ? 1 : 0), "the comparison")
          : mapped(above, (value) => (value > below ? 1 : 0));
      }
      case "slope": {
        if (values.has(slopeKey(tree))) return values.get(slopeKey(tree));
        if (tree.place?.indices && values.has(entryKey(tree))) {
          return entryOf(values.get(entryKey(tree)), [...(tree.of.indices ?? []), ...tree.place.indices], values);
        }
        const here = at({ kind: "name", name: tree.by });
        const there = (x) => valueOf(tree.of, new Map(values).set(tree.by, x), definitions);
        if (isArray(here) || isArray(there(here))) throw new NotRead("a slope of arrays is not known");
        return slopeAt(there, here);
      }
      default: throw new NotRead(`${tree.kind} has no value`);
    }
  };

  const ENOUGH = 1e-7; // of the largest value: five-point differences are better

  // Whether two lists of values agree, where both are numbers; null if there are too few such places.
  const agree = (one, other) => {
    const pairs = one.map((value, at) => [value, other[at]]).filter((pair) => pair.every(Number.isFinite));
    if (pairs.length < one.length / 2) return null;
    const size = Math.max(...pairs.flat().map(Math.abs));
    return pairs.every(([a, b]) => Math.abs(a - b) <= ENOUGH * size);
  };

  globalThis.bpReading = {
    NoValue, NotRead, agree, arrayOf, entryKey, fromReader, fromTex, inside, namesIn, plain, slopeKey, slopesIn, valueOf,
  };
})();
