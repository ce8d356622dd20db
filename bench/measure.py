"""What every benchmark needs: CPU and memory of a process tree, interleaved rounds, and the verdict over them."""

from __future__ import annotations

import math
import os
import statistics
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

TICK_SECONDS = 1 / os.sysconf("SC_CLK_TCK")
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")
ROUNDS_THAT_MUST_PASS = 5 / 7  # .. and the median as well


@dataclass(frozen=True)
class Plan:
    """How much is measured. The first round warms up and is dropped."""

    rounds: int = 8  # seven are kept
    seconds: int = 3  # of load per round and side
    many: int = 4096  # connections where growth is measured
    smoke: bool = False

    @classmethod
    def for_smoke(cls) -> Plan:
        """Everything runs for a moment; the figures mean nothing."""
        return cls(rounds=1, seconds=1, many=256, smoke=True)

    def pgbench_load(self) -> list[str]:
        """How long pgbench runs. Its clock starts before it connects, so a moment may hold no transaction at all."""
        return ["-t", "20"] if self.smoke else ["-T", str(max(3, self.seconds))]

    def kept(self, rounds: list[Any]) -> list[Any]:
        return rounds[1:] if len(rounds) > 1 else rounds


@dataclass(frozen=True)
class Target:
    """At most (or `at_least`) `limit`: of ours divided by the peer's, or (`absolute`) of ours alone."""

    limit: float
    absolute: bool = False
    at_least: bool = False

    def text(self, unit: str) -> str:
        sign = "≥" if self.at_least else "≤"
        return f"{sign} {self.limit:g} {unit}" if self.absolute else f"{sign} {self.limit:g}x"


@dataclass
class Row:
    """One figure beside one peer, as it stands in the JSON file."""

    id: str  # P1 .. of the quality goals
    what: str
    unit: str
    ours: float  # median of the kept rounds
    peer: float
    peer_name: str
    peer_version: str
    ratio: float  # median of the rounds' ratios
    ratio_min: float
    ratio_max: float
    target: str
    met: bool
    rounds: list[dict[str, Any]]  # raw, the dropped one not among them
    command: str
    peer_command: str
    commit: str = ""
    load: list[float] = field(default_factory=list)  # 1-minute load of the machine before and after

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Side:
    """One of the two that are compared: its name in the rounds, and how it was run."""

    key: str
    name: str
    version: str
    command: str


def compare(figure: tuple[str, str, str], metric: str, sides: tuple[Side, Side], target: Target, rounds: list[dict[str, dict]]) -> Row:
    """The row of `figure` (id, what, unit) over kept rounds: {side's key: {metric: value, …}}."""
    ours, peer = sides
    mine = [one[ours.key][metric] for one in rounds]
    theirs = [one[peer.key][metric] for one in rounds]
    ratios = [a / b if b else math.inf for a, b in zip(mine, theirs, strict=True)]
    raw = [{"ours": one[ours.key], "peer": one[peer.key], "ratio": ratio} for one, ratio in zip(rounds, ratios, strict=True)]
    return Row(
        *figure,
        ours=statistics.median(mine),
        peer=statistics.median(theirs),
        peer_name=peer.name,
        peer_version=peer.version,
        ratio=statistics.median(ratios),
        ratio_min=min(ratios),
        ratio_max=max(ratios),
        target=target.text(figure[2]),
        met=passes(mine if target.absolute else ratios, target.limit, target.at_least),
        rounds=raw,
        command=ours.command,
        peer_command=peer.command,
    )


def passes(values: list[float], limit: float, at_least: bool = False) -> bool:
    """The median holds, and so do five of seven rounds."""

    def holds(value: float) -> bool:
        return value >= limit if at_least else value <= limit

    return holds(statistics.median(values)) and sum(map(holds, values)) >= math.ceil(len(values) * ROUNDS_THAT_MUST_PASS)


def interleave(plan: Plan, sides: dict[str, Callable[[], dict[str, float]]]) -> list[dict[str, dict]]:
    """Runs A B A B …: what disturbs the machine for a while disturbs all sides. Answers the kept rounds."""
    return plan.kept([{key: run() for key, run in sides.items()} for _ in range(plan.rounds)])


def parse_stat(text: str) -> tuple[int, int]:
    """Parent's pid and clock ticks of CPU (its own, and of its children that are gone) from /proc/PID/stat."""
    # The program's name stands in brackets and may hold spaces and brackets itself.
    fields = text.rpartition(")")[2].split()
    return int(fields[1]), sum(int(ticks) for ticks in fields[11:15])


def tree(root: int) -> dict[int, int]:
    """Clock ticks of CPU by pid: the process and all that descend from it."""
    parents: dict[int, int] = {}
    ticks: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)], ticks[int(entry.name)] = parse_stat((entry / "stat").read_text())
            except OSError:
                continue  # gone meanwhile
    return {pid: ticks[pid] for pid in descendants(root, parents)}


def descendants(root: int, parents: dict[int, int]) -> list[int]:
    """`root` and everything below it."""
    found = [root] if root in parents else []
    for pid in found:  # grows while we walk it
        found += [child for child, parent in parents.items() if parent == pid]
    return found


def cpu_seconds(root: int) -> float:
    """User and system time of the tree since it started."""
    return sum(tree(root).values()) * TICK_SECONDS


def resident_bytes(root: int) -> int:
    return sum(int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE_BYTES for pid in tree(root))


def own_bytes(root: int) -> int:
    """What is resident and belongs to no file: without programs and libraries, which processes share and may drop."""
    held = 0
    for pid in tree(root):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("RssAnon:"):
                held += int(line.split()[1]) * 1024
    return held


def open_sockets(root: int) -> int:
    """Sockets that the tree holds: shows that a load really had its connections."""
    count = 0
    for pid in tree(root):
        for link in Path(f"/proc/{pid}/fd").iterdir():
            try:
                count += os.readlink(link).startswith("socket:")
            except OSError:
                continue  # closed meanwhile
    return count
