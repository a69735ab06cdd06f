"""The setting that says where the index is."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from kennisplatform.config import Settings
from kennisplatform.search_address import ClusterAddress


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("opensearch://zoek:9200", ClusterAddress((("zoek", 9200),), False, "kennisplatform")),
        ("opensearchs://a.nl:443/site-2", ClusterAddress((("a.nl", 443),), True, "site-2")),
        ("opensearch://10.0.0.1:1,[::1]:2/", ClusterAddress((("10.0.0.1", 1), ("::1", 2)), False, "kennisplatform")),
    ],
)
def test_the_address_of_a_cluster_names_its_machines_and_its_indexes(url, address):
    assert ClusterAddress.of(url) == address
    assert Settings(search_url=url).search_url == url


@pytest.mark.parametrize(
    "url",
    [
        "",
        "whoosh",
        "http://zoek:9200",
        "opensearch://zoek",
        "opensearch://zoek:0",
        "opensearch://zoek:99999",
        "opensearch://gebruiker:geheim@zoek:9200",  # passwords have a setting of their own
        "opensearch://a:1,,b:2",
        "opensearch://a:1/Hoofdletters",
        "opensearch://a:1/x/y",
        "opensearch://a:1?x=y",
    ],
)
def test_what_is_no_address_is_refused_before_the_site_starts(url):
    with pytest.raises(ValidationError, match="search_url"):
        Settings(search_url=url)
