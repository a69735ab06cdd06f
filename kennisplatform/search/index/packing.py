"""Ascending numbers in few bytes: the steps between them, a byte each; after 255 the step goes on in the next byte."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

_MORE = 255


def packed(numbers: Sequence[int]) -> bytes:
    """Return ascending numbers from 0 as bytes."""
    steps = np.diff(np.array(numbers, np.int64), prepend=0)
    more, last = np.divmod(steps, _MORE)
    if more.any():
        ends = np.arange(len(steps)) + np.cumsum(more)
        filled = np.full(len(steps) + int(more.sum()), _MORE, np.uint8)
        filled[ends] = last
        return filled.tobytes()
    return last.astype(np.uint8).tobytes()


def unpacked(data: bytes) -> npt.NDArray[np.int64]:
    """Return the numbers that `packed` made bytes of."""
    steps = np.frombuffer(data, np.uint8)
    numbers: npt.NDArray[np.int64] = np.cumsum(steps, dtype=np.int64)[steps != _MORE]
    return numbers
