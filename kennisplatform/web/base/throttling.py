"""Saying no for a while to who tries too often, without telling more than how long."""

from __future__ import annotations

from flask import request
from werkzeug.exceptions import TooManyRequests

from kennisplatform import outside
from kennisplatform.accounts.throttle import Allowance, Counter
from kennisplatform.outside import VisitorAddress
from kennisplatform.site import site

REPORTS_PER_HOUR = Allowance("reports-per-hour", tries=5, minutes=60)
REPORTS_PER_DAY = Allowance("reports-per-day", tries=30, minutes=24 * 60)
REPORTS_OF_NETWORK = Allowance("reports-of-network-per-day", tries=100, minutes=24 * 60)
"""Of all addresses that one party can easily have; more, because in IPv6 a whole organisation may share them."""


def wait_for(*counters: Counter) -> None:
    """Go on when one more try is allowed; otherwise answer with a page that says how long to wait."""
    _refuse(site.throttle.seconds_to_wait(*counters))


def take(*counters: Counter) -> None:
    """Count a try and go on; when it is one too many, answer with a page that says how long to wait."""
    _refuse(site.throttle.take(*counters))


def reports_of_visitor() -> tuple[Counter, ...]:
    """Return what counts the messages to curators that come from the address of the visitor."""
    address = visitor_address()
    return (
        Counter(REPORTS_PER_HOUR, address.single),
        Counter(REPORTS_PER_DAY, address.single),
        Counter(REPORTS_OF_NETWORK, address.wide),
    )


def visitor_address() -> VisitorAddress:
    """Return the address of the visitor, as tries are counted."""
    return outside.visitor_address(request.remote_addr)


def _refuse(seconds: int) -> None:
    if seconds:
        raise TooManyRequests(retry_after=seconds)
