"""What Lighthouse says of every kind of page on a phone: all of its accessibility audits pass, and nothing jumps."""

from __future__ import annotations

import json
import subprocess

from tests.audit.conftest import FOLDER
from tests.browser import chromium

MOST_SHIFT = 0.05
"""Half of what Google calls good (https://web.dev/articles/cls)."""


def test_every_kind_of_page_is_accessible_and_stands_still(pages, tools):
    asked = json.dumps([{"address": page.address, "cookie": page.cookie} for page in pages])
    command = ["node", str(FOLDER / "lighthouse.mjs"), str(chromium.find())]
    answer = subprocess.run(command, input=asked, capture_output=True, text=True, check=False, cwd=FOLDER)
    assert answer.returncode == 0, answer.stderr
    found = json.loads(answer.stdout)
    assert len(found) == len({page.address for page in pages})
    assert {address: audited["error"] for address, audited in found.items() if audited["error"]} == {}
    assert {address: audited["failed"] for address, audited in found.items() if audited["score"] < 1} == {}
    assert {address: audited["shift"] for address, audited in found.items() if audited["shift"] >= MOST_SHIFT} == {}
