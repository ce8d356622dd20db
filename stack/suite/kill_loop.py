"""Processes killed at random, brought back by `./acervo up`: how often, which, and what is measured of it."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from stack.suite.chance import FULL
from stack.suite.figures import figure

# Of each loop. There are two, of the servers and of the whole product: ten kills every day, fifty in the full size.
KILLS = 25 if FULL else 5
MOST_AT_ONCE = 3


@dataclass
class Repairs:
    """What a loop did: who was killed, and how many seconds each `up` took to bring them back."""

    killed: list[str]
    seconds: list[float]

    def tell(self, what: str, lost: Sequence[object]) -> None:
        """As figures of the evidence."""
        figure(f"random kills of {what}", len(self.killed), "kills", f"{KILLS}", len(self.killed) == KILLS)
        figure(f"rounds of stored data lost by kills of {what}", len(lost), "rounds", "0", not lost)
        figure(f"longest `up` after kills of {what}", round(max(self.seconds), 1), "s", "none", True)


def rounds(dice: random.Random, names: Sequence[str], kills: int = KILLS) -> list[list[str]]:
    """Who dies together: `kills` in all, one at a time more often than several."""
    chosen: list[list[str]] = []
    while kills > 0:
        count = min(dice.choice((1, 1, 1, 2, MOST_AT_ONCE)), kills, len(names))
        chosen.append(dice.sample(sorted(names), count))
        kills -= count
    return chosen


def kill_and_repair(
    victims: list[list[str]], pid_of: Callable[[str], int], before: Callable[[int], None], repair: Callable[[], object]
) -> Repairs:
    """In each round `before` stores something, then the victims die at once and `repair` brings them back."""
    done = Repairs([], [])
    for number, names in enumerate(victims):
        pids = [pid_of(name) for name in names]
        before(number)
        print(f"round {number + 1}: {', '.join(names)}", flush=True)
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
        began = time.monotonic()
        repair()
        done.killed += names
        done.seconds.append(time.monotonic() - began)
    return done
