"""Every number that decides the order of results, in one place.

They are learnt on the tuning half of `tests/quality/judgements.yml` (`make quality` prints what they bring on the other
half). A change here changes the index's fingerprint, so that the index is made anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kennisplatform.vocabulary import Kind


@dataclass(frozen=True)
class FieldWeight:
    """How much a word in a field counts, and the number of words at which its length neither helps nor harms."""

    weight: float
    usual_length: int
    length_effect: float
    """BM25's b: 0 ignores the length of the field, 1 divides by it."""


FIELDS: Mapping[str, FieldWeight] = {
    "title": FieldWeight(4.0, usual_length=6, length_effect=0.2),
    "keywords": FieldWeight(2.5, usual_length=5, length_effect=0.2),
    "summary": FieldWeight(2.0, usual_length=25, length_effect=0.5),
    "body": FieldWeight(1.0, usual_length=60, length_effect=0.75),
    "details": FieldWeight(0.5, usual_length=60, length_effect=0.75),
    "labels": FieldWeight(0.8, usual_length=10, length_effect=0.2),
    # A report of a hundred pages says most words often: what counts is how much of it is about them.
    "attachments": FieldWeight(0.5, usual_length=300, length_effect=0.9),
}
"""The fields that are searched. The usual length is fixed instead of averaged over the index, so that what a document
brings never changes by what is added beside it (pivoted length normalisation: Singhal, Buckley, Mitra, SIGIR 1996)."""

SATURATION = 3.0
"""BM25F's k1 (Robertson and Zaragoza 2009, section 3.5): how soon more of the same word stops counting."""

EXACT = 1.0
JOINED = 0.9
"""`nooddrinkwater` for `nood drinkwater`."""
STEM = 0.3
FAMILY = 0.2
"""Another word of the same family: `uitval` for `uitgevallen`, `evacuatie` for `evacueren`."""
SYNONYM = 0.2
PART = 0.3
"""A compound that holds the word: `nooddrinkwater` for `drinkwater`."""
SPLIT = 0.3
"""The parts of a compound together: `convenant over drinkwater` for `drinkwaterconvenant`."""

SPLIT_APART = 0.1
"""The same with the parts anywhere in the text; only for a compound that is nowhere itself."""
NEAR = 6
"""Words between which the parts of a compound still make one."""

CLOSENESS = 0.6
"""Added for two words that follow each other, as a share of what both count; less for every word between them."""
NAME = 6.0
"""Added when the query is the name of the entry: its title, the head of its title, its abbreviation."""
ENOUGH = 20
"""Results from which on no documents are added that miss something; below it, those that miss the least are."""
LEAST_OF_A_QUESTION = 0.25
"""The share of a question, by rarity of its words, that a document needs when there are others that have so much."""
MISSING_WORD = 0.35
"""How strongly a document without some of the words falls behind: the share of what was asked that it has, to this
power."""
FRESHNESS = 0.03
"""Share of its score that an entry gains for each ten years that its last check is later."""
KINDS: Mapping[Kind, float] = {
    Kind.EXAMPLE: 1.0,
    Kind.PILOT: 1.0,
    Kind.COVENANT: 1.0,
    Kind.INFORMATION_STRUCTURE: 1.0,
    Kind.ROLE: 0.9,
    Kind.AGENDA: 0.5,
    Kind.NETWORK: 0.6,
    Kind.CONTACT: 0.6,
}
"""Something to put in a plan comes before whom to call about it, all else being equal."""
SUGGESTED_KINDS: Mapping[Kind, float] = {
    **KINDS,
    Kind.AGENDA: 2.0,
    Kind.ROLE: 1.2,
    Kind.NETWORK: 0.6,
    Kind.CONTACT: 1.0,
}
"""While somebody types, the overview of a topic comes first: from there all else is one step away."""

_FIRST_DAY = int(np.datetime64("2010-01-01").astype(np.int64))
_TEN_YEARS = 3652.5


def freshness(days: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """Return by how much the scores of entries are multiplied for their last checks, in days since 1970.

    It counts from a fixed day on, so that scores do not depend on when somebody asks.
    """
    return np.asarray(1 + FRESHNESS * np.maximum(days - _FIRST_DAY, 0) / _TEN_YEARS)
