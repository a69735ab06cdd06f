"""A form of the editor that arrives when its sender is no longer logged in: kept, and given back after logging in.

Each form names, signed, the account for which it was made; only that account gets it back, in the browser that sent it.
A form that another site made is not kept: browsers say where a form comes from.
"""

from __future__ import annotations

from typing import cast

from flask import Response, current_app, flash, redirect, request, url_for
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.wrappers import Response as AnyResponse

from kennisplatform import outside
from kennisplatform.curation.editor.drafts import LONGEST_KEY, Draft, new_key, now
from kennisplatform.curation.editor.form_data import FormData
from kennisplatform.curation.editor.rescued_forms import LONGEST_KEPT, KeptForm
from kennisplatform.curation.writing.slugs import LONGEST as LONGEST_SLUG
from kennisplatform.entries.folders import model_of
from kennisplatform.site import site
from kennisplatform.vocabulary import Kind
from kennisplatform.web.base import current

COOKIE = "bewaard-formulier"
LONGEST_OPEN = 14 * 24 * 3600
"""Seconds that a form may stand open and still be kept."""
OWNER_FIELD = "geopend-door"
"""The hidden field that says, signed, whose form it is; no field of an entry has this name."""
NOT_TYPED = frozenset({"csrf_token", "doe", OWNER_FIELD})


def submitted_form() -> FormData:
    """Return what the form that was just sent holds, without what the site itself put there."""
    return FormData.of((name, value) for name, value in request.form.items(multi=True) if name not in NOT_TYPED)


def signed_owner() -> str:
    """Return the signed name of the account that is logged in, for its forms."""
    account = current.account()
    return str(_signer().dumps(account.id if account else None))


def keep() -> AnyResponse | None:
    """Keep the form that was just sent and lead its sender back to it by way of logging in, if that is needed.

    Returns None when the form is not one of ours: nobody knows then whose it is.
    """
    owner = _owner()
    if owner is None or not _comes_from_here():
        return None
    key = site.kept_forms.keep(owner, KeptForm(request.path, submitted_form()))
    back = url_for("editor.found_again")
    response = redirect(back if current.account() else url_for("login.log_in", verder=back), 303)
    response.set_cookie(
        COOKIE,
        key,
        max_age=LONGEST_KEPT,
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
        httponly=True,
        samesite="Lax",
        path="/redactie/",
    )
    return response


def give_back() -> Response:
    """Lead on to the form with all that was typed, as a draft."""
    account = current.signed_in().account
    form = site.kept_forms.take(account.id, request.cookies.get(COOKIE, ""))
    if form is None:
        flash("Er staat hier niets (meer) voor u klaar. Hieronder staat wat u eerder typte.")
        return cast(Response, redirect(url_for("drafts.mine")))
    draft = draft_of(form.typed)
    site.drafts.keep(account.id, draft)
    flash("U was uitgelogd. Hier is alles wat u typte; het is nog niet bewaard.")
    response = cast(Response, redirect(f"{form.address}?concept={draft.key}"))
    response.delete_cookie(COOKIE, path="/redactie/")
    return response


def draft_of(typed: FormData) -> Draft:
    """Return the draft that a form is; what it is of, and its key and version, stand in it."""
    kind = typed.one("vorm") if model_of(typed.one("vorm")) else Kind.EXAMPLE
    key = typed.one("concept")[:LONGEST_KEY] or new_key()
    return Draft(key, kind, typed.one("van")[:LONGEST_SLUG], typed.one("versie")[:64], typed, now())


def _owner() -> int | None:
    try:
        owner = _signer().loads(request.form.get(OWNER_FIELD, ""), max_age=LONGEST_OPEN)
    except BadData:
        return None
    return owner if isinstance(owner, int) else None


def _comes_from_here() -> bool:
    sender = request.headers.get("Origin") or request.referrer or ""
    return outside.path_on(request.host, sender) is not None


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.config["SECRET_KEY"]), salt="eigenaar van een formulier")
