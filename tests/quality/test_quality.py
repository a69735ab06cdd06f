"""The search finds what people mean: the goals on the checking half, which no weight has seen."""

import pytest

from tests.quality import general
from tests.quality.judged import judged_queries, ndcg, quality, recall, success
from tests.quality.ours import entries_of_the_site, our_engine, plain
from tests.quality.peers import PEERS

pytestmark = pytest.mark.slow

CHECKING = [query for query in judged_queries() if not query.is_for_tuning]


@pytest.fixture(scope="module")
def search(tmp_path_factory):
    return our_engine(entries_of_the_site(), tmp_path_factory.mktemp("quality"))


def test_the_goals_are_met(search):
    found = quality(CHECKING, search)
    assert found.ndcg_at_10 >= 0.80
    assert found.success_at_1 >= 0.72


@pytest.mark.parametrize("query", judged_queries(), ids=lambda query: query.text)
def test_no_judged_query_comes_back_empty(search, query):
    assert search(query.text)


def test_every_judged_entry_exists():
    slugs = {indexed.entry.slug for indexed in entries_of_the_site()}
    assert {slug for query in judged_queries() for slug in query.grades} <= slugs


def test_the_measures_are_those_of_the_books():
    grades = {"a": 3, "b": 1}
    assert ndcg(grades, ["a", "b"], 10) == 1
    assert ndcg(grades, ["x", "a"], 10) == pytest.approx((7 / 1.584962) / (7 + 1 / 1.584962), abs=1e-5)
    assert ndcg(grades, [], 10) == 0
    assert success(grades, ["a"])
    assert not success(grades, ["b", "a"])
    assert recall(grades, ["a"], 20) == 1


@pytest.mark.skipif(not general.is_there(), reason="the general questions are not here (GENERAL_QUESTIONS)")
@pytest.mark.parametrize("category", [general.WHOLE, general.SHORT])
def test_questions_on_another_subject_are_answered_better_than_by_the_peers(tmp_path, category):
    entries = general.general_entries()
    queries = [query for query in general.general_queries() if query.category == category]
    ours = quality(queries, our_engine(entries, tmp_path)).ndcg_at_10
    for name in ("Whoosh", "SQLite FTS5", "tantivy"):
        with PEERS[name]([plain(entry) for entry in entries]) as peer:
            assert ours > quality(queries, peer).ndcg_at_10, name
