"""What Lighthouse says of every kind of page on a phone: all of its accessibility audits pass, and nothing jumps."""

from __future__ import annotations

import json
import subprocess
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus

from tests.audit.conftest import FOLDER
from tests.browser import chromium

MOST_SHIFT = 0.05
"""Half of what Google calls good (https://web.dev/articles/cls)."""


def test_every_kind_of_page_is_accessible_and_stands_still(pages, tools):
    # Lighthouse looks at no page with an error; axe does so in the tests with a browser.
    asked = [page for page in pages if page.status == HTTPStatus.OK]
    people = [[page for page in asked if page.cookie == cookie] for cookie in {page.cookie for page in asked}]
    with ThreadPoolExecutor() as both:
        found = {address: audited for each in both.map(audited_by, people) for address, audited in each.items()}
    assert set(found) == {page.address for page in asked}
    complaints = {
        address: audited["error"] or audited["failed"] or f"moves by {audited['shift']}"
        for address, audited in found.items()
        if audited["error"] or audited["score"] < 1 or audited["shift"] >= MOST_SHIFT
    }
    assert complaints == {}


def audited_by(pages):
    """Return what Lighthouse says of pages that one person sees, in a browser that nobody else has cookies in."""
    asked = json.dumps([{"address": page.address, "cookie": page.cookie} for page in pages])
    command = ["node", str(FOLDER / "lighthouse.mjs"), str(chromium.find())]
    answer = subprocess.run(command, input=asked, capture_output=True, text=True, check=False, cwd=FOLDER)
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)
