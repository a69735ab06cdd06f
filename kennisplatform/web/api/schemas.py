"""The answers of the JSON API as typed models: what is sent and what the description promises are one thing.

Names are Dutch, as the contract of the API has them.
"""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, Field

from kennisplatform import dutch_time
from kennisplatform.contacts.calling.call_order import Step
from kennisplatform.contacts.question.answer import Answer
from kennisplatform.entries.menu_card.labels import EvidenceLabel, Labels
from kennisplatform.search.engine import Suggestion
from kennisplatform.search.request import Hit, SearchPage
from kennisplatform.vocabulary import Availability, Evidence, Kind, NumberPurpose, Sector, Stage, Theme, Visibility
from kennisplatform.web.display.formatting import marked
from kennisplatform.web.display.navigation import entry_url
from kennisplatform.web.search import search_url
from kennisplatform.web.search.finder import MENU_CARD


class EvidenceItem(BaseModel):
    """How well an entry of the menu card is proven, as the software works it out."""

    trede: int = Field(description="De trede, 0 tot en met 5.")
    waarde: Evidence
    label: str
    uitleg: str

    @classmethod
    def of(cls, label: EvidenceLabel) -> EvidenceItem:
        """Make the item of a label."""
        return cls(trede=label.rung.number, waarde=label.rung, label=label.text, uitleg=label.explanation)


class LabelsItem(BaseModel):
    """The labels of an entry that the software works out; `bewijs` and `stand` are of the menu card only."""

    bewijs: EvidenceItem | None
    stand: Stage | None
    nagekeken: date | None
    overTijd: bool = Field(description="De dag waarvóór het weer moest worden nagekeken, is voorbij.")  # noqa: N815

    @classmethod
    def of(cls, labels: Labels) -> LabelsItem:
        """Make the item of the labels."""
        return cls(
            bewijs=EvidenceItem.of(labels.evidence) if labels.evidence else None,
            stand=labels.stage,
            nagekeken=labels.checked.day,
            overTijd=labels.checked.is_overdue,
        )


class ResultItem(BaseModel):
    """One entry that was found."""

    slug: str
    soort: Kind
    titel: str
    samenvatting: str
    fragment: str = Field(description="Veilige HTML: de tekst rond de gevonden woorden, die in <mark> staan.")
    themas: list[Theme]
    sectoren: list[Sector]
    zichtbaar: Visibility
    ontbreekt: list[str] = Field(description="Woorden uit de vraag die er niet in staan, zoals ze zijn getypt.")
    labels: LabelsItem
    url: str
    zonder: list[str] = Field(description="Woorden van de zoekvraag die hierin niet voorkomen.")

    @classmethod
    def of(cls, hit: Hit) -> ResultItem:
        """Make the item of a hit."""
        return cls(
            slug=hit.slug,
            soort=hit.kind,
            titel=hit.title.text,
            samenvatting=hit.summary.text,
            fragment=str(marked(hit.match or hit.summary)),
            themas=list(hit.themes),
            sectoren=list(hit.sectors),
            zichtbaar=hit.visibility,
            ontbreekt=list(hit.missing),
            labels=LabelsItem.of(hit.labels(dutch_time.today())),
            url=entry_url(hit.kind, hit.slug, _external=True),
            zonder=list(hit.missing),
        )


class FacetValue(BaseModel):
    """How many results there would be with this value ticked (as well)."""

    waarde: str
    label: str
    aantal: int


class SuggestionItem(BaseModel):
    """One entry to go to."""

    slug: str
    soort: Kind
    soortLabel: str  # noqa: N815
    titel: str
    url: str

    @classmethod
    def of(cls, suggestion: Suggestion) -> SuggestionItem:
        """Make the item of a suggestion."""
        return cls(
            slug=suggestion.slug,
            soort=suggestion.kind,
            soortLabel=suggestion.kind.label,
            titel=suggestion.title,
            url=entry_url(suggestion.kind, suggestion.slug, _external=True),
        )


class TopicItem(BaseModel):
    """A sector or theme, and where its examples are."""

    soort: str = Field(description="`sector` of `thema`.")
    soortLabel: str  # noqa: N815
    titel: str
    url: str

    @classmethod
    def of(cls, term: Sector | Theme) -> TopicItem:
        """Make the item of a term."""
        kind, label = ("sector", "Sector") if isinstance(term, Sector) else ("thema", "Thema")
        address = search_url.url(search_url.narrowed_to(term), MENU_CARD.endpoint, _external=True)
        return cls(soort=kind, soortLabel=label, titel=term.label, url=address)


class SuggestionAnswer(BaseModel):
    """What may be meant with what is typed so far."""

    onderwerpen: list[TopicItem] = Field(description="Sectoren en thema’s die zo heten.")
    suggesties: list[SuggestionItem]


class CallStep(BaseModel):
    """Somebody to call, and on which number."""

    naam: str
    contact: str | None = Field(description="Het contact, of null voor een dienst die geen eigen pagina heeft.")
    nummer: str | None = Field(description="Zoals u het draait, of null waar geen nummer bekend of zichtbaar is.")
    voor: NumberPurpose | None
    bereikbaar: Availability | None
    uren: str | None
    waarvoor: str
    naMinuten: int | None  # noqa: N815

    @classmethod
    def of(cls, step: Step) -> CallStep:
        """Make the item of a step."""
        line = step.line
        return cls(
            naam=step.name,
            contact=step.contact.slug if step.contact else None,
            nummer=line.number if line else None,
            voor=line.purpose if line else None,
            bereikbaar=line.availability if line else None,
            uren=line.hours if line else None,
            waarvoor=step.reason,
            naMinuten=step.after_minutes,
        )


class DeskAnswer(BaseModel):
    """Whom to turn to with a question."""

    netwerken: list[str] = Field(description="Netwerken die erbij horen, het best passende eerst.")
    contacten: list[str] = Field(description="Bij wie u moet zijn, de beste eerst; past niets, dan alleen het loket.")
    rollen: list[str] = Field(description="Rolbeschrijvingen van het thema.")
    terugval: str | None = Field(description="Het loket zelf, waar altijd iemand verder helpt.")
    zeker: bool = Field(description="Of vaststaat dat u de eerste van ‘kandidaten’ moet hebben.")
    kandidaten: list[str] = Field(description="Wie het kunnen zijn; meer dan één waar niet vaststaat wie.")
    bel: CallStep | None = Field(description="Alleen als het zeker is en er nu een nummer is dat hiervoor bedoeld is.")
    ontbreekt: str | None = Field(description="Wat de vraag niet zegt: plaats, regio, onderwerp of bedrijf.")
    belvolgorde: list[CallStep] = Field(description="Wie eerst en wie daarna, bij één sector in één regio.")
    altijd: list[CallStep] = Field(description="Wat altijd opneemt.")

    @classmethod
    def of(cls, answer: Answer) -> DeskAnswer:
        """Make the answer in slugs."""
        verdict = answer.verdict
        first = verdict.calls[0] if verdict.line else None
        call = Step(first.contact.organisation, first.contact, first.line) if first else None
        return cls(
            netwerken=[network.slug for network in answer.networks],
            contacten=[contact.slug for contact in answer.contacts],
            rollen=[role.slug for role in answer.roles],
            terugval=answer.fallback.slug if answer.fallback else None,
            zeker=verdict.is_certain,
            kandidaten=[contact.slug for contact in verdict.candidates],
            bel=CallStep.of(call) if call else None,
            ontbreekt=verdict.missing.value if verdict.missing else None,
            belvolgorde=[CallStep.of(step) for step in answer.order],
            altijd=[CallStep.of(step) for step in answer.always],
        )


class ExpansionItem(BaseModel):
    """A word of the query, and what was searched for as well."""

    woord: str
    ook: list[str]


class SearchAnswer(BaseModel):
    """One page of results."""

    totaal: int
    pagina: int
    perPagina: int  # noqa: N815 (the contract's name)
    suggestie: str | None = Field(description="De verbeterde zoekvraag waarvan dit de resultaten zijn, of null.")
    ruimerGezocht: bool = Field(  # noqa: N815
        description="Niet elk resultaat bevat alle woorden; wat ze alle bevat, komt eerst (behalve bij een vraag)."
    )
    uitgebreid: list[ExpansionItem] = Field(description="Waarop volgens de woordenlijst ook is gezocht.")
    resultaten: list[ResultItem]
    facetten: dict[str, list[FacetValue]]

    @classmethod
    def of(cls, page: SearchPage) -> SearchAnswer:
        """Make the answer of a page of results."""
        return cls(
            totaal=page.total,
            pagina=page.request.page,
            perPagina=page.request.per_page,
            suggestie=page.suggestion,
            ruimerGezocht=page.is_relaxed,
            uitgebreid=[ExpansionItem(woord=found.asked, ook=list(found.added)) for found in page.expansions],
            resultaten=[ResultItem.of(hit) for hit in page.hits],
            facetten={
                facet.value: [
                    FacetValue(waarde=count.term, label=count.term.label, aantal=count.count) for count in counts
                ]
                for facet, counts in page.facets.items()
            },
        )
