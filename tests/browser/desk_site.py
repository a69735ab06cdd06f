"""A site of its own for tests that change things: a copy of the content, and curators who can log in."""

from __future__ import annotations

import shutil
import threading
from dataclasses import dataclass
from pathlib import Path

import waitress
from flask import Flask

from kennisplatform import create_app
from kennisplatform.config import PROJECT_FOLDER, Settings
from kennisplatform.site import site_of
from kennisplatform.vocabulary import Role
from tests.visitor import PASSWORD, Visitor

PEOPLE = {
    "cor@voorbeeld.nl": ("Cor Curator", Role.CURATOR),
    "ans@voorbeeld.nl": ("Ans Curator", Role.CURATOR),
    "lies@voorbeeld.nl": ("Lies Lid", Role.MEMBER),
    "bea@voorbeeld.nl": ("Bea Beheerder", Role.ADMINISTRATOR),
}


@dataclass(frozen=True)
class DeskSite:
    """A running site; `content` is its folder with files."""

    app: Flask
    address: str
    content: Path

    def cookies_of(self, email: str) -> list[dict[str, str]]:
        """Log somebody in without a browser and return the cookies for one."""
        visitor = Visitor(self.app)
        visitor.log_in(email)
        cookies = visitor.client._cookies.values()
        return [{"name": cookie.key, "value": cookie.value, "url": self.address} for cookie in cookies]


def serve(folder: Path) -> DeskSite:
    """Start a site on a free port, with its content and instance in this folder."""
    content = folder / "content"
    shutil.copytree(PROJECT_FOLDER / "content", content)
    app = create_app(Settings(content_dir=content, instance_dir=folder / "instance"))
    for email, (name, role) in PEOPLE.items():
        site_of(app).accounts.add(email, name, role, password=PASSWORD)
    site_of(app).follower.ensure_following()
    server = waitress.create_server(app, host="127.0.0.1", port=0)
    threading.Thread(target=server.run, daemon=True).start()
    return DeskSite(app, f"http://127.0.0.1:{server.effective_port}", content)
