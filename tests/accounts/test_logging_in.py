"""Logging in and out, as people meet it."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from kennisplatform.accounts.throttle import WRONG_PASSWORDS_OF_ACCOUNT
from kennisplatform.site import site_of
from kennisplatform.vocabulary import Role
from kennisplatform.web.base.access import for_everyone
from tests.visitor import PASSWORD, Visitor, logged_in


def test_who_logs_in_goes_on_to_where_they_were_going(app, visitor):
    site_of(app).accounts.add("ria@voorbeeld.nl", "Ria", Role.MEMBER, password=PASSWORD)
    response = visitor.submit("/inloggen?verder=/rollen", {"email": " RIA@voorbeeld.nl", "password": PASSWORD})
    assert response.request.path == "/rollen"
    assert "Ria" in response.text


@pytest.mark.parametrize(
    "onward", ["https://kwaad.example/", "//kwaad.example", "/\\kwaad.example", "rollen", "/%09//kwaad.example"]
)
def test_logging_in_never_leads_to_another_site(app, visitor, onward):
    site_of(app).accounts.add("ria@voorbeeld.nl", "Ria", Role.MEMBER, password=PASSWORD)
    response = visitor.submit("/inloggen?verder=" + onward, {"email": "ria@voorbeeld.nl", "password": PASSWORD})
    assert (response.request.host, response.request.path) == ("localhost", "/")


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer_and_keep_what_was_typed(app, visitor):
    site_of(app).accounts.add("ria@voorbeeld.nl", "Ria", Role.MEMBER, password=PASSWORD)
    wrong = visitor.submit("/inloggen", {"email": "ria@voorbeeld.nl", "password": "fout"})
    unknown = visitor.submit("/inloggen", {"email": "rio@voorbeeld.nl", "password": "fout"})
    assert wrong.text.replace("ria@", "rio@").count("horen niet bij elkaar") == 2
    assert 'value="ria@voorbeeld.nl"' in wrong.text
    assert "horen niet bij elkaar" in unknown.text


def test_logging_out_ends_the_session_everywhere_it_was_copied_to(app):
    ria = logged_in(app, Role.MEMBER)
    thief = Visitor(app)
    for cookie in ria.client._cookies.values():
        thief.client._cookies[cookie._storage_key] = cookie
    assert "Uitloggen" in thief.get("/").text
    ria.submit("/", {}, action="/uitloggen")
    assert "Uitloggen" not in thief.get("/").text
    assert "Uitloggen" not in ria.get("/").text


def test_a_form_without_its_token_is_refused_with_a_way_on(app, visitor):
    response = visitor.client.post("/inloggen", data={"email": "a@b.nl", "password": "x"})
    assert response.status_code == 400
    assert "Dit formulier is verlopen" in response.text


def test_every_view_says_who_may_use_it(app: Flask):
    silent = [
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if not rule.endpoint.endswith("static") and not hasattr(app.view_functions[rule.endpoint], "needed_role")
    ]
    assert silent == []
    assert for_everyone(lambda: None).needed_role is None


@pytest.mark.parametrize("address", ["/menukaart/geheim", "/menukaart/bestaat-niet", "/x?q=een+twee", "/contacten/weg"])
def test_a_page_that_is_not_there_for_a_visitor_offers_to_log_in_and_comes_back(app, content, visitor, address):
    content.entry("menukaart", "geheim", "Geheim", zichtbaar="leden")
    site_of(app).accounts.add("ria@voorbeeld.nl", "Ria", Role.MEMBER, password=PASSWORD)
    answer = visitor.get(address)
    assert answer.status_code == 404
    offer = BeautifulSoup(answer.text, "html.parser").select_one("main a[href^='/inloggen']")
    assert "leden" in offer.parent.get_text()
    arrived = visitor.submit(offer["href"], {"email": "ria@voorbeeld.nl", "password": PASSWORD})
    assert arrived.request.full_path.rstrip("?") == address
    assert arrived.status_code == (200 if "geheim" in address else 404)
    assert "Is dit een pagina voor leden" not in arrived.text


def test_a_hidden_page_and_one_that_is_not_there_look_the_same(app, content, visitor):
    content.entry("menukaart", "geheim", "Geheim", zichtbaar="leden")
    pages = [visitor.get(f"/menukaart/{slug}").text.replace(slug, "x") for slug in ("geheim", "afwezig")]
    assert pages[0] == pages[1]


@pytest.mark.parametrize(
    ("address", "onward"),
    [
        ("/rollen", "/rollen"),
        ("/zoeken?q=nood+water&sector=gas", "/zoeken?q=nood+water&sector=gas"),
        ("/", None),
        ("/inloggen?verder=/rollen", "/rollen"),
        ("/wachtwoord-vergeten", None),
        ("/uitnodiging/een-geheim", None),
        ("/zoeken?q=" + "x" * 600, None),
    ],
)
def test_the_link_to_log_in_carries_the_page_along(visitor, address, onward):
    link = BeautifulSoup(visitor.get(address).text, "html.parser").select_one(".account-menu a[href^='/inloggen']")
    query = parse_qs(urlsplit(link["href"]).query)
    assert query.get("verder") == ([onward] if onward else None)


def test_opening_the_mailed_link_lets_the_owner_in_while_somebody_guesses(app, visitor):
    account = site_of(app).accounts.add("ria@voorbeeld.nl", "Ria", Role.MEMBER, password=PASSWORD)
    token = site_of(app).account_links.make_reset(account)
    guesser = Visitor(app)
    for _ in range(WRONG_PASSWORDS_OF_ACCOUNT.tries):
        guesser.log_in("ria@voorbeeld.nl", "fout")
    refused = visitor.log_in("ria@voorbeeld.nl")
    assert refused.status_code == 429
    assert "link" in refused.text
    visitor.get(f"/nieuw-wachtwoord/{token}")
    assert "Uitloggen" in visitor.log_in("ria@voorbeeld.nl").text
    assert guesser.log_in("ria@voorbeeld.nl").status_code == 429
