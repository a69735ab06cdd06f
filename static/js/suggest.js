// Completes what is typed in a search field: a list of entries to go to, as the ARIA pattern for a combobox describes.
// Without this script the field is an ordinary one; with it, Enter still searches unless an entry in the list is chosen.

const TYPING_PAUSE = 100;
const SHORTEST = 2;

function enhance(field) {
  const list = document.createElement("ul");
  list.id = `${field.id}-suggesties`;
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggesties");
  list.hidden = true;
  const frame = document.createElement("div");
  frame.className = "suggestions-frame";
  const announcement = document.createElement("div");
  announcement.className = "visually-hidden";
  announcement.setAttribute("role", "status");
  const hadFocus = document.activeElement === field;
  field.replaceWith(frame);
  frame.append(field, list, announcement);
  if (hadFocus) field.focus();
  field.autocomplete = "off";
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id]]) {
    field.setAttribute(name, value);
  }

  let chosen = -1;
  let latest = 0;
  let pause;

  function close() {
    latest += 1;
    clearTimeout(pause);
    list.hidden = true;
    choose(-1);
    field.setAttribute("aria-expanded", "false");
  }

  function choose(number) {
    chosen = number;
    [...list.children].forEach((option, place) => option.setAttribute("aria-selected", String(place === number)));
    const option = list.children[number];
    if (option) {
      field.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else {
      field.removeAttribute("aria-activedescendant");
    }
  }

  function option(suggestion, number) {
    const item = document.createElement("li");
    item.id = `${list.id}-${number}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    item.dataset.url = suggestion.url;
    const title = document.createElement("span");
    title.textContent = suggestion.titel;
    const kind = document.createElement("small");
    kind.textContent = suggestion.soortLabel;
    item.append(title, " ", kind);
    return item;
  }

  async function ask() {
    const number = ++latest;
    const text = field.value.trim();
    if (text.length < SHORTEST) return close();
    const address = new URL(field.dataset.suggestions, location.href);
    address.searchParams.set("q", text);
    let suggestions = [];
    try {
      const response = await fetch(address, { headers: { Accept: "application/json" } });
      if (response.ok) suggestions = (await response.json()).suggesties;
    } catch { /* the field works without suggestions */ }
    if (number !== latest || document.activeElement !== field) return;
    list.replaceChildren(...suggestions.map(option));
    choose(-1);
    list.hidden = suggestions.length === 0;
    field.setAttribute("aria-expanded", String(suggestions.length > 0));
    announcement.textContent = suggestions.length === 1 ? "1 suggestie" : `${suggestions.length} suggesties`;
  }

  field.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(ask, TYPING_PAUSE);
  });
  field.addEventListener("keydown", (event) => {
    const count = list.hidden ? 0 : list.children.length;
    if (event.key === "Escape" && count) {
      event.preventDefault();
      close();
    } else if (count && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      choose(((chosen + 1 + step + count + 1) % (count + 1)) - 1);
    } else if (event.key === "Enter") {
      if (chosen >= 0) {
        event.preventDefault();
        location.assign(list.children[chosen].dataset.url);
      }
      close();
    }
  });
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // keeps the focus in the field
  list.addEventListener("click", (event) => {
    const item = event.target.closest("[role=option]");
    if (item) location.assign(item.dataset.url);
  });
  field.addEventListener("blur", close);
}

document.querySelectorAll("input[data-suggestions]").forEach(enhance);
