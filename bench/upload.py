"""P7 and P8: a file by parts to object storage, beside rclone, the AWS SDK for Go and boto3; what the API spends on it."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

from bench import measure, s3_peers
from bench.measure import Plan, Row, Side, Target
from stack import build
from stack.errors import StackError
from stack.layout import REPOSITORY, Stack
from stack.servers import s3_roles
from tests import imposter
from tests.expense import Watched, cpu_ms
from tests.own_api import OwnApi
from tests.support import Product

WHAT = "P7, P8: a file of many parts sent, beside rclone, the Go SDK and boto3"
PART, STREAMS = 8 << 20, 4  # what our server chooses for a file of this size
PARTS, FEW_PARTS = 64, 2
LIMIT_S = 600


def run(stack: Stack, folder: Path, plan: Plan) -> list[Row]:
    keys = s3_peers.Keys(*s3_roles.keys(stack, "api"))
    go, boto3, rclone = s3_peers.go(folder), s3_peers.boto3(), s3_peers.rclone()
    file = folder / "upload.mxf"
    with running_product(stack) as product, _store(stack, folder, keys) as store:
        settings = (f"s3.endpoint={store.url}", f"s3.public_endpoint={store.url}")
        with OwnApi(product, *settings) as api:
            hashes = _make(file, FEW_PARTS if plan.smoke else PARTS)
            try:
                where = [store.url, str(file), str(PART), str(STREAMS)]
                commands = {
                    "ours": _ours(product, api, folder, file, "--force"),
                    "ours_no_hash": _ours(product, api, folder, file, "--force", "--no-hash"),
                    "rclone": (s3_peers.rclone_upload(rclone, store.url, file, PART, STREAMS), keys.environment()),
                    "go": ([*go.command, "upload", *where], keys.environment()),
                    "boto3": ([*boto3.command, "upload", *where], keys.environment()),
                }
                send = {key: _sender(command, store, api, hashes) for key, command in commands.items()}
                rounds = measure.interleave(plan, send)
            finally:
                file.unlink()
    peers = {peer.key: peer.side(_shown(commands[peer.key][0])) for peer in (rclone, go, boto3)}
    return _rows(rounds, _shown(commands["ours"][0]), peers, plan)


def _rows(rounds: list[dict], command: str, peers: dict[str, Side], plan: Plan) -> list[Row]:
    ours, bare = Side("ours", "acervo-cli", "", command), Side("ours_no_hash", "acervo-cli", "", command + " --no-hash")
    size = f"{(FEW_PARTS if plan.smoke else PARTS) * PART >> 20} MiB, {PART >> 20} MiB parts, {STREAMS} streams"
    speed, cpu = ("P8", f"upload, {size}", "MiB/s"), ("P8", "CPU of the uploader per GiB", "ms")
    rows = []
    for peer in peers.values():
        rows.append(measure.compare(speed, "mib_s", (ours, peer), Target(0.97, at_least=True), rounds))
        rows.append(measure.compare(cpu, "cpu_ms", (ours, peer), Target(1.0), rounds))
    without = ("P8", f"upload without its hash, {size}", "MiB/s")
    rows += [measure.compare(without, "mib_s", (bare, peer), Target(0.97, at_least=True), rounds) for peer in peers.values()]
    spent = ("P7", "CPU of the API per GiB uploaded", "ms")
    rows.append(measure.compare(spent, "api_ms", (ours, ours), Target(10, absolute=True), rounds))
    return rows


def _shown(command: list[str]) -> str:
    return " ".join(word.replace(f"{REPOSITORY}/", "") for word in command)


def _ours(product: Product, api: OwnApi, folder: Path, file: Path, *more: str) -> tuple[list[str], dict[str, str]]:
    credentials = folder / "credentials.json"
    credentials.write_text(json.dumps({api.url: product.token}))
    credentials.chmod(0o600)
    command = [str(build.program("acervo-cli")), "upload", "--json", "--parallel", str(STREAMS), *more, str(file)]
    return command, {**os.environ, "ACERVO_URL": api.url, "ACERVO_CREDENTIALS": str(credentials)}


def _sender(command: tuple[list[str], dict[str, str]], store: imposter.Imposter, api: OwnApi, hashes: list[str]) -> Callable[[], dict]:
    """One upload, and a look at what arrived: the same bytes in the same parts, each once."""

    def send() -> dict[str, float]:
        before, spent = store.report(), cpu_ms(api.process.pid)
        done = Watched(*command, LIMIT_S)
        spent = cpu_ms(api.process.pid) - spent
        after = store.report()
        if done.code:
            raise StackError(f"{command[0][0]} failed:\n{done.stderr[-1000:]}")
        newest = max(after["objects"].values(), key=lambda one: one["made"])
        if after["bytes"] - before["bytes"] != len(hashes) * PART or [part["sha256"] for part in newest["parts"]] != hashes:
            raise StackError(f"{command[0][0]} sent something else: {newest}")
        gib = len(hashes) * PART / (1 << 30)
        mib_s = gib * 1024 / done.wall_s
        return {"mib_s": mib_s, "cpu_ms": done.cpu_ms / gib, "api_ms": spent / gib, "peak_mib": done.peak_mib}

    return send


def _make(file: Path, parts: int) -> list[str]:
    """Real bytes, and the SHA-256 of each part."""
    hashes = []
    with open(file, "wb") as out:
        for _ in range(parts):
            piece = os.urandom(PART)
            hashes.append(hashlib.sha256(piece).hexdigest())
            out.write(piece)
    return hashes


@contextlib.contextmanager
def running_product(stack: Stack) -> Iterator[Product]:
    """The API's servers: started for as long as this lasts, unless they run already."""
    acervo = [str(REPOSITORY / "acervo"), "--state", str(stack.state)]
    were_up = bool(stack.wanted)
    if not were_up:
        build.programs(stack)
    done = subprocess.run([*acervo, "up", "--only", "api"], capture_output=True, text=True, timeout=600)
    if done.returncode:
        raise StackError(f"the API did not start:\n{done.stderr[-2000:]}")
    try:
        product = Product(stack.state, f"http://{stack.address('api_1')}")
        if product.sign_in() != 201:
            raise StackError("nobody could sign in")
        yield product
    finally:
        if not were_up:
            subprocess.run([*acervo, "down"], capture_output=True, timeout=300)


@contextlib.contextmanager
def _store(stack: Stack, folder: Path, keys: s3_peers.Keys) -> Iterator[imposter.Imposter]:
    """One that checks signatures and hashes and throws bytes away: no disk is measured."""
    access, secret = s3_roles.keys(stack, s3_roles.BOOTSTRAP)
    with imposter.running(folder, {keys.access: keys.secret, access: secret}) as store:
        config = str(stack.config / "admin.toml")
        command = [str(build.program("acervo-admin")), "bootstrap-storage", "--config", config, "--set", f"s3.endpoint={store.url}"]
        subprocess.run(command, check=True, capture_output=True, timeout=60)
        yield store
