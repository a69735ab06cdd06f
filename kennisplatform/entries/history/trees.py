"""Git's lists of files, a folder each, read and changed as the bytes that they are.

A list of ten thousand names is half a megabyte. Making objects of it and bytes again takes longer than all else that a
save does, so a change cuts out the few lines that it concerns and puts others in their place.
"""

from __future__ import annotations

import re
import threading
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import takewhile

from cachetools import LRUCache
from dulwich.object_store import commit_tree_changes, iter_tree_contents
from dulwich.objects import S_ISGITLINK, ObjectID, Tree
from dulwich.repo import Repo

Changes = dict[str, tuple[ObjectID | None, ObjectID | None]]
"""Per path the content before and after, None where there is none."""
_Parts = tuple[bytes, ...]
"""A path: its folders and its name."""

KEPT = 4
"""Lists that stay in memory: those of the last state, and those of the one before it."""
FEW = 20
"""Files that are changed one by one; more than that, and whole lists are made."""
FILE, FOLDER = b"100644", b"40000"
_ID = 20
"""Bytes of an id, with which a line ends."""


def contents(repo: Repo, tree: ObjectID) -> Iterator[tuple[str, ObjectID]]:
    """Yield path and content id of all files below a list, in the order of their paths, without other repositories."""
    for item in iter_tree_contents(repo.object_store, tree):
        if item.path and item.sha and not S_ISGITLINK(item.mode or 0):
            yield item.path.decode(), item.sha


class Trees:
    """The lists of one repository. Safe to share between threads: a list never changes, another one has another id."""

    def __init__(self) -> None:
        self._known: LRUCache[ObjectID, bytes] = LRUCache(KEPT)
        self._lock = threading.Lock()

    def blob_at(self, repo: Repo, tree: ObjectID, path: str) -> ObjectID | None:
        """Return the id of the content of a file, None when the state with this list does not have it."""
        *folders, name = path.encode().split(b"/")
        for folder in folders:
            line = _line(self._bytes(repo, tree), folder)
            if not _is_folder(line):
                return None
            tree = _id(line)
        line = _line(self._bytes(repo, tree), name)
        return _id(line) if _is_content(line) else None

    def blobs_at(self, repo: Repo, tree: ObjectID, paths: Collection[str]) -> Mapping[str, ObjectID]:
        """Return the ids of the content of those of these files that the state with this list has."""
        if len(paths) <= FEW:
            pairs = ((path, self.blob_at(repo, tree, path)) for path in paths)
            return {path: blob for path, blob in pairs if blob}
        found = self._blobs_at(repo, tree, [tuple(path.encode().split(b"/")) for path in paths])
        return {b"/".join(parts).decode(): blob for parts, blob in found.items()}

    def _blobs_at(self, repo: Repo, tree: ObjectID, paths: Iterable[_Parts]) -> dict[_Parts, ObjectID]:
        """Look through each list once, however many paths there are."""
        lines = {_name(line): line for line in _lines(self._bytes(repo, tree))}
        below: defaultdict[bytes, list[_Parts]] = defaultdict(list)
        found: dict[_Parts, ObjectID] = {}
        for name, *rest in paths:
            line = lines.get(name, b"")
            if rest and _is_folder(line):
                below[name].append(tuple(rest))
            elif not rest and _is_content(line):
                found[name,] = _id(line)
        for name, inner in below.items():
            found |= {(name, *path): blob for path, blob in self._blobs_at(repo, _id(lines[name]), inner).items()}
        return found

    def changed(self, repo: Repo, tree: ObjectID | None, changes: Mapping[str, ObjectID | None]) -> ObjectID:
        """Write the lists of a state in which files have this content (None: are not there), and return its id."""
        if tree is None or len(changes) > FEW:
            before = repo.object_store[tree] if tree else Tree()
            assert isinstance(before, Tree)  # noqa: S101
            made = [(path.encode(), int(FILE, 8) if blob else None, blob) for path, blob in sorted(changes.items())]
            return commit_tree_changes(repo.object_store, before, made)
        parts = {tuple(path.encode().split(b"/")): blob for path, blob in changes.items()}
        return self._write(repo, self._changed(repo, self._bytes(repo, tree), parts))

    def between(self, repo: Repo, old: ObjectID | None, new: ObjectID, prefix: str = "") -> Changes:
        """Return the files that differ between two states."""
        before = self._bytes(repo, old) if old else b""
        lines = set(_lines(before)), set(_lines(self._bytes(repo, new)))
        sides = [{_name(line): line for line in lines[side] - lines[1 - side]} for side in (0, 1)]
        found: Changes = {}
        for name in sides[0].keys() | sides[1].keys():
            path = prefix + name.decode(errors="replace")
            one, other = sides[0].get(name), sides[1].get(name)
            folders = [_id(line) if line and _is_folder(line) else None for line in (one, other)]
            files = [_id(line) if line and _is_content(line) else None for line in (one, other)]
            if any(files):
                found[path] = (files[0], files[1])
            if folders[1]:
                found |= self.between(repo, folders[0], folders[1], f"{path}/")
            elif folders[0]:
                gone = self.between(repo, None, folders[0], f"{path}/")
                found |= {inner: (blob, None) for inner, (_, blob) in gone.items()}
        return found

    def _changed(self, repo: Repo, lines: bytes, changes: Mapping[_Parts, ObjectID | None]) -> bytes:
        """Return the lines of a folder after these changes below it."""
        below: defaultdict[bytes, dict[_Parts, ObjectID | None]] = defaultdict(dict)
        for (name, *rest), blob in changes.items():
            if rest:
                below[name][tuple(rest)] = blob
            else:
                lines = _with(lines, name, FILE, blob)
        for name, inner in below.items():
            line = _line(lines, name)
            before = self._bytes(repo, _id(line)) if _is_folder(line) else b""
            after = self._changed(repo, before, inner)
            if after or before:
                lines = _with(lines, name, FOLDER, self._write(repo, after) if after else None)
        return lines

    def _bytes(self, repo: Repo, tree: ObjectID) -> bytes:
        with self._lock:
            if tree in self._known:
                return self._known[tree]
        kind, lines = repo.object_store.get_raw(tree)
        assert kind == Tree.type_num  # noqa: S101
        return self._remembered(tree, lines)

    def _write(self, repo: Repo, lines: bytes) -> ObjectID:
        tree = _Unread()
        tree.set_raw_string(lines)
        repo.object_store.add_object(tree)
        self._remembered(tree.id, lines)
        return tree.id

    def _remembered(self, tree: ObjectID, lines: bytes) -> bytes:
        with self._lock:
            self._known[tree] = lines
        return lines


class _Unread(Tree):
    """A list that is written as it is."""

    def _deserialize(self, chunks: list[bytes]) -> None:
        """Leave it: it is made of lines that were read before."""


def _place(lines: bytes, name: bytes) -> int:
    """Return where the line of a name begins, the end when there is none. Line by line: an id may look like a name."""
    passed = re.match(rb"(?s)(?>(?:(?![0-7]+ %b\0)[0-7]+ [^\0]+\0.{20})*)" % re.escape(name), lines)
    return passed.end() if passed else 0


def _line(lines: bytes, name: bytes) -> bytes:
    """Return the line of a name, empty when there is none."""
    return _line_at(lines, _place(lines, name))


def _line_at(lines: bytes, place: int) -> bytes:
    return lines[place : lines.index(b"\0", place) + 1 + _ID] if place < len(lines) else b""


def _lines(lines: bytes) -> Iterator[bytes]:
    start = 0
    while start < len(lines):
        end = lines.index(b"\0", start) + 1 + _ID
        yield lines[start:end]
        start = end


def _with(lines: bytes, name: bytes, mode: bytes, content: ObjectID | None) -> bytes:
    """Return the lines with another one for this name, or without it."""
    place = _place(lines, name)
    old = _line_at(lines, place)
    lines = lines[:place] + lines[place + len(old) :]
    if content is None:
        return lines
    new = mode + b" " + name + b"\0" + bytes.fromhex(content.decode())
    if not old or _is_folder(old) != (mode == FOLDER):
        place = sum(len(line) for line in takewhile(lambda line: _key(line) < _key(new), _lines(lines)))
    return lines[:place] + new + lines[place:]


def _key(line: bytes) -> bytes:
    """Return what Git orders a line by."""
    return _name(line) + (b"/" if _is_folder(line) else b"")


def _name(line: bytes) -> bytes:
    return line[line.index(b" ") + 1 : -_ID - 1]


def _id(line: bytes) -> ObjectID:
    return ObjectID(line[-_ID:].hex().encode())


def _is_folder(line: bytes) -> bool:
    return line.lstrip(b"0").startswith(FOLDER)


def _is_content(line: bytes) -> bool:
    """Tell whether a line is of a file or a link; the line of another repository within this one has no content."""
    return line.lstrip(b"0").startswith((b"100", b"120"))
