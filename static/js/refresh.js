// Refreshes a list in place when its form changes, and keeps the address true. The same links and the same form work
// without this script: it only asks for the page that the browser would have gone to, and takes the list out of it.

const TYPING_PAUSE = 200;

const form = document.querySelector("form[data-refresh]");
const region = form && document.getElementById(form.dataset.refresh);
let latest = 0;
let shown = queryOf(location);

function queryOf(address) {
  return address.pathname + address.search;
}

function addressOf(form) {
  const address = new URL(form.action);
  for (const [name, value] of new FormData(form)) {
    if (value !== "" && !(name === "sorteer" && value === "relevantie")) address.searchParams.append(name, value);
  }
  return address;
}

function announce() {
  const source = region.querySelector("[data-announce]");
  document.getElementById("announcement").textContent = source ? source.textContent : "";
}

function replaceRegion(page) {
  const focused = document.activeElement?.id;
  const open = [...region.querySelectorAll("details")].map((details) => details.open);
  region.replaceChildren(...page.getElementById(region.id).childNodes);
  region.querySelectorAll("details").forEach((details, place) => { details.open ||= open[place] ?? false; });
  document.title = page.title;
  if (focused && document.activeElement === document.body) document.getElementById(focused)?.focus({ preventScroll: true });
}

function texts() {
  return new Map([...form.querySelectorAll("input[type=search], select")].map((field) => [field, field.value]));
}

// Leaves alone what somebody typed after the page was asked for; `before` is what the form said then.
function fillForm(page, before) {
  for (const [field, value] of texts()) {
    const fresh = page.getElementById(field.id);
    if (fresh && value === before.get(field)) field.value = fresh.value;
  }
}

async function show(address, { remember, fill = false }) {
  const number = ++latest;
  const before = texts();
  region.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(address, { headers: { Accept: "text/html" } });
    if (!response.ok) throw new Error(`status ${response.status}`);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    if (number !== latest) return;
    if (!page.getElementById(region.id)) throw new Error("another page");
    if (remember) history[remember](null, "", address);
    shown = queryOf(new URL(address));
    replaceRegion(page);
    form.querySelector("details[data-fold]")?.removeAttribute("open");
    if (fill) fillForm(page, before);
    announce();
  } catch {
    if (number === latest) location.assign(address); // let the browser show what is the matter
  } finally {
    if (number === latest) region.removeAttribute("aria-busy");
  }
}

if (region) {
  document.documentElement.classList.add("refreshes");
  let pause;

  form.addEventListener("change", (event) => {
    // A tick to compare stands in this form, and belongs to another one.
    if (event.target.form !== form || event.target.matches("input[type=search]")) return;
    show(addressOf(form), { remember: "pushState" });
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(pause);
    show(addressOf(form), { remember: "pushState" });
  });
  if ("refreshWhileTyping" in form.dataset) {
    form.addEventListener("input", (event) => {
      if (!event.target.matches("input[type=search]")) return;
      clearTimeout(pause);
      pause = setTimeout(() => show(addressOf(form), { remember: "replaceState" }), TYPING_PAUSE);
    });
  }
  region.addEventListener("click", (event) => {
    if (event.target.closest("[data-close-filters]")) {
      // What is ticked is shown already.
      event.preventDefault();
      event.target.closest("details").open = false;
      region.scrollIntoView();
      return;
    }
    const link = event.target.closest("a[data-refresh-link]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    show(new URL(link.href), { remember: "pushState", fill: true });
    if (link.closest(".paging")) region.scrollIntoView();
  });
  addEventListener("popstate", () => {
    // A link within the page (the skip link) changes the fragment only, and leaves what is shown and typed alone.
    if (queryOf(location) !== shown) show(new URL(location.href), { fill: true });
  });
}
