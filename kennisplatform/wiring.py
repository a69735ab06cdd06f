"""How the parts of the site are put together: here they are made, and each gets the others that it needs."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask

from kennisplatform import cli, web
from kennisplatform.accounts.audit import AuditLog
from kennisplatform.accounts.directory import Accounts
from kennisplatform.accounts.links import OneTimeLinks
from kennisplatform.accounts.sessions import LoginSessions
from kennisplatform.accounts.single_sign_on import Organisation
from kennisplatform.accounts.throttle import Throttle
from kennisplatform.accounts.two_step import TwoStep
from kennisplatform.config import PROJECT_FOLDER, Settings
from kennisplatform.contacts.openings import Openings
from kennisplatform.contacts.persons import Persons
from kennisplatform.contacts.question.front_desk import Desk
from kennisplatform.curation.editor.drafts import Drafts
from kennisplatform.curation.editor.rescued_forms import KeptForms
from kennisplatform.curation.editor.source_files import SourceFiles
from kennisplatform.curation.feedback.organisation_reviews import Corrections
from kennisplatform.curation.feedback.reports import Reports
from kennisplatform.curation.worklist.link_check import CheckedLinks, LinkChecker
from kennisplatform.curation.worklist.link_client import LinkClient
from kennisplatform.curation.worklist.worklist import Attention
from kennisplatform.curation.writing.attachments import Attaching
from kennisplatform.curation.writing.content_writer import ContentWriter
from kennisplatform.curation.writing.editing import Editing
from kennisplatform.database.connection import Database
from kennisplatform.entries.attachments.files import AttachmentFiles
from kennisplatform.entries.attachments.texts import AttachmentTexts
from kennisplatform.entries.history.repository import History
from kennisplatform.entries.models import Entry
from kennisplatform.entries.store import EntryStore
from kennisplatform.mail import Mailer
from kennisplatform.search.dutch.thesaurus import ThesaurusFile
from kennisplatform.search.follower import IndexFollower
from kennisplatform.search.missed import MissedSearches
from kennisplatform.search.whoosh_engine import WhooshEngine


def wired(settings: Settings) -> Flask:
    """Wire the parts of the site together; nothing is read or indexed before the first request."""
    app = Flask(
        __package__,
        root_path=str(PROJECT_FOLDER),
        instance_path=str(settings.instance_dir),
        static_folder="static",
        template_folder="templates",
    )
    store = EntryStore(settings.content_dir, settings.instance_dir / "content.lock")
    history = History(settings.instance_dir / "geschiedenis.git", settings.content_dir)
    writer = ContentWriter(store, history)
    thesaurus = ThesaurusFile(settings.content_dir / "thesaurus.yml")
    engine = WhooshEngine(settings.instance_dir / "index", thesaurus)
    database = Database(settings.database, settings.instance_dir / "database.lock")
    reports = Reports(database)
    links = CheckedLinks(database)
    missed = MissedSearches(settings.instance_dir / "zoekvragen-zonder-resultaat.jsonl")
    app.extensions["settings"] = settings
    app.extensions["database"] = database
    app.extensions["accounts"] = accounts = Accounts(database)
    app.extensions["organisation"] = Organisation(database, accounts)
    app.extensions["audit_log"] = AuditLog(database)
    app.extensions["drafts"] = Drafts(database)
    app.extensions["kept_forms"] = KeptForms(database)
    app.extensions["login_sessions"] = LoginSessions(database)
    app.extensions["one_time_links"] = OneTimeLinks(database)
    app.extensions["throttle"] = Throttle()
    app.extensions["two_step"] = TwoStep(database)
    app.extensions["reports"] = reports
    app.extensions["corrections"] = corrections = Corrections(database)
    app.extensions["link_checker"] = LinkChecker(links, LinkClient(settings.public_url))
    app.extensions["mailer"] = Mailer(settings.smtp_url, settings.mail_from)
    app.extensions["missed_searches"] = missed
    contact_desk = Desk(store, engine)
    app.extensions["contact_desk"] = contact_desk
    app.extensions["curated_files"] = curated_files = (thesaurus, *contact_desk.files)
    files = AttachmentFiles(store)
    texts = AttachmentTexts(files, settings.instance_dir / "bijlagen-tekst")
    follower = IndexFollower(
        store,
        engine,
        settings.instance_dir / "index.lock",
        attachments=texts,
        before_start=writer.recover,
        after_look=writer.look,
    )
    app.extensions["attachment_files"] = files
    app.extensions["attachment_texts"] = texts
    app.extensions["index_follower"] = follower

    def slugs_of(entry: Entry) -> tuple[str, ...]:
        return store.catalogue.slugs_of(entry)

    app.extensions["persons"] = persons = Persons(database, slugs_of)
    app.extensions["openings"] = openings = Openings(database, slugs_of)
    editing = Editing(store, follower, history, _going_along(accounts, persons, openings, corrections))
    app.extensions["editing"] = editing
    app.extensions["source_files"] = SourceFiles(editing, curated_files)
    app.extensions["attaching"] = Attaching(editing, files, texts)
    app.extensions["attention"] = Attention(store, engine, history, reports, links, missed, curated_files)
    web.register(app)
    cli.register(app)
    return app


def _going_along(
    accounts: Accounts, persons: Persons, openings: Openings, corrections: Corrections
) -> Callable[[str, str | None, str | None], None]:
    """Return what tells those who keep something of an entry that its slug changed, came or went."""

    def slug_changed(folder: str, old: str | None, new: str | None) -> None:
        if folder == "netwerken" and old and new:
            accounts.rename_network(old, new)
        if folder == "contacten":
            persons.follow(old, new)
            corrections.follow(old, new)
            if old and new:
                openings.follow(old, new)

    return slug_changed
