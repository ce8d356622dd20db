"""P2: an endpoint without a database, beside nginx `return 200` and Go net/http."""

from __future__ import annotations

import json
import resource
import socket
import subprocess
from pathlib import Path

from bench import measure, server
from bench.measure import Plan, Row, Target
from bench.server import Server
from stack.errors import StackError
from stack.layout import REPOSITORY, Stack

WHAT = "P2: CPU per request, growth and memory with connections, beside nginx and Go"
CONNECTIONS = 32
FEW = 16
WARM_CONNECTIONS = 64
REPORT = "REPORT "
WATCH_SECONDS = 0.4


def run(stack: Stack, folder: Path, plan: Plan) -> list[Row]:
    _raise_file_limit(2 * plan.many + 1024)
    ours, nginx, go = server.acervo_api(stack, folder), server.nginx(stack, folder), server.go(stack, folder)
    return _per_request(ours, nginx, go, plan) + _growth(ours, nginx, plan) + _per_idle_connection(ours, nginx, plan)


def _per_request(ours: Server, nginx: Server, go: Server, plan: Plan) -> list[Row]:
    with ours.running() as (api, _), nginx.running() as (web, _), go.running() as (peer, _):
        rounds = measure.interleave(
            plan,
            {
                ours.key: lambda: load(ours, api, CONNECTIONS, plan),
                nginx.key: lambda: load(nginx, web, CONNECTIONS, plan),
                go.key: lambda: load(go, peer, CONNECTIONS, plan),
            },
        )
    figure = ("P2", f"CPU per request, {CONNECTIONS} connections", "µs")
    how = " ".join(_wrk(CONNECTIONS, plan, "URL"))
    return [
        measure.compare(figure, "cpu_us", (ours.side(how), nginx.side(how)), Target(1.5), rounds),
        measure.compare(figure, "cpu_us", (ours.side(how), go.side(how)), Target(0.5), rounds),
    ]


def _growth(ours: Server, nginx: Server, plan: Plan) -> list[Row]:
    """Ours with many connections beside ours with few. nginx's own growth says what the kernel and caches cost."""
    with ours.running() as (api, _), nginx.running() as (web, _):
        rounds = measure.interleave(
            plan,
            {
                "few": lambda: load(ours, api, FEW, plan),
                "many": lambda: load(ours, api, plan.many, plan),
                "nginx_few": lambda: load(nginx, web, FEW, plan),
                "nginx_many": lambda: load(nginx, web, plan.many, plan),
            },
        )
    sides = [
        measure.Side(key, f"itself, {count} connections", "", ours.side(" ".join(_wrk(count, plan, "URL"))).command)
        for key, count in (("many", plan.many), ("few", FEW))
    ]
    row = measure.compare(
        ("P2", f"CPU per request, {plan.many} connections", "µs"), "cpu_us", (sides[0], sides[1]), Target(1.3), rounds
    )
    for raw, one in zip(row.rounds, rounds, strict=True):
        raw["nginx"] = {"few": one["nginx_few"], "many": one["nginx_many"]}
    return [row]


def _per_idle_connection(ours: Server, nginx: Server, plan: Plan) -> list[Row]:
    rounds = measure.interleave(plan, {one.key: lambda one=one: idle(one, plan.many) for one in (ours, nginx)})
    how = f"{plan.many} connections, one request each, then idle"
    figure = ("P2", "memory per idle connection", "KiB")
    return [measure.compare(figure, "kib", (ours.side(how), nginx.side(how)), Target(8, absolute=True), rounds)]


def load(target: Server, pid: int, connections: int, plan: Plan) -> dict[str, float]:
    """One round of wrk against a running server; CPU includes making the connections."""
    length = target.check()
    before = measure.cpu_seconds(pid)
    command = _wrk(connections, plan, f"http://127.0.0.1:{target.port}{server.ROUTE}")
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=REPOSITORY) as wrk:
        sockets = _watch(wrk, pid)
        output = wrk.stdout.read()
    used = measure.cpu_seconds(pid) - before
    if wrk.returncode or REPORT not in output:
        raise StackError(f"wrk failed against {target.name}:\n{output}")
    report = json.loads(output.partition(REPORT)[2].splitlines()[0])
    target.check()
    _check(target, report, length)
    if sockets < connections and not plan.smoke:  # a moment may be too short to see them all
        raise StackError(f"{target.name} held {sockets} sockets instead of {connections} connections")
    return {
        "cpu_us": used / report["requests"] * 1e6,
        "requests": report["requests"],
        "requests_per_second": report["requests"] / report["micros"] * 1e6,
        "p50_us": report["p50_us"],
        "p99_us": report["p99_us"],
        "timeouts": report["timeout"],
    }


def _watch(wrk: subprocess.Popen, pid: int) -> int:
    """Waits for wrk; the most sockets that the server was seen to hold."""
    most = 0
    while True:
        try:
            wrk.wait(timeout=WATCH_SECONDS)
            return most
        except subprocess.TimeoutExpired:
            most = max(most, measure.open_sockets(pid))


def _check(target: Server, report: dict[str, int], length: int) -> None:
    """All were answered, and all were as long as the one whose body was compared."""
    errors = {name: report[name] for name in ("connect", "read", "write", "status") if report[name]}
    if errors or not report["requests"]:
        raise StackError(f"{target.name} failed under load: {report}")
    if abs(report["bytes"] / report["requests"] / length - 1) > 0.01:
        raise StackError(f"{target.name}: answers under load have another length than {length} bytes: {report}")


def idle(target: Server, count: int) -> dict[str, float]:
    """Memory that `count` idle connections add to a fresh process that has served a few already."""
    with target.running() as (pid, _):
        _open_all(target, WARM_CONNECTIONS, close=True)
        before = measure.resident_bytes(pid)
        held = _open_all(target, count)
        try:
            sockets = measure.open_sockets(pid)
            after = measure.resident_bytes(pid)
        finally:
            for connection in held:
                connection.close()
    if sockets < count:
        raise StackError(f"{target.name} held {sockets} sockets instead of {count} connections")
    return {"kib": (after - before) / count / 1024, "resident_before": before, "resident_after": after}


def _open_all(target: Server, count: int, close: bool = False) -> list[socket.socket]:
    held = []
    for _ in range(count):
        connection = socket.create_connection(("127.0.0.1", target.port), timeout=server.READY_SECONDS)
        held.append(connection)
        server.exchange(connection)
    while close and held:
        held.pop().close()
    return held


def _wrk(connections: int, plan: Plan, url: str) -> list[str]:
    return [server.load_generator(), "-t1", f"-c{connections}", f"-d{plan.seconds}s", "-s", "bench/wrk_report.lua", url]


def _raise_file_limit(wanted: int) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))
