"""What the cluster answers, as one process knows it: with the words of one state of the index and one thesaurus."""

from __future__ import annotations

import threading
from collections.abc import Collection, Mapping, Sequence

from cachetools import LRUCache

from kennisplatform.permissions import Viewer
from kennisplatform.search.dutch.thesaurus import Thesaurus
from kennisplatform.search.engine import Explanation, Suggestion
from kennisplatform.search.opensearch import documents
from kennisplatform.search.opensearch.clauses import Clause, all_of, any_of, lifted, none_of, terms
from kennisplatform.search.opensearch.client import Body
from kennisplatform.search.opensearch.explanation import GROUP, explanations
from kennisplatform.search.opensearch.index import ClusterIndex
from kennisplatform.search.opensearch.state import State
from kennisplatform.search.opensearch.suggestions import suggestions
from kennisplatform.search.opensearch.understanding import Understanding, Understood
from kennisplatform.search.ranking.finder import MOST_ALIKE, MOST_RELATED, without_marks
from kennisplatform.search.ranking.hits import hit
from kennisplatform.search.ranking.meaning import Meanings
from kennisplatform.search.request import (
    FACET_TERMS,
    LAST_PAGE,
    Expansion,
    Facet,
    FacetCount,
    Hit,
    SearchPage,
    SearchRequest,
    Sorting,
)

MOST_UNDERSTOOD = 2_000
"""Texts of which is kept how they were understood."""
ALL_VALUES = 1_000
IN_ORDER: Mapping[Sorting, Sequence[Body]] = {
    Sorting.RELEVANCE: ({"_score": "desc"}, {"title": "asc"}),
    Sorting.NEWEST: ({"updated": "desc"}, {"title": "asc"}),
    Sorting.TITLE: ({"title": "asc"},),
}


class ClusterAnswers:
    """What answers from one state of the index (`Answering`). Safe to share between threads."""

    def __init__(self, index: ClusterIndex, state: State, thesaurus: Thesaurus) -> None:
        self.state = state
        self.thesaurus = thesaurus
        self._index = index
        self._vocabulary = state.vocabulary
        self._lock = threading.Lock()
        self._understood: LRUCache[tuple[str, bool, frozenset[str]], Understood] = LRUCache(MOST_UNDERSTOOD)
        self._related: LRUCache[tuple[str, frozenset[str]], list[Suggestion]] = LRUCache(MOST_RELATED)

    def search(self, request: SearchRequest) -> SearchPage:
        """Answer a request; see `Answering`."""
        understood = self._understand(request.text, request.viewer, request.is_literal)
        page = min(request.page, LAST_PAGE)
        is_by_score = request.sorting is Sorting.RELEVANCE and bool(understood.layers)
        order = IN_ORDER[request.sorting if is_by_score or request.sorting is Sorting.NEWEST else Sorting.TITLE]
        answer = self._ask(
            request.viewer,
            {
                "query": self._query(request, understood),
                "post_filter": _filters(request, Facet),
                "aggs": {**_counting(request), **_counting_more(understood)},
                "sort": order,
                "from": (page - 1) * request.per_page,
                "size": request.per_page,
                "track_total_hits": True,
                "_source": ["shown", "text"],
            },
        )
        return _page(request, understood, answer)

    def suggest(self, prefix: str, viewer: Viewer) -> list[Suggestion]:
        """Complete what is being typed; see `Answering`."""
        return suggestions(prefix, self._vocabulary.labels, lambda body: self._ask(viewer, body))

    def related(self, slug: str, viewer: Viewer) -> list[Suggestion]:
        """Return what resembles an entry; see `Answering`."""
        key = (slug, viewer.audiences)
        with self._lock:
            related = self._related.get(key)
        if related is None:
            related = self._related_to(slug, viewer)
            with self._lock:
                self._related[key] = related
        return related

    def explain(self, request: SearchRequest, count: int) -> list[Explanation]:
        """Say of the first results why they stand where they stand; see `Answering`."""
        understood = self._understand(request.text, request.viewer, request.is_literal)
        answer = self._ask(
            request.viewer,
            {
                "query": self._query(request, understood),
                "sort": IN_ORDER[Sorting.RELEVANCE],
                "size": count,
                "_source": ["shown", "text", "weights", "standing", "name"],
            },
        )
        return explanations(understood, answer["hits"]["hits"])

    def _understand(self, text: str, viewer: Viewer, is_literal: bool = False) -> Understood:
        key = (text, is_literal, viewer.audiences)
        with self._lock:
            understood = self._understood.get(key)
        if understood is None:
            meanings = Meanings(self._vocabulary, Thesaurus() if is_literal else self.thesaurus)
            understood = self._understanding(viewer).of(text, meanings, is_literal)
            with self._lock:
                self._understood[key] = understood
        return understood

    def _understanding(self, viewer: Viewer) -> Understanding:
        return Understanding(self._vocabulary, lambda bodies: self._ask_all(viewer, bodies))

    def _query(self, request: SearchRequest, understood: Understood) -> Clause:
        scored = lifted(understood.scored, self._preferred(request, understood), understood.highest, GROUP)
        return {"bool": {"must": [scored], "must_not": list(understood.excluded)}}

    def _preferred(self, request: SearchRequest, understood: Understood) -> dict[int, Clause]:
        """Return what comes first because of a place: the groups of `Preference`, the first with the highest number."""
        preference = request.preference
        if preference is None:
            return {}
        texts = (preference.text, preference.place)
        whole, naming = (self._understand(text, request.viewer).whole for text in texts)
        there = any_of([naming, terms(Facet.REGION.value, preference.regions)])
        return {3: whole, 2: all_of([there, understood.whole]), 1: naming}

    def _related_to(self, slug: str, viewer: Viewer) -> list[Suggestion]:
        found = self._index.cluster.search(
            self._index.alias, {"query": terms("slug", [slug]), "_source": ["shown.display"]}
        )["hits"]["hits"]
        if not found:
            return []
        display = found[0]["_source"]["shown"]["display"]
        text = without_marks(f"{display['title']} {display['summary']}")
        understood = self._understanding(viewer).resembling(text, Meanings(self._vocabulary, Thesaurus()))
        answer = self._ask(
            viewer,
            {
                "query": {"bool": {"must": [understood.scored], "filter": [none_of([terms("slug", [slug])])]}},
                "sort": IN_ORDER[Sorting.RELEVANCE],
                "size": MOST_ALIKE,
                "_source": ["shown.display"],
            },
        )
        return [Suggestion.of(each["_source"]["shown"]["display"]) for each in answer["hits"]["hits"]]

    def _ask(self, viewer: Viewer, body: Body) -> Body:
        return self._index.cluster.search(self._index.alias, _seen_by(viewer, body))

    def _ask_all(self, viewer: Viewer, bodies: Sequence[Body]) -> list[Body]:
        seen = [_seen_by(viewer, body) for body in bodies]
        if len(seen) == 1:
            return [self._index.cluster.search(self._index.alias, seen[0])]
        return self._index.cluster.search_all(self._index.alias, seen)


def _seen_by(viewer: Viewer, body: Body) -> Body:
    """Return the same search among what a viewer may see: nothing else takes part in any figure."""
    query: Body = {"filter": [terms("audience", sorted(viewer.audiences))]}
    if "query" in body:
        query["must"] = [body["query"]]
    return {**body, "query": {"bool": query}}


def _filters(request: SearchRequest, facets: Collection[Facet] | type[Facet]) -> Clause:
    """Return what the ticked values of these facets leave."""
    chosen = {facet: request.filters.get(facet) for facet in facets}
    return {"bool": {"filter": [terms(facet.value, values) for facet, values in chosen.items() if values]}}


def _counting(request: SearchRequest) -> Body:
    """Count per value of each facet what ticking it would bring: with the filters of all other facets."""
    return {
        facet.value: {
            "filter": _filters(request, [other for other in Facet if other is not facet]),
            "aggs": {"n": {"terms": {"field": facet.value, "size": ALL_VALUES}}},
        }
        for facet in Facet
    }


def _counting_more(understood: Understood) -> Body:
    """Count what only the second reading of a text finds."""
    if len(understood.layers) < 2:
        return {}
    return {"more": {"filter": none_of([understood.layers[0].kept])}}


def _page(request: SearchRequest, understood: Understood, answer: Body) -> SearchPage:
    layers = understood.layers
    if "more" in answer["aggregations"] and not answer["aggregations"]["more"]["doc_count"]:
        layers = layers[:1]
    total = int(answer["hits"]["total"]["value"])
    is_complete = len(layers) < 2 and all(layer.is_whole for layer in layers)
    concepts = layers[-1].concepts if layers else ()
    return SearchPage(
        request=request,
        hits=tuple(_hit(understood, len(layers), found) for found in answer["hits"]["hits"]),
        total=total,
        facets={facet: _counts(request, facet, answer["aggregations"][facet.value]) for facet in Facet},
        is_relaxed=not is_complete and total > 0,
        suggestion=understood.corrected,
        expansions=tuple(Expansion(concept.asked, concept.added) for concept in concepts if concept.added),
    )


def _counts(request: SearchRequest, facet: Facet, counted: Body) -> tuple[FacetCount, ...]:
    counts = {bucket["key"]: int(bucket["doc_count"]) for bucket in counted["n"]["buckets"]}
    chosen = request.filters.get(facet, frozenset())
    return tuple(FacetCount(term, counts.get(str(term), 0), term in chosen) for term in FACET_TERMS[facet])


def _hit(understood: Understood, shown: int, found: Body) -> Hit:
    """Return a hit; `shown` is the number of layers that find something."""
    source = found["_source"]
    concepts = understood.layers[shown - 1].concepts if shown else ()
    concept_of = {form: number for number, concept in reversed(list(enumerate(concepts))) for form in concept.forms}
    lacks = understood.missing(shown, found.get("matched_queries", ()))
    places = documents.places(source, concept_of)
    return hit(source["shown"]["display"], documents.word_starts(source), places, lacks)
