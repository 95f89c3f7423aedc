// The paths of one weight through a network of two layers: what comes in along each of them lights
// it, and together it is the slope.  The picture that stands there without this script goes.
(() => {
  "use strict";
  const SVG = "http://www.w3.org/2000/svg";
  const COLUMNS = [26, 142, 272, 392];
  const HEIGHT = 250;
  const RADIUS = 15;

  const draw = (tag, attributes, ...inside) => {
    const element = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...inside);
    return element;
  };

  const make = (tag, properties = {}, ...inside) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...inside);
    return element;
  };

  const written = (value, digits = 4) => {
    const text = value.toFixed(digits);
    return Number(text) === 0 ? "0" : text.replace("-", "−");
  };

  class Paths {
    constructor(root) {
      this.root = root;
      this.start = JSON.parse(root.dataset.paths);
      const { W } = this.start;
      this.widths = [W[0][0].length, W[0].length, W[1].length, 1];
      this.nodes = this.widths.map((many, column) => Array.from({ length: many }, (_, k) => ({
        x: COLUMNS[column],
        y: (HEIGHT * (k + 0.5)) / many,
      })));
      this.drawing();
      this.controls();
      root.replaceChildren(this.picture, this.panel, this.said);
      root.classList.add("bp-paths");
      this.reset();
    }

    // -- what stands there ------------------------------------------------------------------------

    drawing() {
      this.picture = draw("svg", { viewBox: `0 0 420 ${HEIGHT}`, role: "img" });
      this.picture.setAttribute("aria-label", "The measurements of a flower at the left, hidden neurons, "
        + "answers, and the loss at the right. The paths of the chosen weight are lit.");
      this.edges = [0, 1, 2].map((column) => this.nodes[column].map((from) => this.nodes[column + 1].map((to) => {
        const line = draw("line", { x1: from.x, y1: from.y, x2: to.x, y2: to.y, class: "bp-edge" });
        this.picture.append(line);
        return line;
      })));
      this.edges[0].forEach((lines, k) => lines.forEach((line, i) => {
        const wide = line.cloneNode();
        wide.setAttribute("class", "bp-touch");
        wide.addEventListener("click", () => this.choose(i, k));
        this.picture.append(wide);
      }));
      for (const column of this.nodes) {
        for (const node of column) {
          node.circle = draw("circle", { cx: node.x, cy: node.y, r: RADIUS, class: "bp-node" });
          node.text = draw("text", { x: node.x, y: node.y + 3.5, "text-anchor": "middle" });
          this.picture.append(node.circle, node.text);
        }
      }
      const [loss] = this.nodes[3];
      this.along = this.nodes[2].map((from) => {
        const text = draw("text", {
          x: (from.x + loss.x) / 2 - 2,
          y: (from.y + loss.y) / 2 - 6,
          "text-anchor": "middle",
          class: "bp-along",
        });
        this.picture.append(text);
        return text;
      });
    }

    controls() {
      const { examples, W } = this.start;
      const select = (name, choices, act) => {
        const field = make("select", {}, ...choices.map(([value, text]) => make("option", { value }, text)));
        field.addEventListener("change", act);
        return { field, label: make("label", {}, make("span", {}, name), field) };
      };
      this.flower = select("Flower", examples.map(([number, species]) => [number, `${number}, ${species}`]), () => this.show());
      this.which = select("Weight", W[0].flatMap((row, i) => row.map((_, k) => (
        [`${i} ${k}`, `from measurement ${k + 1} to neuron ${i + 1}`]
      ))), () => this.choose(...this.which.field.value.split(" ").map(Number)));
      this.slider = make("input", { type: "range", min: -2, max: 2, step: 0.05 });
      this.slider.addEventListener("input", () => {
        const [i, k] = this.chosen;
        this.network.W[0][i][k] = Number(this.slider.value);
        this.show();
      });
      this.value = make("output");
      const again = make("button", { type: "button" }, "Begin again");
      again.addEventListener("click", () => this.reset());
      this.panel = make(
        "div",
        { className: "bp-panel" },
        make("div", { className: "bp-controls" },
          this.flower.label, this.which.label,
          make("label", {}, make("span", {}, "Move it"), this.slider, this.value),
          make("div", { className: "bp-buttons" }, again)),
      );
      this.panel.setAttribute("role", "group");
      this.panel.setAttribute("aria-label", "What you can change");
      this.said = make("p");
      this.said.setAttribute("role", "status");
    }

    // -- what is chosen ---------------------------------------------------------------------------

    reset() {
      const { W, b, activations, loss } = this.start;
      this.network = { W: structuredClone(W), b: structuredClone(b), activations, loss };
      this.flower.field.value = this.start.start;
      this.choose(...this.lively());
    }

    // The first weight that has something on all its paths.
    lively() {
      const found = this.found();
      const all = this.start.W[0].flatMap((row, i) => row.map((_, k) => [i, k]));
      return all.find(([i, k]) => this.parts(found, i, k).every((part) => Math.abs(part) > 0.001)) ?? all[0];
    }

    choose(i, k) {
      this.chosen = [i, k];
      this.which.field.value = `${i} ${k}`;
      this.slider.value = this.network.W[0][i][k];
      this.show();
    }

    // -- what is shown ----------------------------------------------------------------------------

    example() {
      return this.start.examples.find(([number]) => number === Number(this.flower.field.value));
    }

    found() {
      const [, , x, y] = this.example();
      return window.bpNetwork.everything(this.network, x, y, 0);
    }

    // What comes in along each path: input, slope of the hidden neuron, weight above, error above.
    parts(found, i, k) {
      return found.delta2.map((error, q) => found.x[k] * found.J1[i][i] * this.network.W[1][q][i] * error);
    }

    show() {
      const [i, k] = this.chosen;
      const found = this.found();
      const [, , x, y] = this.example();
      const parts = this.parts(found, i, k);
      const slope = parts.reduce((sum, part) => sum + part, 0);
      const place = { kind: "W", layer: 0, row: i, column: k };
      const measured = window.bpNetwork.difference(this.network, place, x, y);
      this.light(i, k, parts);
      const numbers = [found.x, found.a1, found.a2, [found.loss]];
      numbers.forEach((column, at) => column.forEach((number, row) => {
        this.nodes[at][row].text.textContent = written(number, 2);
      }));
      this.along.forEach((text, q) => { text.textContent = written(parts[q]); });
      this.value.textContent = written(this.network.W[0][i][k], 2);
      this.said.replaceChildren(...this.words(found.J1[i][i], slope, measured));
    }

    light(i, k, parts) {
      const most = Math.max(...parts.map(Math.abs));
      const lit = (line, share) => {
        line.classList.toggle("bp-lit", share > 0);
        line.style.setProperty("stroke-width", share > 0 ? 1 + 3.5 * share : 1);
      };
      this.edges.forEach((column, at) => column.forEach((lines, from) => lines.forEach((line, to) => {
        const mine = [from === k && to === i, from === i, true][at];
        const share = at === 0 ? 1 : Math.abs(parts[at === 1 ? to : from]) / (most || 1);
        lit(line, mine ? share : 0);
      })));
      this.nodes.forEach((column, at) => column.forEach(({ circle }, row) => {
        circle.classList.toggle("bp-lit", [row === k, row === i, most > 0 && parts[row] !== 0, most > 0][at]);
      }));
    }

    words(passes, slope, measured) {
      const strong = (value) => make("strong", {}, written(value));
      if (passes === 0) return ["The hidden neuron is off for this flower: nothing passes, and the slope is ", strong(0), "."];
      return [
        "What comes in along the paths, added up: ", strong(slope),
        ". That is the slope of the loss by this weight. Measured, by moving it a little: ", strong(measured), ".",
      ];
    }
  }

  const look = () => {
    for (const root of document.querySelectorAll("[data-paths]:not(.bp-paths)")) new Paths(root);
  };
  if (window.document$) window.document$.subscribe(look);
  else look();
})();
