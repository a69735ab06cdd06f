"""What the OpenSearch index holds of an entry: the tokens, weights and figures that our own analysis makes.

OpenSearch analyses nothing. `weights` has per word what it counts over all fields of an entry (BM25F, as the embedded
index), as a rank feature, so that no score depends on what other entries, seen or not, hold; `text` has the words at
their positions, for phrases and closeness.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from kennisplatform.search.engine import IndexedEntry
from kennisplatform.search.index import packing, schema
from kennisplatform.search.index.schema import GAP, ReadTexts
from kennisplatform.search.index.term_pool import Numbers
from kennisplatform.search.ranking.snippets import Places
from kennisplatform.search.request import LAST_PAGE, LONGEST_TEXT, Facet
from kennisplatform.search.weights import KINDS, freshness
from kennisplatform.vocabulary import Kind

MARK = ":stand"
"""The document that says which state of the index this is; it has no audience, so that no search sees it."""
MOST_ON_A_PAGE = 100
NO_DAY = "1970-01-01"
LONGEST_WORD = LONGEST_TEXT
"""Letters; nobody can ask for a longer word, and Lucene has a bound."""
TOGETHER = "|"
"""Stands between two forms of the word at one position."""
_KEYWORD = {"type": "keyword"}
_KEPT = {"type": "object", "enabled": False}

SETTINGS: Mapping[str, Any] = {
    "number_of_shards": 1,
    "number_of_replicas": 0,
    "max_result_window": LAST_PAGE * MOST_ON_A_PAGE,
    "analysis": {
        "filter": {"forms": {"type": "pattern_capture", "preserve_original": False, "patterns": [r"([^|]+)"]}},
        "tokenizer": {"places": {"type": "whitespace", "max_token_length": 2 * LONGEST_WORD + 1}},
        "analyzer": {"ready": {"tokenizer": "places", "filter": ["forms"]}},
    },
}
MAPPING: Mapping[str, Any] = {
    "dynamic": "strict",
    "properties": {
        "slug": _KEYWORD,
        "version": {**_KEYWORD, "index": False},
        "written": {"type": "integer"},
        "title": _KEYWORD,
        "updated": _KEYWORD,
        "audience": _KEYWORD,
        **{facet.value: _KEYWORD for facet in Facet},
        "name": _KEYWORD,
        "label": _KEYWORD,
        "words": _KEYWORD,
        "weights": {"type": "rank_features"},
        "text": {"type": "text", "analyzer": "ready", "norms": False, "position_increment_gap": GAP},
        "standing": {"type": "float"},
        "shown": _KEPT,
        "mark": _KEPT,
    },
}


def source(indexed: IndexedEntry, written: int) -> dict[str, Any]:
    """Return the document of an entry that is `written` in the state of this number."""
    fields = schema.document(indexed)
    slug, version, title, updated = json.loads(fields["record"])
    read: ReadTexts = fields["text"]
    words = {word: max(weight, 0.001) for word, weight in read.weights.items() if len(word) <= LONGEST_WORD}
    runs = list(_runs(read.positions))
    return {
        "slug": slug,
        "version": version,
        "written": written,
        "title": f"{title}\0{slug}",
        "updated": updated or NO_DAY,
        "audience": sorted(fields["audience"]),
        **{facet.value: list(map(str, fields[facet.value])) for facet in Facet},
        "name": sorted(fields["name"]),
        "label": sorted(word for word in fields["label"] if len(word) <= LONGEST_WORD),
        "words": sorted(words),
        "weights": words,
        "text": [" ".join(tokens) for _, tokens in runs],
        "standing": KINDS[Kind(indexed.entry.kind)] * float(freshness(_days(updated or NO_DAY))[0]),
        "shown": {
            "display": json.loads(fields["display"]),
            "word_starts": base64.b64encode(fields["word_starts"]).decode(),
            "runs": [start for start, _ in runs],
        },
    }


def _days(day: str) -> npt.NDArray[np.int64]:
    return np.array([day], "datetime64[D]").astype(np.int64)


def _runs(positions: Mapping[str, Sequence[int]]) -> Iterator[tuple[int, list[str]]]:
    """Yield the stretches of words without a gap, each with the position at which it starts."""
    at: dict[int, list[str]] = {}
    for word, places in positions.items():
        for place in places:
            at.setdefault(place, []).append(word if len(word) <= LONGEST_WORD else "")
    for _, run in groupby(enumerate(sorted(at)), key=lambda numbered: numbered[1] - numbered[0]):
        places = [place for _, place in run]
        yield places[0], [TOGETHER.join(filter(None, at[place])) or TOGETHER for place in places]


def places(found: Mapping[str, Any], concept_of: Mapping[str, int]) -> Places:
    """Return where the words stand in a document that meet a concept, given the concept of each word."""
    here: list[tuple[int, int]] = []
    for start, run in zip(found["shown"]["runs"], found["text"], strict=True):
        for place, token in enumerate(run.split(" "), start):
            if (concept := concept_of.get(token)) is not None:
                here.append((place, concept))
            elif TOGETHER in token:
                concepts = [concept_of[form] for form in token.split(TOGETHER) if form in concept_of]
                here.extend((place, concept) for concept in concepts[:1])
    return here


def word_starts(found: Mapping[str, Any]) -> Numbers:
    """Return where each word of a document's body starts (characters)."""
    return packing.unpacked(base64.b64decode(found["shown"]["word_starts"]))


def _fingerprint() -> str:
    digest = hashlib.blake2b(schema.FINGERPRINT.encode(), digest_size=6)
    digest.update(Path(__file__).read_bytes())
    return digest.hexdigest()


FINGERPRINT = _fingerprint()
"""Changes with the mapping and with everything that makes a document: another one is another index."""
