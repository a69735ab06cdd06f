"""From a filled form to a saved entry, or to what stands in the way: faults, or somebody who saved first.

Nothing is ever written over: a form that started from an older version is merged with what is there now, and comes back
to be looked at before it is saved.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import ValidationError

from kennisplatform import dutch_time
from kennisplatform.curation.editor import form_values
from kennisplatform.curation.editor.advice import preview_of
from kennisplatform.curation.editor.fields import Widget
from kennisplatform.curation.editor.form_data import FormData
from kennisplatform.curation.editor.form_errors import WHOLE_FORM, Errors, errors_of
from kennisplatform.curation.editor.opened_entry import OpenedEntry, document_of_version, opened
from kennisplatform.curation.writing import merging, slugs
from kennisplatform.curation.writing.doubts import Doubt, doubts
from kennisplatform.curation.writing.editing import Author, CannotWrite, Change, Editing, SlugTaken, VersionConflict
from kennisplatform.curation.writing.workflow import transition
from kennisplatform.entries import dates, problems
from kennisplatform.entries.document import Document
from kennisplatform.entries.history.repository import History, HistoryUnusable
from kennisplatform.entries.models import Entry, Page
from kennisplatform.entries.rules import date_rules
from kennisplatform.vocabulary import Status

SLUG = "slug"
CHECKED = "nagelezen"
"""The tick with which somebody says that they read the sources."""
CHECKED_ON = "bijgewerkt"


@dataclass(frozen=True)
class Ready:
    """What a form means, without faults: the entry, and its file as it must become."""

    entry: Entry | Page
    document: Document
    is_changed: bool


@dataclass(frozen=True)
class Saved:
    """It is saved; `is_changed` is False when nothing was to be saved, or when this form was sent and saved before."""

    entry: Entry | Page
    is_changed: bool = True
    was_sent_before: bool = False


@dataclass(frozen=True)
class Faults:
    """It cannot be saved like this: per key of a field what is wrong."""

    errors: Errors


@dataclass(frozen=True)
class Doubtful:
    """It can be saved, once somebody has read this and still wants it."""

    doubts: tuple[Doubt, ...]


@dataclass(frozen=True)
class Overtaken:
    """Somebody saved first. `typed` is the merged form, for `present`; with conflicts it holds my side of them."""

    present: OpenedEntry
    typed: FormData
    conflicts: tuple[merging.Conflict, ...] = field(default=())


@dataclass(frozen=True)
class Gone:
    """The entry is no longer there under this name."""


LONGEST_REMARK = 500
TAKEN = "Deze naam bestaat al. Kies een andere."
REMARK_TOO_LONG = f"Dit is te lang: hoogstens {LONGEST_REMARK} tekens."

Outcome = Saved | Faults | Doubtful | Overtaken | Gone


@dataclass(frozen=True)
class Submission:
    """A form as it was sent: from which version it started, the status it must get, and why.

    `confirmed` are the texts of the doubts that were shown with it.
    """

    opened: OpenedEntry
    typed: FormData
    base_version: str
    target: Status | None = None
    remark: str = ""
    confirmed: frozenset[str] = frozenset()


def save(submission: Submission, editing: Editing, author: Author) -> Outcome:
    """Save a form, or say what stands in the way."""
    try:
        return (
            _save_new(submission, editing, author) if submission.opened.is_new else _save(submission, editing, author)
        )
    except (CannotWrite, HistoryUnusable) as refused:
        return Faults({WHOLE_FORM: (f"Bewaren kan nu niet: {refused}.",)})


def judged(submission: Submission, history: History) -> Ready | Faults | Doubtful | Overtaken:
    """Return what saving the form of an entry that is there would write, or what stands in the way."""
    found = submission.opened
    base = document_of_version(found, submission.base_version, history)
    mine = document_of(found, submission.typed, base)
    if submission.base_version != found.version:
        overtaken = merged_into(found, submission.typed, base, mine)
        if overtaken.conflicts or not differ_outside_the_form_only(found, base):
            return overtaken
        mine = document_of(found, overtaken.typed)
    return _ready(submission, mine, found.slug)


def _save(submission: Submission, editing: Editing, author: Author) -> Outcome:
    found = submission.opened
    ready = judged(submission, editing.history)
    if isinstance(ready, Overtaken):
        base = document_of_version(found, submission.base_version, editing.history)
        return _saved_before(submission, found, base) or ready
    if not isinstance(ready, Ready):
        return ready
    try:
        return _write(ready, submission, editing, author)
    except VersionConflict:
        present = opened(found.slug, editing.store)
        if present is None:
            return Gone()
        base = document_of_version(found, submission.base_version, editing.history)
        mine = document_of(found, submission.typed, base)
        return _saved_before(submission, present, base) or merged_into(present, submission.typed, base, mine)


def _saved_before(submission: Submission, present: OpenedEntry | None, base: Document | None) -> Saved | None:
    """Return the entry when it is just what this form makes of `base`: the form was sent twice. Else None."""
    before = replace(submission.opened, document=base)
    is_known = base is not None or not submission.base_version
    if present is None or present.document is None or present.model is not before.model or not is_known:
        return None
    meant = _ready(replace(submission, opened=before), document_of(before, submission.typed, base), present.slug)
    if not isinstance(meant, Ready) or meant.document.source != present.document.source:
        return None
    return Saved(meant.entry, is_changed=False, was_sent_before=True)


def document_of(found: OpenedEntry, typed: FormData, base: Document | None = None) -> Document:
    """Return the file that a form means; what the form does not know stays as it is in `base`, else as it is now."""
    origin = base or found.document
    metadata = form_values.metadata_of(typed, found.fields, origin.metadata if origin else {})
    if origin:
        return origin.updated(metadata, form_values.body_of(typed, origin.body))
    return Document.new(_in_order(found, metadata), form_values.body_of(typed))


def _save_new(submission: Submission, editing: Editing, author: Author) -> Outcome:
    typed = submission.typed
    slug = typed.one(SLUG).strip() or slugs.proposed(typed.one("titel"))
    faults = {SLUG: (reason,)} if (reason := _reason_against(slug, typed.one("titel"), editing)) else {}
    found = submission.opened
    if reason == TAKEN and (saved := _saved_before(submission, opened(slug, editing.store), None)):
        return saved
    ready = _ready(submission, document_of(found, typed), "nieuw" if faults or not slug else slug)
    if isinstance(ready, Faults):
        return Faults({**ready.errors, **faults})
    if faults:
        return Faults(faults)
    if isinstance(ready, Doubtful):
        return ready
    try:
        return _write(ready, submission, editing, author)
    except (SlugTaken, VersionConflict):
        return _saved_before(submission, opened(slug, editing.store), None) or Faults({SLUG: (TAKEN,)})


def _reason_against(slug: str, title: str, editing: Editing) -> str:
    if not slug and not title.strip():
        return ""  # that there is no title is said beside the title
    if not slug:
        return "Van deze titel kunnen wij geen adres maken. Geef zelf een naam, zoals nooddrinkwater-in-zwolle."
    if not slugs.is_name(slug):
        return "Gebruik alleen kleine letters, cijfers en streepjes, zoals nooddrinkwater-in-zwolle."
    return TAKEN if slugs.is_taken(slug, editing.store) else ""


def _ready(submission: Submission, document: Document, slug: str) -> Ready | Faults | Doubtful:
    """Return what would be saved, with its status and the day of checking; nothing is written."""
    found = submission.opened
    errors = _unread(found, submission.typed)
    target = submission.target or found.status
    if target is not found.status:
        step = transition(found.status, target)
        if step is None:
            errors[WHOLE_FORM] = (f"Van ‘{found.status.label}’ kan dit niet ‘{target.label}’ worden.",)
        elif step.needed_remark and not submission.remark:
            errors["opmerking"] = (f"Schrijf {step.needed_remark}.",)
    if len(submission.remark) > LONGEST_REMARK:
        errors["opmerking"] = (REMARK_TOO_LONG,)
    after = _stamped(found, document, target, is_checked=bool(submission.typed.one(CHECKED)))
    is_changed = found.document is None or after.source != found.document.source
    entry = validated(found, after, slug, submission.typed)
    if isinstance(entry, Faults):
        return Faults({**entry.errors, **errors})
    for breach in date_rules.breaches(entry, dutch_time.today()):
        errors.setdefault(breach.field, (problems.as_sentence(breach.reason),))
    if errors:
        return Faults(errors)
    asked = doubts(entry, _present(found)) if is_changed else ()
    is_confirmed = submission.confirmed.issuperset(doubt.text for doubt in asked)
    return Ready(entry, after, is_changed) if is_confirmed else Doubtful(asked)


def _present(found: OpenedEntry) -> Entry | Page | None:
    document = found.document
    return preview_of(found.model, found.slug, document.metadata, document.body) if document else None


def _write(ready: Ready, submission: Submission, editing: Editing, author: Author) -> Saved:
    if ready.is_changed:
        change = Change(ready.entry, ready.document, submission.opened.version or None)
        step = transition(submission.opened.status, ready.entry.status)
        remark = submission.remark
        editing.save([change], author, step.message(remark, ready.entry.title) if step else remark)
    return Saved(ready.entry, ready.is_changed)


def validated(found: OpenedEntry, document: Document, slug: str, typed: FormData) -> Entry | Page | Faults:
    """Return the entry that a document makes, or what its model refuses of the form that it was made of."""
    try:
        return found.model.model_validate(document.values_for(slug))
    except ValidationError as error:
        return Faults(errors_of(error, found.fields, typed))


def _unread(found: OpenedEntry, typed: FormData) -> dict[str, tuple[str, ...]]:
    """Report what the model would refuse in words that fit a file better than a form, and searches left undecided."""
    errors: dict[str, tuple[str, ...]] = {}
    for one in found.fields:
        text = typed.one(one.key).strip()
        if one.widget is Widget.DAY and text and dates.read_day(text) is None:
            errors[one.key] = (f"‘{text[:40]}’ is geen datum. Schrijf bijvoorbeeld {dates.EXAMPLES}.",)
        for name, values in typed.values.items():
            searched = name.removeprefix("zoek:")
            is_of_field = searched == one.key or searched.startswith(f"{one.key}-")
            if name.startswith("zoek:") and is_of_field and values[0].strip():
                reason = f"U zocht ‘{values[0].strip()[:60]}’, maar koos nog niets. Kies, of maak het zoekveld leeg."
                errors[one.key] = (reason,)
    return errors


def _stamped(found: OpenedEntry, document: Document, target: Status, *, is_checked: bool) -> Document:
    """Note the status, and that the sources were read today when somebody says so and names no other day."""
    before = found.document.metadata.get(CHECKED_ON) if found.document else None
    changed: dict[str, Any] = {}
    if is_checked and document.metadata.get(CHECKED_ON) == before:
        changed[CHECKED_ON] = dutch_time.today().isoformat()
    if target is not found.status:
        changed["status"] = str(target)
    return document.updated({**document.metadata, **changed}, document.body)


def merged_into(present: OpenedEntry, typed: FormData, base: Document | None, mine: Document) -> Overtaken:
    """Merge my form, and the document that it means, with what there is now.

    Without a base all that differs is a conflict.
    """
    assert present.document is not None  # noqa: S101 -- who was overtaken was overtaken by a file
    merge = merging.merge(base, mine, present.document)
    fields = form_values.form_data_of(merge.proposal, present.fields)
    of_fields = fields_only(present, typed).values
    others = {name: values for name, values in typed.values.items() if name not in of_fields}
    return Overtaken(present, FormData({**others, **fields.values}), merge.conflicts)


def differ_outside_the_form_only(found: OpenedEntry, base: Document | None) -> bool:
    """Tell whether all that changed since is what no form shows, such as attachments: there is nothing to look at."""
    if base is None or found.document is None:
        return False
    before, now = (form_values.form_data_of(document, found.fields) for document in (base, found.document))
    return before.without(CHECKED_ON) == now.without(CHECKED_ON)


def fields_only(found: OpenedEntry, typed: FormData) -> FormData:
    """Return what is typed in the fields of an entry, without what a form says of itself."""
    return FormData(
        {
            name: values
            for name, values in typed.values.items()
            if any(name == one.key or name.startswith(f"{one.key}-") for one in found.fields)
        }
    )


def _in_order(found: OpenedEntry, metadata: Mapping[str, Any]) -> dict[str, Any]:
    """Return the keys of a new file in the order of the model, with the status it starts with."""
    known = {"status": str(Status.CONCEPT), **metadata}
    known.setdefault("soort", found.kind)
    keys = [info.alias or name for name, info in found.model.model_fields.items()]
    return {key: known[key] for key in keys if key in known}
