"""The parts of a site that save, on a content folder and an instance folder, without the web around them."""

from pathlib import Path

from kennisplatform.curation.writing.content_writer import ContentWriter
from kennisplatform.curation.writing.editing import Editing
from kennisplatform.curation.writing.shared_head import SharedHead
from kennisplatform.curation.writing.sharing import Sharing
from kennisplatform.database.connection import Database
from kennisplatform.entries.entry_store import EntryStore
from kennisplatform.entries.history.remote import Remote
from kennisplatform.entries.history.repository import History
from kennisplatform.search.dutch.thesaurus import ThesaurusFile
from kennisplatform.search.follower import IndexFollower
from kennisplatform.search.whoosh_engine import WhooshEngine


def editing_of(content: Path, instance: Path, remote: str = "", database_url: str = "") -> Editing:
    """Return what another process would work with; with a remote (and a database) it is one of several hosts."""
    store = EntryStore(content, instance / "content.lock")
    engine = WhooshEngine(instance / "index", ThesaurusFile(content / "thesaurus.yml"))
    history = History(instance / "geschiedenis.git")
    sharing = None
    if remote:
        head = SharedHead(Database(database_url, instance / "database.lock"))
        sharing = Sharing(history, Remote(remote, history.repository), head)
    writer = ContentWriter(store, history, sharing)
    follower = IndexFollower(
        store,
        engine,
        instance / "index.lock",
        mark=history.head,
        written_since=history.written_since,
        before_start=writer.recover,
        before_look=writer.catch_up_when_due,
    )
    return Editing(store, follower, history, writer)
