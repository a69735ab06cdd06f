"""Hosts that share one content: each with folders of its own, one bare repository between them, and one database."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from kennisplatform.curation.writing.editing import Author, Change
from tests.conftest import ContentFolder
from tests.curation.site import editing_of
from tests.sparing import migrated_copy

ANNA = Author("Anna", 1)
BERT = Author("Bert", 2)


class Shared:
    """What the hosts share."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        self.folder = folder
        self.remote = folder / "gedeeld.git"
        self.database = migrated_copy(folder / "gedeeld.sqlite3")
        subprocess.run(["git", "init", "--quiet", "--bare", "--initial-branch=main", self.remote], check=True)

    def host(self, name: str) -> Host:
        """Return a host with this name, as it is after a start; its folders stay what they were."""
        return Host(self, self.folder / name)

    def git(self, *arguments: str) -> str:
        """Return what git says of the repository."""
        command = ["git", f"--git-dir={self.remote}", *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()

    def hook(self, name: str, script: str) -> Path:
        """Have the repository run a script at some moment of a push."""
        path = self.remote / "hooks" / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
        return path

    def go_away(self) -> None:
        """Let nobody reach the repository."""
        self.remote.rename(self.folder / "weg.git")

    def come_back(self) -> None:
        """Let everybody reach it again."""
        (self.folder / "weg.git").rename(self.remote)


class Host:
    """One of the hosts."""

    def __init__(self, shared: Shared, folder: Path) -> None:
        self.folder = folder
        self.content = folder / "content"
        if self.content.exists():
            self.files = ContentFolder.__new__(ContentFolder)
            self.files.path = self.content
        else:
            self.files = ContentFolder(self.content)
        self.editing = editing_of(self.content, folder / "instance", str(shared.remote), f"sqlite:///{shared.database}")
        self.sharing = self.editing.writer.sharing
        self.history = self.editing.history

    def look(self) -> None:
        """Do what the background does within seconds."""
        writer = self.editing.writer
        writer.recover()
        writer.catch_up_when_due()
        self.editing.follower.synchronise()
        self.editing.look()
        self.editing.follower.synchronise()

    def later(self) -> None:
        """Look, ten seconds later."""
        fetched = self.folder / "instance" / "geschiedenis.fetched"
        if fetched.exists():
            os.utime(fetched, (0, 0))
        self.sharing._rests_until = 0.0
        self.look()

    def lose_instance(self) -> None:
        """Lose all that the site made."""
        shutil.rmtree(self.folder / "instance")

    def change(self, slug: str = "lcms", author: Author = ANNA, tekst: str | None = None, **velden: object) -> Change:
        """Return a change of an entry as this host has it now, as a form that is open."""
        entry = self.editing.store.refresh().entries[slug]
        document, version = self.editing.store.document(entry)
        body = document.body if tekst is None else tekst
        return Change(entry, document.updated({**document.metadata, **velden}, body), version)

    def save(self, slug: str = "lcms", author: Author = ANNA, tekst: str | None = None, **velden: object) -> None:
        """Change an entry and save it."""
        self.editing.save([self.change(slug, author, tekst, **velden)], author)

    def text(self, slug: str = "lcms") -> str:
        """Return the text of an entry as readers see it."""
        return self.editing.store.catalogue.entries[slug].body.strip()

    def state(self) -> dict[str, bytes]:
        """Return all files with content."""
        return {
            path.relative_to(self.content).as_posix(): path.read_bytes()
            for path in self.content.rglob("*.*")
            if not path.name.startswith(".")
        }

    def messages(self) -> list[str]:
        """Return what the history tells, the newest first."""
        return [revision.message for revision in self.history.revisions(limit=1000)]
