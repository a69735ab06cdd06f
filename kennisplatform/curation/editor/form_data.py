"""What somebody typed in a form, to the letter: what a form shows again, what a draft keeps."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from kennisplatform.clean_text import clean

LONGEST_NAME = 100
"""Characters of the name of a value; no field has a longer one."""

_HYPHEN = re.compile("-")
_ROW = re.compile(r"\d{1,4}(?=-)")


@dataclass(frozen=True)
class FormData:
    """The values per name. Rows have numbered names: `bronnen-0-titel`."""

    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str]]) -> FormData:
        """Take what a form sent, clean and with the line ends of files."""
        values: dict[str, list[str]] = {}
        for name, value in pairs:
            values.setdefault(name, []).append(clean(value.replace("\r\n", "\n").replace("\r", "\n")))
        return cls({name: tuple(many) for name, many in values.items()})

    def one(self, name: str) -> str:
        """Return the first value of a name, empty where there is none."""
        return next(iter(self.values.get(name, ())), "")

    def all(self, name: str) -> tuple[str, ...]:
        """Return all values of a name that are not empty."""
        return tuple(value for value in self.values.get(name, ()) if value)

    def rows(self, name: str) -> list[int]:
        """Return the numbers of the rows that a name has, in their order."""
        start = len(name) + 1
        return sorted({int(found[0]) for key in self._within[name] if (found := _ROW.match(key, start))})

    def changed(self, changes: Mapping[str, tuple[str, ...]]) -> FormData:
        """Return the same with other values for some names."""
        return FormData({**self.values, **changes})

    def without(self, name: str) -> FormData:
        """Return the same without a field and all that is in it."""
        gone = {name, *self._within[name]}
        return FormData({key: value for key, value in self.values.items() if key not in gone})

    def only(self, name: str) -> dict[str, tuple[str, ...]]:
        """Return the values of a field and of all that is in it."""
        return {key: self.values[key] for key in (name, *self._within[name]) if key in self.values}

    @cached_property
    def _within(self) -> defaultdict[str, list[str]]:
        """Per field the names of what is in it."""
        index: defaultdict[str, list[str]] = defaultdict(list)
        for name in self.values:
            for hyphen in _HYPHEN.finditer(name[:LONGEST_NAME]):
                index[name[: hyphen.start()]].append(name)
        return index
