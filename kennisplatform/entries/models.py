"""The kinds of entries as typed, frozen models.

A model is made from front matter (Dutch keys, the aliases below) plus the slug and the body; what breaks a rule raises
pydantic's `ValidationError`, which `problems` puts into Dutch. Models decide nothing about who may see them.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, Self

from pydantic import (
    BeforeValidator,
    Field,
    HttpUrl,
    StringConstraints,
    ValidationInfo,
    field_validator,
    model_validator,
)

from kennisplatform.entries.form_labels import Choice, FieldLabel, Group, NotInForms
from kennisplatform.entries.parts import (
    AgendaPoint,
    Area,
    Attachment,
    Day,
    EmailAddress,
    LongText,
    OtherNumber,
    Part,
    Slug,
    SourceReference,
    TelephoneNumber,
    Text,
)
from kennisplatform.vocabulary import (
    Availability,
    Kind,
    NumberPurpose,
    OrganisationType,
    Region,
    Sector,
    Status,
    Theme,
    Visibility,
)

SUMMARY_LIMIT = 300
"""Characters of a summary; it is shown whole in every list of results."""
MOST_ATTACHMENTS = 50

ROLE_HEADINGS = (
    "Begrip",
    "Taken en verantwoordelijkheden",
    "Wettelijke grondslag",
    "Aandachtspunten rijksoverheid",
    "Aandachtspunten bedrijfsleven",
    "Burgerparticipatie en veerkracht",
)


Themes = Annotated[tuple[Theme, ...], FieldLabel("Thema’s", "Kies alles waar het echt over gaat.", Group.TAGS)]
Sectors = Annotated[tuple[Sector, ...], FieldLabel("Sectoren", group=Group.TAGS)]


class Entry(Part):
    """What every kind has. `slug` is the file's name; `body` is Markdown."""

    kinds: ClassVar[tuple[Kind, ...]] = tuple(Kind)

    slug: Annotated[Slug, NotInForms()]
    body: Annotated[str, FieldLabel("Tekst", group=Group.TEXT, rows=24)] = ""
    title: Annotated[
        str,
        StringConstraints(min_length=1, max_length=200),
        FieldLabel("Titel", "Kort, met het woord waarop mensen zoeken.", Group.HEAD),
    ] = Field(alias="titel")
    kind: Annotated[Kind, FieldLabel("Soort", group=Group.HEAD)] = Field(alias="soort")
    summary: Annotated[
        str,
        StringConstraints(min_length=1, max_length=SUMMARY_LIMIT),
        FieldLabel("Samenvatting", "Een of twee zinnen. Dit staat in elke lijst met resultaten.", Group.HEAD, rows=3),
    ] = Field(alias="samenvatting")
    themes: Themes = Field(default=(), alias="themas")
    sectors: Sectors = Field(default=(), alias="sectoren")
    regions: Annotated[
        tuple[Region, ...], FieldLabel("Veiligheidsregio’s", "Kies er geen als het voor heel Nederland is.", Group.TAGS)
    ] = Field(default=(), alias="regios")
    keywords: Annotated[
        tuple[Text, ...],
        FieldLabel(
            "Trefwoorden",
            "Woorden die niet in de titel staan, maar waarop mensen wel zoeken.",
            Group.TAGS,
            rows=3,
            has_commas=True,
        ),
    ] = Field(default=(), alias="trefwoorden")
    status: Annotated[Status, NotInForms()] = Status.CONCEPT
    visibility: Annotated[
        Visibility,
        FieldLabel(
            "Zichtbaar voor", "Alleen wat is gepubliceerd, is zichtbaar voor anderen dan curatoren.", Group.READERS
        ),
    ] = Field(default=Visibility.PUBLIC, alias="zichtbaar")
    networks: Annotated[
        tuple[Slug, ...],
        FieldLabel("Netwerken", "Alleen nodig bij ‘Leden van een netwerk’.", Group.READERS, kinds=(Kind.NETWORK,)),
    ] = Field(default=(), alias="netwerken", validate_default=True)
    updated: Annotated[
        Day | None,
        FieldLabel("Laatst nagekeken", "Vink onderaan aan dat u de bronnen nalas, of kies zelf een datum.", Group.CARE),
    ] = Field(default=None, alias="bijgewerkt")
    review_due: Annotated[
        Day | None, FieldLabel("Opnieuw nakijken vóór", "Op deze dag komt het op de lijst van de redactie.", Group.CARE)
    ] = Field(default=None, alias="herzien-voor")
    contacts: Annotated[
        tuple[Slug, ...], FieldLabel("Contacten", "Wie weet hier meer van?", Group.LINKS, kinds=(Kind.CONTACT,))
    ] = Field(default=(), alias="contacten")
    related: Annotated[tuple[Slug, ...], FieldLabel("Verwant", "Wat een lezer hierna wil bekijken.", Group.LINKS)] = (
        Field(default=(), alias="verwant")
    )
    sources: Annotated[
        tuple[SourceReference, ...],
        FieldLabel("Bronnen", "Waar staat dit? Een lezer moet het kunnen nagaan.", Group.SOURCES),
    ] = Field(default=(), alias="bronnen")
    former_slugs: Annotated[tuple[Slug, ...], NotInForms()] = Field(default=(), alias="eerdere-namen")
    attachments: Annotated[tuple[Attachment, ...], NotInForms()] = Field(
        default=(), alias="bijlagen", max_length=MOST_ATTACHMENTS
    )

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

    @field_validator("networks")
    @classmethod
    def _network_visibility_names_networks(cls, networks: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        if info.data.get("visibility") is Visibility.NETWORK and not networks:
            raise ValueError("zichtbaar is 'netwerk', maar er is geen netwerk genoemd; noem er minstens een")
        return networks

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


class RoleDescription(Entry):
    """What a safety region does within one theme, under the fixed `ROLE_HEADINGS`."""

    kinds = (Kind.ROLE,)

    themes: Annotated[tuple[Theme, ...], FieldLabel("Thema", group=Group.TAGS)] = Field(
        alias="themas", min_length=1, max_length=1
    )

    @model_validator(mode="after")
    def _has_the_fixed_headings(self) -> Self:
        lines = {line.strip() for line in self.body.splitlines()}
        missing = [heading for heading in ROLE_HEADINGS if f"## {heading}" not in lines]
        if missing:
            raise ValueError(f"deze vaste koppen ontbreken in de tekst: {', '.join(missing)}")
        return self


def _only_one_owner(value: object) -> object:
    if isinstance(value, list | tuple | dict):
        raise ValueError("noem één eigenaar: schrijf de naam van één functie of team, zonder lijst")
    return value


class Contact(Entry):
    """A function at an organisation that can be reached about a sector, theme or region."""

    kinds = (Kind.CONTACT,)

    organisation: Annotated[Text, FieldLabel("Organisatie", group=Group.REACH)] = Field(alias="organisatie")
    organisation_type: Annotated[OrganisationType, FieldLabel("Soort organisatie", group=Group.REACH)] = Field(
        alias="type-organisatie"
    )
    function: Annotated[Text, FieldLabel("Functie", "Een functie, liever niet de naam van iemand.", Group.REACH)] = (
        Field(alias="functie")
    )
    telephone: Annotated[
        TelephoneNumber | None, FieldLabel("Telefoon", "Zoals u het draait: 088 123 45 67.", Group.REACH)
    ] = Field(default=None, alias="telefoon")
    email: Annotated[EmailAddress | None, FieldLabel("E-mail", group=Group.REACH)] = Field(default=None, alias="e-mail")
    website: Annotated[HttpUrl | None, FieldLabel("Website", "Begint met https://", Group.REACH)] = None
    availability: Annotated[
        Availability | None,
        FieldLabel(
            "Bereikbaar",
            group=Group.REACH,
            choices=(Choice("", "Niet bekend"), *(Choice(str(term), term.label) for term in Availability)),
        ),
    ] = Field(default=None, alias="bereikbaar")
    telephone_purpose: Annotated[
        NumberPurpose | None, FieldLabel("Nummer bedoeld voor", "Wie mag dit nummer bellen?", Group.REACH)
    ] = Field(default=None, alias="telefoon-voor")
    hours: Annotated[Text | None, FieldLabel("Uren", "Bijvoorbeeld: werkdagen 9.00 tot 17.00 uur.", Group.REACH)] = (
        Field(default=None, alias="uren")
    )
    other_numbers: Annotated[tuple[OtherNumber, ...], FieldLabel("Andere nummers", group=Group.REACH)] = Field(
        default=(), alias="andere-nummers", max_length=10
    )
    falls_back_on: Annotated[
        Slug | None,
        FieldLabel("Valt terug op", "Wie belt u als hier niemand opneemt?", Group.REACH, kinds=(Kind.CONTACT,)),
    ] = Field(default=None, alias="valt-terug-op")
    department: Annotated[Text | None, FieldLabel("Afdeling", group=Group.REACH)] = Field(
        default=None, alias="afdeling"
    )
    address: Annotated[Text | None, FieldLabel("Bezoekadres", group=Group.REACH)] = Field(default=None, alias="adres")
    postal_address: Annotated[Text | None, FieldLabel("Postadres", group=Group.REACH)] = Field(
        default=None, alias="postadres"
    )
    control_room: Annotated[Text | None, FieldLabel("Meldkamer", group=Group.REACH)] = Field(
        default=None, alias="meldkamer"
    )
    medical_aid: Annotated[Text | None, FieldLabel("GHOR", "Geneeskundige hulpverlening in de regio.", Group.REACH)] = (
        Field(default=None, alias="ghor")
    )
    crisis_role: Annotated[LongText | None, FieldLabel("Rol bij een crisis", group=Group.REACH, rows=3)] = Field(
        default=None, alias="rol-bij-crisis"
    )
    former_names: Annotated[
        tuple[Text, ...], FieldLabel("Vroegere namen", "Ook daarop wordt gezocht.", Group.REACH, rows=2)
    ] = Field(default=(), alias="voorheen")
    confirmed_on: Annotated[
        Day | None, FieldLabel("Bevestigd op", "Toen zei de organisatie zelf dat dit klopt.", Group.CARE)
    ] = Field(default=None, alias="bevestigd-op")
    owner: Annotated[
        Text | None,
        BeforeValidator(_only_one_owner),
        FieldLabel(
            "Eigenaar",
            "De functie of het team dat zorgt dat dit contact klopt. Eén, en geen naam of e-mailadres van iemand.",
            Group.CARE,
        ),
    ] = Field(default=None, alias="eigenaar")
    visibility: Annotated[
        Visibility,
        FieldLabel(
            "Zichtbaar voor",
            group=Group.READERS,
            choices=(
                Choice("", "Iedereen; telefoon en e-mail alleen voor leden"),
                Choice("openbaar", "Iedereen, ook telefoon en e-mail"),
                Choice("leden", "Leden"),
                Choice("netwerk", "Leden van een netwerk"),
            ),
        ),
    ] = Field(default=Visibility.PUBLIC, alias="zichtbaar")


class OneSectorEntry(Entry):
    """An entry that is about one sector as a whole."""

    sector: Annotated[Sector, FieldLabel("Sector", "De sector waar dit in zijn geheel over gaat.", Group.TAGS)]
    sectors: Annotated[
        tuple[Sector, ...], FieldLabel("Ook te vinden bij", "Andere sectoren, als dat helpt.", Group.TAGS)
    ] = Field(default=(), alias="sectoren")

    @property
    def tagged_sectors(self) -> tuple[Sector, ...]:
        """The sector itself, and those that the entry is tagged with besides."""
        return tuple(sector for sector in Sector if sector is self.sector or sector in self.sectors)


class Network(OneSectorEntry):
    """A regional network of one sector: a supply area and the safety regions in it."""

    kinds = (Kind.NETWORK,)

    organisation: Annotated[Text | None, FieldLabel("Leverend bedrijf", group=Group.REACH)] = Field(
        default=None, alias="organisatie"
    )
    areas: Annotated[
        tuple[Area, ...],
        FieldLabel("Gebied per regio", "Alleen waar bekend is welke plaatsen het zijn.", Group.TAGS),
    ] = Field(default=(), alias="gebied", max_length=25)
    lead_partner_government: Annotated[Text | None, FieldLabel("Lead partner overheid", group=Group.REACH)] = Field(
        default=None, alias="lead-partner-overheid"
    )
    lead_partner_companies: Annotated[Text | None, FieldLabel("Lead partner bedrijven", group=Group.REACH)] = Field(
        default=None, alias="lead-partner-bedrijven"
    )


class Agenda(OneSectorEntry):
    """The prioritised improvement points of one sector."""

    kinds = (Kind.AGENDA,)

    points: Annotated[tuple[AgendaPoint, ...], FieldLabel("Verbeterpunten", "Hoogstens vijf.", Group.POINTS)] = Field(
        default=(), alias="punten", max_length=5
    )

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

    slug: Annotated[Slug, NotInForms()]
    body: Annotated[str, FieldLabel("Tekst", group=Group.TEXT, rows=24)] = ""
    title: Annotated[Text, FieldLabel("Titel", group=Group.HEAD)] = Field(alias="titel")
    kind: Literal["pagina"] = Field(alias="soort")
    summary: Annotated[
        str,
        StringConstraints(min_length=1, max_length=SUMMARY_LIMIT),
        FieldLabel("Samenvatting", "Een of twee zinnen.", Group.HEAD, rows=3),
    ] = Field(alias="samenvatting")
    status: Annotated[Status, NotInForms()] = Status.CONCEPT
    visibility: Literal[Visibility.PUBLIC] = Field(default=Visibility.PUBLIC, alias="zichtbaar")
    updated: Annotated[
        Day | None,
        FieldLabel("Laatst nagekeken", "Vink onderaan aan dat u de bronnen nalas, of kies zelf een datum.", Group.CARE),
    ] = Field(default=None, alias="bijgewerkt")
    review_due: Annotated[Day | None, FieldLabel("Opnieuw nakijken vóór", group=Group.CARE)] = Field(
        default=None, alias="herzien-voor"
    )
    sources: Annotated[tuple[SourceReference, ...], FieldLabel("Bronnen", group=Group.SOURCES)] = Field(
        default=(), alias="bronnen"
    )
