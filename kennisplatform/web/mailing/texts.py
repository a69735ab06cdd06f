"""The mails that the site sends about accounts, and to organisations about their contacts."""

from __future__ import annotations

from collections.abc import Sequence

from kennisplatform.mail import Mail
from kennisplatform.vocabulary import Role

MENTIONED = ", en u bent genoemd in een opmerking"


def invitation(to: str, role: Role, address: str, days: int) -> Mail:
    """Return the mail that invites somebody."""
    return Mail(
        to,
        "Uitnodiging voor het Kennisplatform",
        f"""Goedendag,

U bent uitgenodigd voor het Kennisplatform Continuïteit van de Samenleving, als {role.label.lower()}.

Open deze link om uw account te maken. Hij werkt één keer, tot {days} dagen na deze mail:
{address}

Verwachtte u deze mail niet? Dan hoeft u niets te doen.
""",
    )


def new_password(to: str, name: str, address: str, hours: int) -> Mail:
    """Return the mail with which somebody chooses a new password."""
    return Mail(
        to,
        "Nieuw wachtwoord voor het Kennisplatform",
        f"""Goedendag {name},

Met deze link kiest u een nieuw wachtwoord voor het Kennisplatform. Hij werkt één keer, tot {hours} uur na deze mail:
{address}

Vroeg u dit niet aan? Dan hoeft u niets te doen: uw wachtwoord blijft wat het was.
""",
    )


def correction(to: str, organisation: str, title: str, address: str, until: str) -> Mail:
    """Return the mail that asks an organisation whether its contact is right."""
    return Mail(
        to,
        "Kloppen uw gegevens op het Kennisplatform?",
        f"""Goedendag,

Op het Kennisplatform Continuïteit van de Samenleving staat een contact van {organisation}:
{title}

Netwerken zoeken hier wie zij moeten bereiken als drinkwater, stroom, gas, olie of telecom uitvalt.
Wilt u nakijken of de gegevens nog kloppen? Dat kost een paar minuten en u hebt geen account nodig.

Open deze link. U kunt hem één keer gebruiken, tot en met {until}:
{address}

Een curator van het kennisplatform bekijkt uw antwoord voordat er iets verandert.
Gaat dit niet over u? Stuur deze mail dan door naar wie erover gaat, en naar niemand anders:
wie de link heeft, ziet de gegevens van dit contact.
""",
    )


def plan_changes(to: str, name: str, changed: Sequence[tuple[int, str, bool]]) -> Mail:
    """Return the mail that something changed in plans (number, address, mentioned or not), and nothing of what."""
    lines = (
        f"In plan {number} is iets veranderd{MENTIONED if is_mentioned else ''}:\n{address}"
        for number, address, is_mentioned in changed
    )
    listed = "\n\n".join(lines)
    return Mail(
        to,
        "Er is iets veranderd in een actieplan",
        f"""Goedendag {name},

{listed}

Wat er veranderde, staat niet in deze mail: plannen zijn vertrouwelijk. Log in om het te lezen.
U krijgt hoogstens één zo’n mail per dag. Wilt u er geen meer? Zet dat dan op de pagina van het plan uit.
""",
    )
