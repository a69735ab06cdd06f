"""Sites that run side by side on the same made-up entries: ours, and two from PyPI that people might choose instead.

The peers live in environments of their own, in the folder for what can be made again (`XDG_CACHE_HOME`); nothing of
them is among our requirements. `BASELINE=<folder>` also starts the site as it is in another checkout of the project.
"""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import venv
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import cycle, permutations
from pathlib import Path
from urllib.parse import quote

import yaml

from bench.corpus import words
from bench.engines import tags
from bench.http import Served, wait_for
from kennisplatform.entries.menu_card.model import MenuCardEntry
from tests.processes import free_port

AGAIN, NEW, ENTRY, FRONT = "search, the same words again", "search, other words each time", "an entry", "front page"
PAGES = (AGAIN, NEW, ENTRY, FRONT)
OTTER_WIKI, DATASETTE = "otterwiki==2.26.1", "datasette==0.65.5"
ENTRIES_IN_TURN = 200
WORDS_IN_TURN = 20
WORDS_TO_PAIR = slice(150, 2_000)
"""Of the words by rank: neither those in every entry, nor those in none."""


@contextmanager
def ours(folder: Path, entries: Sequence[MenuCardEntry], name: str, project: Path) -> Iterator[Served]:
    """Run our own site, as a checkout of the project has it."""
    content = folder / "content"
    (content / "menukaart").mkdir(parents=True)
    for entry in entries:
        (content / "menukaart" / f"{entry.slug}.md").write_text(file_of(entry))
    port = free_port()
    settings = {"PORT": str(port), "CONTENT_DIR": str(content), "INSTANCE_DIR": str(folder / "instance")}
    with _running([sys.executable, "app.py"], settings, project):
        wait_for(port, "/zoeken")
        yield Served(name, port, pages_of(entries, "/zoeken?q={}", "/menukaart/{}", "/"))


@contextmanager
def otter_wiki(folder: Path, entries: Sequence[MenuCardEntry]) -> Iterator[Served]:
    """Run An Otter Wiki: Markdown files in a Git repository, as ours."""
    repository = folder / "repository"
    repository.mkdir(parents=True)
    for entry in entries:
        (repository / f"{entry.slug}.md").write_text(f"# {entry.title}\n\n{entry.summary}\n\n{entry.body}\n")
    git = ["git", "-C", str(repository), "-c", "user.name=bench", "-c", "user.email=bench@example.org"]
    for step in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "Entries"]):
        subprocess.run([*git, *step], check=True)
    settings = folder / "settings.cfg"
    settings.write_text(
        f"REPOSITORY = {str(repository)!r}\nSQLALCHEMY_DATABASE_URI = 'sqlite:///{folder}/db.sqlite'\n"
        f"SECRET_KEY = {'bench' * 8!r}\nREAD_ACCESS = 'ANONYMOUS'\n"
    )
    port = free_port()
    serve = [str(_environment(OTTER_WIKI, "waitress") / "waitress-serve"), f"--port={port}", "--threads=8"]
    with _running([*serve, "otterwiki.server:app"], {"OTTERWIKI_SETTINGS": str(settings)}, folder):
        wait_for(port, f"/{entries[0].slug}")
        yield Served("Otter Wiki", port, pages_of(entries, "/-/search/{}", "/{}", "/-/changelog"))


@contextmanager
def datasette(folder: Path, entries: Sequence[MenuCardEntry]) -> Iterator[Served]:
    """Run Datasette on SQLite with its full-text index, with counts of one facet as it shows them."""
    folder.mkdir(parents=True)
    path = folder / "bench.db"
    with sqlite3.connect(path) as database:
        columns = "slug TEXT PRIMARY KEY, title TEXT, summary TEXT, body TEXT, soort TEXT, themas TEXT"
        database.execute(f"CREATE TABLE entries ({columns})")
        rows = [(e.slug, e.title, e.summary, e.body, str(e.kind), json.dumps(tags(e)["thema"])) for e in entries]
        database.executemany("INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?)", rows)
        database.execute("CREATE VIRTUAL TABLE entries_fts USING fts5(title, summary, body, content='entries')")
        database.execute("INSERT INTO entries_fts (entries_fts) VALUES ('rebuild')")
    port = free_port()
    serve = [str(_environment(DATASETTE) / "datasette"), str(path), "--port", str(port)]
    with _running(serve, {}, folder):
        wait_for(port, "/bench")
        yield Served(
            "Datasette", port, pages_of(entries, "/bench/entries?_search={}&_facet=soort", "/bench/entries/{}", "/")
        )


def pages_of(entries: Sequence[MenuCardEntry], search: str, entry: str, front: str) -> Mapping[str, Iterator[str]]:
    """Return the rows of addresses; a pair of words comes once, also over several measurements."""
    known = words()[WORDS_TO_PAIR]
    return {
        AGAIN: cycle([search.format(quote(word)) for word in known[:WORDS_IN_TURN]]),
        NEW: (search.format(quote(f"{one} {other}")) for one, other in permutations(known, 2)),
        ENTRY: cycle([entry.format(one.slug) for one in entries[:ENTRIES_IN_TURN]]),
        FRONT: cycle([front]),
    }


@contextmanager
def _running(command: list[str], settings: Mapping[str, str], folder: Path) -> Iterator[None]:
    server = subprocess.Popen(
        command, cwd=folder, env={**os.environ, **settings}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield
    finally:
        server.terminate()
        server.wait()


def _environment(package: str, *others: str) -> Path:
    """Return the folder with the programs of a package, which is installed when it is not there yet."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = cache / "kennisplatform-bench" / package.replace("==", "-")
    if not (folder / "complete").exists():
        print(f"… installing {package} in {folder}", file=sys.stderr)
        venv.create(folder, clear=True, with_pip=True)
        subprocess.run([str(folder / "bin" / "pip"), "install", "-q", package, *others], check=True)
        (folder / "complete").touch()
    return folder / "bin"


def file_of(entry: MenuCardEntry) -> str:
    """Return the file of an entry."""
    front = entry.model_dump(mode="json", by_alias=True, exclude={"slug", "body"}, exclude_none=True)
    return f"---\n{yaml.safe_dump(front, allow_unicode=True)}---\n\n{entry.body}\n"
