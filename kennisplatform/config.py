"""Every setting of the site, read once from the environment and checked at the start.

A folder given as a relative path counts from the folder in which the site is started.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

PROJECT_FOLDER = Path(__file__).resolve().parent.parent


class SettingsError(Exception):
    """A setting in the environment cannot be used; the message names it, in Dutch."""


class Settings(BaseSettings):
    """The settings; each is the environment variable of the same name in capitals."""

    model_config = SettingsConfigDict(frozen=True)

    host: str = "127.0.0.1"
    """Address to listen on."""
    port: int = Field(default=5000, ge=1, le=65535)
    """Port to listen on."""
    content_dir: Annotated[Path, AfterValidator(Path.absolute)] = PROJECT_FOLDER / "content"
    """Folder with the entries."""
    instance_dir: Annotated[Path, AfterValidator(Path.absolute)] = PROJECT_FOLDER / "instance"
    """Folder for all that the running site makes."""
    search_url: Literal["whoosh:"] = "whoosh:"
    """Search engine; `whoosh:` is the embedded one, its index under the instance folder."""


def read_settings() -> Settings:
    """Return the settings of the environment; raise `SettingsError` when one cannot be used."""
    try:
        return Settings()
    except ValidationError as error:
        names = ", ".join(str(detail["loc"][0]).upper() for detail in error.errors())
        raise SettingsError(f"Deze instelling in de omgeving is niet bruikbaar: {names}. Zie README.md.") from error
