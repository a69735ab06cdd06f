"""The engine finds, orders and counts exactly what the slow, obvious way finds, orders and counts."""

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kennisplatform.entries.menu_card.model import MenuCardEntry
from kennisplatform.entries.models import Contact
from kennisplatform.permissions import ANONYMOUS, Viewer
from kennisplatform.search.dutch.thesaurus import ThesaurusFile
from kennisplatform.search.engine import IndexedEntry
from kennisplatform.search.request import FACET_TERMS, SearchRequest, Sorting
from kennisplatform.search.whoosh_engine import WhooshEngine
from kennisplatform.vocabulary import MENU_CARD_KINDS, OrganisationType, Region, Sector, Theme
from tests.search.reference import slow_search

pytestmark = pytest.mark.slow

CORPORA = int(os.environ.get("CORPORA", "150"))
"""How many corpora are tried, with ten searches each; set it higher to look further."""

WORDS = st.sampled_from(
    [
        "nood",
        "drinkwater",
        "nooddrinkwater",
        "water",
        "voorziening",
        "nooddrinkwatervoorziening",
        "storing",
        "storingen",
        "stroomstoring",
        "NL-Alert",
        "nl",
        "alert",
        "de",
        "van",
        "regio’s",
        "continuïteit",
        "artikel",
        "10",
        "art.",
        "plan",
        "crisisplan",
        "gas",
        "gasunie",
        "oefenen",
        "oefening",
    ]
)
TEXT = st.lists(WORDS, max_size=14).map(" ".join)
TITLE = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)
DAY = st.sampled_from([None, "2012-05-01", "2024-01-31", "2026-11-01"])
TAGS = {
    "themas": st.lists(st.sampled_from(list(Theme)), min_size=1, max_size=3, unique=True),
    "sectoren": st.lists(st.sampled_from(list(Sector)), min_size=1, max_size=2, unique=True),
    "regios": st.lists(st.sampled_from(list(Region)[:4]), max_size=2, unique=True),
    "trefwoorden": st.lists(TITLE, max_size=2),
    "zichtbaar": st.sampled_from(["openbaar", "openbaar", "leden"]),
    "status": st.sampled_from(["gepubliceerd", "gepubliceerd", "concept"]),
    "bijgewerkt": DAY,
    "titel": TITLE,
    "samenvatting": TITLE,
    "body": TEXT,
}
MENU_CARD = st.fixed_dictionaries({**TAGS, "soort": st.sampled_from(MENU_CARD_KINDS)}).map(
    lambda keys: (MenuCardEntry, keys)
)
CONTACT = st.fixed_dictionaries(
    {
        **TAGS,
        "soort": st.just("contact"),
        "organisatie": TITLE,
        "functie": TITLE,
        "type-organisatie": st.sampled_from(list(OrganisationType)),
    }
).map(lambda keys: (Contact, keys))
CORPUS = st.lists(st.one_of(MENU_CARD, MENU_CARD, CONTACT), min_size=1, max_size=7)
QUERY = st.lists(
    st.one_of(
        WORDS,
        WORDS.map(lambda word: f"-{word}"),
        WORDS.map(lambda word: f"{word[:4]}*"),
        st.lists(WORDS, min_size=1, max_size=3).map(lambda words: f'"{" ".join(words)}"'),
        st.sampled_from(["wie", "drinkwaterplan", "gasstoring", "onbekend"]),
    ),
    max_size=4,
).map(" ".join)
FILTERS = st.fixed_dictionaries(
    {},
    optional={
        facet: st.frozensets(st.sampled_from(list(terms)[:4]), max_size=2) for facet, terms in FACET_TERMS.items()
    },
)
REQUEST = st.builds(
    SearchRequest,
    text=QUERY,
    filters=FILTERS,
    sorting=st.sampled_from(list(Sorting)),
    page=st.integers(1, 2),
    per_page=st.sampled_from([3, 20]),
    viewer=st.sampled_from([ANONYMOUS, Viewer(is_member=True), Viewer(is_curator=True)]),
    is_literal=st.just(True),
)


@settings(max_examples=CORPORA, deadline=None, suppress_health_check=list(HealthCheck))
@given(CORPUS, st.lists(REQUEST, min_size=10, max_size=10), st.integers(0, 7))
def test_the_engine_and_the_slow_way_agree(corpus, requests, added_later):
    entries = [model.model_validate({**keys, "slug": f"e{number}"}) for number, (model, keys) in enumerate(corpus)]
    with tempfile.TemporaryDirectory() as folder:
        engine = WhooshEngine(Path(folder) / "index", ThesaurusFile(Path(folder) / "thesaurus.yml"))
        # Some entries come in a second segment, and one of them in the place of an older version.
        engine.rebuild([IndexedEntry(entry, "1") for entry in entries[:added_later] or entries], lambda _: None)
        engine.update([IndexedEntry(entry, "2") for entry in entries[max(0, added_later - 1) :]])
        for request in requests:
            page = engine.search(request)
            slugs, total, counts = slow_search(entries, request)
            assert ([hit.slug for hit in page.hits], page.total) == (slugs, total), request
            assert {f: {c.term: c.count for c in found} for f, found in page.facets.items()} == counts
