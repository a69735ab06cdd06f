"""The telephone number and e-mail address of a contact are for members, unless its file says that it is public."""

import pytest

from kennisplatform.entries.models import Contact
from kennisplatform.permissions import Viewer, as_seen_by, may_see_details
from kennisplatform.site import site_of
from kennisplatform.vocabulary import Role
from tests.visitor import Visitor, logged_in

TELEPHONE, EMAIL = "088 123 4567", "wachtdienst7@lijn.example"
VIEWERS = {
    "visitor": Viewer(),
    "member": Viewer(is_member=True),
    "member of the network": Viewer(is_member=True, networks=frozenset({"water-drenthe"})),
    "curator": Viewer(is_member=True, is_curator=True),
}
MAY_SEE = {
    "nothing said": ({}, ("member", "member of the network", "curator")),
    "public": ({"zichtbaar": "openbaar"}, tuple(VIEWERS)),
    "members": ({"zichtbaar": "leden"}, ("member", "member of the network", "curator")),
    "network": ({"zichtbaar": "netwerk", "netwerken": ["water-drenthe"]}, ("member of the network", "curator")),
    "concept": ({"zichtbaar": "openbaar", "status": "concept"}, ("curator",)),
    "in review": ({"zichtbaar": "openbaar", "status": "ter-beoordeling"}, ("curator",)),
    "archived": ({"zichtbaar": "openbaar", "status": "gearchiveerd"}, ("curator",)),
}
SURFACES = [
    "/contacten/water",
    "/contacten",
    "/contacten?q=waterbedrijf",
    "/zoeken?q=waterbedrijf",
    "/zoeken?q=088",
    "/zoeken",
    "/menukaart/flessen",
    "/netwerken/water-drenthe",
    "/netwerken",
    "/organisaties/waterbedrijf",
    "/regios/drenthe",
    "/api/v1/loket?vraag=waterbedrijf",
    "/api/v1/contact/water",
    "/api/v1/zoeken?q=waterbedrijf",
    "/api/v1/suggesties?q=waterbe",
    "/feed.atom",
    "/feed/noodvoorzieningen.atom",
    "/sitemap.xml",
    "/",
]
WHOLE = {"/contacten/water", "/contacten?q=waterbedrijf", "/organisaties/waterbedrijf", "/api/v1/contact/water"}
"""Where number and address stand."""
IN_A_LINE = {
    "/contacten", "/netwerken/water-drenthe", "/menukaart/flessen", "/zoeken?q=waterbedrijf", "/zoeken",
    "/api/v1/loket?vraag=waterbedrijf",
}  # fmt: skip
"""Where a contact is one line, with its number."""


def contact(**fields):
    return Contact.model_validate(
        {"slug": "water", "titel": "W", "soort": "contact", "samenvatting": "S", "organisatie": "W", "functie": "F"}
        | {"type-organisatie": "overig", "status": "gepubliceerd", "telefoon": TELEPHONE, "e-mail": EMAIL}
        | fields
    )


@pytest.mark.parametrize("said", MAY_SEE)
@pytest.mark.parametrize("who", VIEWERS)
def test_one_function_decides(said, who):
    fields, those = MAY_SEE[said]
    found = contact(**fields)
    assert may_see_details(VIEWERS[who], found) is (who in those)
    seen = as_seen_by(VIEWERS[who], found)
    assert (seen.telephone, seen.email) == ((TELEPHONE, EMAIL) if who in those else (None, None))


@pytest.fixture
def world(content):
    def written(**said):
        content.entry(
            "contacten", "water", "Waterbedrijf", "Bel ons.", telefoon=TELEPHONE, e_mail=EMAIL,
            themas=["noodvoorzieningen"], **said
        )  # fmt: skip
        content.entry("menukaart", "flessen", "Flessen van het waterbedrijf", contacten=["water"])
        content.entry("netwerken", "water-drenthe", "Netwerk", contacten=["water"])

    return written


@pytest.mark.parametrize(
    ("role", "said", "sees"),
    [
        (None, {}, False),
        (None, {"zichtbaar": "openbaar"}, True),
        (Role.MEMBER, {}, True),
        (Role.MEMBER, {"zichtbaar": "leden"}, True),
        (Role.CURATOR, {}, True),
    ],
)
def test_no_surface_shows_more_than_that(app, world, role, said, sees):
    world(**said)
    who = logged_in(app, role) if role else Visitor(app)
    for address in SURFACES:
        text = who.get(address).text
        assert EMAIL not in text or (sees and address in WHOLE), address
        assert TELEPHONE not in text or (sees and address in WHOLE | IN_A_LINE), address
        if sees and address in WHOLE:
            assert TELEPHONE in text and EMAIL in text, address
        if sees and address in IN_A_LINE - {"/api/v1/loket?vraag=waterbedrijf"}:
            assert TELEPHONE in text, address


@pytest.mark.parametrize("query", ["0881234567", '"088 123 45 67"', EMAIL, "1234567", "088-1234567"])
def test_searching_for_the_number_finds_the_contact_for_nobody(curator, visitor, world, query):
    world()
    for who in (visitor, curator):
        answer = who.client.get("/api/v1/zoeken", query_string={"q": query, "letterlijk": "1"}).json
        assert "water" not in [hit["slug"] for hit in answer["resultaten"]]


@pytest.mark.parametrize("address", ["/contacten/water", "/contacten"])
def test_the_page_says_who_may_see_it_and_leads_there_and_back(app, visitor, world, address):
    world()
    page = visitor.page(address)
    assert "alleen voor leden" in page.text
    link = page.find("a", string="Log in")
    assert link["href"] == "/inloggen?verder=/contacten/water"
    site_of(app).accounts.add("ria@voorbeeld.nl", "Ria", Role.MEMBER, password="ketting-nachtegaal-rivier")
    after = visitor.submit(link["href"], {"email": "ria@voorbeeld.nl", "password": "ketting-nachtegaal-rivier"})
    assert TELEPHONE in after.text
    assert "alleen voor leden" not in after.text


def test_where_nothing_is_known_nobody_is_sent_to_log_in(visitor, content):
    content.entry("contacten", "water", "Waterbedrijf")
    page = visitor.page("/contacten/water")
    assert "alleen voor leden" not in page.text
    assert page.find("a", string="Vraag het aan het loket")
