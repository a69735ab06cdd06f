"""Serving with waitress until told to stop, and stopping without losing a request.

On SIGTERM the process first only says that it stops (`/readyz` answers 503), for as long as a load balancer needs to
see that and go elsewhere; then it accepts no connections, answers what is under way, and ends.
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable
from typing import Any

import waitress
from flask import Flask
from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer
from waitress.wasyncore import dispatcher

SERVING: dict[str, Any] = {
    "ident": "",
    "threads": 8,
    # Connections that are opened and left lying must not keep others out before a proxy or the clock ends them.
    "connection_limit": 1000,
    "channel_timeout": 20,
    "cleanup_interval": 5,
    "asyncore_use_poll": True,  # `select` knows no file above number 1023
    # Waitress takes out what a proxy says of a visitor; `web.base.security` decides whom to believe.
    "clear_untrusted_proxy_headers": False,
}
SENT_TOGETHER = 16_000
"""Bytes up to which the head and the body of an answer leave together. A process that is killed in between leaves half
an answer behind, for which a balancer cannot ask another host."""
SECONDS_TO_FINISH = 20
"""How long requests that are under way may take when the server stops."""
SECONDS_BETWEEN_LOOKS = 0.1


class Server:
    """A listening server; raises `OSError` when it cannot listen there."""

    def __init__(self, app: Flask, host: str, port: int, drain_seconds: int = 0) -> None:
        self._sockets: dict[int, dispatcher] = {}
        self._server = waitress.create_server(app, map=self._sockets, host=host, port=port, **SERVING)
        self._listening = [each for each in self._sockets.values() if isinstance(each, BaseWSGIServer)]
        for each in self._listening:
            each.adj.send_bytes = SENT_TOGETHER
        self._drain_seconds = drain_seconds
        self._is_stopping = False
        self._is_empty = threading.Event()

    def run(self, on_stopping: Callable[[], object]) -> None:
        """Serve until SIGTERM (or Ctrl+C, which waits for nothing); call `on_stopping` when the first one comes."""

        def stop(*_: object) -> None:
            if not self._is_stopping:
                self._is_stopping = True
                on_stopping()
                threading.Thread(target=self._stop, name="stopping", daemon=True).start()

        signal.signal(signal.SIGTERM, stop)
        self._server.run()
        self._listening[0].task_dispatcher.shutdown(timeout=1)

    def _stop(self) -> None:
        threading.Event().wait(self._drain_seconds)
        until = time.monotonic() + SECONDS_TO_FINISH
        self._in_loop(self._close_listening)
        while not self._is_empty.wait(SECONDS_BETWEEN_LOOKS) and time.monotonic() < until:
            self._in_loop(self._close_idle)
        self._in_loop(self._end)

    def _in_loop(self, step: Callable[[], None]) -> None:
        """Have something done by the thread that serves, which alone may touch the sockets."""
        self._listening[0].trigger.pull_trigger(step)

    def _close_listening(self) -> None:
        for listening in self._listening:
            dispatcher.close(listening)  # without its trigger, by which threads say that an answer is ready

    def _close_idle(self) -> None:
        channels = [each for each in self._sockets.values() if isinstance(each, HTTPChannel)]
        for channel in channels:
            # `request` is one of which a part came.
            if not (channel.requests or channel.request or channel.total_outbufs_len):
                channel.will_close = True
        if not channels:
            self._is_empty.set()

    def _end(self) -> None:
        for each in list(self._sockets.values()):
            each.close()
        for listening in self._listening:
            listening.trigger.close()
