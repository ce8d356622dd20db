"""What a process costs: CPU to the nanosecond, and the most memory that it ever had resident."""

from __future__ import annotations

import contextlib
import subprocess
import threading
from pathlib import Path

MEBIBYTE = 1 << 20
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
        self.cpu_ms = 0.0
        process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        over = threading.Event()
        watcher = threading.Thread(target=self._watch, args=(process.pid, over), daemon=True)
        watcher.start()
        try:
            self.stdout, self.stderr = process.communicate(timeout=limit_s)
        finally:
            over.set()
            process.kill()
            watcher.join()
        self.code = process.returncode

    def _watch(self, pid: int, over: threading.Event) -> None:
        # What the last moment before its end added is not seen; these figures only grow.
        while not over.wait(POLL_S):
            with contextlib.suppress(OSError):
                self.peak_mib = max(self.peak_mib, peak_mib(pid))
                self.cpu_ms = max(self.cpu_ms, cpu_ms(pid))
