"""P7: presigned addresses of parts, beside the AWS SDK for Go and boto3."""

from __future__ import annotations

import subprocess
from pathlib import Path

from bench import measure, s3_peers
from bench.measure import Plan, Row, Side, Target
from stack import build
from stack.errors import StackError
from stack.layout import Stack

WHAT = "P7: CPU per presigned part address, beside the Go SDK and boto3"
PROGRAM = "acervo-bench-presign-urls"
MOST_PARTS = 10_000  # of one upload
ENDPOINT = "http://127.0.0.1:8333"  # nothing need be there: nobody is asked


def run(stack: Stack, folder: Path, plan: Plan) -> list[Row]:
    build.programs(stack, PROGRAM)
    go, boto3 = s3_peers.go(folder), s3_peers.boto3()
    keys = s3_peers.Keys("AKIDEXAMPLE", "an example of a secret key")
    # About as long as a round of the others, each.
    count = {"ours": 60_000, "go": 20_000, "boto3": 2_000}
    if plan.smoke:
        count = {key: 100 for key in count}
    commands = {
        "ours": [str(build.program(PROGRAM)), str(count["ours"])],
        "go": [*go.command, "presign", ENDPOINT, str(count["go"])],
        "boto3": [*boto3.command, "presign", ENDPOINT, str(count["boto3"])],
    }
    rounds = measure.interleave(plan, {key: lambda command=command: cost(command, keys) for key, command in commands.items()})
    sides = {key: f"{Path(command[0]).name} {' '.join(command[1:])}" for key, command in commands.items()}
    ours = Side("ours", "acervo", "", sides["ours"])
    figure = ("P7", "CPU per presigned part address", "µs")
    whole = ("P7", f"CPU of {MOST_PARTS:,} of them", "ms")
    return [
        measure.compare(figure, "cpu_us", (ours, go.side(sides["go"])), Target(1 / 3), rounds),
        measure.compare(figure, "cpu_us", (ours, boto3.side(sides["boto3"])), Target(1 / 30), rounds),
        measure.compare(whole, "all_parts_ms", (ours, go.side(sides["go"])), Target(50, absolute=True), rounds),
    ]


def cost(command: list[str], keys: s3_peers.Keys) -> dict[str, float]:
    """Each program says itself what one cost: its start is not counted."""
    done = subprocess.run(command, env=keys.environment(), capture_output=True, text=True, timeout=120)
    if done.returncode:
        raise StackError(f"{command[0]} failed:\n{done.stderr[-1000:]}")
    each = float(done.stdout)
    return {"cpu_us": each, "all_parts_ms": each * MOST_PARTS / 1000}
