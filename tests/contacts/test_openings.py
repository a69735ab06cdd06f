"""How often members open a contact is counted, per month; who, from where and at what time is kept nowhere."""

from __future__ import annotations

import threading
from datetime import timedelta

from sqlalchemy import inspect, text

from kennisplatform import dutch_time
from kennisplatform.contacts.openings import MONTHS_KEPT, MONTHS_SHOWN, Openings
from kennisplatform.entries.catalogue import Catalogue
from kennisplatform.entries.history.repository import Author
from kennisplatform.site import site_of

PAGE = "/contacten/water"


def test_openings_are_counted_when_a_member_sees_how_to_reach_a_contact(world, member):
    for _ in range(3):
        member.get(PAGE)
    assert world.openings.of(world.contact("water"), dutch_time.today()) == 3
    assert world.openings.of(world.contact("gas"), dutch_time.today()) == 0


def test_a_card_for_the_address_book_counts_as_well_and_what_holds_more_contacts_does_not(world, member):
    member.get(f"{PAGE}.vcf")
    for address in ("/contacten.vcf", "/contacten.csv", "/contacten", "/belkaart?regio=groningen&sector=drinkwater"):
        assert member.get(address).status_code == 200
    found = world.openings.most_opened(map(world.contact, ("water", "gas")), dutch_time.today())
    assert [(contact.slug, number) for contact, number in found] == [("water", 1)]


def test_openings_are_not_counted_of_others_nor_without_details_nor_without_looking(world, visitor, curator, member):
    world.content.entry("contacten", "kaal", "Kaal")
    world.contact("kaal")
    for end in ("", ".vcf"):
        visitor.get(PAGE + end)
        curator.get(PAGE + end)
        member.get(f"/contacten/kaal{end}")
        member.client.head(PAGE + end)
    member.get("/contacten")
    assert world.openings.most_opened(map(world.contact, ("water", "gas", "kaal")), dutch_time.today()) == []


def test_openings_are_shown_to_curators_the_most_opened_first(world, member, curator):
    assert "geopend" not in curator.get("/redactie").text
    for address in (PAGE, "/contacten/gas", "/contacten/gas"):
        member.get(address)
    items = curator.page("/redactie").find(id="geopend").find_parent("section").select("li")
    assert [item.a.text for item in items] == ["Gasbedrijf", "Waterbedrijf"]
    assert "2 keer geopend" in items[0].text
    assert "Door leden geopend: 2 keer in twaalf maanden" in curator.get("/contacten/gas").text
    assert "geopend" not in member.get("/contacten/gas").text


def test_openings_go_along_with_a_new_address(world, member):
    member.get(PAGE)
    editing = site_of(world.app).editing
    editing.rename("water", "drinkwater", editing.store.catalogue.versions["water"], Author("Cor"))
    member.get("/contacten/drinkwater")
    assert world.openings.of(world.contact("drinkwater"), dutch_time.today()) == 2


def test_openings_stay_with_their_contact_when_another_one_gets_its_old_address(world, member):
    member.get(PAGE)
    editing = site_of(world.app).editing
    editing.rename("water", "drinkwater", editing.store.catalogue.versions["water"], Author("Cor"))
    world.content.entry("contacten", "water", "Een ander", telefoon="088 123 45 68")
    world.look()
    for address in (PAGE, PAGE, "/contacten/drinkwater", "/contacten/drinkwater"):
        member.get(address)
    other, first = world.contact("water"), world.contact("drinkwater")
    assert [world.openings.of(contact, dutch_time.today()) for contact in (other, first)] == [2, 3]
    assert world.openings.most_opened([other, first], dutch_time.today()) == [(first, 3), (other, 2)]


def test_a_page_and_a_card_do_without_the_count_that_cannot_be_kept_and_the_log_says_why(world, member, caplog):
    with site_of(world.app).database.transaction() as session:
        session.execute(text("DROP TABLE contact_openings"))
    for address in (PAGE, f"{PAGE}.vcf"):
        assert "88" in member.get(address).text
    assert caplog.text.count("dat een lid water opende") == 2
    assert "no such table" in caplog.text


def test_nothing_is_kept_but_a_number_per_month(world, member):
    member.get(PAGE)
    with site_of(world.app).database.transaction() as session:
        columns = {column["name"] for column in inspect(session.connection()).get_columns("contact_openings")}
    assert columns == {"slug", "month", "number"}


def test_a_page_does_without_the_count_when_the_database_is_busy(world, member):
    member.get(PAGE)
    with site_of(world.app).database.transaction() as session:
        session.execute(text("UPDATE contact_openings SET number = number"))
        assert member.get(PAGE).status_code == 200
    assert world.openings.of(world.contact("water"), dutch_time.today()) == 1
    member.get(PAGE)
    assert world.openings.of(world.contact("water"), dutch_time.today()) == 2


def test_none_is_lost_of_members_who_open_a_contact_at_once(database, water, caplog):
    openings = Openings(database, Catalogue().slugs_of)
    openings.count(water, dutch_time.today())
    threads = [threading.Thread(target=openings.count, args=(water, dutch_time.today())) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert openings.of(water, dutch_time.today()) == 6 - caplog.text.count("dat een lid water opende")


def test_a_count_is_shown_for_a_year_and_kept_for_two(database, water):
    openings = Openings(database, Catalogue().slugs_of)
    months = [dutch_time.today().replace(day=1)]
    while len(months) <= MONTHS_KEPT:
        months.append((months[-1] - timedelta(days=1)).replace(day=1))
    for month in months:
        openings.count(water, month)
    assert openings.of(water, dutch_time.today()) == MONTHS_SHOWN
    assert openings.most_opened([water], dutch_time.today()) == [(water, MONTHS_SHOWN)]
    assert openings.erase_expired(dutch_time.today()) == 1
    assert openings.erase_expired(dutch_time.today()) == 0


def test_a_count_that_would_have_to_wait_is_left_undone(database, water):
    openings = Openings(database, Catalogue().slugs_of)
    openings.count(water, dutch_time.today())
    with database.transaction() as session:
        session.execute(text("UPDATE contact_openings SET number = number"))
        openings.count(water, dutch_time.today())
    assert openings.of(water, dutch_time.today()) == 1
