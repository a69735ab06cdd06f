"""What every search engine promises. To run it against another engine, add it to `make_engine`."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kennisplatform.entries.menu_card.model import MenuCardEntry
from kennisplatform.entries.models import Contact
from kennisplatform.permissions import ANONYMOUS, Viewer
from kennisplatform.search.engine import IndexedEntry
from kennisplatform.search.request import FACET_TERMS, Facet, SearchRequest, Sorting
from kennisplatform.vocabulary import Evidence, Occasion, Sector, Theme


def example(slug, titel, tekst="", **velden):
    keys = {"themas": ["noodvoorzieningen"], "sectoren": ["drinkwater"], "status": "gepubliceerd", **velden}
    model = {"slug": slug, "titel": titel, "soort": "voorbeeld", "samenvatting": "Kort.", "body": tekst, **keys}
    return IndexedEntry(MenuCardEntry.model_validate(model), "1")


CONTACT = {
    "slug": "vitens",
    "titel": "Vitens",
    "soort": "contact",
    "samenvatting": "Drinkwaterbedrijf",
    "organisatie": "Vitens",
    "type-organisatie": "vitale-partner",
    "functie": "Liaison",
    "status": "gepubliceerd",
}
ENTRIES = [
    example("flessen", "Nooddrinkwater in flessen", "De gemeente deelt uit.", bijgewerkt="2026-01-01"),
    example("oefening", "Oefening met netbeheerders", "Over continuïteit en de regio’s.", sectoren=["gas", "olie"]),
    example("plan", "Crisisplan", "Hoe netbeheerder en gemeente samen oefenen.", themas=["crisismanagement"]),
    example("leden", "Geheime afspraak", "uniekwoord", zichtbaar="leden"),
    example("netwerk", "Netwerkafspraak", "uniekwoord", zichtbaar="netwerk", netwerken=["n1"]),
    example("concept", "Conceptafspraak", "uniekwoord", status="concept"),
    IndexedEntry(Contact.model_validate(CONTACT), "1"),
]


@pytest.fixture(scope="module")
def engine(make_engine, tmp_path_factory):
    engine = make_engine(tmp_path_factory.mktemp("engine"), "vast")
    engine.rebuild(ENTRIES, lambda _: None)
    return engine


def slugs(engine, text="", **options):
    return [hit.slug for hit in engine.search(SearchRequest(text, **options)).hits]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("nooddrinkwater", ["flessen"]),
        ("NOODDRINKWATER", ["flessen"]),
        ("continuiteit", ["oefening"]),
        ("continuïteit", ["oefening"]),
        ("regio", ["oefening"]),
        ("oefeningen", ["oefening", "plan"]),
        ('"oefening met netbeheerders"', ["oefening"]),
        ('"netbeheerder oefening"', []),
        ("gemeente -flessen", ["plan"]),
        ("netbeh*", ["oefening", "plan"]),
        ("liaison", ["vitens"]),
    ],
)
def test_dutch_words_are_found_whatever_their_form(engine, text, found):
    # What only holds parts of a compound that was asked comes after.
    assert sorted(slugs(engine, text)[: len(found)]) == found


def test_a_word_in_the_title_counts_more_than_one_in_the_text(engine):
    assert slugs(engine, "oefening")[0] == "oefening"


def test_when_nothing_has_all_words_any_word_will_do_and_the_answer_says_so(engine):
    page = engine.search(SearchRequest("flessen crisisplan"))
    assert {hit.slug for hit in page.hits} == {"flessen", "plan"}
    assert page.is_relaxed
    assert not engine.search(SearchRequest("gemeente")).is_relaxed


def test_a_few_entries_with_all_words_do_not_keep_out_what_misses_little(engine):
    page = engine.search(SearchRequest("netbeheerder gemeente"))
    assert page.hits[0].slug == "plan" and page.hits[0].missing == ()
    assert {hit.slug: hit.missing for hit in page.hits[1:]} == {"oefening": ("gemeente",), "flessen": ("netbeheerder",)}
    assert page.total == 3 and page.is_relaxed


def test_what_has_all_words_comes_first_however_often_another_says_one_of_them(make_engine, tmp_path):
    often = example("vaak", "Noodstroom, noodstroom en nog eens noodstroom", "Noodstroom. " * 50)
    once = example("samen", "Een afspraak", "Over noodstroom staat iets, en veel later over brandstof.")
    engine = make_engine(tmp_path)
    engine.rebuild([often, once], lambda _: None)
    assert slugs(engine, "noodstroom brandstof") == ["samen", "vaak"]


def test_a_word_with_a_hyphen_is_one_word(engine):
    assert slugs(engine, "nood-drinkwater")[0] == "flessen"
    for hit in engine.search(SearchRequest("nood-drinkwater crisisplan")).hits:
        assert set(hit.missing) <= {"nood-drinkwater", "crisisplan"}


def test_the_words_are_marked_where_the_result_shows_them(engine):
    (hit,) = engine.search(SearchRequest("continuiteit")).hits
    assert ("continuïteit", True) in hit.match.stretches
    (hit,) = engine.search(SearchRequest("flessen")).hits
    assert ("flessen", True) in hit.title.stretches
    assert hit.match is None, "the title shows the word already"


@pytest.mark.parametrize(
    ("query", "line"),
    [
        ("zandzak", "Vul elke zandzak halfvol."),
        ("zandzak dijk", "De dijk houdt het met een zandzak."),
        ("aanpak", None),  # a heading says nothing about the answer
        ("zandzak vullen", "Vul elke zandzak halfvol."),
    ],
)
def test_the_line_of_a_match_is_a_sentence_and_never_crosses_a_heading(make_engine, tmp_path, query, line):
    text = "## Aanpak\n\nVul elke zandzak halfvol.\n\n## Dijk\n\nDe dijk houdt het met een zandzak.\n\n## Lang\n\n"
    engine = make_engine(tmp_path)
    engine.rebuild([example("a", "Hoogwater", text)], lambda _: None)
    (hit,) = engine.search(SearchRequest(query)).hits
    assert (hit.match and hit.match.text) == line


def test_of_a_long_block_the_line_is_a_piece(make_engine, tmp_path):
    engine = make_engine(tmp_path)
    engine.rebuild([example("a", "Hoogwater", f"{'Veel woorden. ' * 20}Het slot. {'En meer. ' * 20}")], lambda _: None)
    (hit,) = engine.search(SearchRequest("slot")).hits
    assert hit.match.text.startswith("… ")
    assert "Het slot." in hit.match.text
    assert hit.match.text.endswith(" …")
    assert len(hit.match.text) < 130


def test_counts_of_a_facet_ignore_its_own_filter(engine):
    page = engine.search(SearchRequest(filters={Facet.THEME: frozenset({Theme.CRISIS_MANAGEMENT})}))
    counts = {count.term: count.count for count in page.facets[Facet.THEME]}
    assert page.total == 1
    assert list(counts) == list(Theme)
    assert counts[Theme.EMERGENCY_PROVISIONS] == 2
    assert counts[Theme.ALERTING] == 0
    assert {c.term: c.count for c in page.facets[Facet.SECTOR]}[Sector.GAS] == 0


def test_values_of_one_facet_add_up_and_facets_narrow_each_other(engine):
    both = frozenset({Theme.CRISIS_MANAGEMENT, Theme.EMERGENCY_PROVISIONS})
    assert set(slugs(engine, filters={Facet.THEME: both})) == {"flessen", "oefening", "plan"}
    assert slugs(engine, filters={Facet.THEME: both, Facet.SECTOR: frozenset({Sector.GAS})}) == ["oefening"]


@pytest.mark.parametrize(
    ("viewer", "seen"),
    [
        (ANONYMOUS, []),
        (Viewer(is_member=True), ["leden"]),
        (Viewer(is_member=True, networks=frozenset({"n1"})), ["leden", "netwerk"]),
        (Viewer(is_curator=True), ["concept", "leden", "netwerk"]),
    ],
)
def test_what_a_viewer_may_not_see_leaves_no_trace(engine, viewer, seen):
    page = engine.search(SearchRequest("uniekwoord", viewer=viewer))
    assert sorted(hit.slug for hit in page.hits) == seen
    assert page.total == len(seen)
    for counts in page.facets.values():
        assert max(count.count for count in counts) <= len(seen)
    assert [s.slug for s in engine.suggest("geheim", viewer)] == (["leden"] if "leden" in seen else [])


def test_entries_are_found_by_how_well_they_are_proven_and_why_they_came_about(make_engine, tmp_path):
    engine = make_engine(tmp_path)
    law, risk = example("wet", "Een", aanleiding=["wet"]), example("risico", "Twee", aanleiding=["risico", "wet"])
    engine.rebuild([law, risk, ENTRIES[-1]], lambda _: None)
    assert slugs(engine, filters={Facet.OCCASION: frozenset({Occasion.RISK})}) == ["risico"]
    page = engine.search(SearchRequest(filters={Facet.EVIDENCE: frozenset({Evidence.UNKNOWN})}))
    assert {hit.slug for hit in page.hits} == {"wet", "risico"}, "a contact has no proof, not even none"
    assert {count.term: count.count for count in page.facets[Facet.OCCASION] if count.count} == {
        Occasion.LAW: 2,
        Occasion.RISK: 1,
    }


def test_results_can_be_sorted_and_paged(engine):
    titles = slugs(engine, sorting=Sorting.TITLE)
    assert titles == ["plan", "flessen", "oefening", "vitens"]
    assert slugs(engine, sorting=Sorting.NEWEST)[0] == "flessen"
    paged = [slugs(engine, sorting=Sorting.TITLE, page=page, per_page=3) for page in (1, 2, 3)]
    assert paged == [titles[:3], titles[3:], []]


def test_changes_are_found_and_what_is_removed_is_gone(make_engine, tmp_path):
    engine = make_engine(tmp_path)
    engine.rebuild(ENTRIES[:2], lambda _: None)
    engine.update([example("flessen", "Zakken"), example("nieuw", "Tankwagen")])
    engine.remove(["oefening", "bestaat-niet"])
    assert slugs(engine, "flessen") == []
    assert slugs(engine, "tankwagen") == ["nieuw"]
    assert engine.status().versions == {"flessen": "1", "nieuw": "1"}


def test_what_was_saved_bit_by_bit_is_found_as_what_was_built_at_once(make_engine, tmp_path):
    bit_by_bit, at_once = make_engine(tmp_path, "een"), make_engine(tmp_path, "ander")
    entries = [
        example(f"e{n}", f"Plan {n % 5}", f"water{n} " * (n % 4) + "de gemeente en water " * n) for n in range(10)
    ]
    bit_by_bit.rebuild(ENTRIES, lambda _: None)
    for entry in reversed(entries):
        bit_by_bit.update([example(entry.entry.slug, "Oud", "noodwater")])
        bit_by_bit.update([entry])
    bit_by_bit.remove([indexed.entry.slug for indexed in ENTRIES])
    at_once.rebuild(entries, lambda _: None)
    for text in ("", "water", "noodwater", "plan 3", '"gemeente en water"', "water1*", "gemeente -plan", "water7"):
        found, wanted = (engine.search(SearchRequest(text)) for engine in (bit_by_bit, at_once))
        assert (found.hits, found.total, found.facets) == (wanted.hits, wanted.total, wanted.facets), text


OPERATORS = st.sampled_from(
    ['"', "-", "*", "(", ")", "AND", "OR", "NOT", "[", "]", "{", "~", "^", ":", "\\", "\0", "titel:", "?", "'s", "’"]
)
WORDS = st.sampled_from(["nooddrinkwater", "gemeente", "de", "oefening", "uniekwoord", "continuïteit"])
TEXT = st.one_of(
    st.text(max_size=60),
    st.lists(st.one_of(OPERATORS, WORDS, st.text(max_size=8)), max_size=25).map(" ".join),
    st.lists(st.one_of(OPERATORS, WORDS), max_size=25).map("".join),
    st.text(min_size=1, max_size=5).map(lambda text: text * (10_000 // len(text))),
)
FILTERS = st.fixed_dictionaries(
    {},
    optional={facet: st.frozensets(st.sampled_from(list(terms)), max_size=3) for facet, terms in FACET_TERMS.items()},
)


def check_any_search(engine, text, filters, sorting, page):
    found = engine.search(SearchRequest(text, filters, sorting, page))
    assert 0 <= found.total <= 4
    assert not {hit.slug for hit in found.hits} & {"leden", "netwerk", "concept"}


ANY_SEARCH = (TEXT, FILTERS, st.sampled_from(list(Sorting)), st.integers(1, 2000))


@settings(max_examples=1_000, deadline=None)
@pytest.mark.slow
@pytest.mark.parametrize("make_engine", ["whoosh"], indirect=True)
@given(*ANY_SEARCH)
def test_no_text_and_no_filter_is_an_error_or_shows_what_is_hidden(engine, text, filters, sorting, page):
    check_any_search(engine, text, filters, sorting, page)


@settings(max_examples=100, deadline=None)
@pytest.mark.slow
@pytest.mark.parametrize("make_engine", ["opensearch"], indirect=True)
@given(*ANY_SEARCH)
def test_nor_in_a_cluster(engine, text, filters, sorting, page):
    check_any_search(engine, text, filters, sorting, page)


def test_nothing_resembles_an_entry_of_which_no_word_stands_elsewhere(make_engine, tmp_path):
    engine = make_engine(tmp_path, "alleen")
    lone = {"slug": "zonderling", "titel": "Kwikstaart", "samenvatting": "Pimpelmees.", "soort": "voorbeeld"}
    keys = {"themas": ["crisismanagement"], "sectoren": ["gas"], "status": "gepubliceerd"}
    engine.rebuild([*ENTRIES, IndexedEntry(MenuCardEntry.model_validate(lone | keys), "1")], lambda _: None)
    assert engine.related("zonderling", ANONYMOUS) == []
