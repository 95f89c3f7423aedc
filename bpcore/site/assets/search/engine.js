// Finding sections of a book by what a person types: what is nearest first, and what the book does not
// have is said.  A section is {location, title, text, tags, boost} as the theme's search writes it;
// tags are the words of readers.  It knows words.js and no page.
(() => {
  "use strict";
  const { read, stem, terms } = globalThis.bpWords;

  const STOP = new Set((
    "a an and any are as at be because been but by can could did do does doing for from get give had has have how i if "
    + "in into is isn it its just like me mean means my need not of off on one or our please s say says so some than "
    + "that the their them then there these they this those to too up use used using versus vs was we were what when "
    + "where which while who whom why will with without work works would wrt you your t am about get explain find show"
  ).split(" "));
  const ASKING = new Set(["how", "what", "when", "where", "which", "why"]);
  const PAGES = 12; // at most
  const NEAR = 0.4; // of the best score: below it a page is left out
  const WELL = 2; // a score: from here on a page answers, and how well leaves no other out
  const ENOUGH = 0.5; // of a query's weight: a book that has less of it does not answer it
  const UNKNOWN = 4.5; // the weight of a word that the book does not have, at most
  const LEAST = 0.15; // of a query's weight: with less of it, nothing is shown
  const SURE = 0.8; // a score: below it a page has little of the query
  const REST = 3; // pages that are shown for the rest of a query
  const BEGINNINGS = 40;

  // -- the index --------------------------------------------------------------------------------

  const pageOf = (location) => location.split("#")[0];
  const withoutTags = (html) => decoded(html.replace(/<[^>]*>/gu, " "));
  const decoded = (text) => text.replace(/&lt;/gu, "<").replace(/&gt;/gu, ">").replace(/&quot;/gu, "\"").replace(/&amp;/gu, "&");

  const counted = (list) => {
    const counts = new Map();
    for (const term of list) counts.set(term, (counts.get(term) ?? 0) + 1);
    return counts;
  };

  // What stands for a word in the lists of words for one thing.
  const oneWord = (word) => {
    const { atoms, together } = read(word);
    return together[0] ?? atoms[0].term;
  };

  const indexed = ({ docs, same = [] }) => {
    const sections = docs.map((doc) => {
      const title = withoutTags(doc.title);
      return {
        doc,
        page: pageOf(doc.location),
        title: counted(terms(title)),
        first: read(title).atoms[0]?.term,
        tags: (doc.tags ?? []).map((words) => ({ words: key(words), terms: counted(terms(words)) })),
        counts: counted([...terms(withoutTags(doc.text)), ...terms(title)]),
      };
    });
    const titles = new Map(sections.filter(({ doc }) => !doc.location.includes("#")).map((one) => [one.page, one]));
    const many = new Map(); // in how many sections a term stands
    const known = new Set();
    for (const { counts, tags } of sections) {
      for (const term of counts.keys()) many.set(term, (many.get(term) ?? 0) + 1);
      for (const one of tags) for (const term of one.terms.keys()) known.add(term);
    }
    for (const term of many.keys()) known.add(term);
    const words = [...known].filter((term) => /^[a-z][a-z0-9]{2,}$/u.test(term)).sort();
    const others = new Map(); // what else a word is called
    for (const group of same) {
      const all = group.map(oneWord);
      for (const term of all) others.set(term, [...new Set([...(others.get(term) ?? []), ...all])]);
    }
    return { sections, titles, many, known, words, others };
  };

  const weight = (index, term) => {
    const many = index.many.get(term) ?? 0;
    return Math.log(1 + (index.sections.length - many + 0.5) / (many + 0.5));
  };

  // -- what is asked ----------------------------------------------------------------------------

  const key = (text) => {
    const { atoms } = read(text);
    return atoms.map(({ term, exact }) => exact ?? term).join(" ");
  };

  const apart = (one, other, most) => { // how many letters differ, no more than most
    if (Math.abs(one.length - other.length) > most) return most + 1;
    let row = Array.from({ length: other.length + 1 }, (_, k) => k);
    let before = null;
    for (let i = 1; i <= one.length; i += 1) {
      const next = [i];
      for (let k = 1; k <= other.length; k += 1) {
        next[k] = Math.min(next[k - 1] + 1, row[k] + 1, row[k - 1] + (one[i - 1] === other[k - 1] ? 0 : 1));
        if (before && one[i - 1] === other[k - 2] && one[i - 2] === other[k - 1]) next[k] = Math.min(next[k], before[k - 2] + 1);
      }
      before = row;
      row = next;
    }
    return row.at(-1);
  };

  // Two words of the book that stand side by side somewhere and make this word.
  const halves = (index, term) => {
    for (let at = 3; at <= term.length - 3; at += 1) {
      const parts = [stem(term.slice(0, at)), stem(term.slice(at))];
      if (!parts.every((part) => index.many.has(part))) continue;
      const beside = new RegExp(`(?<!\\p{L})${term.slice(0, at)}[\\s-]${term.slice(at)}`, "iu");
      const both = index.sections.filter(({ counts }) => parts.every((part) => counts.has(part)));
      if (both.some(({ doc }) => beside.test(doc.text))) return parts;
    }
    return null;
  };

  // The terms of the book that stand for a term of the query, each with what it is worth.
  const meanings = (index, { term, also, exact, letter }, isLast) => {
    const found = new Map();
    const add = (one, worth) => {
      if (index.known.has(one) && (found.get(one) ?? 0) < worth) found.set(one, worth);
    };
    add(term, 1);
    if (exact) add(exact, 1.2);
    also.forEach((one) => add(one, 0.7));
    for (const one of index.others.get(term) ?? []) if (one !== term) add(one, 0.75);
    for (const each of also) for (const one of index.others.get(each) ?? []) add(one, 0.5);
    if (letter || !/^[a-z]{2,}$/u.test(term)) return found;
    if (isLast || !found.size) {
      const least = isLast ? 2 : 4;
      const longer = term.length < least ? [] : index.words.filter((word) => word.startsWith(term));
      for (const word of longer.slice(0, BEGINNINGS)) add(word, 0.75 * Math.sqrt(term.length / word.length));
    }
    if (!found.size && term.length > 4) {
      const most = term.length > 8 ? 2 : 1;
      for (const word of index.words) if (word[0] === term[0] && apart(term, word, most) <= most) add(word, 0.6);
    }
    return found;
  };

  // A name in code that the book does not have is its words, and a product of letters the letters.
  const simpler = (index, one) => {
    if (index.known.has(one.term)) return [one];
    if (one.words) {
      const known = one.words.filter(({ term }) => index.known.has(term));
      return (known.length ? known : one.words).map((word) => ({ typed: word.term, ...word }));
    }
    const parts = /^[a-z]{6,}$/u.test(one.term) && !index.others.has(one.term) ? halves(index, one.typed.toLowerCase()) : null;
    if (parts) return parts.map((term) => ({ term, also: [], typed: one.typed }));
    if (one.operand && /^[a-z]{2,3}$/u.test(one.term)) {
      return [...one.typed].map((each) => ({ term: each.toLowerCase(), also: [], letter: true, operand: true, typed: each }));
    }
    return [one];
  };

  const asked = (index, query) => {
    const { atoms, together } = read(query);
    const each = atoms.flatMap((one) => simpler(index, one));
    const told = each.filter(({ term, operand }) => (operand && term.length === 1) || !STOP.has(term));
    const last = /[\p{L}\p{N}]$/u.test(query) ? each.at(-1) : null;
    const wanted = new Map();
    for (const one of told.length ? told : each) {
      const found = meanings(index, one, one === last);
      const heavy = Math.max(...[...found.keys()].map((term) => weight(index, term)), 0);
      const own = index.known.has(one.term) ? weight(index, one.term) : heavy;
      const size = (found.size ? own : Math.min(weight(index, ""), UNKNOWN)) * (one.letter ? 0.5 : 1);
      wanted.set(one.term, { term: one.term, typed: one.typed, found, size, absent: !found.size });
    }
    const pairs = each.slice(1).map((one, at) => stem(each[at].term + one.term));
    const extra = [...new Set([...together, ...pairs])].filter((term) => index.known.has(term) && !wanted.has(term));
    const first = ASKING.has(each[0]?.term) ? each[0].term : null;
    return { wanted: [...wanted.values()], extra, first, key: atoms.map(({ term, exact }) => exact ?? term).join(" ") };
  };

  // -- how near a section is ----------------------------------------------------------------------

  const met = (one, counts, soft) => {
    let most = 0;
    for (const [term, worth] of one.found) {
      const count = counts.get(term);
      if (count) most = Math.max(most, worth * (soft ? count / (count + 0.6) * 1.6 : 1));
    }
    return Math.min(most, 1.2);
  };

  // Which share of the query a text has, by weight.
  const share = (query, counts, soft = false) => {
    let has = 0;
    let all = 0;
    for (const one of query.wanted) {
      all += one.size;
      has += one.size * met(one, counts, soft);
    }
    return all ? has / all : 0;
  };

  // Which share of a few words is asked for, by weight.
  const covered = (index, query, counts) => {
    const asks = new Set(query.wanted.flatMap(({ found }) => [...found.keys()]).concat(query.extra));
    let has = 0;
    let all = 0;
    for (const term of counts.keys()) {
      if (STOP.has(term) || term.startsWith("=") || term === "^t") continue;
      const size = weight(index, term);
      all += size;
      if (asks.has(term)) has += size;
    }
    return all ? has / all : 0;
  };

  const extras = (index, query, counts) => query.extra.reduce((sum, term) => sum + (counts.has(term) ? 1 : 0), 0);

  const near = (index, query, section) => {
    const body = share(query, section.counts, true);
    const title = share(query, section.title) * (0.4 + 0.6 * covered(index, query, section.title));
    const asks = query.first && section.first === query.first ? 0.4 * share(query, section.title) : 0;
    let tag = 0;
    for (const { words, terms: own } of section.tags) {
      const same = words === query.key ? 1 : share(query, own) * covered(index, query, own);
      tag = Math.max(tag, same > 0.45 ? same + (words === query.key ? 0.5 : 0) : 0);
    }
    const above = section.doc.location.includes("#") ? index.titles.get(section.page) : null;
    const inherited = above ? 0.35 * share(query, above.title) : 0;
    const whole = Math.min(extras(index, query, section.counts), 2) * 0.35;
    const order = (section.doc.boost ?? 1) < 1 ? 0.5 : 1;
    return (body + 1.1 * title + 2.6 * tag + inherited + whole + asks) * order;
  };

  // -- what is shown ------------------------------------------------------------------------------

  const escaped = (text) => text.replace(/&/gu, "&amp;").replace(/</gu, "&lt;").replace(/>/gu, "&gt;");

  // A text with what was asked for marked, word by word; its elements stay.
  const marked = (html, has) => html.split(/(<[^>]*>)/u).map((piece) => {
    if (piece.startsWith("<")) return piece;
    return decoded(piece).split(/(\s+)/u).map((word) => (
      word.trim() && terms(word).some((term) => has.has(term))
        ? word.replace(/^([^\p{L}\p{N}]*)(.*?)([.,;:?!"”)]*)$/u, (_, a, b, c) => `${escaped(a)}<mark data-md-highlight>${escaped(b)}</mark>${escaped(c)}`)
        : escaped(word)
    )).join("");
  }).join("").replace(/<\/mark>(\s+)<mark[^>]*>/gu, "$1");

  const BLOCK = /<(p|pre|li)>(?:(?!<\/?(?:p|pre|li|ul|ol)>)[\s\S])*<\/\1>/gu;

  // Of a section the one or two paragraphs that have most of it.
  const excerpt = (text, has, query) => {
    const blocks = [...text.matchAll(BLOCK)].map(([html], at) => {
      const counts = counted(terms(withoutTags(html)));
      return { html, at, near: share(query, counts) };
    });
    const best = [...blocks].sort((one, other) => other.near - one.near || one.at - other.at).slice(0, 2)
      .filter(({ near: score }, at) => at === 0 || score > 0.3);
    return best.sort((one, other) => one.at - other.at)
      .map(({ html }) => marked(html.replace(/^<li>([\s\S]*)<\/li>$/u, "<p>$1</p>"), has)).join("");
  };

  const shown = (section, score, query, has, missing) => ({
    location: section.doc.location,
    title: marked(section.doc.title, has),
    text: score ? excerpt(section.doc.text, has, query) : "",
    ...(section.doc.tags?.length ? { tags: section.doc.tags.slice(0, 4).map(escaped) } : {}),
    score,
    terms: { ...Object.fromEntries(plainWords(section, query).map((word) => [word, true])), ...missing },
  });

  // What the page marks when the result is followed: words, never single letters.
  const plainWords = (section, query) => query.wanted
    .filter(({ term }) => /^[a-z]{3,}$/u.test(term) && section.counts.has(term))
    .map(({ typed }) => typed)
    .filter((typed) => /^\p{L}{4,}$/u.test(typed));

  const found = (index, text) => {
    const query = asked(index, text);
    const absent = query.wanted.filter((one) => one.absent).map(({ typed }) => typed);
    const all = query.wanted.reduce((sum, { size }) => sum + size, 0);
    const has = query.wanted.filter((one) => !one.absent).reduce((sum, { size }) => sum + size, 0);
    const tagged = index.sections.some(({ tags }) => tags.some(({ words }) => words === query.key));
    if (!all || (has / all < LEAST && !tagged)) return { items: [], absent };
    const pages = new Map();
    for (const section of index.sections) {
      const score = near(index, query, section);
      if (score > 0.15) {
        if (!pages.has(section.page)) pages.set(section.page, []);
        pages.get(section.page).push({ section, score });
      }
    }
    const ranked = [...pages].map(([page, list]) => {
      list.sort((one, other) => other.score - one.score);
      return { page, list, score: list[0].score + 0.08 * list.slice(1, 4).reduce((sum, { score }) => sum + score, 0) };
    }).sort((one, other) => other.score - one.score);
    const best = ranked[0]?.score ?? 0;
    const few = absent.length && (has / all < ENOUGH || best < SURE) && !tagged ? REST : PAGES;
    const kept = ranked.filter(({ score }) => score >= NEAR * Math.min(best, WELL)).slice(0, few);
    const marks = new Set([...query.wanted.flatMap((one) => [...one.found.keys()]), ...query.extra]);
    const missing = Object.fromEntries(absent.map((term) => [term, false]));
    const items = kept.map(({ page, list, score }) => {
      const open = list.filter((one) => one.score >= 0.6 * list[0].score).slice(0, 4);
      const made = open.map((one, at) => shown(one.section, at === 0 ? score : one.score, query, marks, missing));
      const top = index.titles.get(page);
      if (top && !open.some(({ section }) => section === top)) made.push(shown(top, 0, query, marks, {}));
      return made;
    });
    return { items, absent };
  };

  globalThis.bpSearch = { found, indexed };
})();
