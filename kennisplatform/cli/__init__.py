"""The commands of the site: one module per group, named after it; and the two about a backup."""

from __future__ import annotations

from flask import Flask

from kennisplatform.cli import backup, content, curation, demo, export, index, plans, search, user


def register(app: Flask) -> None:
    """Add the commands to `flask`."""
    for module in (content, curation, demo, export, index, plans, search, user):
        app.cli.add_command(module.group)
    for command in (backup.backup, backup.restore):
        app.cli.add_command(command)
