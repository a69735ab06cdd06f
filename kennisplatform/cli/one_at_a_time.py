"""A command that timers of several hosts may begin at the same moment, and that one of them does."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from kennisplatform.database.leases import Job
from kennisplatform.site import site


@contextmanager
def holding(job: Job) -> Iterator[None]:
    """Hold the lease of a job meanwhile; when another process does, say so and end the command without a failure."""
    lease = site.leases.take(job)
    if lease is None:
        click.echo("Een ander proces doet dit al, op deze server of op een andere. Hier is niets gedaan.")
        sys.exit(0)
    with lease:
        yield
