"""The asset cache: GET of an asset whose editorial metadata is large, from Redis beside from PostgreSQL, as it grows."""

from __future__ import annotations

import dataclasses
import sys
import tempfile
from pathlib import Path

from bench import measure, site
from bench.measure import Plan, Row, Side, Target
from bench.requests import Requests
from bench.server import Server
from bench.site import Site
from stack.layout import Stack

WHAT = "the asset cache: large editorial metadata from Redis, beside PostgreSQL alone"
ASSETS = 500
# Members of a document; each holds some 170 bytes of words.
MEMBERS = (1, 6, 12, 24, 48, 96, 340)
MEMBERS_OF_SMOKE = (1, 24)
WORDS = "pleno madrid directo entrevista archivo toma cierre plano audio ministra gol tarde lluvia corte rueda prensa nota vivo calle voto"
# Updates nothing twice: history of documents that nobody wrote is not what is measured.
DOCUMENTS = """
ALTER TABLE assets DISABLE TRIGGER USER;
UPDATE assets SET editorial_metadata = (
    SELECT jsonb_object_agg('field_' || k, (SELECT string_agg((string_to_array('{words}', ' '))[1 + floor(random() * 20)::int], ' ')
        FROM generate_series(1, 25) w WHERE k > 0 AND assets.id IS NOT NULL)) FROM generate_series(1, {members}) k);
ALTER TABLE assets ENABLE TRIGGER USER;
VACUUM ANALYZE assets; CHECKPOINT;
"""


def run(stack: Stack, folder: Path, plan: Plan) -> list[Row]:
    rows: list[Row] = []
    with site.running(folder) as ours, tempfile.TemporaryDirectory(prefix="acervo-bench-") as scratch:
        ours.fill(ASSETS)
        for members in MEMBERS_OF_SMOKE if plan.smoke else MEMBERS:
            ours.sql(DOCUMENTS.format(words=WORDS, members=members))
            rows += _Size(ours, folder, Path(scratch), plan).rows()
    return rows


class _Size:
    def __init__(self, ours: Site, folder: Path, scratch: Path, plan: Plan) -> None:
        self.site, self.folder, self.plan = ours, folder, plan
        # What an earlier size left would be `broken` or `stale` here, and is neither in life.
        ours.redis("EVAL", "for _, key in ipairs(redis.call('KEYS', 'asset:*')) do redis.call('DEL', key) end", "0")
        self.requests = Requests.for_assets(ours, scratch / "requests", ASSETS, plan.seconds)
        self.stored, self.text = ours.sql("SELECT avg(pg_column_size(editorial_metadata))::int || ' ' || avg(octet_length(editorial_metadata::text))::int FROM assets").split()

    def server(self, *settings: str) -> Server:
        made = self.site.api(self.folder)
        words = [word for setting in settings for word in ("--set", setting)]
        return dataclasses.replace(made, command=made.command + words)

    def rows(self) -> list[Row]:
        cached = self.server("asset_cache.from=0B", "asset_cache.lifetime=1h")
        plain = self.server("asset_cache.enabled=false")

        def load(server: Server) -> dict[str, float]:
            with server.running() as (pid, _):
                return self.requests.load(server, pid)

        rounds = measure.interleave(self.plan, {"cached": lambda: load(cached), "plain": lambda: load(plain)})
        print(f"documents of {self.text} bytes, {self.stored} as stored", file=sys.stderr, flush=True)
        for one in rounds:
            for side in one.values():
                side["both_us"] = side["cpu_us"] + side["postgres_us"]
        command = " ".join(self.requests.command(cached))
        sides = tuple(Side(key, name, "", command) for key, name in (("cached", "the cache"), ("plain", "PostgreSQL alone")))
        what = f"{self.text} bytes of metadata ({self.stored} as stored)"
        return [
            measure.compare(("asset cache", f"{name}, {what}", "µs"), metric, (sides[0], sides[1]), Target(1.0), rounds)
            for name, metric in (("API and PostgreSQL, CPU per GET", "both_us"), ("median of a GET", "p50_us"))
        ]
