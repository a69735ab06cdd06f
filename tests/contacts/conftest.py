from tests.contacts.world import ask  # noqa: F401
