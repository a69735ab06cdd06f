"""`make cluster`: a story of failing machines under load, told in a table; ends with 1 when a promise is not kept.

`LASTS=60 make cluster` lets each trouble last a minute. `KEEP=1` leaves the logs of all machines behind.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from bench.cluster import content, outcome, story
from bench.cluster.browser import Browser
from bench.cluster.installation import NAMES, Installation, add_accounts, memory, running
from bench.cluster.load import Load, leaked
from bench.cluster.machines import refuse_without_programs
from bench.cluster.tally import Tally
from kennisplatform.vocabulary import Role

SECONDS = 10.0
"""How long each trouble lasts, unless the environment says otherwise."""
VISITORS = 3
MEMBERS = ("lid-een@voorbeeld.nl", "lid-twee@voorbeeld.nl")
CURATORS = ("curator-een@voorbeeld.nl", "curator-twee@voorbeeld.nl", "curator-drie@voorbeeld.nl")
COLUMNS = {
    "reads": "requests",
    "failed": "failed",
    "saves": "saves",
    "confirmed": "confirmed",
    "refused": "refused in words",
    "unsaid": "no words",
    "unseen": "own save not seen",
    "logged_out": "logged out",
    "leaks": "leaks",
    "doubles": "twice in one answer",
}
PROMISED_NONE = ("failed", "unsaid", "unseen", "logged_out", "leaks", "doubles")


def main() -> int:
    """Tell the story, and return the exit status."""
    refuse_without_programs()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that all machines end in order
    with ExitStack() as ending:
        folder = Path(tempfile.mkdtemp(prefix="cluster-"))
        if os.environ.get("KEEP"):
            _tell(f"all folders and logs stay in {folder}")
        else:
            ending.callback(shutil.rmtree, folder, ignore_errors=True)
        write = lambda place: content.write(place, len(CURATORS))  # noqa: E731
        installation = ending.enter_context(running(folder, len(NAMES), write, _tell))
        add_accounts(installation, folder, MEMBERS, Role.MEMBER)
        add_accounts(installation, folder, CURATORS, Role.CURATOR)
        _check_traps(installation)
        load = Load(installation.balancer.address, MEMBERS, CURATORS, VISITORS)
        load.start()
        tallies = []
        try:
            _print_head()
            for tally in story.told(installation, load, float(os.environ.get("LASTS") or SECONDS), _tell):
                _print_row(tally)
                tallies.append(tally)
        finally:
            load.stop()
        return _report(installation, load, tallies)


def _check_traps(installation: Installation) -> None:
    """See to it that a leak would be noticed: who may see the hidden entries gets their words."""
    curator = Browser(installation.balancer.address)
    curator.log_in(CURATORS[0])
    for trap in content.TRAPS:
        page = curator.get(f"/{content.FOLDER}/{trap.slug}")
        assert set(leaked(page)) == set(trap.secrets), (trap, page.status_code)


def _print_head() -> None:
    print(f"\n| | {' | '.join(COLUMNS.values())} | slowest, s | the same again after, s |")
    print(f"| --- |{' ---: |' * (len(COLUMNS) + 2)}", flush=True)


def _print_row(tally: Tally) -> None:
    counts = " | ".join(f"{getattr(tally, name):,}" for name in COLUMNS)
    print(f"| {tally.event} | {counts} | {tally.slowest:.1f} | {tally.seconds:.1f} |", flush=True)


def _report(installation: Installation, load: Load, tallies: Sequence[Tally]) -> int:
    together = Tally("**together**", slowest=max(t.slowest for t in tallies), seconds=max(t.seconds for t in tallies))
    for name in COLUMNS:
        setattr(together, name, sum(getattr(tally, name) for tally in tallies))
    _print_row(together)
    hosts, saves = installation.hosts, load.saves
    tokens = list(saves.tokens)
    broken = {
        "confirmed saves that are not in the history of every host": outcome.lost(hosts, tokens),
        "last saves that a host does not show": outcome.overwritten(hosts, saves),
        "saves that are in a history more than once": outcome.twice(hosts),
    }
    print(f"\nOf {len(tokens):,} confirmed saves, at the end on {len(hosts)} hosts:\n")
    for name, words in broken.items():
        print(f"- {name}: {len(words)}{' (' + ', '.join(words[:5]) + ')' if words else ''}")
    print(f"\nMemory, MB: {memory(installation)}")
    kept = _print_faults(tallies)
    is_kept = kept and not any(broken.values()) and all(tally.seconds < float("inf") for tally in tallies)
    print("\nEvery promise is kept." if is_kept else "\nNot every promise is kept.")
    return 0 if is_kept else 1


def _print_faults(tallies: Sequence[Tally]) -> bool:
    """Print what was not as it should be, and tell whether all promises are kept."""
    for tally in tallies:
        for example, times in tally.examples.items():
            print(f"- {tally.event}: {example} ({times}×)")
    return not any(getattr(tally, name) for tally in tallies for name in PROMISED_NONE)


def _tell(what: str) -> None:
    print(f"… {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
