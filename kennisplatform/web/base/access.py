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

from kennisplatform.vocabulary import Role
from kennisplatform.web.base import current, unsent_forms

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


def reauthenticated(view: View) -> View:
    """Let in who showed a short while ago who they are, for what cannot be undone or gives power; others do so first.

    It stands under `for_members` and the like. Looking asks too: for pages that show a secret or cannot be undone.
    """

    @wraps(view)
    def guarded(*arguments: object, **named: object) -> ResponseReturnValue:
        session = current.login_session()
        sends = request.method not in {"GET", "HEAD"}
        if session and session.is_confirmed(to_send=sends):
            return cast(ResponseReturnValue, view(*arguments, **named))
        if sends:
            return unsent_forms.ask_to_confirm()
        return redirect(url_for("reauthentication.confirm", verder=request.full_path.rstrip("?")))

    return cast(View, guarded)


def reauthenticated_to_save(view: View) -> View:
    """As `reauthenticated`, but for a page that anybody with its role may look at: only sending its form asks."""
    guarded = reauthenticated(view)

    @wraps(view)
    def guarded_when_sent(*arguments: object, **named: object) -> ResponseReturnValue:
        chosen = view if request.method in {"GET", "HEAD"} else guarded
        return cast(ResponseReturnValue, chosen(*arguments, **named))

    return cast(View, guarded_when_sent)


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
            return unsent_forms.ask_to_log_in()
        if not account.has_role(role):
            abort(403)
        return cast(ResponseReturnValue, view(*arguments, **named))

    guarded.needed_role = role  # type: ignore[attr-defined]
    return cast(View, guarded)
