"""P11: assets registered and edited by the thousand, beside COPY of the same rows, one statement, and one after the other."""

from __future__ import annotations

import contextlib
import json
import random
import subprocess
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench import measure, site
from bench.measure import Plan, Row, Side, Target
from bench.requests import MANY, Requests, asset
from bench.site import Site
from stack.errors import StackError
from stack.layout import Stack
from stack.servers import postgres

WHAT = "P11: registering and editing many assets, beside COPY, one UPDATE, and row by row"
# What one registration writes; triggers write places, marks for the index and what is to be sealed. In the order of foreign keys.
TABLES = ("assets", "storage_objects", "uploads", "events", "audit_log")
OF_AN_ASSET = {
    "assets": "id = one",
    "storage_objects": "asset_id = one",
    "uploads": "asset_id = one",
    "events": "asset_id = one",
    "audit_log": "object_id = one::text",
}
ROW_BY_ROW = 2_000
BARE = "bare"
SECONDS_OF_AN_EDIT = 600
BEGINNING = datetime(2020, 1, 1, tzinfo=UTC)  # of the site, which gets an asset a second
# What an edit changes; the same triggers keep the history. Without a look at rights, schemas, or what was edited meanwhile.
ONE_STATEMENT = """UPDATE assets SET tags = tags || '{tag}'::text, edited_by = '{person}', edited_at = now()
    WHERE created_at >= '{begin}' AND created_at < '{end}'"""


def run(stack: Stack, folder: Path, plan: Plan) -> list[Row]:
    size, edited = (1_000, 200) if plan.smoke else (1_000_000, 100_000)
    with site.running(folder, "api,keeper") as ours, tempfile.TemporaryDirectory(prefix="acervo-bench-") as scratch:
        rows = _Registration(ours, folder, Path(scratch), plan).rows()
        ours.fill(size)
        return rows + _single_edits(ours, folder, Path(scratch), plan, size) + _bulk_edits(ours, plan, size, edited)


class _Registration:
    """POST of an asset by wrk; then the very rows that this wrote go into another database by COPY, and one asset after the other."""

    def __init__(self, ours: Site, folder: Path, scratch: Path, plan: Plan) -> None:
        self.site, self.scratch, self.plan = ours, scratch, plan
        self.api = ours.api(folder)
        bodies = (
            json.dumps({"filename": f"take-{i}.mxf", "size": 10**9 + i, "mime_type": "application/mxf", "collection_id": ours.collection})
            for i in range(MANY)
        )
        self.requests = Requests.of(ours, scratch / "requests", (f"POST /api/v1/assets {body}" for body in bodies), plan.seconds)
        # The people and places that rows point to, and nothing yet of what is registered.
        everything = postgres.superuser(ours.stack, "acervo")
        dump = subprocess.run([postgres.program("pg_dump")], env=everything, capture_output=True, text=True, check=True, timeout=60)
        ours.sql(f"CREATE DATABASE {BARE}")
        postgres.sql(ours.stack, BARE, dump.stdout)

    def rows(self) -> list[Row]:
        with self.api.running() as (pid, _):
            self.pid = pid
            rounds = measure.interleave(self.plan, {"all": self._round})
        rounds = [one["all"] for one in rounds]
        ours = Side("ours", "acervo", "", " ".join(self.requests.command(self.api)))
        copy = Side("copy", "COPY of the same rows", "15", "psql: \\copy of {}, in one transaction".format(", ".join(TABLES)))
        single = Side("single", "the same rows, an asset at a time", "15", "INSERT … SELECT and COMMIT, in a DO block")
        figure = ("P11", "assets registered a second", "1/s")
        return [
            measure.compare(figure, "per_second", (ours, copy), Target(0.6, at_least=True), rounds),
            measure.compare(figure, "per_second", (ours, single), Target(8, at_least=True), rounds),
        ]

    def _round(self) -> dict:
        last = {table: self.site.sql(f"SELECT coalesce(max(id), 0) FROM {table}").strip() for table in ("storage_objects", "events", "audit_log")}
        begun = self.site.sql("SELECT now()").strip()
        ours = self.requests.load(self.api, self.pid)
        for table in TABLES:
            new = f"id > {last[table]}" if table in last else f"created_at >= '{begun}'"
            self.site.sql(f"\\copy (SELECT * FROM {table} WHERE {new}) TO '{self._file(table)}'")
        return {"ours": ours, "copy": self._copied(), "single": self._one_by_one()}

    def _file(self, table: str) -> Path:
        return self.scratch / f"{table}.copy"

    def _copy_of(self, table: str, into: str = "") -> str:
        return f"\\copy {into}{table} FROM '{self._file(table)}'"

    @contextlib.contextmanager
    def _other(self) -> Iterator[str]:
        name = "other"
        self.site.sql(f"CREATE DATABASE {name} TEMPLATE {BARE}")
        try:
            yield name
        finally:
            self.site.sql(f"DROP DATABASE {name}")

    def _timed(self, name: str, statements: str) -> dict[str, float]:
        begun = time.monotonic()
        self._psql(name, statements)
        seconds = time.monotonic() - begun
        return {"per_second": int(self._psql(name, "SELECT count(*) FROM assets")) / seconds}

    def _psql(self, name: str, statements: str) -> str:
        return postgres.sql(self.site.stack, name, statements)

    def _copied(self) -> dict[str, float]:
        with self._other() as name:
            return self._timed(name, "\n".join(["BEGIN;", *map(self._copy_of, TABLES), "COMMIT;"]))

    def _one_by_one(self) -> dict[str, float]:
        with self._other() as name:
            for table in TABLES:
                index = f"CREATE INDEX ON bare_{table} ({OF_AN_ASSET[table].split()[0]})"
                self._psql(name, f"CREATE UNLOGGED TABLE bare_{table} (LIKE {table});\n{self._copy_of(table, 'bare_')}\n{index}")
            inserts = "; ".join(
                f"INSERT INTO {table} OVERRIDING SYSTEM VALUE SELECT * FROM bare_{table} WHERE {mine}" for table, mine in OF_AN_ASSET.items()
            )
            every = f"SELECT id FROM bare_assets LIMIT {ROW_BY_ROW}"
            return self._timed(name, f"DO $$ DECLARE one uuid; BEGIN FOR one IN {every} LOOP {inserts}; COMMIT; END LOOP; END $$")


def _single_edits(ours: Site, folder: Path, scratch: Path, plan: Plan, size: int) -> list[Row]:
    """PATCH of random assets, beside GET of random assets: both look at the rights, one of them writes."""
    api, chosen = ours.api(folder), random.Random(size)
    reads = Requests.for_assets(ours, scratch / "reads", size, plan.seconds)

    def edits() -> Requests:
        """Other titles each time: what changes nothing writes nothing."""
        lines = (f'PATCH {asset(chosen.randrange(size))} {{"title": "Take {chosen.random()}"}}' for _ in range(MANY))
        return Requests.of(ours, scratch / "edits", lines, plan.seconds)

    with api.running() as (pid, _):
        rounds = measure.interleave(plan, {"patch": lambda: edits().load(api, pid), "get": lambda: reads.load(api, pid)})
    command = " ".join(reads.command(api))
    sides = (Side("patch", "acervo", "", command), Side("get", "itself, GET", "", command))
    return [
        measure.compare(("P1", f"CPU of the API per PATCH, {size:,} assets", "µs"), "cpu_us", sides, Target(3), rounds),
        measure.compare(("P1", f"PATCH a second, {size:,} assets", "1/s"), "per_second", sides, Target(0.1, at_least=True), rounds),
    ]


def _bulk_edits(ours: Site, plan: Plan, size: int, edited: int) -> list[Row]:
    """A job of the keeper, beside one statement on as many other assets, and beside one PATCH after the other."""
    number = iter(range(10**6))

    def part() -> tuple[datetime, datetime]:
        at = next(number) * edited % size
        return BEGINNING + timedelta(seconds=at), BEGINNING + timedelta(seconds=at + edited)

    def job() -> dict[str, float]:
        begin, end = part()
        query = {"collection_id": ours.collection, "created_from": _text(begin), "created_to": _text(end)}
        order = {"selection": {"query": query}, "change": {"add_tags": [f"bulk-{begin.timestamp():.0f}"]}}
        begun = time.monotonic()
        started = ours.call("POST", "/api/v1/assets/bulk-edit", order, ours.editor)["job_id"]
        ended = _end_of(ours, started)
        if (ended["state"], ended["done"]) != ("done", edited):
            raise StackError(f"the job did not edit what it should: {ended}")
        return {"per_second": edited / (time.monotonic() - begun)}

    def statement() -> dict[str, float]:
        begin, end = part()
        begun = time.monotonic()
        ours.sql(ONE_STATEMENT.format(tag=f"one-{begin.timestamp():.0f}", person=ours.editor_id, begin=_text(begin), end=_text(end)))
        return {"per_second": edited / (time.monotonic() - begun)}

    def one_by_one() -> dict[str, float]:
        count = min(edited, 500)
        begun = time.monotonic()
        for i in range(count):
            ours.call("PATCH", asset(i), {"title": f"Take {i}, again"}, ours.editor)
        return {"per_second": count / (time.monotonic() - begun)}

    few = Plan(rounds=min(plan.rounds, 4), seconds=plan.seconds, smoke=plan.smoke)
    rounds = measure.interleave(few, {"job": job, "statement": statement, "single": one_by_one})
    acervo = Side("job", "acervo", "", f"POST /api/v1/assets/bulk-edit, {edited:,} assets")
    figure = ("P11", f"assets edited a second, {edited:,} of {size:,}", "1/s")
    statement_side = Side("statement", "one UPDATE", "15", "UPDATE assets SET tags …")
    single = Side("single", "one PATCH after the other", "", "one connection")
    return [
        measure.compare(figure, "per_second", (acervo, statement_side), Target(0.6, at_least=True), rounds),
        measure.compare(figure, "per_second", (acervo, single), Target(8, at_least=True), rounds),
    ]


def _text(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def _end_of(ours: Site, job: str) -> dict:
    end = time.monotonic() + SECONDS_OF_AN_EDIT
    while time.monotonic() < end:
        found = ours.call("GET", f"/api/v1/jobs/{job}", token=ours.editor)
        if found["state"] not in ("queued", "running", "waiting"):
            return found
        time.sleep(0.05)
    raise StackError(f"the job {job} did not end")
