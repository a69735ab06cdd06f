"""A search cluster that is reached over TLS, with a certificate of one's own authority, a user and a password."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from pydantic import SecretStr

from kennisplatform.search.dutch.thesaurus import ThesaurusFile
from kennisplatform.search.engine import SearchUnavailable
from kennisplatform.search.opensearch.client import Cluster
from kennisplatform.search.opensearch_engine import OpenSearchEngine
from kennisplatform.search_address import ClusterAddress
from tests.balancer import haproxy
from tests.clusters import WORKER
from tests.processes import free_port
from tests.search.test_engine_contract import ENTRIES, slugs

pytestmark = pytest.mark.slow

USER, PASSWORD = "zoeker", "ketting-nachtegaal"
DOOR = """
defaults
    mode http
    timeout connect 3s
    timeout client 30s
    timeout server 30s
userlist people
    user {user} insecure-password {password}
frontend door
    bind 127.0.0.1:{port} ssl crt {certificate}
    http-request auth unless {{ http_auth(people) }}
    default_backend nodes
backend nodes
    server node {node}
"""


def certificate(path: Path) -> Path:
    """Make a certificate for the loopback, signed by itself, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "zoekmachine")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    encoding, no_password = serialization.Encoding.PEM, serialization.NoEncryption()
    path.write_bytes(
        signed.public_bytes(encoding) + key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, no_password)
    )
    return path


@pytest.fixture(scope="module")
def door(cluster_address, tmp_path_factory):
    """Put a lock on the cluster; give the port of the door, and the certificate that it shows."""
    own, port = certificate(tmp_path_factory.mktemp("door") / "door.pem"), free_port()
    node = urlsplit(cluster_address).netloc.split(",")[0]
    with haproxy(DOOR.format(user=USER, password=PASSWORD, port=port, certificate=own, node=node), port):
        yield port, own


def engine_behind(port: int, folder: Path, user: str, password: str, authorities: Path | None) -> OpenSearchEngine:
    address = ClusterAddress.of(f"opensearchs://127.0.0.1:{port}/slot-{WORKER}")
    return OpenSearchEngine(
        Cluster(address, user, SecretStr(password), authorities), ThesaurusFile(folder / "thesaurus.yml")
    )


def test_a_cluster_behind_a_lock_is_written_and_searched(door, tmp_path):
    port, certificate_of_door = door
    engine = engine_behind(port, tmp_path, USER, PASSWORD, certificate_of_door)
    engine.rebuild(ENTRIES, lambda _: None)
    assert slugs(engine, "nooddrinkwater")
    assert engine.status().damage is None


@pytest.mark.parametrize(
    ("user", "password", "knows_certificate"),
    [(USER, "geraden", True), ("", "", True), (USER, PASSWORD, False)],
    ids=["wrong password", "no password", "a certificate that nobody vouches for"],
)
def test_without_the_key_there_is_nothing_to_search(door, tmp_path, user, password, knows_certificate):
    port, certificate_of_door = door
    engine = engine_behind(port, tmp_path, user, password, certificate_of_door if knows_certificate else None)
    with pytest.raises(SearchUnavailable):
        engine.status()
