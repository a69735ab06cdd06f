"""The search finds what people mean: the goals on the checking half, which no weight has seen."""

import pytest

from tests.quality.judged import judged_queries, ndcg, quality, recall, success
from tests.quality.ours import entries_of_the_site, our_engine

pytestmark = pytest.mark.slow

CHECKING = [query for query in judged_queries() if not query.is_for_tuning]


@pytest.fixture(scope="module")
def search(tmp_path_factory):
    return our_engine(entries_of_the_site(), tmp_path_factory.mktemp("quality"))


def test_the_goals_are_met(search):
    found = quality(CHECKING, search)
    assert found.ndcg_at_10 >= 0.90
    assert found.success_at_1 >= 0.85


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
