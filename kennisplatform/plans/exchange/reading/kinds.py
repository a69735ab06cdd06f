"""What a column of a list can hold, with the names by which organisations call it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import yaml

from kennisplatform.vocabulary import Term


class Kind(Term):
    """What a column holds."""

    SENTENCE = ("sentence", "Actie")
    NUMBER = ("number", "Nummer")
    DESCRIPTION = ("description", "Omschrijving")
    POINTS = ("points", "Agendapunten")
    OCCASION = ("occasion", "Aanleiding")
    THEME = ("theme", "Thema")
    LEVEL = ("level", "Niveau")
    ORGANISATION = ("organisation", "Eigenaar")
    FUNCTION = ("function", "Functie van de eigenaar")
    PARTNERS = ("partners", "Partners")
    START = ("start", "Begin")
    DUE = ("due", "Gereed")
    PERIOD = ("period", "Begin en gereed in één kolom")
    PRIORITY = ("priority", "Prioriteit")
    MILESTONES = ("milestones", "Mijlpalen")
    CAPACITY = ("capacity", "Kosten")
    HOURS = ("hours", "Uren")
    COSTS = ("costs", "Kostenregels")
    FINANCING = ("financing", "Financiering")
    DEPENDS_ON = ("depends_on", "Hangt af van")
    EXAMPLES = ("examples", "Voorbeelden")
    EVIDENCE = ("evidence", "Bewijs")
    OUTCOME = ("outcome", "Uitkomst")
    STATE = ("state", "Stand")
    MARK = ("mark", "Kenmerk")
    NOTE = ("note", "Bij de omschrijving zetten")
    SKIP = ("skip", "Niet inlezen")


NAMES: Mapping[Kind, Sequence[str]] = {
    Kind(kind): names
    for kind, names in yaml.safe_load(Path(__file__).with_name("column_names.yml").read_text("utf-8")).items()
}
"""How organisations call a column of each kind."""
