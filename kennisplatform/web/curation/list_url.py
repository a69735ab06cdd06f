"""The list of entries as an address and back. A value that no vocabulary knows counts as not given."""

from __future__ import annotations

from typing import TypeVar
from urllib.parse import parse_qsl

from flask import request, url_for
from werkzeug.datastructures import MultiDict

from kennisplatform import outside
from kennisplatform.curation.worklist.completeness import RULE_LABELS
from kennisplatform.curation.worklist.entry_list import ListRequest, Need, Sorting
from kennisplatform.vocabulary import Kind, Sector, Status, Term, Theme, Visibility
from kennisplatform.web.display.form_fields import stripped

TermType = TypeVar("TermType", bound=Term)

LONGEST_TEXT = 200


def read(arguments: MultiDict[str, str]) -> ListRequest:
    """Return what an address asks for."""
    need = arguments.get("nodig", "")
    sorting = arguments.get("sorteer", "")
    page = arguments.get("pagina", "")
    return ListRequest(
        text=stripped(arguments.get("q", "")[:LONGEST_TEXT]),
        kind=_term(Kind, arguments.get("soort", "")),
        status=_term(Status, arguments.get("status", "")),
        theme=_term(Theme, arguments.get("thema", "")),
        sector=_term(Sector, arguments.get("sector", "")),
        visibility=_term(Visibility, arguments.get("zichtbaar", "")),
        need=need if need in Need.__members__.values() or need in RULE_LABELS else "",
        sorting=Sorting(sorting) if sorting in Sorting.__members__.values() else Sorting.TITLE,
        page=outside.number(page, 1, 9999) or 1,
    )


def read_from_form() -> ListRequest:
    """Return the list from which a form was sent; it carries its address along in `lijst`."""
    address = outside.split_url(request.form.get("lijst", ""))
    return read(MultiDict(parse_qsl(address.query if address else "")))


def url(asked: ListRequest, done: str | None = None) -> str:
    """Return the address of a request, as short as it can be; `done` is the revision that was just made."""
    return url_for(
        "entry_list.overview",
        q=asked.text or None,
        soort=asked.kind,
        status=asked.status,
        thema=asked.theme,
        sector=asked.sector,
        zichtbaar=asked.visibility,
        nodig=asked.need or None,
        sorteer=None if asked.sorting is Sorting.TITLE else asked.sorting.value,
        pagina=None if asked.page == 1 else asked.page,
        gedaan=done,
    )


def _term(vocabulary: type[TermType], value: str) -> TermType | None:
    return vocabulary(value) if value in vocabulary.__members__.values() else None
