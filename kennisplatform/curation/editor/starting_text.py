"""What a new entry begins with, and what each kind is for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from kennisplatform.curation.editor.fields import Widget
from kennisplatform.curation.editor.form_data import FormData
from kennisplatform.curation.editor.opened_entry import OpenedEntry
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


def new_form(opened: OpenedEntry, today: date) -> FormData:
    """Return what the form of a new entry of this kind shows before anybody typed."""
    defaults = {one.key: (one.default,) for one in opened.fields if one.widget is Widget.CHOICE and one.default}
    return FormData(
        {
            **defaults,
            "soort": (opened.kind,),
            "tekst": (text_for(opened.model),),
            "herzien-voor": (f"{today + timedelta(days=365):%d-%m-%Y}",),
        }
    )


def text_for(model: type[Entry] | type[Page], first: str = "") -> str:
    """Return the headings for the text of a new entry, what is known already under the first; empty without any."""
    headings: tuple[str, ...] = ()
    if issubclass(model, MenuCardEntry):
        headings = MENU_CARD_HEADINGS
    elif issubclass(model, RoleDescription):
        headings = ROLE_HEADINGS
    if not headings:
        return ""
    opening = f"## {headings[0]}" + (f"\n\n{first}" if first else "")
    return "\n\n\n".join([opening, *(f"## {heading}" for heading in headings[1:])])
