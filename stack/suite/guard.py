"""Cleans up after a suite that was killed.

Runs beside the suite in a session of its own and waits on a pipe that only the suite holds. When the pipe closes
without the word `done`, the suite is dead: whatever carries its mark is ended and its stacks are wiped.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

from stack.suite.shell import MARK, end_marked


class Guard:
    """The suite's end of the pipe."""

    def __init__(self, root: Path, folder: Path, mark: str) -> None:
        environment = {name: value for name, value in os.environ.items() if name != MARK}
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, [str(root), environment.get("PYTHONPATH")]))
        self._process = subprocess.Popen(
            [sys.executable, "-m", "stack.suite.guard", str(root), str(folder), mark],
            cwd=root,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )

    def dismiss(self) -> None:
        """All is cleaned up."""
        assert self._process.stdin
        try:
            self._process.stdin.write(b"done\n")
            self._process.stdin.close()
        except BrokenPipeError:
            pass
        self._process.wait()


def clean_up(root: Path, folder: Path, mark: str) -> None:
    end_marked(mark)
    for state in sorted(folder.glob("stack-*")):
        command = [str(root / "acervo"), "down", "--wipe", "--state", str(state)]
        subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=300, check=False)
    shutil.rmtree(folder, ignore_errors=True)


def main() -> int:
    for sig in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(sig, lambda *_: None)
    root, folder, mark = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    if sys.stdin.read().strip() != "done":
        clean_up(root, folder, mark)
    return 0


if __name__ == "__main__":
    sys.exit(main())
