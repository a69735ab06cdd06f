"""The weekly letter to curators."""

from datetime import date, timedelta

import pytest

from kennisplatform import create_app
from kennisplatform.config import Settings
from kennisplatform.curation.link_client import Answer, Verdict
from kennisplatform.curation.reports import NewReport, ReportKind


@pytest.fixture
def app(content, tmp_path):
    app = create_app(
        Settings(content_dir=content.path, instance_dir=tmp_path / "instance", public_url="https://kennis.example")
    )
    yield app
    app.extensions["index_follower"].stop_following()
    app.extensions["database"].close()


def letter(app):
    result = app.test_cli_runner().invoke(args=["redactie", "digest"])
    assert result.exit_code == 0, result.output
    return result.output


def test_without_anything_to_do_the_letter_says_so(app):
    assert "U bent bij. Er is niets dat nu aandacht vraagt." in letter(app)
    assert letter(app).endswith("Alles bij elkaar: https://kennis.example/redactie\n")


def test_the_letter_names_everything_with_the_way_to_it(app, content):
    yesterday = date.today() - timedelta(days=1)
    content.entry(
        "menukaart", "a", "Aflopend", herzien_voor=yesterday, bronnen=[{"titel": "B", "url": "https://b.example/"}]
    )
    content.entry("menukaart", "b", "Beoordelen", status="ter-beoordeling")
    content.entry("menukaart", "c", "Conceptje", status="concept")
    content.write("menukaart/kapot.md", "onzin")
    app.extensions["link_checker"].checked.note("https://b.example/", Answer(Verdict.FAILED, "stuk gegaan"), yesterday)
    app.extensions["missed_searches"].record("xyzzy")
    sent = NewReport(ReportKind.CORRECTION, "Aflopend", "Bel mij", slug="a", email="ria@lezer.example")
    app.extensions["reports"].add(sent)
    text = letter(app)
    for expected in (
        "Bestanden die niet kloppen (1)\n- menukaart/kapot.md",
        "Berichten van lezers (1)\n- Melding: Aflopend\n  https://kennis.example/redactie/meldingen/1",
        "Wacht op beoordeling (1)\n- Beoordelen",
        "Na te kijken (1)\n- Aflopend – had gemoeten vóór ",
        "  https://kennis.example/menukaart/a",
        "Links die niet in orde zijn (1)\n- Verdacht: https://b.example/\n  stuk gegaan; staat in a",
        "Aan te vullen (2)\n- ",
        "Concepten (1)\n- Conceptje\n  https://kennis.example/menukaart/c",
        "Gezocht, niet gevonden (1)\n- xyzzy (1 keer)",
    ):
        assert expected in text
    assert "ria@lezer.example" not in text
    assert "Bel mij" not in text


def test_a_long_list_is_cut_short_with_the_way_to_the_rest(app, content):
    for number in range(12):
        content.entry("menukaart", f"c{number}", f"Concept {number}", status="concept")
    text = letter(app)
    assert "Concepten (12)" in text
    assert "- en nog 2: https://kennis.example/redactie/lijst?status=concept" in text
