"""Commands that explain the search."""

from __future__ import annotations

import click

from kennisplatform.cli.refusing import CommandGroup
from kennisplatform.permissions import Viewer
from kennisplatform.search import weights
from kennisplatform.search.engine import Explanation
from kennisplatform.search.request import SearchRequest
from kennisplatform.site import site
from kennisplatform.vocabulary import Region
from kennisplatform.web.search import regional

group = CommandGroup("search", help="Hoe er gezocht wordt.")


FIRST_BECAUSE = (
    "staat vooraan: heeft alle woorden en noemt de plaats",
    "staat vooraan: heeft alle woorden, en ligt in de regio of noemt de plaats",
    "staat vooraan: noemt de plaats",
)
"""In the order of the groups of `Preference`."""
LEGEND = (
    (weights.EXACT, "het woord zelf"),
    (weights.JOINED, "aan elkaar geschreven"),
    (weights.STEM, "een andere vorm"),
    (weights.FAMILY, "een woord van dezelfde familie"),
    (weights.PART, "een samenstelling met het woord erin"),
    (weights.SPLIT, "een deel van de samenstelling"),
    (weights.SYNONYM, "een woord uit thesaurus.yml"),
)


@group.command("explain")
@click.argument("text")
@click.option("--count", default=5, show_default=True, help="Hoeveel resultaten.")
def explain_search(text: str, count: int) -> None:
    """Toon waarom de eerste resultaten voor TEXT staan waar zij staan (gezien als curator)."""
    site.follower.synchronise()
    request = regional.preferring_region(SearchRequest(text, viewer=Viewer(is_curator=True)))
    if request.preference:
        regions = ", ".join(region.label for region in Region if region in request.preference.regions)
        click.echo(f"{request.preference.place} is een plaats (regio: {regions}). Gezocht op: {request.text}")
    explained = site.engine.explain(request, count)
    for place, found in enumerate(explained, 1):
        _show(place, found)
    if explained:
        legend = ", ".join(f"{weight:.2f} {meaning}" for weight, meaning in LEGEND)
        click.echo(f"Achter een woord staat hoe zwaar het telt: {legend}; wat samen geldt, is vermenigvuldigd.")


def _show(place: int, found: Explanation) -> None:
    click.echo(f"{place}. {found.slug}: {found.score:.3f}")
    if found.group is not None:
        click.echo(f"              {FIRST_BECAUSE[found.group]}")
    if found.missing:
        click.echo(f"              zonder: {', '.join(found.missing)}")
    for word in found.words:
        forms = ", ".join(f"{form} {weight:.2f}" for form, weight in word.forms)
        together = "dicht bij elkaar: " if word.is_together else ""
        click.echo(f"     {word.value:7.3f}  {word.asked} ({together}{forms})")
    click.echo(f"     {found.closeness:7.3f}  woorden dicht bij elkaar")
    click.echo(f"     {found.name:7.3f}  de zoekvraag is de naam")
    click.echo(f"   x {found.share:7.3f}  deel van de vraag dat erin staat")
    click.echo(f"   x {found.standing:7.3f}  soort en laatste keer nagekeken")


@group.command("missed")
def missed_searches() -> None:
    """Toon waarop is gezocht terwijl er weinig of niets over was."""
    missed = site.missed_searches.most_missed()
    for text, count, day in missed:
        click.echo(f"{count:5}  {day}  {text}")
    if not missed:
        click.echo("Nog geen enkele zoekvraag vond weinig of niets.")
