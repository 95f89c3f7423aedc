// What the audit asks inside a page; tests/site/audit.py puts it there, beside axe, and calls it.
(() => {
  "use strict";
  const COLOURS = ["color-contrast", "link-in-text-block"];
  const AA = 4.5;
  const EQUATIONS = "bp-eq, bp-m";
  const PAINTED = ".katex-html";

  const tag = (element) => element.cloneNode(false).outerHTML.slice(0, 120);
  const all = (selector) => [...document.querySelectorAll(selector)];
  const frame = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));

  // -- everything is shown --------------------------------------------------------------------

  // Solutions are unfolded.  Equations far from the screen are painted, and know that they are near;
  // the shade at their sides is left out, since axe does not judge text on a gradient.
  const unfold = async () => {
    for (const box of all("details")) box.open = true;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`bp-eq {
      content-visibility: visible !important;
      background: var(--bp-paper) !important;
    }`);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    const near = { skipped: false };
    for (const equation of all("bp-eq")) {
      equation.dispatchEvent(new ContentVisibilityAutoStateChangeEvent("contentvisibilityautostatechange", near));
    }
    await frame();
    await document.fonts.ready;
    await frame();
  };

  // -- as wide as the screen --------------------------------------------------------------------

  const scrolls = (box) => box.scrollWidth > box.clientWidth + 1
    && ["auto", "scroll"].includes(getComputedStyle(box).overflowX);

  const width = () => {
    const page = document.documentElement;
    const wide = page.scrollWidth > page.clientWidth ? [`the page is ${page.scrollWidth} wide`] : [];
    const boxes = all(`article *:not(${PAINTED} *, math *, svg *)`).filter(scrolls);
    const mute = boxes.filter((box) => box.tabIndex < 0 || !box.getAttribute("aria-label"));
    return [...wide, ...mute.map((box) => `a box that scrolls is not reached, or does not say so: ${tag(box)}`)];
  };

  // -- what is heard --------------------------------------------------------------------------

  const twice = (ids) => ids.filter((id, at) => ids.indexOf(id) !== at);

  const heard = () => {
    const faults = [];
    const expect = (found, fault) => faults.push(...found.map((each) => `${fault}: ${tag(each)}`));
    const speaks = (equation) => equation.querySelector("math")?.textContent.trim()
      && !equation.querySelector("math").closest("[aria-hidden]");
    expect(all(EQUATIONS).filter((each) => !speaks(each)), "an equation without MathML that is heard");
    expect(all(PAINTED).filter((each) => each.ariaHidden !== "true"), "an equation that is heard twice");
    expect(all(`${PAINTED} :is(a, button, [tabindex])`), "Tab leads to what is not heard");
    expect(all("article table").filter((each) => !each.querySelector("th")), "a table without headers");
    const signs = all("article a").filter((each) => /^[^\p{L}\p{N}]+$/u.test(each.textContent.trim()));
    expect(signs.filter((each) => !each.ariaLabel), "a sign that does not say where it leads");
    const equations = all("article a").filter(
      (each) => each.childNodes.length === 1 && each.firstElementChild?.matches(EQUATIONS),
    );
    expect(equations.filter((each) => !each.ariaLabel), "a link that is an equation, without a name");
    return [...faults, ...twice(all("[id]").map(({ id }) => id)).map((id) => `two things have the id ${id}`)];
  };

  // -- colours of equations ---------------------------------------------------------------------

  // axe passes over them: their painted half is not for those who listen.
  const { Color, flattenColors, getContrast } = axe.commons.color;
  const read = (text) => {
    const colour = new Color();
    colour.parseString(text);
    return colour;
  };

  const ground = (element, known) => {
    if (!known.has(element)) {
      const own = read(getComputedStyle(element).backgroundColor);
      const last = own.alpha === 1 || !element.parentElement;
      known.set(element, last ? own : flattenColors(own, ground(element.parentElement, known)));
    }
    return known.get(element);
  };

  const faint = () => {
    const known = new Map();
    return all(`${EQUATIONS}, ${PAINTED} [style*="color"]`).flatMap((element) => {
      const ink = read(getComputedStyle(element).color);
      const contrast = ink.alpha === 0 ? Infinity : getContrast(ground(element, known), ink);
      return contrast < AA ? [`an equation of contrast ${contrast.toFixed(2)}: ${tag(element)}`] : [];
    });
  };

  // -- axe ------------------------------------------------------------------------------------

  // What is built alike in a like place is judged once, which takes a tenth of the time: of elements
  // with the same tags, classes, styles and roles above, in and below them, with text in the same
  // places, one stays.  What is judged by its neighbours stays always, and so does one of each row.
  const KEPT = `td, th, caption, h1, h2, h3, h4, h5, h6, summary, label, input, button, select, option,
    nav, aside, main, header, footer, form, section, [role], :has(label)`;
  const WHOLE = "a, th, h1, h2, h3, h4, h5, h6, summary, label, button, select"; // named by what is inside
  const TOLD = new Set(["class", "style", "role", "lang", "type", "scope", "aria-hidden", "tabindex"]);
  const attribute = ({ name, value }) => (TOLD.has(name) ? `${name}=${value}` : `${name}${value ? "" : " empty"}`);

  const thin = (root) => {
    const numbers = new Map();
    const number = (text) => numbers.get(text) ?? numbers.set(text, numbers.size).get(text);
    const outside = new Map();
    const shapes = new Map();

    const shape = (element) => {
      const inside = new Set([...element.children].map(shape));
      const text = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
      const attributes = [...element.attributes].map(attribute).sort().join(" ");
      outside.set(element, number(`<${element.localName} ${attributes}>`));
      shapes.set(element, number([outside.get(element), text, ...[...inside].sort()].join(",")));
      return shapes.get(element);
    };

    const seen = new Set();
    const prune = (element, above) => {
      const table = element.localName === "table" ? seen.size : ""; // each table keeps rows of its own
      const place = number([above, outside.get(element), table].join("/"));
      for (const child of [...element.children]) {
        const key = `${place} ${shapes.get(child)}`;
        if (seen.has(key) && !child.matches(KEPT)) {
          child.remove();
        } else {
          seen.add(key);
          if (!child.matches(WHOLE)) prune(child, place);
        }
      }
    };

    shape(root);
    prune(root, 0);
  };

  // An equation is its text to axe, which reads no MathML; both halves were looked at before.
  const flatten = () => {
    for (const equation of all(EQUATIONS)) equation.replaceChildren(equation.querySelector("math")?.textContent ?? "");
    thin(document.body);
  };

  const judged = async (options) => {
    const { violations } = await axe.run(document, { resultTypes: ["violations"], preload: false, ...options });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html, any, none, all: every }) => {
      const reasons = [...any, ...every, ...none].map(({ message }) => message);
      return `${id}: ${html.slice(0, 160)}: ${reasons.join("; ").slice(0, 240)}`;
    }));
  };

  const turnDark = () => {
    document.getElementById("__palette_1").click();
    const { mdColorScheme } = document.body.dataset;
    return mdColorScheme === "slate" ? [] : [`the scheme is ${mdColorScheme} where it should be dark`];
  };

  const turnLight = () => document.getElementById("__palette_0").click();

  window.audit = {
    narrow: async () => {
      await unfold();
      return width();
    },
    broad: async () => {
      await frame(); // boxes are measured anew on the broad screen
      const before = [...width(), ...heard(), ...faint(), ...turnDark(), ...faint()];
      flatten();
      const dark = await judged({ runOnly: COLOURS });
      turnLight();
      return [...before, ...dark.map((each) => `in the dark: ${each}`), ...await judged({})];
    },
  };
})();
