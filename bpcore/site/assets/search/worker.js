// The search, beside the page: it speaks the language of the theme's own worker, and takes its place.
//
// Until something is typed nothing is loaded.  In a page that is opened from a folder this runs in a
// hidden frame, see iframe-worker.js.
(() => {
  "use strict";
  const SETUP = 0;
  const READY = 1;
  const QUERY = 2;
  const RESULT = 3;
  const here = self.document?.currentScript?.src ?? self.location.href;
  const beside = (path) => new URL(path, here).href;
  let index = null;
  let latest = 0;

  const loaded = async () => {
    for (const path of ["words.js", "engine.js", "../../search/index.js"]) await self.importScripts(beside(path));
    return self.bpSearch.indexed(self.bpIndex);
  };

  const answered = async (query) => {
    if (!query.trim()) return { items: [], empty: true };
    try {
      index ??= loaded();
      const ready = await index;
      return self.bpSearch.found(ready, query);
    } catch {
      index = null; // the next letter tries again
      return { items: [], failed: true };
    }
  };

  self.addEventListener("message", async ({ data: { type, data } }) => {
    if (type === SETUP) self.postMessage({ type: READY });
    if (type !== QUERY) return;
    latest += 1;
    const own = latest;
    const result = await answered(data);
    if (own === latest) self.postMessage({ type: RESULT, data: result });
  });
})();
