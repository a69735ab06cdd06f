"""Words that mean the same, as a table: reading, searching, adding, changing and removing a row."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kennisplatform.curation.editor.thesaurus_table import ThesaurusRow, ThesaurusTable
from kennisplatform.entries.curated_file import UnusableText
from kennisplatform.search.dutch.thesaurus import ThesaurusFile

TABLE = "/redactie/bestanden/woorden"
WORDS = """\
# Woorden die hetzelfde betekenen.
gelijk:
  # Afkortingen
  - [VR, veiligheidsregio]  # zo heet zij
  - [NVR, noodvoorraad, "ja: nee"]

  # Water
  - - drinkwater
    - kraanwater
ruimer:
  # breder
  storing: [stroomstoring, 'gasstoring']
"""
LAYOUTS = [
    WORDS,
    WORDS.replace("\n", "\r\n"),
    "gelijk:\n- [a, b]\n- [c, d]",
    "ruimer:\n    a:\n      - b\n      - c\n    d: [e]\n",
    "gelijk: []\nruimer: {}\n",
    "# alleen uitleg\n",
    "",
    "ruimer:\n  a: [b]\n",
]
ON_ONE_LINE = ["gelijk: [[a, b], [c, d]]\n", "gelijk: [[a, b]]\n"]
"""What the table may leave to who edits text."""
_TERM = st.text("abc #:-'\"[]{},&*!|>%@`é012", min_size=1, max_size=12).map(str.strip).filter(bool)
_ROW = st.builds(ThesaurusRow, _TERM, st.lists(_TERM, min_size=1, max_size=3).map(tuple), st.booleans())


def test_the_rows_are_read_in_the_order_of_the_file():
    assert ThesaurusTable.read(WORDS).rows == (
        ThesaurusRow("VR", ("veiligheidsregio",)),
        ThesaurusRow("NVR", ("noodvoorraad", "ja: nee")),
        ThesaurusRow("drinkwater", ("kraanwater",)),
        ThesaurusRow("storing", ("stroomstoring", "gasstoring"), works_both_ways=False),
    )


def test_one_row_changes_and_every_other_character_stays():
    changed = ThesaurusTable.read(WORDS).with_changed(0, ThesaurusRow("VR", ("veiligheidsregio", "regio"))).text
    assert changed == WORDS.replace("[VR, veiligheidsregio]", "[VR, veiligheidsregio, regio]")
    assert ThesaurusTable.read(WORDS).without(1).text == WORDS.replace('  - [NVR, noodvoorraad, "ja: nee"]\n', "")
    added = ThesaurusTable.read(WORDS).with_row(ThesaurusRow("gas", ("aardgas",))).text
    assert added == WORDS.replace("    - kraanwater\n", "    - kraanwater\n  - [gas, aardgas]\n")


@pytest.mark.parametrize("text", [*LAYOUTS, *ON_ONE_LINE])
@settings(max_examples=50)
@given(row=_ROW, place=st.integers(0, 9))
def test_whatever_is_changed_the_file_says_just_that_and_comments_stay(tmp_path_factory, text, row, place):
    table = ThesaurusTable.read(text)
    outcomes = [(table.with_row, (row,), (*table.rows, row))] if row not in table.rows else []
    if table.rows:
        place %= len(table.rows)
        rest = (*table.rows[:place], *table.rows[place + 1 :])
        outcomes += [
            (table.with_changed, (place, row), (*rest, row)),
            (table.without, (place,), rest),
        ]
    for change, values, expected in outcomes:
        try:
            after = change(*values)
        except UnusableText:
            if text in ON_ONE_LINE:
                continue
            twice = [one.word for one in expected if not one.works_both_ways]
            assert len(set(twice)) < len(twice), "only a word that would stand twice is refused"
            continue
        assert sorted(map(repr, after.rows)) == sorted(map(repr, expected))
        assert [line for line in after.text.splitlines() if line.strip().startswith("#")] == [
            line for line in text.splitlines() if line.strip().startswith("#")
        ]
        ThesaurusFile(tmp_path_factory.getbasetemp() / "geen.yml").check(after.text)


@pytest.mark.parametrize(
    "text", ["gelijk: 3", "[a, b]", "gelijk:\n  - los", "gelijk:\n  - [[a]]", "gelijk:\n  - [a", "iets: [a]"]
)
def test_what_is_no_table_is_said_to_be_edited_as_text(text):
    with pytest.raises(UnusableText):
        ThesaurusTable.read(text)


@pytest.fixture
def thesaurus(content):
    return content.write("thesaurus.yml", WORDS)


def rows(page):
    return [[cell.get_text(" ", strip=True) for cell in row.select("th, td")][:3] for row in page.select("tbody tr")]


def link_to(page, word):
    row = next(row for row in page.select("tbody tr") if row.th.get_text(strip=True) == word)
    return row.a["href"]


def test_the_list_is_a_table_that_can_be_searched_and_the_text_is_one_click_away(curator, thesaurus):
    page = curator.page("/redactie/bestanden/thesaurus.yml")
    assert rows(page)[0] == ["VR", "veiligheidsregio", "over en weer"]
    assert rows(page)[3] == ["storing", "stroomstoring, gasstoring", "één kant op"]
    assert rows(curator.page(f"{TABLE}?q=KRAAN")) == [["drinkwater", "kraanwater", "over en weer"]]
    assert "Geen regel met dit woord" in curator.get(f"{TABLE}?q=onbekend").text
    text = curator.page(page.find("a", string="Bewerk als tekst")["href"])
    assert text.find("textarea").text.strip() == WORDS.strip()


@pytest.mark.slow
def test_a_row_that_is_added_is_found_at_once(app, content, curator, visitor, thesaurus):
    content.entry("menukaart", "tanks", "Tanks met noodvoorraad")
    assert "Tanks" not in visitor.page("/zoeken?q=bidon").find("main").text
    answer = curator.submit(f"{TABLE}/nieuw", {"woord": "bidon", "hetzelfde": "noodvoorraad, Bidon,jerrycan\n"})
    assert "‘bidon = noodvoorraad, jerrycan’ is toegevoegd" in answer.text
    assert "Tanks" in visitor.page("/zoeken?q=bidon").find("main").text
    assert "  - [bidon, noodvoorraad, jerrycan]\n" in thesaurus.read_text()
    assert (
        "Deze regel staat er al"
        in curator.submit(f"{TABLE}/nieuw", {"woord": "bidon", "hetzelfde": "noodvoorraad, jerrycan"}).text
    )


def test_a_row_is_changed_and_removed_and_the_comments_stay(curator, thesaurus):
    address = link_to(curator.page(TABLE), "VR")
    page = curator.page(address)
    assert page.find("textarea").text.strip() == "veiligheidsregio"
    curator.submit(address, {"hetzelfde": "veiligheidsregio, regio"})
    assert thesaurus.read_text() == WORDS.replace("[VR, veiligheidsregio]", "[VR, veiligheidsregio, regio]")
    answer = curator.submit(address, {}, action=f"{address}/verwijderen")
    assert "is verwijderd" in answer.text
    assert thesaurus.read_text() == WORDS.replace("  - [VR, veiligheidsregio]  # zo heet zij\n", "")


def test_a_row_can_work_one_way(curator, thesaurus):
    page = curator.page(f"{TABLE}/1")
    form = page.select_one("form[method=post]:not([action])") or page.select("main form")[0]
    data = {"woord": "VR", "hetzelfde": "veiligheidsregio", "was": form.select_one("[name=was]")["value"]}
    token = form.select_one("[name=csrf_token]")["value"]
    curator.client.post(f"{TABLE}/1", data={**data, "csrf_token": token})
    assert rows(curator.page(f"{TABLE}?q=VR"))[-1] == ["VR", "veiligheidsregio", "één kant op"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"woord": "", "hetzelfde": "b"}, "Schrijf een woord of afkorting"),
        ({"woord": "a", "hetzelfde": " , "}, "ander woord"),
        ({"woord": "water", "hetzelfde": "WATER"}, "Schrijf een ander woord dan het eerste"),
        ({"woord": "water", "hetzelfde": "een twee drie vier vijf zes"}, "schrijf een tot 5 woorden"),
        ({"woord": "!!!", "hetzelfde": "water"}, "schrijf een tot 5 woorden"),
        ({"woord": "x" * 200, "hetzelfde": "water"}, "te lang"),
    ],
)
def test_what_is_no_row_is_said_at_its_field_and_nothing_is_written(curator, thesaurus, typed, said):
    answer = curator.submit(f"{TABLE}/nieuw", typed)
    assert answer.status_code == 422 and said in answer.text
    assert thesaurus.read_text() == WORDS


def test_who_was_overtaken_changes_no_other_row(curator, thesaurus):
    page = curator.page(f"{TABLE}/1")
    thesaurus.write_text(WORDS.replace("  - [VR, veiligheidsregio]  # zo heet zij\n", ""))
    form = page.select("main form")[0]
    answer = curator.send(f"{TABLE}/1", form, {"hetzelfde": "iets anders"})
    assert "Iemand heeft deze regel intussen gewijzigd of verwijderd" in answer.text
    assert "iets anders" not in thesaurus.read_text()
    assert curator.get(f"{TABLE}/99").status_code == 404


def test_a_list_that_is_broken_leads_to_its_text(curator, thesaurus):
    thesaurus.write_text("gelijk:\n  - [een, twee\n")
    page = curator.page(TABLE)
    assert "bij regel 2" in page.find(attrs={"role": "note"}).text
    answer = curator.submit(f"{TABLE}/nieuw", {"woord": "a", "hetzelfde": "b"})
    assert answer.status_code == 422 and "bij regel 2" in answer.text


def test_a_list_that_is_not_there_yet_is_begun(curator, content):
    curator.submit(f"{TABLE}/nieuw", {"woord": "VR", "hetzelfde": "veiligheidsregio"})
    assert (content.path / "thesaurus.yml").read_text() == "gelijk:\n  - [VR, veiligheidsregio]\n"
