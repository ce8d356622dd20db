"""Stands between a program and the object store and does to some requests what networks and servers do."""

from __future__ import annotations

import contextlib
import random
import socket
import socketserver
import struct
import threading
import time
from collections.abc import Callable, Iterator

# How often, in percent.
FAULTS = {"refuse": 8, "reset": 5, "lose": 6, "delay": 8, "cut": 5}
DELAY_S = 0.5
REFUSAL = b"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


def seldom(dice: random.Random) -> Callable[[str], str]:
    """A fault for some requests."""
    lock = threading.Lock()

    def decide(_: str) -> str:
        with lock:
            at = dice.randrange(100)
        for name, share in FAULTS.items():
            if at < share:
                return name
            at -= share
        return "pass"

    return decide


@contextlib.contextmanager
def between(store: str, decide: Callable[[str], str], seen: Callable[[str, int], None] = lambda *_: None) -> Iterator[str]:
    """The address of a proxy before `store` (host:port). `decide` hears the request line and answers a name of FAULTS,
    `pass`, or `wait` (a delay of each request); `seen` hears of each request the line and the status it got, 0 as it comes."""

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            with contextlib.suppress(OSError):
                self.one()

        def one(self) -> None:
            head = b""
            while not head.endswith(b"\r\n\r\n"):
                line = self.rfile.readline()
                if not line:
                    return
                head += line
            lines = head.decode("latin-1").split("\r\n")
            length = next((int(line.split(":")[1]) for line in lines if line.lower().startswith("content-length:")), 0)
            if any(line.lower() == "expect: 100-continue" for line in lines):
                self.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")
            fate = decide(lines[0])
            seen(lines[0], 0)
            body = self.rfile.read(length)
            if len(body) < length:
                return  # the client is gone
            if fate in ("delay", "wait"):
                time.sleep(DELAY_S)
            if fate == "refuse":
                self.wfile.write(REFUSAL)
            elif fate == "reset":
                self.reset()
            else:
                self.answer(lines, body, fate)

        def answer(self, lines: list[str], body: bytes, fate: str) -> None:
            kept = [line for line in lines if line and not line.lower().startswith(("connection:", "expect:"))]
            host, port = store.split(":")
            with socket.create_connection((host, int(port)), timeout=60) as upstream:
                upstream.sendall("\r\n".join([*kept, "Connection: close", "", ""]).encode("latin-1") + body)
                answer = b""
                while chunk := upstream.recv(1 << 16):
                    answer += chunk
            seen(lines[0], int(answer[9:12] or 0))
            if fate == "lose":
                self.reset()
            elif fate == "cut":
                self.wfile.write(answer[: len(answer) // 2])
                self.reset()
            else:
                self.wfile.write(answer)

        def reset(self) -> None:
            self.request.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        request_queue_size = 128

    with Server(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()
