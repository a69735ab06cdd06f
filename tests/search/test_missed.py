"""Searches that found little are noted by all processes of a host together, and no line is lost between them."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter

import pytest

from kennisplatform.config import PROJECT_FOLDER
from kennisplatform.search import missed
from kennisplatform.search.missed import MissedSearches

NOTE = (
    "import sys; from pathlib import Path; from kennisplatform.search import missed;"
    "missed.LARGEST_FILE = int(sys.argv[3]); missed.SECONDS_TO_WAIT = 60; input();"
    "notes = missed.MissedSearches(Path(sys.argv[1]));"
    "[notes.record(sys.argv[2]) for _ in range(200)]"
)


@pytest.mark.slow
@pytest.mark.parametrize("largest", [10_000_000, 2_000])
def test_processes_that_note_at_once_lose_nothing_but_the_oldest(tmp_path, largest):
    path = tmp_path / "gemist.jsonl"
    texts = ["aaa", "bbb", "ccc"]
    command = [sys.executable, "-c", NOTE, str(path)]
    processes = [
        subprocess.Popen([*command, text, str(largest)], cwd=PROJECT_FOLDER, stdin=subprocess.PIPE) for text in texts
    ]
    for process in processes:
        process.stdin.write(b"\n")
        process.stdin.flush()
    for process in processes:
        process.communicate()
    assert [process.returncode for process in processes] == [0, 0, 0]
    counts = {text: count for text, count, _ in MissedSearches(path).most_missed()}
    if largest > missed.LARGEST_FILE:
        assert counts == Counter(dict.fromkeys(texts, 200))
    else:
        assert path.stat().st_size <= largest + 100
        assert sum(counts.values()) >= largest / 2 // 25
