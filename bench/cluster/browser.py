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
    """A browser; raises `requests.RequestException` when there is no answer.

    Like Chromium it sends once more, forms too, what it sent over a connection that is closed without a word, as
    HAProxy does with one that was used before when a host goes.
    """

    def __init__(self, site: str) -> None:
        self._site = site
        self._session = requests.Session()
        self._session.trust_env = False

    def get(self, address: str) -> Answer:
        """Open a page."""
        return self._request("GET", urljoin(self._site, address))

    def send(self, opened: Answer, selector: str, values: Mapping[str, str]) -> Answer:
        """Send a form of a page with these values changed; a redirect is not followed."""
        form = BeautifulSoup(opened.text, "html.parser").select_one(selector)
        assert form, f"{opened.url} has no {selector}"
        data = sent_by(form)
        for name, value in values.items():
            data.setlist(name, [value])
        target = urljoin(opened.url, str(form.get("action") or ""))
        return self._request("POST", target, data=list(data.items(multi=True)), allow_redirects=False)

    def _request(self, method: str, address: str, **options: object) -> Answer:
        try:
            return self._session.request(method, address, timeout=PATIENCE, **options)
        except requests.Timeout:
            raise
        except requests.ConnectionError:
            return self._session.request(method, address, timeout=PATIENCE, **options)

    def log_in(self, email: str) -> None:
        """Log in by the form, as one of the accounts of this run."""
        form = "form:has([name=password])"
        answer = self.send(self.get("/inloggen"), form, {"email": email, "password": PASSWORD})
        assert answer.status_code in {302, 303}, (email, answer.status_code)
