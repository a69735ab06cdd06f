"""How the fields of an entry are called and how their values read: in the words of its form, and titles for slugs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from kennisplatform.curation.editor.fields import FormField, Widget, fields_of
from kennisplatform.curation.writing.references import REFERRING_KEYS
from kennisplatform.entries import dates
from kennisplatform.entries.contact_data import telephone
from kennisplatform.entries.folders import model_of
from kennisplatform.vocabulary import Kind, Status, Term

WITHOUT_FIELD: Mapping[str, str] = {
    "soort": "Soort",
    "status": "Status",
    "bijlagen": "Bijlagen",
    "bestand": "Bestand",
    "titel": "Titel",
    "controlegetal": "Inhoud van het bestand",
    "eerdere-namen": "Eerdere adressen",
}
"""What no form asks: the site itself keeps it."""
TERMS_WITHOUT_FIELD: Mapping[str, type[Term]] = {"soort": Kind, "status": Status}


@dataclass(frozen=True)
class FieldWords:
    """The words for the fields of one kind of entry, or of one part of it; a field that is not known keeps its key.

    `title_of` gives the title for a slug, and the slug itself for one that leads nowhere.
    """

    fields: Mapping[str, FormField]
    title_of: Callable[[str], str]

    @classmethod
    def of_kind(cls, kind: object, title_of: Callable[[str], str] = str) -> FieldWords:
        """Return the words for entries of a kind; with no kind that is known, no field is."""
        model = model_of(kind)
        return cls({field.key: field for field in fields_of(model)} if model else {}, title_of)

    def within(self, key: str) -> FieldWords:
        """Return the words for the parts of a field."""
        field = self.fields.get(key)
        return FieldWords({part.key: part for part in field.parts} if field else {}, self.title_of)

    def label(self, key: str) -> str:
        """Return what a field is called."""
        field = self.fields.get(key)
        return field.label if field else WITHOUT_FIELD.get(key, key.replace("-", " ").capitalize())

    def values(self, key: str, value: Any) -> tuple[str, ...]:  # noqa: ANN401 -- front matter as it was read
        """Return the values of a field as people read them, one text each; none for an empty one."""
        if value is None or value == "":
            return ()
        if isinstance(value, list):
            return tuple(text for item in value for text in self.values(key, item))
        if isinstance(value, dict):
            within = self.within(key)
            parts = {within.label(str(inner)): within.values(str(inner), item) for inner, item in value.items()}
            return ("; ".join(f"{label}: {', '.join(texts)}" for label, texts in parts.items() if texts),)
        return (self._text(key, str(value)),)

    def _text(self, key: str, value: str) -> str:
        field = self.fields.get(key)
        terms = TERMS_WITHOUT_FIELD.get(key)
        labels = {choice.value: choice.label for choice in field.choices} if field else {}
        if terms:
            labels |= {str(term): term.label for term in terms}
        if value in labels:
            return labels[value]
        if key in REFERRING_KEYS or (field and field.kinds):
            return self.title_of(value)
        if field and field.widget is Widget.TELEPHONE:
            return telephone.dutch(value)
        return dates.shown(value)
