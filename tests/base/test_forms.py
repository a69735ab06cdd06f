"""Every form of the site, found by walking all pages as every kind of viewer: none works for another site."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

import pytest

from kennisplatform.accounts.audit import AuditFilter
from kennisplatform.site import site_of
from kennisplatform.vocabulary import Role
from tests.base.arriving import arrived, pages
from tests.trouble.world import fill
from tests.visitor import Visitor, sent_by
from tests.walking import walked

ROLES = {"bezoeker": None, **{role.value: role for role in Role}}
LOG_OUT = "/uitloggen"
"""Nobody stays logged in because a token is old; browsers send no cookie along when another site sends this form."""
BASKET = "/mandje"
"""Its form stands on pages without a session, so without a token: `tests/plans/test_basket.py` tries other sites."""


@pytest.fixture
def everything(content):
    """Fill the site with one of everything, so that every page has something to show."""
    fill(content)
    content.entry("menukaart", "voorbeeld-2", contacten=["contact-1"])
    content.entry("menukaart", "concept", status="concept")


def audited(app) -> set[str]:
    """Return what was done on the site so far."""
    return {line.action for line in site_of(app).audit_log.page(AuditFilter()).entries}


@pytest.mark.slow
@pytest.mark.parametrize("role", list(ROLES))
def test_no_form_is_accepted_without_the_token_of_this_session(app, everything, role):
    visitor = arrived(app, ROLES[role])
    stranger = Visitor(app).page("/inloggen").select_one("[name=csrf_token]")["value"]
    found = set()
    for here, page in pages(app, visitor, ROLES[role]):
        for form in page.select("form"):
            target = urljoin(here, str(form.get("action") or here))
            assert urlsplit(target).netloc == "", f"{here} sends a form elsewhere"
            if form.get("method", "get").lower() == "get":
                assert not form.select("[name=csrf_token], [type=password]"), f"{here} puts a secret in an address"
                continue
            if urlsplit(target).path in {LOG_OUT, BASKET} or (urlsplit(target).path, here) in found:
                continue
            found.add((urlsplit(target).path, here))
            sent = sent_by(form)
            assert sent.get("csrf_token"), f"{here}: the form to {target} has no token"
            without = sent.copy()
            without.poplist("csrf_token")
            for token in (None, "", "verzonnen", stranger):
                data = without.copy()
                if token is not None:
                    data["csrf_token"] = token
                response = visitor.client.post(target, data=data)
                assert response.status_code == 400, (here, target, token, response.status)
                assert "Dit formulier is verlopen" in response.text
    expected = {"/inloggen"} if role == "bezoeker" else {"/account/twee-stappen"}
    assert expected <= {path for path, _ in found}


@pytest.mark.parametrize("role", list(ROLES))
def test_no_route_that_changes_something_is_free_of_the_token(app, everything, role):
    """Also those that no page has a form for."""
    visitor = arrived(app, ROLES[role])
    for rule in app.url_map.iter_rules():
        for method in (rule.methods or set()) - {"GET", "HEAD", "OPTIONS"}:
            values = {
                name: 1 if type(one).__name__ == "RecordNumber" else "x" for name, one in rule._converters.items()
            }
            address = app.url_map.bind("localhost").build(rule.endpoint, values, method=method)
            if address == LOG_OUT:
                continue
            response = visitor.client.open(address, method=method)
            # Who is not logged in is asked to, and who is logged in already is led on: nothing is done either way.
            is_led_on = response.status_code == 302 and (
                rule.rule == "/inloggen"
                or any(
                    path in response.location for path in ("/inloggen", "/account/bevestigen", "/beheer/gebruikers/1")
                )
            )
            assert response.status_code == 400 or is_led_on, (method, rule.rule, response.status)
    assert audited(app) <= {"ingelogd"}


@pytest.mark.slow
@pytest.mark.parametrize("role", list(ROLES))
def test_looking_changes_nothing(app, everything, role):
    """A link or a picture on another site must not do anything here: only forms do."""
    visitor = arrived(app, ROLES[role])
    for _ in walked(app, visitor):
        pass
    if ROLES[role]:
        assert "Uitloggen" in visitor.get("/").text
    taken_along = {action for action in audited(app) if action.endswith(("geëxporteerd", "opgehaald"))}
    assert audited(app) - taken_along <= {"ingelogd"}
