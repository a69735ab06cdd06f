"""The plugin of `make quick`: of much of the same, some.

Of a table of cases the first, the middle and the last are tried, and a few examples of a property. `make test` tries all.
"""

from __future__ import annotations

from itertools import groupby

import pytest
from hypothesis import settings

EXAMPLES = 10


def pytest_configure() -> None:
    """Try few examples of a property that does not say how many it needs."""
    settings.register_profile("quick", settings.default, max_examples=EXAMPLES)
    settings.load_profile("quick")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out most cases of each table."""
    chosen: set[pytest.Item] = set()
    for _, table in groupby(items, lambda test: test.nodeid.partition("[")[0]):
        cases = list(table)
        chosen |= {cases[0], cases[len(cases) // 2], cases[-1]}
    config.hook.pytest_deselected(items=[test for test in items if test not in chosen])
    items[:] = [test for test in items if test in chosen]
