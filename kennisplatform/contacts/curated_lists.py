"""What curators keep beside the entries, by which questions are understood and answered."""

from __future__ import annotations

from dataclasses import dataclass

from kennisplatform.contacts.calling.call_rules import CallRules
from kennisplatform.contacts.question.desk_words import DeskWords
from kennisplatform.contacts.question.places import Gazetteer


@dataclass(frozen=True)
class CuratedLists:
    """The words of subjects, the places, and who is called first, as they were read last."""

    words: DeskWords
    gazetteer: Gazetteer
    rules: CallRules
