"""Links and footnotes as other programs write them, as ours."""

from __future__ import annotations

import re
from urllib.parse import parse_qs

from bs4 import BeautifulSoup
from bs4.element import NavigableString

from kennisplatform import outside
from kennisplatform.entries.text.rendering import PROTOCOLS

_FOOTNOTE = re.compile(
    r"#(?:_(?:ftn|edn)(?P<word>ref)?|ftnt(?P<google>_ref)?|sd(?:foot|end)note(?=\d+(?:sym|(?P<libre>anc))))(?P<number>\d{1,4})"
    r"(?:sym|anc)?"
)
"""Where the number of a footnote leads to; with a group, that at the note itself. Of Word, Google and LibreOffice."""
_LEADS = re.compile(rf"(?:{'|'.join(PROTOCOLS)}):|[^:]*(?:[/?#]|$)", re.IGNORECASE)
"""The beginning of an address that readers may be led to: of a known protocol, or of this site."""
_GUARD = ".safelinks.protection.outlook.com"
"""Where Outlook leads a link first. Its address tells whose mail the link was in."""
_ENDS_A_LINK = re.compile(r"[\s()<>]")


def footnotes(tree: BeautifulSoup) -> None:
    """Write footnotes as ours."""
    for link in tree.find_all("a"):
        if found := _FOOTNOTE.fullmatch(str(link.get("href") or "").strip()):
            is_note = found["word"] or found["google"] or found["libre"]
            place = link if link.parent is None or link.parent.name != "sup" else link.parent
            after = place.next_sibling
            if is_note and isinstance(after, NavigableString):
                after.replace_with(f" {after.lstrip()}")
            place.replace_with(f"[^{found['number']}]{':' if is_note else ''}")


def links(tree: BeautifulSoup) -> None:
    """Write each link so that it is read as one, and let go of those that lead nowhere here."""
    for link in tree.find_all("a"):
        target = _unguarded(str(link.get("href") or "").strip())
        if not target or target.startswith("#") or not _LEADS.match(target) or not link.get_text(strip=True):
            link.name = "span"
            continue
        link["href"] = _ENDS_A_LINK.sub(
            lambda found: f"%{ord(found[0]):02X}" if found[0] < "\x80" else "%20", outside.with_scheme(target)
        )
        for text in link.find_all(string=re.compile(r"[\[\]]")):
            text.replace_with(NavigableString(re.sub(r"([\[\]])", r"\\\1", text)))


def _unguarded(target: str) -> str:
    """Return where a link of Outlook leads in the end."""
    parts = outside.split_url(target)
    if parts is None or not (parts.hostname or "").endswith(_GUARD):
        return target
    return next(iter(parse_qs(parts.query).get("url", ())), target)
