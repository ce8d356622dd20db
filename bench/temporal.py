"""P18: a Temporal worker and replays, beside the official Go SDK on the same server with the same sizes."""

from __future__ import annotations

import json
from pathlib import Path

from bench import measure, temporal_sides
from bench.measure import Plan, Row, Side, Target
from bench.temporal_sides import NAMESPACE, Sdk, Size
from stack.errors import StackError
from stack.layout import Stack

WHAT = "P18: activities per second, CPU and memory of a Temporal worker, and replays, beside the Go SDK"
SIZE = Size()
# The workflow: 5 steps, in each 4 activities side by side; 8 such workflows are open at a time.
STEPS, WIDTH, OPEN = 5, 4, 8
# Recorded for the replay: some 2,500 events, and a quarter of them.
LONG_STEPS, SHORTER = 160, 4
PATIENCE_SECONDS = 300


def run(stack: Stack, folder: Path, plan: Plan) -> list[Row]:
    ours = temporal_sides.ours(stack, SIZE)
    go = temporal_sides.go(folder, SIZE)
    sides = (ours, go)
    with temporal_sides.temporal_server(stack, folder) as address:
        with (
            temporal_sides.worker(ours, address, "ours", folder) as our_pid,
            temporal_sides.worker(go, address, "go", folder) as go_pid,
        ):
            files = _record(ours, sides, address, folder, plan)
            worked = measure.interleave(
                plan,
                {
                    "ours": lambda: _work(ours, "ours", our_pid, address, plan),
                    "go": lambda: _work(ours, "go", go_pid, address, plan),
                },
            )
    return _of_work(sides, worked) + _of_replay(sides, files, plan)


# --- activities ------------------------------------------------------------------------------------------------------


def _work(program: Sdk, queue: str, pid: int, address: str, plan: Plan) -> dict[str, float]:
    """One round of load on a worker that runs. Who starts the workflows is ours for both, and not measured."""
    before = measure.cpu_seconds(pid)
    done = _load(program, queue, address, plan)
    cpu = measure.cpu_seconds(pid) - before
    return {
        "per_second": done["activities"] / done["seconds"],
        "cpu_us": cpu / done["activities"] * 1e6,
        "resident_mib": measure.resident_bytes(pid) / 1024**2,
        "own_mib": measure.own_bytes(pid) / 1024**2,
        "activities": done["activities"],
        "seconds": done["seconds"],
    }


def _load(program: Sdk, queue: str, address: str, plan: Plan) -> dict[str, float]:
    done = json.loads(temporal_sides.output(_load_command(program, queue, address, plan), plan.seconds + PATIENCE_SECONDS))
    if not done["activities"]:
        raise StackError(f"no workflow of queue {queue} came to its end")
    return done


def _load_command(program: Sdk, queue: str, address: str, plan: Plan) -> list[str]:
    size = ["--steps", str(STEPS), "--width", str(WIDTH), "--open", str(OPEN), "--seconds", str(plan.seconds)]
    return [program.worker[0], "load", address, NAMESPACE, queue, *size]


def _of_work(sides: tuple[Sdk, Sdk], rounds: list[dict[str, dict]]) -> list[Row]:
    how = f"{SIZE.pollers} pollers a kind, {SIZE.concurrent} at a time; {OPEN} workflows open, each {STEPS} x {WIDTH} activities"
    mine, theirs = (Side(one.key, one.name, one.version, f"{Path(one.worker[0]).name} {one.worker[1]}: {how}") for one in sides)
    shown = f"{OPEN} workflows of {STEPS} x {WIDTH}"
    figures = (
        (("P18", f"activities per second, {shown}", "1/s"), "per_second", Target(1.0, at_least=True)),
        (("P18", f"CPU of the worker per activity, {shown}", "µs"), "cpu_us", Target(0.5)),
        (("P18", f"memory of the worker after it, {shown}", "MiB"), "resident_mib", Target(0.35)),
        (("P18", f"of that, without the program's file, {shown}", "MiB"), "own_mib", Target(0.35)),
    )
    return [measure.compare(figure, metric, (mine, theirs), target, rounds) for figure, metric, target in figures]


# --- replay ----------------------------------------------------------------------------------------------------------


def _record(program: Sdk, sides: tuple[Sdk, Sdk], address: str, folder: Path, plan: Plan) -> dict[str, Path]:
    """Histories of both sides, which both replay: who wrote it makes no difference. Keys: `KEY`, and `short` by ours."""
    steps = 2 * SHORTER if plan.smoke else LONG_STEPS
    files = {}
    for key, queue, length in (("ours", "ours", steps), ("go", "go", steps), ("short", "ours", steps // SHORTER)):
        files[key] = folder / f"crunch-{key}.json"
        size = ["--steps", str(length), "--width", str(WIDTH)]
        command = [program.worker[0], "record-crunch", address, NAMESPACE, queue, str(files[key]), *size]
        temporal_sides.output(command, PATIENCE_SECONDS)
    for one in sides:
        temporal_sides.output([*one.check, *map(str, files.values())], PATIENCE_SECONDS)
    return files


def _replay(one: Sdk, file: Path, plan: Plan) -> dict[str, float]:
    seconds = 0.2 if plan.smoke else plan.seconds
    length = ["--seconds", str(seconds), str(file)] if one.key == "ours" else [str(seconds), str(file)]
    done = json.loads(temporal_sides.output([one.worker[0], "replay", *length], seconds + PATIENCE_SECONDS))
    return {
        "events_per_second": done["events"] / done["seconds"],
        "cpu_us": done["cpu_seconds"] / done["events"] * 1e6,
        "peak_mib": done["peak_bytes"] / 1024**2,
        "reading_ms": done["reading_seconds"] * 1e3,
        "events": done["events"] / done["replays"],
    }


def _of_replay(sides: tuple[Sdk, Sdk], files: dict[str, Path], plan: Plan) -> list[Row]:
    ours, go = sides
    rounds = measure.interleave(
        plan,
        {
            "ours": lambda: _replay(ours, files["ours"], plan),
            "go": lambda: _replay(go, files["ours"], plan),
            "short": lambda: _replay(ours, files["short"], plan),
        },
    )
    events = {key: round(rounds[0][key]["events"]) for key in ("ours", "short")}
    mine, theirs = (
        Side(one.key, one.name, one.version, f"{Path(one.worker[0]).name} replay: a history in memory, again and again") for one in sides
    )
    short = Side("short", f"itself, {events['short']} events", "", mine.command)
    speed = ("P18", f"replayed events per second, a history of {events['ours']} events", "1/s")
    cpu = ("P18", f"CPU per replayed event, a history of {events['ours']} events", "µs")
    return [
        measure.compare(speed, "events_per_second", (mine, theirs), Target(1.0, at_least=True), rounds),
        measure.compare(cpu, "cpu_us", (mine, theirs), Target(1.0), rounds),
        measure.compare(cpu, "cpu_us", (mine, short), Target(1.1), rounds),
    ]
