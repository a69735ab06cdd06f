"""`flask content retention` removes all personal data of which the time is over, and nothing else."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from kennisplatform import dutch_time
from kennisplatform.accounts.one_time_links import KEPT_AFTERWARDS
from kennisplatform.accounts.sessions import LONGEST_IDLE, LONGEST_OPEN
from kennisplatform.accounts.throttle import WRONG_CODES_OF_ACCOUNT, Counter
from kennisplatform.accounts.unsent_forms import KEPT_FOR as UNSENT_KEPT_FOR
from kennisplatform.contacts.openings import MONTHS_KEPT
from kennisplatform.contacts.persons import Person
from kennisplatform.curation.editor.drafts import KEPT_AFTER_DISCARDING, Draft, now
from kennisplatform.curation.editor.form_data import FormData
from kennisplatform.curation.feedback.reports import KEPT_FOR, NewReport, ReportKind, ReportState
from kennisplatform.plans.action import Action
from kennisplatform.plans.basket import UNTOUCHED_FOR, Basket
from kennisplatform.plans.life.plan_life import KEPT_AFTER_END
from kennisplatform.plans.pieces import Pick
from kennisplatform.plans.plan import NewPlan
from kennisplatform.plans.rework.drafts import KEPT_FOR as DRAFT_KEPT_FOR
from kennisplatform.plans.rework.rework import Seen
from kennisplatform.plans.together.emergency import KEPT_FOR as EMERGENCIES_KEPT
from kennisplatform.plans.together.last_looks import CHANGES_KEPT
from kennisplatform.site import site_of
from kennisplatform.vocabulary import Role
from tests.sites import site_on
from tests.visitor import PASSWORD

NOTHING = """\
    0  namen bij contacten
    0  e-mailadressen en voorstellen bij berichten
    0  uitnodigingen en andere links die één keer werken
    0  getelde pogingen om in te loggen of iets te versturen
    0  inlogsessies
    0  formulieren die na het uitloggen zijn bewaard
    0  concepten die zijn bewaard of verwijderd
    0  mandjes waar een jaar niets aan is veranderd
    0  ingelezen lijsten die niemand binnen een dag bevestigde
    0  plannen die twee jaar geleden zijn beëindigd
    0  onbewaarde teksten van acties, na dertig dagen
    0  wat er een jaar geleden in plannen veranderde
    0  noodtoegang tot plannen van een jaar geleden
    0  maandcijfers van contacten
Er was niets over de tijd.
"""


@pytest.fixture
def app(content, tmp_path, migrated_database_url):
    """Return a site on an empty database of either make, with two contacts."""
    content.entry("contacten", "water", "Waterbedrijf")
    content.entry("contacten", "gas", "Gasbedrijf")
    with site_on(content.path, tmp_path / "instance", migrated_database_url) as app:
        site_of(app).follower.synchronise()
        yield app


def run(app):
    result = app.test_cli_runner().invoke(args=["content", "retention"])
    assert result.exit_code == 0, result.output
    return result.output


def name(app, slug, until=30):
    today = dutch_time.today()
    person = Person("Naam", today - timedelta(days=60), "Doel", today + timedelta(days=until))
    site_of(app).persons.save(site_of(app).follower.store.refresh().entries[slug], person)


def has_name(app, slug):
    with site_of(app).database.transaction() as session:
        return session.scalar(text("SELECT count(*) FROM contact_person WHERE slug = :slug"), {"slug": slug}) == 1


def fill(app):
    """Put one of everything in the database."""
    account = site_of(app).accounts.add("ria@voorbeeld.nl", "Ria", Role.CURATOR, password=PASSWORD)
    number = site_of(app).reports.add(NewReport(ReportKind.CORRECTION, "T", "T", "water", email="l@voorbeeld.nl"))
    site_of(app).reports.answer(number, ReportState.HANDLED, "")
    site_of(app).account_links.invite("jan@voorbeeld.nl", Role.MEMBER)
    site_of(app).login_sessions.open(account, "Firefox")
    site_of(app).throttle.count(Counter(WRONG_CODES_OF_ACCOUNT, str(account.id)))
    site_of(app).unsent_forms.keep(account.id, "/melden", [("text", "Wat ik schreef")])
    site_of(app).drafts.keep(account.id, Draft("een", "pilot", "", "", FormData(), now()))
    site_of(app).drafts.throw_away(account.id, "een")
    site_of(app).openings.count(site_of(app).follower.store.catalogue.entries["water"], dutch_time.today())
    plan = site_of(app).plans.start(NewPlan("Plan", None, "Landelijk", None, "LND", 2027, 2030), account)
    site_of(app).plans.add_actions(plan, [Action(sentence="Oefen.")], account)
    site_of(app).plan_action_drafts.keep(plan, Seen(1, 1), [("sentence", "Oefen vaker.")], account)
    site_of(app).plan_life.end(plan, account)
    beheer = site_of(app).accounts.add("bea@voorbeeld.nl", "Bea", Role.ADMINISTRATOR)
    site_of(app).emergency_accesses.open(plan, "Lek", beheer)
    site_of(app).baskets.change(account.id, lambda basket: Basket((Pick("lcms"),)))


def age(app, table, column, by):
    """Let something be so old that a moment in it is that long ago."""
    with site_of(app).database.transaction() as session:
        then = datetime.now(UTC) - by
        moment = then.replace(tzinfo=None) if session.get_bind().dialect.name == "sqlite" else then
        session.execute(text(f"UPDATE {table} SET {column} = :moment"), {"moment": str(moment)})


def test_what_may_stay_stays(app):
    name(app, "water", until=0)
    fill(app)
    assert run(app) == NOTHING
    assert has_name(app, "water")


def test_a_name_of_which_the_time_is_over_goes(app):
    name(app, "water", until=-1)
    name(app, "gas", until=0)
    assert "    1  namen bij contacten\n" in run(app)
    assert (has_name(app, "water"), has_name(app, "gas")) == (False, True)
    assert run(app) == NOTHING


def test_a_name_of_a_contact_that_is_gone_goes(app, content):
    name(app, "water")
    name(app, "gas")
    (content.path / "contacten/water.md").unlink()
    assert "    1  namen bij contacten\n" in run(app)
    assert (has_name(app, "water"), has_name(app, "gas")) == (False, True)


def test_a_name_of_a_contact_of_which_something_else_has_the_address_goes(app, content):
    name(app, "water")
    (content.path / "contacten/water.md").unlink()
    content.entry("contacten", "drinkwater", "Waterbedrijf", eerdere_namen=["water"])
    content.entry("menukaart", "water", "Water")
    assert "    1  namen bij contacten\n" in run(app)


def test_a_name_stays_with_a_contact_that_got_another_address_or_cannot_be_read_today(app, content):
    name(app, "water")
    name(app, "gas")
    (content.path / "contacten/water.md").rename(content.path / "contacten/drinkwater.md")
    content.entry("contacten", "drinkwater", "Waterbedrijf", eerdere_namen=["water"])
    content.write("contacten/gas.md", "---\ntitel: [\n---\n")
    assert run(app) == NOTHING


def test_no_name_goes_because_the_content_folder_cannot_be_reached(app, content):
    name(app, "water")
    content.path.rename(content.path.with_name("elders"))
    assert run(app) == NOTHING


@pytest.mark.parametrize(
    ("table", "column", "by", "what"),
    [
        ("report", "handled_at", KEPT_FOR, "e-mailadressen en voorstellen bij berichten"),
        ("one_time_link", "expires_at", KEPT_AFTERWARDS, "uitnodigingen en andere links die één keer werken"),
        ("counted_try", "over_at", timedelta(0), "getelde pogingen om in te loggen of iets te versturen"),
        ("login_session", "seen_at", LONGEST_IDLE, "inlogsessies"),
        ("login_session", "opened_at", LONGEST_OPEN, "inlogsessies"),
        ("unsent_form", "kept_at", UNSENT_KEPT_FOR, "formulieren die na het uitloggen zijn bewaard"),
        ("draft", "discarded_at", KEPT_AFTER_DISCARDING, "concepten die zijn bewaard of verwijderd"),
        ("basket", "changed_at", UNTOUCHED_FOR, "mandjes waar een jaar niets aan is veranderd"),
        ("plan_change", "made_at", CHANGES_KEPT, "wat er een jaar geleden in plannen veranderde"),
        ("plan_emergency", "until", EMERGENCIES_KEPT, "noodtoegang tot plannen van een jaar geleden"),
        ("plan", "ended_at", KEPT_AFTER_END, "plannen die twee jaar geleden zijn beëindigd"),
        ("plan_action_draft", "saved_at", DRAFT_KEPT_FOR, "onbewaarde teksten van acties, na dertig dagen"),
    ],
)
def test_everything_else_goes_when_its_own_time_is_over(app, table, column, by, what):
    fill(app)
    age(app, table, column, by - timedelta(minutes=5))
    assert run(app) == NOTHING
    age(app, table, column, by + timedelta(minutes=5))
    output = run(app)
    went = re.search(rf"^ +([1-9]\d*)  {what}$", output, re.MULTILINE)
    assert went and output.endswith(f"\n{went[1]} verwijderd.\n")
    assert run(app) == NOTHING


def test_old_counts_go(app):
    water = site_of(app).follower.store.catalogue.entries["water"]
    site_of(app).openings.count(water, dutch_time.today() - timedelta(days=32 * MONTHS_KEPT))
    assert "    1  maandcijfers van contacten\n" in run(app)
