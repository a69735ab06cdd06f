"""What a backup says about itself, in `backup.json`: of when, of what and under which settings."""

from __future__ import annotations

import platform
from contextlib import suppress
from datetime import UTC, datetime
from importlib.metadata import version

from dulwich.errors import NotGitRepository
from dulwich.repo import Repo
from pydantic import BaseModel, ValidationError
from sqlalchemy import Connection

from kennisplatform.backup.archive import NO_BACKUP, Member, NotUsable
from kennisplatform.backup.database import revision_of
from kennisplatform.config import PROJECT_FOLDER, Settings

NAME = "backup.json"
PROGRAM = "kennisplatform"
FORMAT = 1
LIBRARIES = ("alembic", "dulwich", "flask", "pydantic", "sqlalchemy", "whoosh-reloaded")
"""Those that made what is in the file, or of which another version may read it otherwise."""
ALWAYS_SECRET = "SECRET_KEY"  # noqa: S105 (its name)


class Database(BaseModel):
    """Which make of database the rows come from, and at which migration it was; None before its first tables."""

    kind: str
    revision: str | None


class Description(BaseModel):
    """What a backup says about itself. Fields that are not known are of a later version, and passed over."""

    program: str
    format: int
    made_at: datetime
    database: Database
    history: str | None = None
    """The last version in the history, of which the content is."""
    settings: dict[str, object] = {}
    """All that were set or had a default, under the names of the environment; addresses without who logs in there."""
    secrets: list[str] = []
    """The names of the settings that were left out."""
    versions: dict[str, str] = {}


def describe(settings: Settings, connection: Connection, history: str | None) -> Description:
    """Describe the backup that is being made."""
    return Description(
        program=PROGRAM,
        format=FORMAT,
        made_at=datetime.now(UTC).replace(microsecond=0),
        database=Database(kind=connection.dialect.name, revision=revision_of(connection)),
        history=history,
        settings=shareable(settings),
        secrets=_secrets(settings),
        versions={
            PROGRAM: _version_of_site(),
            "python": platform.python_version(),
            **{library: version(library) for library in LIBRARIES},
        },
    )


def read_description(member: Member) -> Description:
    """Return what a backup says about itself; raises `NotUsable` for what is of another kind, or of a later format."""
    try:
        description = Description.model_validate_json(member.whole())
    except ValidationError as error:
        raise NotUsable(NO_BACKUP) from error
    if description.program != PROGRAM:
        raise NotUsable(NO_BACKUP)
    if description.format > FORMAT:
        raise NotUsable(
            f"Deze reservekopie is door een nieuwere versie van de site gemaakt (vorm {description.format}; deze "
            f"versie leest vorm {FORMAT}). Werk de site eerst bij"
        )
    return description


def shareable(settings: Settings) -> dict[str, object]:
    """Return the settings without what is secret, as JSON can hold them."""
    values = settings.model_dump(mode="json", exclude=_secret_fields(settings))
    return {name.upper(): _without_login(value) for name, value in values.items()}


def _secret_fields(settings: Settings) -> set[str]:
    fields = type(settings).model_fields
    return {name for name, field in fields.items() if "SecretStr" in str(field.annotation)}


def _secrets(settings: Settings) -> list[str]:
    given = {name.upper() for name in _secret_fields(settings) if getattr(settings, name)}
    return sorted({ALWAYS_SECRET, *given})


def _without_login(value: object) -> object:
    if isinstance(value, str) and "//" in value:
        scheme, _, rest = value.partition("//")
        return f"{scheme}//{rest.rpartition('@')[2]}".partition("?")[0]
    return value


def _version_of_site() -> str:
    """Return the commit of the program, when it runs from a checkout."""
    with suppress(NotGitRepository, KeyError, OSError), Repo(str(PROJECT_FOLDER)) as repo:
        return repo.head().decode()
    return ""
