"""Who is called first and who next, per sector, and what always answers: kept by curators in `content/belvolgorde.yml`.

A rule says who it is (the company that supplies, the safety region, or a contact) or gives a number itself. Minutes
stand only where somebody agreed on them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from kennisplatform.contacts.calling.lines import Line
from kennisplatform.entries.contact_data import telephone
from kennisplatform.entries.parts import Slug, Text
from kennisplatform.vocabulary import Availability, NumberPurpose, Sector


class Who(StrEnum):
    """Whom a rule means, where that differs per region."""

    COMPANY = "bedrijf"
    SAFETY_REGION = "veiligheidsregio"


@dataclass(frozen=True)
class Rule:
    """One step: who (`role` or `contact`) or which `line`, for which sectors (all without), and why one calls it."""

    role: Who | None = None
    contact: str | None = None
    line: Line | None = None
    reason: str = ""
    after_minutes: int | None = None
    sectors: tuple[Sector, ...] = ()


@dataclass(frozen=True)
class CallRules:
    """The steps per sector, and what always answers."""

    steps: Mapping[Sector, tuple[Rule, ...]] = field(default_factory=dict)
    always: tuple[Rule, ...] = ()


class _Step(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    wie: Who | None = None
    contact: Slug | None = None
    naam: Text | None = None
    nummer: Text | None = None
    waarvoor: Text = ""
    bereikbaar: Availability | None = None
    na_minuten: Annotated[int | None, Field(alias="na-minuten", ge=1, le=240)] = None
    sectoren: list[Sector] = []
    bron: Text | None = None

    @model_validator(mode="after")
    def _says_who(self) -> _Step:
        if sum(value is not None for value in (self.wie, self.contact, self.nummer)) != 1:
            raise ValueError("noem per stap precies één van: wie, contact, nummer")
        if self.nummer is not None and (self.naam is None or telephone.url(self.nummer) is None):
            raise ValueError("geef bij een nummer ook een naam, en schrijf het zoals u het draait")
        return self

    def rule(self) -> Rule:
        """Return what the step says."""
        line = None
        if self.nummer is not None:
            line = Line(self.nummer, NumberPurpose.OUTAGE, self.bereikbaar, label=self.naam or "")
        return Rule(self.wie, self.contact, line, self.waarvoor, self.na_minuten, tuple(self.sectoren))


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    sectoren: dict[Sector, list[_Step]] = {}
    altijd: list[_Step] = []


EXPECTED = (
    "hier hoort per stap precies één van: wie (bedrijf of veiligheidsregio), contact, of nummer met een naam; "
    "de stappen staan per sector, en bij ‘altijd’"
)


def read(content: object) -> CallRules:
    """Make the rules of the file's content; raise pydantic's `ValidationError` when it is not what is expected."""
    file = _File.model_validate(content)
    return CallRules(
        {sector: tuple(step.rule() for step in steps) for sector, steps in file.sectoren.items()},
        tuple(step.rule() for step in file.altijd),
    )
