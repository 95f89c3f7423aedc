// The search in a page that is opened from a folder.  A browser starts no worker there, so the script
// runs in a hidden frame instead, which behaves like a worker to the page and to the script.
//
// Nothing is written into the frame but its script's address: the content security policy of the page
// holds in it too.  Wherever the search runs, the page hears its messages as events, `bp-message`.
(() => {
  "use strict";
  const tell = ({ data }) => document.dispatchEvent(new CustomEvent("bp-message", { detail: data }));

  if (location.protocol !== "file:") {
    window.Worker = class extends Worker {
      constructor(...all) {
        super(...all);
        this.addEventListener("message", tell);
      }
    };
    return;
  }

  const run = (inside, source) => new Promise((done, failed) => {
    const script = inside.document.createElement("script");
    script.src = source;
    script.addEventListener("load", done);
    script.addEventListener("error", () => failed(new Error(`${source} cannot be loaded`)));
    inside.document.body.append(script);
  });

  class FrameWorker extends EventTarget {
    #frame = document.createElement("iframe");
    #ready;

    constructor(source) {
      super();
      this.addEventListener("message", tell);
      this.#frame.hidden = true;
      document.body.append(this.#frame);
      const inside = this.#frame.contentWindow;
      inside.document.open(); // a page of its own at once, which no browser replaces later
      inside.document.write("<!doctype html><title>Search</title><body>");
      inside.document.close();
      inside.postMessage = (data) => this.#answer(data);
      inside.importScripts = (...sources) => sources.reduce(
        (before, each) => before.then(() => run(inside, each)),
        Promise.resolve(),
      );
      this.#ready = run(inside, new URL(source, document.baseURI));
    }

    #answer(data) {
      const event = new MessageEvent("message", { data: structuredClone(data) });
      queueMicrotask(() => this.dispatchEvent(event));
    }

    postMessage(data) {
      this.#ready.then(() => {
        const inside = this.#frame.contentWindow;
        inside.dispatchEvent(new inside.MessageEvent("message", { data: structuredClone(data) }));
      });
    }

    terminate() {
      this.#frame.remove();
    }
  }

  window.Worker = FrameWorker;
})();
