"""What an organisation is told about its answer: what it can see and mend, and nothing else."""

from __future__ import annotations

import pytest

from kennisplatform.curation.editor.opened_entry import opened
from kennisplatform.curation.feedback.organisation_answers import CorrectionAnswer, faults
from kennisplatform.entries.entry_store import EntryStore


@pytest.fixture
def answered(content):
    """Return what tells what is wrong with an answer about a contact of which other fields are wrong."""
    content.entry("contacten", "stroom", "", organisatie="", sectoren=["onzin"], telefoon="+31881234567")
    found = opened("stroom", EntryStore(content.path))

    def answered(**typed):
        sent = CorrectionAnswer.untouched(found).typed.changed({key: (value,) for key, value in typed.items()})
        return faults(found, CorrectionAnswer.sent(sent, found))

    return answered


def test_what_is_wrong_elsewhere_in_the_contact_does_not_stand_in_the_way(answered):
    assert answered(functie="Meldkamer") == {}


def test_what_is_wrong_in_the_answer_is_still_said(answered):
    assert list(answered(functie="", telefoon="12")) == ["functie", "telefoon"]
    assert list(answered(opmerking="x" * 3001)) == ["opmerking"]
    assert list(answered()) == ["klopt"]
