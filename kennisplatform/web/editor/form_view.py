"""The form of an entry as a template asks about it: what is typed, what is wrong, what can be chosen, how it looks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from markupsafe import Markup

from kennisplatform.curation.editor import drafts as draft_keys
from kennisplatform.curation.editor import form_buttons, form_values
from kennisplatform.curation.editor.advice import Advice, Lookalike, advice_on, lookalikes, preview_of
from kennisplatform.curation.editor.drafts import Draft
from kennisplatform.curation.editor.fields import FormField, grouped
from kennisplatform.curation.editor.form_data import FormData
from kennisplatform.curation.editor.form_errors import WHOLE_FORM, Errors, labelled
from kennisplatform.curation.editor.opened_entry import OpenedEntry
from kennisplatform.curation.editor.submission import SLUG, document_of
from kennisplatform.curation.feedback.reports import Report
from kennisplatform.curation.prepared.prepared_changes import PreparedChange
from kennisplatform.curation.versions import differences
from kennisplatform.curation.versions.differences import Paragraph
from kennisplatform.curation.versions.field_words import FieldWords
from kennisplatform.curation.worklist.completeness import shortcomings
from kennisplatform.curation.worklist.last_steps import LastStep
from kennisplatform.curation.writing import slugs
from kennisplatform.curation.writing.doubts import Doubt, wrong_fields
from kennisplatform.curation.writing.merging import Conflict
from kennisplatform.curation.writing.workflow import TO_LOOK_AT, Transition, transitions_from
from kennisplatform.entries.document import TEXT
from kennisplatform.entries.form_labels import Group
from kennisplatform.entries.models import Entry, Page
from kennisplatform.search.request import Facet, SearchRequest
from kennisplatform.site import site
from kennisplatform.vocabulary import Status
from kennisplatform.web.base import current, extras, visibility
from kennisplatform.web.display.titles import title_of
from kennisplatform.web.reading.entry_page import render_preview

MOST_FOUND = 8
ACCEPTED_FILES = ".pdf,.docx,.xlsx,.pptx,.png,.jpg,.jpeg,.webp,.gif"
NO_TITLE = "Nog geen titel"
PREPARED = "voorbereid"
"""The hidden field of a form that shows a prepared change: which version of it."""
OFFERED_STATUSES = (Status.IN_REVIEW, Status.PUBLISHED)
"""The steps that have a button in the editor; the others belong to the desk."""


@dataclass(frozen=True)
class Found:
    """An entry that can be chosen."""

    slug: str
    title: str
    label: str


@dataclass(frozen=True)
class ShownConflict:
    """Both sides of a field that two people changed."""

    key: str
    label: str
    mine: tuple[str, ...]
    theirs: tuple[str, ...]
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True)
class Preview:
    """How the page will look, and what could be better about it."""

    html: Markup
    advice: tuple[Advice, ...]
    lookalikes: tuple[Lookalike, ...]
    slug: str


@dataclass(frozen=True)
class EntryForm:
    """A form that is shown. `version` is that of the file from which it started, empty for a new entry."""

    opened: OpenedEntry
    typed: FormData
    key: str
    version: str = ""
    errors: Errors = field(default_factory=dict)
    conflicts: tuple[Conflict, ...] = ()
    others_name: str = ""
    """Who saved first, when somebody did."""
    drafts: tuple[Draft, ...] = ()
    with_preview: bool = False
    doubts: tuple[Doubt, ...] = ()
    """What is asked before it is saved, when something is."""
    deed: str = ""
    """The button that was pressed when something is asked."""

    @property
    def groups(self) -> list[tuple[Group, list[FormField]]]:
        """The groups of fields."""
        return list(grouped(self.opened.fields))

    @property
    def report(self) -> Report | None:
        """The report that is closed when this form is saved, None for most forms."""
        number = draft_keys.report_of(self.key)
        return site.reports.by_id(number) if number is not None else None

    @property
    def general_errors(self) -> tuple[str, ...]:
        """The errors that belong to no field."""
        return self.errors.get(WHOLE_FORM, ())

    @property
    def errors_by_field(self) -> list[tuple[str, str, str]]:
        """Name, label and text of each error of a field, in the order of the form."""
        others = ((SLUG, "Webadres van deze pagina"), ("opmerking", "Opmerking"))
        return [
            *labelled(self.errors, self.opened.fields),
            *((name, label, " ".join(self.errors[name])) for name, label in others if name in self.errors),
        ]

    @property
    def doubted(self) -> list[tuple[Doubt, str]]:
        """The doubts, each with the label of its field."""
        labels = {one.key: one.label for one in self.opened.fields}
        return [(doubt, labels.get(doubt.field, "")) for doubt in self.doubts]

    @property
    def in_doubt(self) -> str:
        """What the button says that goes on in spite of the doubts."""
        step = next((step for step in self.steps if self.deed.endswith(f":{step.target}")), None)
        return step.in_doubt if step and step.target is Status.PUBLISHED else "Toch bewaren"

    @property
    def remark_hint(self) -> str:
        """When the remark is needed, and what it must tell."""
        needed = [(step.verb, step.needed_remark) for step in self.steps if step.needed_remark]
        needed += [("Vraag beoordeling", TO_LOOK_AT)] if self.can_prepare else []
        return " ".join(f"Nodig bij ‘{verb}’: schrijf {remark}." for verb, remark in needed)

    @property
    def is_prepared(self) -> bool:
        """Tell whether it shows the change that is prepared beside the entry, not what is on the site."""
        return bool(self.typed.one(PREPARED))

    @cached_property
    def prepared(self) -> PreparedChange | None:
        """The change that is prepared beside the entry."""
        return None if self.opened.is_new else extras.or_else(None, lambda: site.prepared_changes.of(self.opened.slug))

    @property
    def can_prepare(self) -> bool:
        """Tell whether what is typed can be kept beside the page on the site; of an entry there is one such change."""
        return self.is_prepared or (self.opened.status is Status.PUBLISHED and self.prepared is None)

    @property
    def last_step(self) -> LastStep | None:
        """The step that brought the entry where it is, when it came with something to read."""
        last = None if self.opened.is_new else site.last_steps.of(self.opened.path)
        return last if last and last.step.needed_remark else None

    @cached_property
    def warnings(self) -> Mapping[str, str]:
        """Per name of a field what is filled in and cannot be right."""
        return {doubt.field: doubt.text for doubt in wrong_fields(self._shown_entry)}

    @property
    def steps(self) -> list[Transition]:
        """The steps in the life of the entry that can be taken together with saving."""
        steps = () if self.is_prepared else transitions_from(self.opened.status)
        return [step for step in steps if step.target in OFFERED_STATUSES]

    @property
    def takes_attachments(self) -> bool:
        """Tell whether there is an entry already to which files can be put."""
        return self.opened.slug in site.catalogue.entries

    @property
    def can_have_attachments(self) -> bool:
        """Tell whether files can be put to it once it is saved."""
        return issubclass(self.opened.model, Entry)

    @property
    def accepted_files(self) -> str:
        """The endings of the files that may be attached, as a browser asks for them."""
        return ACCEPTED_FILES

    def rows(self, one: FormField, name: str) -> list[int]:
        """Return the numbers of the rows to show, at least one."""
        return self.typed.rows(name) or [self.next_row(one)]

    def next_row(self, one: FormField) -> int:
        """Return the number of the row that would come next."""
        base = self.opened.document.metadata.get(one.key) if self.opened.document else None
        return form_buttons.next_row(self.typed, one.key, str(len(base)) if isinstance(base, list) else "")

    def title_of(self, slug: str) -> str:
        """Return the title of an entry that is named here."""
        entry = site.catalogue.entries.get(slug)
        return entry.title if entry else slug

    def found(self, one: FormField, name: str) -> list[Found] | None:
        """Return what was searched for in the field of a list of entries, None when nothing was."""
        text = self.typed.one(f"zoek:{name}").strip()
        return search(text, one, {self.opened.slug, *self.typed.all(name)}) if text else None

    @property
    def shown_conflicts(self) -> list[ShownConflict]:
        """The conflicts, each side in words."""
        words = FieldWords.of_kind(self.opened.kind, title_of)
        return [_shown_conflict(conflict, words) for conflict in self.conflicts]

    def preview(self) -> Preview:
        """Return what is shown beside the form."""
        entry = self._shown_entry
        titled = entry if entry.title.strip() else entry.model_copy(update={"title": NO_TITLE})
        return Preview(render_preview(titled), _advice(entry), _like(entry.title, self.opened.slug), self._slug)

    @property
    def _slug(self) -> str:
        return self.opened.slug or self.typed.one(SLUG).strip() or slugs.proposed(self.typed.one("titel"))

    @cached_property
    def _shown_entry(self) -> Entry | Page:
        """The entry as far as it is filled in."""
        document = document_of(self.opened, self.typed)
        return preview_of(self.opened.model, self._slug or "nieuw", document.metadata, document.body)


def _advice(entry: Entry | Page) -> tuple[Advice, ...]:
    """Return what could be better: what is missing by the same rules as in the list and on the desk, and the rest."""
    missing = shortcomings(entry) if isinstance(entry, Entry) else ()
    return *advice_on(entry), *(Advice(one.field, one.advice) for one in missing)


def form_of(opened: OpenedEntry, key: str, drafts: tuple[Draft, ...]) -> EntryForm:
    """Return the form of an entry as it is now."""
    assert opened.document is not None  # noqa: S101 -- a new entry has `new_form`
    return EntryForm(
        opened, form_values.form_data_of(opened.document, opened.fields), key, opened.version, drafts=drafts
    )


def search(text: str, one: FormField, without: set[str]) -> list[Found]:
    """Find entries that may be named in a field: what is being typed first, then what is about it."""
    viewer = current.viewer()
    filters = {Facet.KIND: frozenset(one.kinds)} if one.kinds else {}
    hits = site.engine.search(SearchRequest(text, filters, per_page=MOST_FOUND, viewer=viewer)).hits
    suggested = site.engine.suggest(text, viewer)
    names = dict.fromkeys([*(found.slug for found in suggested), *(hit.slug for hit in hits)])
    entries = [entry for entry in visibility.visible_by_slug(names) if not one.kinds or entry.kind in one.kinds]
    return [Found(entry.slug, entry.title, entry.kind.label) for entry in entries if entry.slug not in without][
        :MOST_FOUND
    ]


def _like(title: str, slug: str) -> tuple[Lookalike, ...]:
    if len(title.strip()) < 4:
        return ()
    page = site.engine.search(SearchRequest(title, per_page=MOST_FOUND, viewer=current.viewer()))
    return lookalikes(title, slug, page.hits)


def _shown_conflict(conflict: Conflict, words: FieldWords) -> ShownConflict:
    label = words.label(conflict.field)
    if conflict.field == TEXT:
        paragraphs = differences.text_difference(conflict.theirs or "", conflict.mine or "")
        return ShownConflict(TEXT, label, (), (), paragraphs)
    mine, theirs = (words.values(conflict.field, value) for value in (conflict.mine, conflict.theirs))
    return ShownConflict(conflict.field, label, mine, theirs, ())
