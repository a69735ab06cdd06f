"""Which status may follow which."""

import pytest

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


def test_who_undoes_the_work_of_somebody_else_says_why():
    needed = {(str(step.origin), str(step.target)) for step in workflow.TRANSITIONS if step.needs_remark}
    assert needed == {("ter-beoordeling", "concept"), ("gepubliceerd", "concept")}


def test_every_status_can_be_left_and_the_usual_step_comes_first():
    first = {str(status): str(workflow.transitions_from(status)[0].target) for status in Status}
    assert first == {
        "concept": "ter-beoordeling",
        "ter-beoordeling": "gepubliceerd",
        "gepubliceerd": "gearchiveerd",
        "gearchiveerd": "concept",
    }


def test_another_status_leaves_the_rest_of_the_file_alone():
    source = "---\n# opmerking\ntitel: 'A'   \nstatus: concept\nonbekend: x\n---\n\nTekst\n"
    moved = workflow.with_status(Document.parse(source), Status.PUBLISHED)
    assert moved.source == source.replace("concept", "gepubliceerd")
