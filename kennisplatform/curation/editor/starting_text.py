"""What a new entry begins with, and what each kind is for."""

from __future__ import annotations

from collections.abc import Mapping

from kennisplatform.entries.menu_card.model import MENU_CARD_HEADINGS, MenuCardEntry
from kennisplatform.entries.models import ROLE_HEADINGS, Entry, Page, RoleDescription
from kennisplatform.vocabulary import Kind

PURPOSES: Mapping[Kind, str] = {
    Kind.EXAMPLE: "Iets wat een regio, bedrijf of ministerie al doet, en wat een ander kan overnemen.",
    Kind.PILOT: "Een proef: iets nieuws dat ergens wordt of is uitgeprobeerd.",
    Kind.COVENANT: "Een afspraak op papier tussen partijen, zoals een convenant of draaiboek.",
    Kind.INFORMATION_STRUCTURE: "Hoe informatie gedeeld wordt: een systeem, een overleg, een meldlijn.",
    Kind.ROLE: "Wat de veiligheidsregio doet binnen één thema, en op grond van welke wet.",
    Kind.CONTACT: "Een functie bij een organisatie die bereikbaar is over een sector, thema of regio.",
    Kind.NETWORK: "Een regionaal netwerk van één sector, met de veiligheidsregio’s erin.",
    Kind.AGENDA: "De belangrijkste verbeterpunten van één sector.",
}


def text_for(model: type[Entry] | type[Page]) -> str:
    """Return the headings under which the text of a new entry is written, empty where there are none."""
    headings: tuple[str, ...] = ()
    if issubclass(model, MenuCardEntry):
        headings = MENU_CARD_HEADINGS
    elif issubclass(model, RoleDescription):
        headings = ROLE_HEADINGS
    return "\n\n\n".join(f"## {heading}" for heading in headings)
