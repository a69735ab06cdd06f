// The editor while somebody types: keeps the draft on the server, refreshes the preview and the advice, counts characters.
// Without this script the form does the same whenever one of its buttons is pressed.

import { addChoosers } from "./editor-choosers.js";
import { addDraft } from "./editor-draft.js";
import { addFiles } from "./editor-files.js";
import { addRows } from "./editor-rows.js";
import { addTextTools } from "./editor-text.js";

const PREVIEW_PAUSE = 500;

// Shows beside each field what cannot be right in it; not while somebody is still typing there.
function showWarnings(fresh) {
  for (const warning of document.querySelectorAll("[data-warning]")) {
    if (warning.parentElement.contains(document.activeElement)) continue;
    warning.textContent = fresh.querySelector(`[data-warning-of="${warning.dataset.warning}"]`)?.textContent ?? "";
    warning.hidden = !warning.textContent;
  }
}

// Asks for the preview after a pause; the next one waits for the answer to the one before.
function previewer(form) {
  let timer;
  let isBusy = false;
  let isOld = false;

  async function refresh() {
    if (isBusy) {
      isOld = true;
      return;
    }
    isBusy = true;
    isOld = false;
    try {
      const response = await fetch(form.dataset.preview, { method: "POST", body: new FormData(form) });
      if (response.redirected || !response.ok) throw new Error(`status ${response.status}`);
      const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
      for (const selector of ["#raad", ".preview-page"]) {
        document.querySelector(selector).replaceChildren(...fresh.querySelector(selector).childNodes);
      }
      showWarnings(fresh);
      const slug = document.getElementById("veld-slug");
      if (slug) slug.placeholder = fresh.querySelector("[data-slug]").dataset.slug;
    } catch { /* the draft says what is the matter; the preview stays as it was */ }
    isBusy = false;
    if (isOld) refresh();
  }

  return () => {
    clearTimeout(timer);
    timer = setTimeout(refresh, PREVIEW_PAUSE);
  };
}

function count(counter) {
  const length = [...document.getElementById(counter.dataset.counterFor).value.trim()].length;
  const left = Number(counter.dataset.longest) - length;
  counter.textContent = left >= 0 ? `Nog ${left} tekens.` : `${-left} tekens te lang.`;
  counter.classList.toggle("too-long", left < 0);
}

function countTicks(fold) {
  const chosen = fold.querySelectorAll("input:checked").length;
  fold.querySelector("[data-chosen]").textContent = chosen ? `(${chosen} gekozen)` : "";
}

const form = document.getElementById("editor");
if (form) {
  document.documentElement.classList.add("has-script");
  const keepDraft = addDraft(form);
  const refreshPreview = previewer(form);
  const show = () => {
    form.querySelectorAll("[data-counter-for]").forEach(count);
    form.querySelectorAll("[data-folded-ticks]").forEach(countTicks);
  };
  const changed = () => {
    keepDraft();
    refreshPreview();
    show();
  };
  show();
  addTextTools(form);
  addFiles(form);
  addRows(form);
  addChoosers(form);
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
}
