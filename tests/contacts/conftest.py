from tests.contacts.two_contacts import database, water, world  # noqa: F401
from tests.contacts.world import ask  # noqa: F401
