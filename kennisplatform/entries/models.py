"""The kinds of entries as typed, frozen models.

A model is made from front matter (Dutch keys, the aliases below) plus the slug and the body; what breaks a rule raises
pydantic's `ValidationError`, which `problems` puts into Dutch. Models decide nothing about who may see them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    HttpUrl,
    StringConstraints,
    field_validator,
    model_validator,
)

from kennisplatform.vocabulary import (
    MENU_CARD_KINDS,
    Availability,
    Kind,
    OrganisationType,
    Region,
    Sector,
    Status,
    Theme,
    Visibility,
)

SLUG_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
SUMMARY_LIMIT = 300
"""Characters of a summary; it is shown whole in every list of results."""
ATTACHMENT_NAME_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*\.(png|jpg|webp|pdf)$"
MOST_ATTACHMENTS = 50

ROLE_HEADINGS = (
    "Begrip",
    "Taken en verantwoordelijkheden",
    "Wettelijke grondslag",
    "Aandachtspunten rijksoverheid",
    "Aandachtspunten bedrijfsleven",
    "Burgerparticipatie en veerkracht",
)


def _only_real_dates(value: object) -> object:
    """Refuse numbers, which pydantic would read as seconds since 1970: `bijgewerkt: 2015` is not a date."""
    if isinstance(value, bool | int | float):
        raise ValueError("geen datum; schrijf jaar-maand-dag, bijvoorbeeld 2026-03-31")
    return value


Slug = Annotated[str, StringConstraints(pattern=SLUG_PATTERN, max_length=120)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=500)]
LongText = Annotated[str, StringConstraints(min_length=1, max_length=2000)]
Day = Annotated[date, BeforeValidator(_only_real_dates)]
PartialDate = Annotated[str, StringConstraints(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$"), BeforeValidator(str)]
"""A date known to the day, the month or only the year, as text."""


class Part(BaseModel):
    """A piece of an entry: frozen, read from Dutch keys; keys that it does not know are left to `unknown_keys`."""

    model_config = ConfigDict(
        frozen=True, str_strip_whitespace=True, coerce_numbers_to_str=True, validate_by_alias=True
    )


class SourceReference(Part):
    """A source on which an entry rests; `url` and `date` may be unknown."""

    title: Text = Field(alias="titel")
    url: HttpUrl | None = None
    date: PartialDate | None = Field(default=None, alias="datum")


class Attachment(Part):
    """A picture or PDF that belongs to an entry: a file in the folder beside the entry's own, named after its slug.

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
        return not self.name.endswith(".pdf")


class Period(Part):
    """When an example ran; one of both ends may be open."""

    start: PartialDate | None = Field(default=None, alias="van")
    end: PartialDate | None = Field(default=None, alias="tot")


class AgendaPoint(Part):
    """One of the (at most five) improvement points of a sector."""

    title: Text = Field(alias="titel")
    theme: Theme = Field(alias="thema")
    priority: int = Field(alias="prioriteit", ge=1, le=5)
    explanation: LongText | None = Field(default=None, alias="toelichting")
    examples: tuple[Slug, ...] = Field(default=(), alias="voorbeelden")


class Entry(Part):
    """What every kind has. `slug` is the file's name; `body` is Markdown."""

    kinds: ClassVar[tuple[Kind, ...]] = tuple(Kind)

    slug: Slug
    body: str = ""
    title: Annotated[str, StringConstraints(min_length=1, max_length=200)] = Field(alias="titel")
    kind: Kind = Field(alias="soort")
    summary: Annotated[str, StringConstraints(min_length=1, max_length=SUMMARY_LIMIT)] = Field(alias="samenvatting")
    themes: tuple[Theme, ...] = Field(default=(), alias="themas")
    sectors: tuple[Sector, ...] = Field(default=(), alias="sectoren")
    regions: tuple[Region, ...] = Field(default=(), alias="regios")
    keywords: tuple[Text, ...] = Field(default=(), alias="trefwoorden")
    status: Status = Status.CONCEPT
    visibility: Visibility = Field(default=Visibility.PUBLIC, alias="zichtbaar")
    networks: tuple[Slug, ...] = Field(default=(), alias="netwerken")
    updated: Day | None = Field(default=None, alias="bijgewerkt")
    review_due: Day | None = Field(default=None, alias="herzien-voor")
    contacts: tuple[Slug, ...] = Field(default=(), alias="contacten")
    related: tuple[Slug, ...] = Field(default=(), alias="verwant")
    sources: tuple[SourceReference, ...] = Field(default=(), alias="bronnen")
    former_slugs: tuple[Slug, ...] = Field(default=(), alias="eerdere-namen")
    attachments: tuple[Attachment, ...] = Field(default=(), alias="bijlagen", max_length=MOST_ATTACHMENTS)

    @field_validator("attachments")
    @classmethod
    def _attachments_differ_in_name(cls, attachments: tuple[Attachment, ...]) -> tuple[Attachment, ...]:
        if len({attachment.name for attachment in attachments}) < len(attachments):
            raise ValueError("hetzelfde bestand staat er twee keer")
        return attachments

    @field_validator("kind")
    @classmethod
    def _kind_belongs_in_this_folder(cls, kind: Kind) -> Kind:
        if kind not in cls.kinds:
            raise ValueError(f"soort '{kind}' hoort niet in deze map; hier kan: {', '.join(cls.kinds)}")
        return kind

    @model_validator(mode="after")
    def _network_visibility_names_networks(self) -> Self:
        if self.visibility is Visibility.NETWORK and not self.networks:
            raise ValueError("zichtbaar is 'netwerk', maar 'netwerken' noemt er geen")
        return self

    @property
    def tagged_themes(self) -> tuple[Theme, ...]:
        """The themes under which the entry is found."""
        return self.themes

    @property
    def tagged_sectors(self) -> tuple[Sector, ...]:
        """The sectors under which the entry is found."""
        return self.sectors

    def attachment(self, name: str) -> Attachment | None:
        """Return the attachment with this file name, None when the entry lists no such file."""
        return next((attachment for attachment in self.attachments if attachment.name == name), None)

    def references(self) -> frozenset[str]:
        """Return the slugs of all other entries that this one points at."""
        return frozenset((*self.networks, *self.contacts, *self.related))


class MenuCardEntry(Entry):
    """An example, pilot, covenant or information structure: something to put in a plan."""

    kinds = MENU_CARD_KINDS

    themes: tuple[Theme, ...] = Field(alias="themas", min_length=1)
    sectors: tuple[Sector, ...] = Field(alias="sectoren", min_length=1)
    organisations: tuple[Text, ...] = Field(default=(), alias="organisaties")
    period: Period | None = Field(default=None, alias="periode")
    cost_estimate: Text | None = Field(default=None, alias="raming")
    financing: Text | None = Field(default=None, alias="financiering")
    deployable_as: Text | None = Field(default=None, alias="inzetbaar-als")


class RoleDescription(Entry):
    """What a safety region does within one theme, under the fixed `ROLE_HEADINGS`."""

    kinds = (Kind.ROLE,)

    themes: tuple[Theme, ...] = Field(alias="themas", min_length=1, max_length=1)

    @model_validator(mode="after")
    def _has_the_fixed_headings(self) -> Self:
        lines = {line.strip() for line in self.body.splitlines()}
        missing = [heading for heading in ROLE_HEADINGS if f"## {heading}" not in lines]
        if missing:
            raise ValueError(f"deze vaste koppen ontbreken in de tekst: {', '.join(missing)}")
        return self


class Contact(Entry):
    """A function at an organisation that can be reached about a sector, theme or region."""

    kinds = (Kind.CONTACT,)

    organisation: Text = Field(alias="organisatie")
    organisation_type: OrganisationType = Field(alias="type-organisatie")
    function: Text = Field(alias="functie")
    telephone: Text | None = Field(default=None, alias="telefoon")
    email: Annotated[str, StringConstraints(pattern=r"^[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+$")] | None = Field(
        default=None, alias="e-mail"
    )
    website: HttpUrl | None = None
    availability: Availability | None = Field(default=None, alias="bereikbaar")


class OneSectorEntry(Entry):
    """An entry that is about one sector as a whole."""

    sector: Sector

    @property
    def tagged_sectors(self) -> tuple[Sector, ...]:
        """The sector itself, and those that the entry is tagged with besides."""
        return tuple(sector for sector in Sector if sector is self.sector or sector in self.sectors)


class Network(OneSectorEntry):
    """A regional network of one sector: a supply area and the safety regions in it."""

    kinds = (Kind.NETWORK,)

    organisation: Text | None = Field(default=None, alias="organisatie")
    lead_partner_government: Text | None = Field(default=None, alias="lead-partner-overheid")
    lead_partner_companies: Text | None = Field(default=None, alias="lead-partner-bedrijven")


class Agenda(OneSectorEntry):
    """The prioritised improvement points of one sector."""

    kinds = (Kind.AGENDA,)

    points: tuple[AgendaPoint, ...] = Field(default=(), alias="punten", max_length=5)

    @property
    def tagged_themes(self) -> tuple[Theme, ...]:
        """The themes of the points, and those that the agenda is tagged with besides."""
        of_points = {point.theme for point in self.points}
        return tuple(theme for theme in Theme if theme in of_points or theme in self.themes)

    def points_by_priority(self) -> list[AgendaPoint]:
        """Return the points, the most important first."""
        return sorted(self.points, key=lambda point: point.priority)

    def references(self) -> frozenset[str]:
        """Return the slugs of all other entries that this one points at, examples of points included."""
        return super().references().union(*(point.examples for point in self.points))


class Page(Part):
    """A page about the site itself (about, help, privacy, accessibility): public, and not part of the search."""

    slug: Slug
    body: str = ""
    title: Text = Field(alias="titel")
    kind: Literal["pagina"] = Field(alias="soort")
    summary: Annotated[str, StringConstraints(min_length=1, max_length=SUMMARY_LIMIT)] = Field(alias="samenvatting")
    status: Status = Status.CONCEPT
    visibility: Literal[Visibility.PUBLIC] = Field(default=Visibility.PUBLIC, alias="zichtbaar")
    updated: Day | None = Field(default=None, alias="bijgewerkt")
    review_due: Day | None = Field(default=None, alias="herzien-voor")
    sources: tuple[SourceReference, ...] = Field(default=(), alias="bronnen")


MODEL_BY_FOLDER: Mapping[str, type[Entry] | type[Page]] = {
    "menukaart": MenuCardEntry,
    "rollen": RoleDescription,
    "contacten": Contact,
    "netwerken": Network,
    "agendas": Agenda,
    "paginas": Page,
}
"""The folders of the content and the model that each holds."""


def unknown_keys(model: type[BaseModel], metadata: Mapping[str, Any]) -> list[str]:
    """Return the keys of the front matter that the model does not know, in their order."""
    known = {field.alias or name for name, field in model.model_fields.items()} - {"slug", "body"}
    return [key for key in metadata if key not in known]
