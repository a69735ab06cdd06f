"""A real mail server on the loopback, that keeps what it is sent."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from queue import Queue

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session


@dataclass
class Mailbox:
    """What the server got, in order."""

    port: int = 0
    received: Queue[EmailMessage] = field(default_factory=Queue)
    refuses: bool = False

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.refuses:
            return "554 no"
        self.received.put(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"

    def next(self) -> EmailMessage:
        """Wait for the next mail."""
        return self.received.get(timeout=10)


@contextmanager
def mail_server(
    tls: ssl.SSLContext | None = None, user: tuple[str, str] | None = None, at_once: bool = False
) -> Iterator[Mailbox]:
    """Serve on a free port; with `tls` by STARTTLS, or from the first byte when `at_once`; `user` must log in."""
    mailbox = Mailbox()

    def authenticate(*arguments: object) -> AuthResult:
        given = arguments[-1]
        assert isinstance(given, LoginPassword)
        return AuthResult(success=user == (given.login.decode(), given.password.decode()), handled=False)

    class OnFreePort(Controller):
        def factory(self) -> SMTP:
            return SMTP(
                self.handler,
                hostname="localhost",
                tls_context=None if at_once else tls,
                authenticator=authenticate if user else None,
                auth_required=bool(user),
                auth_require_tls=not at_once,
            )

        def _trigger_server(self) -> None:
            self.port = self.server.sockets[0].getsockname()[1]
            # Connect as the controller does to see that it serves; its own way knows no TLS of our day.
            with socket.create_connection(("127.0.0.1", self.port), 5) as plain:
                if at_once:
                    trusting = ssl._create_unverified_context()
                    with trusting.wrap_socket(plain) as connection:
                        connection.recv(100)
                else:
                    plain.recv(100)

    controller = OnFreePort(mailbox, hostname="127.0.0.1", port=0, ssl_context=tls if at_once else None)
    controller.start()
    mailbox.port = controller.server.sockets[0].getsockname()[1]
    try:
        yield mailbox
    finally:
        controller.stop()
