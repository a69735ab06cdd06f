// The editor while somebody types: keeps the draft on the server, refreshes the preview and the advice, counts characters.
// Without this script the form does the same whenever one of its buttons is pressed.

import { addChoosers } from "./editor-choosers.js";
import { addRows } from "./editor-rows.js";
import { addTextTools } from "./editor-text.js";

const PREVIEW_PAUSE = 500;
const AUTOSAVE_PAUSE = 2000;

const form = document.getElementById("editor");
const state = document.getElementById("bewaarstand");
let isTouched = false;
let isSent = false;
let previewTimer;
let autosaveTimer;
let saving;
let latestPreview = 0;

function say(text) {
  if (state.textContent !== text) state.textContent = text;
}

async function post(address, signal) {
  const response = await fetch(address, { method: "POST", body: new FormData(form), signal });
  if (response.redirected || response.status === 400) throw new Error("logged out");
  if (!response.ok) throw new Error(`status ${response.status}`);
  return response;
}

async function autosave() {
  clearTimeout(autosaveTimer);
  saving?.abort();
  saving = new AbortController();
  try {
    const response = await post(form.dataset.autosave, saving.signal);
    isTouched = false;
    say(`Concept bewaard om ${(await response.json()).bewaard}.`);
  } catch (error) {
    if (error.name === "AbortError") return;
    if (error.message === "logged out") {
      say("U bent uitgelogd. Wat u typte, staat nog op dit scherm. Druk op Bewaar en log in; u komt hier terug met alles.");
    } else {
      say("Het concept kon niet worden bewaard. Wat u typte, staat nog op dit scherm.");
      autosaveTimer = setTimeout(autosave, 5 * AUTOSAVE_PAUSE);
    }
  }
}

async function preview() {
  const number = ++latestPreview;
  try {
    const text = await (await post(form.dataset.preview)).text();
    if (number !== latestPreview) return;
    const fresh = new DOMParser().parseFromString(text, "text/html");
    for (const selector of ["#raad", ".preview-page"]) {
      document.querySelector(selector).replaceChildren(...fresh.querySelector(selector).childNodes);
    }
    const slug = document.getElementById("veld-slug");
    if (slug) slug.placeholder = fresh.querySelector("[data-slug]").dataset.slug;
  } catch { /* the autosave says what is the matter; the preview stays as it was */ }
}

function count(counter) {
  const length = [...document.getElementById(counter.dataset.counterFor).value.trim()].length;
  const left = Number(counter.dataset.longest) - length;
  counter.textContent = left >= 0 ? `Nog ${left} tekens.` : `${-left} tekens te lang.`;
  counter.classList.toggle("too-long", left < 0);
}

function changed() {
  isTouched = true;
  clearTimeout(previewTimer);
  previewTimer = setTimeout(preview, PREVIEW_PAUSE);
  clearTimeout(autosaveTimer);
  autosaveTimer = setTimeout(autosave, AUTOSAVE_PAUSE);
  form.querySelectorAll("[data-counter-for]").forEach(count);
}

if (form) {
  document.documentElement.classList.add("has-script");
  form.querySelectorAll("[data-counter-for]").forEach(count);
  addTextTools(form);
  addRows(form);
  addChoosers(form);
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", () => {
    isSent = true; // the form itself is on its way: a draft sent after it would outlive the saving
    clearTimeout(autosaveTimer);
    saving?.abort();
  });
  addEventListener("pageshow", () => { isSent = false; });
  for (const [target, event] of [[document, "visibilitychange"], [window, "pagehide"]]) {
    target.addEventListener(event, () => {
      if (isTouched && !isSent && (event === "pagehide" || document.visibilityState === "hidden")) {
        isTouched = !navigator.sendBeacon(form.dataset.autosave, new FormData(form));
      }
    });
  }
}
