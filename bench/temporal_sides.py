"""What speaks Temporal, for the benchmark and for the comparison of histories: a server of its own, our program, the Go SDK."""

from __future__ import annotations

import contextlib
import os
import re
import selectors
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench import server
from stack import build, toolchain, tools
from stack.errors import StackError
from stack.layout import REPOSITORY, Stack
from stack.probe import http_json

PROGRAM = "acervo-bench-temporal"
NAMESPACE = "bench"
READY_SECONDS = 60
LOG = "temporal.log"
GO_MODULE = REPOSITORY / "bench" / "peers" / "temporal_go"
# Behind those of bench/server.py: the frontend, its HTTP, its metrics.
PORTS = (94, 95, 96)


@dataclass(frozen=True)
class Sdk:
    """How one SDK's worker, and its replay of files, are started."""

    key: str
    name: str
    version: str
    worker: list[str]  # and ADDRESS NAMESPACE QUEUE, then `options`
    options: list[str]
    check: list[str]  # and [--changed] FILE…

    def work(self, address: str, queue: str) -> list[str]:
        return [*self.worker, address, NAMESPACE, queue, *self.options]


@dataclass(frozen=True)
class Size:
    """Of every worker: how many polls stand open for each kind of task, and how many tasks run at a time."""

    pollers: int = 5
    concurrent: int = 100


def ours(stack: Stack, size: Size) -> Sdk:
    build.programs(stack, PROGRAM)
    program = str(build.program(PROGRAM))
    options = ["--pollers", str(size.pollers), "--concurrent", str(size.concurrent)]
    return Sdk("ours", "acervo", "", [program, "work"], options, [program, "check"])


def go(folder: Path, size: Size) -> Sdk:
    """Built here with Go's own cache; the first time on a machine it fetches the SDK's modules and takes some minutes."""
    program = tools.go_program(GO_MODULE, folder / "temporal-go")
    sdk = re.search(r"go\.temporal\.io/sdk v([\d.]+)", (GO_MODULE / "go.mod").read_text())[1]
    options = [str(size.pollers), str(size.concurrent)]
    return Sdk("go", "Go SDK", sdk, [program, "worker"], options, [program, "check"])


def python() -> Sdk:
    """For histories only; nothing is measured of it. Its venv is made the first time."""
    requirements = REPOSITORY / "tests" / "temporal" / "requirements.txt"
    command = [str(toolchain.venv(requirements) / "bin" / "python"), str(requirements.parent / "errand_in_python.py")]
    sdk = re.search(r"temporalio==([\d.]+)", requirements.read_text())[1]
    return Sdk("python", "Python SDK", sdk, [*command, "worker"], [], [*command, "check"])


@contextlib.contextmanager
def temporal_server(stack: Stack, folder: Path) -> Iterator[str]:
    """The development server with everything in memory, for as long as the block lasts. Its address."""
    with temporal_process(stack, folder):
        yield temporal_address(stack)


def temporal_address(stack: Stack) -> str:
    return f"127.0.0.1:{stack.base_port + PORTS[0]}"


@contextlib.contextmanager
def temporal_process(stack: Stack, folder: Path, *more: str) -> Iterator[subprocess.Popen]:
    """The server, with options of its own, when it answers."""
    frontend, http, metrics = (stack.base_port + offset for offset in PORTS)
    command = [
        *(toolchain.venv_program("temporal"), "server", "start-dev", "--ip", "127.0.0.1", "--headless"),
        *("--port", str(frontend), "--http-port", str(http), "--metrics-port", str(metrics)),
        *("--namespace", NAMESPACE, "--log-format", "json", "--log-level", "error"),
        *more,
    ]
    with running(command, folder / LOG, {"HOME": str(folder)}) as process:
        end = time.monotonic() + READY_SECONDS
        while not http_json(f"http://127.0.0.1:{http}/api/v1/namespaces/{NAMESPACE}"):
            if process.poll() is not None or time.monotonic() > end:
                raise StackError(f"the Temporal server did not start:\n{(folder / LOG).read_text()[-1000:]}")
            time.sleep(0.05)
        yield process


@contextlib.contextmanager
def worker(sdk: Sdk, address: str, queue: str, folder: Path) -> Iterator[int]:
    """A worker process that takes tasks; its pid."""
    log = folder / f"worker-{sdk.key}.log"
    with running(sdk.work(address, queue), log, {}, stdout=subprocess.PIPE) as process:
        if _first_line(process) != b"ready\n":
            raise StackError(f"the worker of {sdk.name} did not start", f"see {log}")
        yield process.pid


@contextlib.contextmanager
def running(command: list[str], log: Path, environment: dict[str, str], stdout=None) -> Iterator[subprocess.Popen]:
    with open(log, "wb") as out:
        process = subprocess.Popen(
            command,
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            stdout=stdout or out,
            stderr=out,
            preexec_fn=server.die_with_parent,
        )
    try:
        yield process
    finally:
        server.stop(process)
        if process.stdout:
            process.stdout.close()


def output(command: list[str], seconds: float) -> str:
    """What a program of ours prints; it must end well, and in time."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=seconds)
    except subprocess.TimeoutExpired:
        raise StackError(f"{' '.join(command)} did not end within {seconds:g} s") from None
    if done.returncode:
        raise StackError(f"{' '.join(command)} failed:\n{(done.stderr or done.stdout)[-2000:]}")
    return done.stdout


def _first_line(process: subprocess.Popen) -> bytes:
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        return process.stdout.readline() if selector.select(READY_SECONDS) else b""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
