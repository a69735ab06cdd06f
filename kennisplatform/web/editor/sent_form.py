"""A form of the editor as it was sent: what was typed, which draft that is, and whose it is.

Each form names, signed, the account for which it was made. One that arrives when its sender is no longer logged in is
kept at once, as a draft of that account. A form that another site made is not kept: browsers say where a form comes
from.
"""

from __future__ import annotations

from datetime import UTC, datetime

from flask import current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from itsdangerous import BadData, URLSafeTimedSerializer

from kennisplatform import outside
from kennisplatform.curation.editor.drafts import LONGEST_KEY, Draft, new_key, now
from kennisplatform.curation.editor.form_data import FormData
from kennisplatform.curation.writing.slugs import LONGEST as LONGEST_SLUG
from kennisplatform.entries.folders import model_of
from kennisplatform.site import site
from kennisplatform.vocabulary import Kind
from kennisplatform.web.base import current
from kennisplatform.web.base.forms import CONFIRMED_FIELD

LONGEST_OPEN = 14 * 24 * 3600
"""Seconds that a form may stand open and still be kept."""
OWNER_FIELD = "geopend-door"
"""The hidden field that says, signed, whose form it is; no field of an entry has this name."""
TYPED_AT_FIELD = "getypt-op"
"""The hidden field with the milliseconds since 1970, by the clock of the browser, of the last change in the form."""
NOT_TYPED = frozenset({"csrf_token", "doe", OWNER_FIELD, TYPED_AT_FIELD, CONFIRMED_FIELD})
LATEST = 10**14
KEPT_FOR_ANOTHER = "Dit formulier was geopend met een ander account. Wat erin stond, is daar bewaard als concept."


def submitted_form() -> FormData:
    """Return what the form that was just sent holds, without what the site itself put there."""
    return FormData.of((name, value) for name, value in request.form.items(multi=True) if name not in NOT_TYPED)


def draft_of(typed: FormData) -> Draft:
    """Return the draft that a form is; what it is of, and its key and version, stand in it."""
    kind = typed.one("vorm") if model_of(typed.one("vorm")) else Kind.EXAMPLE
    key = typed.one("concept")[:LONGEST_KEY] or new_key()
    return Draft(key, kind, typed.one("van")[:LONGEST_SLUG], typed.one("versie")[:64], typed, _typed_at())


def signed_owner() -> str:
    """Return the signed name of the account that is logged in, for its forms."""
    account = current.account()
    return str(_signer().dumps(account.id if account else None))


def keep_for_owner() -> ResponseReturnValue | None:
    """Keep the form that was just sent as a draft of who opened it, and lead on to where it lies.

    Returns None when it cannot be kept: the form is not one of ours, so that nobody knows whose it is.
    """
    whose = owner()
    draft = draft_of(submitted_form())
    if whose is None or not _comes_from_here() or not site.drafts.keep_if_possible(whose, draft):
        return None
    account = current.account()
    drafts = url_for("drafts.mine", teruggevonden=draft.key)
    if account is None:
        return redirect(url_for("login.log_in", verder=drafts), 303)
    if account.id != whose:
        flash(KEPT_FOR_ANOTHER)
        return redirect(url_for("drafts.mine"), 303)
    return redirect(drafts, 303)


def _typed_at() -> datetime:
    """Return when the form was last changed; the clock of a browser counts as far as it is not ahead of ours."""
    milliseconds = outside.number(request.form.get(TYPED_AT_FIELD, ""), 1, LATEST)
    return min(now(), datetime.fromtimestamp(milliseconds / 1000, UTC)) if milliseconds else now()


def owner() -> int | None:
    """Return the account for which the form was made, None when it does not say so itself."""
    try:
        found = _signer().loads(request.form.get(OWNER_FIELD, ""), max_age=LONGEST_OPEN)
    except BadData:
        return None
    return found if isinstance(found, int) else None


def _comes_from_here() -> bool:
    sender = request.headers.get("Origin") or request.referrer or ""
    return outside.path_on(request.host, sender) is not None


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.config["SECRET_KEY"]), salt="eigenaar van een formulier")
