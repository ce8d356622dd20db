"""One workflow with the same commands in the same order in three SDKs: what one recorded on a server, the others replay.

    ACERVO_RECORD_HISTORIES=FOLDER    leaves the histories there: how src/temporal/worker/histories_of_others came to be
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

from bench import temporal_sides
from bench.temporal_sides import NAMESPACE, Sdk, Size
from stack.layout import Stack, default_state

PATIENCE_SECONDS = 300
# SDKs on the core look a timer up by its count, Go names it by its event; only ours and Go's check here translate.
NOT_TRANSLATED = {("python", "go")}


class HistoriesAcrossSdks(unittest.TestCase):
    """Go's modules and Python's wheel are fetched, and ours is built, the first time on a machine."""

    @classmethod
    def setUpClass(cls) -> None:
        cls.folder = Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        stack = Stack.open(default_state())
        stack.create()
        size = Size()
        ours = temporal_sides.ours(stack, size)
        cls.sdks = (ours, temporal_sides.go(cls.folder, size), temporal_sides.python())
        cls.histories = {}
        with temporal_sides.temporal_server(stack, cls.folder) as address:
            for sdk in cls.sdks:
                with temporal_sides.worker(sdk, address, sdk.key, cls.folder):
                    cls.histories[sdk.key] = cls._record(ours, sdk, address)
        if kept := os.environ.get("ACERVO_RECORD_HISTORIES"):
            for file in [file for files in cls.histories.values() for file in files]:
                shutil.copy(file, kept)

    @classmethod
    def _record(cls, ours: Sdk, writer: Sdk, address: str) -> list[str]:
        """Two runs, of which the first continues as the second."""
        files = [str(cls.folder / f"{writer.key}-errand{part}.json") for part in ("-first", "")]
        command = [ours.worker[0], "record-errand", address, NAMESPACE, writer.key, *files]
        temporal_sides.output(command, PATIENCE_SECONDS)
        return files

    def test_each_sdk_replays_what_the_others_recorded(self) -> None:
        for reader in self.sdks:
            for writer in self.sdks:
                if (reader.key, writer.key) not in NOT_TRANSLATED:
                    with self.subTest(reader=reader.name, writer=writer.name):
                        self.assertEqual(*self._check(reader, self.histories[writer.key]))

    def test_each_sdk_refuses_them_for_other_code(self) -> None:
        for reader in self.sdks:
            for file in [file for files in self.histories.values() for file in files]:
                with self.subTest(reader=reader.name, history=Path(file).name):
                    code, output = self._run([*reader.check, "--changed", file])
                    self.assertEqual(code, 1, output)
                    self.assertIn("TMPRL1100", output)

    def _check(self, reader: Sdk, files: list[str]) -> tuple[str, str]:
        """What it prints, and what it shall print."""
        code, output = self._run([*reader.check, *files])
        return output if code == 0 else f"exit code {code}: {output[-1000:]}", "".join(f"{file} fits\n" for file in files)

    def _run(self, command: list[str]) -> tuple[int, str]:
        with contextlib.suppress(subprocess.TimeoutExpired):
            done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=PATIENCE_SECONDS)
            return done.returncode, done.stdout
        self.fail(f"{command} did not end within {PATIENCE_SECONDS} s")


if __name__ == "__main__":
    unittest.main()
