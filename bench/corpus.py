"""Made-up entries with the word frequencies of Dutch, the same at every run."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kennisplatform.entries.menu_card.model import MenuCardEntry
from kennisplatform.search.dutch.compounds import general_dutch
from kennisplatform.vocabulary import MENU_CARD_KINDS, Region, Sector, Theme

SEED = 20_261_124
DOMAIN_RANKS = {
    "veiligheidsregio": 20,
    "drinkwater": 60,
    "regionale": 90,
    "netwerken": 110,
    "actieve": 400,
    "elektriciteit": 150,
    "uitval": 130,
    "samenwerking": 160,
    "bedrijven": 120,
    "ministeries": 500,
    "nooddrinkwater": 300,
    "noodstroom": 600,
    "noodaggregaat": 1500,
    "crisiscommunicatie": 900,
    "stroomstoring": 700,
    "netbeheerder": 250,
    "gasunie": 5000,
    "keteneffecten": 3000,
}
"""Words of our domain, each put at this rank among the words of general Dutch."""
TITLE, SUMMARY, BODY = 8, 30, 250
"""Words of each text."""


def corpus(count: int) -> list[MenuCardEntry]:
    """Return this many entries; a larger corpus begins with the entries of a smaller one."""
    random = np.random.default_rng(SEED)
    known = words()
    chances = 1 / (np.arange(len(known)) + 2.7)
    chances /= chances.sum()
    return [_entry(number, known, chances, random) for number in range(count)]


def words() -> list[str]:
    """Return the words of the entries, the most frequent first."""
    counted = general_dutch()
    ranked = sorted((word for word in counted if word.isalpha()), key=lambda word: (-counted[word], word))
    for word, rank in sorted(DOMAIN_RANKS.items(), key=lambda item: item[1]):
        ranked.insert(rank, word)
    return ranked


def _entry(number: int, words: Sequence[str], chances: np.ndarray, random: np.random.Generator) -> MenuCardEntry:
    drawn = random.choice(len(words), TITLE + SUMMARY + BODY, p=chances)
    text = [words[place] for place in drawn]
    tags = {
        "themas": [list(Theme)[i] for i in random.choice(8, 1 + number % 3, replace=False)],
        "sectoren": [list(Sector)[i] for i in random.choice(5, 1 + number % 2, replace=False)],
        "regios": [list(Region)[i] for i in random.choice(25, number % 3, replace=False)],
        "soort": MENU_CARD_KINDS[number % 4],
    }
    return MenuCardEntry.model_validate(
        {
            "slug": f"vermelding-{number}",
            "titel": " ".join(text[:TITLE])[:200],
            "samenvatting": " ".join(text[TITLE : TITLE + SUMMARY])[:300],
            "body": " ".join(text[TITLE + SUMMARY :]),
            "status": "gepubliceerd",
            "bijgewerkt": f"20{20 + number % 6}-0{1 + number % 9}-1{number % 9}",
            **tags,
        }
    )
