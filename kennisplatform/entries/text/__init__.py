"""Markdown as safe HTML, as plain text and as blocks."""
