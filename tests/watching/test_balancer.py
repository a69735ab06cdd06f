"""The balancer as it is delivered, in front of hosts that only say who they are."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import requests

from tests.balancer import balancer

READS = 8


@contextmanager
def host(name: str) -> Iterator[ThreadingHTTPServer]:
    """Give a host that answers with its name, and marks who saves as the site does."""

    class Answers(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._answer()

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self._answer(("Set-Cookie", "bewaard=0123abcd.Zm9v; Max-Age=15; HttpOnly; Path=/; SameSite=Lax"))

        def _answer(self, *headers: tuple[str, str]) -> None:
            self.send_response(200)
            for header in (("Content-Length", str(len(name))), ("Connection", "close"), *headers):
                self.send_header(*header)
            self.end_headers()
            self.wfile.write(name.encode())

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.slow
def test_who_saved_comes_back_to_the_host_that_saved_it_and_is_answered_elsewhere_when_that_is_gone():
    with ExitStack() as running:
        hosts = {name: running.enter_context(host(name)) for name in ("een", "twee")}
        front = running.enter_context(balancer([server.server_port for server in hosts.values()]))
        while not (front.is_up(0) and front.is_up(1)):
            pass

        def read(browser: requests.Session) -> set[str]:
            return {browser.get(f"{front.address}/", timeout=30).text for _ in range(READS)}

        with requests.Session() as reader, requests.Session() as curator:
            assert read(reader) == {"een", "twee"}, "readers go where there is room"
            saved_by = curator.post(f"{front.address}/redactie/a", data={"a": "b"}, timeout=30).text
            assert read(curator) == {saved_by}
            (other,) = hosts.keys() - {saved_by}
            hosts[saved_by].shutdown()
            hosts[saved_by].server_close()
            assert read(curator) == {other}
