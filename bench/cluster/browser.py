"""Somebody at the site over HTTP: keeps cookies, follows links, and fills in the forms that a page really has."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urljoin

import requests
from bs4 import BeautifulSoup

from tests.visitor import PASSWORD, sent_by

PATIENCE = 30.0
"""Seconds without an answer after which somebody gives up."""
Answer = requests.Response


class Browser:
    """A browser; raises `requests.RequestException` when there is no answer."""

    def __init__(self, site: str) -> None:
        self._site = site
        self._session = requests.Session()
        self._session.trust_env = False

    def get(self, address: str) -> Answer:
        """Open a page."""
        return self._session.get(urljoin(self._site, address), timeout=PATIENCE)

    def send(self, opened: Answer, selector: str, values: Mapping[str, str]) -> Answer:
        """Send a form of a page with these values changed; a redirect is not followed."""
        form = BeautifulSoup(opened.text, "html.parser").select_one(selector)
        assert form, f"{opened.url} has no {selector}"
        data = sent_by(form)
        for name, value in values.items():
            data.setlist(name, [value])
        target = urljoin(opened.url, str(form.get("action") or ""))
        return self._session.post(target, data=list(data.items(multi=True)), timeout=PATIENCE, allow_redirects=False)

    def log_in(self, email: str) -> None:
        """Log in by the form, as one of the accounts of this run."""
        form = "form:has([name=password])"
        answer = self.send(self.get("/inloggen"), form, {"email": email, "password": PASSWORD})
        assert answer.status_code in {302, 303}, (email, answer.status_code)
