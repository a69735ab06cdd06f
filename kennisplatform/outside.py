"""What comes from outside, read without a failure: addresses of visitors and of sites, e-mail addresses, numbers, text.

Whoever sends something chooses its length and its shape. So everything here bounds the length before it parses, uses
only patterns whose cost grows with the length and no faster, and answers None (or False) for what it cannot read.
Nothing else in the project splits addresses of sites itself; `tests/base/test_outside.py` looks after that.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from pydantic import HttpUrl, TypeAdapter, ValidationError

LONGEST_EMAIL = 254
LONGEST_URL = 2000
_LONGEST_IP_ADDRESS = 100
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
# As browsers check a field for an e-mail address (https://html.spec.whatwg.org/#valid-e-mail-address), with a dot in
# its domain. A comma or a bracket would make two receivers of one, or something else of a header of a mail.
_EMAIL = re.compile(rf"[A-Za-z0-9.!#$%&'*+/=?^_`{{|}}~-]{{1,64}}@(?:{_LABEL}\.)+(?=[A-Za-z]){_LABEL}")
_SPACE = re.compile(r"\s")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_WEB_ADDRESS: TypeAdapter[HttpUrl] = TypeAdapter(HttpUrl)


@dataclass(frozen=True)
class VisitorAddress:
    """Where a visitor is, as tries are counted: `single` is one visitor, `wide` all that one party can easily have.

    In IPv6 a visitor has a whole /64, and whoever rents a server or a line a /48. In IPv4 both are the address.
    """

    single: str
    wide: str


UNKNOWN_VISITOR = VisitorAddress("unknown", "unknown")
"""All visitors whose address cannot be read, as one."""


def visitor_address(text: str | None) -> VisitorAddress:
    """Read the address of a visitor as servers and proxies write it: with or without port, brackets and zone."""
    host = (text or "").strip()[:_LONGEST_IP_ADDRESS]
    if host.startswith("["):
        host = host[1:].partition("]")[0]
    elif host.count(":") == 1:
        host = host.partition(":")[0]
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return UNKNOWN_VISITOR
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is None:
            return VisitorAddress(_network(address, 64), _network(address, 48))
        address = address.ipv4_mapped
    return VisitorAddress(str(address), str(address))


def _network(address: ipaddress.IPv6Address, length: int) -> str:
    return str(ipaddress.ip_network((address, length), strict=False))


def is_email(text: str) -> bool:
    """Tell whether this is one e-mail address that the site can keep and mail to."""
    return len(text) <= LONGEST_EMAIL and _EMAIL.fullmatch(text) is not None


def with_scheme(address: str) -> str:
    """Return an address as browsers need it: people leave `https://` away before `www.`."""
    return f"https://{address}" if address[:4].lower() == "www." else address


def web_address(text: str) -> str | None:
    """Return an address of a site as entries can keep it, None for what is none; `www.` gets `https://` before it."""
    address = with_scheme(text)
    if len(address) > LONGEST_URL or _SPACE.search(address):
        return None
    try:
        _WEB_ADDRESS.validate_python(address)
    except ValidationError:
        return None
    return address


def normal_address(text: str) -> str | None:
    """Return an address of a site in the form in which programs ask for it, with no letter but ASCII; None for none."""
    address = web_address(text.strip())
    return None if address is None else str(_WEB_ADDRESS.validate_python(address))


def split_url(url: str) -> SplitResult | None:
    """Split an address into its parts; None when it cannot be split or is longer than `LONGEST_URL`."""
    if len(url) > LONGEST_URL or _SPACE.search(url):
        return None
    try:
        parts = urlsplit(url)
        _ = parts.port  # read here, because reading it is what fails on a port that is none
    except ValueError:
        return None
    return parts


def host_of(url: str) -> str | None:
    """Return the name of the site in an address, None when there is none.

    It is in small letters, without port, and without the dot that may end any name of the DNS.
    """
    parts = split_url(url)
    return ((parts.hostname or "").removesuffix(".") or None) if parts else None


def path_on(host: str, url: str) -> str | None:
    """Return path and query of an address when it is of this host (with port, as in a request); otherwise None."""
    parts = split_url(url)
    if parts is None or not host or parts.netloc != host:
        return None
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def number(text: str, least: int, most: int) -> int | None:
    """Return a whole number that is written in digits and lies between these bounds, None for anything else."""
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(most))):
        return None
    value = int(text)
    return value if least <= value <= most else None


def without_control_characters(text: str) -> str:
    """Return a text without the characters that nobody types and that no file or database should hold."""
    return _CONTROL.sub("", text)
