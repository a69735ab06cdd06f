"""What administrators can do with the audit log."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest

from kennisplatform import dutch_time
from kennisplatform.accounts.audit import PER_PAGE
from kennisplatform.site import site_of
from kennisplatform.vocabulary import Role
from kennisplatform.web.display.csv_format import harmless
from tests.visitor import PASSWORD


def rows(page):
    return [[cell.get_text(strip=True) for cell in row.select("td")] for row in page.select("tbody tr")]


@pytest.fixture
def record(app):
    return site_of(app).audit_log.record


def test_the_log_shows_who_did_what_newest_first(app, administrator, record):
    record(site_of(app).accounts.by_email("beheerder@voorbeeld.nl"), "ingelogd", "")
    record(None, "melding gedaan", "nooddrinkwater", "telefoonnummer klopt niet")
    shown = rows(administrator.page("/beheer/logboek"))
    assert [row[1:] for row in shown] == [
        ["niet ingelogd", "melding gedaan", "nooddrinkwater", "telefoonnummer klopt niet"],
        ["Beheerder", "ingelogd", "", ""],
    ]


@pytest.mark.parametrize(
    ("query", "subjects"),
    [
        ("persoon=0", ["eerste", "tweede"]),
        ("persoon=1", ["derde"]),
        ("handeling=vermelding+opgeslagen", ["derde", "tweede"]),
        ("onderwerp=EERS", ["eerste"]),
        ("onderwerp=%25", []),
        (f"vanaf={dutch_time.today() + timedelta(days=2)}", []),
        (f"vanaf={dutch_time.today() - timedelta(days=2)}&tot-en-met={dutch_time.today() + timedelta(days=2)}&persoon=1&onderwerp=d", ["derde"]),
        ("tot-en-met=2020-01-01", []),
        ("tot-en-met=9999-12-31&onderwerp=derde", ["derde"]),
    ],
)  # fmt: skip
def test_the_log_can_be_narrowed(app, administrator, record, query, subjects):
    record(None, "melding gedaan", "eerste")
    record(None, "vermelding opgeslagen", "tweede")
    record(site_of(app).accounts.all()[0], "vermelding opgeslagen", "derde")
    shown = [row[3] for row in rows(administrator.page(f"/beheer/logboek?{query}"))]
    assert sorted(shown) == sorted(subjects)


@pytest.mark.parametrize("query", ["vanaf=morgen", "persoon=99", "handeling=bestaat-niet", "onderwerp=" + "x" * 201])
def test_a_filter_that_cannot_be_read_is_named_and_never_exported_as_everything(administrator, query):
    page = administrator.page(f"/beheer/logboek?{query}")
    assert page.select(".form-error")
    assert administrator.get(f"/beheer/logboek.csv?{query}").status_code == 400


def test_a_long_log_has_pages(administrator, record):
    for number in range(PER_PAGE + 5):
        record(None, "vermelding opgeslagen", f"onderwerp {number}")
    first = administrator.page("/beheer/logboek?onderwerp=onderwerp")
    assert len(rows(first)) == PER_PAGE
    assert rows(first)[0][3] == f"onderwerp {PER_PAGE + 4}"
    older = administrator.page(first.select_one("a[rel=next]")["href"])
    assert [row[3] for row in rows(older)] == [f"onderwerp {number}" for number in (4, 3, 2, 1, 0)]
    assert not older.select("a[rel=next]")
    assert rows(administrator.page("/beheer/logboek?onderwerp=onderwerp&pagina=999")) == rows(older)


def test_moments_are_shown_by_the_dutch_clock(app):
    shown = app.jinja_env.filters["dutch_moment"](datetime(2026, 7, 1, 22, 5, tzinfo=UTC))
    assert shown == "2 juli 2026, 00.05 uur"


def test_the_export_is_what_dutch_excel_opens_and_cannot_run_formulas(administrator, record):
    record(None, "melding gedaan", "=HYPERLINK(kwaad)", 'tekst met ; en "aanhaling" en\nregel')
    response = administrator.get("/beheer/logboek.csv?handeling=melding+gedaan")
    assert response.mimetype == "text/csv"
    assert response.headers["Content-Disposition"].startswith('attachment; filename="logboek-')
    assert response.data.startswith(b"\xef\xbb\xbf")
    header, line = csv.reader(io.StringIO(response.data.decode("utf-8-sig"), newline=""), delimiter=";")
    assert header[1:5] == ["Persoon", "Nummer", "Handeling", "Onderwerp"]
    assert line[3:] == ["melding gedaan", "'=HYPERLINK(kwaad)", 'tekst met ; en "aanhaling" en\nregel']
    assert rows(administrator.page("/beheer/logboek"))[0][2] == "logboek geëxporteerd"


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1"])
def test_no_cell_starts_a_formula(start):
    assert harmless(start) == "'" + start


def test_other_cells_stay_as_they_are():
    assert harmless("drinkwater - oefening = goed") == "drinkwater - oefening = goed"


def test_curators_do_not_see_the_log(curator):
    assert curator.get("/beheer/logboek").status_code == 403
    assert curator.get("/beheer/logboek.csv").status_code == 403


def test_a_line_says_who_and_what_in_words_and_leads_there(content, app, administrator, visitor):
    content.entry("netwerken", "gas-rendo", "Gas RENDO")
    content.entry("menukaart", "nood", "Nooddrinkwater")
    ria = site_of(app).accounts.add("ria@voorbeeld.nl", "Ria", Role.MEMBER, password=PASSWORD)
    visitor.log_in("ria@voorbeeld.nl", "fout")
    administrator.submit(f"/beheer/gebruikers/{ria.id}", {"role": "curator", "networks": ["gas-rendo"]})
    administrator.submit("/beheer/gebruikers/uitnodigen", {"email": "kees@voorbeeld.nl", "name": "Kees", "role": "lid"})
    record = site_of(app).audit_log.record
    record(None, "bericht ontvangen", "melding 3")
    record(None, "vermelding teruggezet", "nood", "versie 85434a5b4f")
    page = administrator.page("/beheer/logboek")
    shown = {row[2]: row[3:] for row in rows(page)}
    assert shown["inloggen mislukt"] == ["Ria", ""]
    assert shown["gebruiker gewijzigd"] == ["Ria", "was lid, is nu curator; nu lid van Gas RENDO"]
    assert shown["uitgenodigd"] == ["Kees", "als lid; netwerken: geen"]
    assert shown["bericht ontvangen"] == ["Melding 3", ""]
    assert shown["vermelding teruggezet"] == ["Nooddrinkwater", "een eerdere versie"]
    links = {link.text: link["href"] for link in page.select("tbody a")}
    assert links["Nooddrinkwater"] == "/menukaart/nood"
    assert links["Melding 3"] == "/redactie/meldingen/3"
    assert links["Beheerder"] == "/beheer/gebruikers/1"
    assert "Ria" in administrator.get(links["Ria"]).text
