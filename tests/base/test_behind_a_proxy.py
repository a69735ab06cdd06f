"""Served as it is in use: each visitor counts for itself where a proxy tells who it is, and only there."""

from __future__ import annotations

import itertools

import pytest
import requests
from bs4 import BeautifulSoup

from kennisplatform.web.base.throttling import REPORTS_PER_HOUR
from tests.processes import served

pytestmark = pytest.mark.slow

NUMBERS = itertools.count()


def send(address: str, visitor: str) -> int:
    """Send a question to the desk, as a proxy passes it on for this visitor; return the status of the answer."""
    with requests.Session() as browser:
        browser.headers["X-Forwarded-For"] = visitor
        page = BeautifulSoup(browser.get(f"{address}/melden/ifv-desk").text, "html.parser")
        token = page.select_one("main [name=csrf_token]")
        assert token is not None
        question = {"text": f"Vraag {next(NUMBERS)}", "csrf_token": str(token["value"])}
        answer = browser.post(f"{address}/melden/ifv-desk", data=question)
        return answer.status_code


@pytest.mark.parametrize(("proxies", "answer"), [(1, 200), (0, 429)])
def test_who_sends_too_much_is_told_so_and_nobody_else_behind_a_trusted_proxy(content, tmp_path, proxies, answer):
    content.entry("contacten", "ifv-desk")
    folders = {"CONTENT_DIR": content.path, "INSTANCE_DIR": tmp_path / "instance"}
    with served(**folders, TRUSTED_PROXIES=proxies) as site:
        for _ in range(REPORTS_PER_HOUR.tries):
            assert send(site.address, "203.0.113.9") == 200
        assert send(site.address, "203.0.113.9") == 429
        assert send(site.address, "198.51.100.7:51008") == answer
