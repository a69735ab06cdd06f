"""The commands say what is the matter, and their exit code can be trusted."""

import pytest

from kennisplatform.search.weights import FAMILY, PART, SPLIT


def test_check_lists_problems_and_fails(app, content):
    content.write("menukaart/kapot.md", "---\ntitel: x\nsoort: onzin\n---\n")
    result = app.test_cli_runner().invoke(args=["content", "check"])
    assert result.exit_code == 1
    assert "menukaart/kapot.md:3: soort: 'onzin' is geen bekende waarde" in result.output


def test_check_is_content_when_all_is_well(app, content):
    content.entry("menukaart", "goed")
    result = app.test_cli_runner().invoke(args=["content", "check"])
    assert (result.exit_code, result.output) == (0, "Alles in orde: 1 bestanden.\n")


def test_list_names_every_entry(app, content):
    content.entry("menukaart", "goed", "Goed voorbeeld", status="concept")
    output = app.test_cli_runner().invoke(args=["content", "list"]).output
    assert all(word in output for word in ("voorbeeld", "goed", "concept", "Goed voorbeeld"))


def test_index_status_and_rebuild(app, content):
    run = app.test_cli_runner().invoke
    content.entry("menukaart", "goed")
    assert run(args=["index", "status"]).exit_code == 1
    assert "1 vermeldingen" in run(args=["index", "rebuild"]).output
    assert run(args=["index", "status"]).exit_code == 0
    content.entry("menukaart", "nieuw")
    assert "loopt achter" in run(args=["index", "status"]).output


def test_a_mistake_in_the_thesaurus_is_reported(app, content):
    content.entry("menukaart", "goed")
    content.write("thesaurus.yml", "synoniemen: []")
    result = app.test_cli_runner().invoke(args=["content", "check"])
    assert result.exit_code == 1
    assert "thesaurus.yml:1: deze regel telt niet mee; hier hoort een lijst met woorden" in result.output


def test_explain_shows_what_each_word_brought(app, content):
    content.entry("menukaart", "a", "NL-Alert")
    output = app.test_cli_runner().invoke(args=["search", "explain", "nl alert"]).output
    assert output.startswith("1. a: ")
    assert "de zoekvraag is de naam" in output


@pytest.mark.parametrize(
    ("asked", "text", "explained"),
    [
        (
            "gevaarlijk",
            "Het gevaar duurt lang",
            [f"gevaarlijk (gevaar {FAMILY:.2f})", f"{FAMILY:.2f} een woord van dezelfde familie"],
        ),
        ("sleutel", "Er is een noodsleutel", [f"sleutel (noodsleutel {PART:.2f})"]),
        ("drinkwaterconvenant", "Een convenant over drinkwater", ["dicht bij elkaar: ", f"convenant {SPLIT:.2f}"]),
        ("pomp sleutel", "De pomp staat klaar", ["zonder: sleutel", "pomp (pomp 1.00)"]),
    ],
)
def test_explain_says_by_which_way_a_word_was_met_and_what_is_missing(app, content, asked, text, explained):
    content.entry("menukaart", "een", "Titel", text)
    output = app.test_cli_runner().invoke(args=["search", "explain", asked]).output
    for words in explained:
        assert words in output


def test_explain_tells_which_place_brought_an_entry_forward(app, content):
    content.write("plaatsen.yml", "regios: {utrecht: {gemeenten: [Amersfoort]}}")
    for number in range(3):
        content.entry("menukaart", f"elders-{number}", "Pomp, pomp en pomp", "Een pomp en nog een pomp")
    content.entry("menukaart", "hier", "Iets anders", "Een pomp", regios=["utrecht"])
    output = app.test_cli_runner().invoke(args=["search", "explain", "pomp Amersfoort"]).output
    assert "Amersfoort is een plaats (regio: Utrecht)" in output.splitlines()[0]
    assert output.splitlines()[1].startswith("1. hier: ")
    assert "heeft alle woorden, en ligt in de regio of noemt de plaats" in output.splitlines()[2]


def test_check_reports_an_attachment_that_was_replaced(app, content):
    listed = {"bestand": "plan.pdf", "titel": "Plan", "controlegetal": "0" * 32}
    content.entry("menukaart", "lcms", bijlagen=[listed])
    (content.path / "menukaart" / "lcms").mkdir()
    content.write("menukaart/lcms/plan.pdf", b"iets anders")
    result = app.test_cli_runner().invoke(args=["content", "check"])
    assert result.exit_code == 1
    assert "menukaart/lcms/plan.pdf: dit bestand is er niet of is veranderd" in result.output
