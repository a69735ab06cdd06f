"""What whoever looks put aside for a plan: a member in the database, a visitor in a cookie. Reading only.

Pages that are given again (`page_memory`) are those of somebody with an empty basket.
"""

from __future__ import annotations

from typing import cast

from flask import Flask, g, request

from kennisplatform.plans.basket import Basket
from kennisplatform.site import site
from kennisplatform.web.base import current, extras

COOKIE = "mandje"


def register(app: Flask) -> None:
    """Let every page show how much is in it."""
    app.jinja_env.globals["basket"] = basket


def basket() -> Basket:
    """Return the basket of whoever looks; it is read once per request."""
    if "basket" not in g:
        account = current.account()
        if account:
            g.basket = extras.or_else(Basket(), lambda: site.baskets.of(account.id))
        else:
            g.basket = of_visitor()
    return cast(Basket, g.basket)


def of_visitor() -> Basket:
    """Return what this browser keeps, whoever is logged in."""
    return Basket.parse(request.cookies.get(COOKIE, ""))
