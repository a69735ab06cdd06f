// Adds and removes rows of a repeated set of fields in place; without this script its buttons make a round trip.

import { addChoosers } from "./editor-choosers.js";

export function addRows(root) {
  for (const rows of root.querySelectorAll("[data-rows]")) {
    const list = rows.querySelector("[data-row-list]");
    const template = rows.querySelector("template");
    rows.querySelector("[data-add-row]").addEventListener("click", (event) => {
      event.preventDefault();
      const number = Number(rows.dataset.next);
      rows.dataset.next = String(number + 1);
      const frame = document.createElement("div");
      frame.innerHTML = template.innerHTML.replaceAll("NUMMER", String(number));
      const row = frame.firstElementChild;
      list.append(row);
      addChoosers(row);
      row.querySelector("input:not([type=hidden]), select, textarea").focus();
    });
    list.addEventListener("click", (event) => {
      const button = event.target.closest("[data-remove-row]");
      if (!button) return;
      event.preventDefault();
      const row = button.closest("[data-row]");
      const next = row.nextElementSibling ?? row.previousElementSibling;
      row.remove();
      (next?.querySelector("[data-remove-row]") ?? rows.querySelector("[data-add-row]")).focus();
      rows.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }
}
