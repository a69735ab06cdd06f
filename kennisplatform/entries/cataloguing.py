"""Makes the catalogue of what the files turned out to be, and the next one of the few that changed since.

Most changes leave all names as they are; then only what the changed entries themselves say is replaced. A name that
comes or goes may concern any entry, so then all are related to each other again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from kennisplatform.entries.catalogue import Catalogue
from kennisplatform.entries.models import Entry, Page
from kennisplatform.entries.problems import Problem


@dataclass(frozen=True)
class Reading:
    """What the text of a file turned out to be: an entry or page, or nothing; and what is wrong with it.

    Without a version it is a file of which the text was not read.
    """

    version: str = ""
    content: Entry | Page | None = None
    problems: tuple[Problem, ...] = ()

    def says_the_same(self, other: Reading) -> bool:
        """Tell whether another reading of the same file makes no other catalogue."""
        return self.version == other.version and self.problems == other.problems

    @cached_property
    def references(self) -> tuple[str, ...]:
        """The slugs at which the entry points, in order."""
        return tuple(sorted(self.content.references())) if isinstance(self.content, Entry) else ()

    @property
    def former_slugs(self) -> tuple[str, ...]:
        """The slugs that the entry had."""
        return self.content.former_slugs if isinstance(self.content, Entry) else ()


@dataclass(frozen=True)
class _Names:
    """Which file has which name."""

    owners: Mapping[str, str]
    """Per slug the path of the file that has it, in the order of the slugs."""
    present: frozenset[str]
    """All names of files, readable or not."""
    former: Mapping[str, str]
    problems: Mapping[str, tuple[Problem, ...]]
    """Per path what is wrong with its names."""

    @classmethod
    def of(cls, readings: Mapping[str, Reading]) -> _Names:
        """Give each name to one file, the first by path where several want it."""
        owners: dict[str, str] = {}
        found: defaultdict[str, list[Problem]] = defaultdict(list)
        for path in sorted(path for path, reading in readings.items() if reading.content):
            slug = _name(path)
            if slug in owners:
                reason = f"deze bestandsnaam bestaat al als {owners[slug]}; geef een van beide een andere naam"
                found[path].append(Problem(path, None, None, reason))
            owners.setdefault(slug, path)
        owners = dict(sorted(owners.items()))
        present = frozenset(_name(path) for path in readings if _has_name(path))
        former: dict[str, str] = {}
        for slug, path in owners.items():
            for name in readings[path].former_slugs:
                owner = name if name in present else former.setdefault(name, slug)
                if owner != slug:
                    reason = f"'{name}' is ook de naam van {owner}; het oude adres gaat daarheen"
                    found[path].append(Problem(path, None, "eerdere-namen", reason, left_out=False))
        return cls(owners, present, former, {path: tuple(problems) for path, problems in found.items()})

    def stay(self, path: str, before: Reading | None, after: Reading | None) -> bool:
        """Tell whether all names are the same after a file changed."""
        return not _has_name(path) or (
            before is not None
            and after is not None
            and (before.content is None) == (after.content is None)
            and before.former_slugs == after.former_slugs
        )


class Cataloguer:
    """The catalogue of files that change now and then. Not safe to share; the catalogues that it gives are."""

    def __init__(self) -> None:
        self.catalogue: Catalogue | None = None
        self._readings: dict[str, Reading] = {}
        self._names = _Names.of({})
        self._problems: dict[str, tuple[Problem, ...]] = {}

    def take(self, changes: Mapping[str, Reading | None]) -> Catalogue:
        """Return the catalogue after these files changed (None: went); the same object when it says the same."""
        told = {path: reading for path, reading in changes.items() if self._is_other(path, reading)}
        if self.catalogue and not told:
            return self.catalogue
        names_stay = all(self._names.stay(path, self._readings.get(path), after) for path, after in told.items())
        before = {path: self._readings.get(path, Reading()) for path in told}
        for path, reading in told.items():
            if reading:
                self._readings[path] = reading
            else:
                self._readings.pop(path, None)
        if self.catalogue and names_stay:
            self.catalogue = self._replaced(self.catalogue, before)
        else:
            self.catalogue = self._related()
        return self.catalogue

    def _is_other(self, path: str, reading: Reading | None) -> bool:
        known = self._readings.get(path)
        if known is None or reading is None:
            return known is not reading
        return known is not reading and not known.says_the_same(reading)

    def _related(self) -> Catalogue:
        """Relate all entries to each other."""
        self._names = names = _Names.of(self._readings)
        kept = {slug: self._readings[path] for slug, path in names.owners.items()}
        entries = {slug: reading.content for slug, reading in kept.items() if isinstance(reading.content, Entry)}
        referrers: defaultdict[str, list[str]] = defaultdict(list)
        for slug in entries:
            for target in kept[slug].references:
                referrers[target].append(slug)
        self._problems = {path: problems for path in self._readings if (problems := self._problems_of(path))}
        return Catalogue(
            entries=entries,
            pages={slug: reading.content for slug, reading in kept.items() if isinstance(reading.content, Page)},
            versions={slug: kept[slug].version for slug in entries},
            referrers={target: tuple(slugs) for target, slugs in referrers.items()},
            former_slugs=names.former,
            problems=_in_order(self._problems.values()),
        )

    def _replaced(self, catalogue: Catalogue, before: Mapping[str, Reading]) -> Catalogue:
        """Put what some files say now in the place of what they said before; all names are as they were."""
        entries, pages, versions = dict(catalogue.entries), dict(catalogue.pages), dict(catalogue.versions)
        referrers = dict(catalogue.referrers)
        is_same_trouble = True
        for path, old in before.items():
            new, slug = self._readings.get(path, Reading()), _name(path)
            problems = self._problems_of(path)
            is_same_trouble &= problems == self._problems.get(path, ())
            self._problems[path] = problems
            if self._names.owners.get(slug) != path:
                continue
            if isinstance(new.content, Page):
                pages[slug] = new.content
            elif new.content:
                entries[slug], versions[slug] = new.content, new.version
            for target in set(old.references).symmetric_difference(new.references):
                others = set(referrers.pop(target, ())).symmetric_difference({slug})
                if others:
                    referrers[target] = tuple(sorted(others))
        return Catalogue(
            entries=entries,
            pages=pages,
            versions=versions,
            referrers=referrers,
            former_slugs=catalogue.former_slugs,
            problems=catalogue.problems if is_same_trouble else _in_order(self._problems.values()),
        )

    def _problems_of(self, path: str) -> tuple[Problem, ...]:
        """Return what is wrong with a file, in itself and among the others."""
        reading, named = self._readings.get(path), self._names.problems.get(path, ())
        if reading is None:
            return ()
        is_shown = self._names.owners.get(_name(path)) == path
        # A file that is left out already has its own problem; whoever points at it is not to blame.
        lost = (target for target in reading.references if is_shown and target not in self._names.present)
        reasons = (f"hier wordt verwezen naar '{target}', maar dat is er niet" for target in lost)
        return (*reading.problems, *named, *(Problem(path, None, None, reason, left_out=False) for reason in reasons))


def _has_name(path: str) -> bool:
    """Tell whether a file, by its place, takes a name: of an entry, a page, or what was meant as one."""
    return path.count("/") == 1


def _name(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".md")


def _in_order(problems: Iterable[tuple[Problem, ...]]) -> tuple[Problem, ...]:
    found = chain.from_iterable(problems)
    return tuple(sorted(found, key=lambda problem: (problem.path, problem.line or 0, problem.reason)))
