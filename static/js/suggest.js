// Completes what is typed in a search field with entries to go to; Enter still searches unless one of them is chosen.

import { combobox } from "./combobox.js";

for (const field of document.querySelectorAll("input[data-suggestions]")) {
  combobox(field, { source: field.dataset.suggestions, choose: (suggestion) => location.assign(suggestion.url) });
}
