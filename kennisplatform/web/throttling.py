"""Saying no for a while to who tries too often, without telling more than how long."""

from __future__ import annotations

import ipaddress
from typing import cast

from flask import current_app, request
from werkzeug.exceptions import TooManyRequests

from kennisplatform.accounts.throttle import Counter, Throttle


def throttle() -> Throttle:
    """Return the throttle of the site."""
    return cast(Throttle, current_app.extensions["throttle"])


def wait_for(*counters: Counter) -> None:
    """Go on when one more try is allowed; otherwise answer with a page that says how long to wait."""
    _refuse(throttle().seconds_to_wait(*counters))


def take(*counters: Counter) -> None:
    """Count a try and go on; when it is one too many, answer with a page that says how long to wait."""
    _refuse(throttle().take(*counters))


def visitor_address() -> str:
    """Return the address of the visitor, as tries are counted: in IPv6 the network, of which a visitor has all."""
    address = ipaddress.ip_address(request.remote_addr or "127.0.0.1")
    if address.version == 4:
        return str(address)
    return str(address.ipv4_mapped or ipaddress.ip_network((address, 64), strict=False))


def _refuse(seconds: int) -> None:
    if seconds:
        raise TooManyRequests(retry_after=seconds)
