"""The search engine for several hosts: an index in an OpenSearch cluster, searched there."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection
from functools import partial
from typing import TypeVar

from kennisplatform.permissions import Viewer
from kennisplatform.search.dutch.thesaurus import ThesaurusFile
from kennisplatform.search.engine import (
    AnsweringByState,
    IndexedEntry,
    IndexStatus,
    Progress,
    SearchUnavailable,
    Suggestion,
)
from kennisplatform.search.index import building
from kennisplatform.search.index.generation import Generation
from kennisplatform.search.opensearch.answers import ClusterAnswers
from kennisplatform.search.opensearch.client import AWAY, Cluster, NoIndex
from kennisplatform.search.opensearch.index import ClusterIndex, Mark
from kennisplatform.search.opensearch.state import State
from kennisplatform.search.ranking.answers import Answers
from kennisplatform.search.request import SearchPage, SearchRequest

Answer = TypeVar("Answer")

SECONDS_TO_HOLD = 5.0
"""After the cluster fails, for which whoever searches waits until there is something in memory to answer from."""


class OpenSearchEngine(AnsweringByState):
    """A `SearchEngine` on a cluster. Safe to share between threads and hosts.

    What it knows of the index (versions, words) is of the mark at the last `status`. While the cluster is away, it
    answers from what it `hold`s.
    """

    def __init__(self, cluster: Cluster, thesaurus: ThesaurusFile) -> None:
        self._cluster = cluster
        self._index = ClusterIndex(cluster)
        self._thesaurus = thesaurus
        self._reading = threading.Lock()
        self._answers: ClusterAnswers | None = None
        self._held: Answers | None = None
        self._holding = threading.Condition()
        """Tells that something is held."""
        self._failed_at: float | None = None
        """When the cluster left a question unanswered, as the first since it was last seen."""
        self._held_since: Mark | None = None
        """The state in which the index was then; None when it could not be seen."""

    def update(self, entries: Collection[IndexedEntry], position: int = 0) -> None:
        """Add or replace entries; see `SearchEngine`."""
        self._index.update(entries, position)
        self.status()

    def remove(self, slugs: Collection[str], position: int = 0) -> None:
        """Forget entries; see `SearchEngine`."""
        self._index.remove(slugs, position)
        self.status()

    def rebuild(self, entries: Collection[IndexedEntry], progress: Progress, position: int = 0) -> None:
        """Make another index and let it take over; see `SearchEngine`."""
        self._index.rebuild(entries, position, progress)
        self.status()

    def hold(self, entries: Collection[IndexedEntry]) -> None:
        """Answer from memory; see `SearchEngine`."""
        generation = Generation(building.built_in_memory(entries), manifest=b"")
        self._held_since = self._answers.state.mark if self._answers and not self._cluster.is_away else None
        with self._holding:
            self._held = Answers(generation, self._thesaurus.refresh())
            self._holding.notify_all()

    def search(self, request: SearchRequest) -> SearchPage:
        """Answer a request; see `Answering`."""
        return self._patiently(partial(super().search, request))

    def suggest(self, prefix: str, viewer: Viewer) -> list[Suggestion]:
        """Complete what is being typed; see `Answering`."""
        return self._patiently(partial(super().suggest, prefix, viewer))

    def _patiently(self, ask: Callable[[], Answer]) -> Answer:
        """Ask; what the cluster leaves unanswered is asked once more, when there is something in memory or no hope."""
        try:
            return ask()
        except SearchUnavailable:
            with self._holding:
                if self._failed_at is None:
                    self._failed_at = time.monotonic()
                left = self._failed_at + SECONDS_TO_HOLD - time.monotonic()
                self._holding.wait_for(lambda: self._held is not None, max(0.0, left))
            return ask()

    def status(self) -> IndexStatus:
        """Look at the mark, and read what it stands for if it is another one than before; see `SearchEngine`."""
        try:
            state = self._looked_at().state
        except NoIndex as damage:
            return IndexStatus(damage=str(damage))
        self._failed_at = None
        if self._held and (state.versions == self._held.generation.versions or state.mark != self._held_since):
            self._held = None
        return IndexStatus(state.versions, size=state.size, position=state.mark.position)

    def _looked_at(self) -> ClusterAnswers:
        """Return what answers with the thesaurus as it is now and, after a look at it, the index as it is now."""
        with self._reading:
            mark = self._index.mark()
            known = self._answers.state if self._answers else None
            return self._answering(known if known and known.mark == mark else State.now(self._index, mark, known))

    def _answering(self, state: State) -> ClusterAnswers:
        thesaurus = self._thesaurus.refresh()
        answers = self._answers
        if answers is None or answers.state is not state or answers.thesaurus is not thesaurus:
            answers = self._answers = ClusterAnswers(self._index, state, thesaurus)
        return answers

    def _current(self) -> Answers | ClusterAnswers:
        """Return what answers now; another state of the index or the thesaurus makes it another object."""
        if held := self._held:
            thesaurus = self._thesaurus.refresh()
            if held.thesaurus is not thesaurus:
                held = self._held = Answers(held.generation, thesaurus)
            return held
        if self._cluster.is_away:
            raise SearchUnavailable(AWAY)
        return self._answering(self._answers.state) if self._answers else self._looked_at()
