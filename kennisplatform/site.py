"""The typed container of the site's parts: each is made once, in `wiring`, and found here by views and commands.

`site` stands for that of the present request or command; `site_of(app)` is for who has an app and neither of these.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from flask import current_app
from werkzeug.local import LocalProxy

if TYPE_CHECKING:
    from flask import Flask

    from kennisplatform.accounts.account_links import AccountLinks
    from kennisplatform.accounts.audit import AuditLog
    from kennisplatform.accounts.directory import Accounts
    from kennisplatform.accounts.sessions import LoginSessions
    from kennisplatform.accounts.single_sign_on import SingleSignOn
    from kennisplatform.accounts.throttle import Throttle
    from kennisplatform.accounts.two_step import TwoStep
    from kennisplatform.accounts.unsent_forms import UnsentForms
    from kennisplatform.backup.installation import Installation
    from kennisplatform.config import Settings
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
    from kennisplatform.curation.worklist.link_check import LinkChecker
    from kennisplatform.curation.worklist.link_rounds import LinkRounds
    from kennisplatform.curation.worklist.sent_letters import SentLetters
    from kennisplatform.curation.worklist.worklist import Worklist
    from kennisplatform.curation.writing.attachments import EntryAttachments
    from kennisplatform.curation.writing.editing import Editing
    from kennisplatform.curation.writing.sharing import Sharing
    from kennisplatform.database.connection import Database
    from kennisplatform.database.leases import Leases
    from kennisplatform.entries.attachments.files import AttachmentFiles
    from kennisplatform.entries.catalogue import Catalogue
    from kennisplatform.entries.curated_file import CuratedFile
    from kennisplatform.entries.entry_store import EntryStore
    from kennisplatform.entries.history.repository import History
    from kennisplatform.health import Health
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
    from kennisplatform.search.engine import SearchEngine
    from kennisplatform.search.follower import IndexFollower
    from kennisplatform.search.missed import MissedSearches

_KEY = "kennisplatform"


@dataclass(frozen=True)
class Site:
    """Every part of the site, in the order of the layers."""

    settings: Settings
    installation: Installation
    health: Health
    secret_key: str
    mailer: Mailer
    database: Database
    leases: Leases
    store: EntryStore
    history: History
    sharing: Sharing | None
    attachment_files: AttachmentFiles
    curated_files: tuple[CuratedFile[Any], ...]
    accounts: Accounts
    single_sign_on: SingleSignOn
    login_sessions: LoginSessions
    account_links: AccountLinks
    two_step: TwoStep
    unsent_forms: UnsentForms
    throttle: Throttle
    audit_log: AuditLog
    engine: SearchEngine
    follower: IndexFollower
    missed_searches: MissedSearches
    front_desk: FrontDesk
    persons: Persons
    openings: Openings
    baskets: Baskets
    plans: Plans
    plan_lists: KeptLists
    plan_members: PlanMembers
    action_steps: ActionSteps
    plan_life: PlanLife
    plan_rework: Rework
    plan_action_drafts: ActionDrafts
    plan_invitations: PlanInvitations
    remarks: Remarks
    last_looks: LastLooks
    emergency_accesses: EmergencyAccesses
    editing: Editing
    attachments: EntryAttachments
    source_files: SourceFiles
    drafts: Drafts
    prepared_changes: PreparedChanges
    publication: Publication
    reports: Reports
    organisation_reviews: OrganisationReviews
    link_checker: LinkChecker
    last_steps: LastSteps
    link_rounds: LinkRounds
    sent_letters: SentLetters
    worklist: Worklist

    @property
    def catalogue(self) -> Catalogue:
        """All entries as last read, whoever may see them."""
        return self.store.catalogue

    def add_to(self, app: Flask) -> None:
        """Let `site` and `site_of` find this container."""
        app.extensions[_KEY] = self


def site_of(app: Flask) -> Site:
    """Return the container of an app."""
    return cast("Site", app.extensions[_KEY])


site: Site = cast("Site", LocalProxy(lambda: site_of(current_app)))
