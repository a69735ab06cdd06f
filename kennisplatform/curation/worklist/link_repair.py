"""One address of another site that is replaced, or removed, in every entry and page that points at it, as one save.

First a plan says for each of them what changes and what does not, and why; then it is carried out. A source that
something else in its entry names, and a link within running text, are not removed: there a person must write.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from kennisplatform import outside
from kennisplatform.curation.worklist.link_check import external_links, links_in_text
from kennisplatform.curation.writing.editing import Author, Change, Editing, VersionConflict
from kennisplatform.dutch_text import counted
from kennisplatform.entries import problems
from kennisplatform.entries.document import Document
from kennisplatform.entries.entry_store import EntryStore
from kennisplatform.entries.history.repository import Revision
from kennisplatform.entries.models import Entry, Page

TRIES = 3
"""How often carrying out starts anew when somebody saves at the same moment."""
LONGEST_IN_MESSAGE = 120
SOURCES = "bronnen"
WEBSITE = "website"
NAMED_SOURCE = "bron"
"""The key by which another part of an entry names the title of one of its sources."""
NOT_TO_READ = "het bestand is op dit moment niet te lezen"
IN_TEXT = "een link in de tekst"


@dataclass(frozen=True)
class Repair:
    """What is to be done with an address, as the link check knows it: replaced by `new`, or removed without one.

    `new` is in its normal form (`outside.normal_address`).
    """

    old: str
    new: str | None = None

    @property
    def message(self) -> str:
        """What was done, for the history."""
        if self.new is None:
            return f"Adres verwijderd: {shortened(self.old)}"
        return f"Adres vervangen: {shortened(self.old)} is nu {shortened(self.new)}"


@dataclass(frozen=True)
class Proposal:
    """An entry or page that points at the address: what of it changes and what stays as it is, in Dutch.

    `document` is what it becomes; `version` is that of the file as it is now, None when it could not be read.
    """

    content: Entry | Page
    changes: tuple[str, ...]
    stays: tuple[str, ...]
    document: Document | None = None
    version: str | None = None


@dataclass(frozen=True)
class Done:
    """What became of a repair: the revision, where it changed something, where it did not, and who was overtaken."""

    revision: Revision | None
    changed: tuple[Proposal, ...]
    stays: tuple[Proposal, ...]
    overtaken: tuple[str, ...] = ()


def plan(repair: Repair, store: EntryStore) -> tuple[Proposal, ...]:
    """Return what a repair does to everything that points at its address now."""
    catalogue = store.catalogue
    slugs = external_links(catalogue).get(repair.old, ())
    return tuple(_proposal(repair, catalogue.entries.get(slug) or catalogue.pages[slug], store) for slug in slugs)


def carry_out(repair: Repair, editing: Editing, author: Author, shown: Mapping[str, str] | None = None) -> Done:
    """Do what the plan says, in one revision.

    With `shown` (version tags by slug) only where nobody saved since that was shown. Raises `CannotWrite`.
    """
    for _ in range(TRIES):
        editing.store.refresh()
        proposals = plan(repair, editing.store)
        wanted = [one for one in proposals if one.changes and _is_as_shown(one, shown)]
        changes = [Change(one.content, one.document, one.version) for one in wanted if one.document]
        count = counted(len(changes), "vermelding", "vermeldingen")
        try:
            revision = editing.save(changes, author, f"{repair.message} ({count})") if changes else None
        except VersionConflict:
            continue
        overtaken = () if shown is None else tuple(sorted(shown.keys() - {one.content.slug for one in wanted}))
        return Done(revision, tuple(wanted), tuple(one for one in proposals if one.stays), overtaken)
    return Done(None, (), (), tuple(one.content.slug for one in proposals))


def shortened(address: str) -> str:
    """Return an address of bounded length, for one line."""
    return address if len(address) <= LONGEST_IN_MESSAGE else f"{address[:LONGEST_IN_MESSAGE]}…"


def _is_as_shown(proposal: Proposal, shown: Mapping[str, str] | None) -> bool:
    return shown is None or shown.get(proposal.content.slug) == proposal.version


def _proposal(repair: Repair, content: Entry | Page, store: EntryStore) -> Proposal:
    try:
        document, version = store.document(content)
    except VersionConflict:
        return Proposal(content, (), (NOT_TO_READ,))
    metadata, body = dict(document.metadata), document.body
    changes: list[str] = []
    stays: list[str] = []
    if isinstance(sources := metadata.get(SOURCES), list):
        metadata[SOURCES] = list(_sources(repair, sources, metadata, changes, stays))
        if not metadata[SOURCES]:
            del metadata[SOURCES]
    if _is(repair.old, metadata.get(WEBSITE)):
        changes.append("het veld Website")
        website = _moved(repair, str(metadata.pop(WEBSITE)))
        metadata |= {WEBSITE: website} if website else {}
    if repair.old in links_in_text(body):
        repaired = _text(repair, body)
        (stays if repaired is None else changes).append(IN_TEXT)
        body = body if repaired is None else repaired
    after = document.updated(metadata, body)
    try:
        type(content).model_validate(after.values_for(content.slug))
    except ValidationError as error:
        return Proposal(content, (), (next(problems.from_validation_error("", after, error)).reason,))
    return Proposal(content, tuple(changes), tuple(stays), after, version)


def _sources(
    repair: Repair, sources: list[Any], metadata: Mapping[str, Any], changes: list[str], stays: list[str]
) -> Iterator[Any]:
    """Yield the sources that stay, as they become; say what changes and what does not."""
    named = set(_named_sources({key: value for key, value in metadata.items() if key != SOURCES}))
    for source in sources:
        address = source.get("url") if isinstance(source, dict) else None
        if not _is(repair.old, address):
            yield source
            continue
        what = f"de bron ‘{source.get('titel', '')}’"
        if repair.new is not None:
            changes.append(what)
            yield {**source, "url": _moved(repair, str(address))}
        elif source.get("titel") in named:
            stays.append(f"{what}: een ander veld van deze vermelding noemt deze bron")
            yield source
        else:
            changes.append(what)


def _named_sources(value: object) -> Iterator[str]:
    """Yield the titles of sources that stand anywhere else in the front matter."""
    if isinstance(value, list):
        for item in value:
            yield from _named_sources(item)
    if isinstance(value, dict):
        for key, item in value.items():
            if key == NAMED_SOURCE and isinstance(item, str):
                yield item
            yield from _named_sources(item)


def _is(address: str, value: object) -> bool:
    """Tell whether a value of the front matter is this address, as the link check knows it."""
    normal = outside.normal_address(value) if isinstance(value, str) else None
    return normal is not None and normal.partition("#")[0] == address


def _moved(repair: Repair, value: str) -> str | None:
    """Return what an address becomes; the place within the page goes along, unless the new address names one."""
    if repair.new is None:
        return None
    _, mark, place = value.partition("#")
    return repair.new if "#" in repair.new else f"{repair.new}{mark}{place}"


def _text(repair: Repair, body: str) -> str | None:
    """Return a text in which every link to the address leads to the new one and all else is as it was.

    None when that cannot be done by writing the one address for the other, for instance in the middle of another one.
    """
    if repair.new is None:
        return None
    whole = re.compile(rf"(?<![\w/=?&:.%#-]){re.escape(repair.old)}(?![\w/?&=%~+@:-]|[.,!]\w)(#[^\s<>()\[\]\"']*)?")
    after = whole.sub(lambda match: _moved(repair, match.group()) or "", body)
    new = repair.new.partition("#")[0]
    expected = tuple(new if link == repair.old else link for link in links_in_text(body))
    return after if links_in_text(after) == expected else None
