// Puts text in a text field where the caret was, so that Ctrl+Z takes it out again.

const BLOCK = /\n|^(#{1,6} |[-*+] |\d{1,9}[.)] |\||>|```)/;

export function insert(area, text) {
  area.focus();
  // The old command is the only one that leaves Ctrl+Z working.
  if (!document.execCommand("insertText", false, text)) {
    area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

// Remembers where the caret is; what was typed before or after it meanwhile does not matter.
export function placeOf(area) {
  const before = area.value.slice(0, area.selectionStart);
  const after = area.value.slice(area.selectionEnd);
  return () => {
    const isWhole = area.value.startsWith(before) && area.value.length >= before.length + after.length;
    if (isWhole && area.value.endsWith(after)) {
      area.setSelectionRange(before.length, area.value.length - after.length);
    } else if (area.value.startsWith(before)) {
      area.setSelectionRange(before.length, before.length);
    } else if (area.value.endsWith(after)) {
      area.setSelectionRange(area.value.length - after.length, area.value.length - after.length);
    }
  };
}

// A block (a list, a heading, paragraphs) gets lines of its own; so does anything after a heading.
export function insertPasted(area, text) {
  const before = area.value.slice(0, area.selectionStart);
  const after = area.value.slice(area.selectionEnd);
  const line = before.slice(before.lastIndexOf("\n") + 1);
  const isInHeading = /^#{1,6}\s/.test(line) && (!after || after.startsWith("\n"));
  if (!BLOCK.test(text) && !isInHeading) {
    insert(area, text);
    return;
  }
  const opened = !before.trim() || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  const closed = !after.trim() || after.startsWith("\n\n") ? "" : after.startsWith("\n") ? "\n" : "\n\n";
  insert(area, opened + text + closed);
}
