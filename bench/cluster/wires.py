"""The network of one host: `python -m bench.cluster.wires LISTEN:TARGET …` passes on what goes over these ports.

SIGUSR1 cuts it as it is cut in life: what is sent stays under way, new connections are never answered, and nobody is
told. Who is connected notices after the seconds in which a kernel gives up what is not acknowledged. SIGUSR2 mends it.
"""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys

AT_ONCE = 1 << 16
"""Bytes that are passed on together."""
GIVES_UP = 3.0
"""Seconds, as the site asks of the kernel for its database (`tcp_user_timeout`)."""


class Wires:
    """All connections of the host, while it can reach others and while it cannot."""

    def __init__(self) -> None:
        self._is_whole = asyncio.Event()
        self._is_whole.set()
        self._connected: set[asyncio.StreamWriter] = set()
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGUSR1, self._cut)
        loop.add_signal_handler(signal.SIGUSR2, self._is_whole.set)

    async def serve(self, port: int, target: int) -> None:
        """Pass on what comes in at a port to another one, for ever."""

        async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            self._connected.add(writer)
            await self._is_whole.wait()
            with contextlib.suppress(OSError):
                there, back = await asyncio.open_connection("127.0.0.1", target)
                self._connected.add(back)
                await asyncio.gather(self._pass_on(reader, back), self._pass_on(there, writer))
                self._end(back)
            self._end(writer)

        server = await asyncio.start_server(connected, "127.0.0.1", port)
        await server.serve_forever()

    def _cut(self) -> None:
        self._is_whole.clear()
        for writer in self._connected:
            asyncio.get_running_loop().call_later(GIVES_UP, self._end, writer)

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(AT_ONCE):
                await self._is_whole.wait()
                writer.write(data)
                await writer.drain()
            await self._is_whole.wait()
            if writer.can_write_eof():
                writer.write_eof()
            return
        self._end(writer)

    def _end(self, writer: asyncio.StreamWriter) -> None:
        """End a connection, whatever it still had to say."""
        self._connected.discard(writer)
        writer.transport.abort()


async def main(*pairs: str) -> None:
    """Pass on, until the process ends."""
    wires = Wires()
    await asyncio.gather(*(wires.serve(*map(int, pair.split(":"))) for pair in pairs))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
