"""Stacks of the suite's own: private state folders on ports that nobody uses."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import re
import shutil
import socket
import tempfile
from pathlib import Path

from stack.layout import FIRST_EPHEMERAL_PORT, GRPC_SHIFT, PORT_SPAN
from stack.suite.shell import Shell

FIRST_BASE_PORT = 18000
SANITIZER_REPORT = re.compile(r"ERROR: \w+Sanitizer: .*|.*: runtime error: .*")


class SuiteStack:
    """One running stack. `environment` is what tests need to reach it."""

    def __init__(self, shell: Shell, state: Path, base_port: int, more: dict[str, str] | None = None) -> None:
        """`more`: what else `./acervo` shall find in its environment, here and in the tests."""
        self._shell = shell
        self.state = state
        self.base_port = base_port
        self._more = more or {}
        self.environment = {"ACERVO_STATE": str(state), "ACERVO_BASE_PORT": str(base_port), **self._more}

    def up(self, *arguments: str) -> bool:
        """Starts it, or mends what a test broke. Answers whether all of it is ready."""
        code, _ = self._acervo("up", *arguments)
        if code == 0:
            code, text = self._acervo("env", "--json", capture=True)
        if code == 0:
            self.environment |= {name: str(value) for name, value in json.loads(text).items()}
        return code == 0

    def sanitizer_reports(self) -> list[str]:
        """Logs in which a sanitised process said what is wrong with it, and its first words."""
        found = []
        for log in sorted((self.state / "logs").glob("*.log*")):
            if match := SANITIZER_REPORT.search(log.read_text(errors="replace")):
                found.append(f"{log.name}: {match[0]}")
        return found

    def keep_logs(self, folder: Path) -> None:
        """Copies what the servers wrote to where it outlives the stack."""
        if (self.state / "logs").is_dir():
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(self.state / "logs", folder)
            print(f"logs of the servers: {os.path.relpath(folder, self._shell.root)}")

    def wipe(self) -> None:
        if self.state.exists():
            self._acervo("down", "--wipe")

    def _acervo(self, verb: str, *arguments: str, capture: bool = False) -> tuple[int, str]:
        place = ("--state", self.state, "--base-port", str(self.base_port))
        return self._shell.run(["./acervo", *place, verb, *arguments], env=self._more, capture=capture)


@contextlib.contextmanager
def claimed_base_port():
    """A base port whose whole range is free now. Other suites leave it alone as long as this block lasts."""
    folder = Path(tempfile.gettempdir()) / f"acervo-ports-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    for base in range(FIRST_BASE_PORT, FIRST_EPHEMERAL_PORT - GRPC_SHIFT - PORT_SPAN, PORT_SPAN):
        handle = os.open(folder / str(base), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if _range_is_free(base):
                yield base
                return
        except BlockingIOError:
            continue
        finally:
            os.close(handle)
    raise RuntimeError("no free range of ports for a stack; stop one with ./acervo down")


def _range_is_free(base: int) -> bool:
    return all(_is_free(port) for low in (base, base + GRPC_SHIFT) for port in range(low, low + PORT_SPAN))


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        # A connection in TIME_WAIT is no reason to refuse; a listener is.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
