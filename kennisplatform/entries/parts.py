"""The pieces of which entries are made: texts, dates and slugs with their rules, sources, periods, points, files."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    HttpUrl,
    StringConstraints,
    model_validator,
)

from kennisplatform.clean_text import clean
from kennisplatform.entries.form_labels import DialledNumber, FieldLabel
from kennisplatform.outside import LONGEST_EMAIL, is_email
from kennisplatform.vocabulary import (
    MENU_CARD_KINDS,
    Assessor,
    Availability,
    CostBand,
    NumberPurpose,
    Recurrence,
    Region,
    SourceKind,
    Theme,
    TrialKind,
    TrialOutcome,
)

SLUG_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
PARTIAL_DATE_PATTERN = r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"
PICTURES = frozenset({"png", "jpg", "webp"})
ATTACHED = ("png", "jpg", "webp", "pdf", "docx", "xlsx", "pptx")
"""The extensions of what can be attached to an entry."""
ATTACHMENT_NAME_PATTERN = rf"^[a-z0-9]+(-[a-z0-9]+)*\.({'|'.join(ATTACHED)})$"

NO_SUCH_DAY = "‘{}’ is een datum die niet bestaat"


def _as_day(value: object) -> object:
    """Read a day; pydantic itself would read `2015` as seconds since 1970."""
    if not isinstance(value, str):
        return value
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text := value.strip()):
        raise ValueError(f"‘{text[:40]}’ is geen datum; schrijf jaar-maand-dag, bijvoorbeeld 2026-03-31")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(NO_SUCH_DAY.format(text)) from None


def _only_of_the_calendar(value: object) -> object:
    """Refuse a day, month or year that does not exist: `2026-02-30`, `2026-13`, `0000`."""
    if not isinstance(value, str):
        return value
    if not re.fullmatch(PARTIAL_DATE_PATTERN, text := value.strip()):
        raise ValueError(f"‘{text[:40]}’ is geen datum; schrijf hem als 2026-03-31, 2026-03 of 2026")
    try:
        date.fromisoformat(text + "0000-01-01"[len(text) :])
    except ValueError:
        raise ValueError(NO_SUCH_DAY.format(text)) from None
    return text


def _only_one_email_address(text: str) -> str:
    """Refuse what nobody could mail to."""
    if not is_email(text):
        raise ValueError("dit is geen e-mailadres; schrijf het zoals naam@voorbeeld.nl")
    return text


Slug = Annotated[str, StringConstraints(pattern=SLUG_PATTERN, max_length=120)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=500)]
LongText = Annotated[str, StringConstraints(min_length=1, max_length=2000)]
Day = Annotated[date, BeforeValidator(_as_day)]
PartialDate = Annotated[str, StringConstraints(pattern=PARTIAL_DATE_PATTERN), BeforeValidator(_only_of_the_calendar)]
"""A date known to the day, the month or only the year, as text."""


EmailAddress = Annotated[str, StringConstraints(max_length=LONGEST_EMAIL), AfterValidator(_only_one_email_address)]
TelephoneNumber = Annotated[Text, DialledNumber()]


def cleaned(value: Any) -> Any:  # noqa: ANN401 -- front matter
    """Return a value of the front matter with its texts clean."""
    if isinstance(value, str):
        return clean(value)
    return [cleaned(item) for item in value] if isinstance(value, list) else value


class Part(BaseModel):
    """A piece of an entry: frozen, clean text, read from Dutch keys; those that it does not know are left alone."""

    model_config = ConfigDict(frozen=True, str_strip_whitespace=True, validate_by_alias=True)

    @model_validator(mode="before")
    @classmethod
    def _clean(cls, values: object) -> object:
        return {key: cleaned(value) for key, value in values.items()} if isinstance(values, Mapping) else values


class SourceReference(Part):
    """A source on which an entry rests; `url` and `date` may be unknown."""

    title: Annotated[Text, FieldLabel("Titel")] = Field(alias="titel")
    url: Annotated[HttpUrl | None, FieldLabel("Webadres", "Begint met https://")] = None
    date: Annotated[PartialDate | None, FieldLabel("Datum", "Alleen het jaar mag ook.")] = Field(
        default=None, alias="datum"
    )
    kind: Annotated[SourceKind | None, FieldLabel("Soort bron")] = Field(default=None, alias="soort")


class Attachment(Part):
    """A picture or document of an entry: a file in the folder beside the entry's own, named after its slug.

    Because the checksum stands in the front matter, the version of an entry changes with its attachments, and a file
    that was put in the place of another is noticed.
    """

    name: Annotated[str, StringConstraints(pattern=ATTACHMENT_NAME_PATTERN, max_length=100)] = Field(alias="bestand")
    title: Annotated[str, StringConstraints(min_length=1, max_length=200)] = Field(alias="titel")
    checksum: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")] = Field(alias="controlegetal")
    """BLAKE2b of the content, 16 bytes in hexadecimal."""

    @property
    def is_image(self) -> bool:
        """Tell whether it can be shown in the text."""
        return self.extension in PICTURES

    @property
    def extension(self) -> str:
        """What the file is: `png`, `pdf`, `docx`, …"""
        return self.name.rpartition(".")[2]


class Period(Part):
    """When an example ran; one of both ends may be open."""

    start: Annotated[PartialDate | None, FieldLabel("Van")] = Field(default=None, alias="van")
    end: Annotated[PartialDate | None, FieldLabel("Tot")] = Field(default=None, alias="tot")

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        # Known to the year only, an end in the same year is no earlier.
        if self.start and self.end and self.end < self.start[: len(self.end)]:
            raise ValueError(f"het einde ({self.end}) ligt voor het begin ({self.start})")
        return self


class Cost(Part):
    """What an example costs: a band, once or yearly, in words where more is known, and where that stands."""

    band: Annotated[CostBand, FieldLabel("Bedrag")]
    recurrence: Annotated[Recurrence | None, FieldLabel("Eenmalig of elk jaar")] = Field(default=None, alias="keer")
    explanation: Annotated[Text | None, FieldLabel("Toelichting", "Geld, uren of materiaal.", rows=2)] = Field(
        default=None, alias="toelichting"
    )
    source: Annotated[Text | None, FieldLabel("Bron", "De titel van een van de bronnen hieronder.")] = Field(
        default=None, alias="bron"
    )


class Step(Part):
    """One step of doing an example again, and who takes it."""

    action: Annotated[Text, FieldLabel("Stap", "Eén zin met een werkwoord.")] = Field(alias="stap")
    actor: Annotated[Text | None, FieldLabel("Wie")] = Field(default=None, alias="wie")


class Trial(Part):
    """One time that an example was practised, tried or really used, what it showed and where that was written down."""

    kind: Annotated[TrialKind, FieldLabel("Hoe")] = Field(alias="soort")
    occasion: Annotated[Text, FieldLabel("Waarbij", "De oefening, proef of gebeurtenis.")] = Field(alias="wat")
    place: Annotated[Text | None, FieldLabel("Plaats of gebied")] = Field(default=None, alias="plaats")
    date: Annotated[PartialDate | None, FieldLabel("Datum", "Alleen het jaar mag ook.")] = Field(
        default=None, alias="datum"
    )
    outcome: Annotated[TrialOutcome | None, FieldLabel("Uitkomst")] = Field(default=None, alias="uitkomst")
    assessor: Annotated[Assessor | None, FieldLabel("Beoordeeld door")] = Field(default=None, alias="beoordeeld-door")
    source: Annotated[Text | None, FieldLabel("Bron", "De titel van een van de bronnen.")] = Field(
        default=None, alias="bron"
    )


class OtherNumber(Part):
    """A further telephone number of a contact, and what it is for."""

    label: Annotated[Text, FieldLabel("Naam", "Bijvoorbeeld: meldkamer, woordvoering.")] = Field(alias="naam")
    number: Annotated[TelephoneNumber, FieldLabel("Nummer")] = Field(alias="nummer")
    purpose: Annotated[NumberPurpose | None, FieldLabel("Bedoeld voor")] = Field(default=None, alias="voor")
    availability: Annotated[Availability | None, FieldLabel("Bereikbaar")] = Field(default=None, alias="bereikbaar")


class Area(Part):
    """The places within one region that a network serves, as far as known; `elders` is all that no other one names."""

    region: Annotated[Region, FieldLabel("Veiligheidsregio")] = Field(alias="regio")
    places: Annotated[
        tuple[Text, ...],
        FieldLabel(
            "Gemeenten of plaatsen",
            "Leeg als niet bekend is welke. Schrijf ‘elders’ voor alles wat geen ander netwerk in deze regio noemt.",
            rows=3,
            has_commas=True,
        ),
    ] = Field(default=(), alias="plaatsen")


class AgendaPoint(Part):
    """One of the (at most five) improvement points of a sector."""

    title: Annotated[Text, FieldLabel("Titel")] = Field(alias="titel")
    theme: Annotated[Theme, FieldLabel("Thema")] = Field(alias="thema")
    priority: Annotated[int, FieldLabel("Prioriteit", "1 is het belangrijkst, 5 het minst.")] = Field(
        alias="prioriteit", ge=1, le=5
    )
    explanation: Annotated[LongText | None, FieldLabel("Toelichting", rows=3)] = Field(
        default=None, alias="toelichting"
    )
    examples: Annotated[tuple[Slug, ...], FieldLabel("Voorbeelden die helpen", kinds=MENU_CARD_KINDS)] = Field(
        default=(), alias="voorbeelden"
    )
