"""What the tests of plans start from: a menu card from which something can be taken."""

import pytest

from tests.visitor import Visitor

FROM_HERE = {"Sec-Fetch-Site": "same-origin"}
"""What a browser says about a form of the site itself."""


@pytest.fixture
def menu_card(content):
    """Fill the menu card with three examples, of which one has everything that can be taken."""
    content.entry(
        "menukaart",
        "waterwagens",
        "Waterwagens klaarzetten",
        "## Lessen\n\nBel eerst de gemeente.\n\n- Zet borden neer.",
        inzetbaar_als="Zet voor elke wijk een waterwagen klaar.",
        stappen=[{"stap": "Kies de plekken.", "wie": "Gemeente"}, {"stap": "Oefen het uitdelen."}],
        voorwaarden=["Er is een lijst van plekken.", "Er is een tankwagen."],
    )
    content.entry("menukaart", "noodpakket", "Noodpakket voor thuis")
    content.entry("menukaart", "besloten", "Besloten draaiboek", zichtbaar="leden")


def put_aside(visitor: Visitor, *picks: str, terug: str = "/menukaart"):
    """Press the button that puts something aside."""
    return visitor.client.post("/mandje", data={"erbij": list(picks), "terug": terug}, headers=FROM_HERE)


def press(visitor: Visitor, **values: str):
    """Press a button of the basket."""
    return visitor.client.post("/mandje", data=values, headers=FROM_HERE, follow_redirects=True)


def titles(visitor: Visitor) -> list[str]:
    """Return what is in the basket, as its page lists it."""
    return [heading.get_text(strip=True) for heading in visitor.page("/mandje").select(".basket-list h2")]
