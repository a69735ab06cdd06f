// A button beside each password field that shows what is typed; without this script the field stays as it is.
for (const field of document.querySelectorAll("input[type=password]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-quiet show-password";
  const label = field.labels[0]?.textContent ?? "";
  const say = (shown) => {
    field.type = shown ? "text" : "password";
    button.setAttribute("aria-pressed", String(shown));
  };
  button.append("Toon", Object.assign(document.createElement("span"), { className: "visually-hidden", textContent: ` ${label}` }));
  button.addEventListener("click", () => say(field.type === "password"));
  // What is sent must be what password managers know as a password, and nobody leaves it readable on the next page.
  field.form?.addEventListener("submit", () => say(false));
  say(false);
  field.after(button);
}
