"""Which model belongs to which folder of the content, and to which kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import (
    BaseModel,
)

from kennisplatform.entries.menu_card.model import MenuCardEntry
from kennisplatform.entries.models import Agenda, Contact, Entry, Network, Page, RoleDescription

MODEL_BY_FOLDER: Mapping[str, type[Entry] | type[Page]] = {
    "menukaart": MenuCardEntry,
    "rollen": RoleDescription,
    "contacten": Contact,
    "netwerken": Network,
    "agendas": Agenda,
    "paginas": Page,
}
"""The folders of the content and the model that each holds."""


def unknown_keys(model: type[BaseModel], metadata: Mapping[str, Any]) -> list[str]:
    """Return the keys of the front matter that the model does not know, in their order."""
    known = {field.alias or name for name, field in model.model_fields.items()} - {"slug", "body"}
    return [key for key in metadata if key not in known]


def model_of(kind: object) -> type[Entry] | type[Page] | None:
    """Return the model of a kind of entry, or of a page; None for a word that is no kind."""
    for model in MODEL_BY_FOLDER.values():
        if kind == "pagina" if issubclass(model, Page) else issubclass(model, Entry) and kind in model.kinds:
            return model
    return None


def folder_of(model: type[Entry] | type[Page]) -> str:
    """Return the folder that holds the files of a model."""
    return next(folder for folder, found in MODEL_BY_FOLDER.items() if found is model)
