// Words and signs as the search compares them.  Whatever is typed is text: there is no syntax, and so
// nothing can be typed wrongly.  Formulas are read in every way people write them: TeX, Unicode,
// NumPy, plain letters.  It knows no page.
(() => {
  "use strict";

  // -- one alphabet -----------------------------------------------------------------------------

  const GREEK = "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho "
    + "sigma sigma tau upsilon phi chi psi omega";
  const NAMES = new Set(GREEK.split(" "));
  const letters = GREEK.split(" ").map((name, at) => [String.fromCodePoint(0x3b1 + at), name]);
  const SIGNS = new Map([
    ...letters,
    ...letters.map(([sign, name]) => [sign.toUpperCase(), name]),
    ["ϕ", "phi"], ["ϵ", "epsilon"], ["ϑ", "theta"], ["∂", "d"], ["∇", "gradient "], ["ℓ", "l"],
    ["⊤", "T"], ["ᵀ", "^T"], ["⊙", " odot "], ["∘", " odot "], ["⊗", " otimes "], ["∑", " sum "],
    ["√", " sqrt "], ["∞", " infinity "], ["−", "-"], ["–", "-"], ["—", " "], ["‐", "-"], ["·", " "],
    ["⋅", " "], ["×", " "], ["′", "'"], ["’", "'"], ["´", "'"], ["″", "''"], ["`", " "], ["→", " "],
    ["\u0302", "hat"], ["\u0303", "tilde"], ["\u0304", "bar"],
  ]);
  const RAISED = /[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁱʲᵏˡᵐⁿ]+/gu;

  const COMMANDS = new Map(Object.entries({
    partial: "d", top: "T", intercal: "T", odot: " odot ", circ: " odot ", otimes: " otimes ",
    nabla: "gradient ", varepsilon: "epsilon", vartheta: "theta", varphi: "phi", ell: "l", prime: "'",
    cdot: " ", times: " ", left: "", right: "", quad: " ", to: " ", mathrm: "", mathbf: "", text: "",
    operatorname: "", boldsymbol: "", bm: "", hat: "hat ", frac: "", dfrac: "", tfrac: "",
  }));

  const withoutTex = (text) => text
    .replace(/\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}/gu, "$1/$2")
    .replace(/\\(?:mathrm|mathbf|text|operatorname|boldsymbol|bm)\s*\{([^{}]*)\}/gu, "$1")
    .replace(/\\([a-zA-Z]+) ?/gu, (_, name) => COMMANDS.get(name) ?? name)
    .replace(/[\\$]/gu, " ");

  // A transpose of what carries the number of its layer: (W^(l+1))^T, A^[l-1]^T, A^{[l-1]T}.
  const TRANSPOSED = /\(\s*(\p{L}+)\s*(?:\^(?:\{[^{}]*\}|\([^()]*\)|\[[^[\]]*\]|[\p{L}\p{N}]+))?\s*\)\^\{?T\}?/gu;
  const LAYERED = /\^(?:\{?\s*(?:\[[^[\]]*\]|\([^()]*\))\s*\}?\s*\^?\{?T\}?|\{T\})(?![\p{L}\p{N}])/gu;

  // Letters, digits and a few signs; the same for all ways to write a thing.
  const plain = (text) => [...withoutTex(text).replace(RAISED, (up) => `^${up.normalize("NFKC")}`)]
    .map((sign) => SIGNS.get(sign) ?? sign)
    .join("")
    .normalize("NFKD")
    .replace(/[\u0302-\u0304]/gu, (mark) => SIGNS.get(mark))
    .replace(/\p{M}/gu, "")
    .replace(/\*\*/gu, "^")
    .replace(/\.T(?![\p{L}\p{N}_])/gu, "^T")
    .replace(/(?<![\p{L}\p{N}_])(d\p{L}\p{N}*)_(?=d\p{L})/gu, "$1/")
    .replace(TRANSPOSED, "$1^T")
    .replace(LAYERED, "^T")
    .replace(/\^\s+/gu, "^")
    .replace(/(?<![\p{L}\p{N}])d\s?\/\s?d\p{L}(?![\p{L}\p{N}/])/gu, "derivative ")
    .replace(/\^\{\s*\\?([[(][^[\](){}]*[\])])\s*\}/gu, "^$1");

  // -- words --------------------------------------------------------------------------------------

  const ENDINGS = [
    [/(?:is|iz)ations?$/u, "is"], [/(?:ising|izing|ised|ized|ises|izes|ise|ize|iser|izer|isers|izers)$/u, "is"],
    [/abilit(?:y|ies)$/u, "abl"], [/ically$/u, "ic"], [/ical$/u, "ic"],
    [/(?:ations?|atives?|ating|ated|ates?)$/u, ""], [/(?:ions?)$/u, ""], [/ies$/u, "y"],
    [/(?:ing|ed|ly|al|ment|ments|ness|es|e)$/u, ""],
  ];
  const LEAST = 4; // letters that stay, or two words become one

  // A word without its ending: light, and the same for British and American spelling.
  const stem = (word) => {
    if (!/^[a-z]{4,}$/u.test(word)) return word;
    const one = /[^sui]s$/u.test(word) && !/(?:ies|ses|xes)$/u.test(word) ? word.slice(0, -1) : word;
    for (const [ending, kept] of ENDINGS) {
      const short = one.replace(ending, kept);
      if (short !== one && short.length - kept.length >= LEAST - 1 && short.length >= LEAST) {
        return short.replace(/([^aeiouls])\1$/u, "$1").replace(/([^aeiou])y$/u, "$1i");
      }
    }
    return one.replace(/([^aeiou])y$/u, "$1i");
  };

  const NUMBERS = new Map([["zero", "0"], ["zeros", "0"], ["zeroes", "0"]]);

  // -- formulas -----------------------------------------------------------------------------------

  const GROUP = String.raw`\{[^{}]*\}|\([^()]*\)|\[[^[\]]*\]`;
  const ATOM = new RegExp(
    String.raw`(?<base>\p{L}[\p{L}\p{N}]*)(?<low>(?:_(?:${GROUP}|[\p{L}\p{N}]+))*)(?<prime>'+(?!\p{L}))?`
    + String.raw`(?<high>\^(?:${GROUP}|[-+]?[\p{L}\p{N}]+)'*)?|(?<number>\d+(?:\.\d+)?)`,
    "gu",
  );
  const inside = (group) => group.replace(/[\^_{}()[\]\s]/gu, "").toLowerCase();
  const isLetters = (text) => /^(?:d?\p{L}|[A-Z]L|[A-Z]{2})\d*$/u.test(text);
  const PRIMED = /^(?:\p{L}{1,2}|sigma|sigmoid|softmax|relu|tanh|phi|psi|g|f)$/iu; // "the weights' sum" is not

  // The terms of one letter or word with what hangs on it.  `also` are those that may stand for it.
  const atom = ({ base, low = "", prime, high, number }) => {
    if (number) return { term: number, also: [], letter: true };
    const parts = low.split("_").slice(1).map(inside);
    const small = base.toLowerCase();
    if (parts.some((part) => part.length > 2) && low) { // a name in code, such as g_prime or softmax_loss
      if (parts.at(-1) === "prime") return { term: `${small}'`, also: [small] };
      const words = [small, ...parts].map((part) => ({ term: stem(part), also: [] }));
      return { term: [small, ...parts].join("_"), also: [], words };
    }
    const name = small + parts.join("");
    if (high) {
      const above = inside(high);
      const bare = parts.length ? [name, small] : [name];
      if (small.length > 2 && !NAMES.has(small.replace(/^d/u, "")) && above !== "t") return { term: stem(small), also: [] };
      if (above === "t") return { term: `${name}^t`, also: ["transpos", "^t"], general: "^t", part: bare };
      const power = { term: `${name}^${above}`, also: small === "e" ? ["exp", "exponenti"] : bare, part: bare };
      return prime ? { ...power, part: [...bare, `${small}'`] } : power;
    }
    if (prime && PRIMED.test(base)) return { term: `${name}'`, also: [], words: [{ term: stem(small), also: [] }] };
    const word = NUMBERS.get(small) ?? (parts.length ? name : stem(small));
    const exact = isLetters(base) && !parts.length ? `=${base}` : null;
    return { term: word, also: parts.length ? [small] : [], exact, letter: name.length === 1 };
  };

  const SHORT = String.raw`(?:\p{L}{1,2}\d?|d?sigma|d?delta|\d)(?:\^[\p{L}\p{N}[\]()]+)?`;
  const RUN = new RegExp(String.raw`(?<![\p{L}\p{N}^_])${SHORT}(?:\s?[-+*=/]\s?${SHORT})+(?![\p{L}\p{N}])`, "gu");
  const CALL = /(?<![\p{L}\p{N}])(\p{L}+)\s?\((-?[\p{L}\p{N}.]{1,3})\)/gu;
  const JOINED = /(?<![\p{L}\p{N}-])(\p{L}{2,})-(\p{L}{2,})(?:-(\p{L}{2,}))?(?![\p{L}-])/gu;

  // What several letters or words are together: a - y, dL/dz, log(0), log-softmax.
  const together = (text) => {
    const found = [];
    for (const [run] of text.matchAll(RUN)) {
      const whole = run.replace(/\s/gu, "").toLowerCase();
      found.push(whole, ...(whole.includes("=") ? whole.split("=").filter((side) => side.length > 2) : []));
    }
    for (const [, name, of] of text.matchAll(CALL)) found.push(`${name}(${of})`.toLowerCase());
    for (const [, ...parts] of text.matchAll(JOINED)) found.push(stem(parts.filter(Boolean).join("").toLowerCase()));
    return found;
  };

  const OPERATOR = /[-+*/=^<>]/u;

  // A single letter beside a sign is part of a formula, not an article.
  const isOperand = (text, start, end) => OPERATOR.test(text.slice(end).trimStart()[0] ?? "")
    || OPERATOR.test(text.slice(0, start).trimEnd().at(-1) ?? "");

  // The atoms of a text in their order, and what they are together.
  const read = (text) => {
    const clean = plain(text);
    const atoms = [];
    for (const found of clean.matchAll(ATOM)) {
      const one = atom(found.groups);
      one.operand = isOperand(clean, found.index, found.index + found[0].length);
      one.typed = found[0];
      atoms.push(one);
    }
    return { atoms, together: together(clean) };
  };

  // All terms under which a text is found.
  const terms = (text) => {
    const { atoms, together: whole } = read(text);
    const single = atoms.flatMap(({ term, words = [], general, part = [], exact }) => [
      term, ...words.map((word) => word.term), ...part, ...(general ? [general] : []), ...(exact ? [exact] : []),
    ]);
    return [...single, ...whole];
  };

  globalThis.bpWords = { read, stem, terms };
})();
