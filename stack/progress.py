"""Progress for a person, one line per event, the same on a terminal and in a log file."""

from __future__ import annotations

import sys
import threading
import time

_began = time.monotonic()
_one_at_a_time = threading.Lock()


def step(subject: str, what: str, detail: str = "") -> None:
    """`  12.3 s  postgres     ready     127.0.0.1:17010`"""
    line = f"{time.monotonic() - _began:7.1f} s  {subject:<12} {what:<12} {detail}".rstrip()
    with _one_at_a_time:
        print(line, file=sys.stderr, flush=True)
