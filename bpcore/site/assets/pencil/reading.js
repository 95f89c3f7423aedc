// Lines of a page, and lines that a reader types, as numbers: both are read into trees, and trees are
// evaluated where the letters have values.  What cannot be read is said to be so, and never guessed.
// It knows no page.
//
// A tree is {kind, ...}: number, name, sum, product, over, power, call, gate, slope.
(() => {
  "use strict";

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
        const term = this.product();
        terms.push(sign < 0 ? { kind: "product", parts: [{ kind: "number", value: -1 }, term] } : term);
        if (this.take("+")) sign = 1;
        else if (this.take("-")) sign = -1;
        else break;
      }
      return terms.length === 1 ? terms[0] : { kind: "sum", parts: terms };
    }

    product() {
      const parts = [this.power()];
      for (;;) {
        if (this.take("\\cdot", "\\,")) {
          parts.push(this.power());
        } else if (this.next !== undefined && !/^(?:[-+,)\]}=<>]|\\right|\\ne|\\approx|\\leq?|\\geq?)$/u.test(this.next)) {
          parts.push(this.power());
        } else break;
      }
      return parts.length === 1 ? parts[0] : { kind: "product", parts };
    }

    power() {
      const base = this.base();
      if (!this.take("^")) return base;
      return { kind: "power", base, by: this.within(this.group()) };
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
      if (this.take("\\sqrt")) return { kind: "call", name: "sqrt", parts: [this.within(this.group())] };
      if (this.take("\\textcolor")) { this.group(); return this.within(this.group()); }
      if (this.take("\\boxed", "\\cancel")) return this.within(this.group());
      if (this.take("e")) {
        if (this.next === "^") return { kind: "number", value: Math.E };
        throw new NotRead("e without a power is a name like another");
      }
      return this.named();
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
          return { kind: "slope", of: this.power(), by };
        }
        return { kind: "slope", of: this.within(above.slice(1)), by };
      }
      return { kind: "over", above: this.within(above), below: this.within(below) };
    }

    nameOf(tokens) {
      const inner = new Tex("");
      inner.tokens = tokens;
      const tree = inner.named();
      if (inner.next !== undefined || tree.kind !== "name") throw new NotRead("what is differentiated by is no name");
      return tree.name;
    }

    named() {
      const start = this.at;
      const token = this.tokens[this.at++];
      if (/^\\(?:hat|mathit|mathrm)$/u.test(token)) this.group();
      else if (!/^(?:[a-zA-Z]|\\(?:alpha|beta|gamma|delta|epsilon|zeta|eta|theta|kappa|lambda|mu|nu|xi|rho|sigma|tau|phi|varphi|chi|psi|omega|log|tanh|max|exp|ell))$/u.test(token)) {
        throw new NotRead(`${token} is not read`);
      }
      for (;;) {
        if (this.next === "_") { this.at += 1; this.group(); }
        else if (this.next === "^" && /^[[(]$/u.test(this.tokens[this.at + 1] === "{" ? this.tokens[this.at + 2] : "")) { this.at += 1; this.group(); }
        else break;
      }
      const name = plain(this.tokens.slice(start, this.at).join(""));
      if (/^'/u.test(this.next ?? "")) throw new NotRead("a prime is not read");
      const opens = this.next === "(" || (this.next === "\\left" && this.tokens[this.at + 1] === "(");
      if (!opens) {
        if (Object.hasOwn(FUNCTIONS, name)) throw new NotRead(`${name} stands without what it is of`);
        return { kind: "name", name };
      }
      if (!Object.hasOwn(FUNCTIONS, name)) throw new NotRead(`${name} is a function that is not known`);
      this.take("\\left");
      this.need("(");
      const parts = [this.sum()];
      while (this.take(",")) parts.push(this.sum());
      this.take("\\right");
      this.need(")");
      return { kind: "call", name, parts };
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

  const TYPED = /d([\p{L}][\p{L}\p{N}_]*)\s*\/\s*d([\p{L}][\p{L}\p{N}_]*)|\d+(?:\.\d+)?|\p{L}[\p{L}\p{N}]*(?:_\{?[\p{L}\p{N}]+\}?)*(?:\^\{?\[[^\]]*\]\}?)*|\S/gu;
  const SAME = new Map([["−", "-"], ["·", "*"], ["⋅", "*"], ["×", "*"], ["÷", "/"], ["σ", "sigma"], ["∂", "d"], ["λ", "lambda"], ["δ", "delta"], ["η", "eta"]]);

  class Typed {
    constructor(text, known) {
      const clean = [...text].map((sign) => SAME.get(sign) ?? sign).join("").replace(/\*\*/gu, "^");
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
        if (this.take("*")) tree = { kind: "product", parts: [tree, this.power()] };
        else if (this.take("/")) tree = { kind: "over", above: tree, below: this.power() };
        else if (this.next !== undefined && /^[\p{L}\p{N}(]/u.test(this.next)) tree = { kind: "product", parts: [tree, this.power()] };
        else return tree;
      }
    }

    power() {
      if (this.take("-")) return { kind: "product", parts: [{ kind: "number", value: -1 }, this.power()] };
      const base = this.base();
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
      if (of && this.known.has(plain(of)) && this.known.has(plain(by))) {
        return { kind: "slope", of: { kind: "name", name: plain(of) }, by: plain(by) };
      }
      const name = plain(token);
      if (this.known.has(name) && !(this.next === "(" && Object.hasOwn(FUNCTIONS, name))) return { kind: "name", name };
      if (Object.hasOwn(FUNCTIONS, name) && this.take("(")) {
        const parts = [this.sum()];
        while (this.take(",")) parts.push(this.sum());
        this.need(")");
        return { kind: "call", name, parts };
      }
      if (name === "e") return { kind: "number", value: Math.E };
      if (/^\p{L}+$/u.test(name) && [...name].every((letter) => this.known.has(letter))) {
        return { kind: "product", parts: [...name].map((letter) => ({ kind: "name", name: letter })) };
      }
      throw new NotRead(/^\p{L}/u.test(token) ? `“${token}” has no meaning here` : `“${token}” is not read here`);
    }
  }

  // A line that a reader types, with the names that may stand in it.
  const fromReader = (text, known) => {
    const reader = new Typed(text.replace(/^\s*=/u, ""), known);
    if (reader.next === undefined) throw new NotRead("nothing is written");
    const tree = reader.sum();
    if (reader.next !== undefined) throw new NotRead(`“${reader.next}” is not read here`);
    return tree;
  };

  // -- numbers ------------------------------------------------------------------------------------

  const namesIn = (tree, found = new Set()) => {
    if (tree.kind === "name") found.add(tree.name);
    if (tree.kind === "slope") found.add(tree.by);
    for (const part of [...(tree.parts ?? []), tree.above, tree.below, tree.base, tree.of, tree.kind === "power" ? tree.by : null]) {
      if (part) namesIn(part, found);
    }
    return found;
  };

  const STEP = 1e-4; // short, as logarithms are met near their ends

  // The value of a tree: names have values, or definitions that are worked out.
  const valueOf = (tree, values, definitions) => {
    const at = (each) => valueOf(each, values, definitions);
    switch (tree.kind) {
      case "number": return tree.value;
      case "name":
        if (values.has(tree.name)) return values.get(tree.name);
        if (definitions.has(tree.name)) return at(definitions.get(tree.name));
        throw new NotRead(`${tree.name} has no value`);
      case "sum": return tree.parts.reduce((sum, part) => sum + at(part), 0);
      case "product": return tree.parts.reduce((product, part) => product * at(part), 1);
      case "over": return at(tree.above) / at(tree.below);
      case "power": return at(tree.base) ** at(tree.by);
      case "call": return FUNCTIONS[tree.name](...tree.parts.map(at));
      case "gate": return at(tree.above) > at(tree.below) ? 1 : 0;
      case "slope": {
        const here = at({ kind: "name", name: tree.by });
        const moved = (steps) => valueOf(tree.of, new Map(values).set(tree.by, here + steps * STEP), definitions);
        return (8 * (moved(1) - moved(-1)) - (moved(2) - moved(-2))) / (12 * STEP);
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

  globalThis.bpReading = { NotRead, agree, fromReader, fromTex, namesIn, plain, valueOf };
})();
