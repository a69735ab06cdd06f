"""Pages as they were made a moment ago, given again for as long as nothing behind them changed.

Only pages whose view says `remembered`, because all they depend on is the address, the rights of who looks and
`_State`. Visitors without a session get the answer as it was sent, compressed and with its tag. Members with equal
rights get the text of the page, each with their own name, token and mark in the room left for those; curators none.
"""

from __future__ import annotations

import operator
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import wraps
from threading import Lock
from typing import Any, TypeVar, cast

from cachetools import LRUCache
from flask import Flask, Response, current_app, g, render_template, request, session
from markupsafe import Markup, escape
from werkzeug.datastructures import Headers

from kennisplatform import dutch_time
from kennisplatform.health import Part
from kennisplatform.permissions import ANONYMOUS, Viewer
from kennisplatform.search.engine import SearchUnavailable
from kennisplatform.site import site
from kennisplatform.web.base import current, unsent_forms
from kennisplatform.web.base.own_basket import basket

View = TypeVar("View", bound=Callable[..., Any])

MOST_REMEMBERED = 16_000_000
"""Bytes of pages in one process."""
LARGEST_PAGE = 500_000
LONGEST_QUERY = 1_000
"""Bytes; what is longer is hardly asked twice."""
COSTS_BESIDE = 3_000
"""Bytes of what is kept beside a page: its address and its headers, at most."""
ROOM_FOR_MENU = Markup("<!--{}-->").format(secrets.token_hex(16))
ROOM_FOR_OWNER = secrets.token_hex(16)
"""What stands in a remembered page of members for what is their own; no text of the site can hold it by accident."""
_EXTENSION = "page-memory"

_Key = tuple[Viewer, str, str, str, str, bytes, str]


def remembered(view: View) -> View:
    """Let a page be given again; it stands under `for_everyone`.

    A view whose page depends on more than `_State` for some addresses, or that counts who looks, says so each time with
    `not_remembered`.
    """

    @wraps(view)
    def given_again(*arguments: object, **named: object) -> Any:  # noqa: ANN401
        if not _is_for_members():
            return view(*arguments, **named)
        return _with_own_parts(lambda: view(*arguments, **named))

    given_again.is_remembered = True  # type: ignore[attr-defined]
    return cast(View, given_again)


def not_remembered() -> None:
    """Keep the page of this request out of memory."""
    g.pop("page_asked", None)


def leaves_room() -> bool:
    """Tell whether the page that is being made leaves room for what is somebody's own."""
    return "leaves_room" in g


@dataclass(frozen=True)
class _State:
    """All that a page is made of. The sources are other objects as soon as they say something else."""

    sources: tuple[object, ...]
    day: date
    troubles: tuple[Part, ...]

    @classmethod
    def now(cls) -> _State | None:
        """Look at the sources: some files are asked whether they changed. None while one of them cannot be read."""
        try:
            files = [file.refresh() for file in site.curated_files]
            sources = (site.catalogue, site.engine.state(), site.history.last_changes(), *files)
        except (OSError, SearchUnavailable):
            return None
        return cls(sources, dutch_time.today(), site.health.troubles)

    def is_still(self, now: _State | None) -> bool:
        """Tell whether nothing changed meanwhile."""
        if now is None:
            return False
        is_same = all(map(operator.is_, self.sources, now.sources))
        return is_same and self.day == now.day and self.troubles == now.troubles


@dataclass(frozen=True)
class _Asked:
    """A page that is being made, and of what."""

    key: _Key
    state: _State


@dataclass(frozen=True)
class _Page:
    """What was made."""

    body: bytes
    headers: Headers


class _Pages:
    """The pages of one state that were asked for last; another state forgets them all. Safe to share between threads.

    So nothing that was read or indexed before is held any longer because some page was made of it.
    """

    def __init__(self) -> None:
        self._state: _State | None = None
        self._pages: LRUCache[_Key, _Page] = LRUCache(MOST_REMEMBERED, lambda page: len(page.body) + COSTS_BESIDE)
        self._lock = Lock()

    def find(self, asked: _Asked) -> _Page | None:
        """Return the page that is asked for, if it was made of the same."""
        with self._lock:
            if not asked.state.is_still(self._state):
                self._state = asked.state
                self._pages.clear()
            return self._pages.get(asked.key)

    def keep(self, asked: _Asked, page: _Page) -> None:
        """Keep a page, unless something changed while it was made."""
        if len(page.body) <= LARGEST_PAGE and asked.state.is_still(_State.now()):
            with self._lock:
                if asked.state.is_still(self._state):
                    self._pages[asked.key] = page


def register(app: Flask) -> None:
    """Answer from memory before anything else is done; what is kept is compressed already, so register that later."""
    app.extensions[_EXTENSION] = pages = _Pages()
    app.jinja_env.globals.update(leaves_room=leaves_room, room_for_menu=ROOM_FOR_MENU)
    app.before_request(lambda: _from_memory(pages))
    app.after_request(lambda response: _kept(pages, response))


def _from_memory(pages: _Pages) -> Response | None:
    """Answer a visitor without a session."""
    view = current_app.view_functions.get(request.endpoint or "")
    if not getattr(view, "is_remembered", False) or not _may_be_remembered() or session:
        return None
    if current.account() or current.is_unknown() or basket():
        return None
    site.follower.ensure_following()
    asked = _asked(ANONYMOUS, request.headers.get("Accept-Encoding", "")[:LONGEST_QUERY])
    page = pages.find(asked) if asked else None
    if page is None:
        g.page_asked = asked
        return None
    g.page_from_memory = True
    return Response(page.body, headers=page.headers)


def _kept(pages: _Pages, response: Response) -> Response:
    asked: _Asked | None = g.pop("page_asked", None)
    is_whole = response.status_code == 200 and not response.is_streamed and "Set-Cookie" not in response.headers
    if asked and is_whole and not session:
        pages.keep(asked, _Page(response.get_data(), response.headers.copy()))
    return response


def _with_own_parts(make: Callable[[], Any]) -> Any:  # noqa: ANN401
    """Return a page, from memory or made now, with what is the member's own in it."""
    pages: _Pages = current_app.extensions[_EXTENSION]
    asked = _asked(current.viewer())
    if asked is None:
        return make()
    page = pages.find(asked)
    if page:
        g.page_from_memory = True
        return _filled(page.body.decode())
    g.page_asked, g.leaves_room = asked, True
    try:
        made = make()
    finally:
        is_kept = g.pop("page_asked", None) is asked
        g.pop("leaves_room")
    if not isinstance(made, str):
        return made
    if is_kept and unsent_forms.TOKEN not in g:  # where Flask-WTF notes that a form of the page has a token
        pages.keep(asked, _Page(made.encode(), Headers()))
    return _filled(made)


def _filled(page: str) -> str:
    owner = current_app.jinja_env.globals["copy_owner"]
    page = page.replace(ROOM_FOR_MENU, render_template("accounts/_account_menu.html", section=""))
    return page.replace(ROOM_FOR_OWNER, escape(owner()))  # type: ignore[operator]


def _is_for_members() -> bool:
    """Tell whether a member looks without a message waiting or a basket; curators have forms on every page."""
    account = current.account()
    has_own = "_flashes" in session or unsent_forms.COOKIE in request.cookies
    if account is None or account.viewer.is_curator or has_own or not _may_be_remembered():
        return False
    return not basket()


def _may_be_remembered() -> bool:
    """Tell whether a page is asked for. A form that is shown again is asked for as one, but `g` has what was typed."""
    is_page = request.method == "GET" and len(request.query_string) <= LONGEST_QUERY
    return is_page and not current_app.debug and "unsent_form" not in g


def _asked(viewer: Viewer, encodings: str = "") -> _Asked | None:
    """Return what a page depends on: its state, who looks, the address, and how it is compressed."""
    state = _State.now()
    where = (request.scheme, request.host, request.root_path, request.path, request.query_string)
    return _Asked((viewer, *where, encodings), state) if state else None
