"""P1: an asset by its id (session, rights, JSON, limits, metrics), beside Go and beside PostgreSQL alone, as the site grows."""

from __future__ import annotations

import json
import re
import subprocess
import tempfile
from pathlib import Path

from bench import measure, site
from bench.measure import Plan, Row, Side, Target
from bench.requests import CONNECTIONS, Requests
from bench.server import PORTS, Server
from bench.site import FIRST, ID, Site
from stack import tools
from stack.errors import StackError
from stack.layout import REPOSITORY, Stack
from stack.servers import postgres

WHAT = "P1: GET of an asset, beside Go net/http + pgx + go-redis and pgbench"
SIZES = (10_000, 100_000, 1_000_000)
SIZES_OF_SMOKE = (100, 1_000)
FIGURE = ("P1", "CPU of the API per GET of an asset", "µs")


def run(stack: Stack, folder: Path, plan: Plan) -> list[Row]:
    sizes = SIZES_OF_SMOKE if plan.smoke else SIZES
    with site.running(folder) as ours, tempfile.TemporaryDirectory(prefix="acervo-bench-") as scratch:
        by_size: dict[int, list[dict]] = {}
        rows: list[Row] = []
        for size in sizes:
            ours.fill(size)
            bench = _Bench(ours, folder, Path(scratch), plan, size)
            by_size[size] = bench.rounds(beside=size == sizes[-1])
            rows = bench.rows(by_size[size]) if size == sizes[-1] else rows
        return rows + [_growth(sizes, by_size, rows[0].command)]


def _growth(sizes: tuple[int, ...], by_size: dict[int, list[dict]], command: str) -> Row:
    few, many = sizes[0], sizes[-1]
    rounds = [{"few": a["acervo-api"], "many": b["acervo-api"]} for a, b in zip(by_size[few], by_size[many], strict=True)]
    sides = [Side(key, f"itself, {count:,} assets", "", command) for key, count in (("many", many), ("few", few))]
    return measure.compare(("P1", f"the same with {many:,} assets", "µs"), "cpu_us", (sides[0], sides[1]), Target(1.15), rounds)


class _Bench:
    def __init__(self, ours: Site, folder: Path, scratch: Path, plan: Plan, size: int) -> None:
        self.site, self.plan, self.size = ours, plan, size
        self.api = ours.api(folder)
        self.sql = _sql_of(ours)
        self.requests, self.script = Requests.for_assets(ours, scratch / "requests", size, plan.seconds), scratch / "query.sql"
        # A parameter inside quotes is none for pgbench: the id is put together by the server.
        query = self.sql.replace("$1", f"('{ID}' || :number)::uuid").replace("$2", f"'{ours.editor_id}'::uuid")
        self.script.write_text(f"\\set number random({FIRST}, {FIRST + size - 1})\n{query};\n")
        self.go = _go(ours, folder, self.sql)

    def rounds(self, beside: bool) -> list[dict]:
        with self.api.running() as (api, _), self.go.running() as (peer, _):
            _same_answers(self.site, self.api, self.go, self.size)
            sides = {"acervo-api": lambda: self.requests.load(self.api, api)}
            if beside:
                sides |= {"go": lambda: self.requests.load(self.go, peer), "pgbench": self.pgbench}
            return measure.interleave(self.plan, sides)

    def rows(self, rounds: list[dict]) -> list[Row]:
        ours = self.api.side(" ".join(self.requests.command(self.api)))
        pgbench = Side("pgbench", "pgbench, the same statement", "15", " ".join(self.pgbench_command()))
        wall = ("P1", f"requests a second, {CONNECTIONS} connections, beside pgbench's transactions", "1/s")
        return [
            measure.compare(FIGURE, "cpu_us", (ours, self.go.side("wrk as ours")), Target(0.6), rounds),
            measure.compare(wall, "per_second", (ours, pgbench), Target(0.65, at_least=True), rounds),
        ]

    def pgbench_command(self) -> list[str]:
        load = ["-n", "-M", "prepared", "-c", str(CONNECTIONS), "-j", "1", *self.plan.pgbench_load()]
        return [postgres.program("pgbench"), *load, "-f", str(self.script)]

    def pgbench(self) -> dict[str, float]:
        environment = postgres.superuser(self.site.stack, "acervo")
        done = subprocess.run(self.pgbench_command(), env=environment, capture_output=True, text=True, timeout=300)
        found = re.search(r"tps = ([0-9.]+)", done.stdout)
        if done.returncode or not found:
            raise StackError(f"pgbench failed:\n{done.stdout}{done.stderr[-2000:]}")
        return {"per_second": float(found[1])}


def _sql_of(ours: Site) -> str:
    """The statement as the API itself sends it, read where PostgreSQL counts statements."""
    ours.call("GET", f"/api/v1/assets/{ID}{FIRST}", token=ours.editor)
    text = ours.sql("SELECT query FROM pg_stat_statements WHERE query LIKE '%all_places%asset_readers%WHERE id = $1%' ORDER BY calls DESC LIMIT 1")
    if not text.strip():
        raise StackError("PostgreSQL did not see the statement that finds an asset")
    # It shows constants as further parameters; in this statement they are all zeros.
    # .. but the first, from which size on documents are left out: here none is.
    whole = re.sub(r"(pg_column_size\(\S+\) < )\$3", r"\g<1>2147483647", text.strip())
    return re.sub(r"\$([3-9])\b", "0", whole)


def _same_answers(ours: Site, api: Server, peer: Server, size: int) -> None:
    for number in (0, size // 2, size - 1):
        path = f"/api/v1/assets/{ID}{FIRST + number}"
        answers = [ours.call("GET", path, token=ours.editor, server=one) for one in (api, peer)]
        theirs = {name: value for name, value in answers[1].items() if not name.endswith("_at")}
        if any(answers[0].get(name) != value for name, value in theirs.items()) or len(answers[0]) < len(theirs):
            raise StackError(f"the answers differ: {answers}")


def _go(ours: Site, folder: Path, sql: str) -> Server:
    compiler = str(tools.ensure("go"))
    program = tools.go_program(REPOSITORY / "bench" / "peers" / "catalogue_go", folder / "catalogue-go")
    stack = ours.stack
    value = json.dumps({"user": ours.editor_id, "role": "editor", "expires": "2100-01-01T00:00:00Z"})
    ours.redis("SET", site.session_key(ours.editor), value)
    settings = {
        "GOMAXPROCS": "1",
        "DATABASE_URL": f"postgresql://acervo_api:{stack.secret('postgres_api')}@{stack.address('postgres')}/acervo",
        "REDIS_ADDRESS": stack.address("redis"),
        "REDIS_PASSWORD": stack.secret("redis"),
        "SQL": sql,
        "POOL": "8",
    }
    port = stack.base_port + PORTS["go"]
    version = ".".join(map(str, tools.program_version([compiler, "version"]) or ()))
    return Server("go", "Go net/http + pgx", version, port, [program, f"127.0.0.1:{port}"], settings, folder / "go.log")
