"""`./acervo bench [NAME…]`: measures beside peers, prints a table, writes NAME.json into the stack's bench folder."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

from bench import api, bulk, documents, http, listing, presign, security, startup, stream, temporal, upload
from bench.measure import Plan, Row
from stack.errors import INTERRUPTED, StackError
from stack.layout import REPOSITORY, Stack, default_state, locked, write_atomically

# Each has WHAT and run(stack, folder, plan) -> rows.
BENCHMARKS = {
    "api": api,
    "bulk": bulk,
    "cache": documents,
    "http": http,
    "list": listing,
    "startup": startup,
    "presign": presign,
    "security": security,
    "stream": stream,
    "upload": upload,
    "temporal": temporal,
}


def main(arguments: list[str]) -> int:
    args = _parse(arguments)
    plan = Plan.for_smoke() if args.smoke else Plan(rounds=args.rounds, seconds=args.seconds)
    stack = Stack.open(default_state())
    stack.create()
    folder = stack.state / "bench"
    folder.mkdir(exist_ok=True)
    everything = []
    with locked(folder / "lock", "measures"):
        for name in args.names or BENCHMARKS:
            print(f"{name}: {BENCHMARKS[name].WHAT}", file=sys.stderr, flush=True)
            rows = _measure(name, stack, folder, plan)
            everything += [row.as_json() for row in rows]
            if not args.json:
                print(table(rows), flush=True)
    if args.json:
        print(json.dumps(everything, indent=2, ensure_ascii=False))
    if plan.smoke:
        print("smoke: everything ran; these figures mean nothing", file=sys.stderr)
    return 0


def _parse(arguments: list[str]) -> argparse.Namespace:
    known = "\n".join(f"  {name:<9} {module.WHAT}" for name, module in BENCHMARKS.items())
    parser = argparse.ArgumentParser(
        allow_abbrev=False,
        prog="./acervo bench",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        description="Measures Acervo beside its peers and writes NAME.json into the bench folder of the stack's state.",
        epilog=f"benchmarks:\n{known}\n\nA missed target is printed and is no error. Exit codes: 0 measured, 1 failed, 2 wrong"
        " arguments, 4 something is missing on this machine.",
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="all when none is given")
    parser.add_argument("--smoke", action="store_true", help="a moment of everything: shows that it works, figures mean nothing")
    parser.add_argument("--rounds", type=int, default=Plan.rounds, metavar="N", help=f"the first is dropped ({Plan.rounds})")
    parser.add_argument("--seconds", type=int, default=Plan.seconds, metavar="N", help=f"of load per round ({Plan.seconds})")
    parser.add_argument("--json", action="store_true", help="print the rows as JSON instead of a table")
    args = parser.parse_args(arguments)
    unknown = [name for name in args.names if name not in BENCHMARKS]
    if unknown:
        parser.error(f"no benchmark {unknown[0]}; there are: {', '.join(BENCHMARKS)}")
    if args.rounds < 1 or args.seconds < 1:
        parser.error("--rounds and --seconds are at least 1")
    return args


def _measure(name: str, stack: Stack, folder: Path, plan: Plan) -> list[Row]:
    commit, before = _commit(), os.getloadavg()[0]
    rows = BENCHMARKS[name].run(stack, folder, plan)
    load = [round(before, 2), round(os.getloadavg()[0], 2)]
    for row in rows:
        row.commit, row.load = commit, load
    # Figures without meaning do not replace measured ones.
    file = folder / (f"{name}.smoke.json" if plan.smoke else f"{name}.json")
    write_atomically(file, json.dumps([row.as_json() for row in rows], indent=2, ensure_ascii=False) + "\n")
    return rows


def _commit() -> str:
    def git(*words: str) -> str:
        return subprocess.run(["git", *words], cwd=REPOSITORY, capture_output=True, text=True).stdout.strip()

    return git("rev-parse", "--short=12", "HEAD") + ("+changes" if git("status", "--porcelain") else "")


def table(rows: list[Row]) -> str:
    lines = [("id", "what", "ours", "peer", "", "ratio (min–max)", "target", "")]
    for row in rows:
        ratio = f"{row.ratio:.2f} ({row.ratio_min:.2f}–{row.ratio_max:.2f})"
        peer = f"{row.peer_name} {row.peer_version}".strip()
        met = "met" if row.met else "MISSED"
        lines.append((row.id, row.what, f"{row.ours:.2f} {row.unit}", f"{row.peer:.2f} {row.unit}", peer, ratio, row.target, met))
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    shown = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines]
    kept, load = len(rows[0].rounds), rows[0].load
    return "\n".join([*shown, f"medians of {kept} rounds; commit {rows[0].commit}; load {load[0]} → {load[1]}"])


def _guarded() -> int:
    try:
        return main(sys.argv[1:])
    except StackError as failure:
        print(f"acervo bench: {failure}", file=sys.stderr)
        if failure.hint:
            print(f"  what to do: {failure.hint}", file=sys.stderr)
        return failure.exit_code
    except KeyboardInterrupt:
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(_guarded())
