"""Logging in and out, as people meet it."""

from __future__ import annotations

import pytest
from flask import Flask

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
