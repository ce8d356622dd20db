"""What the tests of large uploads share: sizes, an upload that is measured, and what it may cost."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

from stack.suite.figures import figure
from tests.expense import Watched, cpu_ms, peak_mib
from tests.own_api import OwnApi
from tests.support import PROGRAMS, Product

GIBIBYTE = 1 << 30
MOST_RESIDENT_MIB = 64
MOST_API_CPU_MS = 10  # per GiB
LIMIT_S = 3 * 3600


@dataclass
class Measured:
    answer: dict
    cli_peak_mib: float
    cli_cpu_ms: float
    api_peak_mib: float
    api_cpu_ms: float

    def tell(self, what: str, size: int) -> None:
        """Leaves the figures. Times are per GiB."""
        gib = size / GIBIBYTE
        load = f"load {os.getloadavg()[0]:.1f}"
        told = [
            (f"{what}: peak memory of the command line", self.cli_peak_mib, "MiB", MOST_RESIDENT_MIB),
            (f"{what}: peak memory of the API", self.api_peak_mib, "MiB", MOST_RESIDENT_MIB),
            (f"{what}: CPU of the API per GiB, {load}", self.api_cpu_ms / gib, "ms", MOST_API_CPU_MS),
        ]
        for name, value, unit, most in told:
            print(f"{name}: {value:.2f} {unit}, allowed {most}", flush=True)
            figure(name, round(value, 2), unit, f"<= {most}", value <= most)
        name = f"{what}: CPU of the command line per GiB, {load}"
        print(f"{name}: {self.cli_cpu_ms / gib:.0f} ms", flush=True)
        figure(name, round(self.cli_cpu_ms / gib), "ms", "none", True)


def upload(product: Product, api: OwnApi, file: Path, folder: Path) -> Measured:
    """By the command line, to a process of the API that is there for this alone."""
    credentials = folder / "credentials.json"
    credentials.write_text(json.dumps({api.url: product.token}))
    environment = {**os.environ, "ACERVO_URL": api.url, "ACERVO_CREDENTIALS": str(credentials)}
    before = cpu_ms(api.process.pid)
    done = Watched([str(PROGRAMS / "acervo-cli"), "upload", "--json", str(file)], environment, LIMIT_S)
    used = cpu_ms(api.process.pid) - before
    if done.code:
        raise AssertionError(f"the upload ended with {done.code}: {done.stderr}")
    return Measured(json.loads(done.stdout), done.peak_mib, done.cpu_ms, peak_mib(api.process.pid), used)
