"""The gateway before stand-ins for the API: what it hands on, what it never does twice, what it keeps out."""

from __future__ import annotations

import contextlib
import http.client
import json
import re
import shutil
import socket
import tempfile
import threading
import unittest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from stack.layout import REPOSITORY, Stack
from stack.suite.servers import claimed_base_port
from stack.tests.place import acervo


class StandIn(BaseHTTPRequestHandler):
    """Answers with what it was asked; `/drop` reads the request and hangs up; `/api/v1/events` sends one event."""

    protocol_version = "HTTP/1.1"
    end_of_events = threading.Event()

    def do_GET(self) -> None:  # noqa: N802, the name is the base class's
        self.server.seen.append((self.command, self.path))
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.path == "/drop":
            self.close_connection = True
            return
        if self.path == "/api/v1/events":
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(b"data: first\n\n")
            self.wfile.flush()
            StandIn.end_of_events.wait(30)
            self.close_connection = True
            return
        text = json.dumps({"headers": {name.lower(): value for name, value in self.headers.items()}, "size": len(body)})
        self.send_response(200)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())

    do_POST = do_GET

    def log_message(self, *arguments) -> None:
        pass


class StandInServer(ThreadingHTTPServer):
    """Hangs up when it closes: a connection that nginx keeps must not be answered by a test that is over."""

    daemon_threads = True

    def __init__(self, port: int) -> None:
        super().__init__(("127.0.0.1", port), StandIn)
        self.seen: list[tuple[str, str]] = []
        self.connections: list[socket.socket] = []

    def process_request(self, request: socket.socket, client_address) -> None:
        self.connections.append(request)
        super().process_request(request, client_address)

    def server_close(self) -> None:
        super().server_close()
        for connection in self.connections:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


class Gateway(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.state = Path(tempfile.mkdtemp(prefix="acervo-test-")) / "a state"
        cls.addClassCleanup(shutil.rmtree, cls.state.parent, ignore_errors=True)
        base_port = cls.enterClassContext(claimed_base_port())
        cls.addClassCleanup(acervo, cls.state, "down", "--wipe")
        answer = acervo(cls.state, "--base-port", str(base_port), "up", "--only", "gateway")
        if answer.returncode:
            raise AssertionError(answer.stderr)
        cls.stack = Stack.open(cls.state)

    def serve(self, *names: str) -> list[StandInServer]:
        """Stand-ins on the ports of these API processes, until the test ends."""
        servers = []
        for name in names:
            server = StandInServer(self.stack.port(name))
            threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
            self.addCleanup(server.server_close)
            self.addCleanup(server.shutdown)
            servers.append(server)
        return servers

    def raw(self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None):
        """The answer and its decoded body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.stack.port("gateway"), timeout=20)
        self.addCleanup(connection.close)
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # it was refused before it was sent
            connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        return answer, json.loads(answer.read())

    def ask(self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None):
        """Status and decoded body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.stack.port("gateway"), timeout=20)
        self.addCleanup(connection.close)
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        content = answer.read()
        return answer.status, json.loads(content) if content.startswith(b"{") else content

    def test_request_id_and_trace_pass_and_the_client_cannot_forge_its_address(self):
        self.serve("api_1", "api_2")
        trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
        sent = {"X-Request-Id": "mine", "traceparent": trace, "X-Forwarded-For": "8.8.8.8"}
        headers = self.ask("GET", "/x", headers=sent)[1]["headers"]
        self.assertEqual(headers["x-request-id"], "mine")
        self.assertEqual(headers["traceparent"], trace)
        self.assertEqual(headers["x-forwarded-for"], "127.0.0.1")
        for unsafe in ('a"b', "a b", "x" * 129):
            headers = self.ask("GET", "/x", headers={"X-Request-Id": unsafe})[1]["headers"]
            self.assertRegex(headers["x-request-id"], "^[0-9a-f]{32}$")

    def test_a_request_without_an_id_gets_one(self):
        self.serve("api_1", "api_2")
        self.assertRegex(self.ask("GET", "/x")[1]["headers"]["x-request-id"], "^[0-9a-f]{32}$")

    def test_with_one_process_down_every_request_is_answered_by_the_other(self):
        (server,) = self.serve("api_2")
        answers = [self.ask(method, "/x", b"{}")[0] for method in ("GET", "POST") * 10]
        self.assertEqual(answers, [200] * 20)
        self.assertEqual(len(server.seen), 20)

    def test_a_post_that_was_sent_is_never_sent_again(self):
        servers = self.serve("api_1", "api_2")
        status, body = self.ask("POST", "/drop", b"{}")
        self.assertEqual((status, body["status"]), (503, 503))
        self.assertEqual(sum(len(server.seen) for server in servers), 1)

    def test_a_get_that_was_dropped_is_asked_of_the_other(self):
        servers = self.serve("api_1", "api_2")
        self.ask("GET", "/drop")
        self.assertEqual([len(server.seen) for server in servers], [1, 1])

    def test_a_large_body_is_refused_because_bytes_go_to_object_storage(self):
        servers = self.serve("api_1", "api_2")
        contract = (REPOSITORY / "api" / "openapi.yaml").read_text()
        limits = {name: int(limit) for name, limit in re.findall(r"operationId: (\w+)\n(?:.*\n)+?\s+x-body-limit: (\d+)", contract)}
        direct = limits.pop("put_content")
        self.assertGreater(direct, 10 * 2**20)
        self.assertEqual(self.ask("POST", "/api/v1/assets/x/content", bytes(10 * 2**20))[1]["size"], 10 * 2**20)
        largest = max(limits.values())
        self.assertEqual(self.ask("POST", "/x", bytes(largest))[1]["size"], largest)
        self.assertEqual(self.ask("POST", "/x", bytes(largest + 1))[0], 413)
        self.assertEqual(sum(len(server.seen) for server in servers), 2)

    def test_what_it_refuses_by_itself_is_a_problem_as_the_api_writes_it(self):
        known = (REPOSITORY / "src" / "http" / "problem" / "problem.cpp").read_text()
        for method, path, body, headers, status in [
            ("POST", "/x", bytes(9 * 2**20), {}, 413),
            ("GET", "/" + "x" * 9000, None, {}, 414),
            ("GET", "/x", None, {"X": "x" * 9000}, 431),
            ("GET", "/x", None, {"Host": "a b"}, 400),
            ("GET", "/metrics", None, {}, 404),
            ("TRACE", "/x", None, {}, 405),
            ("GET", "/x", None, {"X-Request-Id": 'a"b'}, 503),
        ]:
            with self.subTest(status=status):
                answer, content = self.raw(method, path, body, headers)
                self.assertEqual((answer.status, content["status"]), (status, status))
                self.assertEqual(answer.headers["Content-Type"], "application/problem+json")
                self.assertIn(f'{status}, "{content["type"]}", "{content["title"]}"', known)
                self.assertRegex(content["request_id"], "^[0-9a-f]{32}$")
                self.assertEqual(answer.headers["X-Request-Id"], content["request_id"])
                self.assertEqual(answer.headers["Retry-After"], "1" if status == 503 else None)
                self.assertEqual("Allow" in answer.headers, status == 405)

    def test_events_come_while_the_stream_is_open(self):
        StandIn.end_of_events.clear()
        self.addCleanup(StandIn.end_of_events.set)
        self.serve("api_1", "api_2")
        connection = http.client.HTTPConnection("127.0.0.1", self.stack.port("gateway"), timeout=20)
        self.addCleanup(connection.close)
        connection.request("GET", "/api/v1/events")
        self.assertEqual(connection.getresponse().readline(), b"data: first\n")

    def test_metrics_are_not_for_the_world(self):
        servers = self.serve("api_1", "api_2")
        self.assertEqual(self.ask("GET", "/metrics")[0], 404)
        self.assertEqual(sum(len(server.seen) for server in servers), 0)


if __name__ == "__main__":
    unittest.main()
