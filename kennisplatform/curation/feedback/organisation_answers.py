"""What an organisation answers about its own contact: other values for a few fields, a remark, or that all is right.

The answer knows what each field said when the page was opened, so that what a curator changed meanwhile is not proposed
back. Nothing in it changes a contact; what an organisation cannot see or mend never stands in the way of sending it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kennisplatform.curation.editor import form_values, submission
from kennisplatform.curation.editor.advice import preview_of
from kennisplatform.curation.editor.fields import FormField, fields_of
from kennisplatform.curation.editor.form_data import FormData
from kennisplatform.curation.editor.form_errors import Errors
from kennisplatform.curation.editor.opened_entry import OpenedEntry
from kennisplatform.curation.editor.submission import Faults
from kennisplatform.curation.feedback.reports import LONGEST_TEXT, NewReport, Proposal, ReportKind
from kennisplatform.entries import problems
from kennisplatform.entries.document import Document
from kennisplatform.entries.models import Contact
from kennisplatform.entries.rules import contact_rules
from kennisplatform.entries.rules.contact_rules import Breach

TELEPHONE = "telefoon"
CORRECTABLE = ("functie", TELEPHONE, "telefoon-voor", "bereikbaar", "uren", "e-mail", "website")
"""What an organisation knows best about its own contact; the rest is the curators' own work."""
REMARK = "opmerking"
ALL_IS_RIGHT = "klopt"
SHOWN = "stond-er-"
"""How the hidden field is called that says what a field said when the page was opened."""
ALL_IS_RIGHT_SAID = "Alles klopt zoals het er staat."
TOO_LONG = f"Dit is te lang: hoogstens {LONGEST_TEXT} tekens."
NOTHING_SAID = "U veranderde niets. Klopt alles? Vink dat dan aan."


def fields() -> tuple[FormField, ...]:
    """Return the fields that an organisation may correct, as the model describes them."""
    return tuple(field for key in CORRECTABLE for field in fields_of(Contact) if field.key == key)


def current_values(found: OpenedEntry) -> FormData:
    """Return what a contact says now in these fields."""
    return form_values.form_data_of(found.document, fields()) if found.document else FormData()


@dataclass(frozen=True)
class CorrectionAnswer:
    """What is typed, and what the fields said when the page was opened."""

    typed: FormData
    before: FormData

    @classmethod
    def untouched(cls, found: OpenedEntry) -> CorrectionAnswer:
        """Return what the page shows when it is opened."""
        now = current_values(found)
        return cls(now, now)

    @classmethod
    def sent(cls, typed: FormData, found: OpenedEntry) -> CorrectionAnswer:
        """Return what a form says; a field of which it does not say what stood there, stood there as it is now."""
        now = current_values(found)
        return cls(
            typed, FormData({key: typed.values.get(SHOWN + key, now.values.get(key, ())) for key in CORRECTABLE})
        )

    @property
    def proposed(self) -> tuple[Proposal, ...]:
        """What somebody changed with respect to what they were shown; another way to write a number is no change."""
        was, now = (form_values.metadata_of(typed, fields(), {}) for typed in (self.before, self.typed))
        return tuple(Proposal(key, self.typed.one(key).strip()) for key in CORRECTABLE if now.get(key) != was.get(key))

    @property
    def remark(self) -> str:
        """What somebody wants to say beside it."""
        return self.typed.one(REMARK).strip()

    @property
    def is_confirmation(self) -> bool:
        """Tell whether it says that all is right, and nothing else."""
        return self.says_all_is_right and not self.proposed and not self.remark

    @property
    def says_all_is_right(self) -> bool:
        """Tell whether somebody ticked that all is right."""
        return bool(self.typed.one(ALL_IS_RIGHT))


def faults(found: OpenedEntry, answer: CorrectionAnswer) -> Errors:
    """Return what is wrong with an answer, by the name of the field: what a contact refuses, and no telephone number.

    A curator may save a number that does not exist, for the time being; who works there knows the right one.
    """
    errors: dict[str, tuple[str, ...]] = {}
    proposed = answer.proposed
    outcome = submission.validated(found, _document(found, proposed), found.slug, answer.typed)
    if isinstance(outcome, Faults):
        errors |= {key: outcome.errors[key] for key in CORRECTABLE if key in outcome.errors}
    for one in breaches(found, proposed):
        if one.field == TELEPHONE:
            errors.setdefault(TELEPHONE, (problems.as_sentence(one.reason),))
    if len(answer.remark) > LONGEST_TEXT:
        errors[REMARK] = (TOO_LONG,)
    if not (proposed or answer.remark or answer.says_all_is_right):
        errors[ALL_IS_RIGHT] = (NOTHING_SAID,)
    return errors


def report_of(contact: Contact, answer: CorrectionAnswer) -> NewReport:
    """Return an answer without faults as the report that curators read."""
    proposed = answer.proposed
    said = ALL_IS_RIGHT_SAID if answer.says_all_is_right and not proposed else ""
    text = "\n\n".join(filter(None, (said, answer.remark)))
    return NewReport(ReportKind.BY_ORGANISATION, contact.title, text, slug=contact.slug, proposed=proposed)


def breaches(found: OpenedEntry, proposed: tuple[Proposal, ...]) -> Iterator[Breach]:
    """Yield the rules that are broken in the fields of a proposal; the rest is no matter of the organisation."""
    keys = {one.key for one in proposed}
    document = _document(found, proposed)
    contact = preview_of(found.model, found.slug, document.metadata, document.body)
    broken = contact_rules.breaches(contact) if isinstance(contact, Contact) else ()
    return (one for one in broken if one.field in keys)


def _document(found: OpenedEntry, proposed: tuple[Proposal, ...]) -> Document:
    """Return the file as it would be with a proposal."""
    typed = form_values.form_data_of(found.document, found.fields) if found.document else FormData()
    return submission.document_of(found, typed.changed({one.key: (one.value,) for one in proposed}))
