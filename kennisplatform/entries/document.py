"""The text of one entry file, and how it changes without disturbing what nobody touched.

A `Document` keeps the exact source. An update rewrites only the lines of the keys whose value changed; comments, key
order, unknown keys, quoting, line ends and a byte-order mark stay as the curator wrote them. Front matter is read to
the letter (`plain_yaml`): its values are texts, lists and groups, and what writes them gives such values too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

import frontmatter
import yaml
from frontmatter.default_handlers import YAMLHandler

from kennisplatform.entries import plain_yaml
from kennisplatform.entries.plain_yaml import UnreadableYaml

TEXT = "tekst"
"""The name of the body among the fields, in forms and conflicts."""
BOUNDARY = re.compile(r"^-{3,}[ \t\r]*$", re.MULTILINE)
"""The lines of dashes around the front matter."""
BYTE_ORDER_MARK = "\ufeff"


class DocumentError(Exception):
    """The text is not front matter plus body. `reason` is Dutch; `line` counts from 1 and may be unknown."""

    def __init__(self, reason: str, line: int | None = None, field: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line
        self.field = field

    def moved_down(self, lines: int) -> DocumentError:
        """Return the same error for a text that stands this many lines further down."""
        return DocumentError(self.reason, None if self.line is None else self.line + lines, self.field)


@dataclass(frozen=True)
class KeyLines:
    """Where a key stands: its first line and the line after its value, counted from 0 within the front matter."""

    start: int
    end: int


class FrontMatterHandler(YAMLHandler):
    """python-frontmatter's YAML handler that reads plain data and remembers on which lines each key stands."""

    def __init__(self) -> None:
        super().__init__(fm_boundary=BOUNDARY)
        self.key_lines: dict[str, KeyLines] = {}

    def load(self, fm: str, **kwargs: object) -> dict[str, Any]:
        """Return the front matter as a dictionary; raise `DocumentError` where it is not plain key-value YAML."""
        try:
            data = plain_yaml.read(fm)
        except UnreadableYaml as error:
            raise DocumentError(f"in de kop: {error.reason}", error.line, error.field) from error
        if not isinstance(data.root, yaml.MappingNode):
            raise DocumentError("de kop van het bestand bevat geen velden; schrijf 'veld: waarde'", 1)
        self.key_lines = _key_lines(data.root)
        return dict(data.value)

    def export(self, metadata: dict[str, object], **kwargs: object) -> str:
        """Return the dictionary as YAML that reads back the same."""
        return plain_yaml.written(metadata, **kwargs)


def _key_lines(root: yaml.MappingNode) -> dict[str, KeyLines]:
    return {
        key.value: KeyLines(key.start_mark.line, value.end_mark.line + (value.end_mark.column > 0))
        for key, value in root.value
    }


@dataclass(frozen=True)
class Document:
    """One file: `metadata`, `body`, and the four stretches of text that together are the exact `source`."""

    opening: str
    front: str
    closing: str
    raw_body: str
    metadata: Mapping[str, Any]
    key_lines: Mapping[str, KeyLines]

    @classmethod
    def parse(cls, source: str) -> Document:
        """Read a file's text; raise `DocumentError` if it has no readable front matter."""
        text = source.removeprefix(BYTE_ORDER_MARK)
        handler = FrontMatterHandler()
        boundaries = list(islice(BOUNDARY.finditer(text), 2)) if handler.detect(text) else []
        if len(boundaries) < 2:
            raise DocumentError("het bestand begint niet met een kop tussen twee regels '---'", 1)
        first, second = boundaries
        front = text[first.end() : second.start()]
        lines_above = text.count("\n", 0, first.end())
        try:
            metadata = handler.load(front)
        except DocumentError as error:
            raise error.moved_down(lines_above) from error
        opening = source[: len(source) - len(text)] + first.group()
        return cls(opening, front, second.group(), text[second.end() :], metadata, handler.key_lines)

    @classmethod
    def of_file(cls, data: bytes | None) -> Document | None:
        """Read what a file holds; None for no file, and for one that is no text or has no readable front matter."""
        try:
            return None if data is None else cls.parse(data.decode())
        except (DocumentError, UnicodeDecodeError):
            return None

    @classmethod
    def new(cls, metadata: Mapping[str, Any], body: str) -> Document:
        """Write a file that did not exist yet; the keys keep the order in which they are given."""
        post = frontmatter.Post(body.strip())
        post.metadata = dict(metadata)
        return cls.parse(frontmatter.dumps(post, handler=FrontMatterHandler(), sort_keys=False) + "\n")

    @property
    def source(self) -> str:
        """The whole text of the file, exactly as it was read or must be written."""
        return self.opening + self.front + self.closing + self.raw_body

    @property
    def body(self) -> str:
        """The Markdown without the white space around it."""
        return self.raw_body.strip()

    def values_for(self, slug: str) -> dict[str, Any]:
        """Return what a model is made of: the metadata, the slug and the body."""
        return {**self.metadata, "slug": slug, "body": self.body}

    def line_of(self, key: str) -> int | None:
        """Return the line in the file (from 1) on which a key of the front matter stands."""
        position = self.key_lines.get(key)
        return position.start + self.opening.count("\n") + 1 if position else None

    def updated(self, metadata: Mapping[str, Any], body: str) -> Document:
        """Return the document with this metadata and body; the lines of what kept its value are kept to the letter.

        New keys come last, keys that `metadata` lacks disappear. A layout that cannot be edited by the line (the whole
        front matter in one pair of braces, for instance) is written anew.
        """
        if dict(metadata) == dict(self.metadata) and body.strip() == self.body:
            return self
        newline = "\r\n" if "\r\n" in self.opening + self.front else "\n"
        raw_body = self.raw_body
        if body.strip() != self.body:
            leading = raw_body[: len(raw_body) - len(raw_body.lstrip())] or newline
            trailing = raw_body[len(raw_body.rstrip()) :] if self.body else newline
            raw_body = leading + newline.join(body.strip().replace("\r\n", "\n").split("\n")) + trailing
        front = self.front
        if dict(metadata) != dict(self.metadata):
            front = self._front_with(metadata, newline)
        source = self.opening + front + self.closing + raw_body
        changed = _parse_or_none(source)
        if changed is None or dict(changed.metadata) != dict(metadata):
            front = newline + _as_yaml(metadata, newline)
            changed = Document.parse(self.opening.rstrip() + front + self.closing + raw_body)
        return changed

    def _front_with(self, metadata: Mapping[str, Any], newline: str) -> str:
        lines = self.front.splitlines(keepends=True)
        edited = list(lines)
        for key, position in self.key_lines.items():
            if key in metadata and metadata[key] == self.metadata.get(key):
                continue
            end = position.end
            while end > position.start + 1 and _belongs_to_what_follows(lines[end - 1]):
                end -= 1
            written = _as_yaml({key: metadata[key]}, newline) if key in metadata else ""
            edited[position.start : end] = [written] + [""] * (end - position.start - 1)
        added = {key: value for key, value in metadata.items() if key not in self.metadata}
        return "".join(edited) + (_as_yaml(added, newline) if added else "")


def _belongs_to_what_follows(line: str) -> bool:
    """A blank line or a comment at the margin is no part of the value above it."""
    return not line.strip() or line.startswith("#")


def _parse_or_none(source: str) -> Document | None:
    try:
        return Document.parse(source)
    except DocumentError:
        return None


def _as_yaml(metadata: Mapping[str, Any], newline: str) -> str:
    text: str = FrontMatterHandler().export(dict(metadata), sort_keys=False, width=120)
    return (text + "\n").replace("\n", newline)
