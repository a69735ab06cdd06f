// Completes what is typed in a search field: first the search itself, then topics and entries to go to. Enter still
// searches unless one of them is chosen.

import { combobox } from "./combobox.js";

for (const field of document.querySelectorAll("input[data-suggestions]")) {
  combobox(field, {
    source: field.dataset.suggestions,
    around: (entries, answer, text) => [
      { titel: `Zoek op “${text}”`, soortLabel: "" },
      ...(answer.onderwerpen ?? []),
      ...entries,
    ],
    choose(suggestion) {
      if (suggestion.url) location.assign(suggestion.url);
      else field.form.requestSubmit();
    },
  });
}
