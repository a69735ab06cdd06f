"""The basket of whoever looks, and its page. Logging in moves what a visitor put aside to their account.

Its buttons stand on pages that visitors get without a session, so their form carries no token: a session only for that
would tell visitors apart. A form is taken when the browser says that a page of this site sent it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

import flask_login
from flask import (
    Blueprint,
    Flask,
    after_this_request,
    current_app,
    flash,
    g,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response

from kennisplatform.entries.menu_card.model import MenuCardEntry
from kennisplatform.plans.basket import LONGEST_TEXT, MOST_PICKS, Basket
from kennisplatform.plans.order import MOVES
from kennisplatform.plans.pieces import Pick, Piece, PieceKind, picked, pieces_of
from kennisplatform.site import site
from kennisplatform.web.accounts.signing_in import SignedIn, own_path
from kennisplatform.web.base import current, errors, extras, unsent_forms, visibility
from kennisplatform.web.base.access import for_everyone
from kennisplatform.web.base.own_basket import COOKIE, basket, of_visitor

blueprint = Blueprint("basket", __name__)

DAYS_KEPT = 90
"""Days that a browser keeps what a visitor put aside, counted from the last change."""
FULL = "Uw mandje is vol. Haal er eerst iets uit; daarna past dit erbij."
NOTHING_CHOSEN = "Kruis eerst aan wat u in uw plan wilt."
NOT_ALL_FITTED = "Niet alles wat u voor het inloggen opzij legde, paste in uw mandje."
_SAYS_WHO_SENT = ("Sec-Fetch-Site", "Origin", "Referer")


@dataclass(frozen=True)
class BasketItem:
    """A pick with what it means today: `entry` is None when the viewer cannot see it (any more).

    Of a sentence `piece` is None when it is not in the entry any more.
    """

    pick: Pick
    entry: MenuCardEntry | None
    piece: Piece | None

    @property
    def is_changed(self) -> bool:
        """Tell whether a sentence was taken that the entry does not hold any more."""
        return self.pick.kind is not PieceKind.ENTRY and self.piece is None


def register(app: Flask) -> None:
    """Let pages show what can be put aside, and take over the basket of a visitor who logs in."""
    app.jinja_env.globals.update(pieces_of=pieces_of, Pick=Pick)
    flask_login.user_logged_in.connect(_take_over, app)


def items() -> list[BasketItem]:
    """Return what is in the basket, each with the entry and the sentence that it means."""
    catalogue = site.catalogue
    slugs = {pick: catalogue.former_slugs.get(pick.slug, pick.slug) for pick in basket()}
    entries = {entry.slug: entry for entry in visibility.visible_by_slug(dict.fromkeys(slugs.values()))}
    return [_item(pick, entries.get(slug)) for pick, slug in slugs.items()]


@blueprint.get("/mandje")
@for_everyone
def overview() -> str:
    """Show what is in the basket; just after something was taken out of it, it can be put back."""
    return render_template(
        "plans/basket.html",
        items=items(),
        taken_out=Basket.parse(request.args.get("eruit", "")[:LONGEST_TEXT]),
    )


@blueprint.post("/mandje")
@for_everyone
def change() -> Response:
    """Do what the button says: put in, take out, move or empty."""
    if not _is_sent_by_this_site():
        return errors.expired_form()
    for name, places in MOVES.items():
        if pick := Pick.parse(request.form.get(name, "")):
            return _move(pick, places)
    if "eruit" in request.form or "leeg" in request.form:
        return _take_out(Pick.parse(request.form.get("eruit", "")))
    return _put_in()


def _move(pick: Pick, places: int) -> Response:
    _change(lambda basket: basket.moved(pick, places))
    return redirect(url_for("basket.overview", _anchor=_place_of(pick)), 303)


def _take_out(pick: Pick | None) -> Response:
    """Take out one pick, or all; the page offers to put back what the address names."""
    before = basket()
    after = _change(lambda basket: basket.minus(pick) if pick else Basket())
    gone = Basket(tuple(pick for pick in before if pick not in after))
    return redirect(url_for("basket.overview", eruit=str(gone)), 303)


def _put_in() -> Response:
    picks = [pick for text in request.form.getlist("erbij")[:MOST_PICKS] if (pick := Pick.parse(text))]
    back = own_path(request.form.get("terug", "")).partition("#")[0]
    if not picks:
        flash(NOTHING_CHOSEN, "error")
        return redirect(back, 303)
    after = _change(lambda basket: basket.plus(*picks))
    if not all(pick in after for pick in picks):
        flash(FULL, "error")
    return redirect(f"{back}#{_place_of(Pick(picks[0].slug))}", 303)


def clear() -> None:
    """Empty the basket of whoever looks: what was in it is in a plan now."""
    _change(lambda _: Basket())


def _item(pick: Pick, entry: object) -> BasketItem:
    if not isinstance(entry, MenuCardEntry):
        return BasketItem(pick, None, None)
    return BasketItem(pick, entry, None if pick.kind is PieceKind.ENTRY else picked(entry, pick))


def _change(changed: Callable[[Basket], Basket]) -> Basket:
    account = current.account()
    if account:
        g.basket = site.baskets.change(account.id, changed)
    else:
        current.refuse_unknown()
        g.basket = changed(of_visitor())
        after_this_request(_remember)
    return cast(Basket, g.basket)


def _remember(response: Response) -> Response:
    kept = basket()
    if not kept:
        response.delete_cookie(COOKIE)
        return response
    response.set_cookie(
        COOKIE,
        str(kept),
        max_age=DAYS_KEPT * 24 * 3600,
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
        httponly=True,
        samesite="Lax",
    )
    return response


def _forget(response: Response) -> Response:
    response.delete_cookie(COOKIE)
    return response


def _take_over(_: Flask, user: SignedIn, **__: object) -> None:
    """Move what a visitor put aside to the account that they log in to."""
    put_aside = of_visitor()
    if not put_aside:
        return
    account = user.session.account
    kept = extras.or_else(None, lambda: site.baskets.change(account.id, lambda mine: mine.plus(*put_aside)))
    if kept is None:
        return  # the browser keeps it for a next time
    if not all(pick in kept for pick in put_aside):
        flash(NOT_ALL_FITTED, "error")
    after_this_request(_forget)


def _is_sent_by_this_site() -> bool:
    says_who = any(name in request.headers for name in _SAYS_WHO_SENT)
    return says_who and not unsent_forms.comes_from_elsewhere()


def _place_of(pick: Pick) -> str:
    """Return the name of the place on a page where a pick is, or the button that puts it in."""
    return f"mandje-{pick}"
