"""The desk answers questions that were written down before it was built, over the API and on the real content."""

from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from kennisplatform import create_app
from kennisplatform.config import Settings
from kennisplatform.site import site_of

pytestmark = pytest.mark.slow

QUESTIONS = yaml.safe_load((Path(__file__).parent / "desk_questions.yml").read_text(encoding="utf-8"))
LEAST_RIGHT = 18


@dataclass(frozen=True)
class Judged:
    """A question and what is wrong in its answer."""

    question: str
    wrong: tuple[str, ...]


@pytest.fixture(scope="module")
def ask(tmp_path_factory):
    app = create_app(Settings(instance_dir=tmp_path_factory.mktemp("instance")))
    client = app.test_client()
    yield lambda question: client.get("/api/v1/loket", query_string={"vraag": question}).json
    site_of(app).follower.stop_following()
    site_of(app).database.close()


def judged(expected, answer):
    """Compare the top of each list; a role may stand anywhere, and the desk itself must be the only answer."""
    wrong = []
    for key, values in (("netwerk", answer["netwerken"]), ("contact", answer["contacten"])):
        if key in expected and values[:1] != [expected[key]]:
            wrong.append(f"{key}: {values[:3]}, not {expected[key]}")
    if "rol" in expected and expected["rol"] not in answer["rollen"]:
        wrong.append(f"rol: {answer['rollen']}, not {expected['rol']}")
    if "terugval" in expected and (answer["netwerken"], answer["contacten"]) != ([], [expected["terugval"]]):
        wrong.append(f"not only the desk: {answer}")
    return Judged(expected["vraag"], tuple(wrong))


def test_the_desk_is_right_first(ask):
    failing = [found for one in QUESTIONS if (found := judged(one, ask(one["vraag"]))).wrong]
    for found in failing:
        print(found)
    assert len(QUESTIONS) >= 20
    assert len(QUESTIONS) - len(failing) >= LEAST_RIGHT, failing


def test_every_answer_ends_at_somebody(ask):
    for one in QUESTIONS:
        answer = ask(one["vraag"])
        assert answer["contacten"]
        assert answer["terugval"] == "ifv-desk"
