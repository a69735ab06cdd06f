// Puts something in the basket without leaving the place on the page. The same button works without this script: the
// answer is the page itself, of which the script only takes over the button and the number in the header.
async function putAside(button, form) {
  const data = new FormData(form, button);
  const response = await fetch(form.action, { method: "POST", body: data });
  if (!response.ok) throw new Error(`status ${response.status}`);
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const place = button.closest("[data-basket]");
  const fresh = page.getElementById(place.id);
  const problem = page.querySelector("main .notice-error");
  if (!fresh || problem) throw new Error("another page");
  const number = document.querySelector("[data-basket-link]");
  number?.replaceWith(page.querySelector("[data-basket-link]"));
  place.replaceChildren(...fresh.childNodes);
  place.setAttribute("role", "status");
  place.querySelector("a")?.focus({ preventScroll: true });
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  const button = event.submitter;
  if (form.id !== "basket" || !button?.closest("[data-basket]") || button.dataset.tried) return;
  event.preventDefault();
  button.dataset.tried = "1";
  try {
    await putAside(button, form);
  } catch {
    form.requestSubmit(button); // let the browser show what is the matter
  }
});
