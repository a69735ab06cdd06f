// What a browser keeps of this site. A setting or a policy may refuse that, and asking for it then fails.

// `kind` is `localStorage` or `sessionStorage`; null where it is refused.
export function storage(kind) {
  try {
    return globalThis[kind];
  } catch {
    return null;
  }
}
