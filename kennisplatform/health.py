"""What of the site does not work at this moment. Reading goes on; who is hindered gets to know, and so does the log.

Each part has a check, or work that is done over and over in the background; while that raises, the part is in trouble.
So a trouble ends by itself when its cause is gone.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from enum import Enum

SECONDS_BETWEEN_WORK = 10
SECONDS_BETWEEN_HASTY_LOOKS = 1

Work = Callable[[], object]

log = logging.getLogger(__name__)

_NO_FORMS = "Inloggen en formulieren versturen lukt nu niet. Lezen en zoeken werken wel."


class Part(Enum):
    """A part of the site that can be in trouble: its name for programs, what to tell people, and whom."""

    DATABASE = ("database", _NO_FORMS, True)
    DATABASE_WRITING = ("database-schrijven", _NO_FORMS, True)
    CONTENT_WRITING = (
        "inhoud-schrijven",
        "Vermeldingen bewaren lukt nu niet: de schijf is vol, of de map is weg of kan niet worden beschreven.",
        False,
    )
    HISTORY = ("geschiedenis", "De geschiedenis werkt nu niet. Oude versies bekijken en bewaren lukt niet.", False)
    SHARING = (
        "gedeelde-inhoud",
        "De computers van de site kunnen nu niet uitwisselen wat er bewaard wordt. Vermeldingen bewaren lukt niet.",
        False,
    )
    INDEX = ("zoekindex", "De zoekindex kan nu niet worden bijgewerkt. Zoeken werkt wel.", False)
    PUBLICATION = ("publiceren", "Wijzigingen die op een dag zijn ingepland, komen nu niet vanzelf op de site.", False)
    SECRET_KEY = (
        "sleutel",
        "De sleutel van de site kan niet worden bewaard. Na een herstart moet iedereen opnieuw inloggen.",
        False,
    )

    def __init__(self, slug: str, sentence: str, is_for_everyone: bool) -> None:
        self.slug = slug
        self.sentence = sentence
        self.is_for_everyone = is_for_everyone
        """Otherwise it hinders curators only."""


class Health:
    """The troubles of this process. Safe to share between threads."""

    def __init__(self) -> None:
        self._checks: list[tuple[Part, Work]] = []
        self._background: list[tuple[Part, Work]] = []
        self._reasons: dict[Part, str] = {}
        self._looking = threading.Lock()
        self.stopping = threading.Event()
        """Set when the process is to end, so that no new visitors come to it."""
        self._looked_at = self._worked_at = float("-inf")

    @property
    def troubles(self) -> tuple[Part, ...]:
        """What did not work at the last look."""
        return tuple(part for part in Part if part in self._reasons)

    def add_check(self, part: Part, check: Work) -> None:
        """Have a part checked at every look; the check is quick and raises what is wrong."""
        self._checks.append((part, check))

    def add_background(self, part: Part, work: Work) -> None:
        """Have work of a part done in the background, which is too much for a look that somebody waits for."""
        self._background.append((part, work))

    def look(self) -> tuple[Part, ...]:
        """Check all parts now, and return what does not work."""
        with self._looking:
            for part, check in self._checks:
                self.run(part, check)
            self._looked_at = time.monotonic()
        return self.troubles

    def look_soon(self) -> None:
        """Check all parts for somebody who ran into trouble, unless somebody else does or did so just now."""
        if not self._looking.locked() and time.monotonic() - self._looked_at >= SECONDS_BETWEEN_HASTY_LOOKS:
            self.look()

    def work(self) -> None:
        """Check all parts and do the work of the background now."""
        self._worked_at = time.monotonic()
        self.look()
        for part, work in self._background:
            self.run(part, work)

    def work_when_due(self) -> None:
        """As `work`, if the last time is long enough ago."""
        if time.monotonic() - self._worked_at >= SECONDS_BETWEEN_WORK:
            self.work()

    def run(self, part: Part, work: Work) -> None:
        """Do what a part is for, and remember whether it went well; what goes wrong is logged once and not raised."""
        try:
            work()
        except Exception as error:
            reason = f"{type(error).__name__}: {error}"
            if part not in self._reasons:
                log.error("Werkt niet meer: %s (%s)", part.slug, reason)
                log.debug("De fout", exc_info=error)
            self._reasons[part] = reason
        else:
            if self._reasons.pop(part, None):
                log.warning("Werkt weer: %s", part.slug)
