// Says before a form is sent that it is larger than the site takes, with the figures; then it is not sent, and what was
// typed stays where it is. Without this script the site refuses it, and going back is left to the browser.

const OF_A_FILE = 300; // bytes around a file or a text, at most, in a form with files

function sizeOf(form, button) {
  const fields = [...new FormData(form, button)];
  if (form.enctype === "multipart/form-data") {
    const sizes = fields.map(([, value]) => OF_A_FILE + (value.size ?? new Blob([value]).size));
    return sizes.reduce((total, size) => total + size, 0);
  }
  const texts = fields.filter(([, value]) => typeof value === "string");
  return String(new URLSearchParams(texts.map(([name, value]) => [name, value.replace(/\r?\n/g, "\r\n")]))).length;
}

// Upwards, so that what is too large never seems to fit.
function inMegabytes(size) {
  return `${(Math.ceil(size / 100000) / 10).toLocaleString("nl")} MB`;
}

function tell(form, size, largest) {
  const notice = form.querySelector("[data-too-large]") ?? document.createElement("div");
  notice.className = "notice notice-error";
  notice.dataset.tooLarge = "";
  notice.tabIndex = -1;
  notice.setAttribute("role", "alert");
  const advice = form.enctype === "multipart/form-data" ? "Kies een kleiner bestand" : "Maak de tekst korter";
  const sentence = document.createElement("p");
  sentence.textContent = `Dit is te groot om te versturen: ${inMegabytes(size)}. Er past hoogstens ${inMegabytes(largest)}. `
    + `Er is niets verstuurd en alles wat u invulde staat er nog. ${advice} en probeer het opnieuw.`;
  notice.replaceChildren(sentence);
  form.prepend(notice);
  notice.focus({ preventScroll: true });
  notice.scrollIntoView({ behavior: "instant", block: "center" }); // clear of the buttons that stay at the foot of the screen
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  const largest = Number(document.body.dataset.largest);
  if (form.method !== "post" || !largest) return;
  const size = sizeOf(form, event.submitter);
  if (size > largest) {
    event.preventDefault();
    event.stopImmediatePropagation(); // to the other scripts it was not sent
    tell(form, size, largest);
  } else {
    form.querySelector("[data-too-large]")?.remove();
  }
}, true);
