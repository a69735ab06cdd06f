"""Curators: their worklist, the list of all entries, and what is done to an entry outside the editor."""

from __future__ import annotations

from kennisplatform.web.curation import (
    contact_person,
    curators_desk,
    dead_links,
    entry_actions,
    entry_list,
    steps,
    undo_and_restore,
    versions,
)

blueprints = (
    contact_person.blueprint,
    dead_links.blueprint,
    entry_actions.blueprint,
    entry_list.blueprint,
    steps.blueprint,
    undo_and_restore.blueprint,
    versions.blueprint,
    curators_desk.blueprint,
)
