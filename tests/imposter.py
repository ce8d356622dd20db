"""The object store that throws bytes away (tests/s3_imposter): built here with Go and nothing from outside, one per block."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

from stack import tools
from tests.support import ROOT, request

SOURCE = ROOT / "tests" / "s3_imposter"


class Imposter:
    def __init__(self, address: str, pid: int) -> None:
        self.address = address
        self.url = f"http://{address}"
        self.pid = pid

    def report(self) -> dict:
        """What came: see `report` in tests/s3_imposter/store.go."""
        return json.loads(request("GET", f"{self.url}/_imposter/report").body)


@contextlib.contextmanager
def running(folder: Path, keys: dict[str, str]) -> Iterator[Imposter]:
    """`keys`: access key → secret key of those whom it knows."""
    known = " ".join(f"{access}:{secret}" for access, secret in keys.items())
    command = [tools.go_program(SOURCE, folder / "s3-imposter"), "127.0.0.1:0"]
    with open(folder / "imposter.log", "wb") as log:
        process = subprocess.Popen(command, env={**os.environ, "IMPOSTER_KEYS": known}, stdout=subprocess.PIPE, stderr=log, text=True)
    try:
        word, _, address = process.stdout.readline().strip().partition(" ")
        if word != "ready":
            raise RuntimeError((folder / "imposter.log").read_text() or "the imposter did not start")
        yield Imposter(address, process.pid)
    finally:
        process.terminate()
        process.wait(30)
        process.stdout.close()
