"""The parts of the site that commands work with."""

from __future__ import annotations

from typing import Any, cast

from flask import current_app

from kennisplatform.accounts.directory import Accounts
from kennisplatform.accounts.links import OneTimeLinks
from kennisplatform.accounts.sessions import LoginSessions
from kennisplatform.config import Settings
from kennisplatform.contacts.openings import Openings
from kennisplatform.contacts.persons import Persons
from kennisplatform.contacts.question.front_desk import Desk
from kennisplatform.curation.editor.rescued_forms import KeptForms
from kennisplatform.curation.feedback.reports import Reports
from kennisplatform.curation.worklist.link_check import LinkChecker
from kennisplatform.curation.worklist.worklist import Attention
from kennisplatform.entries.attachments.files import AttachmentFiles
from kennisplatform.entries.curated_file import CuratedFile
from kennisplatform.mail import Mailer
from kennisplatform.search.follower import IndexFollower
from kennisplatform.search.missed import MissedSearches


def follower() -> IndexFollower:
    """Return the follower of the site, which knows the store and the engine."""
    return cast(IndexFollower, current_app.extensions["index_follower"])


def attachment_files() -> AttachmentFiles:
    """Return the files of the attachments."""
    return cast(AttachmentFiles, current_app.extensions["attachment_files"])


def curated_files() -> tuple[CuratedFile[Any], ...]:
    """Return the files with words and places that curators keep beside the entries."""
    return cast(tuple[CuratedFile[Any], ...], current_app.extensions["curated_files"])


def contact_desk() -> Desk:
    """Return what answers whom to turn to, which knows the words and places of curators."""
    return cast(Desk, current_app.extensions["contact_desk"])


def missed_searches() -> MissedSearches:
    """Return the log of searches that found nothing."""
    return cast(MissedSearches, current_app.extensions["missed_searches"])


def link_checker() -> LinkChecker:
    """Return what looks at links to other sites."""
    return cast(LinkChecker, current_app.extensions["link_checker"])


def accounts() -> Accounts:
    """Return the accounts."""
    return cast(Accounts, current_app.extensions["accounts"])


def login_sessions() -> LoginSessions:
    """Return the sessions in which people are logged in."""
    return cast(LoginSessions, current_app.extensions["login_sessions"])


def one_time_links() -> OneTimeLinks:
    """Return the links that work once."""
    return cast(OneTimeLinks, current_app.extensions["one_time_links"])


def reports() -> Reports:
    """Return what readers reported."""
    return cast(Reports, current_app.extensions["reports"])


def kept_forms() -> KeptForms:
    """Return the forms that wait for their sender to log in again."""
    return cast(KeptForms, current_app.extensions["kept_forms"])


def persons() -> Persons:
    """Return the names of persons with contacts."""
    return cast(Persons, current_app.extensions["persons"])


def openings() -> Openings:
    """Return how often members open contacts."""
    return cast(Openings, current_app.extensions["openings"])


def attention() -> Attention:
    """Return what tells what curators should look at."""
    return cast(Attention, current_app.extensions["attention"])


def public_url() -> str:
    """Return the address under which people reach the site, or else the one on which it listens."""
    settings = cast(Settings, current_app.extensions["settings"])
    return settings.public_url or f"http://{settings.host}:{settings.port}"


def mailer() -> Mailer:
    """Return what hands mail to the mail server."""
    return cast(Mailer, current_app.extensions["mailer"])
