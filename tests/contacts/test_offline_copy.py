"""The copy for when the net does not work holds what its viewer may see, and nothing else."""

import json
import re
from datetime import datetime

import pytest

from kennisplatform.site import site_of
from kennisplatform.vocabulary import Role
from tests.base import hidden
from tests.contacts import world
from tests.visitor import logged_in

FOLDERS = {"contacten", "netwerken", "rollen"}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    built = hidden.build(tmp_path_factory.mktemp("site"))
    yield built
    built.close()


@pytest.fixture
def look(app):
    """Let the site see what was written after somebody logged in."""
    return site_of(app).follower.synchronise


def copied(visitor, address="/offline/kopie"):
    response = visitor.client.get(address)
    assert (response.status_code, response.headers["Cache-Control"]) == (200, "no-store")
    return response.get_json()


def entry(copy, slug):
    return next(found for found in copy["vermeldingen"] if found["slug"] == slug)


def lines(found):
    return {line["label"]: line["tekst"] for line in found["regels"]}


@pytest.mark.parametrize("viewer", list(hidden.VIEWERS))
def test_nothing_that_is_hidden_from_a_viewer_is_in_their_copy(site, viewer):
    text = json.dumps(copied(site.viewers[viewer])).casefold()
    assert [word for word in hidden.hidden_from(viewer) if word in text] == []
    assert [word for word in hidden.hidden_from("bezoeker") if word in text] or viewer == "bezoeker"


@pytest.mark.parametrize("viewer", list(hidden.VIEWERS))
def test_all_that_is_published_and_that_a_viewer_may_see_is_in_their_copy(site, viewer):
    slugs = {found["slug"] for found in copied(site.viewers[viewer])["vermeldingen"]}
    expected = {
        found.slug
        for found in hidden.ENTRIES
        if found.folder in FOLDERS and viewer in found.seen_by and found.way in {"leden", "noord", "zuid"}
    }
    assert {slug for slug in slugs if slug.startswith("qx")} == expected


@pytest.mark.parametrize("viewer", list(hidden.VIEWERS))
def test_the_copy_for_everyone_is_the_same_for_every_viewer(site, viewer):
    copies = [copied(site.viewers[who], "/offline/kopie?voor=iedereen") for who in ("bezoeker", viewer)]
    for copy in copies:
        copy.pop("gemaakt")
        copy.pop("gemaaktInWoorden")
    assert copies[0] == copies[1]
    assert copies[0]["eigenaar"] == "iedereen"


def test_a_copy_says_whose_it_is(app, content, visitor, member):
    content.entry("contacten", "ifv-desk")
    assert copied(visitor)["eigenaar"] == "iedereen"
    mine, other = copied(member), copied(logged_in(app, Role.MEMBER, name="Ander Lid"))
    assert mine["eigenaar"] != other["eigenaar"]
    assert "Ander Lid" in other["uitleg"] and "Ander Lid" not in mine["uitleg"]
    assert re.fullmatch(r"\d{1,2} \w+ \d{4}, \d\d\.\d\d uur", mine["gemaaktInWoorden"])


def test_telephone_and_mail_are_copied_for_members_only_unless_the_contact_says_that_it_is_public(
    content, visitor, member, look
):
    content.entry("contacten", "gewoon", telefoon="030 123 4567", e_mail="a@voorbeeld.nl")
    content.entry("contacten", "publiek", telefoon="030 765 4321", zichtbaar="openbaar")
    content.entry("contacten", "onbekend")
    look()
    mine, everyones = copied(member), copied(visitor)
    assert lines(entry(mine, "gewoon"))["Telefoon"] == "030 123 4567"
    assert {"label": "Telefoon", "tekst": "030 123 4567", "url": "tel:+31301234567"} in entry(mine, "gewoon")["regels"]
    assert "Telefoon" not in lines(entry(everyones, "gewoon"))
    assert lines(entry(everyones, "gewoon"))["Telefoon en e-mail"] == "alleen voor leden"
    assert lines(entry(everyones, "publiek"))["Telefoon"] == "030 765 4321"
    assert not {"Telefoon", "E-mail", "Telefoon en e-mail"} & set(lines(entry(everyones, "onbekend")))


def test_a_copy_with_what_is_for_members_says_until_when_it_stays(visitor, member):
    mine, everyones = copied(member), copied(visitor)
    days = datetime.fromisoformat(mine["blijftTot"]) - datetime.fromisoformat(mine["gemaakt"])
    assert days.days == 30
    assert re.fullmatch(r"\d{1,2} \w+ \d{4}", mine["blijftTotInWoorden"])
    assert (everyones["blijftTot"], everyones["blijftTotInWoorden"]) == (None, None)


def test_the_copy_says_whom_to_call_first_and_what_always_answers(content, visitor):
    world.write(content)
    copy = copied(visitor)
    steps = [copy["stappen"][number]["naam"] for number in copy["volgorde"]["ijsselland"]["elektriciteit"]]
    assert steps == ["Enexis", "RENDO", "Veiligheidsregio IJsselland"]
    assert [(step["nummer"], step["url"]) for step in copy["altijd"]] == [("112", "tel:112")]


def test_a_network_names_its_contacts_as_far_as_they_may_be_seen(content, visitor, member, look):
    world.write(content)
    look()
    assert lines(entry(copied(visitor), "water-vitens"))["Contacten"] == "Vitens"
    assert lines(entry(copied(member), "water-vitens"))["Contacten"] == "Vitens, Geheimwater"


def test_the_table_tells_per_region_which_networks_cover_it(content, visitor):
    world.write(content)
    copy = copied(visitor)
    assert len(copy["regios"]) == 25
    row = next(row for row in copy["regios"] if row["regio"] == "ijsselland")
    cells = dict(zip(copy["sectoren"], row["netwerken"], strict=True))
    assert cells["Elektriciteit"] == "Enexis, RENDO"
    assert cells["Gas"] == "geen regionaal netwerk"


def test_a_region_and_a_sector_are_found_by_what_people_call_them(content, visitor):
    world.write(content)
    meanings = copied(visitor)["betekenissen"]
    assert {"VRIJ", "Zwolle", "Deventer"} <= set(meanings["ijsselland"].split())
    assert "stroom" in meanings["elektriciteit"]


def test_text_becomes_blocks_without_marks(content, visitor):
    text = "Een **alinea** met [een link](/x).\n\n## Kop\n\n- punt\n    - dieper\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n\nZo[^1].\n\n[^1]: Noot"
    content.entry("contacten", "ifv-desk", tekst=text)
    blocks = [(block["soort"], block["tekst"]) for block in entry(copied(visitor), "ifv-desk")["tekst"]]
    assert blocks == [
        ("alinea", "Een alinea met een link."),
        ("kop", "Kop"),
        ("punt", "punt"),
        ("punt", "dieper"),
        ("punt", "a · b"),
        ("punt", "1 · 2"),
        ("alinea", "Zo."),
        ("punt", "Noot"),
    ]
