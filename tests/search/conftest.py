"""The engines that have to keep the contract: the embedded one, and OpenSearch on a cluster of three nodes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kennisplatform.search.dutch.thesaurus import ThesaurusFile
from kennisplatform.search.engine import SearchEngine
from kennisplatform.search.opensearch.client import Cluster
from kennisplatform.search.opensearch_engine import OpenSearchEngine
from kennisplatform.search.whoosh_engine import WhooshEngine
from kennisplatform.search_address import ClusterAddress
from tests.clusters import WORKER

THESAURUS = "gelijk: [[VR, veiligheidsregio], [tank, mobiele watertank]]"

EngineMaker = Callable[..., SearchEngine]
"""Makes an engine with its files in a folder; engines with another `name` do not share an index."""


def whoosh_engine(folder: Path, name: str = "index") -> WhooshEngine:
    """Return the embedded engine."""
    return WhooshEngine(folder / name, _thesaurus(folder))


@pytest.fixture(scope="session")
def opensearch_engine(cluster_address: str) -> EngineMaker:
    """Return a maker of engines on that cluster."""

    def made(folder: Path, name: str = "index") -> OpenSearchEngine:
        address = ClusterAddress.of(f"{cluster_address}/proef-{WORKER}-{name}")
        return OpenSearchEngine(Cluster(address), _thesaurus(folder))

    return made


@pytest.fixture(scope="module", params=["whoosh", pytest.param("opensearch", marks=pytest.mark.slow)])
def make_engine(request: pytest.FixtureRequest) -> EngineMaker:
    """Return a maker of each kind of engine in turn."""
    maker: EngineMaker = whoosh_engine if request.param == "whoosh" else request.getfixturevalue("opensearch_engine")
    return maker


def _thesaurus(folder: Path) -> ThesaurusFile:
    (folder / "thesaurus.yml").write_text(THESAURUS)
    return ThesaurusFile(folder / "thesaurus.yml")
