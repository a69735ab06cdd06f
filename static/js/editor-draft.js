// Keeps what is typed as a draft on the server. `changes` counts what was typed, `safe` up to where the server has it: what
// is typed while an answer is under way is sent after it. Says clearly when keeping does not work.

import { dropCopy, keepCopy, sendCopies } from "./draft-copies.js";

const PAUSE = 2000;
const PAUSE_AFTER_FAILURE = 10000;
const LARGEST_BEACON = 60000; // browsers send 64 kB after a page is left

export function addDraft(form) {
  const state = document.getElementById("bewaarstand");
  const warning = document.getElementById("niet-bewaard");
  const key = form.elements.concept.value;
  const typedAt = form.elements["getypt-op"];
  let changes = 0;
  let safe = 0;
  let isBusy = false;
  let isSent = false;
  let timer;

  function say(text) {
    if (state.textContent !== text) state.textContent = text;
  }

  function warn(kind) {
    for (const one of warning.querySelectorAll("[data-when]")) one.hidden = one.dataset.when !== kind;
    warning.hidden = !kind;
    if (kind) keepCopy(key, form);
    if (kind) say("");
  }

  function later(pause) {
    clearTimeout(timer);
    timer = setTimeout(save, pause);
  }

  async function save() {
    clearTimeout(timer);
    if (isBusy || isSent || changes === safe) return;
    isBusy = true;
    const upTo = changes;
    let pause = PAUSE_AFTER_FAILURE;
    try {
      const response = await fetch(form.dataset.autosave, { method: "POST", body: new FormData(form) });
      if (response.redirected || response.status === 400 || response.status === 403) warn("uitgelogd");
      else if (!response.ok) warn("storing");
      else {
        safe = upTo;
        pause = PAUSE;
        say(`Wat u typt, is bewaard om ${(await response.json()).bewaard}. Het staat nog niet op de site.`);
        warn("");
        dropCopy(key);
      }
    } catch {
      warn("storing");
    }
    isBusy = false;
    if (changes > safe && !isSent) later(pause);
  }

  function leave() {
    if (isSent || changes === safe) return;
    keepCopy(key, form); // a beacon may be refused or lost; the server takes the same draft twice
    navigator.sendBeacon(form.dataset.autosave, new FormData(form));
  }

  function isTooLargeForBeacon() {
    return [...new FormData(form)].reduce((total, [, value]) => total + 2 * String(value).length, 0) > LARGEST_BEACON;
  }

  form.addEventListener("submit", () => {
    isSent = true; // the form itself is on its way
    clearTimeout(timer);
  });
  addEventListener("pageshow", () => { isSent = false; });
  addEventListener("pagehide", leave);
  addEventListener("beforeunload", (event) => {
    if (!isSent && changes > safe && (!warning.hidden || isTooLargeForBeacon())) event.preventDefault();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") leave();
    else save();
  });
  sendCopies(form.dataset.autosave, form.elements.csrf_token.value, key).then((sent) => {
    const found = document.getElementById("teruggevonden");
    if (found && sent.length) found.hidden = false;
  });

  return function changed() {
    changes += 1;
    typedAt.value = Date.now();
    later(PAUSE);
  };
}
