"""What the history says of one change, and how that stands in a Git commit.

The message of a commit ends with the list of the paths that it changed, so that the history of ten thousand entries is
read without comparing trees. `git log` shows the same list to an administrator.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from dulwich.objects import Commit

PATHS_HEADING = "\n\nBestanden:\n"
RENAMED = " -> "
MAIL_DOMAIN = "kennisplatform.invalid"


@dataclass(frozen=True)
class Author:
    """Who changes something: the name that the history shows, and the number of the account, None without one."""

    name: str
    account_id: int | None = None

    @property
    def identity(self) -> bytes:
        """The author as Git writes one; never a personal e-mail address."""
        name = "".join(" " if letter in "<>\n\r\0" else letter for letter in self.name).strip() or "Onbekend"
        mailbox = "met-de-hand" if self.account_id is None else f"account-{self.account_id}"
        return f"{name} <{mailbox}@{MAIL_DOMAIN}>".encode()


BY_HAND = Author("Met de hand")
"""The author of what changed in the files themselves, outside the site."""


@dataclass(frozen=True)
class Revision:
    """One recorded change. `paths` are relative to the content folder; `renamed` holds pairs of old and new path."""

    id: str
    author: str
    at: datetime
    message: str
    paths: tuple[str, ...]
    renamed: tuple[tuple[str, str], ...] = ()
    account_id: int | None = None

    @classmethod
    def of(cls, commit: Commit, unlisted: tuple[str, ...] = ()) -> Revision:
        """Read a commit of the history; `unlisted` are the paths of one that does not list them."""
        name, _, mailbox = commit.author.decode(errors="replace").partition(" <")
        number = mailbox.removeprefix("account-").partition("@")[0]
        text = commit.message.decode(errors="replace")
        message, _, listed = text.rpartition(PATHS_HEADING) if PATHS_HEADING in text else (text, "", "")
        paths: list[str] = [*unlisted]
        renamed: list[tuple[str, str]] = []
        for line in listed.splitlines():
            old, arrow, new = line.partition(RENAMED)
            paths += [old, new] if arrow else [old]
            renamed += [(old, new)] if arrow else []
        return cls(
            id=commit.id.decode(),
            author=name,
            at=datetime.fromtimestamp(commit.commit_time, UTC),
            message=message.strip(),
            paths=tuple(paths),
            renamed=tuple(renamed),
            account_id=int(number) if number.isdecimal() else None,
        )


def message_of(message: str, paths: tuple[str, ...], renamed: tuple[tuple[str, str], ...]) -> bytes:
    """Return the message of a commit that changes these paths."""
    moved = {path for pair in renamed for path in pair}
    lines = [RENAMED.join(pair) for pair in renamed] + [path for path in paths if path not in moved]
    text = message.replace("\r\n", "\n").replace("\0", "").strip()
    return (text + PATHS_HEADING + "\n".join(lines) + "\n").encode()


@dataclass(frozen=True)
class Deleted:
    """An entry that is no longer there: its title when it went, who removed it and when, and in which revision."""

    path: str
    title: str
    author: str
    at: datetime
    revision_id: str
