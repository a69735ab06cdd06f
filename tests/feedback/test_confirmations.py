"""Curators ask many organisations at once whether their contact is right, see who answered, and remind once."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from kennisplatform import dutch_time
from kennisplatform.entries.confirmation import CONFIRMED_FOR
from kennisplatform.site import site_of

ADDRESS = "/redactie/bevestigen"
REACH = {"telefoon": "+31 88 123 45 67", "e_mail": "post@voorbeeld.nl"}


@pytest.fixture(autouse=True)
def world(app, content):
    today = dutch_time.today()
    outdated, recent = (str(today - timedelta(days=days)) for days in (CONFIRMED_FOR.days + 1, 1))
    content.entry("contacten", "nooit", organisatie="Nooit bevestigd", sectoren=["gas"], **REACH)
    content.entry(
        "contacten", "lang", organisatie="Lang geleden", sectoren=["drinkwater"], bevestigd_op=outdated, **REACH
    )
    content.entry("contacten", "pas", organisatie="Pas bevestigd", bevestigd_op=recent, **REACH)
    content.entry("contacten", "klad", organisatie="Klad", status="concept", **REACH)
    site_of(app).follower.synchronise()


def ask(curator, *slugs, reminding=False):
    values = {"contact": list(slugs), "doe": "herinner" if reminding else "vraag"}
    return BeautifulSoup(curator.submit(ADDRESS, values, action=ADDRESS).text, "html.parser")


def links(page):
    return [re.sub("^https?://[^/]+", "", code.text) for code in page.select("td code")]


def row(page, slug):
    return page.select_one(f"#kies-{slug}").find_parent("tr").get_text(" ", strip=True)


def test_the_list_has_who_did_not_confirm_for_half_a_year_and_nobody_else(curator):
    page = curator.page(ADDRESS)
    assert [box["value"] for box in page.select("[name=contact]")] == ["nooit", "lang"]
    assert "nog nooit" in row(page, "nooit")
    assert [box["value"] for box in curator.page(f"{ADDRESS}?sector=drinkwater").select("[name=contact]")] == ["lang"]


def test_each_gets_a_link_of_its_own_and_one_click_confirms(curator, visitor):
    page = ask(curator, "nooit", "lang")
    first, second = links(page)
    assert "gevraagd; de link werkt tot" in row(page, "nooit")
    assert "verstuurd" in visitor.submit(first, {"klopt": "ja"}).text
    left = curator.page(ADDRESS)
    assert [box["value"] for box in left.select("[name=contact]")] == ["lang"]
    assert visitor.get(second).status_code == 200


def test_who_answered_with_a_change_is_told_apart_from_who_did_not(curator, visitor):
    first, _ = links(ask(curator, "nooit", "lang"))
    visitor.submit(first, {"telefoon": "+31 20 123 45 67"})
    page = curator.page(ADDRESS)
    assert "antwoordde op" in row(page, "nooit")
    assert "gevraagd" in row(page, "lang")


def test_who_was_asked_is_reminded_once_and_the_first_link_ends(curator, visitor):
    (first,) = links(ask(curator, "nooit"))
    (second,) = links(ask(curator, "nooit", "lang", reminding=True))
    assert visitor.get(first).status_code == 410
    assert visitor.get(second).status_code == 200
    assert "Er is niets verstuurd" in ask(curator, "nooit", reminding=True).text
    assert visitor.get(second).status_code == 200


@pytest.mark.parametrize("slugs", [[], ["pas"], ["klad"], ["bestaat-niet"]])
def test_who_need_not_be_asked_gets_no_link(curator, slugs):
    page = ask(curator, *slugs)
    assert "Er is niets verstuurd" in page.text
    assert links(page) == []


def test_a_contact_that_waits_for_an_answer_is_not_asked_again(curator, visitor):
    (link,) = links(ask(curator, "nooit"))
    assert links(ask(curator, "nooit")) == []
    assert visitor.get(link).status_code == 200
