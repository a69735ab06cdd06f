"""What somebody typed comes back when it cannot be taken, whatever happened between opening the form and sending it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from werkzeug.test import TestResponse

from kennisplatform.accounts.directory import NewAccount
from kennisplatform.plans import rows
from kennisplatform.plans.life.steps import step_named
from kennisplatform.plans.plan import NewPlan, PlanMember
from kennisplatform.plans.words import PlanRole, Side
from kennisplatform.site import Site, site_of
from kennisplatform.vocabulary import Role
from tests.base.test_unsent_forms import form_to
from tests.conftest import ContentFolder
from tests.plans.worlds import complete
from tests.trouble import disks
from tests.trouble.world import fill
from tests.visitor import Visitor, logged_in

TYPED = "Dit typte ik, en het mag niet weg."
PLAN = "/plannen/1"
ACTION = f"{PLAN}/acties/1"


@dataclass
class Meeting:
    """A site with a plan of a curator (its lead) and a member (who writes in it), and what may happen in it."""

    app: Flask
    content: ContentFolder
    lead: Visitor
    writer: Visitor
    visitor: Visitor

    @property
    def site(self) -> Site:
        return site_of(self.app)

    def account(self, name: str):
        return self.site.accounts.by_email(f"{name}@voorbeeld.nl")

    def send(self, who: Visitor, page: str, target: str, meanwhile: Callable[[Meeting], object], **values: str):
        """Open a page, let something happen, and send a form of it."""
        form = form_to(who.get(page), target)
        meanwhile(self)
        return who.send(target, form, values)

    def withdraw_entry(self, slug: str, folder: str) -> None:
        (self.content.path / folder / f"{slug}.md").unlink()
        self.site.follower.synchronise()

    def be(self, role: PlanRole) -> None:
        lead, writer = self.account("curator"), self.account("lid")
        self.site.plan_members.change(1, {writer.id: PlanMember(role, "Provincie", "Adviseur")}, lead)

    def adopt(self) -> None:
        lead, other = self.account("curator"), self.account("lid")
        leads = {other.id: PlanMember(PlanRole.LEAD, "Provincie", "Adviseur", Side.GOVERNMENT)}
        self.site.plan_members.change(1, leads, lead)
        self.site.plan_life.consult(1, datetime.now(UTC).date(), lead)
        for one in (lead, other):
            self.site.plan_life.agree(1, self.site.plan_life.readiness(1, one).fingerprint, one)
        self.be(PlanRole.WRITER)

    def fill_plan(self) -> None:
        actions = [complete()] * (rows.MOST_ACTIONS - 2)
        self.site.plans.add_actions(1, actions, self.account("curator"))

    def step(self, name: str) -> None:
        step = step_named(name)
        assert step
        self.site.action_steps.take(1, 1, step, self.account("curator"), "intussen", start="2026-K1")


@pytest.fixture
def meeting(app, content):
    fill(content)
    content.write("thesaurus.yml", "gelijk:\n  - [noodwater, drinkwater in nood]\n")
    site_of(app).follower.synchronise()
    lead, writer = logged_in(app, Role.CURATOR), logged_in(app, Role.MEMBER)
    meeting = Meeting(app, content, lead, writer, Visitor(app))
    site_of(app).plans.start(NewPlan("Plan", "netwerk-1", "Netwerk", None, "N", 2027, 2030), meeting.account("curator"))
    leads = {meeting.account("curator").id: PlanMember(PlanRole.LEAD, "Noordwater", "Manager", Side.COMPANY)}
    site_of(app).plan_members.change(1, leads, meeting.account("curator"))
    meeting.be(PlanRole.WRITER)
    site_of(app).plans.add_actions(1, [complete(), complete()], meeting.account("curator"))
    site_of(app).plan_life.consult(1, datetime.now(UTC).date(), meeting.account("curator"))
    site_of(app).remarks.add(1, 1, "Wie doet dit?", (), meeting.account("curator"))
    for step in ("afspreken", "beginnen"):
        meeting.step(step)
    return meeting


def shown(answer: TestResponse) -> str:
    """Return what somebody reads in the answer and in the fields of its forms."""
    page = BeautifulSoup(answer.text, "html.parser").select_one("main")
    assert page
    return page.text + " ".join(
        str(field.get("value")) for field in page.select("input[value]") if field.get("type") != "hidden"
    )


HAPPENS: dict[str, Callable[[Meeting], object]] = {
    "the action is taken out": lambda m: m.site.plans.take_out(1, 1, m.account("curator")),
    "the plan is adopted": Meeting.adopt,
    "the sender only reads now": lambda m: m.be(PlanRole.READER),
    "the sender takes part no more": lambda m: m.site.plan_members.change(
        1, {m.account("lid").id: None}, m.account("curator")
    ),
    "the plan is full": Meeting.fill_plan,
}
FORMS_OF_A_PLAN = {
    f"{PLAN}/acties": (PLAN, "sentence"),
    ACTION: (ACTION, "description"),
    f"{ACTION}/hier": (f"{ACTION}/hier", "owner_organisation"),
    f"{ACTION}/splits": (f"{ACTION}/splits", "sentence"),
    f"{ACTION}/opmerking": (f"{ACTION}/opmerking", "text"),
    f"{ACTION}/stap/wachten": (f"{ACTION}/stap/wachten", "answer"),
    f"{PLAN}/opmerkingen/1": (f"{PLAN}/opmerkingen/1", "text"),
}
"""Where a form is sent to: the page on which it stands, and a field of it."""


@pytest.mark.slow
@pytest.mark.parametrize("happens", HAPPENS)
def test_what_is_typed_in_a_plan_is_kept_or_comes_back(meeting, happens):
    forms = {target: form_to(meeting.writer.get(page), target) for target, (page, _) in FORMS_OF_A_PLAN.items()}
    HAPPENS[happens](meeting)
    for number, (target, form) in enumerate(forms.items()):
        typed = f"{TYPED} {number}"
        answer = meeting.writer.send(target, form, {FORMS_OF_A_PLAN[target][1]: typed})
        if typed not in shown(answer):
            assert answer.status_code == 200, (target, answer.status)
            assert typed in meeting.lead.get(ACTION).text + meeting.lead.get(PLAN).text, target


CARD = "/menukaart/voorbeeld-1"
CONTACT = "/contacten/contact-1"
STATUS = "/redactie/voorbeeld-1/status"
ROW = "/redactie/bestanden/woorden/1"


def saved_by_somebody(m: Meeting) -> None:
    path = m.content.path / "menukaart" / "voorbeeld-1.md"
    path.write_text(path.read_text().replace("Over nooddrinkwater.", "Iets anders."))
    m.site.follower.synchronise()


def taken_off_the_site(m: Meeting) -> None:
    path = m.content.path / "menukaart" / "voorbeeld-1.md"
    path.write_text(path.read_text().replace("status: gepubliceerd", "status: concept"))
    m.site.follower.synchronise()


def row_changed(m: Meeting) -> None:
    m.content.write("thesaurus.yml", "gelijk:\n  - [iets, anders]\n")
    m.site.follower.synchronise()


REFUSED = {
    "a report about an entry that is gone": (
        "visitor", "/melden/contact-1", "/melden/contact-1", "text", lambda m: m.withdraw_entry("contact-1", "contacten"), 404,
    ),
    "a remark with a step that is taken already": ("lead", CARD, STATUS, "opmerking", taken_off_the_site, 409),
    "a remark with a step of an entry that was saved": ("lead", CARD, STATUS, "opmerking", saved_by_somebody, 422),
    "a remark with a step of an entry that is gone": (
        "lead", CARD, STATUS, "opmerking", lambda m: m.withdraw_entry("voorbeeld-1", "menukaart"), 404,
    ),
    "the purpose of a name with a contact that is gone": (
        "lead", "/redactie/contact-1/persoon", "/redactie/contact-1/persoon", "purpose",
        lambda m: m.withdraw_entry("contact-1", "contacten"), 404,
    ),
    "words of a row that somebody changed": ("lead", ROW, ROW, "hetzelfde", row_changed, 422),
    "somebody without an account": (
        "lead", f"{PLAN}/mensen", f"{PLAN}/mensen", "function", lambda _: None, 409,
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_taken_any_more_comes_back(meeting, what):
    who, page, target, field, happens, status = REFUSED[what]
    values = {field: TYPED, "email": "niemand@voorbeeld.nl", "role": "lezer", "status": "gearchiveerd"}
    answer = meeting.send(getattr(meeting, who), page, target, happens, **values)
    assert answer.status_code == status
    assert TYPED in shown(answer)


@pytest.mark.parametrize(
    ("page", "target", "field"),
    [
        ("/redactie/voorbeeld-1/verwijderen", "/redactie/voorbeeld-1/verwijderen", "opmerking"),
        ("/redactie/bestanden/thesaurus.yml?als=tekst", "/redactie/bestanden/thesaurus.yml", "tekst"),
        (CARD, STATUS, "opmerking"),
    ],
)
def test_what_is_typed_comes_back_while_the_content_cannot_be_written(meeting, page, target, field):
    form = form_to(meeting.lead.get(page), target)
    with disks.read_only(meeting.content.path):
        answer = meeting.lead.send(target, form, {field: f"# {TYPED}", "status": "gearchiveerd", "toch": "x"})
    assert answer.status_code in (422, 503)
    assert TYPED in shown(answer)


def test_an_organisation_keeps_what_it_typed_when_its_link_is_over(meeting):
    token = meeting.site.organisation_reviews.ask("contact-1")
    address = f"/correctie/{token}"
    answer = meeting.send(
        meeting.visitor, address, address, lambda m: m.site.organisation_reviews.withdraw("contact-1"), opmerking=TYPED
    )
    assert answer.status_code == 410
    assert TYPED in shown(answer)
    assert TYPED not in meeting.visitor.get(address).text


def test_a_curator_who_is_a_member_now_gets_back_what_was_typed(meeting):
    def demote(m: Meeting) -> None:
        lead = m.account("curator")
        m.site.accounts.change(lead.id, NewAccount(lead.email, lead.name, Role.MEMBER))

    address = "/redactie/contact-1/persoon"
    answer = meeting.send(meeting.lead, address, address, demote, purpose=TYPED)
    assert answer.status_code == 403
    assert TYPED in shown(answer)
    assert "Waterbedrijf" not in shown(answer)


def test_a_remark_with_a_prepared_change_that_is_gone_comes_back(meeting):
    page = meeting.lead.get("/redactie/voorbeeld-1")
    shown_change = meeting.lead.send(
        "/redactie/voorbeeld-1", form_to(page, "/redactie/voorbeeld-1"), {"titel": "Anders", "doe": "bereid-voor"}
    )
    change = next(iter(meeting.site.prepared_changes.all()))
    target = f"/redactie/voorbereid/{change.id}/stap"
    form = form_to(shown_change, target)
    meeting.site.prepared_changes.discard(change)
    answer = meeting.lead.send(target, form, {"opmerking": TYPED, "doe": "publiceer"})
    assert answer.status_code == 409
    assert TYPED in shown(answer)


LONG = "Een lange zin die door blijft gaan. " * 40


@pytest.mark.parametrize(
    ("page", "target", "field"),
    [
        (PLAN, f"{PLAN}/acties", "sentence"),
        (f"{PLAN}/mensen", f"{PLAN}/mensen", "function-1"),
        (f"{PLAN}/mensen", f"{PLAN}/uitnodigen", "function"),
        (CARD, STATUS, "opmerking"),
        ("/redactie/voorbeeld-1", "/redactie/voorbeeld-1", "opmerking"),
    ],
)
def test_no_text_is_cut_short_in_silence(meeting, page, target, field):
    """A page says to browsers how much fits; what another program sends beyond that is refused, and given back."""
    form = form_to(meeting.lead.get(page), target)
    answer = meeting.lead.send(
        target, form, {field: LONG, "role": "lezer", "status": "gearchiveerd", "doe": "bewaar", "titel": "Anders"}
    )
    assert answer.status_code in (409, 422)
    assert LONG.strip() in shown(answer)
    assert "te lang" in shown(answer)


def test_a_form_that_is_given_back_can_be_sent_when_its_cause_is_gone(meeting):
    form = form_to(meeting.writer.get(PLAN), f"{PLAN}/acties")
    meeting.be(PlanRole.READER)
    again = meeting.writer.send(f"{PLAN}/acties", form, {"sentence": TYPED})
    assert again.status_code == 403
    meeting.be(PlanRole.WRITER)
    meeting.writer.send(f"{PLAN}/acties", form_to(again, f"{PLAN}/acties"), {})
    assert TYPED in meeting.writer.get(PLAN).text


def test_nothing_is_given_back_of_a_form_that_another_site_sent(meeting):
    data = {"text": TYPED}
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://kwaad.example"}):
        answer = meeting.visitor.client.post("/bestaat-niet", data=data, headers=headers)
        assert answer.status_code in (404, 405)
        assert TYPED not in answer.text
