"""YAML as curators write it, read as plain data: texts, whole numbers, dates, lists and groups.

Aliases, tags that build objects and deep nesting are refused before anything is constructed. A number that begins with
0 or + stays text, as in `telefoon: 0703333333`: YAML 1.1 would make 118339291 of it, because it takes it for octal.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import yaml

DEEPEST_NESTING = 8
"""Levels of lists and groups; real files use three."""
NO_YAML = "dit is geen geldige YAML; kijk naar haken, aanhalingstekens, dubbele punten en inspringen"
NO_VALUE = "een waarde is niet te lezen, bijvoorbeeld een datum die niet bestaat of een vreemd teken"

_INT = "tag:yaml.org,2002:int"


class UnreadableYaml(Exception):
    """The text is not such YAML. `reason` is Dutch; `line` counts from 1 and may be unknown."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


def at_line(line: int | None, reason: str) -> str:
    """Return a reason with the line that it is about, where that is known."""
    return f"bij regel {line}: {reason}" if line else reason


@dataclass(frozen=True)
class PlainData:
    """What a text says (None for an empty one), and the node of it, which knows on which line each value stands."""

    value: Any
    root: yaml.Node | None


class _Loader(yaml.CSafeLoader):
    pass


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in found if tag != _INT]
    for first, found in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver(_INT, re.compile(r"-?(?:0|[1-9][0-9]*)$"), list("-0123456789"))


def read(text: str) -> PlainData:
    """Read a text; raise `UnreadableYaml`."""
    try:
        _refuse_bombs(text)
        loader = _Loader(text)
        try:
            root = loader.get_single_node()
            return PlainData(None if root is None else loader.construct_document(root), root)
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise UnreadableYaml(NO_YAML, mark.line + 1 if mark else None) from error
    except (yaml.YAMLError, ValueError, OverflowError, TypeError, LookupError, AttributeError) as error:
        # Constructors raise plain errors on values such as the date 2026-02-31, `!!bool x` or an unhashable key.
        raise UnreadableYaml(NO_VALUE) from error


def _refuse_bombs(text: str) -> None:
    """Walk the events, which costs no memory per level, before any node is built."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        line = event.start_mark.line + 1 if event.start_mark else None
        if isinstance(event, yaml.AliasEvent):
            raise UnreadableYaml("verwijzingen (*naam) zijn hier niet toegestaan", line)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST_NESTING:
                raise UnreadableYaml("lijsten en groepen zijn te diep genest", line)
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
