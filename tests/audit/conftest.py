"""A running site with the real content, and one of every kind of page on it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from kennisplatform.site import site_of
from tests.browser import desk_site
from tests.browser.desk_site import DeskSite
from tests.visitor import Visitor
from tests.walking import walked

FOLDER = Path(__file__).parent
ADMINISTRATOR = "bea@voorbeeld.nl"
BESIDES = (
    "/bestaat-niet",
    "/zoeken?q=vitens",
    "/zoeken?q=xyzzy",
    "/menukaart?q=stroom&sector=elektriciteit&bewijs=beproefd",
    "/menukaart/vergelijk?vermelding=nl-alert&vermelding=calamiteitenzender",
    "/contacten?q=stroom+Zwolle",
    "/belkaart?regio=ijsselland&sector=drinkwater",
)
"""Pages to which no link leads, and states of pages that look different."""


@dataclass(frozen=True)
class AuditedPage:
    """A page: its address, the cookie with which it is asked for, and what the site sends: its status and its HTML."""

    address: str
    cookie: str
    status: int
    html: str


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskSite]:
    """Return the site; what is in it may be changed by nobody."""
    served = desk_site.serve(tmp_path_factory.mktemp("audit"))
    yield served
    site_of(served.app).follower.stop_following()


@pytest.fixture(scope="session")
def pages(site: DeskSite) -> list[AuditedPage]:
    """Return a page of every route that a visitor sees, and of every other one that an administrator sees."""
    found: dict[str, AuditedPage] = {}
    for email in ("", ADMINISTRATOR):
        visitor = Visitor(site.app)
        if email:
            visitor.log_in(email)
        cookie = "; ".join(f"{kept.key}={kept.value}" for kept in visitor.client._cookies.values()) if email else ""
        addresses = [here for here, _ in walked(site.app, visitor, most_of_a_kind=1)]
        for address in (*addresses, *(BESIDES if not email else ())):
            answer = visitor.client.get(address)
            page = AuditedPage(site.address + address, cookie, answer.status_code, answer.text)
            found.setdefault(_kind(site, address), page)
    return list(found.values())


def _kind(site: DeskSite, address: str) -> str:
    """Return the route of an address; what is named in `BESIDES` is a kind of its own."""
    if address in BESIDES:
        return address
    endpoint, _ = site.app.url_map.bind("localhost").match(address.partition("?")[0])
    return str(endpoint)


@pytest.fixture(scope="session")
def tools() -> Path:
    """Return the folder in which npm keeps the auditing tools, installed as their lock file says."""
    if not (shutil.which("node") and shutil.which("npm")):
        pytest.fail("the audit needs Node 18 or newer; for instance: apt-get install nodejs npm")
    modules = FOLDER / "node_modules"
    installed = modules / ".package-lock.json"
    if not installed.exists() or installed.stat().st_mtime < (FOLDER / "package-lock.json").stat().st_mtime:
        command = ["npm", "ci", "--ignore-scripts", "--silent"]
        subprocess.run(command, cwd=FOLDER, check=True, env={**os.environ, "CI": "1"})
    return modules
