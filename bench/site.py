"""A site with as many assets as a benchmark wants: a private stack, people, and rows made in the database itself."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import subprocess
import sys
import urllib.request
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench import measure
from bench.server import PORTS, Server
from stack import process
from stack.errors import MissingError, StackError
from stack.layout import REPOSITORY, Stack
from stack.servers import postgres
from stack.suite.servers import claimed_base_port

PROGRAMS = REPOSITORY / "build" / "release" / "bin"
PASSWORD = "una frase larga y propia"
# A hundred thousand million and more, so that a number has twelve digits: the end of an asset's id.
FIRST = 10**11
ID = "00000000-0000-7000-8000-"
# What triggers do for each asset (its place, its mark for the index) is done for these too.
ASSETS = """
INSERT INTO assets (id, type, status, title, description, original_filename, mime_type, file_size_bytes, master_storage_key,
    home_collection_id, tags, editorial_metadata, created_by, created_at, updated_at)
SELECT ('{id}' || i)::uuid, (ARRAY['video', 'video', 'audio', 'image'])[1 + i % 4], CASE WHEN i % 100 = 0 THEN 'archived' ELSE 'ready' END,
    'Take ' || md5(i::text), repeat(md5(i::text) || ' ', 6), 'take-' || i || '.mxf', 'application/mxf', 1000000 + i,
    'masters/' || i || '/original.mxf', '{collection}', ARRAY['desk-' || i % 50, 'day-' || i % 365],
    jsonb_build_object('place', 'Studio ' || i % 9), '{person}', moment, moment
FROM (SELECT i, timestamptz '2020-01-01Z' + (i - {first}) * interval '1 s' AS moment FROM generate_series({first} + {begin}, {first} + {end} - 1) i) one
"""


@dataclass
class Site:
    """The running stack, an editor with rights on the one collection, and an administrator."""

    stack: Stack
    url: str
    editor: str  # token
    administrator: str
    editor_id: str
    collection: str
    assets: int = 0

    def call(self, method: str, path: str, body: object = None, token: str = "", server: Server | None = None) -> dict:
        """What the stack's API answers, or another `server` on its data. A PATCH goes upon whatever edit there is."""
        headers = {"Content-Type": "application/json"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        if method == "PATCH":
            headers |= {"Content-Type": "application/merge-patch+json", "If-Match": "*"}
        url = f"http://127.0.0.1:{server.port}" if server else self.url
        request = urllib.request.Request(url + path, None if body is None else json.dumps(body).encode(), headers, method=method)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.loads(answer.read() or b"{}")

    def fill(self, count: int) -> None:
        """Makes it `count` assets in all."""
        step = 50_000
        for begin in range(self.assets, count, step):
            names = {"id": ID, "first": FIRST, "begin": begin, "end": min(begin + step, count)}
            self.sql(ASSETS.format(**names, collection=self.collection, person=self.editor_id))
        self.sql("VACUUM ANALYZE assets; VACUUM ANALYZE asset_placements; CHECKPOINT")
        self.assets = count
        print(f"the site has {count} assets", file=sys.stderr, flush=True)

    def sql(self, text: str) -> str:
        return postgres.sql(self.stack, "acervo", text)

    def redis(self, *words: str) -> str:
        command = ["redis-cli", "-h", "127.0.0.1", "-p", str(self.stack.port("redis")), *words]
        environment = {**os.environ, "REDISCLI_AUTH": self.stack.secret("redis")}
        return subprocess.run(command, env=environment, check=True, capture_output=True, text=True, timeout=30).stdout

    def api(self, folder: Path) -> Server:
        """Another process of the API on the stack's servers, with one thread and no limit that a benchmark would meet."""
        port = self.stack.base_port + PORTS["acervo-api"]
        limits = [f"limits.{who}_per_{time}=1000000000" for who in ("person", "uploads") for time in ("minute", "hour")]
        settings = [f"http.port={port}", "http.threads=1", "http.drain_lead=0s", "http.drain_finish=1s", "log.level=warn", *limits]
        command = [str(PROGRAMS / "acervo-api"), "--config", str(self.stack.config / "api-1.toml")]
        command += [word for setting in settings for word in ("--set", setting)]
        return Server("acervo-api", "acervo-api", "", port, command, {}, folder / "api.log")

    def postgres_cpu(self) -> float:
        """Seconds of CPU of PostgreSQL, also of sessions that are over."""
        return measure.cpu_seconds(process.find(self.stack, "postgres").pid)


def session_key(token: str) -> str:
    return "bench:session:" + hashlib.sha256(token.encode()).hexdigest()


@contextlib.contextmanager
def running(folder: Path, programs: str = "api") -> Iterator[Site]:
    """A new stack with these of ours, wiped afterwards."""
    if not (PROGRAMS / "acervo-api").exists():
        raise MissingError("acervo-api is not built", "run ./acervo up, or: ninja -C build/release programs")
    with claimed_base_port() as port:
        state = folder / "site"
        if state.exists():
            _acervo(state, "down", "--wipe")
        try:
            _acervo(state, "--base-port", str(port), "up", "--only", programs)
            yield _open(Stack.open(state))
        finally:
            _acervo(state, "down", "--wipe")


def _open(stack: Stack) -> Site:
    lines = dict(line.split(": ", 1) for line in (stack.state / "administrator").read_text().splitlines())
    site = Site(stack, f"http://{stack.address('api_1')}", "", "", "", "")

    def sign_in(name: str, password: str) -> str:
        return site.call("POST", "/api/v1/sessions", {"login": name, "password": password})["access_token"]

    site.administrator = sign_in(lines["name"], lines["password"])
    name = uuid.uuid4().hex
    person = {"username": name, "role": "editor", "password": PASSWORD}
    site.editor_id = site.call("POST", "/api/v1/users", person, site.administrator)["user_id"]
    site.collection = site.call("POST", "/api/v1/collections", {"name": "News"}, site.administrator)["collection_id"]
    grant = f"/api/v1/collections/{site.collection}/grants/users/{site.editor_id}"
    site.call("PUT", grant, {"rights": ["view", "edit"]}, site.administrator)
    site.editor = sign_in(name, PASSWORD)
    return site


def _acervo(state: Path, *words: str) -> None:
    environment = {name: value for name, value in os.environ.items() if name not in ("ACERVO_STATE", "ACERVO_BASE_PORT")}
    command = [str(REPOSITORY / "acervo"), "--state", str(state), *words]
    done = subprocess.run(command, env={**environment, "ACERVO_PRESET": "release"}, capture_output=True, text=True, timeout=600)
    if done.returncode:
        raise StackError(f"./acervo {words[-1]} failed:\n{done.stderr}")
