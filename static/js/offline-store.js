// The one copy on this device: kept, read, made anew, wiped. It is in a cache of its own, and says whose it is.

const CACHE = "kopie";
const ADDRESS = "/offline/kopie";
const EVERYONE = "iedereen";
const FRESH = 10 * 60 * 1000; // milliseconds in which a copy is not made anew
const REFUSED = "geen-kopie-bewaren";

// Browsers offer both only on a secure connection.
export const canKeep = "serviceWorker" in navigator && "caches" in globalThis;

// Returns the copy, null when there is none.
export async function saved() {
  const cache = await caches.open(CACHE);
  const answer = await cache.match(ADDRESS);
  return answer ? answer.json() : null;
}

// Keeps what the visitor may see and returns it; fails when the site cannot be reached.
export async function save() {
  const copy = await put(await ask(ADDRESS));
  localStorage.removeItem(REFUSED);
  navigator.storage?.persist?.().catch(() => {}); // a favour: the browser may still decide to make room
  return copy;
}

export function wipe() {
  return caches.delete(CACHE);
}

// Wipes the copy and remembers that it was not wanted, so that an installed site does not keep it again by itself.
export function remove() {
  localStorage.setItem(REFUSED, "ja");
  return wipe();
}

export function isRefused() {
  return localStorage.getItem(REFUSED) !== null;
}

// Wipes the copy of somebody else and makes an old one anew. `owner` is for whom the page was made; a page that does
// not know (it may come from the cache) leaves it to the answer of the site. Returns the copy that is left.
export async function refresh(owner) {
  const copy = await saved();
  if (!copy) return null;
  const isPublic = copy.eigenaar === EVERYONE;
  if (owner && !isPublic && owner !== copy.eigenaar) return forget();
  if (owner && Date.now() - Date.parse(copy.gemaakt) < FRESH) return copy;
  let answer;
  try {
    // A copy for everyone stays one: a member who logs in on a shared device did not ask for more.
    answer = await ask(isPublic ? `${ADDRESS}?voor=${EVERYONE}` : ADDRESS);
  } catch {
    return copy;
  }
  const found = await answer.clone().json();
  return found.eigenaar === copy.eigenaar ? put(answer) : forget();
}

async function ask(address) {
  const answer = await fetch(address, { cache: "no-store", headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer;
}

async function put(answer) {
  const cache = await caches.open(CACHE);
  const copy = await answer.clone().json();
  await cache.put(ADDRESS, answer);
  return copy;
}

async function forget() {
  await wipe();
  return null;
}
