"""Who waits impatiently sends a form again, and so does a proxy: what it makes is made once, and shown each time."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from urllib.parse import urljoin

import pytest
from bs4 import BeautifulSoup

from kennisplatform.accounts.directory import Account
from kennisplatform.plans.action import Action, Milestone
from kennisplatform.plans.plan import NewPlan, NewPoint
from kennisplatform.site import Site, site_of
from kennisplatform.vocabulary import Role, Theme
from tests.sites import site_on
from tests.visitor import Visitor, logged_in, sent_by

pytestmark = pytest.mark.slow

TIMES = 4
PLAN = "/plannen/1"


@dataclass(frozen=True)
class Making:
    """A form that makes something: where it stands and goes, what is filled in, and how much of it there is."""

    page: str
    target: str
    typed: dict[str, object]
    leads_to: str
    made: Callable[[Site, Account], int]
    before: int = 0


def _actions(site: Site, account: Account) -> int:
    return len(site.plans.read(1, account).actions)


def _revisions(path: str) -> Callable[[Site, Account], int]:
    return lambda site, _: len(site.history.revisions(path, limit=TIMES))


def _reports(site: Site, _: Account) -> int:
    return site.reports.page(None, 1).total


ENTRY = {"titel": "Oefendag", "samenvatting": "Kort.", "themas": "noodvoorzieningen", "sectoren": "drinkwater"}
ACTION = {"sentence": "Oefen samen."}
NEW = "/redactie/nieuw/voorbeeld"
REMARK = f"{PLAN}/acties/1/opmerking"
MAKING = {
    "a plan": Making(
        "/plannen/nieuw",
        "/plannen/nieuw",
        {"title": "Nieuw", "network": "water"},
        "/plannen/2/agenda",
        lambda site, account: len(site.plans.of(account)),
        before=1,
    ),
    "an action": Making(PLAN, f"{PLAN}/acties", ACTION, f"{PLAN}#actie-2", _actions, before=1),
    "an action for a point": Making(
        f"{PLAN}/agenda", f"{PLAN}/acties", ACTION, f"{PLAN}/agenda#punt-1", _actions, before=1
    ),
    "a copy of an action": Making(
        f"{PLAN}/acties/1", f"{PLAN}/acties/1/kopie", {}, f"{PLAN}/acties/2", _actions, before=1
    ),
    "an action split off": Making(
        f"{PLAN}/acties/1/splits",
        f"{PLAN}/acties/1/splits",
        {"sentence": "Zet klaar.", "milestones": "0"},
        f"{PLAN}/acties/2",
        _actions,
        before=1,
    ),
    "a remark": Making(
        REMARK,
        REMARK,
        {"text": "Wie doet dit?"},
        f"{PLAN}/acties/1#opmerkingen",
        lambda site, account: len(site.remarks.of(1, 1, account)),
    ),
    "a report": Making("/melden/lcms", "/melden/lcms", {"text": "Dit klopt niet."}, "/bedankt?over=lcms", _reports),
    "a suggestion": Making("/voorstel", "/voorstel", {"title": "Nieuw", "text": "Dit helpt."}, "/bedankt", _reports),
    "an entry": Making(
        NEW, NEW, {**ENTRY, "doe": "bewaar"}, "/menukaart/oefendag", _revisions("menukaart/oefendag.md")
    ),
    "an entry to look at": Making(
        NEW, NEW, {**ENTRY, "doe": "bewaar:beoordeling"}, "/menukaart/oefendag", _revisions("menukaart/oefendag.md")
    ),
    "a version": Making(
        "/redactie/lcms",
        "/redactie/lcms",
        {"titel": "Beter", "doe": "bewaar"},
        "/menukaart/lcms",
        _revisions("menukaart/lcms.md"),
        before=1,
    ),
    "a step": Making(
        "/redactie/lcms",
        "/redactie/lcms",
        {"titel": "Beter", "doe": "bewaar:gearchiveerd", "opmerking": "Verouderd."},
        "/menukaart/lcms",
        _revisions("menukaart/lcms.md"),
        before=1,
    ),
}


class Sender:
    """A curator on a site with a plan of one action, and the forms that they opened."""

    def __init__(self, app) -> None:
        self.app, self.site = app, site_of(app)
        self.browser = logged_in(app, Role.CURATOR, ("water",))
        self.account = self.site.accounts.by_email("curator@voorbeeld.nl")
        points = (NewPoint("Punt", Theme.EXERCISES, "", ()),)
        self.site.plans.start(NewPlan("Plan", "water", "Water", None, "N", 2027, 2030, points), self.account)
        self.site.plans.add_actions(
            1, [Action(sentence="Begin.", milestones=(Milestone(title="Begonnen"),))], self.account
        )

    def opens(self, making: Making) -> BeautifulSoup:
        """Open the page, and return its form."""
        page = self.browser.page(making.page)
        forms = page.select("form[method=post]")
        return next(form for form in forms if urljoin(making.page, str(form.get("action") or "")) == making.target)

    def sends(self, making: Making, form, **typed: object) -> str:
        """Send a form, filled in, from a browser that saw no earlier answer; return where it leads."""
        data = sent_by(form)
        for name, value in {**making.typed, **typed}.items():
            data.setlist(name, [value])
        window = Visitor(self.app)
        window.client._cookies = dict(self.browser.client._cookies)
        answer = window.client.post(making.target, data=data)
        assert answer.status_code in (302, 303), BeautifulSoup(answer.text, "html.parser").select_one("main").text
        return answer.location

    def made(self, making: Making) -> int:
        """Return how many there are, without those from before."""
        return making.made(self.site, self.account) - making.before


@pytest.fixture
def sender(content, tmp_path, migrated_database_url):
    content.entry("menukaart", "lcms", "LCMS")
    content.entry("netwerken", "water", "Water")
    with site_on(content.path, tmp_path / "instance", migrated_database_url) as app:
        site_of(app).follower.ensure_following()
        site_of(app).editing.look()
        yield Sender(app)


@pytest.mark.parametrize("making", MAKING.values(), ids=MAKING)
def test_a_form_that_is_sent_again_leads_to_what_it_made(sender, making):
    form = sender.opens(making)
    assert {sender.sends(making, form) for _ in range(TIMES)} == {making.leads_to}
    assert sender.made(making) == 1


@pytest.mark.parametrize("making", MAKING.values(), ids=MAKING)
def test_a_form_that_arrives_more_than_once_at_a_time_makes_one(sender, making):
    form, led_to = sender.opens(making), []
    together = threading.Barrier(TIMES)

    def send():
        together.wait()
        led_to.append(sender.sends(making, form))

    senders = [threading.Thread(target=send) for _ in range(TIMES)]
    for thread in senders:
        thread.start()
    for thread in senders:
        thread.join()
    assert led_to == [making.leads_to] * TIMES
    assert sender.made(making) == 1


JOIN = f"{PLAN}/acties/1/samen"


def test_two_actions_are_joined_once(sender):
    sender.site.plans.add_actions(1, [Action(sentence="Zet klaar.", description="Tien bakken.")], sender.account)
    joining = Making(f"{JOIN}?met=2", f"{JOIN}/2", {}, f"{PLAN}/acties/1", _actions)
    form = sender.opens(joining)
    assert {sender.sends(joining, form) for _ in range(TIMES)} == {joining.leads_to}
    [there] = sender.site.plans.read(1, sender.account).actions
    assert there.action.description == "Tien bakken."


def test_a_list_is_read_in_once(sender):
    listed = {"file": (BytesIO(b"Actie;Trekker\nMaak een lijst;PWN\nBel rond;PWN\n"), "lijst.csv")}
    sender.browser.submit(f"{PLAN}/inlezen", listed)
    reading = Making(f"{PLAN}/inlezen/lijst", f"{PLAN}/inlezen/zet", {}, PLAN, _actions, before=1)
    form, together = sender.opens(reading), threading.Barrier(TIMES)

    def send():
        together.wait()
        sender.sends(reading, form)

    senders = [threading.Thread(target=send) for _ in range(TIMES)]
    for thread in senders:
        thread.start()
    for thread in senders:
        thread.join()
    assert sender.made(reading) == 2


def test_who_changed_a_copy_gets_another_one_from_the_same_page(sender):
    making = MAKING["a copy of an action"]
    form = sender.opens(making)
    sender.sends(making, form)
    sender.site.plans.save_action(1, 2, Action(sentence="Iets anders."), 1, sender.account)
    assert sender.sends(making, form) == f"{PLAN}/acties/3"


def test_what_says_something_else_is_made_as_well(sender):
    making = MAKING["an action"]
    form = sender.opens(making)
    for number in range(TIMES):
        sender.sends(making, form, sentence=f"Oefen {number} keer.")
    assert sender.made(making) == TIMES


def test_what_was_taken_out_can_be_added_again_from_the_same_page(sender):
    making = MAKING["an action"]
    form = sender.opens(making)
    sender.sends(making, form)
    sender.site.plans.take_out(1, 2, sender.account)
    assert sender.sends(making, form) == f"{PLAN}#actie-3"
    assert sender.made(making) == 1


def test_what_somebody_else_adds_is_theirs(sender):
    making = MAKING["an action"]
    form = sender.opens(making)
    sender.sends(making, form)
    other = logged_in(sender.app, Role.MEMBER, name="ander")
    there = sender.site.plan_members.of(1, sender.account)[sender.account.id]
    account = sender.site.accounts.by_email("ander@voorbeeld.nl")
    sender.site.plan_members.change(1, {account.id: there}, sender.account)
    assert "De actie staat in uw plan." in other.submit(making.page, making.typed, making.target).text
    assert sender.made(making) == 2
