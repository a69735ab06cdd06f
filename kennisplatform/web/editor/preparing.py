"""The buttons of the editor that keep what is typed beside the page on the site, for review and for later.

What somebody else kept meanwhile is never written over: both come back in the form, to choose from.
"""

from __future__ import annotations

from dataclasses import replace

from kennisplatform import dutch_time
from kennisplatform.curation.editor import drafts, form_values
from kennisplatform.curation.editor.drafts import Draft
from kennisplatform.curation.editor.form_data import FormData
from kennisplatform.curation.editor.form_errors import WHOLE_FORM
from kennisplatform.curation.editor.opened_entry import OpenedEntry, document_of_version
from kennisplatform.curation.editor.submission import (
    CHECKED,
    CHECKED_ON,
    LONGEST_REMARK,
    REMARK_TOO_LONG,
    Faults,
    Submission,
    document_of,
    fields_only,
    judged,
    merged_into,
)
from kennisplatform.curation.prepared.prepared_changes import PreparedChange, PreparedText, SomebodyWasFirst, State
from kennisplatform.curation.writing.workflow import TO_LOOK_AT
from kennisplatform.entries import dates
from kennisplatform.site import site
from kennisplatform.vocabulary import Status
from kennisplatform.web.base import current
from kennisplatform.web.editor.form_view import PREPARED, EntryForm

ASKS_REVIEW = "vraag-beoordeling"
PREPARES = frozenset({"bereid-voor", ASKS_REVIEW})
"""What the buttons are called that prepare a change."""
AGAINST = "botst-met"
"""The hidden field that says that the other side of the conflicts in a form is a prepared change."""
AT_ONCE = "Iemand bewaarde op hetzelfde moment. Kies de knop nog een keer."
NOT_ON_THE_SITE = "Deze vermelding staat niet op de site. Bewaar haar gewoon: er verandert dan niets op de site."


def form_of_change(found: OpenedEntry, last_author: str) -> EntryForm | None:
    """Return the form of the change beside an entry, with what went live since; None when there is none."""
    change = site.prepared_changes.of(found.slug)
    if change is None:
        return None
    expected = site.publication.outlook(change)
    typed = expected.typed.changed({PREPARED: (change.tag,), "opmerking": (change.remark,)})
    mine = tuple(draft for draft in site.drafts.of(current.signed_in().account.id) if draft.slug == found.slug)
    return EntryForm(
        found,
        typed,
        drafts.new_key(),
        found.version,
        conflicts=expected.conflicts,
        others_name=last_author if expected.is_merged else "",
        drafts=mine,
    )


def other_side(found: OpenedEntry, typed: FormData) -> FormData:
    """Return what somebody may take instead of their own side of a conflict."""
    change = site.prepared_changes.of(found.slug) if typed.one(AGAINST) else None
    if change:
        return change.typed
    return form_values.form_data_of(found.document, found.fields) if found.document else FormData()


def keep(found: OpenedEntry, typed: FormData, draft: Draft, *, asks_review: bool) -> PreparedChange | EntryForm:
    """Keep what is typed as the change beside an entry; a form comes back when something stands in the way."""
    fields = fields_only(found, _checked(found, typed))
    remark = typed.one("opmerking").strip()
    faults = _faults(found, fields, draft.base_version) if asks_review else {}
    if asks_review and not remark:
        faults["opmerking"] = (f"Schrijf {TO_LOOK_AT}.",)
    if len(remark) > LONGEST_REMARK:
        faults["opmerking"] = (REMARK_TOO_LONG,)
    if found.status is not Status.PUBLISHED and not typed.one(PREPARED):
        faults[WHOLE_FORM] = (NOT_ON_THE_SITE,)
    if faults:
        return EntryForm(found, typed, draft.key, draft.base_version, errors=faults)
    text = PreparedText(found.slug, found.kind, draft.base_version, fields, remark, asks_review)
    there = site.prepared_changes.of(found.slug)
    try:
        if there is None:
            return site.prepared_changes.start(text, current.author())
        if there.tag == typed.one(PREPARED):
            return site.prepared_changes.rewrite(there, text, current.author())
    except SomebodyWasFirst:
        there = site.prepared_changes.of(found.slug) or there
    if there is None:
        return EntryForm(found, typed, draft.key, draft.base_version, errors={WHOLE_FORM: (AT_ONCE,)})
    return _overtaken(found, typed, draft, there)


def _overtaken(found: OpenedEntry, typed: FormData, draft: Draft, there: PreparedChange) -> EntryForm:
    """Return the form with both changes; which of them changed what nobody knows, so all that differs is asked."""
    theirs = document_of(found, there.typed, document_of_version(found, there.base_version, site.history))
    mine = document_of(found, typed, document_of_version(found, draft.base_version, site.history))
    both = merged_into(replace(found, document=theirs), typed, None, mine)
    shown = both.typed.changed({PREPARED: (there.tag,), AGAINST: ("ja",)})
    # Who took the last step need not be who typed the text after it.
    name = there.changed_by if there.state is State.PREPARING else "Iemand"
    return EntryForm(found, shown, draft.key, there.base_version, conflicts=both.conflicts, others_name=name)


def _faults(found: OpenedEntry, fields: FormData, base_version: str) -> dict[str, tuple[str, ...]]:
    outcome = judged(Submission(found, fields, base_version), site.history)
    return dict(outcome.errors) if isinstance(outcome, Faults) else {}


def _checked(found: OpenedEntry, typed: FormData) -> FormData:
    """Note the day on which the sources were read; the day of publication says nothing about that."""
    before = form_values.form_data_of(found.document, found.fields).one(CHECKED_ON) if found.document else ""
    if not typed.one(CHECKED) or typed.one(CHECKED_ON) != before:
        return typed
    return typed.changed({CHECKED_ON: (dates.written(dutch_time.today().isoformat()),)})
