"""Logging in with an organisation, against a real provider, and whatever may not get in that way."""

from __future__ import annotations

import time
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest

from kennisplatform.accounts.audit import AuditFilter
from kennisplatform.site import site_of
from kennisplatform.vocabulary import Role
from tests.oidc.conftest import Employee
from tests.visitor import PASSWORD, Visitor, logged_in


def is_in(visitor):
    return "Uitloggen" in visitor.get("/").text


def account(app, email="ria@voorbeeld.nl"):
    return site_of(app).accounts.by_email(email)


@pytest.mark.parametrize("running_provider", ["claims-at-userinfo", "claims-in-token"], indirect=True)
def test_the_button_leads_in_and_on_to_where_somebody_was_going(app, ria):
    button = ria.page("/inloggen?verder=/rollen").select_one("a[href^='/inloggen/organisatie']")
    query = urlsplit(button["href"]).query
    arrived = ria.logs_in(query)
    assert arrived.request.path == "/rollen"
    assert is_in(ria)
    assert (account(app).name, account(app).role) == ("Ria", Role.CURATOR)


def test_without_a_provider_there_is_no_button(content, tmp_path):
    from kennisplatform import create_app
    from kennisplatform.config import Settings

    app = create_app(Settings(content_dir=content.path, instance_dir=tmp_path / "other"))
    visitor = Visitor(app)
    assert "uw organisatie" not in visitor.get("/inloggen").text
    assert visitor.get("/inloggen/organisatie").status_code == 404
    assert visitor.get("/inloggen/organisatie/terug").status_code == 404
    site_of(app).follower.stop_following()
    site_of(app).database.close()


def test_what_is_asked_of_the_provider_is_bound_to_this_browser(ria):
    first, second = (parse_qs(urlsplit(ria.sent_to()).query) for _ in range(2))
    assert first["response_type"] == ["code"]
    assert first["code_challenge_method"] == ["S256"]
    for name in ("state", "nonce", "code_challenge"):
        assert first[name] != second[name]
        assert len(first[name][0]) >= 20


def test_an_account_is_found_again_by_who_somebody_is_not_by_address(app, provider, ria):
    ria.logs_in()
    provider.knows("ria", email="nieuw@voorbeeld.nl", email_verified=False, name="Ria", roles=["curator"])
    Employee(app, provider).logs_in()
    assert [one.email for one in site_of(app).accounts.all()] == ["ria@voorbeeld.nl"]


def test_an_account_that_was_there_is_found_by_verified_address(app, ria):
    site_of(app).accounts.add("ria@voorbeeld.nl", "Ria de Vries", Role.CURATOR, ["vitens"], PASSWORD)
    ria.logs_in()
    assert is_in(ria)
    (only,) = site_of(app).accounts.all()
    assert (only.name, only.networks, only.has_password) == ("Ria de Vries", {"vitens"}, True)


@pytest.mark.parametrize("verified", [False, None, "false", 0, "misschien"])
def test_an_address_that_is_not_verified_opens_no_account_and_makes_none(app, provider, ria, verified):
    site_of(app).accounts.add("ria@voorbeeld.nl", "De echte Ria", Role.ADMINISTRATOR, password=PASSWORD)
    for email in ("ria@voorbeeld.nl", "onbekend@voorbeeld.nl"):
        provider.knows("ria", email=email, email_verified=verified, name="Ria", roles=["lid"])
        refused = ria.logs_in()
        assert refused.status_code == 403
        assert "niet bevestigd" in refused.text
        assert not is_in(ria)
    assert len(site_of(app).accounts.all()) == 1


@pytest.mark.parametrize("roles", [None, [], ["admin"], "gast", {"lid": True}, 3, "curatoren"])
def test_who_has_none_of_the_roles_is_told_so(app, provider, ria, roles):
    provider.knows("ria", email="ria@voorbeeld.nl", email_verified=True, roles=roles)
    refused = ria.logs_in()
    assert refused.status_code == 403
    assert "geen rol" in refused.text
    assert not is_in(ria)
    assert account(app) is None


@pytest.mark.parametrize(
    ("roles", "role"),
    [
        (["lid"], Role.MEMBER),
        ("lid beheerder", Role.ADMINISTRATOR),
        (["x", "curator", "lid"], Role.CURATOR),
        (["Lid"], Role.MEMBER),
        ("LID, Curator", Role.CURATOR),
        ([1, None, "BEHEERDER"], Role.ADMINISTRATOR),
    ],
)
def test_the_highest_role_counts(app, provider, ria, roles, role):
    provider.knows("ria", email="ria@voorbeeld.nl", email_verified=True, roles=roles)
    ria.logs_in()
    assert account(app).role is role


def test_the_role_follows_the_organisation_at_each_log_in(app, provider, ria, administrator):
    ria.logs_in()
    provider.knows("ria", email="ria@voorbeeld.nl", email_verified=True, name="Ria", roles=["lid"])
    Employee(app, provider).logs_in()
    assert account(app).role is Role.MEMBER
    shown = administrator.get("/beheer/logboek?handeling=rol+gewijzigd").text
    assert "curator werd lid, door de organisatie" in shown


def test_the_last_administrator_stays_one(app, provider, ria):
    site_of(app).accounts.add("ria@voorbeeld.nl", "Ria", Role.ADMINISTRATOR, password=PASSWORD)
    ria.logs_in()
    assert is_in(ria)
    assert account(app).role is Role.ADMINISTRATOR
    assert "laatste beheerder" in ria.get("/beheer/logboek").text


def test_who_is_blocked_stays_out(app, ria, administrator):
    ria.logs_in()
    site_of(app).accounts.block(account(app).id)
    assert not is_in(ria)
    assert "geblokkeerd" in ria.logs_in().text
    assert not is_in(ria)


def test_the_second_step_is_asked_for_as_well(app, ria):
    ria.logs_in()
    two_step = site_of(app).two_step
    secret = two_step.secret(account(app).id)
    assert two_step.switch_on(account(app).id, pyotp.TOTP(secret).now())
    ria.submit("/", {}, action="/uitloggen")
    assert ria.logs_in().request.path == "/inloggen/code"
    assert not is_in(ria)
    ria.submit("/inloggen/code", {"code": pyotp.TOTP(secret).at(time.time() + 30)})
    assert is_in(ria)


def test_who_has_no_password_confirms_by_logging_in_at_the_organisation_again(app, ria):
    ria.logs_in()
    with site_of(app).database.transaction() as session:
        session.connection().exec_driver_sql("UPDATE login_session SET confirmed_at = '2026-01-01 00:00:00'")
    asked = ria.page("/account/bevestigen?verder=/account/twee-stappen")
    again = asked.select_one("a[href*=opnieuw]")["href"]
    assert parse_qs(urlsplit(ria.sent_to(urlsplit(again).query)).query)["prompt"] == ["login"]
    assert ria.logs_in(urlsplit(again).query).request.path == "/account/twee-stappen"


def test_an_account_without_password_cannot_log_in_with_one(app, ria):
    ria.logs_in()
    for password in ("", "None", PASSWORD):
        visitor = Visitor(app)
        visitor.log_in("ria@voorbeeld.nl", password)
        assert not is_in(visitor)


def test_a_session_that_was_planted_is_worthless_after_logging_in(app, ria):
    before = dict(ria.client._cookies)
    ria.logs_in()
    thief = Visitor(app)
    thief.client._cookies.update(before)
    assert is_in(ria)
    assert not is_in(thief)


@pytest.mark.parametrize("claims", [{"email_verified": "true"}, {"xms_edov": True}, {"xms_edov": "1"}, {"xms_edov": 1}])
def test_an_address_is_verified_in_whatever_way_the_organisation_says_so(app, provider, ria, claims):
    site_of(app).accounts.add("ria@voorbeeld.nl", "Ria de Vries", Role.CURATOR, ["vitens"], PASSWORD)
    provider.knows("ria", email="ria@voorbeeld.nl", name="Ria", roles=["curator"], **claims)
    ria.logs_in()
    assert is_in(ria)
    assert [one.networks for one in site_of(app).accounts.all()] == [{"vitens"}]


def test_coming_back_a_second_time_leads_on(app, ria):
    answer = ria.sent_back("verder=/rollen")
    assert ria.opens(answer).request.path == "/rollen"
    again = ria.opens(answer)
    assert (again.status_code, again.request.path) == (200, "/rollen")
    assert is_in(ria)


def test_two_tabs_each_lead_to_where_they_were_going(app, ria):
    first, second = ria.sent_back("verder=/rollen"), ria.sent_back("verder=/contacten")
    assert ria.opens(first).request.path == "/rollen"
    assert ria.opens(second).request.path == "/contacten"
    assert is_in(ria)


@pytest.mark.parametrize("query", ["error=x", "state=x&error=access_denied", "code=x&state=x", ""])
def test_an_address_that_anybody_can_make_logs_nobody_out_and_fills_no_log(app, administrator, query):
    before = site_of(app).audit_log.page(AuditFilter()).total
    stranger = Visitor(app)
    for _ in range(3):
        assert administrator.client.get(f"/inloggen/organisatie/terug?{query}").status_code == 302
        assert stranger.get(f"/inloggen/organisatie/terug?{query}").status_code == 400
    assert is_in(administrator)
    assert site_of(app).audit_log.page(AuditFilter()).total == before


def test_who_still_has_to_give_a_code_and_goes_back_is_asked_for_it(app, ria):
    ria.logs_in()
    two_step = site_of(app).two_step
    secret = two_step.secret(account(app).id)
    assert two_step.switch_on(account(app).id, pyotp.TOTP(secret).now())
    ria.submit("/", {}, action="/uitloggen")
    answer = ria.sent_back()
    assert ria.opens(answer).request.path == "/inloggen/code"
    assert ria.opens(answer).request.path == "/inloggen/code"


# What follows are attacks.


def test_an_answer_that_somebody_else_asked_for_is_refused(app, provider, ria):
    """Log-in CSRF: the thief wants the victim to work in the thief's account."""
    provider.knows("dief", email="dief@voorbeeld.nl", email_verified=True, roles=["lid"])
    thief = Employee(app, provider, "dief")
    planted = thief.sent_back()
    victim = Employee(app, provider)
    assert victim.opens(planted).status_code == 400
    assert not is_in(victim)
    victim.sent_to()
    assert victim.opens(planted).status_code == 400
    assert not is_in(victim)


@pytest.mark.parametrize("state", ["", "verzonnen", "None"])
def test_an_answer_with_another_state_is_refused(ria, state):
    answer = parse_qs(urlsplit(ria.sent_back()).query)
    assert ria.get(f"/inloggen/organisatie/terug?code={answer['code'][0]}&state={state}").status_code == 400
    assert not is_in(ria)


def test_an_answer_works_once(app, provider, ria):
    answer = ria.sent_back()
    cookies = dict(ria.client._cookies)
    ria.opens(answer)
    assert is_in(ria)
    thief = Employee(app, provider)
    thief.client._cookies.update(cookies)
    assert thief.opens(answer).status_code == 400
    assert not is_in(thief)


def test_a_code_of_another_site_is_refused(app, provider, ria):
    asked = ria.sent_to()
    elsewhere = asked.replace("client_id=kennisplatform", "client_id=andere-site").replace(
        "localhost%2Finloggen%2Forganisatie%2Fterug", "localhost%2Felders"
    )
    answer = urlsplit(provider.log_in(elsewhere, "ria"))
    assert answer.path == "/elders"
    assert "code=" in answer.query
    assert ria.get(f"/inloggen/organisatie/terug?{answer.query}").status_code == 400
    assert not is_in(ria)


def test_a_code_without_its_verifier_is_refused(app, provider, ria):
    answer = ria.sent_back()
    with ria.client.session_transaction() as session:
        (key,) = [key for key in session if key.startswith("_state_")]
        session[key]["data"]["code_verifier"] = "v" * 48
        session.modified = True
    assert ria.opens(answer).status_code == 400
    assert not is_in(ria)


@pytest.mark.parametrize(
    "tamper",
    [
        {"claims": {"aud": "andere-site"}},
        {"claims": {"aud": "andere-site", "azp": "kennisplatform"}},
        {"claims": {"aud": ["kennisplatform", "andere-site"], "azp": "andere-site"}},
        {"claims": {"iss": "http://127.0.0.1:1"}},
        {"claims": {"iss": "https://kwaad.example"}},
        {"claims": {"nonce": "verzonnen"}},
        {"claims": {"exp": 1_600_000_000}},
        {"claims": {"iat": 4_000_000_000}},
        {"claims": {"sub": "iemand-anders"}},
        {"without": ["nonce"]},
        {"without": ["aud"]},
        {"without": ["exp"]},
        {"without": ["sub"]},
        {"sign": "other-key"},
        {"sign": "none"},
        {"sign": "missing"},
    ],
    ids=str,
)
def test_a_token_that_is_not_for_this_log_in_is_refused(app, provider, ria, tamper):
    provider.knows(
        "ria", email="ria@voorbeeld.nl", email_verified=True, name="Ria", roles=["beheerder"], _tamper=tamper
    )
    assert ria.logs_in().status_code == 400
    assert not is_in(ria)
    assert site_of(app).accounts.all() == []


def test_a_token_that_is_signed_anew_but_right_is_accepted(provider, ria):
    provider.knows("ria", email="ria@voorbeeld.nl", email_verified=True, roles=["lid"], _tamper={"claims": {}})
    ria.logs_in()
    assert is_in(ria), "otherwise the refusals above would prove nothing"


def test_who_says_no_at_the_organisation_gets_a_way_on(ria):
    ria.sent_to()
    refused = ria.get("/inloggen/organisatie/terug?error=access_denied&error_description=<script>")
    assert refused.status_code == 400
    assert "Begin opnieuw" in refused.text
    assert "<script>" not in refused.text.replace('<script type="module"', "")


@pytest.mark.parametrize("onward", ["https://kwaad.example/", "//kwaad.example", "/\\kwaad.example"])
def test_logging_in_never_leads_to_another_site(ria, onward):
    arrived = ria.logs_in(f"verder={onward}")
    assert (arrived.request.host, arrived.request.path) == ("localhost", "/")


def test_a_provider_that_does_not_answer_is_said_to(content, tmp_path):
    from kennisplatform import create_app
    from kennisplatform.config import Settings

    app = create_app(
        Settings(content_dir=content.path, instance_dir=tmp_path / "other", oidc_issuer="http://127.0.0.1:9", oidc_client_id="x")
    )  # fmt: skip
    visitor = Visitor(app)
    assert visitor.get("/inloggen/organisatie").status_code == 503
    assert is_in(logged_in(app, Role.MEMBER)), "passwords go on working"
    site_of(app).follower.stop_following()
    site_of(app).database.close()
