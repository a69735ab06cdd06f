"""A document of an index as a result, with the words that were asked marked: the same for every engine."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from kennisplatform.entries.menu_card.labels import EvidenceLabel
from kennisplatform.search.index.term_pool import Numbers
from kennisplatform.search.ranking import snippets
from kennisplatform.search.ranking.snippets import Places
from kennisplatform.search.request import Hit
from kennisplatform.vocabulary import Evidence, Kind, Sector, Stage, Theme, Visibility


def hit(display: Mapping[str, Any], word_starts: Numbers, places: Places, missing: tuple[str, ...]) -> Hit:
    """Return what a list of results shows of a document, of which the index kept `display` and `word_starts`."""
    texts = snippets.ShownTexts(
        display["title"],
        display["summary"],
        display["body"],
        word_starts,
        display["attachments"],
    )
    shown = snippets.marked(texts, places)
    return Hit(
        slug=display["slug"],
        kind=Kind(display["kind"]),
        title=shown.title,
        summary=shown.summary,
        match=shown.match,
        themes=tuple(map(Theme, display["themes"])),
        sectors=tuple(map(Sector, display["sectors"])),
        visibility=Visibility(display["visibility"]),
        updated=_day(display["updated"]),
        review_due=_day(display["review_due"]),
        evidence=_evidence(*display["evidence"]) if display["evidence"] else None,
        stage=Stage(display["stage"]) if display["stage"] else None,
        missing=missing,
    )


def _evidence(rung: str, shows_failure: bool) -> EvidenceLabel:
    return EvidenceLabel(Evidence(rung), shows_failure)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
