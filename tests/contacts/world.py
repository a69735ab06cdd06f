"""The smallest world in which the desk has something to say: two regions, three sectors, some companies."""

from __future__ import annotations

import pytest
import yaml

from kennisplatform.site import site_of

WORDS = {
    "sectoren": {
        "drinkwater": ["water", "kraan"],
        "elektriciteit": ["stroom", "licht"],
        "gas": ["gas"],
        "ict-telecom": ["telefoon", "112"],
    },
    "themas": {"alertering": ["waarschuwen", "lead partner"], "noodvoorzieningen": ["nooddrinkwater"]},
    "organisaties": {"ministerie": ["ministerie"]},
    "spoed": ["nu", "vannacht"],
}
PLACES = {
    "regios": {
        "ijsselland": {"zetel": "Zwolle", "gemeenten": ["Zwolle", "Deventer"], "afkortingen": ["VRIJ"]},
        "groningen": {"zetel": "Groningen", "gemeenten": ["Groningen"], "plaatsen": ["Delfzijl"]},
        "brabant-zuidoost": {"zetel": "Eindhoven", "gemeenten": ["Eindhoven", "Best", "Son en Breugel"]},
        "noord-holland-noord": {"gemeenten": ["Bergen (NH)"]},
        "limburg-noord": {"gemeenten": ["Bergen (L)"]},
        "kennemerland": {"zetel": "Haarlem", "gemeenten": ["Haarlem"]},
    },
    "provincies": {"Overijssel": ["ijsselland", "twente"]},
}
CALL_RULES = {
    "altijd": [{"naam": "Alarmnummer", "nummer": "112", "bereikbaar": "24/7"}],
    "sectoren": {"elektriciteit": [{"wie": "bedrijf"}, {"wie": "veiligheidsregio"}]},
}


def write(content) -> None:
    """Fill a content folder with the world."""
    content.write("loket.yml", yaml.safe_dump(WORDS, allow_unicode=True))
    content.write("plaatsen.yml", yaml.safe_dump(PLACES, allow_unicode=True))
    content.write("belvolgorde.yml", yaml.safe_dump(CALL_RULES, allow_unicode=True))
    company = {"type_organisatie": "vitale-partner"}
    content.entry("contacten", "enexis", organisatie="Enexis", sectoren=["elektriciteit", "gas"], **company)
    content.entry("contacten", "rendo", organisatie="RENDO", sectoren=["elektriciteit"], bereikbaar="24/7", **company)
    content.entry("contacten", "liander", organisatie="Liander", sectoren=["elektriciteit"], **company)
    content.entry("contacten", "tennet", organisatie="TenneT", sectoren=["elektriciteit"], **company)
    content.entry("contacten", "vitens", organisatie="Vitens", sectoren=["drinkwater"], **company)
    content.entry(
        "contacten", "geheim", organisatie="Geheimwater", sectoren=["drinkwater"], zichtbaar="leden", **company
    )
    for region in ("ijsselland", "groningen"):
        content.entry(
            "contacten",
            f"vr-{region}",
            organisatie=f"Veiligheidsregio {'IJsselland' if region == 'ijsselland' else 'Groningen'}",
            type_organisatie="veiligheidsregio",
            regios=[region],
        )
    content.entry("contacten", "politie", organisatie="Politie", type_organisatie="politie")
    content.entry("contacten", "ifv-desk", organisatie="IFV (sinds 2022 NIPV)", type_organisatie="kennisinstelling")
    network = {"status": "gepubliceerd"}
    content.entry(
        "netwerken", "stroom-enexis", "Stroom Enexis", sector="elektriciteit", organisatie="Enexis",
        regios=["ijsselland", "groningen"], contacten=["enexis", "vr-ijsselland"], **network,
    )  # fmt: skip
    content.entry(
        "netwerken", "stroom-rendo", "Stroom RENDO", sector="elektriciteit", organisatie="RENDO",
        regios=["ijsselland"], contacten=["rendo"], **network,
    )  # fmt: skip
    content.entry(
        "netwerken", "stroom-liander", "Stroom Liander", sector="elektriciteit", organisatie="Liander",
        regios=["kennemerland"], contacten=["liander"], **network,
    )  # fmt: skip
    content.entry(
        "netwerken", "stroom-landelijk", "Stroom landelijk", sector="elektriciteit", organisatie="TenneT",
        contacten=["tennet"], **network,
    )  # fmt: skip
    content.entry(
        "netwerken", "water-vitens", "Water Vitens", sector="drinkwater", organisatie="Vitens",
        regios=["ijsselland"], contacten=["vitens", "geheim"], lead_partner_overheid="Gemeente Zwolle", **network,
    )  # fmt: skip
    content.entry(
        "menukaart", "beeldbank", "Beeldbank voor piketfunctionarissen", themas=["alertering"],
        contacten=["politie"], sectoren=["drinkwater"], regios=["ijsselland"], organisaties=["Vitens"],
    )  # fmt: skip


@pytest.fixture
def ask(app, content):
    """Return the desk of a site on this world, asked by a visitor unless somebody else is named."""
    from kennisplatform.contacts.question.question import Chosen
    from kennisplatform.permissions import ANONYMOUS

    write(content)
    site_of(app).follower.synchronise()
    desk = site_of(app).front_desk
    return lambda text="", viewer=ANONYMOUS, **chosen: desk.ask(text, Chosen(**chosen), viewer)
