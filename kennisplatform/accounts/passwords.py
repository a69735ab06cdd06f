"""Passwords: which are good enough, and how they are kept.

They are kept as Argon2id hashes (RFC 9106), with the parameters that argon2-cffi recommends. Good enough is what is
long and hard to guess; which characters are in it does not matter (NIST SP 800-63B).
"""

from __future__ import annotations

import gzip
import json
import re
import threading
from collections.abc import Collection
from functools import cache
from importlib.resources import files

import argon2
import zxcvbn
from zxcvbn.matching import add_frequency_lists

SHORTEST = 12
LONGEST = 200
LEAST_SCORE = 3
"""Of zxcvbn's 0 to 4: more than 10^8 guesses."""
MOST_READ = 72
"""Characters that zxcvbn looks at; what starts that well is good enough."""
DUTCH_WORDS = 20_000
OURS = ("kennisplatform", "continuiteit", "continuïteit", "samenleving", "veiligheidsregio", "menukaart", "beheerder")
"""What people here think of first."""

_HASHER = argon2.PasswordHasher()
_NOBODYS_HASH = _HASHER.hash("niemand")
_GUESSING = threading.Lock()


def weakness(password: str, personal: Collection[str] = ()) -> str | None:
    """Return what is wrong with a new password and what to do about it, or None when it is good enough.

    `personal` is what others know of its owner: name and address.
    """
    if len(password) < SHORTEST:
        return f"Dit wachtwoord is te kort. Gebruik ten minste {SHORTEST} tekens, bijvoorbeeld vier losse woorden."
    if len(password) > LONGEST:
        return f"Dit wachtwoord is te lang. Gebruik ten hoogste {LONGEST} tekens."
    known = [part for text in personal for part in [re.sub(r"\W+", "", text), *re.split(r"\W+", text)] if len(part) > 2]
    if _score(password, [*OURS, *known]) < LEAST_SCORE:
        return (
            "Dit wachtwoord is makkelijk te raden: het staat op een lijst van bekende wachtwoorden, of het lijkt op uw "
            "naam, op een bekend woord of op een vast patroon. Kies vier losse woorden die niet bij elkaar horen."
        )
    return None


def hashed(password: str) -> str:
    """Return what may be kept of a password."""
    return _HASHER.hash(password)


def fits(password: str, password_hash: str | None) -> bool:
    """Tell whether this is the password; without a hash it takes as long to say no."""
    try:
        return _HASHER.verify(password_hash or _NOBODYS_HASH, password) and password_hash is not None
    except argon2.exceptions.VerifyMismatchError:
        return False


def is_outdated(password_hash: str) -> bool:
    """Tell whether the hash was made with other parameters than a new one would be."""
    return _HASHER.check_needs_rehash(password_hash)


def _score(password: str, known: list[str]) -> int:
    # zxcvbn keeps the words of one call in a global, so that two calls at once would mix up theirs.
    with _GUESSING:
        _teach_dutch()
        return int(zxcvbn.zxcvbn(password[:MOST_READ], known, max_length=MOST_READ)["score"])


@cache
def _teach_dutch() -> None:
    """Let zxcvbn know frequent Dutch words; by itself it knows English and the passwords that leaked most."""
    counts = json.loads(gzip.decompress(files("spellchecker").joinpath("resources/nl.json.gz").read_bytes()))
    words = sorted((word for word in counts if len(word) > 2), key=counts.__getitem__, reverse=True)
    add_frequency_lists({"dutch": words[:DUTCH_WORDS]})
