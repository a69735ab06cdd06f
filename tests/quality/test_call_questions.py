"""Whoever asks whom to call never gets a wrong answer that is sure of itself, on the real content, by day and at night."""

from datetime import datetime
from pathlib import Path

import pytest
import yaml

from kennisplatform import create_app
from kennisplatform.config import Settings
from kennisplatform.contacts.calling.lines import CALLED_AT_NIGHT
from kennisplatform.contacts.question.question import Chosen
from kennisplatform.dutch_time import DUTCH_TIME
from kennisplatform.permissions import ANONYMOUS
from kennisplatform.site import site_of
from kennisplatform.vocabulary import NumberPurpose

pytestmark = pytest.mark.slow

QUESTIONS = yaml.safe_load((Path(__file__).parent / "call_questions.yml").read_text(encoding="utf-8"))
DAY = datetime(2026, 11, 25, 11, 0, tzinfo=DUTCH_TIME)
NIGHT = datetime(2026, 11, 28, 3, 0, tzinfo=DUTCH_TIME)
LEAST_RIGHT_FIRST = 0.95
"""Of the questions to which the sources know the answer."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    app = create_app(Settings(instance_dir=tmp_path_factory.mktemp("instance")))
    app.test_client().get("/contacten")
    yield site_of(app).front_desk
    site_of(app).follower.stop_following()
    site_of(app).database.close()


def asked(desk, question):
    moment = NIGHT if question.get("nacht") else DAY
    return desk.ask(question["vraag"], Chosen(), ANONYMOUS, moment)


def slugs(contacts):
    return [contact.slug for contact in contacts]


def wrong(question, answer):
    """Return what makes an answer wrong and sure, '' when it is right or says that it is not sure."""
    verdict, known = answer.verdict, question["wie"]
    if verdict.is_certain and slugs(verdict.candidates) != known:
        return f"sure of {slugs(verdict.candidates)}, not {known}"
    if verdict.line and verdict.line.purpose not in (*CALLED_AT_NIGHT, NumberPurpose.GENERAL):
        return f"offers a line for {verdict.line.purpose}"
    if (
        verdict.line
        and question.get("nacht")
        and verdict.line.purpose is NumberPurpose.GENERAL
        and not verdict.line.is_always_answered
    ):
        return "offers an office at night"
    if verdict.line and question.get("rustig") and verdict.line.purpose in CALLED_AT_NIGHT:
        return "offers a line for emergencies to who prepares something"
    return ""


def test_no_answer_is_sure_and_wrong(desk):
    assert len(QUESTIONS) >= 150
    failing = [(q["vraag"], found) for q in QUESTIONS if (found := wrong(q, asked(desk, q)))]
    assert failing == []


def test_who_is_known_comes_first(desk):
    """An answer that is not sure still begins with one of those that the sources name."""
    known = [q for q in QUESTIONS if q["wie"]]
    failing = [
        (q["vraag"], found) for q in known if (found := slugs(asked(desk, q).contacts))[:1] and found[0] not in q["wie"]
    ]
    for question, found in failing:
        print(question, found[:4])
    assert len(failing) <= (1 - LEAST_RIGHT_FIRST) * len(known), failing


def test_whoever_is_not_sure_says_what_is_missing_or_shows_all_who_may_be_it(desk):
    for question in QUESTIONS:
        verdict = asked(desk, question).verdict
        assert (
            verdict.is_certain
            or verdict.missing
            or len(verdict.candidates) > 1
            or asked(desk, question).question.guessed
        )
