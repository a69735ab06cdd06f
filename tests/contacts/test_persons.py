"""A name with a contact: noted with consent, for members only, and for a bounded time."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from kennisplatform import dutch_time
from kennisplatform.accounts.audit import AuditFilter
from kennisplatform.contacts.persons import Person, Persons, last_day
from kennisplatform.entries.catalogue import Catalogue
from kennisplatform.entries.history.repository import Author
from kennisplatform.site import site_of
from kennisplatform.vocabulary import Role
from tests.visitor import Visitor, logged_in

NAME, PURPOSE = "Wilhelmina Zandstra", "Partners spreken haar bij oefeningen."
FORM, PAGE = "/redactie/water/persoon", "/contacten/water"
CURATOR = Author("Cor")


def in_days(days):
    return dutch_time.today() + timedelta(days=days)


def person(consented=0, until=30, name=NAME):
    return Person(name, in_days(consented), PURPOSE, in_days(until))


def filled_in(**others):
    usual = {"name": NAME, "purpose": PURPOSE, "consented_on": str(in_days(0)), "has_consented": "y"}
    return {**usual, **others}


def page_of(browser, address=PAGE):
    return browser.page(address).select_one("main").get_text(" ", strip=True)


def test_a_curator_notes_a_name_that_members_see_with_consent_purpose_and_last_day(world, curator, member):
    after = curator.submit(FORM, filled_in(name=f"  {NAME} ", consented_on=str(in_days(-3))), action=FORM)
    assert after.request.path == PAGE and "alleen voor leden, tot en met" in after.text
    noted = world.noted("water")
    assert noted == Person(NAME, in_days(-3), PURPOSE, last_day(in_days(-3)))
    text = page_of(member)
    for part in (NAME, PURPOSE, f"De toestemming is van {in_days(-3).day} ", f"tot en met {noted.keep_until.day} "):
        assert part in text
    assert NAME not in page_of(member, "/contacten/gas")


def test_a_visitor_finds_no_trace_of_it(world, visitor):
    pages = []
    for _ in range(2):
        pages.append(re.sub(r'(name="csrf_token"[^>]*value=")[^"]*', r"\1", visitor.get(PAGE).text))
        world.persons.save(world.contact("water"), person())
    assert pages[0] == pages[1]


@pytest.mark.parametrize(
    ("said", "who", "sees"),
    [
        ({"zichtbaar": "openbaar"}, (), True),
        ({"zichtbaar": "leden"}, (), True),
        ({"zichtbaar": "netwerk", "netwerken": ["noord"]}, ("noord",), True),
        ({"zichtbaar": "netwerk", "netwerken": ["noord"]}, ("zuid",), False),
        ({"status": "concept"}, ("noord",), False),
    ],
)
def test_members_see_it_with_contacts_that_they_may_see(world, said, who, sees):
    world.content.entry("contacten", "water", "Waterbedrijf", **said)
    world.persons.save(world.contact("water"), person())
    assert (NAME in logged_in(world.app, Role.MEMBER, who).get(PAGE).text) is sees
    assert NAME not in Visitor(world.app).get(PAGE).text


@pytest.mark.parametrize(("until", "sees"), [(0, True), (-1, False)])
def test_it_is_gone_the_day_after_its_last_whether_or_not_the_command_ran(world, member, curator, until, sees):
    world.persons.save(world.contact("water"), person(-10, until))
    assert (NAME in page_of(member)) is sees
    assert (NAME in curator.get(FORM).text) is sees
    assert (NAME in curator.get(PAGE).text) is sees


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": " "}, "Schrijf de naam"),
        ({"name": "x" * 101}, "hoogstens 100 tekens"),
        ({"purpose": ""}, "Schrijf waarvoor de naam nodig is"),
        ({"purpose": "x" * 301}, "hoogstens 300 tekens"),
        ({"consented_on": ""}, "Vul de dag in waarop de persoon toestemming gaf"),
        ({"consented_on": "gisteren"}, "Dit is geen datum"),
        ({"consented_on": 2}, "Deze dag komt nog"),
        ({"consented_on": -367}, "Vraag opnieuw om toestemming"),
        ({"keep_until": "ooit"}, "Dit is geen datum"),
        ({"keep_until": -2}, "Deze dag is al voorbij"),
        ({"keep_until": 367}, "langer dan een jaar na de toestemming. Kies uiterlijk"),
        ({"has_consented": []}, "Zonder toestemming mag de naam hier niet staan"),
    ],
)  # fmt: skip
def test_what_is_not_in_order_is_said_and_everything_typed_comes_back(world, curator, typed, said):
    sent = filled_in(
        **{name: str(in_days(value)) if isinstance(value, int) else value for name, value in typed.items()}
    )
    answer = curator.submit(FORM, sent, action=FORM)
    assert said in answer.text
    assert world.noted("water") is None
    for name, value in sent.items():
        if name != "has_consented":
            assert str(value).strip() in answer.text
    if "has_consented" not in typed:
        assert 'checked class="form-check-input" id="has_consented"' in answer.text


def test_a_name_cannot_be_kept_for_longer_than_the_longest_time_whoever_asks():
    assert Person(NAME, in_days(0), PURPOSE, last_day(in_days(0)))
    for keep_until in (last_day(in_days(0)) + timedelta(days=1), in_days(-1)):
        with pytest.raises(ValueError, match="no longer"):
            Person(NAME, in_days(0), PURPOSE, keep_until)


def test_a_new_consent_starts_anew_and_there_is_one_name_per_contact(world, curator):
    world.persons.save(world.contact("water"), person(-360, 5, "Eerste Naam"))
    curator.submit(FORM, filled_in(keep_until=""), action=FORM)
    assert world.noted("water") == Person(NAME, in_days(0), PURPOSE, last_day(in_days(0)))


def test_a_curator_removes_it_at_once_and_the_log_tells_all_but_the_name(world, curator, member):
    curator.submit(FORM, filled_in(), action=FORM)
    after = curator.submit(FORM, {}, action=f"{FORM}/verwijderen")
    assert "De naam is verwijderd" in after.text
    assert NAME not in after.text + member.get(PAGE).text
    lines = site_of(world.app).audit_log.page(AuditFilter(subject="water")).entries
    noted = [(line.action, line.subject, line.detail) for line in lines]
    assert noted == [("persoon bij contact verwijderd", "water", ""), ("persoon bij contact genoteerd", "water", "")]


def test_the_ways_to_the_form_are_with_contacts_only(world, curator):
    world.content.entry("menukaart", "flessen", "Flessen")
    world.contact("water")
    for address in (PAGE, "/redactie/water", "/redactie/water/hernoemen"):
        assert curator.page(address).select_one(f"a[href='{FORM}']"), address
    for address in ("/menukaart/flessen", "/redactie/flessen", "/redactie/flessen/hernoemen"):
        assert "/persoon" not in curator.get(address).text, address
    assert curator.get("/redactie/flessen/persoon").status_code == 404
    assert curator.get("/redactie/nooit/persoon").status_code == 404


class TestANameStaysWithItsContact:
    @pytest.fixture
    def editing(self, world):
        editing = site_of(world.app).editing
        editing.writer.record_by_hand()
        return editing

    @pytest.fixture
    def renamed(self, world, editing):
        world.persons.save(world.contact("water"), person())
        editing.rename("water", "drinkwater", editing.store.catalogue.versions["water"], CURATOR)
        return editing

    def test_when_its_address_changes_and_when_that_is_undone(self, world, renamed, member):
        assert NAME in page_of(member, "/contacten/drinkwater")
        renamed.undo(renamed.history.revisions()[0].id, CURATOR)
        assert NAME in page_of(member)

    def test_and_not_with_another_one_that_gets_the_old_address(self, world, renamed, member):
        world.content.entry("contacten", "water", "Een ander")
        world.contact("water")
        assert NAME not in page_of(member)
        assert NAME in page_of(member, "/contacten/drinkwater")

    def test_and_a_name_of_the_other_one_is_not_with_it_nor_removed_along(self, world, renamed, member, curator):
        world.content.entry("contacten", "water", "Een ander")
        world.look()
        others, form = "Jan Anders", "/redactie/drinkwater/persoon"
        curator.submit(FORM, filled_in(name=others), action=FORM)
        for address, sees in ((PAGE, (True, False)), ("/contacten/drinkwater", (False, True))):
            assert tuple(name in page_of(member, address) for name in (others, NAME)) == sees
        curator.submit(form, filled_in(), action=form)
        assert others in page_of(member)
        curator.submit(form, {}, action=f"{form}/verwijderen")
        assert others in page_of(member)
        assert NAME not in page_of(member, "/contacten/drinkwater")

    def test_because_no_other_one_gets_the_old_address_by_a_change_of_address(self, world, renamed, member, curator):
        rename = "/redactie/gas/hernoemen"
        answer = curator.submit(rename, {"adres": "water"}, action=rename)
        assert "Dit is een oud adres van ‘Waterbedrijf’ en brengt mensen nog daarheen" in answer.text
        assert member.get("/contacten/gas").status_code == 200
        assert member.get(PAGE).request.path == "/contacten/drinkwater"

    def test_and_with_it_when_it_gets_its_old_address_back(self, world, renamed, member, curator):
        rename = "/redactie/drinkwater/hernoemen"
        curator.submit(rename, {"adres": "water"}, action=rename)
        assert NAME in page_of(member)
        assert member.get("/contacten/drinkwater").request.path == PAGE

    def test_when_its_address_was_changed_by_hand(self, world, member, curator):
        world.persons.save(world.contact("water"), person())
        (world.content.path / "contacten/water.md").unlink()
        world.content.entry("contacten", "drinkwater", "Waterbedrijf", eerdere_namen=["water"])
        world.contact("drinkwater")
        assert NAME in page_of(member, "/contacten/drinkwater")
        curator.submit("/redactie/drinkwater/persoon", {}, action="/redactie/drinkwater/persoon/verwijderen")
        assert NAME not in page_of(member, "/contacten/drinkwater")

    def test_and_goes_with_it_also_when_the_contact_comes_back(self, world, editing, member):
        world.persons.save(world.contact("water"), person())
        editing.delete("water", editing.store.catalogue.versions["water"], CURATOR)
        gone = next(iter(editing.history.deleted()))
        editing.restore(gone.path, gone.revision_id, CURATOR)
        assert NAME not in page_of(member)

    def test_and_not_with_a_new_one_in_the_place_of_one_that_was_removed_by_hand(self, world, editing, curator, member):
        world.persons.save(world.contact("water"), person())
        (world.content.path / "contacten/water.md").unlink()
        world.contact("gas")
        curator.submit(
            "/redactie/nieuw/contact",
            {
                "titel": "Water", "slug": "water", "samenvatting": "S", "organisatie": "W", "functie": "F",
                "type-organisatie": "overig", "doe": "bewaar:gepubliceerd",
            },
        )  # fmt: skip
        assert world.contact("water").function == "F"
        assert NAME not in page_of(member)

    def test_an_earlier_version_of_the_contact_shows_no_name(self, world, editing, curator):
        world.persons.save(world.contact("water"), person())
        revision = editing.history.revisions("contacten/water.md")[0].id
        assert NAME not in curator.get(f"/redactie/water/geschiedenis/{revision}/vermelding").text


def test_names_are_kept_replaced_and_forgotten(database, water):
    persons, gas = Persons(database, Catalogue().slugs_of), water.model_copy(update={"slug": "gas"})
    persons.save(water, person(name="Eerste"))
    persons.save(water, person())
    persons.save(gas, person(-10, -1))
    assert (persons.of(water, in_days(0)), persons.of(gas, in_days(0))) == (person(), None)
    assert persons.erase_expired(in_days(0), {"water", "gas"}) == 1
    assert persons.erase_expired(in_days(0), ()) == 0
    assert persons.erase_expired(in_days(0), {"gas"}) == 1
    assert persons.of(water, in_days(0)) is None


def test_a_name_that_is_removed_cannot_be_read_in_the_file_of_the_database(world, tmp_path):
    water = world.contact("water")

    def is_on_disk():
        site_of(world.app).database.close()
        files = (file for file in (tmp_path / "instance").rglob("*") if file.is_file())
        return any(NAME.encode() in file.read_bytes() for file in files)

    world.persons.save(water, person())
    assert is_on_disk()
    world.persons.remove(water)
    assert not is_on_disk()
