"""What the checker of the W3C (vnu) says of every kind of page: no errors."""

from __future__ import annotations

import json
import shutil
import subprocess

import pytest


def test_every_kind_of_page_is_valid_html(pages, tools, tmp_path):
    java = shutil.which("java")
    if not java:
        pytest.fail("the checker needs Java 11 or newer; for instance: apt-get install default-jre-headless")
    for number, page in enumerate(pages):
        (tmp_path / f"{number}.html").write_text(page.html)
    checker = tools / "vnu-jar/build/dist/vnu.jar"
    command = [java, "-Xss4m", "-jar", str(checker), "--format", "json", "--exit-zero-always", str(tmp_path)]
    answer = subprocess.run(command, capture_output=True, text=True, check=True)
    complaints = [
        (
            pages[int(message["url"].rpartition("/")[2].removesuffix(".html"))].address,
            message["message"],
            message.get("extract", ""),
        )
        for message in json.loads(answer.stderr)["messages"]
        if message["type"] == "error"
    ]
    assert not complaints, "\n".join(map(str, complaints))
