// The explorer: a reader chooses a flower, changes weights, activation, loss and learning rate, and
// sees every number of the derivation change.  The symbols stand in the page already; this adds the
// controls and the numbers.  What the numbers are is worked out in network.js.
(() => {
  "use strict";

  const make = (tag, { text, ...properties } = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(properties)) {
      if (name in element) element[name] = value;
      else element.setAttribute(name, value);
    }
    if (text !== undefined) element.textContent = text;
    element.append(...children);
    return element;
  };

  // Four digits, with a minus sign that is one.
  const written = (value) => {
    if (Number.isNaN(value)) return "not a number";
    if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
    if (value === 0) return "0";
    const size = Math.abs(value);
    const digits = size < 1e-3 || size >= 1e5 ? size.toExponential(3) : `${Number(size.toPrecision(4))}`;
    return (value < 0 ? "−" : "") + digits.replace("e-", "e−").replace("e+", "e");
  };

  const plain = (name) => name.replaceAll("_", " ");

  class Explorer {
    constructor(root) {
      this.root = root;
      this.start = JSON.parse(root.dataset.explorer);
      this.places = new Map();
      this.controls();
      for (const row of root.querySelectorAll("[data-show]")) {
        const place = make("div", { className: "bp-value" });
        row.append(place);
        this.places.set(row.dataset.show, place);
      }
      root.classList.add("bp-live");
      this.reset();
    }

    // -- what can be changed ----------------------------------------------------------------------

    controls() {
      const { start } = this;
      this.flower = this.select("Flower", start.examples.map(
        ([number, species]) => [number, `${number}, ${species}`],
      ));
      this.hidden = start.W.slice(1).map((_, layer) => this.select(
        start.W.length > 2 ? `Activation of layer ${layer + 1}` : "Activation of the hidden layer",
        start.hidden.map((name) => [name, plain(name)]),
      ));
      this.head = this.select("Last activation and loss", start.heads.map(
        ([last, loss]) => [`${last}|${loss}`, `${last}, ${loss}`],
      ));
      this.rate = this.slider("Learning rate", -3, 1, 0.05);
      this.weight = this.slider("", -3, 3, 0.05);
      const step = make("button", { type: "button", text: "Take the step" });
      const reset = make("button", { type: "button", text: "Begin again" });
      step.addEventListener("click", () => this.take());
      reset.addEventListener("click", () => this.reset());
      this.said = make("p", { className: "bp-loss", role: "status" });
      // Both stick to the top of a broad screen; on a small one only what is moved while looking.
      this.root.prepend(make(
        "div",
        { className: "bp-panel", role: "group", "aria-label": "What you can change" },
        make(
          "div",
          { className: "bp-controls" },
          ...[this.flower, ...this.hidden, this.head].map(({ label }) => label),
          this.rate.label,
          make("div", { className: "bp-buttons" }, step, reset),
        ),
        make("div", { className: "bp-controls bp-steer" }, this.weight.label, this.said),
      ));
    }

    select(name, choices) {
      const field = make("select");
      field.append(...choices.map(([value, text]) => make("option", { value, text })));
      field.addEventListener("change", () => this.show());
      return { field, label: make("label", {}, make("span", { text: name }), field) };
    }

    slider(name, min, max, step) {
      const field = make("input", { type: "range", min, max, step });
      const shown = make("output");
      const title = make("span", { text: name });
      field.addEventListener("input", () => this.slid(field));
      return { field, shown, title, label: make("label", {}, title, field, shown) };
    }

    slid(field) {
      if (field === this.weight.field) {
        const { kind, layer, row, column } = this.chosen;
        const array = this.network[kind][layer];
        if (kind === "b") array[row] = Number(field.value);
        else array[row][column] = Number(field.value);
      }
      this.show();
    }

    reset() {
      const { start } = this;
      this.network = { W: structuredClone(start.W), b: structuredClone(start.b) };
      this.flower.field.value = start.start;
      this.hidden.forEach(({ field }, layer) => { field.value = start.activations[layer]; });
      this.head.field.value = `${start.activations.at(-1)}|${start.loss}`;
      this.rate.field.value = -1;
      this.choose({ kind: "W", layer: start.W.length - 1, row: 0, column: 0 });
    }

    // Take the step that is shown: its end is where the next one begins.
    take() {
      const { W, b } = window.bpNetwork.stepped(this.whole(), this.slopes, this.eta());
      this.network = { W, b };
      this.choose(this.chosen);
    }

    choose(place) {
      this.chosen = place;
      const { kind, layer, row, column } = place;
      const value = kind === "b" ? this.network.b[layer][row] : this.network.W[layer][row][column];
      const { field, title } = this.weight;
      field.min = Math.floor(Math.min(-3, value - 1));
      field.max = Math.ceil(Math.max(3, value + 1));
      field.step = "any";
      field.value = value;
      title.textContent = this.called(place);
      this.show();
    }

    // What a weight or bias is called, counted as on the page.
    called({ kind, layer, row, column }) {
      if (kind === "b") return `Bias of layer ${layer + 1}, number ${row + 1}`;
      const [i, k] = this.start.turned[layer] ? [column, row] : [row, column];
      return `Weight of layer ${layer + 1}, row ${i + 1}, column ${k + 1}`;
    }

    // -- what is shown --------------------------------------------------------------------------

    eta() {
      return 10 ** Number(this.rate.field.value);
    }

    whole() {
      const [last, loss] = this.head.field.value.split("|");
      const activations = [...this.hidden.map(({ field }) => field.value), last];
      return { ...this.network, activations, loss };
    }

    show() {
      const { start, chosen } = this;
      const number = Number(this.flower.field.value);
      const [, , x, y] = start.examples.find(([one]) => one === number);
      const network = this.whole();
      const found = window.bpNetwork.everything(network, x, y, this.eta());
      const slopes = { dL_dW: [], dL_db: [], };
      network.W.forEach((W, layer) => {
        slopes.dL_dW.push(found[`dL_dW${layer + 1}`]);
        slopes.dL_db.push(found[`dL_db${layer + 1}`]);
        found[`W${layer + 1}_above`] = W;
      });
      this.slopes = slopes;
      found.rate = this.eta();
      found.formula = window.bpNetwork.slopeAt(slopes, chosen);
      found.difference = window.bpNetwork.difference(network, chosen, x, y);
      found.apart = window.bpNetwork.apart(slopes, chosen, found.difference);
      for (const [key, place] of this.places) this.fill(key, place, found[key]);
      this.rate.shown.textContent = written(this.eta());
      this.weight.shown.textContent = written(Number(this.weight.field.value));
      this.said.textContent = `Loss ${written(found.loss)}; after one step ${written(found.new_loss)}.`;
    }

    fill(key, place, value) {
      const rows = this.asRows(key, value);
      const kept = place.dataset.size === `${rows.length} ${rows[0].length}`;
      if (!kept) this.lay(key, place, rows);
      place.querySelectorAll(".bp-number-shown").forEach((cell, at) => {
        const text = written(rows[Math.floor(at / rows[0].length)][at % rows[0].length]);
        if (kept && cell.textContent !== text) this.flash(cell);
        cell.textContent = text;
      });
      this.markChosen(key, place);
    }

    // Numbers, columns and matrices as rows, turned as on the page.
    asRows(key, value) {
      if (!Array.isArray(value)) return [[value]];
      if (!Array.isArray(value[0])) return value.map((entry) => [entry]);
      const layer = /(?:W)(\d+)$/.exec(key);
      const turned = layer && this.start.turned[Number(layer[1]) - 1];
      return turned ? window.bpNetwork.transposed(value) : value;
    }

    lay(key, place, rows) {
      const parameter = /^([Wb])(\d+)$/.exec(key);
      const grid = make("div", { className: "bp-grid" });
      grid.style.setProperty("--columns", rows[0].length);
      if (rows.length > 1 || rows[0].length > 1) {
        grid.setAttribute("role", "group");
        grid.setAttribute("aria-label", `${rows.length} rows, ${rows[0].length} columns`);
        grid.classList.add("bp-brackets");
      }
      rows.forEach((row, i) => row.forEach((_, k) => {
        grid.append(parameter ? this.button(parameter, i, k) : make("span", { className: "bp-number-shown" }));
      }));
      if (parameter) grid.addEventListener("keydown", (event) => this.walk(event, rows[0].length));
      place.replaceChildren(grid);
      place.dataset.size = `${rows.length} ${rows[0].length}`;
    }

    // An entry of weights or biases: chosen with a click, or with the arrow keys and Enter.
    button([, kind, number], i, k) {
      const layer = Number(number) - 1;
      const [row, column] = kind === "W" && this.start.turned[layer] ? [k, i] : [i, k];
      const place = { kind, layer, row, column };
      const button = make("button", {
        type: "button",
        className: "bp-number-shown",
        title: `${this.called(place)}: choose it for the slider`,
        tabIndex: i === 0 && k === 0 ? 0 : -1,
      });
      button.addEventListener("click", () => this.choose(place));
      button.bpPlace = place;
      return button;
    }

    walk(event, columns) {
      const by = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns }[event.key];
      const buttons = [...event.currentTarget.children];
      const next = buttons[buttons.indexOf(event.target) + by];
      if (by === undefined || next === undefined) return;
      event.preventDefault();
      for (const button of buttons) button.tabIndex = button === next ? 0 : -1;
      next.focus();
    }

    markChosen(key, place) {
      const parameter = /^[Wb]\d+$/.test(key);
      if (!parameter) return;
      for (const button of place.querySelectorAll("button")) {
        const { kind, layer, row, column } = button.bpPlace;
        const { chosen } = this;
        const same = kind === chosen.kind && layer === chosen.layer
          && row === chosen.row && (kind === "b" || column === chosen.column);
        button.setAttribute("aria-pressed", same);
      }
    }

    // From one class to the other the animation begins again, without a look at the layout between.
    flash(cell) {
      const again = cell.classList.contains("bp-changed");
      cell.classList.toggle("bp-changed", !again);
      cell.classList.toggle("bp-changed-again", again);
    }
  }

  const look = () => {
    for (const root of document.querySelectorAll(".bp-explorer:not(.bp-live)")) new Explorer(root);
  };
  if (window.document$) window.document$.subscribe(look);
  else look();
})();
