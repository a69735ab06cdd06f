"""What is on the site during the story: the real content, entries to save, and entries whose words must not get out."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.sites import file_of
from kennisplatform.config import PROJECT_FOLDER
from kennisplatform.entries.menu_card.model import MenuCardEntry
from tests.base.hidden import WAYS_TO_HIDE

FOLDER, KIND = "menukaart", "pilot"
"""Of the entries of this run, in addresses of pages and of the API."""
TOGETHER = "samen-bewaard"
"""The slug of the entry that all savers change at once, each a part of it."""
_STATE = re.compile(r"Stand (\d+): (\w+)")


@dataclass(frozen=True)
class Trap:
    """An entry that visitors may not see: the word by which they look for it, and words that no answer may hold."""

    way: str

    @property
    def slug(self) -> str:
        """Its address, and the word of its title."""
        return f"qx{self.way}titel"

    @property
    def secrets(self) -> tuple[str, str]:
        """What would be a leak."""
        return f"qx{self.way}samenvatting", f"qx{self.way}tekst"


TRAPS = (Trap("leden"), Trap("concept"))


@dataclass(frozen=True)
class Token:
    """A word that one save brings; it stands nowhere else."""

    saver: int
    number: int

    @property
    def word(self) -> str:
        """The word itself: of letters, so that a search finds it as a whole."""
        letters = str(self.number).translate(str.maketrans("0123456789", "bdfghjkmnp"))
        return f"zq{'aeiou'[self.saver]}x{letters}xq"


def own_slug(saver: int) -> str:
    """Return the slug of the entry that only this saver changes."""
    return f"bewaard-door-{saver}"


def write(folder: Path, savers: int) -> None:
    """Fill the content folder of the first host."""
    shutil.copytree(PROJECT_FOLDER / "content", folder, dirs_exist_ok=True)
    for slug in (TOGETHER, *map(own_slug, range(savers))):
        text = "\n\n".join(
            f"## Deel {saver}\n\nStand {saver}: niets\n\nEinde van deel {saver}." for saver in range(savers)
        )
        _write(folder, slug, titel=f"Vermelding {slug}", samenvatting="Om te bewaren.", body=text)
    for trap in TRAPS:
        summary, text = trap.secrets
        _write(folder, trap.slug, titel=trap.slug, samenvatting=summary, body=text, **WAYS_TO_HIDE[trap.way][0])


def with_token(text: str, saver: int, token: Token) -> str:
    """Return the text of an entry with the part of this saver changed."""
    return re.sub(rf"Stand {saver}: \w+", f"Stand {saver}: {token.word}", text)


def states(text: str) -> Iterator[tuple[int, str]]:
    """Yield for each saver what its part says."""
    return ((int(saver), word) for saver, word in _STATE.findall(text))


def _write(folder: Path, slug: str, **fields: object) -> None:
    common = {"slug": slug, "soort": KIND, "status": "gepubliceerd", "bijgewerkt": "2026-01-15"}
    tags = {"themas": ["noodvoorzieningen"], "sectoren": ["drinkwater"]}
    entry = MenuCardEntry.model_validate({**common, **tags, **fields})
    (folder / FOLDER / f"{slug}.md").write_text(file_of(entry))
