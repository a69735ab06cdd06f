"""What a page shows besides what it is for, and does without when the database cannot tell."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.exc import SQLAlchemyError

from kennisplatform.database.connection import DatabaseUnavailable

Extra = TypeVar("Extra")

log = logging.getLogger(__name__)


def or_else(otherwise: Extra, ask: Callable[[], Extra]) -> Extra:
    """Return what the question gives, and something else when the database cannot be read."""
    try:
        return ask()
    except (DatabaseUnavailable, SQLAlchemyError) as error:
        log.warning("Een bladzijde moet het zonder iets uit de database doen: %s", error)
        return otherwise
