// What the search says above its results: also what the book does not have.
(() => {
  "use strict";
  const RESULT = 3;

  const quoted = (words) => {
    const marked = words.map((word) => `“${word}”`);
    return marked.length < 2 ? marked.join("") : `${marked.slice(0, -1).join(", ")} or ${marked.at(-1)}`;
  };

  const said = ({ items, absent = [], empty, failed }) => {
    if (failed) return "The index of the book could not be loaded. Type on to try again.";
    if (empty) return "";
    if (absent.length && !items.length) return `The book has nothing on ${quoted(absent)}.`;
    if (absent.length) return `The book has nothing on ${quoted(absent)}. On the rest:`;
    return items.length ? "" : "Nothing is found for that. Try a word or a formula, such as softmax or W^T.";
  };

  document.addEventListener("bp-message", ({ detail: { type, data } }) => {
    if (type !== RESULT) return;
    setTimeout(() => { // the theme has written its own words by then
      const place = document.querySelector(".md-search-result__meta");
      place?.setAttribute("role", "status");
      if (place && said(data)) place.textContent = said(data);
    });
  });
})();
