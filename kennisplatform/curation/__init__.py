"""Keeping the content current: saving with history, merging, drafts, reports, and what needs attention."""
