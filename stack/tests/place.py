"""A place for a stack of a test: a folder of its own and ports that nobody uses."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
import unittest
from collections.abc import Callable, Collection
from pathlib import Path

from stack import process
from stack.layout import REPOSITORY, Stack
from stack.suite.servers import claimed_base_port


def wait_for(condition: Callable[[], object], patience_s: float = 20) -> object:
    """The first true answer; fails loudly when it does not come."""
    end = time.monotonic() + patience_s
    while not (answer := condition()):
        if time.monotonic() > end:
            raise AssertionError("what was waited for did not happen")
        time.sleep(0.02)
    return answer


class StackTest(unittest.TestCase):
    """Each test has a fresh stack, not started, and nothing of it is left afterwards."""

    def setUp(self) -> None:
        self.state = Path(tempfile.mkdtemp(prefix="acervo-test-")) / "a state"
        self.stack = Stack.open(self.state, self.enterContext(claimed_base_port()))
        self.addCleanup(self.remove)

    def remove(self) -> None:
        # Made by ./acervo, the stack has an id that we did not choose; read again, also after a failure.
        for stack in (self.stack, Stack.open(self.state, self.stack.base_port)):
            process.stop_strays(stack)
        shutil.rmtree(self.state.parent, ignore_errors=True)


def acervo(state: Path, *arguments: str, without: Collection[str] = ()) -> subprocess.CompletedProcess:
    """Runs ./acervo as a person would, `without` some of the environment's variables."""
    command = [str(REPOSITORY / "acervo"), "--state", str(state), *arguments]
    environment = {name: value for name, value in os.environ.items() if name not in without}
    return subprocess.run(command, capture_output=True, text=True, timeout=300, env=environment)
