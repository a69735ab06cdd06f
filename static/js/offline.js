// On every page: lets the browser keep "Zonder internet", keeps the copy up to date, and wipes it when its owner logs
// out. An installed site keeps a copy by itself; in a browser the visitor asks for it.

import { canKeep, isRefused, refresh, save, wipe } from "./offline-store.js";

const owner = document.querySelector("meta[name=copy-owner]")?.content;

async function care() {
  const copy = await refresh(owner);
  const isInstalled = matchMedia("(display-mode: standalone)").matches;
  if (!copy && isInstalled && !isRefused()) await save();
}

if (canKeep) {
  // All of it is extra: where it fails, such as in a private window, the site works as without it.
  addEventListener("load", () => navigator.serviceWorker.register("/service-worker.js").catch(() => {}));
  addEventListener("appinstalled", () => save().catch(() => {}));
  for (const form of document.querySelectorAll("form[data-log-out]")) form.addEventListener("submit", () => wipe());
  if (owner) care().catch(() => {});
}
