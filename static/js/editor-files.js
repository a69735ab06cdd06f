// Files in the text: dropped, pasted or chosen, they become attachments of the entry and stand at the caret. Without this
// script the page for attachments does the same.

import { insert, placeOf } from "./editor-insert.js";

async function upload(file, frame, token) {
  const body = new FormData();
  body.set("bestand", file);
  body.set("csrf_token", token);
  const response = await fetch(frame.dataset.files, { method: "POST", body });
  if (response.redirected || response.status === 400) {
    throw new Error("U bent uitgelogd. Log in een ander tabblad in en probeer het opnieuw.");
  }
  if (response.status === 413) throw new Error("Dit bestand is te groot. Het mag hoogstens 10 MB zijn.");
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.fout || "Het bestand kon niet worden toegevoegd. Probeer het opnieuw.");
  return answer;
}

export function addFiles(form) {
  for (const frame of form.querySelectorAll("[data-toolbar]")) {
    const area = frame.querySelector("textarea");
    const said = frame.querySelector("[data-files-said]");

    async function addAll(files) {
      if (!frame.dataset.files) {
        said.textContent = "Bewaar de vermelding eerst als concept. Daarna kunt u hier bestanden toevoegen.";
        return;
      }
      for (const file of files) {
        const goThere = placeOf(area);
        said.textContent = `Bezig met ${file.name}…`;
        try {
          const added = await upload(file, frame, form.elements.csrf_token.value);
          goThere();
          insert(area, `${added.tekst}\n`);
          said.textContent = `‘${added.titel}’ is toegevoegd als bijlage en staat in de tekst.`;
        } catch (error) {
          said.textContent = `${file.name}: ${error.message}`;
        }
      }
    }

    const chooser = document.createElement("input");
    chooser.type = "file";
    chooser.multiple = true;
    chooser.accept = frame.dataset.accept;
    chooser.hidden = true;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-quiet";
    button.textContent = "Bestand";
    button.addEventListener("click", () => (frame.dataset.files ? chooser.click() : addAll([])));
    chooser.addEventListener("change", (event) => {
      event.stopPropagation(); // choosing changes nothing in the form
      addAll([...chooser.files]);
      chooser.value = "";
    });
    frame.querySelector(".toolbar").append(button, chooser);

    area.addEventListener("dragover", (event) => {
      if ([...event.dataTransfer.types].includes("Files")) event.preventDefault();
    });
    area.addEventListener("drop", (event) => {
      if (!event.dataTransfer.files.length) return;
      event.preventDefault();
      addAll([...event.dataTransfer.files]);
    });
    area.addEventListener("paste", (event) => {
      const { files } = event.clipboardData;
      if (!files.length || event.clipboardData.getData("text/html")) return;
      event.preventDefault();
      addAll([...files]);
    });
  }
}
