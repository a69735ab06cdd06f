// A tool bar for the text, and clean pasting from Word and web pages. The text stays Markdown that can be typed as well.

import { insert, insertPasted, placeOf } from "./editor-insert.js";

const TABLE = "| Kop | Kop |\n| --- | --- |\n| Tekst | Tekst |";
const TOOLS = [
  ["Kop", (text) => linewise(text || "Kop", () => "## ")],
  ["Vet", (text) => `**${text || "vet"}**`],
  ["Lijst", (text) => linewise(text || "Punt", () => "- ")],
  ["Link", (text) => `[${text || "tekst"}](https://)`],
  ["Tabel", () => `\n${TABLE}\n`],
];

function linewise(text, mark) {
  return text.split("\n").map((line) => (line.trim() ? mark() + line.replace(/^(#+|[-*]) /, "") : line)).join("\n");
}

function apply(area, change) {
  const start = area.selectionStart;
  const text = change(area.value.slice(start, area.selectionEnd));
  insert(area, text);
  area.setSelectionRange(start, start + text.length);
}

function toolbar(area) {
  const bar = document.createElement("div");
  bar.className = "toolbar";
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", "Opmaak van de tekst");
  for (const [label, change] of TOOLS) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-quiet";
    button.textContent = label;
    button.addEventListener("click", () => apply(area, change));
    bar.append(button);
  }
  return bar;
}

async function cleaned(html, address, token) {
  const body = new FormData();
  body.set("html", html);
  body.set("csrf_token", token);
  const response = await fetch(address, { method: "POST", body });
  if (!response.ok || response.redirected) throw new Error(`status ${response.status}`);
  return (await response.json()).tekst;
}

export function addTextTools(form) {
  for (const frame of form.querySelectorAll("[data-toolbar]")) {
    const area = frame.querySelector("textarea");
    frame.prepend(toolbar(area));
    area.addEventListener("keydown", (event) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "b") {
        event.preventDefault();
        apply(area, TOOLS[1][1]);
      }
    });
    area.addEventListener("paste", async (event) => {
      const html = event.clipboardData.getData("text/html");
      if (!html) return;
      event.preventDefault();
      const plain = event.clipboardData.getData("text/plain");
      const goThere = placeOf(area);
      let text = plain;
      try {
        text = (await cleaned(html, frame.dataset.paste, form.elements.csrf_token.value)) || plain;
      } catch { /* the plain text is what there is */ }
      goThere();
      insertPasted(area, text);
    });
  }
}
