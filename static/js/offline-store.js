// The one copy on this device: kept, read, renewed, wiped. It is in a cache of its own, and says whose it is and until
// when it stays. A session that ends is no reason to wipe it: that is the night it is for. Only logging out, another
// account and its last day do; what everyone may see is kept beside it, and stays when the rest goes.

import { storage } from "./storage.js";

const CACHE = "kopie";
const ADDRESS = "/offline/kopie";
const PUBLIC = `${ADDRESS}?voor=iedereen`;
const EVERYONE = "iedereen";
const FRESH = 10 * 60 * 1000; // milliseconds in which a copy is not renewed
const REFUSED = "geen-kopie-bewaren";
const wishes = storage("localStorage");

// Browsers offer both only on a secure connection.
export const canKeep = "serviceWorker" in navigator && "caches" in globalThis;

// Returns the copy, null when there is none; one whose last day is over makes way for what everyone may see.
export async function saved() {
  const copy = await read(ADDRESS);
  if (!copy || !isOver(copy)) return copy;
  const cache = await caches.open(CACHE);
  const left = await cache.match(PUBLIC);
  if (!left) return forget();
  await cache.put(ADDRESS, left);
  return { ...(await read(ADDRESS)), wasReplaced: true };
}

// Keeps what the visitor may see and returns it; fails when the site cannot be reached.
export async function save() {
  const copy = await put(ADDRESS, await ask(ADDRESS));
  await put(PUBLIC, await ask(PUBLIC));
  wishes?.removeItem(REFUSED);
  navigator.storage?.persist?.().catch(() => {}); // a favour: the browser may still decide to make room
  return copy;
}

export function wipe() {
  return caches.delete(CACHE);
}

// Wipes the copy and remembers that it was not wanted, so that an installed site does not keep it again by itself.
export async function remove() {
  await wipe();
  try {
    wishes?.setItem(REFUSED, "ja");
  } catch { /* no room: an installed site keeps a copy again at a next visit */ }
}

export function isRefused() {
  return (wishes?.getItem(REFUSED) ?? null) !== null;
}

// Wipes the copy of another account and renews an old one. `owner` is for whom the page was made; a page that does not
// know (it may come from the cache) leaves it to the answer of the site. Returns the copy that is left; `isAsleep` says
// that its owner is not logged in, so that it cannot be renewed.
export async function refresh(owner) {
  const copy = await saved();
  if (!copy) return null;
  const isPublic = copy.eigenaar === EVERYONE;
  if (owner && !isPublic && owner !== copy.eigenaar && owner !== EVERYONE) return forget();
  if (owner === EVERYONE && !isPublic) return { ...copy, isAsleep: true };
  if (owner && Date.now() - Date.parse(copy.gemaakt) < FRESH) return copy;
  let answer;
  try {
    // A copy for everyone stays one: a member who logs in on a shared device did not ask for more.
    answer = await ask(isPublic ? PUBLIC : ADDRESS);
  } catch {
    return copy;
  }
  const found = await answer.clone().json();
  if (found.eigenaar !== copy.eigenaar) return found.eigenaar === EVERYONE ? { ...copy, isAsleep: true } : forget();
  return { ...(await put(ADDRESS, answer)), wasReplaced: copy.wasReplaced };
}

function isOver(copy) {
  return Boolean(copy.blijftTot) && Date.now() > Date.parse(copy.blijftTot);
}

async function ask(address) {
  const answer = await fetch(address, { cache: "no-store", headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer;
}

async function read(address) {
  const cache = await caches.open(CACHE);
  const answer = await cache.match(address);
  return answer ? answer.json() : null;
}

async function put(address, answer) {
  const cache = await caches.open(CACHE);
  const copy = await answer.clone().json();
  await cache.put(address, answer);
  return copy;
}

async function forget() {
  await wipe();
  return null;
}
