"""A real OpenID Connect provider on a loopback port, a site that trusts it, and somebody who logs in through it."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
import requests
from bs4 import BeautifulSoup
from filelock import FileLock
from flask import Flask
from pydantic import SecretStr
from werkzeug.test import TestResponse

from kennisplatform import create_app
from kennisplatform.config import Settings
from kennisplatform.site import site_of
from tests.sparing import migrated_copy
from tests.visitor import Visitor

FOLDER = Path(__file__).parent
BACK = "http://localhost/inloggen/organisatie/terug"


class Provider:
    """The provider; `people` says who there are, by the name with which they log in there."""

    def __init__(self, issuer: str, people: Path) -> None:
        self.issuer = issuer
        self._people = people

    def knows(self, login: str, /, **claims: object) -> None:
        """Let the provider know somebody, with these claims."""
        self._people.write_text(json.dumps({login: claims}))

    def log_in(self, address: str, name: str) -> str:
        """Log in as a browser would, through the forms; return the address at the site to which it sends back."""
        browser = requests.Session()
        response = browser.get(address, allow_redirects=False, timeout=10)
        for _ in range(20):
            if response.is_redirect:
                address = urljoin(response.url, response.headers["Location"])
                if not address.startswith(self.issuer):
                    return address
                response = browser.get(address, allow_redirects=False, timeout=10)
                continue
            form = BeautifulSoup(response.text, "html.parser").select_one("form")
            assert form is not None, response.text
            data = {str(field["name"]): str(field.get("value", "")) for field in form.select("input[name]")}
            data.update({"login": name, "password": "x"} if "login" in data else {})
            response = browser.post(urljoin(response.url, str(form["action"])), data, allow_redirects=False, timeout=10)
        raise AssertionError("the provider keeps asking")


class Employee(Visitor):
    """Somebody who logs in with their organisation."""

    def __init__(self, app: Flask, provider: Provider, name: str = "ria") -> None:
        super().__init__(app)
        self.provider = provider
        self.name = name

    def sent_to(self, query: str = "") -> str:
        """Press the button; return the address at the provider."""
        response = self.client.get(f"/inloggen/organisatie?{query}")
        assert response.status_code == 302, response.text
        return response.location

    def sent_back(self, query: str = "") -> str:
        """Log in at the provider; return the address with which it sends back, which is not opened yet."""
        return self.provider.log_in(self.sent_to(query), self.name)

    def opens(self, address: str) -> TestResponse:
        """Open the address with which the provider sends back."""
        assert address.startswith(BACK), address
        parts = urlsplit(address)
        return self.get(f"{parts.path}?{parts.query}")

    def logs_in(self, query: str = "") -> TestResponse:
        """Do all of it."""
        return self.opens(self.sent_back(query))


@pytest.fixture(scope="session")
def running_provider(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provider]:
    """Start the provider; a test can ask for `claims-in-token`, otherwise they are fetched from its userinfo."""
    _install()
    folder = tmp_path_factory.mktemp("oidc")
    people = folder / "people.json"
    people.write_text("{}")
    with (folder / "errors").open("w+") as errors:
        command = ["node", str(FOLDER / "provider.mjs"), str(people), getattr(request, "param", "")]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True)
        assert process.stdout is not None
        port = process.stdout.readline().strip()
        if not port:
            errors.seek(0)
            pytest.fail(f"the provider does not start: {errors.read()}")
        yield Provider(f"http://127.0.0.1:{port}", people)
        process.kill()
        process.wait()
        process.stdout.close()


@pytest.fixture
def provider(running_provider: Provider) -> Provider:
    """Return the provider, which knows Ria: a curator whose address is verified."""
    running_provider.knows("ria", email="ria@voorbeeld.nl", email_verified=True, name="Ria", roles=["curator"])
    return running_provider


@pytest.fixture
def app(content, tmp_path: Path, provider: Provider) -> Iterator[Flask]:
    """Return a site that trusts the provider."""
    (tmp_path / "instance").mkdir()
    migrated_copy(tmp_path / "instance" / "kennisplatform.sqlite3")
    app = create_app(
        Settings(
            content_dir=content.path,
            instance_dir=tmp_path / "instance",
            oidc_issuer=provider.issuer,
            oidc_client_id="kennisplatform",
            oidc_client_secret=SecretStr("geheim-van-de-test"),
        )
    )
    yield app
    site_of(app).follower.stop_following()
    site_of(app).database.close()


@pytest.fixture
def ria(app: Flask, provider: Provider) -> Employee:
    """Return Ria, who did not log in yet."""
    return Employee(app, provider)


def _install() -> None:
    if not (shutil.which("node") and shutil.which("npm")):
        pytest.fail(
            "Node.js is not installed. Logging in with an organisation is tested against a real OpenID Connect "
            "provider, which needs node and npm (version 18 or newer)."
        )
    lock, installed = FOLDER / "package-lock.json", FOLDER / "node_modules" / ".package-lock.json"
    with FileLock(FOLDER / "install.lock"):  # other processes of the same run want it as well
        if not installed.exists() or installed.stat().st_mtime < lock.stat().st_mtime:
            done = subprocess.run(["npm", "ci"], cwd=FOLDER, capture_output=True, text=True, check=False)
            if done.returncode:
                pytest.fail(f"npm ci failed in {FOLDER}: {done.stderr}")
