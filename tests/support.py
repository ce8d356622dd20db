"""What the tests of the whole product share: the stack they run on, a signed-in person, and something to upload."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import http.client
import json
import os
import socket
import subprocess
import tempfile
import time
import urllib.parse
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROGRAMS = ROOT / "build" / (os.environ.get("ACERVO_PRESET") or "release") / "bin"
PART = 8 << 20  # what the server chooses for small files


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> dict:
        return json.loads(self.body)


def request(
    method: str, url: str, body: bytes | None = None, headers: dict[str, str] | None = None, timeout: float = 30
) -> Answer:
    """One request on a connection of its own, with nothing done behind its back: no redirect, no retry."""
    parts = urllib.parse.urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=timeout)
    try:
        target = urllib.parse.urlunsplit(("", "", parts.path, parts.query, ""))
        connection.request(method, target, body, headers or {})
        response = connection.getresponse()
        return Answer(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())
    finally:
        connection.close()


@dataclass
class Product:
    """The running stack named by ACERVO_STATE, and its administrator."""

    state: Path
    url: str
    token: str = field(default="", repr=False)

    @classmethod
    @functools.cache
    def running(cls) -> Product:
        """One for all tests of a run: signing in is limited per minute."""
        product = cls(Path(os.environ["ACERVO_STATE"]), os.environ["ACERVO_URL"])
        wait_until(lambda: product.sign_in() == 201, "sign-in", 90)
        return product

    def administrator(self) -> tuple[str, str]:
        lines = (self.state / "administrator").read_text().splitlines()
        values = dict(line.split(": ", 1) for line in lines)
        return values["name"], values["password"]

    def sign_in(self) -> int:
        """The status of the answer."""
        name, password = self.administrator()
        answer = self.call("POST", "/api/v1/sessions", {"login": name, "password": password}, token="")
        if answer.status == 201:
            self.token = answer.json["access_token"]
        return answer.status

    def call(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        token: str | None = None,
        headers: dict[str, str] | None = None,
        base: str | None = None,
        timeout: float = 30,
    ) -> Answer:
        sent = dict(headers or {})
        token = self.token if token is None else token
        if token:
            sent.setdefault("Authorization", f"Bearer {token}")
        data = None
        if body is not None:
            sent.setdefault("Content-Type", "application/json")
            data = body if isinstance(body, bytes) else json.dumps(body).encode()
        return request(method, (base or self.url) + path, data, sent, timeout)

    def open_upload(self, size: int, **members: object) -> Answer:
        body = {"filename": "clip.mp4", "size": size, "mime_type": "video/mp4"} | members
        return self.call("POST", "/api/v1/assets", body)

    def upload(self, content: bytes, **members: object) -> dict:
        """The whole way with plain HTTP: open, send the parts, complete. Answers the asset."""
        opened = self.open_upload(len(content), **members)
        assert opened.status == 201, opened
        parts = self.send_parts(opened.json, content)
        completed = self.call("POST", f"/api/v1/assets/{opened.json['asset_id']}/complete", {"parts": parts})
        assert completed.status == 202, completed
        return self.call("GET", f"/api/v1/assets/{opened.json['asset_id']}").json

    @staticmethod
    def send_parts(opened: dict, content: bytes) -> list[dict]:
        parts = []
        for part in opened["parts"]:
            begin = (part["part_number"] - 1) * opened["part_size"]
            answer = request("PUT", part["url"], content[begin : begin + opened["part_size"]])
            assert answer.status == 200, answer
            parts.append({"part_number": part["part_number"], "etag": answer.headers["etag"]})
        return parts

    # The stack around it.

    def acervo(self, *words: str, check: bool = True, **options) -> subprocess.CompletedProcess[str]:
        command = [str(ROOT / "acervo"), "--state", str(self.state), *words]
        done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=300, **options)
        if check and done.returncode:
            raise AssertionError(f"{' '.join(words)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
        return done

    def status(self) -> dict[str, dict]:
        """The processes of the stack by name."""
        return {one["name"]: one for one in json.loads(self.acervo("status", "--json", check=False).stdout)["processes"]}

    def pid(self, name: str) -> int:
        return int(self.status()[name]["pid"])

    def failures_of(self, answer: Answer) -> list[dict]:
        """What the log says of the failure behind this answer: the errors logged under its request id."""
        request_id = answer.headers["x-request-id"]
        lines = [line for name in ("api-1", "api-2") for line in (self.state / "logs" / f"{name}.log").read_text().splitlines()]
        found = [json.loads(line) for line in lines if request_id in line]
        return [line["error"] for line in found if line["event"] == "request.failed"]

    def database(self, sql: str) -> list[list[str]]:
        """Rows of a query, as text, with the owner's rights."""
        command = ["psql", "--no-psqlrc", "-AtF", "\x1f", "-v", "ON_ERROR_STOP=1", "-d", os.environ["ACERVO_TEST_PG"], "-c", sql]
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
        return [line.split("\x1f") for line in done.stdout.splitlines()]


def wait_until(condition: Callable[[], bool], what: str, seconds: float = 60) -> float:
    """How long it took."""
    began = time.monotonic()
    while not condition():
        if time.monotonic() - began > seconds:
            raise AssertionError(f"{what}: not within {seconds} s")
        time.sleep(0.05)
    return time.monotonic() - began


@contextlib.contextmanager
def another_api(product: Product, settings: dict[str, object]) -> Iterator[str]:
    """The address of a process of the API beside those of the stack, on its servers, with other settings."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = {"http.port": port, "http.drain_lead": "0s", "http.drain_finish": "1s"} | settings
    command = [str(PROGRAMS / "acervo-api"), "--config", str(product.state / "config" / "api-1.toml")]
    command += [word for name, value in words.items() for word in ("--set", f"{name}={value}")]
    with open(product.state / "logs" / "api-other.log", "a") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd=product.state)

    def is_ready() -> bool:
        with contextlib.suppress(OSError):
            return product.call("GET", "/health/ready", token="", base=base).status == 200
        return False

    base = f"http://127.0.0.1:{port}"
    try:
        wait_until(is_ready, "another process of the API")
        yield base
    finally:
        process.terminate()
        process.wait(30)


def new_name() -> str:
    """One that nobody has used, on a stack that many runs with one seed may share."""
    return uuid.uuid4().hex


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@contextlib.contextmanager
def scratch() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="acervo-test-") as folder:
        yield Path(folder)


def make_clip(target: Path, seconds: int = 5) -> Path:
    """A clip that players play: burnt-in frame counter and a tone, at a bit rate of newsroom masters."""
    command = [
        *("ffmpeg", "-nostdin", "-loglevel", "error", "-y"),
        *("-f", "lavfi", "-i", f"testsrc2=size=1280x720:rate=25:duration={seconds}"),
        *("-f", "lavfi", "-i", f"sine=frequency=440:duration={seconds}"),
        # The same picture is another file each time: the server does not take the same bytes twice.
        *("-metadata", f"comment={new_name()}"),
        *("-c:v", "mjpeg", "-q:v", "2", "-c:a", "pcm_s16le", str(target)),
    ]
    subprocess.run(command, check=True, timeout=120)
    return target
