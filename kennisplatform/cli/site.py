"""The parts of the site that commands work with."""

from __future__ import annotations

from typing import cast

from flask import current_app

from kennisplatform.curation.links import LinkChecker
from kennisplatform.entries.attachment_files import AttachmentFiles
from kennisplatform.search.follower import IndexFollower
from kennisplatform.search.missed import MissedSearches
from kennisplatform.search.thesaurus import ThesaurusFile


def follower() -> IndexFollower:
    """Return the follower of the site, which knows the store and the engine."""
    return cast(IndexFollower, current_app.extensions["index_follower"])


def attachment_files() -> AttachmentFiles:
    """Return the files of the attachments."""
    return cast(AttachmentFiles, current_app.extensions["attachment_files"])


def thesaurus() -> ThesaurusFile:
    """Return the thesaurus."""
    return cast(ThesaurusFile, current_app.extensions["thesaurus"])


def missed_searches() -> MissedSearches:
    """Return the log of searches that found nothing."""
    return cast(MissedSearches, current_app.extensions["missed_searches"])


def link_checker() -> LinkChecker:
    """Return what looks at links to other sites."""
    return cast(LinkChecker, current_app.extensions["link_checker"])
