"""The search cluster that all tests share, where Java is there."""

from __future__ import annotations

import os

import pytest

from tests.search_cluster import NoJava, build_node, shared_cluster

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
"""The name of this process among those that run tests; empty when it is the only one."""


@pytest.fixture(scope="session")
def java() -> None:
    """See to it that a search cluster can be started here: in CI it must be, on a desk it need not."""
    try:
        build_node()
    except NoJava as why:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(str(why))


@pytest.fixture(scope="session")
def cluster_address(java: None, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the address of the cluster that all tests share; it ends with the test run."""
    folder = tmp_path_factory.getbasetemp()
    if WORKER:
        return shared_cluster(folder.parent, lives_with=os.getppid())
    return shared_cluster(folder, lives_with=os.getpid())
