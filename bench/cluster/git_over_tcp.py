"""Stands in for the program `ssh` (GIT_SSH_COMMAND): speaks to `git daemon` at the port of the address.

So that the remote is behind a network that can be cut, on a machine without an ssh server. Called by git as
`… -p PORT HOST "git-upload-pack '/path'"`.
"""

import os
import shlex
import socket
import sys
import threading

AT_ONCE = 1 << 16


def main() -> None:
    """Ask the daemon for what git wants, and pass on what both say."""
    port = int(sys.argv[sys.argv.index("-p") + 1])
    program, path = shlex.split(sys.argv[-1])
    with socket.create_connection(("127.0.0.1", port)) as daemon:
        request = f"{program} {path}\0host=127.0.0.1\0".encode()
        daemon.sendall(b"%04x" % (len(request) + 4) + request)
        threading.Thread(target=_send, args=(daemon,), daemon=True).start()
        while data := memoryview(daemon.recv(AT_ONCE)):
            while data:
                data = data[os.write(1, data) :]


def _send(daemon: socket.socket) -> None:
    # Not by `sys.stdin`: its lock would be held when the interpreter ends.
    while data := os.read(0, AT_ONCE):
        daemon.sendall(data)
    daemon.shutdown(socket.SHUT_WR)


if __name__ == "__main__":
    main()
