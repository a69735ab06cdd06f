"""Our own engine over the entries of the site, as the judged queries are asked of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kennisplatform.config import PROJECT_FOLDER
from kennisplatform.entries.entry_store import EntryStore
from kennisplatform.entries.text import plain_text
from kennisplatform.search.dutch.thesaurus import ThesaurusFile
from kennisplatform.search.engine import IndexedEntry
from kennisplatform.search.opensearch.client import Cluster
from kennisplatform.search.opensearch_engine import OpenSearchEngine
from kennisplatform.search.request import SearchRequest
from kennisplatform.search.whoosh_engine import WhooshEngine
from kennisplatform.search_address import ClusterAddress
from kennisplatform.vocabulary import Status
from tests.quality.judged import Search
from tests.quality.peers import PlainEntry

CONTENT = PROJECT_FOLDER / "content"


def entries_of_the_site() -> list[IndexedEntry]:
    """Return the published entries in the content folder."""
    catalogue = EntryStore(CONTENT).catalogue
    published = (entry for entry in catalogue.entries.values() if entry.status is Status.PUBLISHED)
    return [IndexedEntry(entry, catalogue.versions[entry.slug]) for entry in published]


def our_engine(entries: Sequence[IndexedEntry], folder: Path) -> Search:
    """Return the search of the site over these entries, with an index in this folder."""
    engine = WhooshEngine(folder / "index", ThesaurusFile(CONTENT / "thesaurus.yml"))
    engine.rebuild(entries, lambda _: None)
    return lambda text: [hit.slug for hit in engine.search(SearchRequest(text)).hits]


def our_engine_in_a_cluster(entries: Sequence[IndexedEntry], address: str) -> Search:
    """Return the search of a site with its index in this cluster."""
    engine = OpenSearchEngine(Cluster(ClusterAddress.of(address)), ThesaurusFile(CONTENT / "thesaurus.yml"))
    engine.rebuild(entries, lambda _: None)
    return lambda text: [hit.slug for hit in engine.search(SearchRequest(text)).hits]


def plain(indexed: IndexedEntry) -> PlainEntry:
    """Return an entry as the peers get it."""
    entry = indexed.entry
    return PlainEntry(
        entry.slug, entry.title, " ".join(entry.keywords), entry.summary, plain_text.from_markdown(entry.body)
    )
