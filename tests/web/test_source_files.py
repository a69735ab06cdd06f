"""Files that curators change as text: lists of words and places, and an entry that no form can open."""

import pytest

LIST = "/redactie/bestanden/thesaurus.yml"
WORDS = "# Woorden die hetzelfde betekenen.\ngelijk:\n  - [NVR, noodvoorraad]\n"
BROKEN = "---\ntitel: Half\nsoort: [pilot\n---\n\nDe tekst.\n"


@pytest.fixture
def thesaurus(content):
    return content.write("thesaurus.yml", WORDS)


@pytest.fixture
def broken(content, app):
    path = content.write("menukaart/half.md", BROKEN)
    app.extensions["index_follower"].synchronise()
    return path


def test_a_word_that_is_added_to_a_list_is_found_at_once_and_is_in_the_history(
    app, curator, visitor, content, thesaurus
):
    content.entry("menukaart", "tanks", "Tanks met noodvoorraad")
    assert "Woorden die hetzelfde betekenen." in curator.page("/redactie/bestanden").text
    assert "Tanks" not in visitor.page("/zoeken?q=reservewater").find("main").text
    answer = curator.submit(LIST, {"tekst": WORDS + "  - [reservewater, noodvoorraad]\n"})
    assert "De verandering werkt meteen" in answer.text
    assert "Tanks" in visitor.page("/zoeken?q=reservewater").find("main").text
    history = app.extensions["editing"].history
    (latest, *_) = history.revisions("thesaurus.yml")
    assert latest.author == "Curator"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("gelijk:\n  - [een, twee\n", "bij regel 3"),
        ("gelijk: 12\n", "bij gelijk"),
        ("x" * 600_000, "te groot"),
    ],
)
def test_a_list_with_a_mistake_is_given_back_with_where_it_is_and_nothing_is_written(curator, thesaurus, text, reason):
    answer = curator.submit(LIST, {"tekst": text})
    assert answer.status_code == 422
    assert reason in answer.text
    assert text in answer.get_data(as_text=True).replace("\r\n", "\n")
    assert thesaurus.read_text() == WORDS


def test_who_was_overtaken_sees_both_texts_and_loses_nothing(curator, thesaurus):
    form = curator.page(LIST)
    version = form.find("input", attrs={"name": "versie"})["value"]
    thesaurus.write_text(WORDS + "  - [van, ander]\n")
    answer = curator.submit(LIST, {"tekst": WORDS + "  - [van, mij]\n", "versie": version})
    assert answer.status_code == 409
    assert "[van, mij]" in answer.text and "[van, ander]" in answer.text
    assert "ander" in thesaurus.read_text() and "mij" not in thesaurus.read_text()


def test_a_list_keeps_the_line_ends_that_it_has(curator, content):
    path = content.path / "loket.yml"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"sectoren:\r\n  gas: [gas]\r\n")
    curator.submit("/redactie/bestanden/loket.yml", {"tekst": "sectoren:\r\n  gas: [gas, aardgas]"})
    assert path.read_bytes() == b"sectoren:\r\n  gas: [gas, aardgas]\r\n"


def test_a_list_that_is_not_there_yet_can_be_begun(curator, content):
    curator.submit("/redactie/bestanden/loket.yml", {"tekst": "sectoren:\n  gas: [gas]\n"})
    assert (content.path / "loket.yml").read_text() == "sectoren:\n  gas: [gas]\n"


def test_an_entry_that_no_form_can_open_is_mended_as_text_and_then_has_its_form_again(curator, broken):
    link = curator.page("/redactie").find("section", attrs={"aria-labelledby": "bestanden"}).find("a")["href"]
    page = curator.page(link)
    assert "bij regel" in page.find(attrs={"role": "note"}).text
    assert page.find("textarea").text.strip() == BROKEN.strip()
    mended = BROKEN.replace("[pilot", "pilot")
    answer = curator.submit(link, {"tekst": mended})
    assert answer.request.path == "/redactie/half"
    assert broken.read_text() == mended


def test_an_entry_that_has_a_form_is_opened_in_its_form(curator, content, app):
    content.entry("menukaart", "heel", "Heel")
    app.extensions["index_follower"].synchronise()
    assert curator.get("/redactie/bestanden/menukaart/heel.md").request.path == "/redactie/heel"


@pytest.mark.parametrize(
    "path",
    ["onbekend.yml", "menukaart/bestaat-niet.md", "menukaart/../thesaurus.yml", "menukaart/half/plan.pdf", "..%2f..%2fetc/passwd",
     "%2e%2e/app.py", "menukaart/.md", "menukaart/%00.md", "geheim/x.md"],
)  # fmt: skip
def test_no_other_file_can_be_seen_or_written(curator, broken, thesaurus, path):
    assert curator.client.get(f"/redactie/bestanden/{path}").status_code in {301, 308, 404}
