"""Pages are given again while nothing behind them changed, and never to somebody for whom they were not made."""

import pytest

from kennisplatform.health import Part
from kennisplatform.site import site_of
from kennisplatform.vocabulary import Role
from tests.visitor import Visitor, logged_in

PAGES = ("/", "/zoeken?q=pomp", "/menukaart", "/menukaart/pomp", "/contacten", "/rollen", "/agenda", "/paginas/hulp")


@pytest.fixture
def full(content, app):
    """Return a site with something on each page."""
    for number in range(6):
        content.entry("menukaart", f"pomp-{number}", titel=f"Pomp {number}")
    content.entry("menukaart", "pomp", titel="De pomp")
    content.entry("contacten", "gasbedrijf", organisatie="Gasbedrijf", zichtbaar="leden")
    content.entry("paginas", "hulp", titel="Hulp")
    site_of(app).follower.synchronise()
    site_of(app).health.work()  # the history knows the entries
    return site_of(app)


@pytest.mark.parametrize("address", PAGES)
def test_a_visitor_gets_the_same_page_again_and_need_not_have_it_sent(full, visitor, app, address):
    first, again = visitor.client.get(address), Visitor(app).client.get(address)
    assert (first.status_code, again.status_code) == (200, 200)
    assert (again.data, again.headers["ETag"]) == (first.data, first.headers["ETag"])
    assert again.headers["Content-Security-Policy"] == first.headers["Content-Security-Policy"]
    asked_by_tag = visitor.client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (asked_by_tag.status_code, asked_by_tag.data) == (304, b"")


@pytest.mark.parametrize("encodings", ["", "gzip", "br", "gzip, br"])
def test_a_page_is_sent_as_each_browser_can_read_it(full, visitor, encodings):
    visitor.get("/", headers={"Accept-Encoding": "gzip"})
    for _ in range(2):
        assert visitor.get("/", headers={"Accept-Encoding": encodings}).headers.get("Content-Encoding", "") in encodings
    assert visitor.get("/").text.startswith("<!doctype html>")


@pytest.mark.parametrize("role", [None, Role.MEMBER])
def test_what_was_saved_is_on_the_next_page(full, content, app, role):
    viewer = logged_in(app, role) if role else Visitor(app)
    before = {address: viewer.get(address).text for address in PAGES}
    content.entry("menukaart", "pomp", titel="De waterpomp van nu")
    content.entry("agendas", "drinkwater", titel="Een nieuwe agenda")
    content.entry("paginas", "hulp", titel="Andere hulp")
    full.follower.synchronise()
    after = {address: viewer.get(address).text for address in PAGES}
    assert "De waterpomp van nu" not in "".join(before.values())
    for address in ("/", "/zoeken?q=pomp", "/menukaart", "/menukaart/pomp"):
        assert "De waterpomp van nu" in after[address], address
    assert "Een nieuwe agenda" in after["/agenda"]
    assert "Andere hulp" in after["/paginas/hulp"]


def test_a_list_of_curators_counts_at_once(full, content, visitor):
    assert "Ook gezocht op" not in visitor.get("/zoeken?q=pompinstallatie").text
    content.write("thesaurus.yml", "gelijk:\n- [pompinstallatie, pomp]\n")
    assert "Ook gezocht op" in visitor.get("/zoeken?q=pompinstallatie").text


def test_a_trouble_is_told_on_every_page_and_no_longer_than_it_lasts(full, visitor):
    def fail():
        raise OSError

    visitor.get("/rollen")
    full.health.run(Part.DATABASE, fail)
    assert Part.DATABASE.sentence in visitor.get("/rollen").text
    full.health.run(Part.DATABASE, lambda: None)
    assert Part.DATABASE.sentence not in visitor.get("/rollen").text


@pytest.mark.parametrize("address", PAGES)
def test_members_share_pages_and_nothing_of_themselves(full, app, visitor, address):
    anna, bram = (logged_in(app, Role.MEMBER, name=name) for name in ("Anna Qeen", "Bram <Qtwee>"))
    seen = {name: [viewer.get(address).text for _ in range(2)] for name, viewer in (("Qeen", anna), ("Qtwee", bram))}
    for name, pages in seen.items():
        for page in pages:
            assert [other for other in seen if other in page] == [name]
    assert "Bram &lt;Qtwee&gt;" in seen["Qtwee"][1]
    shown = visitor.get(address).text
    assert "Qeen" not in shown
    assert "csrf_token" not in shown
    assert bram.submit(address, {}, action="/uitloggen").status_code == 200
    assert "Qtwee" not in bram.get(address).text
    assert "Anna Qeen" in anna.get(address).text


def test_a_member_sees_at_once_what_only_members_may_see_and_a_visitor_never(full, visitor, member):
    for _ in range(2):
        assert "Gasbedrijf" not in visitor.get("/contacten").text
        assert "Gasbedrijf" in member.get("/contacten").text


@pytest.mark.parametrize("role", [None, Role.MEMBER])
def test_a_message_is_shown_once_to_whom_it_is_for(full, app, role):
    viewer, other = (logged_in(app, role, name=name) if role else Visitor(app) for name in ("Anna", "Bram"))
    for someone in (viewer, other):
        someone.get("/rollen")
    with viewer.client.session_transaction() as session:
        session["_flashes"] = [("message", "Alleen voor u")]
    assert "Alleen voor u" not in other.get("/rollen").text
    assert "Alleen voor u" in viewer.get("/rollen").text
    for someone in (other, viewer, Visitor(app)):
        assert "Alleen voor u" not in someone.get("/rollen").text


@pytest.mark.parametrize("role", [None, Role.MEMBER])
def test_each_search_that_found_little_counts(full, app, role):
    viewer = logged_in(app, role) if role else Visitor(app)
    for _ in range(3):
        viewer.get("/zoeken?q=onvindbaar")
    assert [(text, count) for text, count, _ in full.missed_searches.most_missed()] == [("onvindbaar", 3)]
