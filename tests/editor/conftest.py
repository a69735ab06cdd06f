"""What the tests of the editor start from."""

from tests.curation.conftest import change, editing  # noqa: F401 -- fixtures
