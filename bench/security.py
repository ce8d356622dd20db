"""P24: what it costs to see who asks, what they may do and how often, beside golang-jwt and openssl's bare signature."""

from __future__ import annotations

import re
import subprocess
import tempfile
from pathlib import Path

from bench import measure, site
from bench.measure import Plan, Row, Side, Target
from bench.requests import CONNECTIONS, Requests
from bench.server import Server
from bench.site import PASSWORD, Site
from stack import build, tools
from stack.errors import StackError
from stack.layout import REPOSITORY, Stack

WHAT = "P24: CPU of tokens, limits and rights, beside golang-jwt and openssl"
PROGRAM = "acervo-bench-token-checks"
GO_MODULE = REPOSITORY / "bench" / "peers" / "jwt_go"
ASSETS = 10_000
# Who is there beside the editor, and what the editor is granted beside the one collection.
PEOPLE = """
INSERT INTO users (id, username, role, created_at) SELECT gen_random_uuid(), 'person-' || i, 'viewer', now() FROM generate_series(1, {many}) i;
INSERT INTO groups (id, name) SELECT gen_random_uuid(), 'desk-' || i FROM generate_series(1, {some}) i;
INSERT INTO group_members (group_id, user_id) SELECT g.id, u.id FROM groups g, (SELECT id FROM users ORDER BY id LIMIT 100) u;
INSERT INTO group_members (group_id, user_id) SELECT id, '{editor}' FROM groups LIMIT 20 ON CONFLICT DO NOTHING;
INSERT INTO collections (id, name, created_by) SELECT gen_random_uuid(), 'shelf-' || i, '{editor}' FROM generate_series(1, {some}) i;
INSERT INTO collection_grants (collection_id, group_id, rights) SELECT c.id, g.id, 1 FROM
    (SELECT id, row_number() OVER () AS i FROM collections WHERE name LIKE 'shelf-%') c JOIN (SELECT id, row_number() OVER () AS i FROM groups) g USING (i);
"""


def run(stack: Stack, folder: Path, plan: Plan) -> list[Row]:
    build.programs(stack, PROGRAM)
    return _tokens(folder, plan) + _whole(folder, plan)


def _tokens(folder: Path, plan: Plan) -> list[Row]:
    """Programs that check tokens and do nothing else."""
    count, seen = (200, 2_000) if plan.smoke else (20_000, 1_000_000)
    program, go = str(build.program(PROGRAM)), tools.go_program(GO_MODULE, folder / "jwt-go")
    commands = {"new": [program, "new", str(count)], "seen": [program, "seen", str(seen)], "go": [go, str(count)]}
    sides = {key: lambda command=command: {"cpu_us": float(_output(command))} for key, command in commands.items()}
    openssl = ["openssl", "speed", "-seconds", str(plan.seconds), "ed25519"]
    rounds = measure.interleave(plan, {**sides, "openssl": lambda: _signature(openssl)})
    library = re.search(r"golang-jwt/jwt/v5 v([\d.]+)", (GO_MODULE / "go.mod").read_text())[1]
    bare = re.search(r"OpenSSL ([\d.]+)", _output(["openssl", "version"]))[1]
    new, known = (Side(key, "acervo", "", " ".join([PROGRAM, *commands[key][1:]])) for key in ("new", "seen"))
    figure = ("P24", "CPU of a signed token that comes for the first time", "µs")
    again = ("P24", "CPU of one that was seen before", "µs")
    golang = Side("go", "golang-jwt", library, f"jwt-go {count}")
    return [
        measure.compare(figure, "cpu_us", (new, Side("openssl", "openssl speed ed25519", bare, " ".join(openssl))), Target(1.15), rounds),
        measure.compare(figure, "cpu_us", (new, golang), Target(1), rounds),
        measure.compare(again, "cpu_us", (known, golang), Target(3, absolute=True), rounds),
    ]


def _output(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    if done.returncode:
        raise StackError(f"{command[0]} failed:\n{done.stderr[-1000:]}")
    return done.stdout


def _signature(command: list[str]) -> dict[str, float]:
    """The last column: signatures checked in a second of CPU."""
    return {"cpu_us": 1e6 / float(_output(command).split()[-1])}


def _whole(folder: Path, plan: Plan) -> list[Row]:
    """The API itself, on the way of an asset by its id."""
    size, people = (200, 1_000) if plan.smoke else (ASSETS, 100_000)
    with site.running(folder) as ours, tempfile.TemporaryDirectory(prefix="acervo-bench-") as scratch:
        ours.fill(size)
        requests, api = Requests.for_assets(ours, Path(scratch) / "requests", size, plan.seconds), ours.api(folder)
        signed = _signed_token(ours)
        with api.running() as (pid, _):
            rounds = measure.interleave(
                plan, {"opaque": lambda: _counted(ours, requests, api, pid), "signed": lambda: requests.load(api, pid, signed)}
            )
            ours.sql(PEOPLE.format(many=people, some=people // 50, editor=ours.editor_id) + "; ANALYZE")
            later = measure.interleave(plan, {"many": lambda: requests.load(api, pid)})
    wrk = " ".join(requests.command(api))
    opaque, signed_side = (Side(key, f"itself, {key} token", "", wrk) for key in ("opaque", "signed"))
    few, many = Side("few", "itself, two people", "", wrk), Side("many", f"itself, {people:,} people", "", wrk)
    calls = [{"ours": {"calls": one["opaque"]["limits"]}, "one": {"calls": 1.0}} for one in rounds]
    grown = [{"few": _sum(a["opaque"]), "many": _sum(b["many"])} for a, b in zip(rounds, later, strict=True)]
    limits = Side("ours", "limits", "", "calls of EVAL, by INFO commandstats")
    return [
        measure.compare(("P24", "CPU of a GET with a signed token", "µs"), "cpu_us", (signed_side, opaque), Target(1.1), rounds),
        measure.compare(("P24", "round trips to Redis for the limits of a request", ""), "calls", (limits, Side("one", "one each", "", "")), Target(1, absolute=True), calls),
        measure.compare(("P24", "CPU of API and PostgreSQL, more people and grants", "µs"), "cpu_us", (many, few), Target(1.15), grown),
    ]


def _sum(one: dict[str, float]) -> dict[str, float]:
    return {"cpu_us": one["cpu_us"] + one["postgres_us"]}


def _signed_token(ours: Site) -> str:
    name = ours.call("GET", f"/api/v1/users/{ours.editor_id}", token=ours.administrator)["username"]
    return ours.call("POST", "/api/v1/tokens", {"login": name, "password": PASSWORD})["access_token"]


def _counted(ours: Site, requests: Requests, api: Server, pid: int) -> dict[str, float]:
    """A round, and how often Redis ran the script of limits for each request; those that wrk gave up at the end were counted, too."""
    before = _scripts(ours)
    loaded = requests.load(api, pid)
    return {**loaded, "limits": (_scripts(ours) - before) / (loaded["requests"] + CONNECTIONS)}


def _scripts(ours: Site) -> int:
    return sum(int(calls) for calls in re.findall(r"cmdstat_eval\w*:calls=(\d+)", ours.redis("INFO", "commandstats")))
