"""The lines of the log: readable ones, or JSON for programs; each with the number of the request that it is about."""

from __future__ import annotations

import json
import logging
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Literal

Format = Literal["text", "json"]

REQUEST: ContextVar[str] = ContextVar("request", default="")
"""The number of the request that is answered now."""
FIELDS = ("endpoint", "status", "milliseconds")
"""What a line may tell besides its text, as `extra`: of the program, never of who asks."""
TALKATIVE = ("waitress", "alembic")


def configure(form: Format) -> None:
    """Write the log to the error output in this form."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines() if form == "json" else ReadableLines())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)


class ReadableLines(logging.Formatter):
    """Moment, level, the number of the request if there is one, and what happened."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(request)s%(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        number = REQUEST.get()
        record.request = f"[{number}] " if number else ""
        return super().format(record)


class JsonLines(logging.Formatter):
    """An object per line; a traceback is text in it, so that no line of the log is anything else."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if number := REQUEST.get():
            line["request"] = number
        line |= {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)
