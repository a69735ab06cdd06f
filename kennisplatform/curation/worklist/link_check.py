"""Which addresses elsewhere the content points at, and what came of looking at them.

One failure proves nothing: an address counts as broken when it failed on two different days. What is in order is left
alone for a week, what is suspect is looked at again the next day.
"""

from __future__ import annotations

import html
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import zip_longest

from sqlalchemy import delete, func, select

from kennisplatform import outside
from kennisplatform.curation.tables import CheckedLinkRow
from kennisplatform.curation.worklist.link_client import Answer, LinkClient, Verdict
from kennisplatform.database.connection import Database
from kennisplatform.entries.catalogue import Catalogue
from kennisplatform.entries.models import Contact, Entry, Page
from kennisplatform.entries.text.rendering import render
from kennisplatform.vocabulary import Status, Term

STAYS_FRESH = timedelta(days=7)
LONGEST_URL = 2000
SITES_TO_TRY = 5
"""When none of so many sites can be reached, it is this server that is offline."""

_HREF = re.compile(r'href="(https?://[^"]+)"')


class Outcome(Term):
    """What is known of an address."""

    GOOD = "goed", "In orde"
    MOVED = "verplaatst", "Verplaatst"
    REFUSED = "geweigerd", "Laat een programma niet toe"
    SUSPECT = "verdacht", "Verdacht"
    BROKEN = "stuk", "Stuk"


@dataclass(frozen=True)
class CheckedLink:
    """An address and what came of it: `detail` is Dutch, `moved_to` where it lives now."""

    url: str
    outcome: Outcome
    detail: str
    moved_to: str | None
    checked_on: date
    failing_since: date | None

    def is_fresh(self, today: date) -> bool:
        """Tell whether it need not be looked at again yet."""
        return today - self.checked_on < (timedelta(days=1) if self.outcome is Outcome.SUSPECT else STAYS_FRESH)


@dataclass(frozen=True)
class LinkCheck:
    """What a round brought. When not `is_online`, nothing was learned and nothing was kept."""

    is_online: bool
    looked_at: tuple[CheckedLink, ...] = ()
    left: int = 0
    """How many addresses still wait, because of the limit."""


def external_links(catalogue: Catalogue) -> Mapping[str, tuple[str, ...]]:
    """Return every address elsewhere in entries that are not archived and in pages, with who points at it."""
    found: dict[str, list[str]] = defaultdict(list)
    alive = (entry for entry in catalogue.entries.values() if entry.status is not Status.ARCHIVED)
    every: list[Entry | Page] = [*alive, *catalogue.pages.values()]
    for content in every:
        for url in dict.fromkeys(_links_of(content)):
            found[url].append(content.slug)
    return {url: tuple(slugs) for url, slugs in sorted(found.items())}


def _links_of(content: Entry | Page) -> Iterator[str]:
    addresses = [str(source.url) for source in content.sources if source.url]
    if isinstance(content, Contact) and content.website:
        addresses.append(str(content.website))
    yield from (address.partition("#")[0] for address in addresses if len(address) <= LONGEST_URL)
    yield from links_in_text(content.body)


def links_in_text(body: str) -> tuple[str, ...]:
    """Return the addresses elsewhere that a text links to, in its order, without the place within their page."""
    addresses = (html.unescape(address) for address in _HREF.findall(render(body).html))
    return tuple(address.partition("#")[0] for address in addresses if len(address) <= LONGEST_URL)


class CheckedLinks:
    """What was learned of addresses, in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> Mapping[str, CheckedLink]:
        """Return everything that is known, by address."""
        with self._database.transaction() as session:
            return {row.url: _link(row) for row in session.scalars(select(CheckedLinkRow))}

    def last_day(self) -> date | None:
        """Return the last day on which any address was looked at; None before the first."""
        with self._database.transaction() as session:
            return session.scalar(select(func.max(CheckedLinkRow.checked_on)))

    def note(self, url: str, answer: Answer, today: date) -> CheckedLink:
        """Keep what came of an address today, and return what that means with what was known."""
        with self._database.transaction() as session:
            known = session.get(CheckedLinkRow, url)
            failing_since = None
            if answer.verdict in (Verdict.FAILED, Verdict.UNREACHABLE):
                failing_since = known.failing_since if known and known.failing_since else today
                outcome = Outcome.BROKEN if failing_since < today else Outcome.SUSPECT
            else:
                outcome = Outcome(answer.verdict.value)
            link = CheckedLink(url, outcome, answer.detail, answer.moved_to, today, failing_since)
            session.merge(
                CheckedLinkRow(
                    url=url,
                    outcome=outcome,
                    detail=answer.detail,
                    moved_to=answer.moved_to,
                    checked_on=today,
                    failing_since=failing_since,
                )
            )
            return link

    def forget_all_but(self, urls: Collection[str]) -> None:
        """Forget addresses to which nothing points any more."""
        gone = self.all().keys() - set(urls)
        with self._database.transaction() as session:
            for url in gone:
                session.execute(delete(CheckedLinkRow).where(CheckedLinkRow.url == url))


@dataclass(frozen=True)
class LinkChecker:
    """Looks at addresses, one after the other, and keeps what it learns."""

    checked: CheckedLinks
    client: LinkClient

    def run(
        self,
        urls: Collection[str],
        today: date,
        *,
        everything: bool = False,
        limit: int | None = None,
        report: Callable[[CheckedLink], None] = lambda _: None,
    ) -> LinkCheck:
        """Look at what was not looked at lately, or at everything; `report` is told each result.

        The first answers are kept back until one site was reached, so that a day without internet breaks no links.
        """
        self.checked.forget_all_but(urls)
        known = self.checked.all()
        due = [url for url in urls if everything or url not in known or not known[url].is_fresh(today)]
        chosen = list(interleaved_by_host(due))[:limit]
        kept_back: list[tuple[str, Answer]] = []
        is_online = False
        looked_at: list[CheckedLink] = []
        for url in chosen:
            kept_back.append((url, self.client.look_at(url)))
            is_online = is_online or kept_back[-1][1].verdict is not Verdict.UNREACHABLE
            if not is_online and len({outside.host_of(waiting) for waiting, _ in kept_back}) < SITES_TO_TRY:
                continue
            if not is_online:
                break
            for waiting, answer in kept_back:
                looked_at.append(self.checked.note(waiting, answer, today))
                report(looked_at[-1])
            kept_back.clear()
        return LinkCheck(is_online or not chosen, tuple(looked_at), len(due) - len(looked_at))


def interleaved_by_host(urls: Collection[str]) -> Iterator[str]:
    """Yield the addresses so that those of one site lie as far apart as can be."""
    by_host: dict[str | None, list[str]] = defaultdict(list)
    for url in urls:
        by_host[outside.host_of(url)].append(url)
    for round_of in zip_longest(*by_host.values()):
        yield from (url for url in round_of if url is not None)


def _link(row: CheckedLinkRow) -> CheckedLink:
    return CheckedLink(row.url, Outcome(row.outcome), row.detail, row.moved_to, row.checked_on, row.failing_since)
