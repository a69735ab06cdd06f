"""Ascending numbers in few bytes: the steps between them, a byte each; after 255 the step goes on in the next byte."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

_MORE = 255


def packed(numbers: Iterable[int]) -> bytes:
    """Return ascending numbers from 0 as bytes."""
    steps = bytearray()
    before = 0
    for number in numbers:
        more, last = divmod(number - before, _MORE)
        if more:
            steps += bytes([_MORE]) * more
        steps.append(last)
        before = number
    return bytes(steps)


def unpacked(data: bytes) -> npt.NDArray[np.integer[Any]]:
    """Return the numbers that `packed` made bytes of."""
    steps = np.frombuffer(data, np.uint8)
    numbers: npt.NDArray[np.int64] = np.cumsum(steps, dtype=np.int64)[steps != _MORE]
    return numbers
