"""Sets of documents as Python integers with a bit per document number.

Filters, visibility and counts are one operation each on such sets, however many documents there are.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

DocumentSet = int
"""A set of document numbers, as bits."""


def of_mask(mask: npt.NDArray[np.bool_]) -> DocumentSet:
    """Return the set of the places at which the mask is true."""
    return int.from_bytes(np.packbits(mask, bitorder="little").tobytes(), "little")


def of_numbers(numbers: npt.NDArray[np.integer[Any]], size: int) -> DocumentSet:
    """Return the set of these numbers, all below `size`."""
    mask = np.zeros(size, np.bool_)
    mask[numbers] = True
    return of_mask(mask)


def mask_of(documents: DocumentSet, size: int) -> npt.NDArray[np.bool_]:
    """Return the set as a mask of `size` places."""
    packed = np.frombuffer(documents.to_bytes((size + 7) // 8, "little"), np.uint8)
    return np.unpackbits(packed, count=size, bitorder="little").view(np.bool_)
