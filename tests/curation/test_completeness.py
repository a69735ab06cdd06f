"""What the curator is asked to add."""

import pytest

from kennisplatform.curation.editor.fields import fields_of
from kennisplatform.curation.worklist.completeness import RULES, shortcomings
from kennisplatform.entries.folders import MODEL_BY_FOLDER
from kennisplatform.entries.menu_card.model import MENU_CARD_HEADINGS
from kennisplatform.entries.models import ROLE_HEADINGS
from kennisplatform.entries.problems import as_sentence
from kennisplatform.entries.rules.contact_rules import breaches

TEMPLATE = "\n\n".join(f"## {heading}\n\nTekst." for heading in MENU_CARD_HEADINGS)
COMMON = {
    "titel": "Een titel",
    "samenvatting": "Kort",
    "themas": ["alertering"],
    "sectoren": ["gas"],
    "bijgewerkt": "2026-01-01",
    "herzien-voor": "2027-01-01",
    "bronnen": [{"titel": "Bron"}],
    "body": "Tekst",
}
COMPLETE = {
    "menukaart": {
        "soort": "pilot",
        "organisaties": ["Vitens"],
        "inzetbaar-als": "Doe dit ook.",
        "contacten": ["vitens"],
        "body": TEMPLATE,
    },
    "rollen": {"soort": "rol", "body": "\n\n".join(f"## {heading}\n\nTekst." for heading in ROLE_HEADINGS)},
    "contacten": {
        "soort": "contact",
        "organisatie": "Vitens",
        "type-organisatie": "vitale-partner",
        "functie": "Liaison",
        "telefoon": "+31881234567",
        "website": "https://vitens.example/",
        "bereikbaar": "24/7",
        "eigenaar": "Redactie",
    },
    "netwerken": {"soort": "netwerk", "sector": "gas", "lead-partner-overheid": "A", "lead-partner-bedrijven": "B"},
    "agendas": {
        "soort": "agenda",
        "sector": "gas",
        "punten": [{"titel": "P", "thema": "alertering", "prioriteit": 1, "voorbeelden": ["x"]}],
    },
}
LACKING = [
    ("menukaart", {"bronnen": []}, "bronnen", "Noem minstens één bron"),
    ("contacten", {"herzien-voor": None}, "herzien-voor", "vóór welke datum"),
    ("netwerken", {"bijgewerkt": None}, "bijgewerkt", "voor het laatst is nagekeken"),
    ("contacten", {"themas": [], "sectoren": []}, "vindbaar", "Kies een thema, sector of regio"),
    ("netwerken", {"body": ""}, "tekst", "Schrijf een tekst"),
    ("menukaart", {"body": TEMPLATE.replace("## Lessen", "## Andere kop")}, "koppen", "koppen met tekst toe: Lessen."),
    ("menukaart", {"body": TEMPLATE.replace("## Lessen\n\nTekst.", "## Lessen")}, "lege-koppen", "onder: Lessen."),
    ("rollen", {"body": "\n".join(f"## {kop}" for kop in ROLE_HEADINGS)}, "lege-koppen", "Schrijf tekst onder: Begrip"),
    ("menukaart", {"organisaties": []}, "organisaties", "Noem de organisaties"),
    ("menukaart", {"inzetbaar-als": None}, "inzetbaar-als", "in één zin"),
    ("menukaart", {"contacten": []}, "contacten", "bij welk contact"),
    ("contacten", {"telefoon": None}, "bereik", "telefoonnummer of e-mailadres"),
    ("contacten", {"website": None}, "website", "het webadres"),
    ("contacten", {"bereikbaar": None}, "bereikbaar", "wanneer dit contact bereikbaar is"),
    ("contacten", {"eigenaar": None}, "eigenaar", "welk team zorgt"),
    ("contacten", {"functie": "Aanspreekpunt (nog aan te vullen)"}, "functie", "precieze functie"),
    ("contacten", {"functie": "Storingen (de functie voor continuïteit is nog niet bekend)"}, "functie", "precieze"),
    ("contacten", {"body": "Bel 088-123 45 67."}, "bereik-in-tekst", "eigen veld"),
    ("contacten", {"samenvatting": "Mail naar ria@vitens.example"}, "bereik-in-tekst", "eigen veld"),
    ("netwerken", {"lead-partner-bedrijven": None}, "lead-partners", "lead partner is: bedrijven."),
    ("agendas", {"punten": []}, "punten", "verbeterpunten"),
    (
        "agendas",
        {"punten": [{"titel": "Kaal", "thema": "alertering", "prioriteit": 1}]},
        "punten-voorbeelden",
        "bij deze punten, als die er zijn: Kaal.",
    ),
]


def entry(folder, **changed):
    return MODEL_BY_FOLDER[folder].model_validate({"slug": "x", **COMMON, **COMPLETE[folder], **changed})


@pytest.mark.parametrize("folder", COMPLETE)
def test_a_complete_entry_lacks_nothing(folder):
    assert shortcomings(entry(folder)) == ()


@pytest.mark.parametrize(("folder", "changed", "rule", "advice"), LACKING)
def test_what_lacks_is_named_with_what_to_add(folder, changed, rule, advice):
    (found,) = shortcomings(entry(folder, **changed))
    assert found.rule == rule
    assert advice in found.advice


@pytest.mark.parametrize("lacking", ["eigenaar", "herzien-voor"])
def test_completeness_and_the_rules_for_contacts_ask_in_the_same_words(lacking):
    contact = entry("contacten", **{lacking: None})
    (asked,) = shortcomings(contact)
    assert asked.advice in [as_sentence(one.reason) for one in breaches(contact)]


def test_every_rule_is_in_the_table_above():
    assert {rule.name for rule in RULES} == {rule for _, _, rule, _ in LACKING}


@pytest.mark.parametrize("text", ["Sinds 2015-03-01 in dienst.", "Kenmerk 2012345678.", "Op nummer 112 en 0800-8844."])
def test_dates_and_short_numbers_are_no_telephone_numbers(text):
    assert shortcomings(entry("contacten", body=text)) == ()


@pytest.mark.parametrize("folder", COMPLETE)
def test_every_rule_leads_to_a_field_of_the_form(folder):
    model = MODEL_BY_FOLDER[folder]
    fields = {field.key for field in fields_of(model)}
    assert {rule.place or rule.name for rule in RULES if issubclass(model, rule.model)} <= fields
