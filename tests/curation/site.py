"""The parts of a site that save, on a content folder and an instance folder, without the web around them."""

from pathlib import Path

from kennisplatform.curation.writing.content_writer import ContentWriter
from kennisplatform.curation.writing.editing import Editing
from kennisplatform.entries.entry_store import EntryStore
from kennisplatform.entries.history.repository import History
from kennisplatform.search.dutch.thesaurus import ThesaurusFile
from kennisplatform.search.follower import IndexFollower
from kennisplatform.search.whoosh_engine import WhooshEngine


def editing_of(content: Path, instance: Path) -> Editing:
    """Return what another process would work with."""
    store = EntryStore(content, instance / "content.lock")
    engine = WhooshEngine(instance / "index", ThesaurusFile(content / "thesaurus.yml"))
    history = History(instance / "geschiedenis.git")
    writer = ContentWriter(store, history)
    follower = IndexFollower(store, engine, instance / "index.lock", before_start=writer.recover)
    return Editing(store, follower, history, writer)
