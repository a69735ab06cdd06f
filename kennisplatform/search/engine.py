"""What every search engine promises, whichever is behind it. The contract tests run against any implementation."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from kennisplatform.entries.models import Entry
from kennisplatform.permissions import Viewer
from kennisplatform.search.request import SearchPage, SearchRequest
from kennisplatform.vocabulary import Kind

Progress = Callable[[int], None]
"""Is told the number of entries that were indexed since the last call."""


class SearchUnavailable(Exception):
    """There is no index that can be searched at this moment."""


class IndexNotWritable(Exception):
    """The index could not be written; the reason is for the log. What could be searched before still can."""


class AnotherWrites(IndexNotWritable):
    """Another host is writing the index, or wrote what is newer: what it brings comes by itself."""


@dataclass(frozen=True)
class IndexedEntry:
    """An entry together with the version tag under which the index remembers it."""

    entry: Entry
    version: str
    attachment_texts: tuple[str, ...] = ()
    """The words of each of its attachments, in their order; of none when nobody read them."""


@dataclass(frozen=True)
class IndexStatus:
    """The state of the index. With `damage` (Dutch, for the log) it must be rebuilt before it can be used."""

    versions: Mapping[str, str] = field(default_factory=dict)
    damage: str | None = None
    size: int = 0
    """Bytes on disk."""
    position: int = 0
    """How many changes of the shared content the host had that wrote it last (see `IndexFollower`)."""


@dataclass(frozen=True)
class Suggestion:
    """An entry to go to: it fits what is being typed, or resembles another one."""

    slug: str
    kind: Kind
    title: str

    @classmethod
    def of(cls, display: Mapping[str, Any]) -> Suggestion:
        """Make it of what the index shows of an entry."""
        return cls(display["slug"], Kind(display["kind"]), display["title"])


@dataclass(frozen=True)
class ExplainedWord:
    """What one thing that was asked brought, by the way of saying it that brought most."""

    asked: str
    value: float
    forms: tuple[tuple[str, float], ...]
    """The words of the entry that met it, each with how much it counts (see `weights`)."""
    is_together: bool
    """Whether they had to stand near each other, as the parts of a compound and the words of a term have to."""


@dataclass(frozen=True)
class Explanation:
    """The score of one entry and what it is made of: `(words + closeness + name) x share x standing`."""

    slug: str
    score: float
    words: tuple[ExplainedWord, ...]
    closeness: float
    name: float
    share: float
    standing: float
    missing: tuple[str, ...] = ()
    """What was asked and is not there: with a word missing, an entry comes after all that miss none."""
    group: int | None = None
    """Where a place is preferred: which group of `Preference` (from 0) brought it before the others."""


class Answering(Protocol):
    """What answers on behalf of a viewer.

    What the viewer may not see takes no part in anything: hits, totals, counts, suggestions or snippets.
    """

    def search(self, request: SearchRequest) -> SearchPage:
        """Answer a request. No text is an error; raises `SearchUnavailable` only."""
        ...

    def suggest(self, prefix: str, viewer: Viewer) -> list[Suggestion]:
        """Return at most ten entries that the words typed so far fit: by their beginning, a piece or a near miss.

        When no entry fits them all, those come that fit most of them.
        """
        ...

    def related(self, slug: str, viewer: Viewer) -> list[Suggestion]:
        """Return at most five entries that resemble this one, the nearest first."""
        ...

    def explain(self, request: SearchRequest, count: int) -> list[Explanation]:
        """Say of the first results for a text, whatever its filters, why they stand where they stand."""
        ...


class SearchEngine(Answering, Protocol):
    """An index of entries that is searched."""

    def update(self, entries: Collection[IndexedEntry], position: int = 0) -> None:
        """Add these entries, in place of those with the same slug; `position` is kept in the status.

        This and the next two raise `IndexNotWritable`: this and the next also when the index has a higher position.
        """
        ...

    def remove(self, slugs: Collection[str], position: int = 0) -> None:
        """Forget these entries; unknown slugs are ignored."""
        ...

    def rebuild(self, entries: Collection[IndexedEntry], progress: Progress, position: int = 0) -> None:
        """Replace the whole index by these entries."""
        ...

    def hold(self, entries: Collection[IndexedEntry]) -> None:
        """Answer from these entries, kept in memory, until the index is written again."""
        ...

    def state(self) -> object:
        """Return what is another object as soon as a question may have another answer; raises `SearchUnavailable`."""
        ...

    def status(self) -> IndexStatus:
        """Look at the index as it is now, also when another process changed it; cheap enough for every second.

        Raises `SearchUnavailable` when it is out of reach, which says nothing about its state.
        """
        ...


class AnsweringByState(ABC):
    """The half of a `SearchEngine` that answers, for engines of which each state of the index answers by itself."""

    @abstractmethod
    def _current(self) -> Answering:
        """Return what answers now; another state of the index or the thesaurus makes it another object."""

    def search(self, request: SearchRequest) -> SearchPage:
        """Answer a request; see `Answering`."""
        return self._current().search(request)

    def suggest(self, prefix: str, viewer: Viewer) -> list[Suggestion]:
        """Complete what is being typed; see `Answering`."""
        return self._current().suggest(prefix, viewer)

    def related(self, slug: str, viewer: Viewer) -> list[Suggestion]:
        """Return what resembles an entry; see `Answering`."""
        return self._current().related(slug, viewer)

    def explain(self, request: SearchRequest, count: int) -> list[Explanation]:
        """Say of the first results why they stand where they stand; see `Answering`."""
        return self._current().explain(request, count)

    def state(self) -> object:
        """Return what answers now; see `SearchEngine`."""
        return self._current()
