"""Composition root: builds every service once and hands the site to Flask."""

from __future__ import annotations

import logging
import os
import weakref

from flask import Flask

from kennisplatform import cli, web
from kennisplatform.accounts.account_links import AccountLinks
from kennisplatform.accounts.audit import AuditLog
from kennisplatform.accounts.directory import Accounts
from kennisplatform.accounts.sessions import LoginSessions
from kennisplatform.accounts.single_sign_on import SingleSignOn
from kennisplatform.accounts.throttle import Throttle
from kennisplatform.accounts.two_step import TwoStep
from kennisplatform.accounts.unsent_forms import UnsentForms
from kennisplatform.backup.installation import Installation
from kennisplatform.config import PROJECT_FOLDER, Settings
from kennisplatform.contacts.openings import Openings
from kennisplatform.contacts.persons import Persons
from kennisplatform.contacts.question.front_desk import FrontDesk
from kennisplatform.curation.editor.drafts import Drafts
from kennisplatform.curation.editor.source_files import SourceFiles
from kennisplatform.curation.feedback.organisation_reviews import OrganisationReviews
from kennisplatform.curation.feedback.reports import Reports
from kennisplatform.curation.prepared.prepared_changes import PreparedChanges
from kennisplatform.curation.prepared.publication import Publication
from kennisplatform.curation.worklist.last_steps import LastSteps
from kennisplatform.curation.worklist.link_check import CheckedLinks, LinkChecker
from kennisplatform.curation.worklist.link_client import LinkClient
from kennisplatform.curation.worklist.link_rounds import LinkRounds
from kennisplatform.curation.worklist.sent_letters import SentLetters
from kennisplatform.curation.worklist.worklist import Worklist
from kennisplatform.curation.writing.attachments import EntryAttachments
from kennisplatform.curation.writing.content_writer import ContentWriter
from kennisplatform.curation.writing.editing import Editing
from kennisplatform.curation.writing.shared_head import SharedHead
from kennisplatform.curation.writing.sharing import Sharing
from kennisplatform.database.connection import Database
from kennisplatform.database.leases import Leases
from kennisplatform.entries.attachments.files import AttachmentFiles
from kennisplatform.entries.attachments.texts import AttachmentTexts
from kennisplatform.entries.content_files import check_room
from kennisplatform.entries.entry_store import EntryStore
from kennisplatform.entries.history.remote import Remote
from kennisplatform.entries.history.repository import History
from kennisplatform.entries.models import Entry
from kennisplatform.health import Health, Part
from kennisplatform.mail import Mailer
from kennisplatform.plans.basket import Baskets
from kennisplatform.plans.exchange.reading.kept import KeptLists
from kennisplatform.plans.life.action_steps import ActionSteps
from kennisplatform.plans.life.plan_life import PlanLife
from kennisplatform.plans.plans import Plans
from kennisplatform.plans.rework.drafts import ActionDrafts
from kennisplatform.plans.rework.rework import Rework
from kennisplatform.plans.together.emergency import EmergencyAccesses
from kennisplatform.plans.together.invitations import PlanInvitations
from kennisplatform.plans.together.last_looks import LastLooks
from kennisplatform.plans.together.members import PlanMembers
from kennisplatform.plans.together.remarks import Remarks
from kennisplatform.search.dutch.thesaurus import ThesaurusFile
from kennisplatform.search.engine import SearchEngine
from kennisplatform.search.follower import IndexFollower, only_host
from kennisplatform.search.missed import MissedSearches
from kennisplatform.search.opensearch.client import Cluster
from kennisplatform.search.opensearch_engine import OpenSearchEngine
from kennisplatform.search.whoosh_engine import WhooshEngine
from kennisplatform.search_address import EMBEDDED, ClusterAddress
from kennisplatform.secret_key import SecretKey
from kennisplatform.site import Site, site_of
from kennisplatform.web.display.addresses import FlaskAtPublicAddress

log = logging.getLogger(__name__)


def wired(settings: Settings) -> Flask:
    """Return the site; nothing is read or indexed before the first request."""
    app = FlaskAtPublicAddress(
        __package__,
        root_path=str(PROJECT_FOLDER),
        instance_path=str(settings.instance_dir),
        static_folder="static",
        template_folder="templates",
    )
    built(settings).add_to(app)
    web.register(app)
    cli.register(app)
    _make_anew_after_fork(app)
    return app


def _make_anew_after_fork(app: Flask) -> None:
    """Give a process that a server forks off after importing the site (`gunicorn --preload`) parts of its own.

    Threads do not come along, locks may be held by one of them, and connections belong to who made them.
    """
    kept = weakref.ref(app)

    def make_anew() -> None:
        if there := kept():
            site_of(there).database.leave_to_parent()
            built(site_of(there).settings).add_to(there)

    os.register_at_fork(after_in_child=make_anew)


def _secret_key(settings: Settings, health: Health) -> str:
    """Return the key that signs cookies: the one of the settings, or the one that the instance keeps."""
    if settings.secret_key:
        return settings.secret_key.get_secret_value()
    kept = SecretKey(settings.instance_dir)
    health.add_check(Part.SECRET_KEY, kept.check)
    return kept.value


def _sharing(settings: Settings, history: History, database: Database) -> Sharing | None:
    """Return how this host shares its content with others; None for one that has it alone."""
    address = settings.content_remote.get_secret_value()
    if not address:
        return None
    if not settings.secret_key:
        log.warning("CONTENT_REMOTE zonder SECRET_KEY: geef alle computers dezelfde, anders logt men telkens uit.")
    if not settings.database.startswith("postgresql"):
        log.warning("CONTENT_REMOTE zonder PostgreSQL in DATABASE_URL: accounts en concepten zijn dan niet gedeeld.")
    return Sharing(history, Remote(address, history.repository), SharedHead(database))


def _search_engine(settings: Settings, thesaurus: ThesaurusFile) -> SearchEngine:
    """Return the engine of the settings."""
    if settings.search_url == EMBEDDED:
        return WhooshEngine(settings.instance_dir / "index", thesaurus)
    address = ClusterAddress.of(settings.search_url)
    cluster = Cluster(address, settings.search_user, settings.search_password, settings.search_ca)
    return OpenSearchEngine(cluster, thesaurus)


def built(settings: Settings) -> Site:
    """Return every part of the site, each with the others that it needs; nothing is opened yet."""
    instance = settings.instance_dir
    health = Health()
    secret_key = _secret_key(settings, health)
    database = Database(settings.database, instance / "database.lock")
    health.add_check(Part.DATABASE, database.check_reading)
    health.add_check(Part.DATABASE_WRITING, database.check_writing)
    leases = Leases(database)
    accounts = Accounts(database)

    store = EntryStore(settings.content_dir, instance / "content.lock")
    history = History(instance / "geschiedenis.git")
    sharing = _sharing(settings, history, database)
    if sharing:
        health.add_check(Part.SHARING, sharing.check)
    writer = ContentWriter(store, history, sharing)
    files = AttachmentFiles(store)
    texts = AttachmentTexts(files, instance / "bijlagen-tekst")

    thesaurus = ThesaurusFile(settings.content_dir / "thesaurus.yml")
    engine = _search_engine(settings, thesaurus)
    missed_path = instance / "zoekvragen-zonder-resultaat.jsonl"
    missed = MissedSearches(missed_path)
    follower = IndexFollower(
        store,
        engine,
        instance / "index.lock",
        attachments=texts,
        mark=history.head,
        written_since=history.written_since,
        before_start=lambda: health.run(Part.HISTORY, writer.recover),
        before_look=writer.catch_up_when_due,
        after_look=health.work_when_due,
        position=history.position if sharing else only_host,
    )
    health.add_check(Part.INDEX, follower.check)

    def check_writing() -> None:
        writer.check_there()
        check_room(settings.content_dir, instance)

    health.add_check(Part.CONTENT_WRITING, check_writing)

    def slugs_of(contact: Entry) -> tuple[str, ...]:
        return store.catalogue.slugs_of(contact)

    front_desk = FrontDesk(store, engine)
    curated_files = (thesaurus, *front_desk.files)
    persons = Persons(database, slugs_of)
    openings = Openings(database, slugs_of)

    reports = Reports(database)
    organisation_reviews = OrganisationReviews(database)
    links = CheckedLinks(database)
    last_steps = LastSteps(history)
    link_checker = LinkChecker(links, LinkClient(settings.public_url))
    plans = Plans(database)
    prepared_changes = PreparedChanges(database)
    keyed_by_slug = (accounts, persons, openings, organisation_reviews, plans, prepared_changes)
    editing = Editing(store, follower, history, writer, keyed_by_slug)
    health.add_background(Part.HISTORY, editing.look)
    audit_log = AuditLog(database)
    publication = Publication(prepared_changes, editing, audit_log)
    health.add_background(Part.PUBLICATION, publication.publish_due)

    return Site(
        settings=settings,
        installation=Installation(settings, editing, kept_files=(missed_path,)),
        health=health,
        secret_key=secret_key,
        mailer=Mailer(settings.smtp_url, settings.mail_from),
        database=database,
        leases=leases,
        store=store,
        history=history,
        sharing=sharing,
        attachment_files=files,
        curated_files=curated_files,
        accounts=accounts,
        single_sign_on=SingleSignOn(database, accounts),
        login_sessions=LoginSessions(database),
        account_links=AccountLinks(database),
        two_step=TwoStep(database),
        unsent_forms=UnsentForms(database),
        throttle=Throttle(database, secret_key),
        audit_log=audit_log,
        engine=engine,
        follower=follower,
        missed_searches=missed,
        front_desk=front_desk,
        persons=persons,
        openings=openings,
        baskets=Baskets(database),
        plans=plans,
        plan_lists=KeptLists(database),
        plan_members=PlanMembers(database),
        action_steps=ActionSteps(database),
        plan_life=PlanLife(database),
        plan_rework=Rework(database),
        plan_action_drafts=ActionDrafts(database),
        plan_invitations=PlanInvitations(database),
        remarks=Remarks(database),
        last_looks=LastLooks(database),
        emergency_accesses=EmergencyAccesses(database),
        editing=editing,
        attachments=EntryAttachments(editing, files, texts),
        source_files=SourceFiles(editing, curated_files),
        drafts=Drafts(database),
        prepared_changes=prepared_changes,
        publication=publication,
        reports=reports,
        organisation_reviews=organisation_reviews,
        link_checker=link_checker,
        link_rounds=LinkRounds(store, link_checker, leases),
        sent_letters=SentLetters(database),
        last_steps=last_steps,
        worklist=Worklist(store, engine, last_steps, reports, prepared_changes, links, missed, curated_files),
    )
