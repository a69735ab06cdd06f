"""The content of this repository is complete, sound and honest about its sources."""

from collections import Counter
from itertools import product

import pytest

from kennisplatform.config import PROJECT_FOLDER
from kennisplatform.entries.entry_store import EntryStore
from kennisplatform.entries.menu_card.model import MenuCardEntry
from kennisplatform.entries.models import Agenda, Contact, Network, RoleDescription
from kennisplatform.entries.text.sections import is_answer, sections
from kennisplatform.vocabulary import Region, Sector, Theme

MENU_CARD_HEADINGS = [
    "Wat is het",
    "Aanpak",
    "Resultaat",
    "Randvoorwaarden",
    "Lessen",
    "Zo gebruikt u dit in een actieplan",
]


@pytest.fixture(scope="module")
def catalogue():
    return EntryStore(PROJECT_FOLDER / "content").catalogue


def test_every_file_is_sound(catalogue):
    assert [str(problem) for problem in catalogue.problems] == []


def test_every_theme_has_worked_out_examples_in_every_sector(catalogue):
    entries = list(catalogue.of_type(MenuCardEntry))
    assert len(entries) >= 150
    cells = Counter(cell for entry in entries for cell in product(entry.themes, entry.sectors))
    assert min(cells[cell] for cell in product(Theme, Sector)) >= 4


def test_few_entries_leave_open_what_came_of_it_and_those_say_where_was_looked(catalogue):
    entries = list(catalogue.of_type(MenuCardEntry))
    texts = {entry.slug: sections(entry.body) for entry in entries}
    unknown = [
        (slug, text)
        for slug, of_entry in texts.items()
        for heading in ("Resultaat", "Lessen")
        if not is_answer(text := of_entry[heading])
    ]
    assert len({slug for slug, _ in unknown}) <= len(entries) / 6
    assert [slug for slug, text in unknown if "Gezocht bij: " not in text] == []


def test_steps_and_conditions_are_as_many_as_one_can_take_in(catalogue):
    for entry in catalogue.of_type(MenuCardEntry):
        assert not entry.steps or len(entry.steps) >= 3, entry.slug
        assert not entry.conditions or len(entry.conditions) >= 3, entry.slug


def test_every_point_of_an_agenda_has_two_examples(catalogue):
    for agenda in catalogue.of_type(Agenda):
        for point in agenda.points:
            assert len(catalogue.entries.keys() & set(point.examples)) >= 2, (agenda.slug, point.title)


def test_every_entry_names_its_sources_and_a_review_date(catalogue):
    for entry in catalogue.entries.values():
        assert entry.sources, entry.slug
        assert entry.updated, entry.slug
        assert entry.review_due > entry.updated, entry.slug


def test_menu_card_entries_follow_the_template(catalogue):
    for entry in catalogue.of_type(MenuCardEntry):
        headings = [line[3:] for line in entry.body.splitlines() if line.startswith("## ")]
        assert headings == MENU_CARD_HEADINGS, entry.slug


def test_every_theme_has_its_role_every_sector_its_agenda_and_every_region_its_contact(catalogue):
    assert {role.themes[0] for role in catalogue.of_type(RoleDescription)} == set(Theme)
    assert {agenda.sector for agenda in catalogue.of_type(Agenda)} == set(Sector)
    assert {network.sector for network in catalogue.of_type(Network)} == set(Sector)
    contacts = {contact.slug for contact in catalogue.of_type(Contact)}
    assert {f"veiligheidsregio-{region}" for region in Region} <= contacts
    assert "ifv-desk" in contacts
    assert {"over", "hulp", "privacy", "toegankelijkheid"} <= catalogue.pages.keys()


def test_links_in_texts_lead_somewhere(app, catalogue):
    import re

    for entry in [*catalogue.entries.values(), *catalogue.pages.values()]:
        for folder, slug in re.findall(
            r"\]\(/(menukaart|rollen|contacten|netwerken|agenda)/([a-z0-9-]+)\)", entry.body
        ):
            assert slug in catalogue.entries, (entry.slug, folder, slug)
