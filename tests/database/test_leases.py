"""A job is done by one process at a time, whoever asks at the same moment, and goes on when that one was killed."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import pytest
import time_machine

from kennisplatform.database import leases
from kennisplatform.database.connection import Database
from kennisplatform.database.leases import Job, Leases

NIGHT = date(2026, 3, 2)


@pytest.fixture
def hosts(database_url: str, tmp_path: Path) -> Iterator[list[Leases]]:
    """Return what three hosts with one database have, each with a connection of its own."""
    databases = [Database(database_url, tmp_path / "lock") for _ in range(3)]
    yield [Leases(database) for database in databases]
    for database in databases:
        database.close()


def test_of_all_who_ask_at_once_one_gets_the_job(hosts):
    with ThreadPoolExecutor(12) as pool:
        taken = [lease for lease in pool.map(lambda number: hosts[number % 3].take(Job.LINKS), range(12)) if lease]
    assert len(taken) == 1
    assert [host.is_held(Job.LINKS) for host in hosts] == [True] * 3
    assert hosts[1].take(Job.DIGEST), "another job is another matter"
    with taken[0]:
        assert hosts[1].take(Job.LINKS) is None
    assert not hosts[2].is_held(Job.LINKS)
    assert hosts[1].take(Job.LINKS)


def test_what_was_done_for_a_night_is_not_done_again_that_night(hosts):
    with hosts[0].take(Job.LINKS, NIGHT) as lease:
        lease.done_for = NIGHT
    assert [host.take(Job.LINKS, NIGHT) for host in hosts] == [None] * 3
    with hosts[1].take(Job.LINKS) as asked_for:
        assert asked_for, "who asks for it by hand gets it"
    assert hosts[2].take(Job.LINKS, NIGHT) is None
    assert hosts[2].take(Job.LINKS, NIGHT + timedelta(days=1))


def test_the_job_of_who_was_killed_is_free_after_a_while(hosts):
    with time_machine.travel(0, tick=False) as clock:
        assert hosts[0].take(Job.LINKS, NIGHT)
        clock.shift(leases.LASTS - timedelta(seconds=1))
        assert hosts[1].take(Job.LINKS, NIGHT) is None
        clock.shift(timedelta(seconds=1))
        assert hosts[1].take(Job.LINKS, NIGHT)


def test_who_lives_keeps_the_job_for_as_long_as_it_takes(hosts, monkeypatch):
    monkeypatch.setattr(leases, "SECONDS_BETWEEN_RENEWALS", 0.01)

    def until():
        with hosts[1]._database.transaction() as session:
            return session.get_one(leases.JobLeaseRow, Job.LINKS).until

    with hosts[0].take(Job.LINKS):
        first = until()
        assert any(until() > first for _ in range(10_000))
