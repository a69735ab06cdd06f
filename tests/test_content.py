"""The content of this repository is complete, sound and honest about its sources."""

from collections import Counter

import pytest

from kennisplatform.config import PROJECT_FOLDER
from kennisplatform.entries.entry_store import EntryStore
from kennisplatform.entries.menu_card.model import MenuCardEntry
from kennisplatform.entries.models import Agenda, Contact, Network, RoleDescription
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


def test_the_menu_card_is_filled(catalogue):
    entries = list(catalogue.of_type(MenuCardEntry))
    themes = Counter(theme for entry in entries for theme in entry.themes)
    sectors = Counter(sector for entry in entries for sector in entry.sectors)
    assert len(entries) >= 45
    assert min(themes[theme] for theme in Theme) >= 5
    assert min(sectors[sector] for sector in Sector) >= 6


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
