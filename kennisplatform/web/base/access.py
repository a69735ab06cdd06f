"""Who may use a view. Every view says so with one of these; a test walks all addresses to see that none forgot.

A visitor who must log in first goes to the log-in page and comes back; who is logged in and may not gets a page that
says so. Entries are another matter: one that a viewer may not see is not there (`visibility.entry_or_404`).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from kennisplatform import outside
from kennisplatform.vocabulary import Role
from kennisplatform.web.base import current

View = TypeVar("View", bound=Callable[..., Any])


def for_everyone(view: View) -> View:
    """Let everybody in, logged in or not; what they see depends on who they are."""
    view.needed_role = None  # type: ignore[attr-defined]
    return view


def for_members(view: View) -> View:
    """Let in who is logged in."""
    return _for(Role.MEMBER, view)


def for_curators(view: View) -> View:
    """Let in curators and administrators."""
    return _for(Role.CURATOR, view)


def for_administrators(view: View) -> View:
    """Let in administrators."""
    return _for(Role.ADMINISTRATOR, view)


def confirmed(view: View) -> View:
    """Let in who showed a short while ago who they are, for what cannot be undone or gives power; others do so first.

    It stands under `for_members` and the like. The page with the form asks too, so that a form that is sent was
    opened by who confirmed. When one comes too late nothing is done, and its sender is led back to the form.
    """

    @wraps(view)
    def guarded(*arguments: object, **named: object) -> ResponseReturnValue:
        session = current.login_session()
        sends = request.method not in {"GET", "HEAD"}
        if session and session.is_confirmed(to_send=sends):
            return cast(ResponseReturnValue, view(*arguments, **named))
        return redirect(url_for("confirmation.confirm", verder=_form_address() if sends else _here()))

    return cast(View, guarded)


def _here() -> str:
    return request.full_path.rstrip("?")


def _form_address() -> str:
    """Return the page from which the form was sent; browsers name it, because the Referrer-Policy lets them."""
    return outside.path_on(request.host, request.referrer or "") or url_for("account.overview")


def takes_files(largest: int) -> Callable[[View], View]:
    """Let a view be sent so many bytes, by who may use it; others, and other views, stay at `security.LARGEST_FORM`.

    It stands below the one that says who may use the view.
    """

    def mark(view: View) -> View:
        view.largest_request = largest  # type: ignore[attr-defined]
        return view

    return mark


def _for(role: Role, view: View) -> View:
    @wraps(view)
    def guarded(*arguments: object, **named: object) -> ResponseReturnValue:
        account = current.account()
        if account is None:
            current.refuse_unknown()
            onward = _here() if request.method == "GET" else None
            return redirect(url_for("login.log_in", verder=onward))
        if not account.has_role(role):
            abort(403)
        return cast(ResponseReturnValue, view(*arguments, **named))

    guarded.needed_role = role  # type: ignore[attr-defined]
    return cast(View, guarded)
