"""The editor: its form, preview, drafts, attachments, and the lists that are changed as text."""

from __future__ import annotations

from kennisplatform.web.editor import attachments, drafts, editor, live, source_files, word_table

blueprints = (
    attachments.blueprint,
    drafts.blueprint,
    editor.blueprint,
    live.blueprint,
    source_files.blueprint,
    word_table.blueprint,
)
