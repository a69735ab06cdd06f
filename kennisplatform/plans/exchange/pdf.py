"""A plan as a PDF that can be read aloud (PDF/UA), set by Typst in a separate process."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from kennisplatform import separate_process
from kennisplatform.clean_text import clean
from kennisplatform.plans.exchange import parts
from kennisplatform.plans.exchange.parts import NOTHING, Source
from kennisplatform.plans.plan import Plan

PROGRAM = Path(__file__).with_name("typesetter_program.py")


class NotSet(Exception):
    """The PDF could not be made in time."""


def plan_as_pdf(plan: Plan, sources: Sequence[Source], today: date) -> bytes:
    """Return the file. Raises `NotSet`."""
    text = json.dumps(_cleaned(_parts(plan, sources, today)), ensure_ascii=False)
    file = separate_process.run(PROGRAM, text.encode())
    if not file.startswith(b"%PDF-"):
        raise NotSet
    return file


def _parts(plan: Plan, sources: Sequence[Source], today: date) -> dict[str, object]:
    """Return all that `plan.typ` sets."""
    return {
        "title": plan.title,
        "subtitle": parts.subtitle(plan),
        "day": {"year": today.year, "month": today.month, "day": today.day},
        "facts": parts.facts(plan, today),
        "footer": parts.footer(plan, today),
        "agenda": _filled(parts.agenda_rows(plan)),
        "overview": _filled(parts.overview_rows(plan)),
        "actions": [
            {"title": parts.heading(there), "fields": _filled(parts.field_rows(plan, there))} for there in plan.actions
        ],
        "sources": [{"title": source.title, "url": source.url} for source in sources],
        "words": {
            "confidential": parts.CONFIDENTIAL,
            "contents": parts.CONTENTS,
            "agenda": parts.AGENDA,
            "overview": parts.OVERVIEW,
            "actions": parts.ACTIONS,
            "sources": parts.SOURCES,
            "page": "bladzijde",
            "of": "van",
            "agenda_columns": parts.AGENDA_COLUMNS,
            "columns": parts.COLUMNS,
            "field_columns": parts.FIELD_COLUMNS,
        },
    }


def _filled(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    return [[cell or NOTHING for cell in row] for row in rows]


def _cleaned(part: object) -> object:
    """Return a part with all its text free of what cannot be printed."""
    if isinstance(part, str):
        return clean(part)
    if isinstance(part, dict):
        return {name: _cleaned(value) for name, value in part.items()}
    return [_cleaned(value) for value in part] if isinstance(part, list | tuple) else part
