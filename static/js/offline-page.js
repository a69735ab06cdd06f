// The page "Zonder internet": shows the copy on this device, keeps or removes it. It may come from the cache, at any
// address, so it asks the site itself whose copy may be shown.

import "./offline-order.js";
import "./offline-view.js";
import { canKeep, refresh, remove, save } from "./offline-store.js";

const find = (selector) => document.querySelector(selector);
const state = find("[data-copy-state]");
const keep = find("[data-copy-keep]");
const drop = find("[data-copy-drop]");
const isOffline = !navigator.onLine || location.pathname !== "/offline";

function show(copy) {
  find("#kopie").hidden = !copy;
  drop.hidden = !copy;
  keep.hidden = isOffline;
  keep.textContent = copy ? "Maak de kopie opnieuw" : "Bewaar op dit toestel";
  find("[data-copy-asleep]").hidden = !copy?.isAsleep || isOffline;
  find("[data-copy-until]").hidden = !copy?.blijftTot;
  find("[data-copy-until] strong").textContent = copy?.blijftTotInWoorden ?? "";
  if (copy) globalThis.offlineView.show(copy);
  if (copy?.wasReplaced) tell("De kopie voor leden is verlopen. Dit is de kopie met wat iedereen mag zien. Log in om weer een kopie voor leden te bewaren.");
  else if (!copy && isOffline) tell("Op dit toestel staat geen kopie. Bewaar er een zodra er weer internet is.");
  else if (!copy) tell("Op dit toestel staat nog geen kopie.");
}

function tell(text) {
  state.textContent = text;
}

async function whenPressed() {
  tell("Bezig met bewaren …");
  try {
    show(await save());
    tell("De kopie staat op dit toestel. U kunt hem nu ook zonder internet lezen.");
  } catch {
    tell("Bewaren is niet gelukt. Kijk of er internet is en probeer het opnieuw.");
  }
}

async function whenDropped() {
  await remove();
  show(null);
  tell("De kopie is van dit toestel verwijderd.");
}

if (isOffline) {
  document.documentElement.classList.add("is-offline");
  find("[data-copy-offline]").hidden = false;
  find("[data-copy-online]").hidden = true;
  find("[data-copy-retry]").addEventListener("click", () => location.reload());
}
if (canKeep) {
  keep.addEventListener("click", whenPressed);
  drop.addEventListener("click", whenDropped);
  document.documentElement.classList.add("looks-for-copy");
  try {
    show(await refresh());
  } catch {
    tell("Uw browser bewaart voor deze site niets. Een kopie kan daarom niet.");
  } finally {
    document.documentElement.classList.remove("looks-for-copy");
  }
} else {
  tell("Uw browser kan op deze verbinding geen kopie bewaren.");
}
