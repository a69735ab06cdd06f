"""One change for many entries at once: first as a plan that says exactly what will change, then carried out.

An entry to which the action does not apply is no mistake: it is in the plan with the reason. An entry that somebody
changed since the plan was shown is left alone.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import ValidationError

from kennisplatform.curation.writing import workflow
from kennisplatform.curation.writing.doubts import Doubt, doubts
from kennisplatform.curation.writing.editing import Author, Change, Editing, VersionConflict
from kennisplatform.entries import dates, problems
from kennisplatform.entries.document import Document
from kennisplatform.entries.entry_store import EntryStore
from kennisplatform.entries.history.repository import Revision
from kennisplatform.entries.models import Entry
from kennisplatform.vocabulary import Region, Sector, Status, Term, Theme

TRIES = 3
"""How often carrying out starts anew when somebody saves at the same moment."""


class ActionKind(Term):
    """What can be done to many entries at once."""

    PUBLISH = "publiceren", "Publiceren"
    ARCHIVE = "archiveren", "Archiveren"
    ADD = "toevoegen", "Thema, sector, regio of trefwoord toevoegen"
    REMOVE = "weghalen", "Thema, sector, regio of trefwoord verwijderen"
    REVIEW = "nakijken", "Datum om na te kijken kiezen"


class TagField(Term):
    """The fields of tags; the value is the key in the file."""

    THEME = "themas", "Thema"
    SECTOR = "sectoren", "Sector"
    REGION = "regios", "Veiligheidsregio"
    KEYWORD = "trefwoorden", "Trefwoord"


TERMS_OF: Mapping[TagField, type[Term]] = {
    TagField.THEME: Theme,
    TagField.SECTOR: Sector,
    TagField.REGION: Region,
}


@dataclass(frozen=True)
class Action:
    """What to do, with the tag or the date that belongs to it."""

    kind: ActionKind
    field: TagField | None = None
    value: str = ""
    day: date | None = None

    @property
    def shown_value(self) -> str:
        """The tag as people read it."""
        terms = TERMS_OF.get(self.field) if self.field else None
        return terms(self.value).label if terms else self.value

    @property
    def wanted(self) -> str:
        """What must be done, in words."""
        match self.kind:
            case ActionKind.PUBLISH | ActionKind.ARCHIVE:
                return self.kind.label
            case ActionKind.REVIEW:
                return f"Nakijken vóór {_shown(self.day, self)}"
        return f"{self._tag} {'toevoegen' if self.kind is ActionKind.ADD else 'verwijderen'}"

    @property
    def done(self) -> str:
        """What was done, for the history."""
        match self.kind:
            case ActionKind.PUBLISH:
                return "Gepubliceerd"
            case ActionKind.ARCHIVE:
                return "Gearchiveerd"
            case ActionKind.REVIEW:
                return f"Nakijken vóór {_shown(self.day, self)}"
        return f"{self._tag} {'toegevoegd' if self.kind is ActionKind.ADD else 'verwijderd'}"

    @property
    def _tag(self) -> str:
        return f"{self.field.label if self.field else ''} ‘{self.shown_value}’"


@dataclass(frozen=True)
class Proposal:
    """An entry that will change: which of its fields, from what to what, what may be a mistake, and the file after."""

    entry: Entry
    field: str
    before: str
    after: str
    doubts: tuple[Doubt, ...]
    document: Document
    version: str


@dataclass(frozen=True)
class NotApplicable:
    """An entry to which the action does not apply, and why (Dutch)."""

    entry: Entry
    reason: str


@dataclass(frozen=True)
class Plan:
    """What an action does to each of the chosen entries."""

    action: Action
    proposals: tuple[Proposal, ...]
    not_applicable: tuple[NotApplicable, ...]


@dataclass(frozen=True)
class Done:
    """What became of a plan: the revision, the entries in it, and those that somebody changed since it was shown."""

    revision: Revision | None
    changed: tuple[Entry, ...]
    left_alone: tuple[str, ...]


def plan(action: Action, entries: Collection[Entry], store: EntryStore) -> Plan:
    """Return what the action would do to these entries as they are now."""
    proposals: list[Proposal] = []
    not_applicable: list[NotApplicable] = []
    for entry in entries:
        found = _proposal(action, entry, store)
        if isinstance(found, Proposal):
            proposals.append(found)
        else:
            not_applicable.append(found)
    return Plan(action, tuple(proposals), tuple(not_applicable))


def carry_out(action: Action, versions: Mapping[str, str], editing: Editing, author: Author, remark: str) -> Done:
    """Do to these entries (slug and version tag as shown) what the plan said, in one revision."""
    for _ in range(TRIES):
        entries = editing.store.refresh().entries
        made = plan(action, [entries[slug] for slug in versions if slug in entries], editing.store)
        wanted = [found for found in made.proposals if found.version == versions[found.entry.slug]]
        changes = [Change(found.entry, found.document, found.version) for found in wanted]
        try:
            revision = editing.save(changes, author, remark) if changes else None
        except VersionConflict:
            continue
        changed = {found.entry.slug: found.entry for found in wanted}
        return Done(revision, tuple(changed.values()), tuple(slug for slug in versions if slug not in changed))
    return Done(None, (), tuple(versions))


def _proposal(action: Action, entry: Entry, store: EntryStore) -> Proposal | NotApplicable:
    try:
        document, version = store.document(entry)
    except VersionConflict:
        return NotApplicable(entry, "het bestand is op dit moment niet te lezen")
    changed = _changed(action, entry, document)
    if isinstance(changed, str):
        return NotApplicable(entry, changed)
    key, label, value = changed
    metadata = {**document.metadata, key: value}
    if value == []:
        del metadata[key]
    after = document.updated(metadata, document.body)
    try:
        changed_entry = type(entry).model_validate({**after.metadata, "slug": entry.slug, "body": after.body})
    except ValidationError as error:
        return NotApplicable(entry, next(problems.from_validation_error("", after, error)).reason)
    shown = _shown(document.metadata.get(key), action), _shown(value, action)
    return Proposal(entry, label, *shown, doubts(changed_entry, entry), after, version)


def _changed(action: Action, entry: Entry, document: Document) -> tuple[str, str, Any] | str:
    """Return the key, its label and its new value, or why nothing can change."""
    match action.kind:
        case ActionKind.PUBLISH:
            return _moved(entry, Status.PUBLISHED)
        case ActionKind.ARCHIVE:
            return _moved(entry, Status.ARCHIVED)
        case ActionKind.REVIEW if action.day:
            is_same = entry.review_due == action.day
            return "dit heeft deze datum al" if is_same else ("herzien-voor", "Nakijken vóór", str(action.day))
    assert action.field  # noqa: S101 (a tag action without a field is a mistake of the program)
    present = [str(tag) for tag in document.metadata.get(action.field) or ()]
    has_it = action.value.casefold() in (tag.casefold() for tag in present)
    if action.kind is ActionKind.ADD:
        return "dit heeft het al" if has_it else (str(action.field), action.field.label, _with(action, present))
    without = [tag for tag in present if tag.casefold() != action.value.casefold()]
    return (str(action.field), action.field.label, without) if has_it else "dit heeft het niet"


def _moved(entry: Entry, target: Status) -> tuple[str, str, Any] | str:
    if entry.status is target:
        return f"dit is al {target.label.lower()}"
    if workflow.transition(entry.status, target) is None:
        return "dit staat in het archief; haal het daar eerst uit"
    return "status", "Status", str(target)


def _with(action: Action, present: list[str]) -> list[str]:
    """Return the tags with one more, in the order of the vocabulary where there is one."""
    terms = TERMS_OF.get(action.field) if action.field else None
    if terms is None:
        return [*present, action.value]
    return sorted([*present, action.value], key=[str(term) for term in terms].index)


def _shown(value: object, action: Action) -> str:
    if isinstance(value, list | tuple):
        terms = TERMS_OF.get(action.field) if action.field else None
        return ", ".join(terms(tag).label if terms else str(tag) for tag in value) or "geen"
    if isinstance(value, str) and value in Status.__members__.values():
        return Status(value).label
    return dates.shown(str(value)) if value else "geen"
