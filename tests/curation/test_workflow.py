"""Which status may follow which."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kennisplatform.curation.writing import workflow
from kennisplatform.entries.document import Document
from kennisplatform.vocabulary import Status

VERBS = {
    ("concept", "ter-beoordeling"): "Vraag beoordeling",
    ("concept", "gepubliceerd"): "Publiceer",
    ("concept", "gearchiveerd"): "Archiveer",
    ("ter-beoordeling", "gepubliceerd"): "Publiceer",
    ("ter-beoordeling", "concept"): "Stuur terug",
    ("ter-beoordeling", "gearchiveerd"): "Archiveer",
    ("gepubliceerd", "gearchiveerd"): "Archiveer",
    ("gepubliceerd", "concept"): "Haal van de site",
    ("gearchiveerd", "concept"): "Haal uit het archief",
}


@pytest.mark.parametrize("origin", Status)
@pytest.mark.parametrize("target", Status)
def test_only_these_steps_are_possible(origin, target):
    step = workflow.transition(origin, target)
    assert (step.verb if step else None) == VERBS.get((str(origin), str(target)))


def test_who_hands_an_entry_to_somebody_else_says_what_to_do():
    needed = {(str(step.origin), str(step.target)) for step in workflow.TRANSITIONS if step.needed_remark}
    assert needed == {
        ("concept", "ter-beoordeling"),
        ("ter-beoordeling", "concept"),
        ("gepubliceerd", "concept"),
    }


@given(st.sampled_from(workflow.TRANSITIONS), st.text(), st.text())
def test_the_remark_of_a_step_comes_back_from_the_message_in_the_history(step, remark, title):
    assert step.remark_in(step.message(remark, title), title) == ("" if remark == title else remark)
    assert not step.remark_in(f"Gewijzigd: {title}", title)


def test_every_status_can_be_left_and_the_usual_step_comes_first():
    first = {str(status): str(workflow.transitions_from(status)[0].target) for status in Status}
    assert first == {
        "concept": "ter-beoordeling",
        "ter-beoordeling": "gepubliceerd",
        "gepubliceerd": "concept",
        "gearchiveerd": "concept",
    }


def test_another_status_leaves_the_rest_of_the_file_alone():
    source = "---\n# opmerking\ntitel: 'A'   \nstatus: concept\nonbekend: x\n---\n\nTekst\n"
    moved = workflow.with_status(Document.parse(source), Status.PUBLISHED)
    assert moved.source == source.replace("concept", "gepubliceerd")
