"""Sending mail by the SMTP server of the settings. Without one nothing is sent: whoever asks shows the link instead."""

from __future__ import annotations

import logging
import smtplib
import ssl
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from urllib.parse import SplitResult, unquote

from pydantic import SecretStr

from kennisplatform import outside

SECONDS_TO_WAIT = 15
PORTS = {"smtp": 587, "smtps": 465}

log = logging.getLogger(__name__)


class MailNotSent(Exception):
    """The mail could not be handed to the server; the message says why, in Dutch, without addresses."""


@dataclass(frozen=True)
class Mail:
    """A message of plain text."""

    to: str
    subject: str
    text: str


class Mailer:
    """Hands mail to the server.

    `smtps` speaks TLS from the first byte; `smtp` changes to TLS when the server can. A name and password are never
    sent without TLS.
    """

    def __init__(self, smtp_url: SecretStr | None, sender: str) -> None:
        url = smtp_url.get_secret_value() if smtp_url else ""
        self._server = outside.split_url(url) or SplitResult("", "", "", "", "")
        self._sender = sender
        self._later = ThreadPoolExecutor(max_workers=1, thread_name_prefix="mail")
        self._unsent: set[Future[None]] = set()

    @property
    def waiting(self) -> int:
        """How many mails wait to be handed to the server, or are being handed to it."""
        return len(self._unsent)

    @property
    def is_configured(self) -> bool:
        """Tell whether there is a server to hand mail to."""
        return bool(self._server.hostname)

    def send(self, mail: Mail) -> None:
        """Hand a mail to the server now; raise `MailNotSent` when that fails."""
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self._sender, mail.to, mail.subject
        message["Date"], message["Message-ID"] = formatdate(), make_msgid(domain=self._sender.rpartition("@")[2])
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(mail.text)
        try:
            with self._connected() as server:
                server.send_message(message)
        except smtplib.SMTPAuthenticationError as error:
            raise MailNotSent("de mailserver accepteert naam en wachtwoord niet") from error
        except smtplib.SMTPRecipientsRefused as error:
            raise MailNotSent("de mailserver neemt geen mail voor dit adres aan") from error
        except smtplib.SMTPNotSupportedError as error:
            raise MailNotSent("de mailserver kent geen beveiligde verbinding") from error
        except ssl.SSLError as error:
            raise MailNotSent("de verbinding met de mailserver is niet veilig op te zetten") from error
        except smtplib.SMTPServerDisconnected as error:
            raise MailNotSent("de mailserver is niet bereikbaar, of verbreekt de verbinding") from error
        except smtplib.SMTPException as error:
            raise MailNotSent("de mailserver weigert de mail") from error
        except OSError as error:
            raise MailNotSent("de mailserver is niet bereikbaar") from error

    def send_later(self, make: Callable[[], Mail | None]) -> Future[None]:
        """Make a mail and send it while the visitor goes on, so that its time tells nothing; failure is logged."""
        sending = self._later.submit(self._make_and_send, make)
        self._unsent.add(sending)
        sending.add_done_callback(self._unsent.discard)
        return sending

    def _make_and_send(self, make: Callable[[], Mail | None]) -> None:
        try:
            mail = make()
            if mail:
                self.send(mail)
        except MailNotSent as error:
            log.error("Een mail is niet verstuurd: %s.", error)
        except Exception:
            log.exception("Een mail is niet verstuurd.")
            raise

    def _connected(self) -> smtplib.SMTP:
        host, scheme = self._server.hostname or "", self._server.scheme
        port = self._server.port or PORTS[scheme]
        trust = ssl.create_default_context()
        if scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=SECONDS_TO_WAIT, context=trust)
        else:
            server = smtplib.SMTP(host, port, timeout=SECONDS_TO_WAIT)
        try:
            if scheme == "smtp":
                server.ehlo()
                if server.has_extn("starttls") or self._server.username:
                    server.starttls(context=trust)
            if self._server.username:
                server.login(unquote(self._server.username), unquote(self._server.password or ""))
        except BaseException:
            server.close()
            raise
        return server
