// A text field that offers entries while somebody types, as the ARIA pattern for a combobox describes. Without this
// script the field is an ordinary one.

const TYPING_PAUSE = 100;
const SHORTEST = 2;

// `choose` gets the chosen suggestion; `accepts` says which ones are offered, `around` puts others before or after them.
// Enter without a choice is left to the page.
export function combobox(field, { source, choose: onChoose, accepts = () => true, around = (suggestions) => suggestions }) {
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

  let offered = [];
  let chosen = -1;
  let latest = 0;
  let pause;

  function close() {
    latest += 1;
    clearTimeout(pause);
    list.hidden = true;
    mark(-1);
    field.setAttribute("aria-expanded", "false");
  }

  function mark(number) {
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
    const address = new URL(source, location.href);
    address.searchParams.set("q", text);
    let answer = {};
    try {
      const response = await fetch(address, { headers: { Accept: "application/json" } });
      if (response.ok) answer = await response.json();
    } catch { /* the field works without suggestions */ }
    if (number !== latest || document.activeElement !== field) return;
    offered = around((answer.suggesties ?? []).filter(accepts), answer, text);
    list.replaceChildren(...offered.map(option));
    mark(-1);
    list.hidden = offered.length === 0;
    field.setAttribute("aria-expanded", String(offered.length > 0));
    announcement.textContent = offered.length === 1 ? "1 suggestie" : `${offered.length} suggesties`;
  }

  function pick(number) {
    const suggestion = offered[number];
    close();
    onChoose(suggestion, announcement);
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
    } else if (!count && event.key === "ArrowDown") {
      ask();
    } else if (count && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      mark(((chosen + 1 + step + count + 1) % (count + 1)) - 1);
    } else if (event.key === "Enter") {
      if (chosen >= 0) {
        event.preventDefault();
        pick(chosen);
      } else {
        close();
      }
    }
  });
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // keeps the focus in the field
  list.addEventListener("click", (event) => {
    const item = event.target.closest("[role=option]");
    if (item) pick([...list.children].indexOf(item));
  });
  field.addEventListener("blur", close);
}
