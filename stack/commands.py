"""up, down, status, logs, env."""

from __future__ import annotations

import argparse
import json
import os
import shlex
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

from stack import build, process, servers
from stack.bring_up import becomes_ready, bring_down, bring_up
from stack.errors import DOWN, FAILED, OK, MissingError, StackError, UsageError
from stack.layout import S3_SERVERS, Stack
from stack.progress import step
from stack.servers import own_programs
from stack.servers.base import Process, Server

STATUS_PATIENCE_S = 5

ADDRESSES = (("API", "gateway"), ("object storage", "s3"), ("workflows", "temporal_ui"))


# --- up --------------------------------------------------------------------------------------------------------------


def up_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--s3", choices=S3_SERVERS, help="the S3 server; remembered (first time: seaweedfs)")
    parser.add_argument("--only", metavar="A,B", default="", help="start just these servers and what they need; no build")


def up(stack: Stack, args: argparse.Namespace) -> int:
    names = [name for name in args.only.split(",") if name]
    s3 = args.s3 or next((name for name in names if name in S3_SERVERS), None)
    # Before there is anything on the disk: a name that is wrong leaves nothing behind.
    servers.choose(stack.with_s3(s3 or stack.s3), names)
    with stack.lock():
        stack.create()
        _remember_s3(stack, s3)
        chosen = servers.choose(stack, names)
        stack.want(sorted({*stack.wanted, *(server.name for server in chosen)}))
        failed = bring_up(stack, chosen, None if names else lambda: build.programs(stack))
    for name, failure in failed.items():
        print(f"\n{name}: {failure}", file=sys.stderr)
        if getattr(failure, "hint", ""):
            print(f"  what to do: {failure.hint}", file=sys.stderr)
    if failed:
        return max(getattr(failure, "exit_code", FAILED) for failure in failed.values())
    if not names:
        _print_addresses(stack)
    return OK


def _remember_s3(stack: Stack, wanted: str | None) -> None:
    if not wanted or wanted == stack.s3:
        return
    old = [server for server in servers.of(stack) if server.name == stack.s3]
    if any(process.find(stack, one.name) for server in old for one in server.processes(stack)):
        raise UsageError(f"this stack runs on {stack.s3}", "run ./acervo down first; the objects stay where they are")
    stack.s3 = wanted
    stack.remember()


def _print_addresses(stack: Stack) -> None:
    print()
    for what, port in ADDRESSES:
        print(f"{what:<16} http://{stack.address(port)}")
    administrator = stack.state / "administrator"
    print(f"{'administrator':<16} name and password are in {administrator}")
    shown = stack.state / "secrets" / "password-was-shown"
    if not shown.exists():
        print(f"{'':<16} " + ", ".join(administrator.read_text().splitlines()) + " (shown this once)")
        shown.touch()


# --- down ------------------------------------------------------------------------------------------------------------


def down_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--wipe", action="store_true", help="delete the state too: data, secrets, logs")


def down(stack: Stack, args: argparse.Namespace) -> int:
    if not stack.exists:
        if args.wipe and stack.state.exists():
            stack.wipe()  # refuses, with the reason
        print("nothing runs: this stack was never started", file=sys.stderr)
        return OK
    with stack.lock():
        bring_down(stack, list(servers.ALL))
        stack.want([])
        strays = process.stop_strays(stack)
        if strays:
            step("strays", "stopped", f"{len(strays)} processes of a killed command")
        if args.wipe:
            stack.wipe()
            step("state", "deleted", str(stack.state))
    return OK


# --- status ----------------------------------------------------------------------------------------------------------


def status_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON")


def status(stack: Stack, args: argparse.Namespace) -> int:
    """Exit code 0 when all is up, 3 when something is down."""
    chosen = _wanted_servers(stack)
    with ThreadPoolExecutor(max(1, len(chosen))) as pool:
        rows = [row for rows in pool.map(lambda server: _rows(stack, server), chosen) for row in rows]
    if args.json:
        print(json.dumps({"state": str(stack.state), "base_port": stack.base_port, "processes": rows}, indent=2))
    else:
        _print_rows(rows)
    return OK if rows and all(row["state"] == "up" for row in rows) else DOWN


def _wanted_servers(stack: Stack) -> list[Server]:
    """Those that `up` was asked for (all, or some with --only); after `down`, all."""
    return [server for server in servers.of(stack) if server.name in stack.wanted] or servers.of(stack)


def _rows(stack: Stack, server: Server) -> list[dict]:
    found = [(one, process.find(stack, one.name)) for one in server.processes(stack)]
    # With one of its processes dead, the server's own answer says nothing about the others: only the dead one is named.
    # One question that was not answered within its second is a busy machine, or a connection being made again.
    ready = not all(running for _, running in found) or becomes_ready(stack, server, STATUS_PATIENCE_S)
    return [_row(stack, server, one, running, ready) for one, running in found]


def _row(stack: Stack, server: Server, one: Process, running: process.Running | None, ready: bool) -> dict:
    row = {"name": one.name, "server": server.name, "address": one.address, "state": "stopped"}
    if running:
        row["pid"] = running.pid
        row["uptime_s"] = round(time.time() - running.started)
        row["rss_bytes"] = running.resident_bytes()
        row["state"] = "up" if ready else "not ready"
    elif process.was_started(stack, one.name):
        row["state"] = "dead"
    if row["state"] in ("dead", "not ready"):
        row["log_tail"] = process.tail(stack, one.name, 6)
        row["hint"] = server.hint(stack, row["log_tail"])
    return row


def _print_rows(rows: list[dict]) -> None:
    print(f"{'PROCESS':<16} {'STATE':<10} {'PID':>8} {'ADDRESS':<16} {'UPTIME':>10} {'MEMORY':>8}")
    for row in rows:
        memory = f"{row['rss_bytes'] // 2**20} MiB" if "rss_bytes" in row else ""
        uptime = f"{row['uptime_s']} s" if "uptime_s" in row else ""
        print(
            f"{row['name']:<16} {row['state']:<10} {row.get('pid', ''):>8} {row['address']:<16} {uptime:>10} {memory:>8}"
        )
    for row in rows:
        if "hint" in row:
            print(f"\n{row['name']} is {row['state']}. Its last lines:")
            print("\n".join("    " + line for line in row["log_tail"].splitlines()))
            print(f"  what to do: {row['hint']}")


# --- logs ------------------------------------------------------------------------------------------------------------


def logs_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="a process of the stack, as `status` names it")
    parser.add_argument("-f", "--follow", action="store_true", help="go on printing what comes")
    parser.add_argument("-n", "--lines", type=int, default=100, help="how many of the last lines (100)")


def logs(stack: Stack, args: argparse.Namespace) -> int:
    file = process.log_file(stack, args.name)
    if not file.exists():
        known = sorted(log.stem for log in stack.logs.glob("*.log")) if stack.logs.is_dir() else []
        raise UsageError(f"no log called {args.name}", "logs: " + (", ".join(known) or "none yet"))
    command = ["tail", "-n", str(args.lines), *(["-F"] if args.follow else []), str(file)]
    return subprocess.run(command).returncode


# --- env -------------------------------------------------------------------------------------------------------------


def env_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON")


def env(stack: Stack, args: argparse.Namespace) -> int:
    if not stack.exists:
        raise StackError("this stack was never started", "run ./acervo up")
    values = environment(stack)
    if args.json:
        print(json.dumps(values, indent=2))
    else:
        print("\n".join(f"{name}={shlex.quote(value)}" for name, value in values.items()))
    return OK


def environment(stack: Stack) -> dict[str, str]:
    """Addresses and secrets of this stack, for tests and the CLI."""
    values = {
        "ACERVO_URL": f"http://{stack.address('gateway')}",
        "ACERVO_STATE": str(stack.state),
        "ACERVO_CREDENTIALS": _credentials(stack),
    }
    for server in servers.of(stack):
        values.update(server.env(stack))
    return values


# --- the product's own commands --------------------------------------------------------------------------------------


def product(stack: Stack, arguments: list[str]) -> int:
    """Hands over to the C++ CLI. Does not return when it is there."""
    cli = build.program("acervo-cli")
    if not cli.exists():
        raise MissingError(f"{arguments[0]}: the program acervo-cli is not built", "run ./acervo up")
    os.execve(cli, [str(cli), *arguments], product_environment(stack))


def reconcile_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--repair", action="store_true", help="mend what can be mended")
    parser.add_argument(
        "--remove-unknown",
        action="store_true",
        help="with --repair, remove objects that no row tells of too; not after a restore: the database does not know what came"
        " after its backup",
    )
    parser.add_argument("--grace", type=int, metavar="S", help="leaves such objects alone for so many seconds (86400)")
    parser.add_argument("--json", action="store_true", help="print JSON")


def reconcile(stack: Stack, args: argparse.Namespace) -> int:
    """Hands over to the administration program, with the file that the API's preparation wrote. Does not return."""
    admin, config = build.program("acervo-admin"), stack.config / "admin.toml"
    if not (admin.exists() and config.exists()):
        raise MissingError("reconcile: the program acervo-admin is not built or its stack was never up", "run ./acervo up")
    if args.grace is not None and args.grace < 0:
        raise UsageError("--grace is a number of seconds, not less than 0")
    grace = [] if args.grace is None else ["--grace", str(args.grace)]
    flags = [f"--{name}" for name in ("repair", "remove-unknown", "json") if vars(args)[name.replace("-", "_")]]
    command = [str(admin), "reconcile", "--config", str(config), *flags, *grace]
    os.execve(admin, command, {**os.environ, **own_programs.from_the_file_only()})


def storage_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["migrate"], help="plan, copy, switch, finish: one step at a time; without a step, tell")
    parser.add_argument("--to", metavar="FILE", help="a configuration file whose section [s3] names the other store")
    for step, what in (
        ("copy", "copy what is missing; may be killed and run again"),
        ("verify", "read every copy once more"),
        ("switch", "from now on the ledger names the other store; no upload is opened until --finish"),
        ("finish", "the programs use the other store now: uploads go on"),
        ("undo", "before --finish: back to the old store"),
    ):
        parser.add_argument(f"--{step}", action="store_true", help=what)
    parser.add_argument("--parallel", metavar="N", help="so many objects at a time (4)")
    parser.add_argument("--limit", metavar="MIB", help="so many MiB per second, of both stores together")
    parser.add_argument("--drain", metavar="S", help="wait so many seconds for open uploads (600)")
    parser.add_argument("--end-uploads", action="store_true", help="end those that are open then, instead of giving up")


def storage(stack: Stack, args: argparse.Namespace) -> int:
    """Hands over to the administration program. Does not return."""
    admin, config = build.program("acervo-admin"), stack.config / "admin.toml"
    if not (admin.exists() and config.exists()):
        raise MissingError("storage: the program acervo-admin is not built or its stack was never up", "run ./acervo up")
    names = ("copy", "verify", "switch", "finish", "undo", "end-uploads")
    words = [f"--{name}" for name in names if vars(args)[name.replace("-", "_")]]
    for name in ("to", "parallel", "limit", "drain"):
        if vars(args)[name] is not None:
            words += [f"--{name}", vars(args)[name]]
    command = [str(admin), "storage", args.what, "--config", str(config), *words]
    os.execve(admin, command, {**os.environ, **own_programs.from_the_file_only()})


def product_environment(stack: Stack) -> dict[str, str]:
    """What the CLI needs to find this stack and the session kept with it."""
    own = {"ACERVO_URL": f"http://{stack.address('gateway')}", "ACERVO_CREDENTIALS": _credentials(stack)}
    # Whoever names another file of credentials wants another session than the one kept with the stack.
    return own | {name: value for name, value in os.environ.items() if value or name not in own} | {"ACERVO_URL": own["ACERVO_URL"]}


def _credentials(stack: Stack) -> str:
    return str(stack.state / "credentials.json")
