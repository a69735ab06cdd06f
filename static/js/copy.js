// Buttons that copy a text of the page: `data-copy` names the element. Without this script the text can be selected.
for (const button of document.querySelectorAll("[data-copy]")) {
  const source = document.getElementById(button.dataset.copy);
  if (!source || !navigator.clipboard) continue;
  button.hidden = false;
  const status = Object.assign(document.createElement("span"), { className: "form-hint" });
  status.setAttribute("role", "status");
  button.after(" ", status);
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(source.value ?? source.innerText.trim());
      status.textContent = "Gekopieerd.";
    } catch {
      status.textContent = "Kopiëren lukt niet in deze browser. Selecteer de tekst en kopieer die zelf.";
    }
  });
}
