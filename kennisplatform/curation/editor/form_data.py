"""What somebody typed in a form, to the letter: what a form shows again, what a draft keeps."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
"""Characters that nobody types; they come along with what is pasted, and no file or database should hold them."""


@dataclass(frozen=True)
class FormData:
    """The values per name. Rows have numbered names: `bronnen-0-titel`."""

    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str]]) -> FormData:
        """Take what a form sent; line ends become those of files."""
        values: dict[str, tuple[str, ...]] = {}
        for name, value in pairs:
            cleaned = _CONTROL.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
            values[name] = (*values.get(name, ()), cleaned)
        return cls(values)

    def one(self, name: str) -> str:
        """Return the first value of a name, empty where there is none."""
        return next(iter(self.values.get(name, ())), "")

    def all(self, name: str) -> tuple[str, ...]:
        """Return all values of a name that are not empty."""
        return tuple(value for value in self.values.get(name, ()) if value)

    def rows(self, name: str) -> list[int]:
        """Return the numbers of the rows that a name has, in their order."""
        pattern = re.compile(rf"{re.escape(name)}-(\d{{1,4}})-")
        return sorted({int(found[1]) for key in self.values if (found := pattern.match(key))})

    def changed(self, changes: Mapping[str, tuple[str, ...]]) -> FormData:
        """Return the same with other values for some names."""
        return FormData({**self.values, **changes})

    def without(self, name: str) -> FormData:
        """Return the same without a field and all that is in it."""
        return FormData({key: value for key, value in self.values.items() if key != name and not _is_in(key, name)})

    def only(self, name: str) -> dict[str, tuple[str, ...]]:
        """Return the values of a field and of all that is in it."""
        return {key: value for key, value in self.values.items() if key == name or _is_in(key, name)}


def _is_in(key: str, name: str) -> bool:
    return key.startswith(f"{name}-")
