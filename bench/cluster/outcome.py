"""What is so on every host: the same entries, the last saves in them and found by the search, and every save once."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from collections.abc import Mapping, Sequence

from bench.cluster.content import FOLDER, KIND, Token, states
from bench.cluster.host import Host
from bench.cluster.installation import asked
from bench.cluster.tally import Saves

_ADDED = re.compile(r"^\+.*\b(zq[aeiou]x[a-z]+xq)\b", re.M)
"""A line of a patch that brings the word of a save."""


def difference(hosts: Sequence[Host], last: Mapping[tuple[str, int], Token]) -> str:
    """Return what keeps the hosts from showing and finding the same, with the last save of each saver; else nothing."""
    for slug in {slug for slug, _ in last}:
        texts = [_text(host, slug) for host in hosts]
        if None in texts or len(set(texts)) > 1:
            return f"{slug} is not the same: {[dict(states(text or '')) for text in texts]}"
        shown = dict(states(texts[0] or ""))
        for (place, saver), token in last.items():
            if place != slug:
                continue
            if _number(shown[saver]) < token.number:
                return f"{slug} does not show {token.word}"
            # A save that was not confirmed may have come after it.
            if blind := [host.name for host in hosts if not _finds(host, slug, shown[saver])]:
                return f"{slug} is not found by {shown[saver]} at {', '.join(blind)}"
    return ""


def added(host: Host) -> Counter[str]:
    """Return how often the history of a host says that the word of a save came in."""
    command = (
        "git",
        f"--git-dir={host.history}",
        "log",
        "--first-parent",
        "--no-color",
        "--patch",
        "main",
        "--",
        FOLDER,
    )
    return Counter(_ADDED.findall(subprocess.run(command, check=True, capture_output=True, text=True).stdout))


def lost(hosts: Sequence[Host], tokens: Sequence[Token]) -> list[str]:
    """Return the confirmed saves that are not in the history of every host."""
    histories = [added(host) for host in hosts]
    return [token.word for token in tokens if not all(token.word in history for history in histories)]


def twice(hosts: Sequence[Host]) -> list[str]:
    """Return the saves that some history has more than once."""
    return [word for host in hosts for word, times in added(host).items() if times > 1]


def overwritten(hosts: Sequence[Host], saves: Saves) -> list[str]:
    """Return the last saves that a host does not show, nor a later one of the same saver."""
    return [
        f"{slug} of saver {saver} at {host.name}"
        for (slug, saver), token in saves.last().items()
        for host in hosts
        if _number(dict(states(_text(host, slug) or "")).get(saver, "")) < token.number
    ]


def _number(word: str) -> int:
    found = re.fullmatch(r"zq[aeiou]x([a-z]+)xq", word)
    return int(found[1].translate(str.maketrans("bdfghjkmnp", "0123456789"))) if found else -1


def _text(host: Host, slug: str) -> str | None:
    answer = asked(f"{host.address}/api/v1/{KIND}/{slug}")
    return str(answer.json()["tekst"]) if answer is not None and answer.ok else None


def _finds(host: Host, slug: str, word: str) -> bool:
    answer = asked(f"{host.address}/api/v1/zoeken?q={word}")
    return answer is not None and answer.ok and any(found["slug"] == slug for found in answer.json()["resultaten"])
