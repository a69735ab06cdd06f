"""Somebody at the site, without a screen: follows links, keeps cookies, and fills in the forms that a page really has."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, SoupStrainer, Tag
from flask import Flask
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from kennisplatform.site import site_of
from kennisplatform.vocabulary import Role

PASSWORD = "ketting-nachtegaal-rivier"
_FORMS = SoupStrainer("form", method="post")
_NOT_SENT = ("submit", "button", "image", "reset", "file")


class Visitor:
    """A browser of the site; `log_in` makes it that of a member."""

    def __init__(self, app: Flask) -> None:
        self.client = app.test_client()

    def move_to(self, app: Flask) -> None:
        """Go on at another site with the same cookies, as when its address leads to another machine."""
        cookies = self.client._cookies
        self.client = app.test_client()
        self.client._cookies = cookies

    def get(self, address: str, **options: object) -> TestResponse:
        """Open a page, following redirects."""
        return self.client.get(address, follow_redirects=True, **options)

    def page(self, address: str) -> BeautifulSoup:
        """Open a page that must be there, as a tree to select in."""
        response = self.get(address)
        assert response.status_code == 200, (address, response.status)
        return BeautifulSoup(response.text, "html.parser")

    def submit(self, address: str, values: Mapping[str, object], action: str | None = None) -> TestResponse:
        """Open a page, fill in its form (the one with this action, else the first that does not log out), and send it.

        What `values` does not name is sent as the page has it; a list gives a name several values.
        """
        opened = self.get(address)
        assert opened.status_code == 200, (address, opened.status)
        here = opened.request.full_path.rstrip("?")
        for form in BeautifulSoup(opened.text, "html.parser", parse_only=_FORMS).select("form"):
            target = urljoin(here, str(form.get("action") or here))
            if urlsplit(target).path == action if action else urlsplit(target).path != "/uitloggen":
                return self.send(target, form, values)
        raise AssertionError(f"{address} has no form {action or ''}")

    def send(self, target: str, form: Tag, values: Mapping[str, object]) -> TestResponse:
        """Send a form of a page to its target, with these values changed."""
        data = sent_by(form)
        for name, value in values.items():
            data.setlist(name, value if isinstance(value, list) else [value])
        return self.client.post(target, data=data, follow_redirects=True)

    def submit_get(self, page: BeautifulSoup, selector: str, values: Mapping[str, str]) -> BeautifulSoup:
        """Fill in a form of a page that leads to another page, and open that."""
        form = page.select_one(selector)
        assert form is not None, selector
        data = sent_by(form)
        for name, value in values.items():
            data.setlist(name, [value])
        response = self.client.get(str(form["action"]), query_string=data, follow_redirects=True)
        assert response.status_code == 200, response.status
        return BeautifulSoup(response.text, "html.parser")

    def log_in(self, email: str, password: str = PASSWORD) -> TestResponse:
        """Log in by the form."""
        return self.submit("/inloggen", {"email": email, "password": password})


def sent_by(form: Tag) -> MultiDict[str, object]:
    """Return what a browser would send of a form that nobody touched, without its buttons and files."""
    data: MultiDict[str, object] = MultiDict()
    for field in form.select("input[name], textarea[name], select[name]"):
        name = str(field["name"])
        if field.name == "select":
            options = (
                field.select("option[selected]") or field.select("option")[: 0 if field.has_attr("multiple") else 1]
            )
            for option in options:
                data.add(name, option.get("value", option.text))
        elif field.name == "textarea":
            data.add(name, field.text.removeprefix("\n"))
        elif field.get("type") in ("checkbox", "radio"):
            if field.has_attr("checked"):
                data.add(name, field.get("value", "on"))
        elif field.get("type") not in _NOT_SENT:
            data.add(name, field.get("value", ""))
    return data


def logged_in(app: Flask, role: Role, networks: tuple[str, ...] = (), name: str = "") -> Visitor:
    """Make an account and return its owner, logged in without the form (see `Visitor.log_in` for that)."""
    email = f"{name or role}@voorbeeld.nl".replace(" ", "-").lower()
    account = site_of(app).accounts.add(email, name or role.label, role, networks, PASSWORD)
    visitor = Visitor(app)
    with app.test_request_context(), visitor.client.session_transaction() as cookie:
        cookie["_user_id"] = site_of(app).login_sessions.open(account, "Firefox").token
        cookie["_fresh"] = True
    return visitor
