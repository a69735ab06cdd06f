// Keeps what is typed as a draft on the server. Says clearly when keeping does not work.

import { dropCopy, keepCopy, sendCopies } from "./draft-copies.js";
import { isTouched, keepTyped } from "./keep-typed.js";

export function addDraft(form) {
  const state = document.getElementById("bewaarstand");
  const warning = document.getElementById("niet-bewaard");
  const key = form.elements.concept.value;
  const typedAt = form.elements["getypt-op"];

  function say(text) {
    if (state.textContent !== text) state.textContent = text;
  }

  function warn(kind) {
    for (const one of warning.querySelectorAll("[data-when]")) one.hidden = one.dataset.when !== kind;
    warning.hidden = !kind;
    if (kind) keepCopy(key, form);
    if (kind) say("");
  }

  async function answered(response) {
    const isLoggedOut = response.redirected || response.status === 400 || response.status === 403;
    if (isLoggedOut || !response.ok) {
      warn(isLoggedOut ? "uitgelogd" : "storing");
      return false;
    }
    say(`Wat u typt, is bewaard om ${(await response.json()).bewaard}. Het staat nog niet op de site.`);
    warn("");
    dropCopy(key);
    return true;
  }

  const draft = keepTyped(form, form.dataset.autosave, {
    answered,
    failed: () => warn("storing"),
    left: () => keepCopy(key, form), // a beacon may be refused or lost; the server takes the same draft twice
  });
  sendCopies(form.dataset.autosave, form.elements.csrf_token.value, key).then((sent) => {
    const found = document.getElementById("teruggevonden");
    if (found && sent.length) found.hidden = false;
  });

  function changed() {
    typedAt.value = Date.now();
    draft.changed();
  }
  if (isTouched(form)) changed();
  return changed;
}
