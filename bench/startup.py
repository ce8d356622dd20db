"""P23: from exec to the first answer, and memory when idle, beside Go and Node."""

from __future__ import annotations

import time
from pathlib import Path

from bench import measure, server
from bench.measure import Plan, Row, Target
from bench.server import Server
from stack.layout import Stack

WHAT = "P23: time to the first answer and idle memory, beside Go and Node"
IDLE_SECONDS = 1.0


def run(stack: Stack, folder: Path, plan: Plan) -> list[Row]:
    ours, go, node = server.acervo_api(stack, folder), server.go(stack, folder), server.node(stack, folder)
    rounds = measure.interleave(plan, {one.key: lambda one=one: start(one, plan) for one in (ours, go, node)})
    how = "started, asked every ms until the first 200"
    idle = f"resident {IDLE_SECONDS:g} s after it"
    mine, gos, nodes = (one.side(how) for one in (ours, go, node))
    ready, memory = ("P23", how, "ms"), ("P23", idle, "MiB")
    return [
        measure.compare(ready, "ready_ms", (mine, gos), Target(150, absolute=True), rounds),
        measure.compare(memory, "resident_mib", (mine, gos), Target(0.5), rounds),
        measure.compare(memory, "resident_mib", (mine, nodes), Target(0.2), rounds),
    ]


def start(target: Server, plan: Plan) -> dict[str, float]:
    with target.running() as (pid, ready):
        cpu = measure.cpu_seconds(pid)
        if not plan.smoke:
            time.sleep(IDLE_SECONDS)
        return {"ready_ms": ready * 1000, "cpu_ms": cpu * 1000, "resident_mib": measure.resident_bytes(pid) / 1024**2}
