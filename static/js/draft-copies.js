// Copies of what was typed, in this tab, for when it could not be sent in time: a large text when the page was left, or a
// session that had ended. The next page with this script sends them; the server takes what was typed last.

import { storage } from "./storage.js";

const PREFIX = "onbewaard:";
const copies = storage("sessionStorage");

export function keepCopy(key, form) {
  try {
    const fields = [...new FormData(form)].filter(([, value]) => typeof value === "string");
    copies?.setItem(PREFIX + key, JSON.stringify(fields));
  } catch { /* no room: the notice on the page says that it is not kept */ }
}

export function dropCopy(key) {
  copies?.removeItem(PREFIX + key);
}

// Sends all copies but the one of an open form; returns the keys of the drafts that they are now.
export async function sendCopies(address, token, open = "") {
  const sent = [];
  for (const name of Object.keys(copies ?? {}).filter((one) => one.startsWith(PREFIX) && one !== PREFIX + open)) {
    const body = new FormData();
    for (const [field, value] of JSON.parse(copies.getItem(name))) {
      body.append(field, field === "csrf_token" ? token : value);
    }
    try {
      const response = await fetch(address, { method: "POST", body });
      const isOfAnother = response.status === 403;
      if (response.ok && !response.redirected) sent.push(name.slice(PREFIX.length));
      if (isOfAnother || (response.ok && !response.redirected)) copies.removeItem(name);
    } catch { /* no connection: another time */ }
  }
  return sent;
}

const list = document.querySelector("[data-keep-copies]");
if (list) {
  sendCopies(list.dataset.keepCopies, list.dataset.token).then((sent) => {
    if (sent.length) location.reload();
  });
}
