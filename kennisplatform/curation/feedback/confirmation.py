"""An organisation that says that its contact is right: written down in the contact, without anybody in between.

Only the date is written. Whatever an organisation wants to have changed is for a curator.
"""

from __future__ import annotations

import logging
from datetime import date

from pydantic import ValidationError

from kennisplatform.curation.writing.editing import Change, Editing, VersionConflict
from kennisplatform.entries.document import DocumentError
from kennisplatform.entries.history.revisions import Author
from kennisplatform.entries.models import Contact

CONFIRMED_ON = "bevestigd-op"
REMARK = "Bevestigd door de organisatie"

log = logging.getLogger(__name__)


def confirm(contact: Contact, editing: Editing, today: date) -> bool:
    """Write in a contact that its organisation confirmed it; False when it cannot be written now."""
    try:
        document, version = editing.store.document(contact)
        after = document.updated({**document.metadata, CONFIRMED_ON: today.isoformat()}, document.body)
        editing.save([Change(contact, after, version)], Author(contact.organisation), REMARK)
    except (VersionConflict, ValidationError, DocumentError, OSError, UnicodeDecodeError) as error:
        log.warning("De bevestiging van %s kon niet worden bewaard: %s", contact.slug, error)
        return False
    return True
