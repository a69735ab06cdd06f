"""Files that curators change as text: lists of words and places, and an entry that no form can open."""

import os
from html import unescape

import pytest

from kennisplatform.entries.content_files import version_of
from kennisplatform.site import site_of
from tests.base.test_outside import not_held_up

LIST = "/redactie/bestanden/thesaurus.yml?als=tekst"
WORDS = "# Woorden die hetzelfde betekenen.\ngelijk:\n  - [NVR, noodvoorraad]\n"
BROKEN = "---\ntitel: Half\nsoort: [pilot\n---\n\nDe tekst.\n"


@pytest.fixture
def thesaurus(content):
    return content.write("thesaurus.yml", WORDS)


@pytest.fixture
def broken(content, app):
    path = content.write("menukaart/half.md", BROKEN)
    site_of(app).follower.synchronise()
    return path


def test_a_word_that_is_added_to_a_list_is_found_at_once_and_is_in_the_history(
    app, curator, visitor, content, thesaurus
):
    content.entry("menukaart", "tanks", "Tanks met noodvoorraad")
    assert "Woorden die hetzelfde betekenen." in curator.page("/redactie/bestanden").text
    assert "Tanks" not in visitor.page("/zoeken?q=bidon").find("main").text
    answer = curator.submit(LIST, {"tekst": WORDS + "  - [bidon, noodvoorraad]\n"})
    assert "De verandering werkt meteen" in answer.text
    assert "Tanks" in visitor.page("/zoeken?q=bidon").find("main").text
    history = site_of(app).editing.history
    (latest, *_) = history.revisions("thesaurus.yml")
    assert latest.author == "Curator"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("gelijk:\n  - [een, twee\n", "bij regel 2"),
        ("gelijk: 12\n", "bij regel 1"),
        ("gelijk:\n  - [een, twee]\n  - drie\n", "bij regel 3"),
        ("ruimer:\n  a: [b]\n  a: [c]\n", "bij regel 3: dit veld staat er twee keer"),
        ("x" * 600_000, "te groot"),
        ("gelijk: [2026-02-31]\n", "hier hoort een lijst"),
        ("gelijk: !!timestamp x\n", "zonder !!timestamp"),
        ("gelijk: !!bool x\n", "zonder !!bool"),
        ("gelijk: " + "[" * 3000, "te diep genest"),
        ("gelijk: &a [een, *a]\n", "verwijzingen"),
    ],
)
def test_a_list_with_a_mistake_is_given_back_with_where_it_is_and_nothing_is_written(curator, thesaurus, text, reason):
    answer = curator.submit(LIST, {"tekst": text})
    assert answer.status_code == 422
    assert reason in answer.text
    assert text in unescape(answer.get_data(as_text=True)).replace("\r\n", "\n")
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
    link = curator.page("/redactie").find("section", attrs={"aria-labelledby": "nu"}).find("a")["href"]
    page = curator.page(link)
    assert "bij regel" in page.find(attrs={"role": "note"}).text
    assert page.find("textarea").text.strip() == BROKEN.strip()
    mended = BROKEN.replace("[pilot", "pilot")
    answer = curator.submit(link, {"tekst": mended})
    assert answer.request.path == "/redactie/half"
    assert broken.read_text() == mended


def test_an_entry_that_has_a_form_is_opened_in_its_form(curator, content, app):
    content.entry("menukaart", "heel", "Heel")
    site_of(app).follower.synchronise()
    assert curator.get("/redactie/bestanden/menukaart/heel.md").request.path == "/redactie/heel"


def test_a_list_that_was_broken_by_hand_is_reported_and_can_be_mended_here(curator, visitor, thesaurus):
    thesaurus.write_text(WORDS + "  - los woord\n")
    for _ in range(2):
        assert "deze regel telt niet mee" in curator.page("/redactie/bestanden").text
        assert "thesaurus.yml:4" in curator.page("/redactie/bestanden").text
    assert visitor.get("/zoeken?q=water").status_code == 200
    assert "deze regel telt niet mee" in curator.page(LIST).find(attrs={"role": "note"}).text
    assert "werkt meteen" in curator.submit(LIST, {"tekst": WORDS}).text
    assert thesaurus.read_text() == WORDS


def test_what_did_not_change_is_not_written(app, curator, thesaurus):
    assert "Er is niets veranderd." in curator.submit(LIST, {"tekst": WORDS}).text


def test_the_file_of_an_entry_with_a_form_cannot_be_written_as_text(app, curator, content, broken):
    form = curator.page("/redactie/bestanden/menukaart/half.md")
    token = form.find("input", attrs={"name": "csrf_token"})["value"]
    sound = content.entry("menukaart", "heel", "Heel")
    before = sound.read_text()
    version = version_of(sound.read_bytes())
    fields = {"tekst": "---\na: b\n---\n", "versie": version, "csrf_token": token}
    assert curator.client.post("/redactie/bestanden/menukaart/heel.md", data=fields).status_code == 409
    assert sound.read_text() == before


def test_what_cannot_be_opened_here_is_named_without_a_link(app, curator, content, tmp_path):
    outside = tmp_path / "buiten.md"
    outside.write_text("geheim")
    content.write("menukaart/Mijn Plan.md", BROKEN)
    (content.path / "menukaart/map.md").mkdir()
    (content.path / "menukaart/elders.md").symlink_to(outside)
    content.entry("menukaart", "dubbel", "Een")
    content.entry("contacten", "dubbel", "Twee")
    site_of(app).follower.synchronise()
    page = curator.page("/redactie/bestanden")
    named = {code.text: code.find_parent("a") for code in page.select("th code")}
    assert {"menukaart/Mijn Plan.md", "menukaart/map.md", "menukaart/elders.md"} <= {
        name.split(":")[0] for name in named
    }
    links = [link["href"] for link in named.values() if link]
    assert all(curator.get(link).status_code == 200 for link in links)
    assert not [link for link in links if "map" in link or "elders" in link or "Mijn" in link]
    for path in ("menukaart/elders.md", "menukaart/map.md", "menukaart/Mijn%20Plan.md", "contacten/dubbel.md"):
        assert curator.client.get(f"/redactie/bestanden/{path}").status_code == 404


@pytest.mark.parametrize(
    "path",
    ["onbekend.yml", "menukaart/bestaat-niet.md", "menukaart/../thesaurus.yml", "menukaart/half/plan.pdf", "..%2f..%2fetc/passwd",
     "%2e%2e/app.py", "menukaart/.md", "menukaart/%00.md", "geheim/x.md"],
)  # fmt: skip
def test_no_other_file_can_be_seen_or_written(curator, content, broken, thesaurus, path):
    token = curator.page(LIST).find("input", attrs={"name": "csrf_token"})["value"]
    before = {file: file.read_bytes() for file in content.path.rglob("*.md")}
    for answer in (
        curator.client.get(f"/redactie/bestanden/{path}", follow_redirects=True),
        curator.client.post(f"/redactie/bestanden/{path}", data={"tekst": WORDS, "csrf_token": token}),
    ):
        assert answer.status_code == 404
    assert {file: file.read_bytes() for file in content.path.rglob("*.md")} == before


def test_a_pipe_in_the_place_of_a_list_holds_nobody_up(curator, content, thesaurus):
    (content.path / "thesaurus.yml").unlink()
    os.mkfifo(content.path / "thesaurus.yml")
    for address in ("/redactie", "/redactie/bestanden", LIST, "/redactie/bestanden/woorden", "/zoeken?q=water"):
        with not_held_up(address):
            assert curator.get(address).status_code in (200, 404), address
