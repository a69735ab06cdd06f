"""The one way from a report to a change: a draft with what the report says, in the editor of what it is about.

Nothing is saved here. Who saves a draft with the key of a report closes that report (`drafts.report_of`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from kennisplatform.curation.editor import drafts, form_values, starting_text
from kennisplatform.curation.editor.drafts import Draft
from kennisplatform.curation.editor.opened_entry import OpenedEntry, opened
from kennisplatform.curation.feedback.confirmation import CONFIRMED_ON
from kennisplatform.curation.feedback.organisation_answers import CORRECTABLE
from kennisplatform.curation.feedback.organisation_reviews import contact_to_correct
from kennisplatform.curation.feedback.reports import NewReport, Report, ReportKind
from kennisplatform.dutch_time import DUTCH_TIME
from kennisplatform.entries.catalogue import Catalogue
from kennisplatform.entries.entry_store import EntryStore
from kennisplatform.entries.menu_card.model import MenuCardEntry
from kennisplatform.entries.models import SUMMARY_LIMIT
from kennisplatform.vocabulary import Kind

REMARKS = {
    ReportKind.CORRECTION: "Na een melding van een lezer (bericht {})",
    ReportKind.SUGGESTION: "Na een voorstel van een lezer (bericht {})",
    ReportKind.BY_ORGANISATION: "Correctie van de organisatie (bericht {})",
}
"""What the history will say, unless the curator writes something else."""


def subject_of(report: Report, catalogue: Catalogue, store: EntryStore) -> OpenedEntry | None:
    """Return what a report asks to change: a new entry for a suggestion; None for what is gone or cannot be opened."""
    sent = report.sent
    match sent.kind:
        case ReportKind.SUGGESTION:
            return OpenedEntry(MenuCardEntry, Kind.EXAMPLE)
        case ReportKind.BY_ORGANISATION:
            return contact_to_correct(sent.slug, catalogue, store)
    return opened(catalogue.former_slugs.get(sent.slug, sent.slug), store)


def draft_of(report: Report, subject: OpenedEntry, today: date) -> Draft:
    """Return a draft of the subject with all that the report says filled in where it belongs."""
    if subject.document:
        typed = form_values.form_data_of(subject.document, subject.fields)
    else:
        typed = starting_text.new_form(subject, today)
    filled = typed.changed(
        {
            **_said(report.sent, report.made_at.astimezone(DUTCH_TIME).date()),
            "opmerking": (REMARKS[report.sent.kind].format(report.id),),
        }
    )
    return Draft(drafts.key_of_report(report.id), subject.kind, subject.slug, subject.version, filled, drafts.now())


def _said(sent: NewReport, made_on: date) -> Mapping[str, tuple[str, ...]]:
    """Return the fields that a report fills in, by their names in the form."""
    match sent.kind:
        case ReportKind.SUGGESTION:
            return {
                "titel": (sent.title,),
                "samenvatting": (" ".join(sent.text.split()) if len(sent.text) <= SUMMARY_LIMIT else "",),
                "themas": tuple(map(str, sent.themes)),
                "sectoren": tuple(map(str, sent.sectors)),
                "tekst": (starting_text.text_for(MenuCardEntry, sent.text),),
                **({"bronnen-0-titel": (sent.title,), "bronnen-0-url": (sent.source,)} if sent.source else {}),
            }
        case ReportKind.BY_ORGANISATION:
            said = {one.key: (one.value,) for one in sent.proposed if one.key in CORRECTABLE}
            return {**said, CONFIRMED_ON: (made_on.isoformat(),)} if said else {}
    return {}
