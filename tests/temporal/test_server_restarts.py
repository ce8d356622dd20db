"""A server that is killed and comes back: worker and client go on by themselves, and nothing is lost."""

from __future__ import annotations

import tempfile
import time
import unittest
from pathlib import Path

from bench import temporal_sides
from stack import build
from stack.layout import Stack, default_state

PROGRAM = "temporal_soak"
WORKFLOWS = 120
KILLS = 2
PATIENCE_SECONDS = 300
AWAY_SECONDS = 2  # longer than the pauses between the client's attempts


class ServerRestarts(unittest.TestCase):
    """The program starts its workflows 40 at a time, signals each and awaits its result; it fails when one call does."""

    def setUp(self) -> None:
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.stack = Stack.open(default_state())
        self.stack.create()
        build.programs(self.stack, PROGRAM)

    def server(self):
        """On the same file each time, as a server after a power cut."""
        file = str(self.folder / "temporal.sqlite")
        return temporal_sides.temporal_process(self.stack, self.folder, "--db-filename", file)

    def progress(self) -> int:
        """How often the program told of twelve more workflows that ended well."""
        return (self.folder / "soak.log").read_text().count(" workflows: ")

    def wait_for_more_than(self, progress: int, soak) -> None:
        end = time.monotonic() + PATIENCE_SECONDS
        while self.progress() <= progress:
            self.assertIsNone(soak.poll(), (self.folder / "soak.log").read_text())
            self.assertLess(time.monotonic(), end, "the workflows do not go on")
            time.sleep(0.02)

    def test_workflows_go_on_when_the_server_was_killed(self) -> None:
        command = [str(build.program(PROGRAM)), temporal_sides.temporal_address(self.stack), temporal_sides.NAMESPACE, str(WORKFLOWS)]
        with self.server() as first:
            soak = self.enterContext(temporal_sides.running(command, self.folder / "soak.log", {}))
            self.wait_for_more_than(0, soak)
            first.kill()
        for _ in range(KILLS - 1):
            time.sleep(AWAY_SECONDS)
            before = self.progress()
            with self.server() as again:
                self.wait_for_more_than(before, soak)
                again.kill()
        with self.server():
            self.assertEqual(soak.wait(PATIENCE_SECONDS), 0, (self.folder / "soak.log").read_text())
        self.assertGreaterEqual(self.progress(), WORKFLOWS // 12)


if __name__ == "__main__":
    unittest.main()
