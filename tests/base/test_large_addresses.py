"""The largest address that the server takes is answered, with a bounded amount of work.

Time is not measured: what bounds the work is counted, and every page answers the largest values of every parameter.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from werkzeug.datastructures import MultiDict

from kennisplatform.contacts.question.question import MOST_WORDS, Chosen, Knowledge, understand
from kennisplatform.permissions import ANONYMOUS
from kennisplatform.search.dutch.compounds import LONGEST_COMPOUND, Compounds
from kennisplatform.search.ranking.query import MOST_CLAUSES, parse_query
from kennisplatform.search.request import LONGEST_TEXT
from kennisplatform.site import site_of
from kennisplatform.vocabulary import Role
from kennisplatform.web.search import search_url
from tests.base.routes import EVERYONE, NO_REVISION, ROUTES
from tests.trouble.world import fill
from tests.visitor import Visitor, logged_in

LARGEST_ADDRESS = 250_000
"""Characters; waitress takes 262,144 bytes of headers."""
PARAMETERS = (
    "q",
    "vraag",
    "thema",
    "sector",
    "soort",
    "regio",
    "organisatie",
    "bewijs",
    "aanleiding",
    "sorteer",
    "pagina",
    "letterlijk",
    "verder",
    "voor",
    "met",
    "concept",
    "tekst",
    "titel",
    "over",
    "stand",
    "mist",
    "nodig",
    "status",
    "zichtbaar",
    "gedaan",
    "opnieuw",
    "bewaren",
    "onderwerp",
    "actie",
    "wie",
    "van",
    "tot",
    "rol",
    "netwerk",
    "naast",
)
PIECES = ("a", " ", ".", "[", "9", "-x ", "a@", "\n", "* ", "/", '"', "nood", "e\u0301", "\ufdfa")
SEED = random.randrange(10**6)
PIECES_PER_PAGE = 3
"""Of all pieces; which ones differs per page and per run."""


def largest(piece: str) -> str:
    """Return the largest query in which every parameter holds this piece over and over."""
    each = LARGEST_ADDRESS // len(PARAMETERS) // len(urlencode({"": piece}))
    return urlencode(dict.fromkeys(PARAMETERS, piece * each))


def many_values() -> str:
    """Return a query with as many values as a request may have."""
    return urlencode([(name, f"z{number}") for number in range(4_900 // len(PARAMETERS)) for name in PARAMETERS])


@pytest.mark.slow
@pytest.mark.parametrize("role", [EVERYONE, Role.ADMINISTRATOR], ids=["visitor", "administrator"])
def test_every_page_answers_the_largest_address(app, content, role):
    fill(content)
    visitor = logged_in(app, role) if role else Visitor(app)
    addresses = {
        route.samples[0]
        .format(slug="voorbeeld-1", kind="voorbeeld", attachment="geen.pdf", word="water")
        .partition("?")[0]
        for route in ROUTES.values()
        if route.samples and NO_REVISION not in route.samples[0] and (route.needs is EVERYONE) is (role is EVERYONE)
    }
    chance = random.Random(SEED)
    for address in sorted(addresses):
        for query in (*map(largest, chance.sample(PIECES, PIECES_PER_PAGE)), many_values()):
            with visitor.client.get(f"{address}?{query}") as answer:
                assert answer.status_code < 500, (address, query[:60], answer.status)


WORDS: dict[str, Callable[[random.Random], str]] = {
    "one letter": lambda chance: chance.choice("abcdefghijk"),
    "typing errors": lambda chance: "".join(chance.choice("abcdeinorst") for _ in range(chance.randrange(4, 41))),
    "compounds": lambda chance: "".join(
        chance.choice(["nood", "water", "en", "net", "werk", "e", "s"]) for _ in range(12)
    ),
    "beginnings": lambda chance: f"{chance.choice('abdegkmnoprstvw')}{chance.choice('aeio')}*",
    "exclusions": lambda chance: f"-{chance.choice(['water', 'net', 'plan'])}{chance.randrange(99)}",
    "hyphens": lambda chance: "-".join(chance.choice(["nl", "alert", "nood", "net"]) for _ in range(9)),
    "phrases": lambda chance: f'"{chance.choice(["de het", "een van", "in"])}"',
    "composed": lambda _: "\ufdfa\u0345",
}


@pytest.mark.parametrize("kind", WORDS)
def test_of_a_search_so_much_is_looked_at_and_no_more(kind):
    chance = random.Random(SEED)
    text = " ".join(WORDS[kind](chance) for _ in range(2_000))
    request = search_url.read(MultiDict({"q": text}), ANONYMOUS).request
    assert len(request.text) <= LONGEST_TEXT, SEED
    query = parse_query(request.text)
    assert len(query.required) <= MOST_CLAUSES, SEED
    assert len(query.excluded) <= MOST_CLAUSES, SEED
    assert parse_query(text) == parse_query(text[:LONGEST_TEXT]), SEED


def test_a_word_that_is_longer_than_any_compound_is_not_taken_apart():
    parts = Compounds(lambda _: False).parts
    for piece in ("nood", "en", "water", "e"):
        word = piece * LONGEST_COMPOUND
        assert parts(word) == (word,)


def test_of_a_question_to_the_desk_so_many_words_count(app, content):
    fill(content)
    desk = site_of(app).front_desk
    asked = understand("woord " * 10_000, Chosen(), Knowledge(desk.words.refresh(), desk.places.refresh()))
    assert len(asked.rest.split()) <= MOST_WORDS
