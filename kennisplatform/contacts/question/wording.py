"""A question and its answer in plain Dutch: what was understood, whom it is not, and the question for the desk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kennisplatform.contacts.question.answer import Answer
from kennisplatform.contacts.question.question import AREAS, Question
from kennisplatform.contacts.question.verdict import Missing
from kennisplatform.search.dutch.analysis import fold
from kennisplatform.vocabulary import Region, Sector

SUPPLIERS = {
    frozenset({Sector.ELECTRICITY, Sector.GAS}): "netbeheerders",
    frozenset({Sector.DRINKING_WATER}): "drinkwaterbedrijven",
    frozenset({Sector.TELECOM}): "telecombedrijven",
}
"""What companies are called that supply these sectors and no other."""


def understood(question: Question) -> str:
    """Return what was understood: `elektriciteit in Zwolle (veiligheidsregio IJsselland)`; '' for nothing."""
    named = [contact.organisation for contact in question.named]
    subjects = [*named, *map(in_a_sentence, (*question.organisation_types, *question.sectors, *question.themes))]
    where = listed(_where(question))
    about = " ".join(part for part in (listed(subjects), f"in {where}" if where else "") if part)
    return f"{about}, en nu" if about and question.is_urgent else about


def _where(question: Question) -> Iterator[str]:
    """Yield the places with their regions, then the regions that were named or chosen themselves."""
    told = {region for one in question.named if one.organisation_type in AREAS for region in one.regions}
    for place in question.places:
        regions = [region for region in question.regions if region in place.regions]
        if not regions:
            continue
        told.update(regions)
        is_region = any(fold(region.label) in fold(place.name) for region in regions)
        yield regions_in_words(regions) if is_region else f"{place.name} ({regions_in_words(regions)})"
    if others := [region for region in question.regions if region not in told]:
        yield regions_in_words(others)


def regions_in_words(regions: Sequence[Region]) -> str:
    """Return regions as people say them: `veiligheidsregio IJsselland`."""
    names = listed(region.label for region in regions)
    return f"veiligheidsregio {names}" if len(regions) == 1 else f"de veiligheidsregio’s {names}"


def listed(texts: Iterable[str]) -> str:
    """Return texts as a list in a sentence: `een, twee en drie`."""
    *first, last = [*texts] or [""]
    return f"{', '.join(first)} en {last}" if first else last


def in_a_sentence(term: object) -> str:
    """Return the label of a term as it stands within a sentence; `ICT en telecom` keeps its capitals."""
    label: str = getattr(term, "label", str(term))
    return label if label[:2].isupper() else label[:1].lower() + label[1:]


def not_covering(answer: Answer) -> str:
    """Return that the named companies are not in the networks there: `Liander levert niet in Groningen`."""
    question = answer.question
    names = [contact.organisation for contact in answer.not_covering]
    if not names:
        return ""
    verb = "leveren" if len(names) > 1 else "levert"
    sectors = {sector for contact in answer.not_covering for sector in contact.sectors}
    those = next((word for supplied, word in SUPPLIERS.items() if sectors <= supplied), "bedrijven")
    if question.regions:
        where = listed(place.name for place in question.places) or listed(region.label for region in question.regions)
        told = f"{listed(names)} {verb} niet in {where}"
        return f"{told}; dit zijn de {those} daar." if answer.networks else f"{told}, voor zover bekend."
    return f"Van {listed(names)} is geen netwerk bekend voor {listed(map(in_a_sentence, question.sectors))}."


def either(answer: Answer) -> str:
    """Return that more than one may be the one to call, and what would decide."""
    names = [contact.organisation for contact in answer.verdict.candidates]
    question = answer.question
    if answer.verdict.missing is Missing.PLACE and not any(not place.is_area for place in question.places):
        return f"Hier werken {listed(names)}. Wie er levert, hangt af van de plaats."
    if answer.verdict.missing is Missing.PLACE:
        return f"Hier werken {listed(names)}. Wij weten niet wie van hen in deze plaats levert."
    return f"Het kan een van deze zijn: {listed(names)}."


def question_for_the_desk(question: Question) -> str:
    """Return the question as somebody would write it to the desk."""
    lines = ["Ik zoek de juiste contactpersoon."]
    if question.text:
        lines.append(f"Mijn vraag: {question.text}")
    for label, terms in (
        ("Sector", question.sectors),
        ("Veiligheidsregio", question.regions),
        ("Thema", question.themes),
    ):
        if terms:
            lines.append(f"{label}: {', '.join(term.label for term in terms)}")
    return "\n".join(lines)
