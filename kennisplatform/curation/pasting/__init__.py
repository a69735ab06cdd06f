"""From the clipboard to Markdown."""
