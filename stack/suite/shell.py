"""Commands of the suite: each in a session of its own, marked, and ended with all its children when the suite ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

MARK = "ACERVO_SUITE_ID"


class Shell:
    """Runs commands in the repository, output straight to the terminal. `mark` names this run of the suite."""

    def __init__(self, root: Path, mark: str) -> None:
        self.root = root
        self.mark = mark

    def run(
        self,
        command: Sequence[str | Path],
        *,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        limit_s: float = 3600,
        capture: bool = False,
    ) -> tuple[int, str]:
        """Exit code (124: took longer than `limit_s`), and standard output when `capture`.

        What a command leaves running in its process group is ended; the servers of a stack have sessions of their own.
        """
        process = subprocess.Popen(
            [str(part) for part in command],
            cwd=cwd or self.root,
            env={**os.environ, MARK: self.mark, **(env or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if capture else None,
            stderr=None if capture else sys.stdout.fileno(),  # one stream keeps the order
            text=True,
            errors="replace",
            start_new_session=True,
        )
        try:
            output, _ = process.communicate(timeout=limit_s)
            return process.returncode, output or ""
        except subprocess.TimeoutExpired:
            print(f"stopped after {limit_s:.0f} s: {command[0]}", flush=True)
            return 124, ""
        finally:
            end_session(process)


    def run_all(self, commands: Mapping[str, Sequence[str | Path]], logs: Path, workers: int) -> dict[str, int]:
        """Runs named commands, `workers` at a time, output to `logs`/NAME.log. Answers their exit codes."""
        waiting = list(commands.items())
        running: dict[str, subprocess.Popen] = {}
        codes: dict[str, int] = {}
        try:
            while waiting or running:
                while waiting and len(running) < workers:
                    name, command = waiting.pop(0)
                    running[name] = self._start_logged(command, logs / f"{name}.log")
                for name in [name for name, process in running.items() if process.poll() is not None]:
                    codes[name] = running.pop(name).returncode
                time.sleep(0.05)
        finally:
            for process in running.values():
                end_session(process)
        return codes

    def _start_logged(self, command: Sequence[str | Path], log: Path) -> subprocess.Popen:
        with open(log, "wb") as out:
            return subprocess.Popen(
                [str(part) for part in command],
                cwd=self.root,
                env={**os.environ, MARK: self.mark},
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )


def end_session(process: subprocess.Popen) -> None:
    """Ends what is left of a command's process group, politely first."""
    for sig, patience_s in ((signal.SIGTERM, 10), (signal.SIGKILL, 5)):
        try:
            os.killpg(process.pid, sig)
        except (ProcessLookupError, PermissionError):
            break
        end = time.monotonic() + patience_s
        while _group_lives(process.pid) and time.monotonic() < end:
            process.poll()
            time.sleep(0.02)
    process.wait()


def _group_lives(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return any(_field(pid, 2) == str(group) and _field(pid, 0) not in "ZX" for pid in _pids())


def marked_processes(mark: str) -> list[int]:
    """Live processes that this run of the suite started, wherever they moved to; never ourselves or who called us."""
    wanted = f"{MARK}={mark}".encode()
    ours = _ancestors()
    return [pid for pid in _pids() if pid not in ours and wanted in _environment(pid)]


def end_marked(mark: str) -> list[int]:
    """Ends them all. Answers those that were there."""
    found = marked_processes(mark)
    for sig, patience_s in ((signal.SIGTERM, 8), (signal.SIGKILL, 5)):
        for pid in marked_processes(mark):
            try:
                os.kill(pid, sig)
            except ProcessLookupError:
                pass
        end = time.monotonic() + patience_s
        while marked_processes(mark) and time.monotonic() < end:
            time.sleep(0.1)
    return found


def _pids() -> list[int]:
    return [int(entry) for entry in os.listdir("/proc") if entry.isdigit()]


def _field(pid: int, number: int) -> str:
    """A field of /proc/PID/stat after the program's name: 0 state, 1 parent, 2 group. Empty when it is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[number]
    except (OSError, IndexError):
        return "X" if number == 0 else ""


def _environment(pid: int) -> list[bytes]:
    try:
        return [] if _field(pid, 0) in "ZX" else Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    except OSError:
        return []


def _ancestors() -> set[int]:
    found: set[int] = set()
    pid = os.getpid()
    while pid > 0 and pid not in found:
        found.add(pid)
        pid = int(_field(pid, 1) or 0)
    return found
