// Makes choosing rows of a list quicker: all of this page at once, and how many are chosen. Without it the same
// boxes are ticked one by one.

const form = document.querySelector("form[data-choose-rows]");
const head = form?.querySelector("[data-choose-head]");

if (head) {
  const boxes = [...form.querySelectorAll("input[name=slug]")];
  const count = form.querySelector("[data-choose-count]");
  const all = document.createElement("input");
  all.type = "checkbox";
  all.className = "form-check-input";
  all.setAttribute("aria-label", "Kies alles op deze bladzijde");
  head.replaceChildren(all);

  const show = () => {
    const chosen = boxes.filter((box) => box.checked).length;
    all.checked = chosen === boxes.length;
    all.indeterminate = chosen > 0 && chosen < boxes.length;
    count.textContent = chosen === 0 ? "Er is nog niets aangevinkt." : `${chosen} van ${boxes.length} op deze bladzijde aangevinkt.`;
  };

  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    show();
  });
  form.addEventListener("change", (event) => {
    if (event.target.name !== "slug") return;
    form.querySelector("#keuze-aangevinkt").checked = true;
    show();
  });
  show();
}
