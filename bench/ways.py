"""How far it is through the house: what twelve requests go through, counted on the project's own content.

`python -m bench.ways [CONTENT]` prints a Markdown table: project modules entered, different functions, calls of project
functions, and database transactions. It counts work and not time, so two runs of one commit agree.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

import pyotp
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from kennisplatform import create_app
from kennisplatform.config import PROJECT_FOLDER, Settings
from kennisplatform.database.connection import Database
from kennisplatform.site import site_of
from kennisplatform.vocabulary import Role

PASSWORD = "ketting-nachtegaal-rivier"
OURS = str(PROJECT_FOLDER / "kennisplatform")


@dataclass
class Count:
    """What one request went through."""

    calls: Counter[tuple[str, str, int]] = field(default_factory=Counter)
    transactions: int = 0

    def row(self, name: str) -> str:
        """Return a line of the table."""
        modules = {path for path, _, _ in self.calls}
        return f"| {name} | {len(modules)} | {len(self.calls)} | {self.calls.total():,} | {self.transactions} |"


@contextmanager
def counting() -> Iterator[Count]:
    """Count the calls of this thread and all transactions while the block runs."""
    count = Count()

    def called(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code.co_filename.startswith(OURS):
            code = frame.f_code
            count.calls[code.co_filename, code.co_qualname, code.co_firstlineno] += 1

    opened = Database.transaction

    def transaction(self: Database) -> object:
        count.transactions += 1
        return opened(self)

    Database.transaction = transaction  # type: ignore[method-assign, assignment]
    sys.setprofile(called)
    try:
        yield count
    finally:
        sys.setprofile(None)
        Database.transaction = opened  # type: ignore[method-assign]


class Walker:
    """A browser that fills in forms, and counts the requests that it is told to count."""

    def __init__(self, app: Flask) -> None:
        self.client: FlaskClient = app.test_client()
        self.rows: list[str] = []

    def get(self, name: str, address: str) -> str:
        """Open a page, counted under this name; an empty name counts nothing."""
        return self._counted(name, lambda: self.client.get(address).text)

    def send(self, name: str, page: str, target: str, **values: object) -> str:
        """Send the form of a page with this action, with some values changed."""
        data = _form(page, target) | values
        return self._counted(name, lambda: self.client.post(target, data=data).text)

    def _counted(self, name: str, ask: Callable[[], str]) -> str:
        if not name:
            return ask()
        with counting() as count:
            answer = ask()
        self.rows.append(count.row(name))
        return answer


def _form(page: str, target: str) -> dict[str, object]:
    soup = BeautifulSoup(page, "html.parser")
    forms = [form for form in soup.select("form[method=post]") if form.get("action", target) in ("", target)]
    data: dict[str, object] = {}
    for control in forms[0].select("input[name], textarea[name], select[name]"):
        name = str(control["name"])
        if control.name == "textarea":
            data[name] = control.text.removeprefix("\n")
        elif control.name == "select":
            chosen = control.select("option[selected]") or control.select("option")[:1]
            data[name] = [str(option.get("value", "")) for option in chosen]
        elif control.get("type") in ("checkbox", "radio"):
            if control.has_attr("checked"):
                data.setdefault(name, [])
                data[name] = [*data[name], str(control.get("value", "on"))]  # type: ignore[misc]
        elif control.get("type") not in ("submit", "button", "file"):
            data[name] = str(control.get("value", ""))
    return data


def walk(app: Flask) -> list[str]:
    """Walk the twelve ways and return the lines of the table."""
    site = site_of(app)
    walker = Walker(app)
    walker.get("", "/zoeken?q=water")
    walker.get("a search, new words", "/zoeken?q=nooddrinkwater+verdelen")
    walker.get("the same again", "/zoeken?q=nooddrinkwater+verdelen")
    walker.get("question to the desk, page", "/contacten?q=stroom+Zwolle")
    walker.get("the same, API", "/api/v1/loket?vraag=stroom+Zwolle")
    page = walker.get("", "/melden/nl-alert")
    walker.send("a reader reports", page, "/melden/nl-alert", text="Het adres van de bron klopt niet meer.")

    account = site.accounts.add("ria@voorbeeld.nl", "Ria", Role.CURATOR, password=PASSWORD)
    secret = site.two_step.secret(account.id)
    site.two_step.switch_on(account.id, pyotp.TOTP(secret).now())
    with site.database.transaction() as session:
        session.connection().exec_driver_sql("UPDATE two_step SET last_step = 0")
    page = walker.get("", "/inloggen")
    walker.send("log in, first step", page, "/inloggen", email="ria@voorbeeld.nl", password=PASSWORD)
    page = walker.get("", "/inloggen/code")
    walker.send("log in, second step", page, "/inloggen/code", code=pyotp.TOTP(secret).now())

    page = walker.get("open the editor", "/redactie/nl-alert")
    text = str(_form(page, "/redactie/nl-alert")["tekst"])
    walker.send("save in the editor", page, "/redactie/nl-alert", tekst=text + "\n\nEen regel erbij.", doe="bewaar")
    walker.get("a curator reads it", "/redactie/meldingen/1")
    page = walker.get("", "/redactie/vitens/correctie")
    answer = walker.send("curator asks an organisation", page, "/redactie/vitens/correctie")
    link = re.search(r"/correctie/[\w-]+", answer)
    if link:
        page = walker.get("", link.group())
        walker.send("organisation answers", page, link.group())
    return walker.rows


def main() -> None:
    """Print the table for the content of the project, or for another folder of content."""
    content = Path(sys.argv[1]) if len(sys.argv) > 1 else PROJECT_FOLDER / "content"
    folder = Path(tempfile.mkdtemp(prefix="ways-"))
    try:
        shutil.copytree(content, folder / "content")
        app = create_app(Settings(content_dir=folder / "content", instance_dir=folder / "instance"))
        app.test_client().get("/")
        print("| way | modules | functions | calls | transactions |\n| --- | ---: | ---: | ---: | ---: |")
        print("\n".join(walk(app)))
        site_of(app).follower.stop_following()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
