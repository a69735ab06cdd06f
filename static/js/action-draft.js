// Keeps what is typed in the form of an action on the server, and says until when. It is saved only by the button.

const PAUSE = 2000;
const PAUSE_AFTER_FAILURE = 10000;
const FAILED = "Dit is nog niet bewaard: de verbinding of de sessie is weg. Laat de pagina open en druk op Bewaar.";
const OVERTAKEN = "U bewaarde deze actie ook in een ander venster. Druk op Bewaar om beide bij elkaar te brengen.";

const form = document.querySelector("form[data-draft]");
const state = form.querySelector("[data-draft-state]");
let changes = 0;
let kept = 0;
let isBusy = false;
let isSent = false;
let timer;

function later(pause) {
  clearTimeout(timer);
  timer = setTimeout(keep, pause);
}

async function keep() {
  if (isBusy || isSent || changes === kept) return;
  isBusy = true;
  const upTo = changes;
  let pause = PAUSE;
  try {
    const response = await fetch(form.dataset.draft, { method: "POST", body: new FormData(form) });
    if (response.status === 409) state.textContent = OVERTAKEN;
    else if (!response.ok || response.redirected) throw new Error(`status ${response.status}`);
    else state.textContent = `Wat u typt, is bewaard om ${(await response.json()).bewaard}. Het staat nog niet in het plan.`;
    kept = upTo;
  } catch {
    state.textContent = FAILED;
    pause = PAUSE_AFTER_FAILURE;
  }
  isBusy = false;
  if (changes > kept && !isSent) later(pause);
}

function leave() {
  if (!isSent && changes > kept) navigator.sendBeacon(form.dataset.draft, new FormData(form));
}

form.addEventListener("input", () => {
  changes += 1;
  later(PAUSE);
});
form.addEventListener("submit", () => {
  isSent = true;
  clearTimeout(timer);
});
addEventListener("pageshow", () => { isSent = false; });
addEventListener("pagehide", leave);
document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") leave(); });
