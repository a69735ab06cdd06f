// Keeps what is typed in the form of an action on the server, and says until when. It is saved only by the button.

import { isTouched, keepTyped } from "./keep-typed.js";

const FAILED = "Dit is nog niet bewaard: de verbinding of de sessie is weg. Laat de pagina open en druk op Bewaar.";
const TOO_LARGE = "Dit is te lang om te bewaren. Maak de langste tekst korter; alles staat er nog.";
const OVERTAKEN = "U bewaarde deze actie ook in een ander venster. Druk op Bewaar om beide bij elkaar te brengen.";

const form = document.querySelector("form[data-draft]");
const state = form.querySelector("[data-draft-state]");

async function answered(response) {
  const isOvertaken = response.status === 409; // nothing is kept, and sending it again would not help
  if (response.status === 413) {
    state.textContent = TOO_LARGE;
    return false;
  }
  if (!isOvertaken && (!response.ok || response.redirected)) throw new Error(`status ${response.status}`);
  state.textContent = isOvertaken
    ? OVERTAKEN
    : `Wat u typt, is bewaard om ${(await response.json()).bewaard}. Het staat nog niet in het plan.`;
  return true;
}

const draft = keepTyped(form, form.dataset.draft, { answered, failed: () => { state.textContent = FAILED; } });
form.addEventListener("input", draft.changed);
if (isTouched(form)) draft.changed();
