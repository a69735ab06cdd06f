"""YAML as curators write it, read to the letter: every value is text, a list, a group of fields, or nothing.

YAML guesses that `Off` is a boolean, `055.2700000` a fraction and `2026-01-15` a date. Here only a model decides what
its field is, so what was typed arrives as it was typed; a value that is left empty is None. Aliases, tags, deep
nesting, huge lists and a field that stands twice in one group are refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

DEEPEST_NESTING = 8
"""Levels of lists and groups; real files use three."""
MOST_VALUES = 20_000
"""Values of one text, which takes half a second; real files have some three thousand."""
NO_YAML = "dit is geen geldige YAML; kijk naar haken, aanhalingstekens, dubbele punten en inspringen"

_TEXT = "tag:yaml.org,2002:str"
_NOTHING = "tag:yaml.org,2002:null"
_INT = "tag:yaml.org,2002:int"
_TIMESTAMP = "tag:yaml.org,2002:timestamp"


class UnreadableYaml(Exception):
    """The text is not such YAML. `reason` is Dutch; `line` counts from 1 and may be unknown."""

    def __init__(self, reason: str, line: int | None = None, field: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line
        self.field = field


def at_line(line: int | None, reason: str) -> str:
    """Return a reason with the line that it is about, where that is known."""
    return f"bij regel {line}: {reason}" if line else reason


@dataclass(frozen=True)
class PlainData:
    """What a text says (None for an empty one), and the node of it, which knows on which line each value stands."""

    value: Any
    root: yaml.Node | None

    def line_of(self, place: tuple[int | str, ...]) -> int | None:
        """Return the line (from 1) of the value at the end of a path of keys and indexes, or of what holds it."""
        node = self.root
        line = None
        for step in place:
            node, line = _within(node, step, line)
        return line


def _within(node: yaml.Node | None, step: int | str, line: int | None) -> tuple[yaml.Node | None, int | None]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == step:
                return value, key.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        item = node.value[step]
        return item, item.start_mark.line + 1
    return None, line


class _Loader(yaml.CSafeLoader):
    pass


_Loader.yaml_implicit_resolvers = {"": [(_NOTHING, re.compile("$"))]}


def read(text: str) -> PlainData:
    """Read a text; raise `UnreadableYaml`."""
    try:
        _refuse_bombs(text)
        loader = _Loader(text)
        try:
            root = loader.get_single_node()
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        raise UnreadableYaml(NO_YAML, _line_of_fault(error)) from error
    except (yaml.YAMLError, UnicodeError) as error:
        raise UnreadableYaml(NO_YAML) from error
    return PlainData(None if root is None else _plain(root), root)


def _refuse_bombs(text: str) -> None:
    """Walk the events, which costs no memory per level, before any node is built."""
    depth = values = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        line = event.start_mark.line + 1 if event.start_mark else None
        values += isinstance(event, yaml.NodeEvent)
        if values > MOST_VALUES:
            raise UnreadableYaml(f"er staan meer dan {MOST_VALUES} waarden in", line)
        if isinstance(event, yaml.AliasEvent):
            raise UnreadableYaml("verwijzingen (*naam) zijn hier niet toegestaan", line)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST_NESTING:
                raise UnreadableYaml("lijsten en groepen zijn te diep genest", line)
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _line_of_fault(error: yaml.MarkedYAMLError) -> int | None:
    """Return the line to mend: where something was opened and never closed, else where reading stopped."""
    is_unclosed = re.search("flow|scanning", error.context or "")
    mark = error.context_mark if is_unclosed and error.context_mark else error.problem_mark or error.context_mark
    return mark.line + 1 if mark else None


def _plain(node: yaml.Node) -> Any:  # noqa: ANN401 -- text, list, group or None
    line = node.start_mark.line + 1
    if isinstance(node, yaml.ScalarNode) and node.tag in {_TEXT, _NOTHING}:
        return node.value if node.tag == _TEXT else None
    if isinstance(node, yaml.SequenceNode) and node.tag == yaml.resolver.BaseResolver.DEFAULT_SEQUENCE_TAG:
        return [_plain(item) for item in node.value]
    if not isinstance(node, yaml.MappingNode) or node.tag != yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG:
        raise UnreadableYaml(f"schrijf de waarde zonder {node.tag.replace('tag:yaml.org,2002:', '!!')}", line)
    group: dict[str, Any] = {}
    for key, value in node.value:
        line = key.start_mark.line + 1
        if key.tag != _TEXT:
            raise UnreadableYaml("een veldnaam moet een woord zijn", line)
        if key.value in group:
            raise UnreadableYaml("dit veld staat er twee keer", line, key.value)
        group[key.value] = _plain(value)
    return group


class _Dumper(yaml.CSafeDumper):
    """Writes what `read` reads. Text that other programs would take for something else is in quotation marks, but for
    dates and whole numbers: those they guess right.
    """

    def represent_nothing(self, _: None) -> yaml.ScalarNode:
        return self.represent_scalar(_NOTHING, "")


_WHOLE_NUMBER = r"-?(?:0|[1-9][0-9]*)$"


def _but_whole_numbers(pattern: re.Pattern[str]) -> re.Pattern[str]:
    return re.compile(f"(?!{_WHOLE_NUMBER})(?:{pattern.pattern})", pattern.flags)


_Dumper.yaml_implicit_resolvers = {
    first: [
        (tag, _but_whole_numbers(pattern) if tag == _INT else pattern) for tag, pattern in rules if tag != _TIMESTAMP
    ]
    for first, rules in yaml.CSafeDumper.yaml_implicit_resolvers.items()
}
_Dumper.yaml_representers = {
    kind: represent for kind, represent in yaml.CSafeDumper.yaml_representers.items() if kind in {str, list, dict}
}
_Dumper.add_representer(type(None), _Dumper.represent_nothing)


def written(value: Mapping[str, Any], **options: Any) -> str:  # noqa: ANN401 -- options of PyYAML
    """Return a group of fields as YAML without the last line end; anything but text, lists, groups and None raises."""
    text: str = yaml.dump(
        dict(value), Dumper=_Dumper, **{"default_flow_style": False, "allow_unicode": True, **options}
    )
    return text.removesuffix("\n")
