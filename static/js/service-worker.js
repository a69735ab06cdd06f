// Keeps the page "Zonder internet" and the files it needs, and shows that page when the site cannot be reached.
// The site puts SHELL (addresses to keep) and VERSION before this text. Pages are kept as a visitor gets them; of what
// somebody who is logged in sees nothing is kept here. The copy of contacts is put in a cache of its own by the page.

const SHELL_CACHE = `schil-${VERSION}`;
const OFFLINE_PAGE = SHELL[0];
const SHELL_PATHS = new Set(SHELL.slice(1).map((address) => new URL(address, location.origin).pathname));
const PATIENCE = 20_000; // milliseconds: an overloaded net is as bad as none
const UNREACHABLE = new Set([502, 504]); // from whatever stands before the site, when the site itself does not answer

self.addEventListener("install", (event) => {
  event.waitUntil(keepShell().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(forgetOlder().then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(pageOrOffline(request));
  else if (SHELL_PATHS.has(address.pathname)) event.respondWith(fileOrKept(request));
});

async function keepShell() {
  const cache = await caches.open(SHELL_CACHE);
  // Without cookies: the page that is kept is that of a visitor, whoever is logged in.
  await cache.addAll(SHELL.map((address) => new Request(address, { credentials: "omit", cache: "reload" })));
}

async function forgetOlder() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("schil-") && name !== SHELL_CACHE).map((name) => caches.delete(name)));
}

async function pageOrOffline(request) {
  let timer;
  const tooLong = new Promise((_, reject) => { timer = setTimeout(() => reject(new Error("too long")), PATIENCE); });
  try {
    const answer = await Promise.race([fetch(request), tooLong]);
    return UNREACHABLE.has(answer.status) ? (await kept(OFFLINE_PAGE)) ?? answer : answer;
  } catch {
    return (await kept(OFFLINE_PAGE)) ?? Response.error();
  } finally {
    clearTimeout(timer);
  }
}

async function fileOrKept(request) {
  try {
    return await fetch(request);
  } catch {
    return (await kept(request)) ?? Response.error();
  }
}

async function kept(request) {
  const cache = await caches.open(SHELL_CACHE);
  return cache.match(request, { ignoreSearch: true, ignoreVary: true });
}
