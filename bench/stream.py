"""P5: objects of the store sent on to who plays them, beside nginx `proxy_pass` and `rclone serve http`."""

from __future__ import annotations

import contextlib
import os
import random
import subprocess
import time
import urllib.parse
from collections.abc import Callable, Iterator
from pathlib import Path

from bench import measure, s3_peers, server
from bench.measure import Plan, Row, Side, Target
from bench.upload import running_product
from stack import commands
from stack.errors import StackError
from stack.layout import Stack
from stack.servers import s3_roles
from tests.own_api import OwnApi
from tests.played import MASTER, Rendition, publish, uploaded
from tests.support import request

WHAT = "P5: files of the store sent to players, whole and by ranges, beside nginx and rclone"
MIB = 1 << 20
FILE, SMALL_FILE = 256, 8  # MiB
RANGE = MIB
STREAMS = 2


def run(stack: Stack, folder: Path, plan: Plan) -> list[Row]:
    size = (SMALL_FILE if plan.smoke else FILE) * MIB
    content = random.Random(5).randbytes(MIB) * (size // MIB)
    with running_product(stack) as product, OwnApi(product, "http.threads=1", "log.level=warn") as api:
        os.environ.update(commands.environment(stack))  # the database, for the rows that ingest would write
        asset = uploaded(product)
        publish(product, asset, Rendition("web_720p", "proxies", "dam-proxies", "web.mp4", "video/mp4", {"web.mp4": content}))
        shown = product.call("GET", f"/api/v1/assets/{asset}/playback").json
        listed = product.call("GET", f"/api/v1/assets/{asset}/renditions").json["renditions"]
        presigned = next(one["url"] for one in listed if one["profile_name"] == "web_720p")
        with _nginx(stack, folder, presigned) as nginx, _rclone(stack, folder) as rclone:
            key = f"proxies/{asset}/{MASTER}/v1/web.mp4"
            sources = {
                "ours": (api.process.pid, api.url + shown["files"][0]["url"]),
                "nginx": (nginx[0], nginx[1]),
                "rclone": (rclone[0], f"{rclone[1]}/{key}"),
            }
            for name, (_, url) in sources.items():
                if request("GET", url, headers={"Range": "bytes=1000000-1000009"}).body != content[1_000_000:1_000_010]:
                    raise StackError(f"{name} sends something else")
            whole = measure.interleave(plan, {name: _whole(pid, url, size) for name, (pid, url) in sources.items()})
            parts = measure.interleave(plan, {name: _ranges(pid, url, size) for name, (pid, url) in sources.items()})
    return _rows(whole, f"whole files of {size // MIB} MiB, {STREAMS} at a time") + _rows(
        parts, f"ranges of {RANGE // MIB} MiB, {STREAMS} connections"
    )


def _rows(rounds: list[dict], how: str) -> list[Row]:
    ours = Side("ours", "acervo-api", "", "curl PLAYBACK_ADDRESS")
    nginx = Side("nginx", "nginx", server.version_of("/usr/sbin/nginx", "-v"), "curl, proxy_pass to the same presigned address")
    peer = s3_peers.rclone()
    rclone = peer.side("curl, rclone serve http :s3:dam-proxies")
    cpu, speed = ("P5", f"CPU per GiB, {how}", "ms"), ("P5", f"speed, {how}", "MiB/s")
    return [
        measure.compare(cpu, "cpu_ms", (ours, nginx), Target(1.2), rounds),
        measure.compare(speed, "mib_s", (ours, nginx), Target(0.95, at_least=True), rounds),
        measure.compare(speed, "mib_s", (ours, rclone), Target(1.5, at_least=True), rounds),
    ]


def _whole(pid: int, url: str, size: int) -> Callable[[], dict]:
    return lambda: _measured(pid, [["-o", "/dev/null", url]] * STREAMS, size * STREAMS)


def _ranges(pid: int, url: str, size: int) -> Callable[[], dict]:
    """Each connection asks for one range after the other, as a player does."""
    words: list[str] = []
    for first in range(0, size, RANGE):
        words += [*(["--next", "-sf"] if words else []), "-o", "/dev/null", "-r", f"{first}-{first + RANGE - 1}", url]
    return lambda: _measured(pid, [words] * STREAMS, size * STREAMS)


def _measured(pid: int, commands: list[list[str]], size: int) -> dict[str, float]:
    before, began = measure.cpu_seconds(pid), time.monotonic()
    running = [subprocess.Popen(["curl", "-sf", *command], env={"PATH": os.environ["PATH"]}) for command in commands]
    if any(one.wait(300) for one in running):
        raise StackError("curl failed")
    took, spent = time.monotonic() - began, measure.cpu_seconds(pid) - before
    return {"cpu_ms": spent * 1000 / (size / (1 << 30)), "mib_s": size / MIB / took}


@contextlib.contextmanager
def _nginx(stack: Stack, folder: Path, presigned: str) -> Iterator[tuple[int, str]]:
    """One worker that passes the address on to the store, signed for the store's own name."""
    program = server.installed("nginx-light", "/usr/sbin/nginx")
    port = stack.base_port + server.PORTS["nginx"]
    config = folder / "nginx-stream.conf"
    config.write_text(
        f"daemon off;\nworker_processes 1;\npid {folder}/nginx-stream.pid;\nerror_log stderr error;\nevents {{ }}\nhttp {{\n  access_log off;\n"
        + "".join(f"  {kind}_temp_path {folder}/nginx-tmp;\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        + f"  upstream store {{ server {stack.address('s3')}; keepalive 16; }}\n"
        f"  server {{ listen 127.0.0.1:{port};\n    location / {{ proxy_pass http://store; proxy_http_version 1.1;\n"
        f'      proxy_set_header Connection ""; proxy_set_header Host {stack.address("s3")}; proxy_max_temp_file_size 0; }} }}\n}}\n'
    )
    parts = urllib.parse.urlsplit(presigned)
    with _spawned([program, "-c", str(config), "-e", "stderr"], dict(os.environ), folder / "nginx-stream.log", port) as pid:
        yield pid, urllib.parse.urlunsplit(("http", f"127.0.0.1:{port}", parts.path, parts.query, ""))


@contextlib.contextmanager
def _rclone(stack: Stack, folder: Path) -> Iterator[tuple[int, str]]:
    peer, port = s3_peers.rclone(), stack.base_port + server.PORTS["go"]
    options = ["--config", "", "--s3-provider", "Other", "--s3-endpoint", f"http://{stack.address('s3')}", "--s3-region", "us-east-1"]
    command = [*peer.command, "serve", "http", ":s3:dam-proxies", *options, "--s3-force-path-style", "--addr", f"127.0.0.1:{port}"]
    keys = s3_peers.Keys(*s3_roles.keys(stack, s3_roles.BOOTSTRAP))
    with _spawned([*command, "--read-only"], keys.environment(), folder / "rclone-stream.log", port) as pid:
        yield pid, f"http://127.0.0.1:{port}"


@contextlib.contextmanager
def _spawned(command: list[str], environment: dict[str, str], log: Path, port: int) -> Iterator[int]:
    with open(log, "wb") as out:
        process = subprocess.Popen(
            command, env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=out, preexec_fn=server.die_with_parent
        )
    try:
        end = time.monotonic() + server.READY_SECONDS
        while not server.connects(port):
            if process.poll() is not None or time.monotonic() > end:
                raise StackError(f"{command[0]} did not start", f"see {log}")
            time.sleep(0.05)
        yield process.pid
    finally:
        server.stop(process)
