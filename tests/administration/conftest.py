"""Every promise about accounts holds on SQLite and on PostgreSQL."""

from tests.accounts.conftest import app  # noqa: F401 -- a fixture
