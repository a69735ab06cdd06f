"""The editor: its form, preview, drafts, attachments, and the lists that are changed as text."""

from __future__ import annotations

from kennisplatform.web.editor import drafts, editor, entry_attachments, source_files, thesaurus_table, while_typing

blueprints = (
    entry_attachments.blueprint,
    drafts.blueprint,
    editor.blueprint,
    while_typing.blueprint,
    source_files.blueprint,
    thesaurus_table.blueprint,
)
