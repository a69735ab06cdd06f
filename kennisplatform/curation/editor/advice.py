"""What could be better about an entry that is being written. Advice never stands in the way of saving.

`preview_of` makes an entry of what there is so far, however incomplete, so that it can be shown and judged.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Any, get_origin

from pydantic import ConfigDict, TypeAdapter, ValidationError
from rapidfuzz import fuzz, utils

from kennisplatform.clean_text import clean
from kennisplatform.curation.writing.doubts import wrong_fields
from kennisplatform.entries.models import SUMMARY_LIMIT, Entry, Page
from kennisplatform.entries.parts import cleaned
from kennisplatform.entries.text.markdown_parser import is_too_much
from kennisplatform.search.request import Hit

LONG_TITLE = 90
ALIKE = 86
"""From which likeness of two titles, out of 100, they may be about the same."""


@dataclass(frozen=True)
class Advice:
    """One thing to look at. `field` is the key of the field that it is about."""

    field: str
    text: str


@dataclass(frozen=True)
class Lookalike:
    """An entry that seems to be about the same."""

    slug: str
    kind: str
    title: str


def advice_on(entry: Entry | Page) -> tuple[Advice, ...]:
    """Return what is too much or cannot be right; what is missing, `completeness` tells."""
    found: list[Advice] = []
    if len(entry.title) > LONG_TITLE:
        found.append(Advice("titel", f"De titel is lang ({len(entry.title)} tekens). Kort vindt beter."))
    if len(entry.summary) > SUMMARY_LIMIT:
        over = len(entry.summary) - SUMMARY_LIMIT
        found.append(Advice("samenvatting", f"De samenvatting is {over} tekens te lang; hoogstens {SUMMARY_LIMIT}."))
    if is_too_much(entry.body):
        found.append(
            Advice(
                "tekst", "Deze tekst is te lang of heeft te veel opmaak en staat er dus zoals u hem typte. Deel hem."
            )
        )
    found += (Advice(doubt.field, doubt.text) for doubt in wrong_fields(entry))
    return tuple(found)


def lookalikes(title: str, own_slug: str, hits: Iterable[Hit]) -> tuple[Lookalike, ...]:
    """Return those of the hits whose title is so like this one that they may be the same."""
    found = []
    for hit in hits:
        text = "".join(stretch for stretch, _ in hit.title.stretches)
        if hit.slug != own_slug and fuzz.token_sort_ratio(title, text, processor=utils.default_process) >= ALIKE:
            found.append(Lookalike(hit.slug, hit.kind, text))
    return tuple(found)


def preview_of(model: type[Entry] | type[Page], slug: str, metadata: Mapping[str, Any], body: str) -> Entry | Page:
    """Return the entry as far as its fields are right; what is wrong or missing is left empty."""
    values: dict[str, Any] = {"slug": slug, "body": clean(body)}
    for name, adapter in _adapters(model).items():
        info = model.model_fields[name]
        key = info.alias or name
        try:
            values[key] = adapter.validate_python(cleaned(metadata[key]))
        except KeyError:
            values[key] = _empty(info.annotation) if info.is_required() else info.default
        except ValidationError:
            # A text that is too long is still what the reader would see.
            is_text = info.annotation is str and isinstance(metadata[key], str)
            values[key] = metadata[key] if is_text else _empty(info.annotation) if info.is_required() else info.default
    return model.model_construct(
        _fields_set={name for name in _adapters(model) if _is_in(model, name, metadata)}, **values
    )


def _is_in(model: type[Entry] | type[Page], name: str, metadata: Mapping[str, Any]) -> bool:
    return (model.model_fields[name].alias or name) in metadata


def _empty(annotation: Any) -> Any:  # noqa: ANN401 -- any type that a field has
    if annotation is str:
        return ""
    return () if get_origin(annotation) is tuple else None


@lru_cache(maxsize=16)
def _adapters(model: type[Entry] | type[Page]) -> dict[str, TypeAdapter[Any]]:
    config = ConfigDict(str_strip_whitespace=True)
    return {
        name: TypeAdapter(Annotated[info.annotation, name, *info.metadata], config=config)  # type: ignore[arg-type]
        for name, info in model.model_fields.items()
        if name not in {"slug", "body"}
    }
