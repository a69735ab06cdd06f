// Whom to call first, out of a copy: which sector and which region somebody means, and the steps of these. It has no
// imports and no exports, as offline-view.js: on the site it is imported, in a folder on a stick it is a plain script.

globalThis.offlineOrder = (() => {
  const MOST_REGIONS = 3;

  function element(tag, text = "", ...children) {
    const made = document.createElement(tag);
    made.textContent = text;
    made.append(...children);
    return made;
  }

  // Place names are of more words: what is asked has to hold the whole name, or be one word of it.
  const isNamed = (meaning, asked) => asked.some((word) => word.length > 2 && ` ${meaning} `.includes(` ${word} `));
  const isMeant = (meaning, asked) =>
    meaning.split(" ").some((known) => known.length > 2 && asked.some((word) => word.includes(known)));

  function spots(copy, asked, fold) {
    const meaning = (term) => fold(copy.betekenissen[term] ?? "");
    const sectors = Object.keys(copy.sectorNamen).filter((sector) => isMeant(meaning(sector), asked));
    const regions = copy.regios.filter(({ regio }) => isNamed(meaning(regio), asked));
    if (regions.length > MOST_REGIONS) return [];
    return regions.flatMap((region) => sectors.map((sector) => ({ region, sector })));
  }

  function step({ naam, nummer, url, wanneer, waarvoor }) {
    const number = url ? Object.assign(element("a", nummer), { href: url, className: "call call-quiet" }) : element("span", nummer);
    const made = element("li", "", element("p", naam), element("p", "", number, element("span", ` ${wanneer}`)), element("p", waarvoor));
    made.className = "call-step";
    made.children[0].className = "call-step-who";
    made.children[1].className = "call-step-number";
    made.children[2].className = "call-step-reason";
    return made;
  }

  function list(tag, steps) {
    const made = element(tag, "", ...steps.map(step));
    made.className = "call-steps";
    return made;
  }

  // The orders for what is asked, as nodes; none where it does not say both what and where.
  function orders(copy, asked, fold) {
    return spots(copy, asked, fold).flatMap(({ region, sector }) => {
      const steps = (copy.volgorde?.[region.regio]?.[sector] ?? []).map((number) => copy.stappen[number]);
      if (!steps.length) return [];
      return [element("h3", `${copy.sectorNamen[sector]} in ${region.titel}`), list("ol", steps)];
    });
  }

  const always = (copy) => list("ul", copy.altijd ?? []);

  return { orders, always };
})();
