"""Searches that found little or nothing, for curators: what do people look for that is not here?

Only the text and the day are kept, nothing of who asked. A text that may hold personal data (an e-mail address, a long
number) is not kept at all.
"""

from __future__ import annotations

import json
import logging
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from kennisplatform import dutch_time
from kennisplatform.search.request import SearchPage

FEW = 5
"""With fewer results a reader is offered more, and curators hear of it."""
LONGEST_TEXT = 80
"""Characters; a longer text is a story, and may hold anything."""
SECONDS_TO_WAIT = 1
"""For who else writes, before a line is given up: a reader waits for it."""
LARGEST_FILE = 500_000
"""Bytes; beyond this the older half goes."""
_PERSONAL = re.compile(r"@|\d{5,}|\d[\d\s-]{7,}\d")

log = logging.getLogger(__name__)


def found_little(page: SearchPage) -> bool:
    """Tell whether what was asked is hardly there: few results, or none that has all of it."""
    asked = page.request
    if asked.filters or not asked.text or asked.page > 1:
        return False
    return page.total < FEW or all(hit.missing for hit in page.hits)


class MissedSearches:
    """The log of searches that found little. Safe to share between threads and processes; each host has its own."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def record(self, text: str) -> None:
        """Remember that a text found little, unless it may hold personal data; when that fails, the log says so."""
        text = " ".join(text.casefold().split())
        if not text or len(text) > LONGEST_TEXT or _PERSONAL.search(text):
            return
        line = json.dumps([dutch_time.today().isoformat(), text], ensure_ascii=False) + "\n"
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(self._path.with_suffix(".lock")).acquire(SECONDS_TO_WAIT, poll_interval=0.005):
                self._forget_the_oldest()
                with self._path.open("a", encoding="utf-8") as file:
                    file.write(line)
        except Timeout:
            log.warning("Een zoekvraag die weinig vond, is niet genoteerd (anderen schrijven).")
        except OSError as error:
            log.warning("Een zoekvraag die weinig vond, is niet genoteerd (%s).", error.strerror)

    def most_missed(self) -> list[tuple[str, int, str]]:
        """Return each text with how often it found little and the last day, the most frequent first."""
        counts: Counter[str] = Counter()
        last: dict[str, str] = {}
        for day, text in self._read():
            counts[text] += 1
            last[text] = max(day, last.get(text, ""))
        return [(text, count, last[text]) for text, count in counts.most_common()]

    def _read(self) -> Iterator[tuple[str, str]]:
        try:
            lines = self._path.read_text(encoding="utf-8", errors="replace").splitlines()
        except FileNotFoundError:
            return
        except OSError as error:
            log.warning("De zoekvragen die weinig vonden, zijn niet te lezen (%s).", error.strerror)
            return
        for line in lines:
            try:
                day, text = json.loads(line)
            except ValueError:  # a line that was cut short when the machine stopped
                continue
            yield day, text

    def _forget_the_oldest(self) -> None:
        if not self._path.exists() or self._path.stat().st_size < LARGEST_FILE:
            return
        lines = self._path.read_text(encoding="utf-8", errors="replace").splitlines(keepends=True)
        temporary = self._path.with_suffix(".tmp")
        temporary.write_text("".join(lines[len(lines) // 2 :]), encoding="utf-8")
        temporary.replace(self._path)
