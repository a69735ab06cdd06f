// Sends what is typed in a form to the server a while after the last change, one request at a time. `changes` counts what
// was typed, `kept` up to where the server has it: what is typed while an answer is under way is sent after it.

const PAUSE = 2000;
const PAUSE_AFTER_FAILURE = 10000;
const PATIENCE_WITH_SENDING = 30000;
const LARGEST_BEACON = 60000; // browsers send 64 kB after a page is left

function differs(field) {
  if (field.options) return field.selectedIndex !== Math.max(0, [...field.options].findIndex((option) => option.defaultSelected));
  return field.value !== field.defaultValue || field.checked !== field.defaultChecked;
}

// Tells whether something was typed in a form already, before its script was there to hear it.
export function isTouched(form) {
  return [...form.elements].filter((field) => "defaultValue" in field || field.options).some(differs);
}

function isTooLargeForBeacon(form) {
  return [...new FormData(form)].reduce((total, [, value]) => total + 2 * String(value).length, 0) > LARGEST_BEACON;
}

// `answered` tells whether the server has what was sent, and says so on the page; `failed` is called when there is no
// answer, `left` when the page is left before the server has everything. The browser asks before it leaves a page of
// which that cannot be sent. Returns what to call after each change.
export function keepTyped(form, address, { answered, failed, left = () => {} }) {
  let changes = 0;
  let kept = 0;
  let isBusy = false;
  let isFailing = false;
  let isSent = false;
  let timer;

  function isBehind() {
    return !isSent && changes > kept;
  }

  function later(pause) {
    clearTimeout(timer);
    timer = setTimeout(keep, pause);
  }

  async function keep() {
    clearTimeout(timer);
    if (isBusy || !isBehind()) return;
    isBusy = true;
    const upTo = changes;
    let pause = PAUSE_AFTER_FAILURE;
    try {
      const response = await fetch(address, { method: "POST", body: new FormData(form) });
      isFailing = !(await answered(response));
      if (!isFailing) {
        kept = upTo;
        pause = PAUSE;
      }
    } catch {
      isFailing = true;
      failed();
    }
    isBusy = false;
    if (isBehind()) later(pause);
  }

  // Sending was stopped, or failed: whoever goes on typing is on this page still.
  function stayed() {
    isSent = false;
    keep();
  }

  function leave() {
    if (!isBehind()) return;
    left();
    navigator.sendBeacon(address, new FormData(form));
  }

  form.addEventListener("submit", () => {
    isSent = true; // the form itself is on its way
    clearTimeout(timer);
    timer = setTimeout(stayed, PATIENCE_WITH_SENDING);
  });
  addEventListener("pageshow", () => { isSent = false; });
  addEventListener("beforeunload", (event) => {
    if (isBehind() && (isFailing || isTooLargeForBeacon(form))) event.preventDefault();
  });
  addEventListener("pagehide", leave);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") leave();
    else keep();
  });

  function changed() {
    isSent = false;
    changes += 1;
    later(PAUSE);
  }
  return { changed };
}
