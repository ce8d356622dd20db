"""What a process costs: CPU to the nanosecond, and the most memory that it ever had resident."""

from __future__ import annotations

import contextlib
import os
import subprocess
import tempfile
import threading
import time
from pathlib import Path

POLL_S = 0.05


def cpu_ms(pid: int) -> float:
    """Of all its threads that live, as the scheduler counts."""
    total = 0
    for task in Path(f"/proc/{pid}/task").iterdir():
        with contextlib.suppress(OSError):
            total += int((task / "schedstat").read_text().split()[0])
    return total / 1e6


def peak_mib(pid: int) -> float:
    """VmHWM: since the program was started; what its parent had does not count, as it does in getrusage's figure."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    return 0.0


class Watched:
    """A command that is run to its end and watched meanwhile."""

    def __init__(self, command: list[str], environment: dict[str, str], limit_s: float) -> None:
        self.peak_mib = 0.0
        began = time.monotonic()
        with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as errors:
            process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=errors)
            over = threading.Event()
            watcher = threading.Thread(target=self._watch, args=(process, over, began + limit_s), daemon=True)
            watcher.start()
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            self.wall_s = time.monotonic() - began
            over.set()
            watcher.join()
            out.seek(0)
            errors.seek(0)
            self.stdout, self.stderr = out.read(), errors.read()
        self.code = process.returncode
        self.cpu_ms = (usage.ru_utime + usage.ru_stime) * 1000

    def _watch(self, process: subprocess.Popen, over: threading.Event, end: float) -> None:
        # What the last moment before its end added to its memory is not seen.
        while not over.wait(POLL_S):
            self.peak_mib = max(self.peak_mib, peak_mib(process.pid))
            if time.monotonic() > end:
                process.kill()
