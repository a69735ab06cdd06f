"""Working on a plan with others: remarks, links, what changed since one looked, mail, and access in an emergency."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from kennisplatform import dutch_time
from kennisplatform.accounts.audit import AuditFilter
from kennisplatform.accounts.one_time_links import InvalidLink
from kennisplatform.plans.plan import PlanMember
from kennisplatform.plans.rows import MayNot, NoSuchPlan
from kennisplatform.plans.tables import PlanChangeRow, PlanEmergencyRow
from kennisplatform.plans.together.last_looks import ONE_VISIT
from kennisplatform.plans.together.remarks import AlreadyAnswered
from kennisplatform.plans.together.tables import PlanLookRow
from kennisplatform.plans.words import PlanRole
from kennisplatform.site import site_of
from kennisplatform.vocabulary import Role
from tests.plans.worlds import account, begun, complete
from tests.sites import site_on
from tests.visitor import logged_in


@pytest.fixture
def world(migrated_database_url, content, tmp_path):
    """Return a plan of two actions with its people, on either make of database."""
    with site_on(content.path, tmp_path / "other", migrated_database_url) as app:
        world = begun(app, [complete(), complete(sentence="Leg uit.")])
        world.app = app
        yield world


def remark(world, who="mate", text="Klopt dit?", meant_for=(), number=1):
    world.site.remarks.add(world.plan, number, text, meant_for, world.people[who])
    return world.site.remarks.of(world.plan, number, world.people["lead"])[-1]


def test_readers_make_remarks_in_the_consultation_and_writers_any_time(world):
    remark(world, "mate")
    for who in ("partner", "reader"):
        with pytest.raises(MayNot):
            remark(world, who)
    world.consult()
    for who in ("partner", "reader"):
        assert remark(world, who).made_by.startswith(who)
    world.site.plan_life.consult(world.plan, dutch_time.today() - timedelta(days=1), world.people["lead"])
    with pytest.raises(MayNot):
        remark(world, "reader")
    with pytest.raises(NoSuchPlan):
        remark(world, "nobody")


def test_each_remark_is_answered_once_by_who_writes_the_plan(world):
    made = remark(world)
    assert (
        "1 opmerking zonder antwoord"
        in world.site.plan_life.readiness(world.plan, world.people["lead"]).findings[-1].text
    )
    with pytest.raises(MayNot):
        world.site.remarks.answer(world.plan, made.id, "Ja.", world.people["reader"])
    assert world.site.remarks.answer(world.plan, made.id, "Ja.", world.people["lead"]) == 1
    with pytest.raises(AlreadyAnswered):
        world.site.remarks.answer(world.plan, made.id, "Nee.", world.people["mate"])
    [answered] = world.site.remarks.of(world.plan, 1, world.people["reader"])
    assert (answered.answer, answered.answered_by) == ("Ja.", "lead (Manager, Noordwater)")


def test_a_remark_of_another_plan_cannot_be_answered_from_here(world):
    other = begun(world.app, [complete()])
    made = remark(other)
    with pytest.raises(NoSuchPlan):
        world.site.remarks.answer(world.plan, made.id, "Ja.", world.people["lead"])


@pytest.mark.parametrize("written", ["Graag @adviseur erbij.", "Graag erbij."])
def test_a_remark_is_for_who_is_chosen_or_named_by_function(world, written):
    chosen = () if "@" in written else (world.people["partner"].id, world.people["nobody"].id)
    made = remark(world, text=written, meant_for=chosen)
    assert made.mentioned == ("Adviseur, Veiligheidsregio Utrecht",)


def test_what_somebody_wrote_stays_under_the_name_that_it_had(world):
    made = remark(world, "mate", meant_for=(world.people["partner"].id,))
    for who in ("mate", "partner"):
        world.site.accounts.delete(world.people[who].id)
    [kept] = world.site.remarks.of(world.plan, 1, world.people["lead"])
    assert kept == made
    assert kept.made_by == "mate (Medewerker, Noordwater N.V.)"


def test_a_link_lets_one_person_in_once(world):
    links, lead, nobody = world.site.plan_invitations, world.people["lead"], world.people["nobody"]
    token = links.invite(world.plan, PlanRole.WRITER, "Adviseur crisis", lead)
    [link] = links.open(world.plan, lead)
    assert (link.role, link.function) == ("schrijver", "Adviseur crisis")
    assert links.accept(token, nobody) == world.plan
    assert world.read("nobody").may_write
    with pytest.raises(InvalidLink):
        links.accept(token, world.people["reader"])
    members = world.site.plan_members.of(world.plan, lead)
    assert members[nobody.id] == PlanMember(PlanRole.WRITER, function="Adviseur crisis")
    assert links.open(world.plan, lead) == []


def test_a_link_takes_nothing_away_and_stops_when_withdrawn_or_the_plan_is_over(world):
    links, lead = world.site.plan_invitations, world.people["lead"]
    links.accept(links.invite(world.plan, PlanRole.READER, "Lezer", lead), world.people["mate"])
    assert world.read("mate").may_write
    first, second = (links.invite(world.plan, PlanRole.READER, name, lead) for name in ("Een", "Twee"))
    links.withdraw(world.plan, PlanRole.READER, "Een", lead)
    with pytest.raises(InvalidLink):
        links.find(first)
    world.site.plan_life.end(world.plan, lead)
    with pytest.raises(InvalidLink):
        links.accept(second, world.people["nobody"])
    for who in ("mate", "reader"):
        with pytest.raises(MayNot):
            links.open(world.plan, world.people[who])


def leave(world, who):
    """Let the visit of somebody be over, and all that happened so far be before it ended."""
    now = datetime.now(UTC)
    theirs = update(PlanLookRow).where(PlanLookRow.account_id == world.people[who].id)
    with world.site.database.transaction() as session:
        session.execute(theirs.values(looked_at=now - ONE_VISIT - timedelta(minutes=1)))
        session.execute(update(PlanChangeRow).values(made_at=now - 2 * ONE_VISIT))


def changes(world, who):
    visit = world.site.last_looks.visit(world.plan, world.people[who])
    return [(change.kind.value, change.number) for change in visit.changes]


def test_who_comes_back_sees_what_others_did_and_sees_it_during_the_visit(world):
    assert changes(world, "reader") == []
    leave(world, "reader")
    world.edit(1, "mate", sentence="Oefen vaker.")
    world.edit(1, "lead", sentence="Oefen nog vaker.")
    world.site.plans.take_out(world.plan, 2, world.people["mate"])
    remark(world)
    seen = [("opmerking", 1), ("weg", 2), ("gewijzigd", 1)]
    assert changes(world, "reader") == seen
    assert changes(world, "reader") == seen
    leave(world, "reader")
    assert changes(world, "reader") == []


def test_nobody_is_told_of_what_they_did_themselves(world):
    changes(world, "lead")
    leave(world, "lead")
    assert changes(world, "lead") == []
    world.edit(1, "mate", sentence="Oefen vaker.")
    world.site.accounts.delete(world.people["mate"].id)
    assert changes(world, "lead") == [("gewijzigd", 1)]


def test_emergency_access_reads_for_a_day_and_the_leads_see_why(world):
    app = world.app
    administrator = site_of(app).accounts.add("bea@voorbeeld.nl", "Bea", Role.ADMINISTRATOR)
    accesses, plans = world.site.emergency_accesses, world.site.plans
    with pytest.raises(NoSuchPlan):
        plans.read(world.plan, administrator)
    with pytest.raises(MayNot):
        accesses.open(world.plan, "Nieuwsgierig", world.people["nobody"])
    with pytest.raises(NoSuchPlan):
        accesses.open(world.plan + 1000, "Lek", administrator)
    accesses.open(world.plan, "Lek", administrator)
    plan = plans.read(world.plan, administrator)
    assert (plan.may_write, plan.may_lead) == (False, False)
    assert plans.of(administrator) == []
    world.consult()
    with pytest.raises(MayNot):
        world.site.remarks.add(world.plan, 1, "Ik ook.", (), administrator)
    [seen] = accesses.of(world.plan, world.people["lead"])
    assert (seen.name, seen.reason, seen.is_own) == ("Bea", "Lek", False)
    assert accesses.of(world.plan, world.people["mate"]) == []
    other = account(app, "other")
    with pytest.raises(NoSuchPlan):
        plans.read(world.plan, other)
    with site_of(app).database.transaction() as session:
        session.execute(update(PlanEmergencyRow).values(until=datetime.now(UTC) - timedelta(seconds=1)))
    with pytest.raises(NoSuchPlan):
        plans.read(world.plan, administrator)
    assert len(accesses.of(world.plan, world.people["lead"])) == 1


def test_a_plan_whose_last_lead_is_gone_gets_another_from_its_own_people(world):
    members, mate = world.site.plan_members, world.people["mate"]
    with pytest.raises(MayNot):
        members.take_the_lead(world.plan, mate)
    for who in ("lead", "other_lead"):
        world.site.accounts.delete(world.people[who].id)
    assert not members.has_lead(world.plan, mate)
    administrator = world.site.accounts.add("bea@voorbeeld.nl", "Bea", Role.ADMINISTRATOR)
    world.site.emergency_accesses.open(world.plan, "Lek", administrator)
    with pytest.raises(MayNot):
        members.take_the_lead(world.plan, administrator)
    members.take_the_lead(world.plan, world.people["reader"])
    assert world.read("reader").may_lead


def test_the_pages_of_an_emergency_say_what_is_kept(app, administrator):
    world = begun(app, [complete(sentence="Geheim.")])
    address = f"/plannen/{world.plan}"
    assert administrator.client.get(address).status_code == 404
    answer = administrator.submit("/beheer/noodtoegang", {"number": world.plan, "reason": " "})
    assert "Schrijf waarom" in answer.text
    assert "Er is geen plan" in administrator.submit("/beheer/noodtoegang", {"number": 999, "reason": "Lek"}).text
    answer = administrator.submit("/beheer/noodtoegang", {"number": world.plan, "reason": "Een lek in de mail"})
    assert answer.request.path == address and "Geheim." in answer.text
    lines = [(line.action, line.subject, line.detail) for line in site_of(app).audit_log.page(AuditFilter()).entries]
    assert ("noodtoegang tot plan", f"plan {world.plan}", "Een lek in de mail") in lines
    assert "Geheim." not in administrator.get("/beheer/logboek").text


def test_a_visitor_with_a_link_logs_in_and_takes_part(app):
    lead = logged_in(app, Role.MEMBER, (), "trekker")
    other = logged_in(app, Role.MEMBER, (), "ander")
    lead.submit("/plannen/nieuw", {"network": "landelijk"})
    people = "/plannen/1/mensen"
    page = lead.submit(people, {"function": "Adviseur", "role": "schrijver"}, "/plannen/1/uitnodigen")
    assert page.headers["Cache-Control"] == "no-store"
    link = page.text.split('id="link" value="')[1].split('"')[0].removeprefix("http://localhost")
    link = link[link.index("/plannen") :]
    stranger = app.test_client().get(link)
    assert stranger.status_code == 302 and stranger.location.startswith("/inloggen")
    assert "Adviseur" in other.get(link).text
    assert other.client.get("/plannen/1").status_code == 404  # looking at the link is not using it
    assert "U werkt mee aan dit plan" in other.submit(link, {}, link).text
    assert lead.client.get(link).status_code == 410
    assert "niet meer" in lead.get(link).text
    page = lead.submit(people, {"function": "Tweede", "role": "lezer"}, "/plannen/1/uitnodigen")
    assert "Tweede, lezer" in lead.get(people).text
    lead.submit(people, {}, "/plannen/1/uitnodigen/intrekken")
    assert "Tweede, lezer" not in lead.get(people).text


def test_a_remark_is_made_and_answered_on_the_page_of_its_action(app):
    lead = logged_in(app, Role.MEMBER, (), "trekker")
    lead.submit("/plannen/nieuw", {"network": "landelijk"})
    lead.submit("/plannen/1", {"sentence": "Oefen."}, "/plannen/1/acties")
    add = "/plannen/1/acties/1/opmerking"
    assert "Schrijf eerst iets" in lead.submit(add, {"text": " "}, add).text
    long = "lang " * 500
    answer = lead.submit(add, {"text": long}, add)
    assert "hoogstens 2000 tekens" in answer.text and long.strip() in answer.text
    lead.submit(add, {"text": "Wie doet <b>dit</b>?"}, add)
    page = lead.page("/plannen/1/acties/1")
    assert page.select_one(".remark-text").text == "Wie doet <b>dit</b>?"
    answer = page.select_one(".remark-list a")["href"]
    lead.submit(answer, {"text": "De gemeente."}, answer)
    assert "De gemeente." in lead.page("/plannen/1/acties/1").select_one(".remark-answer").text
    assert "al beantwoord" in lead.submit(answer, {"text": "Toch niet."}, answer).text
