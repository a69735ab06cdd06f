"""Real Dutch questions on a subject that is not ours: what is tuned on our own entries must hold here as well.

The questions are not part of this repository; they are read from `GENERAL_QUESTIONS`, a JSON list of objects with
`question` and `answer`. Each answer becomes an entry of which the title gives nothing away. Each question is asked whole
and once more without its function words, and its own answer is expected first; whatever else fits counts as wrong, so
only the comparison with the peers says something.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

from kennisplatform.config import PROJECT_FOLDER
from kennisplatform.entries.menu_card.model import MenuCardEntry
from kennisplatform.search.dutch.analysis import QUESTION_WORDS, STOP_WORDS, fold
from kennisplatform.search.engine import IndexedEntry
from tests.quality.judged import JudgedQuery

FILE = Path(os.environ.get("GENERAL_QUESTIONS", PROJECT_FOLDER.parent / "shared" / "quality" / "general-dutch.json"))
WHOLE, SHORT = "whole questions", "short questions"
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_WORD = re.compile(r"[\w’'-]+")


def is_there() -> bool:
    """Tell whether the questions can be read here."""
    return FILE.is_file()


def general_entries() -> list[IndexedEntry]:
    """Return an entry for each answer."""
    return [IndexedEntry(_entry(number, pair["answer"]), "1") for number, pair in enumerate(_pairs())]


def general_queries() -> list[JudgedQuery]:
    """Return each question whole and without its function words, both with its answer as the one that is right."""
    return [
        JudgedQuery(text, category, is_for_tuning=True, grades={_slug(number): 1})
        for category, read in ((WHOLE, str), (SHORT, _telling_words))
        for number, pair in enumerate(_pairs())
        if (text := read(pair["question"]))
    ]


def _pairs() -> list[dict[str, str]]:
    pairs: list[dict[str, str]] = json.loads(FILE.read_text(encoding="utf-8"))
    return pairs


def _slug(number: int) -> str:
    return f"antwoord-{number}"


def _entry(number: int, answer: str) -> MenuCardEntry:
    summary = " ".join(_SENTENCE_END.split(answer.strip())[:2])
    return MenuCardEntry.model_validate(
        {
            "slug": _slug(number),
            "titel": str(number),
            "soort": "voorbeeld",
            "samenvatting": summary[:300],
            "themas": ["crisismanagement"],
            "sectoren": ["drinkwater"],
            "status": "gepubliceerd",
            "body": answer,
        }
    )


def _telling_words(question: str) -> str:
    silent = STOP_WORDS | QUESTION_WORDS
    return " ".join(word for word in _WORD.findall(question) if fold(word) not in silent)
