// Lets people choose entries while they type; what is chosen becomes a chip. Without this script the button beside the
// field searches, and what is found are buttons.

import { combobox } from "./combobox.js";

function addChooser(chooser) {
  const name = chooser.dataset.chooser;
  const kinds = chooser.dataset.kinds.split(" ").filter(Boolean);
  const chips = chooser.querySelector("[data-chips]");
  const field = chooser.querySelector("input[type=text]");
  const template = chooser.querySelector("template");
  const chosen = () => [...chips.querySelectorAll("input")].map((input) => input.value);
  const itself = document.querySelector("#editor input[name=van]").value;

  chooser.querySelector(".chooser-search button").hidden = true;
  combobox(field, {
    source: chooser.dataset.suggestionsFrom,
    accepts: (one) => (!kinds.length || kinds.includes(one.soort)) && !chosen().includes(one.slug) && one.slug !== itself,
    choose(one, announcement) {
      const chip = template.content.firstElementChild.cloneNode(true);
      chip.querySelector("input").value = one.slug;
      chip.querySelector("[data-title]").textContent = one.titel;
      chip.querySelector(".visually-hidden").textContent = `Haal ${one.titel} weg`;
      chip.querySelector("button").value = `haal-weg:${name}:${one.slug}`;
      chips.append(chip);
      field.value = "";
      announcement.textContent = `${one.titel} toegevoegd`;
      chips.dispatchEvent(new Event("change", { bubbles: true }));
    },
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault(); // the form is not sent while somebody chooses
  });
  chooser.addEventListener("click", (event) => {
    const button = event.target.closest("[data-remove]");
    if (!button) return;
    event.preventDefault();
    button.closest("li").remove();
    field.focus();
    chips.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

export function addChoosers(root) {
  root.querySelectorAll("[data-chooser]").forEach(addChooser);
}
