"""Looks whether a page elsewhere is there, politely and without being led into the network of this server.

It asks for no more than the headers, says who it is, waits between two questions to the same site, and connects to
public addresses only: the name is resolved here, and exactly the address that was judged is connected to, also after
a redirect, so that a name that changes its address in between gains nothing. It goes to sites directly, not by proxy.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import NewConnectionError

from kennisplatform import outside

SECONDS_BETWEEN = 1.0
"""Rest between two questions to one site."""
TIMEOUT = (5.0, 10.0)
"""Seconds to connect, and to wait for an answer."""
MOST_REDIRECTS = 5

PERMANENT = frozenset({301, 308})
REFUSALS = frozenset({401, 403, 407, 429, 451})
"""Answers that say something about programs, not about the page: people may well get to see it."""

_REASONS = {404: "de pagina is er niet", 410: "de pagina is verwijderd"}
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address


class Verdict(Enum):
    """What one look told."""

    GOOD = "goed"
    MOVED = "verplaatst"
    REFUSED = "geweigerd"
    FAILED = "mislukt"
    UNREACHABLE = "onbereikbaar"


@dataclass(frozen=True)
class Answer:
    """What one look told, in Dutch in `detail`; `moved_to` is where a permanent redirect leads."""

    verdict: Verdict
    detail: str = ""
    moved_to: str | None = None


class _NotPublic(Exception):
    """The name leads to an address that is not on the public internet."""


def is_public(address: IPAddress) -> bool:
    """Tell whether an address is on the public internet, also when it is an old one wrapped in a new one."""
    if isinstance(address, ipaddress.IPv6Address):
        wrapped = address.ipv4_mapped or address.sixtofour
        if address in _NAT64:
            wrapped = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if wrapped:
            return is_public(wrapped)
    return address.is_global and not address.is_multicast


class LinkClient:
    """Looks at addresses. `allows` judges each network address before it is connected to; `rest` lets time pass."""

    def __init__(
        self,
        site: str = "",
        *,
        allows: Callable[[IPAddress], bool] = is_public,
        pause: float = SECONDS_BETWEEN,
        timeout: tuple[float, float] = TIMEOUT,
        rest: Callable[[float], None] = time.sleep,
    ) -> None:
        self._rest = rest
        self._pause = pause
        self._timeout = timeout
        self._last_question: dict[str, float] = {}
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.max_redirects = MOST_REDIRECTS
        self._session.headers["User-Agent"] = f"Kennisplatform-linkcontrole/1.0{f' (+{site})' if site else ''}"
        adapter = _GuardedAdapter(allows)
        self._session.mount("http://", adapter)
        self._session.mount("https://", adapter)

    def look_at(self, url: str) -> Answer:
        """Look whether a page is there; ask again with GET where a site does not answer HEAD as it should."""
        answer = self._ask("HEAD", url)
        if answer.verdict in (Verdict.FAILED, Verdict.REFUSED):
            answer = self._ask("GET", url)
        return answer

    def _ask(self, method: str, url: str) -> Answer:
        self._wait_for(outside.host_of(url) or "")
        try:
            with self._session.request(
                method, url, timeout=self._timeout, allow_redirects=True, stream=True
            ) as response:
                return _judged(response)
        except _NotPublic:
            return Answer(Verdict.FAILED, "het adres leidt naar een intern netwerk")
        except requests.TooManyRedirects:
            return Answer(Verdict.FAILED, "de site blijft doorverwijzen")
        except requests.exceptions.SSLError:
            return Answer(Verdict.FAILED, "het certificaat van de site klopt niet")
        except requests.Timeout:
            return Answer(Verdict.UNREACHABLE, "de site antwoordt niet op tijd")
        except requests.ConnectionError:
            return Answer(Verdict.UNREACHABLE, "de site is niet te bereiken")
        except (requests.RequestException, ValueError):  # addresses that cannot be asked for at all
            return Answer(Verdict.FAILED, "dit adres is niet te openen")

    def _wait_for(self, host: str) -> None:
        last = self._last_question.get(host)
        if last is not None and (seconds := last + self._pause - time.monotonic()) > 0:
            self._rest(seconds)
        self._last_question[host] = time.monotonic()


def _judged(response: requests.Response) -> Answer:
    status = response.status_code
    if status in REFUSALS:
        return Answer(Verdict.REFUSED, f"de site laat een programma niet toe (code {status}); kijk zelf")
    if not response.ok:
        usual = "de site heeft een storing" if status >= 500 else "de site geeft een fout"
        return Answer(Verdict.FAILED, f"{_REASONS.get(status, usual)} (code {status})")
    steps = [*response.history, response]
    place = 0
    while steps[place].status_code in PERMANENT:
        place += 1
    if place:
        return Answer(Verdict.MOVED, "het adres is voorgoed veranderd", steps[place].url)
    return Answer(Verdict.GOOD)


class _GuardedAdapter(HTTPAdapter):
    """An adapter whose connections go to allowed addresses only."""

    def __init__(self, allows: Callable[[IPAddress], bool]) -> None:
        self._allows = allows
        super().__init__(max_retries=0)

    def init_poolmanager(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401
        """Make the pools out of guarded connections."""
        super().init_poolmanager(*arguments, **options)
        allows = self._allows

        class Plain(HTTPConnection):
            def _new_conn(self) -> socket.socket:
                return _connected(self, allows)

        class Secure(HTTPSConnection):
            def _new_conn(self) -> socket.socket:
                return _connected(self, allows)

        class PlainPool(HTTPConnectionPool):
            ConnectionCls = Plain

        class SecurePool(HTTPSConnectionPool):
            ConnectionCls = Secure

        self.poolmanager.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}


def _connected(connection: HTTPConnection, allows: Callable[[IPAddress], bool]) -> socket.socket:
    """Connect to the first address of a host that answers; refuse the host when any of its addresses is not allowed."""
    try:
        found = socket.getaddrinfo(connection.host.strip("[]"), connection.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NewConnectionError(connection, "the name is not known") from error
    addresses = list(dict.fromkeys(str(info[4][0]) for info in found))
    if not all(allows(ipaddress.ip_address(address.partition("%")[0])) for address in addresses):
        raise _NotPublic
    failure: OSError | None = None
    for address in addresses:
        try:
            return socket.create_connection((address, connection.port), _seconds(connection.timeout))
        except OSError as error:
            failure = error
    raise NewConnectionError(connection, "no address answers") from failure


def _seconds(timeout: object) -> float:
    return float(timeout) if isinstance(timeout, int | float) else TIMEOUT[0]
