"""Who somebody is by the claims of their organisation, and which of its e-mail addresses are believed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from kennisplatform.accounts.single_sign_on import UNKNOWN_MOMENT, ClaimRules, Person, TrustedEmail
from kennisplatform.vocabulary import Role

WHO = {"iss": "https://login.example", "sub": "1", "email": "ria@voorbeeld.nl", "name": "Ria", "roles": ["lid"]}
VERIFIED = ClaimRules()
ALL = ClaimRules(trusted_email=TrustedEmail.ALL)


@pytest.mark.parametrize(
    ("said", "is_verified", "is_not_denied"),
    [
        ({}, False, True),
        ({"email_verified": None}, False, True),
        ({"email_verified": True}, True, True),
        ({"email_verified": "True"}, True, True),
        ({"email_verified": 1}, True, True),
        ({"xms_edov": "1"}, True, True),
        ({"xms_edov": True}, True, True),
        ({"email_verified": False}, False, False),
        ({"email_verified": "false"}, False, False),
        ({"xms_edov": 0}, False, False),
        ({"email_verified": True, "xms_edov": False}, False, False),
        ({"email_verified": ["true"]}, False, True),
        ({"email": "ria@voorbeeld.nl,jan@voorbeeld.nl", "email_verified": True}, False, False),
        ({"email": ["ria@voorbeeld.nl"], "email_verified": True}, False, False),
    ],
)
def test_an_address_is_believed_as_the_setting_says(said, is_verified, is_not_denied):
    claims = {**WHO, **said}
    assert (Person.from_claims(claims, VERIFIED).email is not None) is is_verified
    assert (Person.from_claims(claims, ALL).email is not None) is is_not_denied


@pytest.mark.parametrize(
    ("roles", "role"),
    [
        (["Lid"], Role.MEMBER),
        ("LID", Role.MEMBER),
        ("lid,Curator", Role.CURATOR),
        (["x", 3, None, "Beheerder"], Role.ADMINISTRATOR),
        ([" lid "], Role.MEMBER),
        (["/lid", "/ander/beheerder"], Role.MEMBER),
        (["leden"], None),
        ({"lid": True}, None),
        (None, None),
    ],
)
def test_a_role_is_known_in_any_case(roles, role):
    assert Person.from_claims({**WHO, "roles": roles}, VERIFIED).role is role
    assert Person.from_claims({**WHO, "realm": {"roles": roles}}, ClaimRules("realm.roles")).role is role


@pytest.mark.parametrize("client", ["kennisplatform", "kennis-platform", "https://kennis.vr.example", "a.b.c"])
def test_a_role_is_found_whatever_the_client_is_called(client):
    claims = {**WHO, "resource_access": {"account": {"roles": ["x"]}, client: {"roles": ["curator"]}}}
    rules = ClaimRules(f"resource_access.{client}.roles")
    assert Person.from_claims(claims, rules).role is Role.CURATOR


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ({"name": "Ria de Vries"}, "Ria de Vries"),
        ({"name": " Jose\u0301\x00\u202e\n  de Vries "}, "José de Vries"),
        ({"name": "", "given_name": "Ria", "family_name": "de Vries"}, "Ria de Vries"),
        ({"name": None, "given_name": "Ria"}, "Ria"),
        ({"name": {"x": 1}, "preferred_username": "ria"}, "ria"),
        ({"name": "\u200b"}, "ria@voorbeeld.nl"),
        ({"name": "\x00", "email": None}, "Naam onbekend"),
    ],
)
def test_a_name_is_one_that_can_be_read_and_kept(said, name):
    assert Person.from_claims({**WHO, **said}, VERIFIED).name == name


def test_when_somebody_showed_who_they_are_is_what_the_organisation_says_or_just_now_when_it_was_asked_to():
    now = datetime.now(UTC)
    hour_ago = (now - timedelta(hours=1)).timestamp()
    assert Person.from_claims(WHO, VERIFIED).authenticated_at == UNKNOWN_MOMENT
    assert Person.from_claims(WHO, VERIFIED, showed_again=True).authenticated_at >= now
    said = Person.from_claims({**WHO, "auth_time": hour_ago}, VERIFIED, showed_again=True).authenticated_at
    assert abs(said - (now - timedelta(hours=1))) < timedelta(seconds=1)
    for odd in (1e30, float("nan"), -1e30):
        assert Person.from_claims({**WHO, "auth_time": odd}, VERIFIED).authenticated_at <= datetime.now(UTC)
