"""What Lighthouse says of every kind of page on a phone: all of its accessibility audits pass, and nothing jumps."""

from __future__ import annotations

import json
import subprocess
from http import HTTPStatus

from tests.audit.conftest import FOLDER
from tests.browser import chromium

MOST_SHIFT = 0.05
"""Half of what Google calls good (https://web.dev/articles/cls)."""


def test_every_kind_of_page_is_accessible_and_stands_still(pages, tools):
    # Lighthouse looks at no page with an error; axe does so in the tests with a browser.
    asked = [{"address": page.address, "cookie": page.cookie} for page in pages if page.status == HTTPStatus.OK]
    command = ["node", str(FOLDER / "lighthouse.mjs"), str(chromium.find())]
    answer = subprocess.run(command, input=json.dumps(asked), capture_output=True, text=True, check=False, cwd=FOLDER)
    assert answer.returncode == 0, answer.stderr
    found = json.loads(answer.stdout)
    assert set(found) == {page["address"] for page in asked}
    complaints = {
        address: audited["error"] or audited["failed"] or f"moves by {audited['shift']}"
        for address, audited in found.items()
        if audited["error"] or audited["score"] < 1 or audited["shift"] >= MOST_SHIFT
    }
    assert complaints == {}
