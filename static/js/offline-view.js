// Shows a copy of contacts, networks, roles and regions, and searches in it: first what always answers, then, once
// something is asked, whom to call first, and what the words find. It has no imports and no exports: pages opened from
// a file cannot load modules, so there it is a plain script, and on the site a module that is imported.

globalThis.offlineView = (() => {
  const find = (selector) => document.querySelector(selector);
  const SECTIONS = ["contact", "netwerk", "rol"];
  const SAFE = /^(tel|mailto|https?):/;

  function element(tag, text = "", ...children) {
    const made = document.createElement(tag);
    made.textContent = text;
    made.append(...children);
    return made;
  }

  function wordsOf(text) {
    const folded = text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
    return folded.match(/[\p{L}\p{N}]+/gu) ?? [];
  }

  const fold = (text) => wordsOf(text).join(" ");
  const findable = (texts) => ` ${fold(texts.join(" "))} `;

  function line({ label, tekst, url }) {
    const value = element("dd");
    if (SAFE.test(url)) {
      const link = element("a", tekst);
      link.href = url;
      value.append(link);
    } else value.textContent = tekst;
    return element("div", "", element("dt", label), value);
  }

  function facts(entry) {
    const list = element("dl", "", ...entry.regels.map(line));
    list.className = "copy-lines";
    return list;
  }

  function block({ soort, tekst }) {
    return element({ kop: "h4", punt: "li" }[soort] ?? "p", tekst);
  }

  function text(entry) {
    const blocks = [];
    for (const one of entry.tekst.map(block)) {
      if (one.tagName !== "LI") blocks.push(one);
      else if (blocks.at(-1)?.tagName === "UL") blocks.at(-1).append(one);
      else blocks.push(element("ul", "", one));
    }
    const title = element("summary", "Lees de hele tekst");
    title.append(Object.assign(element("span", ` van ${entry.titel}`), { className: "visually-hidden" }));
    return element("details", "", title, ...blocks);
  }

  function card(entry) {
    const made = element("li", "", element("h3", entry.titel), element("p", entry.samenvatting), facts(entry));
    if (entry.tekst.length) made.append(text(entry));
    return made;
  }

  function row(region) {
    const head = Object.assign(element("th", region.titel), { scope: "row" });
    return element("tr", "", head, ...region.netwerken.map((names) => element("td", names)));
  }

  // Gives everything that can be found its place on the page and the words by which it is found.
  function prepare(copy) {
    const meaning = (terms) => terms.map((term) => copy.betekenissen[term] ?? "");
    const entries = copy.vermeldingen.map((entry) => ({
      soort: entry.soort,
      titleWords: findable([entry.titel]),
      words: findable([entry.titel, entry.samenvatting, ...entry.regels.map((one) => one.tekst),
        ...entry.tekst.map((one) => one.tekst), ...entry.trefwoorden, ...meaning(entry.termen)]),
      node: card(entry),
    }));
    const regions = copy.regios.map((region) => ({
      soort: "regio",
      titleWords: "",
      words: findable([region.titel, ...region.netwerken, ...meaning([region.regio])]),
      node: row(region),
    }));
    return [...entries, ...regions];
  }

  // A word is found at the start of a word, a longer one also within it: `water` in `drinkwater`.
  const holds = (words, word) => words.includes(word.length > 3 ? word : ` ${word}`);
  const count = (words, asked) => asked.filter((word) => holds(words, word)).length;

  // What has the most of the words; a region needs not be called after a sector to be about one.
  function best(items, asked) {
    const scored = items.map((item) => ({ item, hits: count(item.words, asked), inTitle: count(item.titleWords, asked) }));
    const most = Math.max(0, ...scored.map(({ hits }) => hits));
    const found = scored.filter(({ hits }) => hits === most && hits > 0);
    return { most, found: found.sort((one, other) => other.inTitle - one.inTitle).map(({ item }) => item) };
  }

  function showFound(found) {
    for (const kind of [...SECTIONS, "regio"]) {
      const nodes = found.filter((item) => item.soort === kind).map((item) => item.node);
      find(`[data-copy-list=${kind}]`).replaceChildren(...nodes);
      find(`[data-copy-section=${kind}]`).hidden = nodes.length === 0;
    }
  }

  function inWords(found, isWhole) {
    const [contacts, networks, roles] = SECTIONS.map((kind) => found.filter((item) => item.soort === kind).length);
    const total = `Contacten: ${contacts}. Netwerken: ${networks}. Rollen: ${roles}.`;
    if (found.length === 0) return "Niets gevonden. Probeer een ander woord.";
    return isWhole ? total : `Niets past bij al uw woorden. Dit past het best. ${total}`;
  }

  function show(copy) {
    find("[data-copy-moment]").textContent = copy.gemaaktInWoorden;
    find("[data-copy-explanation]").textContent = copy.uitleg;
    const heads = find("[data-copy-sectors]");
    heads.replaceChildren(heads.firstElementChild, ...copy.sectoren.map((label) => element("th", label)));
    for (const head of heads.children) head.scope = "col";
    find("[data-copy-always]").replaceChildren(globalThis.offlineOrder.always(copy));
    const items = prepare(copy);
    const empty = new Set(copy.zonderBetekenis);
    const field = find("#zoek-kopie");
    const isAll = find("[data-copy-all]");
    const update = () => {
      const words = wordsOf(field.value);
      const telling = words.filter((word) => !empty.has(word));
      const asked = telling.length ? telling : words;
      const orders = globalThis.offlineOrder.orders(copy, asked, fold);
      find("[data-copy-order]").replaceChildren(...orders);
      find("[data-copy-order]").hidden = orders.length === 0;
      const entries = best(items.filter((item) => item.soort !== "regio"), asked);
      const found = [...entries.found, ...best(items.filter((item) => item.soort === "regio"), asked).found];
      showFound(asked.length ? found : isAll.checked ? items : []);
      find("[data-copy-count]").textContent = asked.length ? inWords(found, entries.most === asked.length) : "";
    };
    field.oninput = isAll.onchange = update;
    field.form.onsubmit = (event) => event.preventDefault();
    update();
  }

  return { show };
})();
