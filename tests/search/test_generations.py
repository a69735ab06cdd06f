"""An index that was changed step by step answers as one that is opened anew, whatever came, changed and went."""

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from kennisplatform.entries.menu_card.model import MenuCardEntry
from kennisplatform.permissions import Viewer
from kennisplatform.search.dutch.thesaurus import ThesaurusFile
from kennisplatform.search.engine import IndexedEntry
from kennisplatform.search.request import SearchRequest, Sorting
from kennisplatform.search.whoosh_engine import WhooshEngine

SLUGS = [f"vermelding-{number}" for number in range(8)]
TITLES = st.sampled_from(["Alarm", "alarm", "Élan", "Water", "Zand", "Noodstroom"])
DAYS = st.sampled_from([None, "1999-12-31", "2024-02-29", "2026-11-26"])
SAVED = st.dictionaries(st.sampled_from(SLUGS), st.tuples(TITLES, DAYS), min_size=1, max_size=4)
REMOVED = st.sets(st.sampled_from(SLUGS), min_size=1, max_size=3)


def entry(slug, title, day):
    return MenuCardEntry.model_validate(
        {
            "slug": slug,
            "titel": title,
            "samenvatting": "Kort.",
            "body": "Tekst.",
            "status": "gepubliceerd",
            "soort": "voorbeeld",
            "themas": ["noodvoorzieningen"],
            "sectoren": ["drinkwater"],
            **({"bijgewerkt": day} if day else {}),
        }
    )


def answers(engine):
    return {
        (text, sorting): [hit.slug for hit in engine.search(SearchRequest(text, sorting=sorting, viewer=Viewer())).hits]
        for text in ("", "alarm")
        for sorting in Sorting
    }


@settings(max_examples=12, deadline=None)
@given(st.lists(SAVED | REMOVED, min_size=1, max_size=10))
def test_changed_step_by_step_or_opened_anew_is_the_same(steps):
    with tempfile.TemporaryDirectory() as folder:
        thesaurus = ThesaurusFile(Path(folder) / "thesaurus.yml")
        engine = WhooshEngine(Path(folder) / "index", thesaurus)
        engine.rebuild([], lambda _: None)
        expected = {}
        for number, step in enumerate(steps):
            if isinstance(step, dict):
                engine.update([IndexedEntry(entry(slug, *said), str(number)) for slug, said in step.items()])
                expected |= dict.fromkeys(step, str(number))
            else:
                engine.remove(step)
                expected = {slug: version for slug, version in expected.items() if slug not in step}
            assert engine.status().versions == expected
        anew = WhooshEngine(Path(folder) / "index", thesaurus)
        assert anew.status().versions == expected
        assert answers(engine) == answers(anew)
