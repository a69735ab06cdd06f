"""Every form of the site, found by walking all pages as every kind of viewer: none works for another site."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from flask import Flask

from kennisplatform.accounts.audit import AuditFilter
from kennisplatform.site import site_of
from kennisplatform.vocabulary import Role
from tests.base.arriving import FoundForm, arrived, fill_with_everything, pages
from tests.conftest import ContentFolder
from tests.sites import site_on
from tests.visitor import Visitor, sent_by

ROLES = {"bezoeker": None, **{role.value: role for role in Role}}
LOG_OUT = "/uitloggen"
"""Nobody stays logged in because a token is old; browsers send no cookie along when another site sends this form."""
BASKET = "/mandje"
"""Its form stands on pages without a session, so without a token: `tests/plans/test_basket.py` tries other sites."""


@pytest.fixture
def everything(content):
    """Fill the site with one of everything, so that every page has something to show."""
    fill_with_everything(content)


@dataclass
class Walk:
    """Somebody who looked at every page: the forms that they saw, and what was noted of their looking."""

    app: Flask
    visitor: Visitor
    role: Role | None
    forms: list[FoundForm]
    noted: set[str]


@pytest.fixture(scope="module", params=ROLES)
def walk(request, tmp_path_factory):
    """Return the walk of somebody of each kind, made once."""
    folder, role = tmp_path_factory.mktemp("walk"), ROLES[request.param]
    content = ContentFolder(folder / "content")
    fill_with_everything(content)
    with site_on(content.path, folder / "instance") as app:
        visitor = arrived(app, role)
        forms = [
            FoundForm(visitor, here, tag) for here, page in pages(app, visitor, role) for tag in page.select("form")
        ]
        yield Walk(app, visitor, role, forms, audited(app))


def audited(app) -> set[str]:
    """Return what was done on the site so far."""
    return {line.action for line in site_of(app).audit_log.page(AuditFilter()).entries}


@pytest.mark.slow
def test_every_form_goes_to_this_site_with_its_token_and_no_secret_in_an_address(walk):
    for form in walk.forms:
        assert urlsplit(form.target).netloc == "", f"{form.here} sends a form elsewhere"
        if form.method == "GET":
            secrets = form.tag.select("[name=csrf_token], [type=password]")
            assert not secrets, f"{form.here} puts a secret in an address"
        elif form.path not in {LOG_OUT, BASKET}:
            assert sent_by(form.tag).get("csrf_token"), f"{form.here}: the form to {form.target} has no token"


@pytest.mark.slow
def test_no_form_is_accepted_without_the_token_of_this_session(walk):
    """Which page a form stands on, and which record it is about, makes no difference to its token."""
    stranger = Visitor(walk.app).page("/inloggen").select_one("[name=csrf_token]")["value"]
    adapter = walk.app.url_map.bind("localhost")
    posted = [form for form in walk.forms if form.method == "POST" and form.path not in {LOG_OUT, BASKET}]
    for form in {adapter.match(form.path, method="POST")[0]: form for form in posted}.values():
        without = sent_by(form.tag)
        without.poplist("csrf_token")
        for token in (None, "", "verzonnen", stranger):
            data = without.copy()
            if token is not None:
                data["csrf_token"] = token
            response = walk.visitor.client.post(form.target, data=data)
            assert response.status_code == 400, (form.here, form.target, token, response.status)
            assert "Dit formulier is verlopen" in response.text
    expected = "/account/twee-stappen" if walk.role else "/inloggen"
    assert expected in {form.path for form in posted}


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
def test_looking_changes_nothing(walk):
    """A link or a picture on another site must not do anything here: only forms do."""
    if walk.role:
        assert "Uitloggen" in walk.visitor.get("/").text
    taken_along = {action for action in walk.noted if action.endswith(("geëxporteerd", "opgehaald"))}
    assert walk.noted - taken_along <= {"ingelogd"}
