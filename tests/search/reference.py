"""Search as slow and obvious as it can be: every rule written out over the entries themselves, without any index.

It shares with the engine only what a query means (`Meanings`); where the words stand, what they count, who sees what and
what comes first it works out on its own.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import pairwise
from math import inf, log

import numpy as np

from kennisplatform.entries.menu_card.labels import evidence
from kennisplatform.entries.menu_card.model import MenuCardEntry
from kennisplatform.entries.models import Contact, Entry
from kennisplatform.permissions import Viewer, may_see
from kennisplatform.search import weights
from kennisplatform.search.dutch.analysis import name_key, stem, words
from kennisplatform.search.dutch.compounds import Compounds
from kennisplatform.search.dutch.thesaurus import Thesaurus
from kennisplatform.search.index import schema
from kennisplatform.search.ranking.finder import understand
from kennisplatform.search.ranking.meaning import Meanings, Order
from kennisplatform.search.ranking.scoring import DECIMALS, Column, Matches
from kennisplatform.search.request import FACET_TERMS, Facet, SearchRequest, Sorting


class ReadEntry:
    """An entry with its words by position, and what each of them counts."""

    def __init__(self, entry: Entry) -> None:
        self.entry = entry
        self.places: dict[str, list[int]] = {}
        self.counts: dict[str, float] = {}
        position = 0
        for field, pieces in schema.texts(entry).items():
            in_field: Counter[str] = Counter()
            length = 0
            for piece in pieces:
                for _, _, form, other in words(piece):
                    for term in filter(None, (form, other)):
                        self.places.setdefault(term, []).append(position)
                        in_field[term] += 1
                    position += 1
                    length += 1
                position += schema.GAP
            rule = weights.FIELDS[field]
            norm = 1 - rule.length_effect + rule.length_effect * length / rule.usual_length
            for term, count in in_field.items():
                self.counts[term] = self.counts.get(term, 0.0) + rule.weight / norm * count
        self.counts = {term: float(np.float16(np.float32(count))) for term, count in self.counts.items()}
        age = (entry.updated.toordinal() - 733_773) if entry.updated else 0  # days since 1 January 2010
        self.standing = weights.KINDS[entry.kind] * (1 + weights.FRESHNESS * max(age, 0) / 3652.5)
        head = entry.title.split(":")[0]
        outside, _, inside = head.partition("(")
        names = [entry.title, head, outside, inside, head.split(",")[0], entry.slug.replace("-", " ")]
        if isinstance(entry, Contact):
            names.append(entry.organisation)
        self.names = {name_key(name) for name in names} - {""}

    def values(self, facet: Facet) -> tuple[str, ...]:
        entry = self.entry
        return {
            Facet.THEME: entry.tagged_themes,
            Facet.SECTOR: entry.tagged_sectors,
            Facet.KIND: (entry.kind,),
            Facet.EVIDENCE: (evidence(entry).rung,) if isinstance(entry, MenuCardEntry) else (),
            Facet.OCCASION: entry.occasions if isinstance(entry, MenuCardEntry) else (),
            Facet.REGION: entry.regions,
            Facet.ORGANISATION_TYPE: (entry.organisation_type,) if isinstance(entry, Contact) else (),
        }[facet]


class SlowWords:
    """The words of all entries."""

    def __init__(self, read: list[ReadEntry]) -> None:
        self.all = sorted({form for one in read for form in one.places})

    def __contains__(self, form: str) -> bool:
        return form in self.all

    def with_stem(self, wanted: str) -> list[str]:
        return [form for form in self.all if stem(form) == wanted]

    def containing(self, piece: str) -> list[str]:
        return [form for form in self.all if piece in form]

    def beginning_with(self, prefix: str, limit: int) -> list[str]:
        return [form for form in self.all if form.startswith(prefix)][:limit]


class SlowGeneration:
    """What `Meanings` asks of a generation."""

    def __init__(self, read: list[ReadEntry]) -> None:
        self.words = SlowWords(read)
        self.compounds = Compounds(lambda form: form in self.words or bool(self.words.with_stem(form)))


class SlowPerspective:
    """What the finder asks of a perspective, worked out entry by entry."""

    def __init__(self, read: list[ReadEntry], viewer: Viewer) -> None:
        self.read = read
        self.visible = [number for number, one in enumerate(read) if may_see(viewer, one.entry)]

    def everything(self) -> Matches:
        return self._matches(dict.fromkeys(self.visible, 0.0), ())

    def column(self, concept) -> Column:
        brought = {
            number: max(self._brought(self.read[number], a) for a in concept.alternatives) for number in self.visible
        }
        met = {number: value for number, value in brought.items() if value > 0}
        rarity = log(1 + (len(self.visible) - len(met) + 0.5) / (len(met) + 0.5))
        scores = [rarity * value / (value + weights.SATURATION) for value in met.values()]
        return Column(np.array(list(met), int), np.array(scores), rarity)

    def matches(self, concepts, columns, name, is_question) -> Matches:
        has = {number: [number in column.documents for column in columns] for number in self.visible}
        asked = sum(column.rarity for column in columns)
        share = {
            number: sum(column.rarity for column, met in zip(columns, here, strict=True) if met) / asked
            for number, here in has.items()
            if any(here)
        }
        if not share:
            return self._matches({}, ())
        whole = {number for number in share if all(has[number])}
        by_share = sorted(share.values(), reverse=True)
        if len(whole) >= weights.ENOUGH:
            least = 1.0
        else:
            least = min(weights.LEAST_OF_A_QUESTION if is_question else 0.0, by_share[0])
            if len(by_share) > weights.ENOUGH:
                least = max(by_share[weights.ENOUGH - 1], least)
        kept = {number: part for number, part in share.items() if number in whole or part >= least - 1e-9}
        matches = self._ranked(concepts, columns, kept, name)
        if whole >= kept.keys():
            return matches
        lift = 0.0 if is_question else max(matches.scores)
        scores = matches.scores + lift * np.isin(matches.documents, list(whole))
        met = tuple(column.documents for column in columns)
        return replace(matches, scores=scores, met=met, lift=lift)

    def without(self, matches: Matches, excluded) -> Matches:
        unwanted = {number for concept in excluded for number in self.column(concept).documents.tolist()}
        kept = {
            n: s for n, s in zip(matches.documents.tolist(), matches.scores.tolist(), strict=True) if n not in unwanted
        }
        return replace(matches, documents=np.array(list(kept), int), scores=np.array(list(kept.values()), float))

    def _brought(self, one: ReadEntry, alternative) -> float:
        least = min(sum(weight * one.counts.get(form, 0.0) for form, weight in group) for group in alternative.groups)
        if least <= 0 or len(alternative.groups) == 1 or alternative.order is Order.ANYWHERE:
            return max(least, 0.0)
        first, *others = [self._places(one, [form for form, _ in group]) for group in alternative.groups]
        if alternative.order is Order.PHRASE:
            stands = any(all(p + step in other for step, other in enumerate(others, 1)) for p in first)
        else:
            stands = any(all(min(abs(p - q) for q in other) <= weights.NEAR for other in others) for p in first)
        return least if stands else 0.0

    def _ranked(self, concepts, columns, share, name) -> Matches:
        scores = {}
        for number in sorted(share):
            one = self.read[number]
            score = sum(self._score(number, column) for column in columns)
            score *= share[number] ** weights.MISSING_WORD
            for (left, a), (right, b) in pairwise(zip(concepts, columns, strict=True)):
                distance = self._distance(one, left.forms, right.forms)
                score += weights.CLOSENESS * (a.rarity + b.rarity) / 2 / max(distance, 1.0)
            score += weights.NAME if name in one.names else 0.0
            scores[number] = round(score * one.standing, DECIMALS)
        return self._matches(scores, concepts)

    def _score(self, number, column) -> float:
        return dict(zip(column.documents.tolist(), column.scores.tolist(), strict=True)).get(number, 0.0)

    def _distance(self, one, left, right) -> float:
        return min((abs(p - q) for p in self._places(one, left) for q in self._places(one, right)), default=inf)

    def _places(self, one, forms) -> list[int]:
        return sorted({place for form in forms for place in one.places.get(form, [])})

    def _matches(self, scores, concepts) -> Matches:
        documents = np.array(list(scores), int)
        return Matches(documents, np.array(list(scores.values()), float), len(self.read), tuple(concepts))


def slow_search(entries: list[Entry], request: SearchRequest):
    """Return the slugs on the page, the total, and per facet the count of each value."""
    read = [ReadEntry(entry) for entry in entries]
    meanings = Meanings(SlowGeneration(read), Thesaurus())
    found = understand(request.text, meanings, SlowPerspective(read, request.viewer), is_literal=True)
    score = dict(zip(found.matches.documents.tolist(), found.matches.scores.tolist(), strict=True))

    def passes(one: ReadEntry, but: Facet | None = None) -> bool:
        return all(
            facet is but or not chosen or chosen & set(one.values(facet)) for facet, chosen in request.filters.items()
        )

    def order(number: int):
        entry = read[number].entry
        title = (" ".join(form for _, _, form, _ in words(entry.title)), entry.slug)
        if request.sorting is Sorting.RELEVANCE:
            return (-score[number], *title)
        days = -(entry.updated.toordinal() if entry.updated else 719_163)
        return (days, *title) if request.sorting is Sorting.NEWEST else title

    passing = sorted((number for number in score if passes(read[number])), key=order)
    first = (request.page - 1) * request.per_page
    counts = {
        facet: {term: sum(term in read[n].values(facet) for n in score if passes(read[n], facet)) for term in terms}
        for facet, terms in FACET_TERMS.items()
    }
    return [read[n].entry.slug for n in passing[first : first + request.per_page]], len(passing), counts
