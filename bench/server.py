"""The servers that are measured: our API and its peers, each with one thread, the same route and the same body."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.measure import Side
from stack import build, toolchain, tools
from stack.errors import MissingError, StackError
from stack.layout import REPOSITORY, Stack

ROUTE = "/health/live"
BODY = b'{"status":"live"}'
# Free ports of the stack's range: see PORTS in stack/layout.py. Nothing ever listens on the dead one.
PORTS = {"acervo-api": 90, "nginx": 91, "go": 92, "node": 93}
DEAD_PORT = 99
# No token is signed here; the API asks for a key all the same.
UNUSED_KEY = "none" * 8
READY_SECONDS = 30
POLL_SECONDS = 0.001
PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None)


@dataclass(frozen=True)
class Server:
    """How to start one, and how to speak of it."""

    key: str
    name: str
    version: str
    port: int
    command: list[str]
    environment: dict[str, str]
    log: Path

    def side(self, load: str) -> Side:
        words = [f"{name}={value}" for name, value in self.environment.items()] + self.command
        shown = " ".join(words).replace(f"{self.log.parent}/", "").replace(f"{REPOSITORY}/", "")
        return Side(self.key, self.name, self.version, f"{shown}; {load}")

    @contextlib.contextmanager
    def running(self) -> Iterator[tuple[int, float]]:
        """Its pid, and the seconds from fork and exec to the first right answer."""
        if connects(self.port):
            raise StackError(f"port {self.port} is taken", "give another --base-port")
        with open(self.log, "wb") as log:
            started = time.monotonic()
            process = subprocess.Popen(
                self.command,
                env={**os.environ, **self.environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                preexec_fn=die_with_parent,
            )
        try:
            self._wait(process, started + READY_SECONDS)
            yield process.pid, time.monotonic() - started
        finally:
            stop(process)

    def _wait(self, process: subprocess.Popen, deadline: float) -> None:
        while True:
            with contextlib.suppress(ConnectionRefusedError):
                with socket.create_connection(("127.0.0.1", self.port), timeout=READY_SECONDS) as connection:
                    exchange(connection)
                return
            if process.poll() is not None or time.monotonic() > deadline:
                raise StackError(f"{self.name} did not start", f"see {self.log}")
            time.sleep(POLL_SECONDS)

    def check(self) -> int:
        """Asks once and compares; answers how many bytes the whole response has."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=READY_SECONDS) as connection:
            return exchange(connection)


def exchange(connection: socket.socket) -> int:
    """One request on a connection that stays open; raises unless the answer is 200 with our body. Bytes of the response."""
    connection.sendall(f"GET {ROUTE} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
    answer = b""
    while b"\r\n\r\n" not in answer or len(answer.partition(b"\r\n\r\n")[2]) < len(BODY):
        piece = connection.recv(65536)
        if not piece:
            break
        answer += piece
    if not answer.startswith(b"HTTP/1.1 200 ") or answer.partition(b"\r\n\r\n")[2] != BODY:
        raise StackError(f"an answer is not the expected one: {answer[:300]!r}")
    return len(answer)


def acervo_api(stack: Stack, folder: Path) -> Server:
    """The real program. Its servers are not there (dead port): /health/live needs none, and nothing else is measured."""
    program = build.program("acervo-api")
    if not program.exists():
        raise MissingError("acervo-api is not built", "run ./acervo up, or: ninja -C build/release acervo-api")
    port, dead = stack.base_port + PORTS["acervo-api"], f"127.0.0.1:{stack.base_port + DEAD_PORT}"
    config = folder / "api.toml"
    config.write_text(
        f'[database]\nurl = "postgresql://acervo_api@{dead}/acervo"\npassword = "none"\n'
        f'[s3]\nendpoint = "http://{dead}"\naccess_key_id = "none"\nsecret_access_key = "none"\n'
        f'[profiles]\nfolder = "{REPOSITORY / "profiles"}"\n'
        f'[redis]\naddresses = ["{dead}"]\n[tokens]\nsigning_key = "{UNUSED_KEY}"\n[log]\nlevel = "warn"\n'
        f'[http]\naddress = "127.0.0.1"\nport = {port}\nthreads = 1\ndrain_lead = "0s"\ndrain_finish = "1s"\n'
    )
    return Server("acervo-api", "acervo-api", "", port, [str(program), "--config", str(config)], {}, folder / "api.log")


def nginx(stack: Stack, folder: Path) -> Server:
    """`return 200` with the same body: one worker that does nothing else."""
    program = installed("nginx-light", "/usr/sbin/nginx")
    port = stack.base_port + PORTS["nginx"]
    config = folder / "nginx.conf"
    config.write_text(
        f"daemon off;\nworker_processes 1;\npid {folder}/nginx.pid;\nerror_log stderr error;\n"
        "worker_rlimit_nofile 16384;\nevents { worker_connections 16000; }\n"
        "http {\n  access_log off;\n  default_type application/json;\n  keepalive_requests 1000000000;\n"
        + "".join(f"  {kind}_temp_path {folder}/nginx-tmp;\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        + f"  server {{ listen 127.0.0.1:{port} backlog=4096;\n"
        f"    location = {ROUTE} {{ return 200 '{BODY.decode()}'; }} }}\n}}\n"
    )
    return Server("nginx", "nginx", version_of(program, "-v"), port, [program, "-c", str(config), "-e", "stderr"], {}, folder / "nginx.log")


def go(stack: Stack, folder: Path) -> Server:
    """net/http on one processor. Built here; it has no modules but Go's own."""
    compiler = str(tools.ensure("go"))
    program = tools.go_program(REPOSITORY / "bench" / "peers" / "go", folder / "go-peer")
    port = stack.base_port + PORTS["go"]
    command = [program, f"127.0.0.1:{port}"]
    return Server("go", "Go net/http", version_of(compiler, "version"), port, command, {"GOMAXPROCS": "1"}, folder / "go.log")


def node(stack: Stack, folder: Path) -> Server:
    program = str(tools.ensure("node"))
    port = stack.base_port + PORTS["node"]
    command = [program, str(REPOSITORY / "bench" / "peers" / "node.mjs"), str(port)]
    return Server("node", "Node http", version_of(program, "--version"), port, command, {}, folder / "node.log")


def load_generator() -> str:
    return installed("wrk", "/usr/bin/wrk")


def installed(package: str, program: str) -> str:
    if not Path(program).exists():
        toolchain.install_packages([package])
    return program


def version_of(program: str, flag: str) -> str:
    return ".".join(map(str, tools.program_version([program, flag]) or ()))


def connects(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def die_with_parent() -> None:
    # A killed benchmark leaves no server behind; nginx takes its worker along.
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def stop(process: subprocess.Popen) -> None:
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
