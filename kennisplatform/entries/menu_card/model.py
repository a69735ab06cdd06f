"""The model of a menu-card entry, and the headings under which its text is written."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import Field

from kennisplatform.entries.form_labels import FieldLabel, Group
from kennisplatform.entries.models import Entry, Sectors, Themes
from kennisplatform.entries.parts import (
    SLUG_PATTERN,
    Cost,
    LongText,
    Period,
    Step,
    Text,
    Trial,
)
from kennisplatform.vocabulary import (
    MENU_CARD_KINDS,
    Occasion,
    Stage,
)

MENU_CARD_HEADINGS = (
    "Wat is het",
    "Aanpak",
    "Resultaat",
    "Randvoorwaarden",
    "Lessen",
    "Zo gebruikt u dit in een actieplan",
)
"""The headings of the template of the menu card."""


class MenuCardEntry(Entry):
    """An example, pilot, covenant or information structure: something to put in a plan."""

    kinds = MENU_CARD_KINDS

    themes: Themes = Field(alias="themas", min_length=1)
    sectors: Sectors = Field(alias="sectoren", min_length=1)
    deployable_as: Annotated[
        Text | None,
        FieldLabel(
            "Actie voor een plan", "Eén zin: de actie die hiervan in een actieplan komt te staan.", Group.PLAN, rows=2
        ),
    ] = Field(default=None, alias="inzetbaar-als")
    organisations: Annotated[tuple[Text, ...], FieldLabel("Organisaties", "Wie deden mee?", Group.PLAN, rows=3)] = (
        Field(default=(), alias="organisaties")
    )
    period: Annotated[
        Period | None, FieldLabel("Periode", "Wanneer was of is het? Alleen het jaar mag ook.", Group.PLAN)
    ] = Field(default=None, alias="periode")
    cost_estimate: Annotated[
        Text | None,
        FieldLabel("Raming van de kosten", "Een bedrag of een zin. Laat leeg als het niet bekend is.", Group.PLAN),
    ] = Field(default=None, alias="raming")
    financing: Annotated[Text | None, FieldLabel("Financiering", "Wie betaalt of betaalde het?", Group.PLAN)] = Field(
        default=None, alias="financiering"
    )
    occasions: Annotated[
        tuple[Occasion, ...], FieldLabel("Aanleiding", "Waarom is dit er gekomen?", Group.CHOOSING)
    ] = Field(default=(), alias="aanleiding")
    stage: Annotated[Stage | None, FieldLabel("Stand", "Hoe ver is het nu?", Group.CHOOSING)] = Field(
        default=None, alias="stand"
    )
    replaced_by: Annotated[
        Text | None,
        FieldLabel(
            "Vervangen door", "De naam van de vermelding in het adres, of in woorden wat ervoor kwam.", Group.CHOOSING
        ),
    ] = Field(default=None, alias="vervangen-door")
    cost: Annotated[Cost | None, FieldLabel("Kosten", "Alleen wat een bron noemt.", Group.CHOOSING)] = Field(
        default=None, alias="kosten"
    )
    lead_time: Annotated[
        Text | None, FieldLabel("Doorlooptijd", "Hoe lang duurt het van begin tot eind?", Group.CHOOSING)
    ] = Field(default=None, alias="doorlooptijd")
    conditions: Annotated[
        tuple[Text, ...],
        FieldLabel(
            "Voorwaarden", "Drie tot zeven zinnen die men kan afvinken, elke op een regel.", Group.CHOOSING, rows=5
        ),
    ] = Field(default=(), alias="voorwaarden", max_length=7)
    mechanism: Annotated[
        LongText | None, FieldLabel("Waarom het werkt", "Waarom zou dit ook elders werken?", Group.CHOOSING, rows=3)
    ] = Field(default=None, alias="werking")
    steps: Annotated[tuple[Step, ...], FieldLabel("Stappen", "Drie tot acht, elk met wie.", Group.CHOOSING)] = Field(
        default=(), alias="stappen", max_length=8
    )
    trials: Annotated[
        tuple[Trial, ...],
        FieldLabel("Beproefd", "Oefeningen, proeven en echte gebeurtenissen waarbij dit is gebruikt.", Group.CHOOSING),
    ] = Field(default=(), alias="beproefd", max_length=20)

    def references(self) -> frozenset[str]:
        """Return the slugs of all other entries that this one points at, what came in its place included."""
        replaced_by = self.replaced_by or ""
        return super().references() | ({replaced_by} if re.fullmatch(SLUG_PATTERN, replaced_by) else frozenset())
