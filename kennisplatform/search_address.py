"""Where the search index is kept: the setting SEARCH_URL, read and checked."""

from __future__ import annotations

import re
from dataclasses import dataclass

EMBEDDED = "whoosh:"
_HOST = r"(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\]):\d{1,5}"
_ADDRESS = re.compile(
    rf"opensearch(?P<tls>s?)://(?P<hosts>{_HOST}(?:,{_HOST})*)(?:/(?P<name>[a-z0-9][a-z0-9-]{{0,60}})?)?"
)
LAST_PORT = 65_535


@dataclass(frozen=True)
class ClusterAddress:
    """The nodes of an OpenSearch cluster, and what the indexes of this site are called there."""

    hosts: tuple[tuple[str, int], ...]
    is_tls: bool
    name: str

    @classmethod
    def of(cls, url: str) -> ClusterAddress:
        """Read `opensearch://host:port,host:port/name`; with `opensearchs` over TLS. Raises `ValueError`."""
        found = _ADDRESS.fullmatch(url)
        if not found:
            raise ValueError("schrijf whoosh: of opensearch://host:poort,host:poort/naam")
        pairs = (host.rpartition(":") for host in found["hosts"].split(","))
        hosts = tuple((host.strip("[]"), int(port)) for host, _, port in pairs)
        if not all(0 < port <= LAST_PORT for _, port in hosts):
            raise ValueError("een poort is een getal van 1 tot en met 65535")
        return cls(hosts, bool(found["tls"]), found["name"] or "kennisplatform")


def checked(url: str) -> str:
    """Return the setting, when it is the address of an engine; raises `ValueError`."""
    if url != EMBEDDED:
        ClusterAddress.of(url)
    return url
