"""All readable entries at one moment, immutable: what the pages show and what the index must hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from kennisplatform.entries.models import Entry, Page
from kennisplatform.entries.problems import Problem

EntryType = TypeVar("EntryType", bound=Entry)


@dataclass(frozen=True)
class Catalogue:
    """Entries and pages by slug, the version tag of each entry's file, and what could not be read or looks wrong."""

    entries: Mapping[str, Entry] = field(default_factory=dict)
    pages: Mapping[str, Page] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    referrers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Per slug the entries that point at it."""
    former_slugs: Mapping[str, str] = field(default_factory=dict)
    """Per slug that an entry had and that no other one has now, the slug of today."""

    def slugs_of(self, entry: Entry) -> tuple[str, ...]:
        """Return the slug of an entry, and then those that it had and that still lead to it."""
        return (entry.slug, *(slug for slug in entry.former_slugs if self.former_slugs.get(slug) == entry.slug))

    def of_type(self, model: type[EntryType]) -> Iterator[EntryType]:
        """Yield the entries of one model, in the order of their slugs."""
        return (entry for entry in self.entries.values() if isinstance(entry, model))
