// Lets actions of a plan be dragged to their place. The buttons with arrows do the same, one place at a time.

const list = document.querySelector("[data-order]");
let dragged;
let from;

function places() {
  return [...list.children];
}

function move(item, distance) {
  const form = new FormData();
  form.append("csrf_token", list.querySelector("[name=csrf_token]").value);
  form.append("verder", distance);
  return fetch(item.dataset.move, { method: "POST", body: form, keepalive: true }); // also when the page is left at once
}

function start(event) {
  dragged = event.currentTarget.closest("li");
  from = places().indexOf(dragged);
  dragged.classList.add("dragged");
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", "");
  event.dataTransfer.setDragImage(dragged, 0, 0);
}

function over(event) {
  if (!dragged) return;
  event.preventDefault();
  const item = event.target.closest("[data-order] > li");
  if (!item || item === dragged) return;
  const middle = item.getBoundingClientRect().top + item.offsetHeight / 2;
  list.insertBefore(dragged, event.clientY < middle ? item : item.nextSibling);
}

async function end() {
  const item = dragged;
  dragged = undefined;
  item.classList.remove("dragged");
  const distance = places().indexOf(item) - from;
  if (!distance) return;
  const answer = await move(item, distance).catch(() => undefined);
  // The page says which buttons are at the ends, and what others did meanwhile.
  location.assign(answer?.ok ? answer.url : location.pathname);
}

if (list) {
  for (const item of list.children) {
    const handle = document.createElement("span");
    handle.className = "drag-handle";
    handle.draggable = true;
    handle.title = "Sleep naar een andere plaats";
    handle.setAttribute("aria-hidden", "true");
    handle.addEventListener("dragstart", start);
    handle.addEventListener("dragend", end);
    item.querySelector(":scope > .action-head")?.prepend(handle);
  }
  list.addEventListener("dragover", over);
  list.addEventListener("drop", (event) => event.preventDefault());
}
