"""A plan with example data, for who asks for it."""

from __future__ import annotations

from kennisplatform.site import site_of
from kennisplatform.vocabulary import Role
from tests.visitor import logged_in


def run(app, *arguments):
    return app.test_cli_runner().invoke(args=["demo", "plan", *arguments])


def test_a_plan_is_filled_with_examples_that_are_marked_and_a_second_one_only_when_asked(app, content):
    content.entry("netwerken", "drinkwater-noord", "Drinkwater Noord", sector="drinkwater")
    lead = logged_in(app, Role.MEMBER, ("drinkwater-noord",), "lies")
    first = run(app, "drinkwater-noord", "lies@voorbeeld.nl")
    assert (first.exit_code, "Plan 1 is gemaakt" in first.output) == (0, True), first.output
    page = lead.page("/plannen/1")
    assert page.select_one("h1").text == "VOORBEELD: actieplan Drinkwater Noord"
    assert len(page.select(".action-list h3")) == 12
    assert "VOORBEELD" in lead.get("/plannen/1/acties/1").text
    again = run(app, "drinkwater-noord", "lies@voorbeeld.nl")
    assert (again.exit_code, "--again" in again.output) == (1, True)
    assert run(app, "drinkwater-noord", "lies@voorbeeld.nl", "--again").exit_code == 0
    account = site_of(app).accounts.by_email("lies@voorbeeld.nl")
    assert len(site_of(app).plans.of(account)) == 2


def test_what_is_not_there_is_said(app, content):
    content.entry("netwerken", "drinkwater-noord", "Drinkwater Noord", sector="drinkwater")
    assert "Er is geen account" in run(app, "drinkwater-noord", "niemand@voorbeeld.nl").output
    assert run(app, "bestaat-niet", "niemand@voorbeeld.nl").exit_code == 1
