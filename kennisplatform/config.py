"""Every setting of the site, read once from the environment and checked at the start.

A folder given as a relative path counts from the folder in which the site is started.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from kennisplatform import outside, search_address
from kennisplatform.vocabulary import Role

_GIT_ADDRESS = re.compile(r"(ssh|https)://[^-\s]\S*|[\w][\w.-]*@[\w][\w.-]*:[^:\s]\S*")
"""Of ssh (also as who@host:path) or https; what begins with a dash would be an option."""
PROJECT_FOLDER = Path(__file__).resolve().parent.parent


class SettingsError(Exception):
    """A setting in the environment cannot be used; the message names it, in Dutch."""


def _public_url(text: str) -> str:
    """Return scheme, host and port of the site's address; what has a path or anything else leads nowhere here."""
    if not text:
        return ""
    parts = outside.split_url(text)
    host = outside.host_of(text)
    has_more = any(mark in text for mark in "?#@\\") or (parts is not None and parts.path not in {"", "/"})
    if parts is None or host is None or has_more or not outside.web_address(text):
        raise ValueError("geen adres van een site")
    name = f"[{host}]" if ":" in host else host.encode("idna").decode()  # as browsers send it
    return f"{parts.scheme}://{name}:{parts.port}" if parts.port else f"{parts.scheme}://{name}"


def _git_address(secret: SecretStr) -> SecretStr:
    """Return the address of a Git repository: ssh, https, or a path, which counts from the folder of the start."""
    text = secret.get_secret_value()
    if not text or _GIT_ADDRESS.fullmatch(text):
        return secret
    if "://" in text or "::" in text or "@" in text or text.startswith("-"):
        raise ValueError("geen adres van een Git-opslag")
    return SecretStr(str(Path(text).absolute()))


class Settings(BaseSettings):
    """The settings; each is the environment variable of the same name in capitals."""

    model_config = SettingsConfigDict(frozen=True)

    host: str = "127.0.0.1"
    """Address to listen on."""
    port: int = Field(default=5000, ge=1, le=65535)
    """Port to listen on."""
    content_dir: Annotated[Path, AfterValidator(Path.absolute)] = PROJECT_FOLDER / "content"
    """Folder with the entries."""
    content_remote: Annotated[SecretStr, AfterValidator(_git_address)] = SecretStr("")
    """Bare Git repository through which several hosts share content and history: a path, ssh://… or https://…, with a
    password if need be; empty: this host has them alone."""
    instance_dir: Annotated[Path, AfterValidator(Path.absolute)] = PROJECT_FOLDER / "instance"
    """Folder for all that the running site makes."""
    search_url: Annotated[str, AfterValidator(search_address.checked)] = search_address.EMBEDDED
    """Search engine: `whoosh:` is the embedded one, its index under the instance folder; `opensearch://host:port,host:port/name`
    is an OpenSearch cluster of several machines, `opensearchs://` one over TLS."""
    search_user: str = ""
    """User of the OpenSearch cluster; empty: it asks for none."""
    search_password: SecretStr | None = None
    search_ca: Annotated[Path, AfterValidator(Path.absolute)] | None = None
    """File with the authority that signed the certificate of the cluster; empty: those that everybody knows."""
    database_url: str = ""
    """Database of accounts and drafts, as SQLAlchemy writes it; empty is SQLite in the instance folder."""
    secret_key: SecretStr | None = None
    """Signs cookies and forms; when empty, one is made and kept in the instance folder."""
    public_url: Annotated[str, AfterValidator(_public_url)] = ""
    """Address under which people reach the site: https://host, with a port when it has one, and without a path. It is
    needed to send mail. Other host names are then refused, and with https cookies are sent over https only."""
    trusted_proxies: int = Field(default=0, ge=0, le=5)
    """How many proxies stand before the site, whose word on the visitor's address is believed."""
    smtp_url: SecretStr | None = None
    """Mail server, such as smtp://user:password@mail.example:587; empty: links are shown to the administrator."""
    mail_from: str = ""
    """Sender of mail."""
    metrics_token: SecretStr | None = None
    """What who asks for `/metrics` must have; empty: nobody gets them."""
    log_format: Literal["text", "json"] = "text"
    """How the log is written: readable lines, or an object per line."""
    drain_seconds: int = Field(default=0, ge=0, le=120)
    """How long `/readyz` says that the process stops, before it does: as long as a load balancer needs to see that."""
    two_step_required: tuple[Role, ...] = ()
    """Roles that must log in with a second step, as JSON: ["beheerder"]."""
    oidc_issuer: str = ""
    """OpenID Connect provider; empty: people log in with a password only."""
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr | None = None
    oidc_role_claim: str = "roles"
    """Claim whose values name the roles of this site (lid, curator, beheerder), in any case."""
    oidc_trusted_email: Literal["verified", "all"] = "verified"
    """Which e-mail addresses of the provider are trusted: `verified` those that it says it verified, `all` all but
    those that it says it did not verify. An account is found, or made, by a trusted address only."""

    @model_validator(mode="after")
    def _mail_needs_an_address_for_its_links(self) -> Self:
        if self.smtp_url and not _is_mail_server(self.smtp_url.get_secret_value()):
            raise ValueError("SMTP_URL: schrijf een adres dat begint met smtp:// of smtps://")
        if self.smtp_url and not (self.public_url and self.mail_from):
            raise ValueError("SMTP_URL: geef ook PUBLIC_URL en MAIL_FROM")
        return self

    @property
    def address(self) -> str:
        """The address under which people reach the site, without a slash at the end."""
        if self.public_url:
            return self.public_url
        host = {"0.0.0.0": "localhost", "::": "localhost"}.get(self.host, self.host)  # noqa: S104
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"

    @property
    def is_https(self) -> bool:
        """Tell whether people reach the site over https only."""
        return self.public_url.startswith("https://")

    @property
    def database(self) -> str:
        """The address of the database."""
        return self.database_url or f"sqlite:///{self.instance_dir / 'kennisplatform.sqlite3'}"


def _is_mail_server(url: str) -> bool:
    server = outside.split_url(url)
    return server is not None and server.scheme in {"smtp", "smtps"} and bool(server.hostname) and server.port != 0


def read_settings() -> Settings:
    """Return the settings of the environment; raise `SettingsError` when one cannot be used."""
    try:
        return Settings()
    except ValidationError as error:
        names = ", ".join(
            str(detail["loc"][0]).upper() if detail["loc"] else str(detail.get("ctx", {}).get("error", ""))
            for detail in error.errors()
        )
        raise SettingsError(
            f"Deze instelling in de omgeving is niet bruikbaar: {names}. Lees in docs/operations.md hoe u die schrijft."
        ) from error
