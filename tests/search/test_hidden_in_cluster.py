"""What a viewer may not see leaves no trace either when the index is in a cluster: the traps of `tests/base/hidden.py`."""

from __future__ import annotations

import pytest

from tests.base import hidden
from tests.base.hidden import ENTRIES, VIEWERS, WAYS_TO_HIDE
from tests.base.routes import EVERYONE, ROUTES
from tests.base.test_permissions_matrix import (
    addresses,
    answer_of,
    check_that_a_search_finds_and_counts_what_may_be_seen,
    check_that_a_visitor_gets_the_same_answer,
    traces,
)
from tests.clusters import WORKER

pytestmark = pytest.mark.slow

SEARCHING = [route for route in ROUTES.values() if any("q={word}" in sample for sample in route.samples)]
SOME = [entry for number, entry in enumerate(ENTRIES) if number % len(WAYS_TO_HIDE) == number // len(WAYS_TO_HIDE)]
"""Of each folder another way to hide; all of them are tried with the embedded engine."""
FOR_VISITORS = [
    sample for route in SEARCHING if route.needs is EVERYONE for sample in route.samples if "{" not in sample
]


@pytest.fixture(scope="module")
def site(cluster_address, tmp_path_factory):
    """Return the site full of hidden things, with its index in the cluster."""
    built = hidden.build(tmp_path_factory.mktemp("site"), search_url=f"{cluster_address}/verborgen-{WORKER}")
    yield built
    built.close()


@pytest.fixture(scope="module")
def site_without(cluster_address, tmp_path_factory):
    """Return the same site in which nothing is hidden, because it is not there."""
    url = f"{cluster_address}/open-{WORKER}"
    built = hidden.build(tmp_path_factory.mktemp("site-without"), with_hidden=False, search_url=url)
    yield built
    built.close()


@pytest.mark.machines
@pytest.mark.parametrize("viewer", VIEWERS)
def test_nothing_that_searches_shows_a_trace(site, viewer):
    client = site.viewers[viewer].client
    for route in SEARCHING:
        for address in addresses(route, SOME):
            response = client.get(address)
            assert response.status_code < 500
            assert traces(viewer, address, answer_of(response)) == [], (viewer, address)


@pytest.mark.parametrize("viewer", VIEWERS)
def test_searching_finds_what_somebody_may_see_and_counts_nothing_else(site, viewer):
    check_that_a_search_finds_and_counts_what_may_be_seen(site, viewer)


@pytest.mark.parametrize("address", FOR_VISITORS)
def test_a_visitor_gets_the_same_answer_as_when_nothing_hidden_existed(site, site_without, address):
    check_that_a_visitor_gets_the_same_answer(site, site_without, address)
