"""The fixed vocabularies of the platform: themes, sectors, regions, kinds and the values of an entry's other tags.

Every term is a string (its slug, as it stands in files and URLs) that also knows its Dutch label, and where people must
choose between terms what it covers. Slugs are stable;
the order of the members is the order in which they are shown everywhere.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Term(StrEnum):
    """A word of a fixed vocabulary: equal to its slug, with a `label` for people."""

    label: str
    definition: str

    def __new__(cls, slug: str, label: str = "", definition: str = "") -> Self:
        """Make the member from its slug, label and definition; `Theme(slug)` looks one up."""
        member = str.__new__(cls, slug)
        member._value_ = slug
        member.label = label
        member.definition = definition
        return member


class Theme(Term):
    """The eight themes of the project, in the order of the project plan."""

    REGIONAL_NETWORKS = (
        "regionale-netwerken",
        "Regionale netwerken",
        "Veiligheidsregio’s, vitale bedrijven en ministeries in één sector en één gebied werken samen.",
    )
    RISK_ASSESSMENT = (
        "dreiging-en-risicobeoordeling",
        "Dreigingsanalyse en risicobeoordeling",
        "Inzichten over dreiging vertalen naar de eigen regio.",
    )
    RISK_CONTROL = (
        "risicobeheersing",
        "Risicobeheersing",
        "Een risico of het gevolg ervan kleiner maken voordat er iets gebeurt.",
    )
    EXERCISES = (
        "opleiden-trainen-oefenen",
        "Opleiden, trainen, oefenen",
        "Opleiden, trainen en oefenen met wie bij een crisis ook samen optreedt.",
    )
    ALERTING = (
        "alertering",
        "Alertering en alarmering",
        "Partners op tijd laten weten dat er iets dreigt, en hen oproepen om te handelen.",
    )
    INFORMATION = (
        "informatie-en-crisiscommunicatie",
        "Informatievoorziening en crisiscommunicatie",
        "Weten en delen wat er aan de hand is, en het publiek vertellen wat het kan doen.",
    )
    CRISIS_MANAGEMENT = (
        "crisismanagement",
        "Crisismanagement",
        "Opschalen, inzetten en afschalen, in de algemene en in de functionele kolom.",
    )
    EMERGENCY_PROVISIONS = (
        "noodvoorzieningen",
        "Tijdelijke noodvoorzieningen, capaciteiten en distributie",
        "Opvangen wat is uitgevallen: water, stroom, gas of brandstof.",
    )


class Sector(Term):
    """The vital sectors of the project."""

    DRINKING_WATER = (
        "drinkwater",
        "Drinkwater",
        "Drinkwater winnen, zuiveren en leveren.",
    )
    ELECTRICITY = (
        "elektriciteit",
        "Elektriciteit",
        "Stroom opwekken, transporteren en leveren.",
    )
    GAS = (
        "gas",
        "Gas",
        "Aardgas winnen, transporteren en leveren.",
    )
    OIL = (
        "olie",
        "Olie",
        "Olie en brandstof opslaan en leveren.",
    )
    TELECOM = (
        "ict-telecom",
        "ICT en telecom",
        "Internet, telefonie en andere verbindingen.",
    )


class Kind(Term):
    """The kinds of entries that can be found."""

    EXAMPLE = "voorbeeld", "Voorbeeld"
    PILOT = "pilot", "Pilot"
    COVENANT = "convenant", "Convenant"
    INFORMATION_STRUCTURE = "informatiestructuur", "Informatiestructuur"
    ROLE = "rol", "Rolbeschrijving"
    CONTACT = "contact", "Contact"
    NETWORK = "netwerk", "Netwerk"
    AGENDA = "agenda", "Agenda"


MENU_CARD_KINDS = (Kind.EXAMPLE, Kind.PILOT, Kind.COVENANT, Kind.INFORMATION_STRUCTURE)
"""The four kinds from which a plan is composed."""


class Occasion(Term):
    """Why an example came about."""

    INCIDENT = "incident", "Incident", "Er ging iets mis en daarvan is geleerd."
    EXERCISE = "oefening", "Oefening", "Een oefening liet zien wat beter kan."
    LAW = "wet", "Wet", "Een wet, regel of opdracht vroeg erom."
    RISK = "risico", "Risico", "Iemand zag een risico voordat er iets gebeurde."
    COOPERATION = "samenwerking", "Samenwerking", "Partners wilden beter samenwerken."


class Stage(Term):
    """How far an example is in its life."""

    IDEA = "idee", "Idee", "Bedacht, nog niet gedaan."
    TRIAL = "proef", "Proef", "Wordt of werd op kleine schaal geprobeerd."
    IN_USE = "in-gebruik", "In gebruik", "Wordt nu gebruikt."
    STOPPED = "gestopt", "Gestopt", "Bestaat niet meer, of was eenmalig en is klaar."
    REPLACED = "vervangen", "Vervangen", "Iets nieuws kwam ervoor in de plaats."


class Evidence(Term):
    """How well an example is proven, from nothing to most; the software works it out (`entries.menu_card.labels`)."""

    UNKNOWN = (
        "onvoldoende-bekend",
        "Nog onvoldoende bekend",
        "Niet alle koppen zijn beantwoord, of er zijn te weinig bronnen.",
    )
    DESCRIBED = (
        "beschreven",
        "Beschreven",
        "Alle zes koppen zijn beantwoord, met twee bronnen of een verslag van de organisatie zelf.",
    )
    SUBSTANTIATED = (
        "onderbouwd",
        "Onderbouwd",
        "Beschreven, en er staat bij wat ervoor nodig is en waarom het werkt.",
    )
    TRIED = (
        "beproefd",
        "Beproefd",
        "Onderbouwd, en gebruikt in een oefening, proef of echte gebeurtenis waarvan een verslag is.",
    )
    PROVEN = (
        "bewezen",
        "Bewezen in de praktijk",
        "Beproefd, en gebruikt in een echte gebeurtenis die iemand anders dan de maker heeft beoordeeld.",
    )
    PROVEN_ELSEWHERE = (
        "op-meer-plaatsen-bewezen",
        "Op meer plaatsen bewezen",
        "Bewezen in de praktijk, en daarna nog op minstens twee andere plaatsen.",
    )

    @property
    def number(self) -> int:
        """The rung of the ladder, 0 to 5."""
        return list(Evidence).index(self)


class CostBand(Term):
    """What an example costs, in bands of euros."""

    NOTHING = "geen-geld", "Geen geld"
    HOURS_ONLY = "alleen-uren", "Alleen uren"
    UNDER_10K = "minder-dan-10.000", "Minder dan € 10.000"
    FROM_10K = "10.000-50.000", "€ 10.000 tot € 50.000"
    FROM_50K = "50.000-250.000", "€ 50.000 tot € 250.000"
    OVER_250K = "meer-dan-250.000", "Meer dan € 250.000"
    UNKNOWN = "onbekend", "Onbekend"


class Recurrence(Term):
    """Whether costs are made once or come back."""

    ONCE = "eenmalig", "Eenmalig"
    YEARLY = "jaarlijks", "Elk jaar"


class SourceKind(Term):
    """What sort of text a source is, and so how much it proves."""

    EVALUATION = "evaluatie", "Evaluatie", "Een terugblik op wat er gebeurde, met lessen."
    INSPECTION = "inspectie", "Inspectie", "Een toezichthouder of onderzoeksraad keek ernaar."
    RESEARCH = "onderzoek", "Onderzoek", "Een kennisinstelling of onderzoeker keek ernaar."
    LAW = "wet", "Wet", "Een wet, besluit of regeling zelf."
    OWN_REPORT = "eigen-verslag", "Eigen verslag", "Wie het deed of maakte, vertelt het zelf."
    NEWS = "nieuws", "Nieuws", "Een krant, omroep of ander nieuwsmedium."


class TrialKind(Term):
    """How something was tried: from a drill to the real event."""

    EXERCISE = "oefening", "Oefening"
    TRIAL = "proef", "Proef"
    DEPLOYMENT = "inzet", "Echte gebeurtenis"


class TrialOutcome(Term):
    """What a trial showed; that it did not work is proof as well."""

    WORKED = "werkte", "Werkte"
    WORKED_PARTLY = "werkte-deels", "Werkte deels"
    FAILED = "werkte-niet", "Werkte niet"


class Assessor(Term):
    """Who judged a trial."""

    MAKER = "maker", "De maker zelf"
    OTHER = "ander", "Iemand anders"


class OrganisationType(Term):
    """What sort of organisation a contact works for."""

    SAFETY_REGION = "veiligheidsregio", "Veiligheidsregio"
    VITAL_PARTNER = "vitale-partner", "Vitale partner"
    MINISTRY = "ministerie", "Ministerie"
    KNOWLEDGE_INSTITUTE = "kennisinstelling", "Kennisinstelling"
    POLICE = "politie", "Politie"
    MUNICIPALITY = "gemeente", "Gemeente"
    OTHER = "overig", "Overig"


class Status(Term):
    """How far an entry is in its life."""

    CONCEPT = "concept", "Concept"
    IN_REVIEW = "ter-beoordeling", "Ter beoordeling"
    PUBLISHED = "gepubliceerd", "Gepubliceerd"
    ARCHIVED = "gearchiveerd", "Gearchiveerd"


ALIVE = frozenset({Status.IN_REVIEW, Status.PUBLISHED})
"""What is on the site, or about to be."""


class Visibility(Term):
    """For whom a published entry is meant."""

    PUBLIC = "openbaar", "Openbaar"
    MEMBERS = "leden", "Leden"
    NETWORK = "netwerk", "Leden van een netwerk"


class Role(Term):
    """What somebody with an account may do; each role may also do what the ones before it may."""

    MEMBER = "lid", "Lid"
    CURATOR = "curator", "Curator"
    ADMINISTRATOR = "beheerder", "Beheerder"


class Availability(Term):
    """When a contact can be reached."""

    OFFICE_HOURS = "kantooruren", "Tijdens kantooruren"
    ALWAYS = "24/7", "Dag en nacht (24/7)"


class NumberPurpose(Term):
    """For whom a telephone number is meant; only the first two may be called at night by a professional."""

    CRISIS = "crisis", "Voor partners bij een crisis"
    OUTAGE = "storing", "Meldnummer voor storing of gevaar, voor iedereen"
    GENERAL = "algemeen", "Algemeen nummer"
    CUSTOMERS = "klantenservice", "Klantenservice"
    COMPLAINTS = "klachten", "Klachten en meldingen"


class Region(Term):
    """The 25 safety regions; the order is that of their official numbers (`number`)."""

    GRONINGEN = "groningen", "Groningen"
    FRYSLAN = "fryslan", "Fryslân"
    DRENTHE = "drenthe", "Drenthe"
    IJSSELLAND = "ijsselland", "IJsselland"
    TWENTE = "twente", "Twente"
    NOORD_EN_OOST_GELDERLAND = "noord-en-oost-gelderland", "Noord- en Oost-Gelderland"
    GELDERLAND_MIDDEN = "gelderland-midden", "Gelderland-Midden"
    GELDERLAND_ZUID = "gelderland-zuid", "Gelderland-Zuid"
    UTRECHT = "utrecht", "Utrecht"
    NOORD_HOLLAND_NOORD = "noord-holland-noord", "Noord-Holland Noord"
    ZAANSTREEK_WATERLAND = "zaanstreek-waterland", "Zaanstreek-Waterland"
    KENNEMERLAND = "kennemerland", "Kennemerland"
    AMSTERDAM_AMSTELLAND = "amsterdam-amstelland", "Amsterdam-Amstelland"
    GOOI_EN_VECHTSTREEK = "gooi-en-vechtstreek", "Gooi en Vechtstreek"
    HAAGLANDEN = "haaglanden", "Haaglanden"
    HOLLANDS_MIDDEN = "hollands-midden", "Hollands Midden"
    ROTTERDAM_RIJNMOND = "rotterdam-rijnmond", "Rotterdam-Rijnmond"
    ZUID_HOLLAND_ZUID = "zuid-holland-zuid", "Zuid-Holland Zuid"
    ZEELAND = "zeeland", "Zeeland"
    MIDDEN_EN_WEST_BRABANT = "midden-en-west-brabant", "Midden- en West-Brabant"
    BRABANT_NOORD = "brabant-noord", "Brabant-Noord"
    BRABANT_ZUIDOOST = "brabant-zuidoost", "Brabant-Zuidoost"
    LIMBURG_NOORD = "limburg-noord", "Limburg-Noord"
    ZUID_LIMBURG = "zuid-limburg", "Zuid-Limburg"
    FLEVOLAND = "flevoland", "Flevoland"

    @property
    def number(self) -> int:
        """The official number of the safety region, 1 to 25."""
        return list(Region).index(self) + 1
