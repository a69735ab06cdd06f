"""What a search understands: synonyms, typing errors, compounds, questions; and what somebody is typing."""

import json
import os

import pytest

from kennisplatform.permissions import ANONYMOUS, Viewer
from kennisplatform.search.dutch.thesaurus import ThesaurusFile
from kennisplatform.search.missed import LARGEST_FILE, MissedSearches
from kennisplatform.search.request import SearchRequest
from kennisplatform.search.whoosh_engine import WhooshEngine
from tests.search.test_engine_contract import example

MEMBER = Viewer(is_member=True)
THESAURUS = """
gelijk:
  - [VR, veiligheidsregio]
  - [BCM, bedrijfscontinuïteitsmanagement, business continuity management]
ruimer:
  sirene: [NL-Alert]
"""
ENTRIES = [
    example("lcms", "LCMS: het Landelijk Crisismanagementsysteem", "Elke veiligheidsregio deelt een beeld."),
    example("toegang", "Toegang tot LCMS voor drinkwaterbedrijven", "Wie meekijkt in LCMS, weet meer over LCMS."),
    example("bcm", "Bedrijfscontinuïteitsmanagement", "Plannen voor het eigen bedrijf."),
    example("alert", "NL-Alert", "De overheid waarschuwt de bevolking bij uitval van stroom."),
    example("water", "Nooddrinkwatervoorziening", "Flessen en zakken."),
    example("los", "Wie zorgt voor een voorziening van nooddrinkwater", "In de wijk."),
    example("artikel", "Taken", "Zie artikel 10 van de wet. Er zijn 45 taken."),
    example("cijfers", "Getallen", "Wij telden 10 keer een artikel, en 365.000 huishoudens."),
    example("geheim", "Kwantumversleuteling", "Alleen voor leden.", zichtbaar="leden"),
    example("vers", "Oefening in het voorjaar", bijgewerkt="2026-10-01"),
    example("oud", "Oefening in het najaar", bijgewerkt="2016-10-01"),
]


@pytest.fixture(scope="module")
def thesaurus_path(tmp_path_factory):
    path = tmp_path_factory.mktemp("content") / "thesaurus.yml"
    path.write_text(THESAURUS)
    return path


@pytest.fixture(scope="module")
def engine(thesaurus_path, tmp_path_factory):
    engine = WhooshEngine(tmp_path_factory.mktemp("index") / "index", ThesaurusFile(thesaurus_path))
    engine.rebuild(ENTRIES, lambda _: None)
    return engine


def found(engine, text, **options):
    return [hit.slug for hit in engine.search(SearchRequest(text, **options)).hits]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("LCMS", "lcms"),
        ("lcms", "lcms"),
        ("VR", "lcms"),
        ("business continuity management", "bcm"),
        ("bcm", "bcm"),
        ("sirene", "alert"),
        ("nlalert", "alert"),
        ("nl alert", "alert"),
        ("NL-Alert", "alert"),
        ("noodwatervoorziening", "water"),
        ("drinkwater voorziening", "water"),
        ("artikel 10", "artikel"),
        ("art. 10", "artikel"),
        ("365000 huishoudens", "cijfers"),
        ("wie waarschuwt de bevolking als de stroom uitvalt?", "alert"),
        ("kunt u mij alstublieft vertellen wat LCMS is?", "lcms"),
        ("oefening", "vers"),
        ("veiligheidsregios", "lcms"),
    ],
)
def test_the_first_result_is_what_was_meant(engine, text, first):
    assert found(engine, text)[0] == first


def test_the_parts_of_a_compound_are_found_as_separate_words_and_the_other_way_round(engine):
    assert set(found(engine, "nooddrinkwatervoorziening")[:2]) == {"water", "los"}
    assert {"water", "los"} <= set(found(engine, "drinkwater"))


def test_what_was_searched_for_as_well_is_told_and_can_be_left_out(engine):
    page = engine.search(SearchRequest("VR"))
    assert [(one.asked, one.added) for one in page.expansions] == [("vr", ("veiligheidsregio",))]
    assert found(engine, "VR", is_literal=True) == []


def test_broader_words_work_one_way_only(engine):
    assert "alert" in found(engine, "sirene")
    assert engine.search(SearchRequest("nl-alert")).expansions == ()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("voorzeining", "voorziening"),
        ("nooddrinkwatervorziening", "nooddrinkwatervoorziening"),
        ("drinkwaterbedrijvn", "drinkwaterbedrijven"),
        ("overhied", "overheid"),
        ("fllessen", "flessen"),
    ],
)
def test_a_typing_error_is_corrected_at_once_unless_the_word_is_wanted_literally(engine, typed, meant):
    page = engine.search(SearchRequest(typed))
    assert page.suggestion == meant
    assert page.total > 0
    literal = engine.search(SearchRequest(typed, is_literal=True))
    assert (literal.suggestion, literal.total) == (None, 0)


@pytest.mark.parametrize("word", ["fiets", "nood", "uitval"])
def test_a_word_that_exists_is_not_corrected(engine, word):
    assert engine.search(SearchRequest(word)).suggestion is None


def test_corrections_and_suggestions_come_only_from_what_the_viewer_may_see(engine):
    assert engine.search(SearchRequest("kwantumversleutelng")).suggestion is None
    assert engine.search(SearchRequest("kwantumversleutelng", viewer=MEMBER)).suggestion == "kwantumversleuteling"
    assert engine.suggest("kwantum", ANONYMOUS) == []
    assert [one.slug for one in engine.suggest("kwantum", MEMBER)] == ["geheim"]
    assert "geheim" not in [one.slug for one in engine.related("lcms", ANONYMOUS)]


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("lcm", "lcms"),
        ("land crisis", "lcms"),
        ("drinkwat", "los"),
        ("bedrijfscont", "bcm"),
        ("nlal", "alert"),
        ("nl-al", "alert"),
        ("toegnag", "toegang"),
    ],
)
def test_what_is_typed_is_completed(engine, typed, slug):
    assert slug in [suggestion.slug for suggestion in engine.suggest(typed, ANONYMOUS)]


@pytest.mark.parametrize("typed", ["", " ", "?!", "x" * 10_000, "a " * 5_000, "*", "\0"])
def test_no_beginning_is_an_error(engine, typed):
    assert len(engine.suggest(typed, ANONYMOUS)) <= 10


def test_related_entries_share_their_subject_and_leave_the_entry_itself_out(engine):
    related = [suggestion.slug for suggestion in engine.related("water", ANONYMOUS)]
    assert related[0] == "los"
    assert "water" not in related
    assert engine.related("bestaat-niet", ANONYMOUS) == []


def test_the_thesaurus_works_as_soon_as_it_is_saved_and_a_mistake_in_it_costs_its_line(tmp_path):
    file = ThesaurusFile(tmp_path / "thesaurus.yml")
    engine = WhooshEngine(tmp_path / "index", file)
    engine.rebuild(ENTRIES, lambda _: None)
    assert found(engine, "overzicht") == []
    (tmp_path / "thesaurus.yml").write_text("ruimer: {overzicht: [beeld]}")
    assert found(engine, "overzicht") == ["lcms"]
    (tmp_path / "thesaurus.yml").write_text("ruimer:\n  overzicht: [beeld]\n  nog: iets\n  ook: [iets")
    assert found(engine, "overzicht") == ["lcms"]
    assert sorted(fault.line for fault in file.faults) == [3, 4]
    (tmp_path / "thesaurus.yml").write_text("geen lijst")
    assert found(engine, "overzicht") == ["lcms"]
    (tmp_path / "thesaurus.yml").unlink()
    os.mkfifo(tmp_path / "thesaurus.yml")
    assert found(engine, "overzicht") == ["lcms"]
    assert [fault.reason for fault in file.faults] == ["dit is geen gewoon bestand"]
    (tmp_path / "thesaurus.yml").unlink()
    assert found(engine, "overzicht") == []
    assert not file.faults


def test_an_explanation_adds_up_to_the_score(engine):
    for one in engine.explain(SearchRequest("nl alert bevolking"), 5):
        brought = sum(word.value for word in one.words) + one.closeness + one.name
        assert brought * one.share * one.standing == pytest.approx(one.score, abs=1e-5)


HOSTILE = [
    " ".join(f"woord{number}" for number in range(200)),
    "*",
    "a*",
    "de*",
    "-" * 500,
    '"' * 500,
    '"de van een" ' * 50,
    "nood" * 125,
    "drinkwatervoorziening" * 20,
    "a-b-c-d-e-f-g-h-" * 30,
]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_query_asks_for_a_bounded_amount_of_work(engine, text):
    finder = engine._current().finder
    concepts = finder.find(text, ANONYMOUS).matches.concepts
    assert len(concepts) <= 32
    assert sum(len(concept.forms) for concept in concepts) <= 32 * 1_000
    assert engine.search(SearchRequest(text, page=1000)).hits == ()


@pytest.mark.slow
def test_ten_thousand_different_queries_are_not_all_remembered(engine):
    finder = engine._current().finder
    for number in range(10_000):
        finder.find(f"-vraag{number}", ANONYMOUS)
    assert finder._remembered.currsize <= finder._remembered.maxsize


def test_searches_without_result_are_counted_without_personal_data(tmp_path):
    missed = MissedSearches(tmp_path / "log.jsonl")
    for text in ["Zonnestorm", " zonnestorm ", "jan@voorbeeld.nl", "bel 06 12345678", "x" * 200, "", "kernramp"]:
        missed.record(text)
    assert [(text, count) for text, count, _ in missed.most_missed()] == [("zonnestorm", 2), ("kernramp", 1)]


def test_the_log_of_missed_searches_stays_small_and_survives_a_broken_line(tmp_path):
    path = tmp_path / "log.jsonl"
    line = json.dumps(["2026-01-01", "oud"]) + "\n"
    path.write_text(line * (LARGEST_FILE // len(line) + 10) + '["2026-0')
    missed = MissedSearches(path)
    missed.record("nieuw")
    assert path.stat().st_size < LARGEST_FILE * 0.6
    assert missed.most_missed()[0][0] == "oud"
