"""Commands that write what somebody takes along."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from kennisplatform.cli.offline_folder import NotAnExport, write_folder
from kennisplatform.cli.refusing import CommandGroup, check_networks, stop
from kennisplatform.contacts.downloads.offline_copy import offline_copy
from kennisplatform.dutch_text import counted, dutch_moment
from kennisplatform.permissions import ANONYMOUS, Viewer
from kennisplatform.site import site
from kennisplatform.web.contacts.offline_json import FOR_EVERYONE, CopyOwner

group = CommandGroup("export", help="Wat u meeneemt.")

PUBLIC = "openbaar"
MEMBER = "lid"


@group.command("offline")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--viewer",
    type=click.Choice([PUBLIC, MEMBER]),
    default=PUBLIC,
    show_default=True,
    help="Voor wie: in de kopie staat alleen wat die mag zien.",
)
@click.option("--network", "networks", multiple=True, help="Ook wat leden van dit netwerk mogen zien; mag vaker.")
def export_offline(folder: Path, viewer: str, networks: tuple[str, ...]) -> None:
    """Schrijf contacten, netwerken en rollen in FOLDER, te openen zonder internet en zonder server."""
    if networks and viewer != MEMBER:
        stop("--network kan alleen samen met --viewer lid.")
    catalogue = site.follower.store.refresh()
    check_networks(networks)
    seen_by = Viewer(is_member=True, networks=frozenset(networks)) if viewer == MEMBER else ANONYMOUS
    desk = site.front_desk
    made = offline_copy(catalogue, seen_by, desk.lists(), datetime.now(UTC))
    try:
        write_folder(folder, made, _owner(viewer, networks))
    except NotAnExport:
        stop(f"In {folder} staan al andere bestanden. Kies een lege map, of de map van een eerdere kopie.")
    except OSError as error:
        stop(f"Schrijven in {folder} is niet gelukt: {error.strerror}. De kopie is niet compleet; probeer het opnieuw.")
    parts = (
        counted(len(made.contacts), "contact", "contacten"),
        counted(len(made.networks), "netwerk", "netwerken"),
        counted(len(made.roles), "rol", "rollen"),
    )
    click.echo(f"Kopie van {dutch_moment(made.made_at)}: {', '.join(parts)}. Open {folder / 'index.html'}.")
    if viewer == MEMBER:
        click.echo("Let op: hier staat in wat alleen leden mogen zien. Geef de map niet aan anderen.")


def _owner(viewer: str, networks: tuple[str, ...]) -> CopyOwner:
    if viewer == PUBLIC:
        return FOR_EVERYONE
    which = f" en leden van {', '.join(networks)}" if networks else ""
    text = f"In deze kopie staat ook wat alleen leden{which} mogen zien. Geef hem niet aan anderen."
    return CopyOwner("leden", text)
