"""A link that lets somebody in leaves by mail, or is shown once to be handed over."""

from __future__ import annotations

from dataclasses import dataclass

from kennisplatform.mail import Mail, MailNotSent
from kennisplatform.site import site


@dataclass(frozen=True)
class Delivery:
    """What became of a link: `shown` is the address to hand over, empty once it was mailed.

    `problem` says in Dutch why a mail was not sent, None when there was nothing to send or it went.
    """

    shown: str
    problem: str | None = None


def delivered(mail: Mail, address: str) -> Delivery:
    """Mail a link; without mail server or receiver, and when that fails, it must be shown."""
    if not site.mailer.is_configured or not mail.to:
        return Delivery(address)
    try:
        site.mailer.send(mail)
    except MailNotSent as error:
        return Delivery(address, str(error))
    return Delivery("")
