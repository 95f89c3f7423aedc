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

  // The names of tabs follow the chosen one by themselves: the theme scrolls them.
  const BY_ITSELF = ".tabbed-labels";

  const width = () => {
    const page = document.documentElement;
    const wide = page.scrollWidth > page.clientWidth ? [`the page is ${page.scrollWidth} wide`] : [];
    const boxes = all(`article *:not(${PAINTED} *, math *, svg *)`).filter((box) => !box.matches(BY_ITSELF) && scrolls(box));
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

  const ground = (element) => {
    const own = read(getComputedStyle(element).backgroundColor);
    return own.alpha === 1 || !element.parentElement ? own : flattenColors(own, ground(element.parentElement));
  };

  const faint = () => all(`${EQUATIONS}, ${PAINTED} [style*="color"]`).flatMap((element) => {
    const ink = read(getComputedStyle(element).color);
    const contrast = ink.alpha === 0 ? Infinity : getContrast(ground(element), ink);
    return contrast < AA ? [`an equation of contrast ${contrast.toFixed(2)}: ${tag(element)}`] : [];
  });

  // -- axe ------------------------------------------------------------------------------------

  // What looks and is built alike beside each other is judged once, which takes a tenth of the time:
  // of siblings with the same tags, classes, styles and roles, with or without text, one stays.
  const KEPT = "td, th, h1, h2, h3, h4, h5, h6, label, input, button, option";
  const TOLD = new Set(["class", "style", "role", "lang", "type", "scope", "aria-hidden", "tabindex"]);
  const attribute = ({ name, value }) => (TOLD.has(name) ? `${name}=${value}` : `${name}${value ? "" : " empty"}`);

  const thin = (element) => {
    const shapes = new Set();
    for (const child of [...element.childNodes]) {
      if (child.nodeType === Node.TEXT_NODE && child.data.trim()) shapes.add("text");
      if (child.nodeType !== Node.ELEMENT_NODE) continue;
      const shape = thin(child);
      if (shapes.has(shape) && !child.matches(KEPT)) child.remove();
      shapes.add(shape);
    }
    const attributes = [...element.attributes].map(attribute).sort();
    return `<${element.localName} ${attributes.join(" ")}>${[...shapes].join("")}</>`;
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
      const before = [...heard(), ...faint(), ...turnDark(), ...faint()];
      flatten();
      const dark = await judged({ runOnly: COLOURS });
      turnLight();
      return [...before, ...dark.map((each) => `in the dark: ${each}`), ...await judged({})];
    },
  };
})();
