"""What is counted while the story goes on."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from bench.cluster.content import Token

MOST_EXAMPLES = 8


@dataclass
class Tally:
    """The counts of one event. Safe among threads."""

    event: str
    reads: int = 0
    failed: int = 0
    saves: int = 0
    confirmed: int = 0
    refused: int = 0
    unsaid: int = 0
    """Saves without an answer in words."""
    unseen: int = 0
    """Saves of which the page that followed did not tell to who had saved."""
    logged_out: int = 0
    leaks: int = 0
    doubles: int = 0
    """Answers with one entry twice."""
    seconds: float = 0.0
    """Until every host showed the same."""
    slowest: float = 0.0
    examples: Counter[str] = field(default_factory=Counter)
    """What went wrong, and how often."""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def count(self, *names: str, example: str = "") -> None:
        """Add one to these counts."""
        with self._lock:
            for name in names:
                setattr(self, name, getattr(self, name) + 1)
            if example and (example in self.examples or len(self.examples) < MOST_EXAMPLES):
                self.examples[example] += 1

    def took(self, seconds: float) -> None:
        """Remember the slowest read."""
        self.slowest = max(self.slowest, seconds)


@dataclass
class Saves:
    """All that savers were told was saved, by entry. Safe among threads, each of which is one saver."""

    confirmed: dict[tuple[str, int], list[Token]] = field(default_factory=dict)

    def confirm(self, slug: str, token: Token) -> None:
        """Remember a save."""
        self.confirmed.setdefault((slug, token.saver), []).append(token)

    @property
    def tokens(self) -> Iterable[Token]:
        """All of them."""
        return [token for tokens in list(self.confirmed.values()) for token in tokens]

    def last(self) -> dict[tuple[str, int], Token]:
        """Return the last one of each saver in each entry."""
        return {place: tokens[-1] for place, tokens in list(self.confirmed.items())}
