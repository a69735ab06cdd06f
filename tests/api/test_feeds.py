"""What feed readers, crawlers and browsers follow: addresses that are right and ids that stay."""

from xml.etree import ElementTree

import pytest

from kennisplatform import create_app
from kennisplatform.config import Settings
from kennisplatform.entries.history.repository import Author
from kennisplatform.site import site_of

ATOM = "{http://www.w3.org/2005/Atom}"
PUBLIC_URL = "https://kennisplatform.example"
ANNA = Author("Anna", 1)


@pytest.fixture(autouse=True)
def world(content):
    content.entry("menukaart", "a", "Nooddrinkwater", "Tekst")
    content.entry("menukaart", "b", "Tanks", bijgewerkt="2206-01-01")
    content.entry("contacten", "vitens", "Vitens")


@pytest.fixture
def public_app(content, tmp_path):
    app = create_app(Settings(content_dir=content.path, instance_dir=tmp_path / "public", public_url=PUBLIC_URL))
    yield app
    site_of(app).follower.stop_following()
    site_of(app).database.close()


def entries_of(answer):
    return {
        entry.find(f"{ATOM}title").text: entry for entry in ElementTree.fromstring(answer.data).iter(f"{ATOM}entry")
    }


def test_whole_addresses_are_those_of_the_settings_however_somebody_came_in(public_app):
    client = public_app.test_client()
    for address in (
        "/feed.atom",
        "/sitemap.xml",
        "/robots.txt",
        "/opensearch.xml",
        "/api/v1/zoeken",
        "/api/v1/voorbeeld/a",
        "/api/v1/openapi.json",
        "/menukaart/a",
        "/zoeken?q=water&utm_source=mail",
        "/menukaart",
        "/contacten.vcf",
    ):
        text = client.get(address, base_url="http://kennisplatform.example:8000").text.replace("\r\n ", "")
        assert PUBLIC_URL in text, address
        assert "http://kennisplatform" not in text, address
        assert ":8000" not in text, address


def test_a_page_names_one_address_for_all_ways_to_it(client):
    text = client.get("/menukaart/a?utm_source=mail").text
    assert '<link rel="canonical" href="http://localhost/menukaart/a">' in text
    assert '<meta property="og:title" content="Nooddrinkwater">' in text
    assert '<meta property="og:description" content="Kort over Nooddrinkwater">' in text
    same = client.get("/zoeken?pagina=1&thema=alertering&q=water&utm_source=x").text
    assert '<link rel="canonical" href="http://localhost/zoeken?q=water&amp;thema=alertering">' in same
    assert "canonical" not in client.get("/bestaat-niet").text


def test_the_ids_of_a_feed_stay_when_the_address_or_the_name_changes(app, client, public_app):
    here = entries_of(client.get("/feed.atom"))
    there = entries_of(public_app.test_client().get("/feed.atom", base_url=PUBLIC_URL))
    assert {name: entry.find(f"{ATOM}id").text for name, entry in here.items()} == {
        name: entry.find(f"{ATOM}id").text for name, entry in there.items()
    }
    site = site_of(app)
    site.editing.rename("a", "nooddrinkwater", site.catalogue.versions["a"], ANNA)
    renamed = entries_of(client.get("/feed.atom"))["Nooddrinkwater"]
    assert renamed.find(f"{ATOM}id").text == here["Nooddrinkwater"].find(f"{ATOM}id").text
    assert renamed.find(f"{ATOM}link").get("href") == "http://localhost/menukaart/nooddrinkwater"


def test_a_feed_tells_when_an_entry_was_saved_and_not_what_its_file_claims(app, client):
    site_of(app).editing.record_by_hand()
    recorded = site_of(app).history.latest().at
    for entry in entries_of(client.get("/feed.atom")).values():
        assert entry.find(f"{ATOM}updated").text == recorded.isoformat()


def test_the_front_page_says_what_changed_and_when(client, app):
    site_of(app).editing.record_by_hand()
    assert "nieuw op" in client.get("/").text
