"""What the tests of feedback start from."""

from tests.curation.conftest import change, editing  # noqa: F401 -- fixtures
