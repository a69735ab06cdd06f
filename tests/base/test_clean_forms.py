"""What looks the same is kept the same, whatever form it was typed or pasted in, and whatever list it was read from."""

from __future__ import annotations

import io
import unicodedata

import pytest
from sqlalchemy import Table as DatabaseTable
from sqlalchemy import inspect, select
from sqlalchemy.schema import MetaData

from kennisplatform.clean_text import clean
from kennisplatform.curation.feedback.reports import NewReport, ReportKind
from kennisplatform.plans.words import CostKind
from kennisplatform.vocabulary import Role
from tests.base.test_refused_forms import ACTION, CARD, PLAN, STATUS, meeting  # noqa: F401 - a fixture
from tests.base.test_unsent_forms import form_to
from tests.visitor import logged_in

UNCLEAN = unicodedata.normalize("NFD", "co\u00f6rdi\u00ad\u200bnatie\ufeff van regio's\u2011drie")
CLEAN = "coördinatie van regio’s-drie"
MEMBERS = f"{PLAN}/mensen"
FORMS = {
    "the name of a contact": ("lead", "/redactie/contact-1/persoon", "/redactie/contact-1/persoon", {
        "name": UNCLEAN, "purpose": UNCLEAN, "consented_on": "2026-11-20", "has_consented": "y",
    }),
    "a report": ("visitor", "/melden/ifv-desk", "/melden/ifv-desk", {"text": UNCLEAN}),
    "a suggestion": ("visitor", "/voorstel", "/voorstel", {"title": UNCLEAN, "text": UNCLEAN}),
    "a note with a report": ("lead", "/redactie/meldingen/1", "/redactie/meldingen/1", {"note": UNCLEAN}),
    "an invitation of an account": (
        "administrator", "/beheer/gebruikers/uitnodigen", "/beheer/gebruikers/uitnodigen",
        {"name": UNCLEAN, "email": "nieuw@voorbeeld.nl"},
    ),
    "a name of an account": ("administrator", "/beheer/gebruikers/1", "/beheer/gebruikers/1", {"name": UNCLEAN}),
    "an action": ("writer", PLAN, f"{PLAN}/acties", {"sentence": UNCLEAN}),
    "all of an action": ("writer", ACTION, ACTION, {
        "sentence": UNCLEAN, "description": UNCLEAN, "milestones-0-name": UNCLEAN, "partners-0-name": UNCLEAN,
        "partners-0-brings": UNCLEAN, "costs-0-name": next(iter(CostKind)).value, "costs-0-source": UNCLEAN, "evidence": UNCLEAN,
    }),
    "a remark with an action": ("writer", f"{ACTION}/opmerking", f"{ACTION}/opmerking", {"text": UNCLEAN}),
    "a step of an action": ("writer", f"{ACTION}/stap/wachten", f"{ACTION}/stap/wachten", {"answer": UNCLEAN}),
    "a plan": ("lead", "/plannen/nieuw", "/plannen/nieuw", {"title": UNCLEAN}),
    "a member of a plan": ("lead", MEMBERS, MEMBERS, {"function-1": UNCLEAN, "organisation-1": UNCLEAN}),
    "a link to a plan": ("lead", MEMBERS, f"{PLAN}/uitnodigen", {"function": UNCLEAN, "role": "lezer"}),
    "a prepared change": ("lead", "/redactie/voorbeeld-1", "/redactie/voorbeeld-1", {
        "titel": UNCLEAN, "tekst": UNCLEAN, "opmerking": UNCLEAN, "doe": "bereid-voor",
    }),
}  # fmt: skip


def kept(site) -> dict[str, list[str]]:
    """Return every text in the database, by table."""
    with site.database.transaction() as session:
        engine = session.get_bind()
        tables = (DatabaseTable(name, MetaData(), autoload_with=engine) for name in inspect(engine).get_table_names())
        return {
            table.name: [str(value) for row in session.execute(select(table)) for value in row if value is not None]
            for table in tables
        }


@pytest.fixture
def administrator(app):
    return logged_in(app, Role.ADMINISTRATOR)


@pytest.mark.slow
def test_nothing_unclean_is_kept_of_any_form(meeting, administrator):  # noqa: F811
    meeting.site.reports.add(NewReport(ReportKind.CORRECTION, "IFV-loket", "Dit klopt niet.", "ifv-desk"))
    for what, (who, page, target, values) in FORMS.items():
        visitor = administrator if who == "administrator" else getattr(meeting, who)
        if who == "administrator":
            visitor.submit("/account/bevestigen", {"proof": "ketting-nachtegaal-rivier"})
        before = sum(text.count(CLEAN) for texts in kept(meeting.site).values() for text in texts)
        answer = visitor.send(target, form_to(visitor.get(page), target), values)
        assert answer.status_code == 200, (what, answer.status)
        after = kept(meeting.site)
        assert sum(text.count(CLEAN) for texts in after.values() for text in texts) > before, what
        for name, texts in after.items():
            assert {text for text in texts if clean(text) != text} == set(), (what, name)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_nothing_unclean_is_kept_of_a_list(meeting, encoding):  # noqa: F811
    page = f"{PLAN}/inlezen"
    form = form_to(meeting.writer.get(page), page)
    data = f"Actie;Omschrijving\n{UNCLEAN};{UNCLEAN}\n".encode(encoding)
    checked = meeting.writer.send(page, form, {"file": (io.BytesIO(data), "lijst.csv")})
    assert CLEAN in checked.text
    rows = form_to(checked, f"{PLAN}/inlezen/zet")
    meeting.writer.send(f"{PLAN}/inlezen/zet", rows, {"regel": [box["value"] for box in rows.select("[name=regel]")]})
    assert CLEAN in meeting.writer.get(PLAN).text
    assert {text for texts in kept(meeting.site).values() for text in texts if clean(text) != text} == set()


def test_a_remark_with_a_step_is_clean_in_the_history(meeting):  # noqa: F811
    form = form_to(meeting.lead.get(CARD), STATUS)
    values = {"status": "gearchiveerd", "opmerking": UNCLEAN}
    asked = meeting.lead.send(STATUS, form, values)
    if asked.status_code == 422:
        meeting.lead.send(STATUS, form_to(asked, STATUS), values)
    (latest, *_) = meeting.site.history.revisions("menukaart/voorbeeld-1.md")
    assert CLEAN in latest.message


@pytest.mark.parametrize("address", ["/redactie/lijst?q=", "/redactie/bestanden/woorden?q="])
def test_a_list_is_searched_for_what_it_looks_like(meeting, address):  # noqa: F811
    meeting.content.entry("menukaart", "tweede", f"Over {CLEAN}")
    meeting.content.write("thesaurus.yml", f"gelijk:\n  - [{CLEAN}, afstemming]\n")
    meeting.site.follower.synchronise()
    assert CLEAN in meeting.lead.page(f"{address}{UNCLEAN}").select_one("main").text
