"""Passwords: kept as Argon2id hashes (RFC 9106), with the parameters that argon2-cffi recommends."""

from __future__ import annotations

import argon2

_HASHER = argon2.PasswordHasher()
_NOBODYS_HASH = _HASHER.hash("niemand")


def hashed(password: str) -> str:
    """Return what may be kept of a password."""
    return _HASHER.hash(password)


def fits(password: str, password_hash: str | None) -> bool:
    """Tell whether this is the password; without a hash it takes as long to say no."""
    try:
        return _HASHER.verify(password_hash or _NOBODYS_HASH, password) and password_hash is not None
    except argon2.exceptions.VerifyMismatchError:
        return False
