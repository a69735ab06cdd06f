"""Commands that look after the files with content."""

from __future__ import annotations

import sys

import click

from kennisplatform import dutch_time
from kennisplatform.cli import retention
from kennisplatform.cli.one_at_a_time import holding
from kennisplatform.cli.refusing import CommandGroup
from kennisplatform.curation.worklist.link_check import CheckedLink, Outcome, external_links
from kennisplatform.database.leases import Job
from kennisplatform.entries import curated_file
from kennisplatform.site import site

group = CommandGroup("content", help="De bestanden met inhoud.")


@group.command("check")
def check_content() -> None:
    """Toon wat er mis is in de bestanden; eindigt met code 1 als er iets is."""
    catalogue = site.follower.store.refresh()
    problems = (
        *catalogue.problems,
        *site.attachment_files.problems(catalogue),
        *curated_file.problems(site.curated_files),
    )
    for problem in problems:
        click.echo(f"{'FOUT' if problem.left_out else 'LET OP'}  {problem}")
    count = len(catalogue.entries) + len(catalogue.pages)
    if problems:
        left_out = len({problem.path for problem in problems if problem.left_out})
        click.echo(f"{len(problems)} problemen; {left_out} bestanden staan niet op de site, {count} wel.")
        sys.exit(1)
    click.echo(f"Alles in orde: {count} bestanden.")


@group.command("list")
def list_content() -> None:
    """Toon alle vermeldingen: soort, naam, status, zichtbaarheid en titel."""
    for entry in site.follower.store.refresh().entries.values():
        click.echo(f"{entry.kind:20} {entry.slug:45} {entry.status:14} {entry.visibility:9} {entry.title}")


@group.command("links")
@click.option("--limit", type=click.IntRange(min=1), help="Controleer hoogstens zoveel adressen.")
@click.option("--all", "everything", is_flag=True, help="Ook wat korter dan een week geleden is gecontroleerd.")
def check_links(limit: int | None, everything: bool) -> None:
    """Controleer de links naar andere sites, één voor één; wat stuk is, staat daarna ook bij de redactie."""
    links = external_links(site.follower.store.refresh())

    def report(link: CheckedLink) -> None:
        if link.outcome is not Outcome.GOOD:
            onward = f" -> {link.moved_to}" if link.moved_to else ""
            click.echo(f"{link.outcome.label.upper():10}  {link.url}{onward}")
            click.echo(f"            {link.detail}; staat in {', '.join(links[link.url])}")

    with holding(Job.LINKS):
        round_ = site.link_checker.run(links, dutch_time.today(), everything=everything, limit=limit, report=report)
    if not round_.is_online:
        click.echo("Geen enkele site is te bereiken, dus er is nu geen internet. Er is niets gecontroleerd.")
        return
    count = sum(link.outcome in (Outcome.BROKEN, Outcome.SUSPECT) for link in round_.looked_at)
    click.echo(f"{len(round_.looked_at)} van {len(links)} adressen gecontroleerd; {count} stuk of verdacht.")
    if round_.left:
        click.echo(f"{round_.left} adressen wachten nog; start het commando opnieuw.")


@group.command("retention")
def remove_what_is_over() -> None:
    """Verwijder persoonsgegevens waarvan de bewaartijd voorbij is; bedoeld voor elke dag."""
    total = 0
    with holding(Job.RETENTION):
        for what, count in retention.remove_what_is_over():
            click.echo(f"{count:5}  {what}")
            total += count
    click.echo(f"{total} verwijderd." if total else "Er was niets over de tijd.")
