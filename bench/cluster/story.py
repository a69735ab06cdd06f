"""What happens to the machines, one thing after the other, while people read and save."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bench.cluster import outcome
from bench.cluster.host import Host
from bench.cluster.installation import Installation, until, wait_until_ready
from bench.cluster.load import Load
from bench.cluster.tally import Tally

BEFORE = 3.0
"""Seconds of load before something happens."""
WITHOUT_DATABASE = 5.0
LONGEST_TO_BE_THE_SAME = 120.0


@dataclass(frozen=True)
class Event:
    """Something that happens to a machine, for so many seconds, and what puts it right."""

    name: str
    happens: Callable[[], None]
    is_put_right: Callable[[], None]
    seconds: float


def nothing() -> None:
    """Do nothing."""


def events(installation: Installation, seconds: float) -> Iterator[Event]:
    """Yield what happens, each time for so many seconds; a machine is chosen when its turn comes."""
    _, second, third = installation.hosts
    search, database, remote = installation.search, installation.database, installation.remote
    yield Event("all is well", nothing, nothing, seconds)
    yield Event("kill -9 of a search node", lambda: search.kill(0), lambda: search.restart(0), seconds)
    yield Event(f"kill -9 of host {second.name}", second.machine.kill, second.start, seconds)
    yield Event(f"host {third.name} stops in order, and starts again", third.machine.stop, third.start, 0)
    favourite = installation.balancer.favourite()
    name = f"kill -9 of the balancer's favourite ({favourite.name})"
    yield Event(name, favourite.machine.kill, favourite.start, seconds)
    yield Event("the database restarts", database.stop, database.start, min(seconds, WITHOUT_DATABASE))
    yield Event("the remote is away", remote.go_away, remote.come_back, seconds)
    yield Event(f"host {third.name} is cut off from all but the balancer", third.cut, third.mend, seconds)


def told(installation: Installation, load: Load, seconds: float, tell: Callable[[str], None]) -> Iterator[Tally]:
    """Let all of it happen, and yield what was counted, per event."""
    for event in events(installation, seconds):
        tell(event.name)
        tally = load.tally = Tally(event.name)
        load.save()
        time.sleep(BEFORE)
        event.happens()
        time.sleep(event.seconds)
        event.is_put_right()
        put_right = time.monotonic()
        load.save_no_more()
        _wait_until_the_same(installation.hosts, load, tally, put_right)
        installation.search.wait()
        wait_until_ready(installation.hosts)
        yield tally


def _wait_until_the_same(hosts: Sequence[Host], load: Load, tally: Tally, put_right: float) -> None:
    last, differs = load.saves.last(), "-"

    def are_the_same() -> bool:
        nonlocal differs
        differs = outcome.difference(hosts, last)
        return not differs

    try:
        until(are_the_same, "", LONGEST_TO_BE_THE_SAME)
    except TimeoutError:
        tally.count(example=f"the hosts did not become the same: {differs}")
        tally.seconds = float("inf")
    else:
        tally.seconds = time.monotonic() - put_right
