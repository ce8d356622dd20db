"""Load by wrk that goes through a file of requests with a token; what the server and PostgreSQL spent on it, and how long it took."""

from __future__ import annotations

import json
import os
import random
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bench import measure, server
from bench.server import Server
from bench.site import FIRST, ID, Site
from stack.errors import StackError
from stack.layout import REPOSITORY

CONNECTIONS = 32
MANY = 20_000
REPORT = "REPORT "


def asset(number: int) -> str:
    return f"/api/v1/assets/{ID}{FIRST + number}"


@dataclass(frozen=True)
class Requests:
    site: Site
    file: Path
    seconds: int

    @classmethod
    def of(cls, site: Site, file: Path, lines: Iterable[str], seconds: int) -> Requests:
        """Each line: METHOD PATH, and a body where there is one; from the first again after the last."""
        file.write_text("".join(f"{line}\n" for line in lines))
        return cls(site, file, seconds)

    @classmethod
    def for_assets(cls, site: Site, file: Path, size: int, seconds: int) -> Requests:
        """GET of random ones of the first `size`, the same in every run."""
        chosen = random.Random(size)
        return cls.of(site, file, (f"GET {asset(chosen.randrange(size))}" for _ in range(MANY)), seconds)

    def load(self, target: Server, pid: int, token: str = "") -> dict[str, float]:
        """One round, of the site's editor or whose `token` it is. Raises when a request failed."""
        environment = {**os.environ, "WRK_REQUESTS": str(self.file), "WRK_TOKEN": token or self.site.editor}
        before, database = measure.cpu_seconds(pid), self.site.postgres_cpu()
        done = subprocess.run(self.command(target), capture_output=True, text=True, cwd=REPOSITORY, env=environment, timeout=300)
        used, database = measure.cpu_seconds(pid) - before, self.site.postgres_cpu() - database
        if done.returncode or REPORT not in done.stdout:
            raise StackError(f"wrk failed against {target.name}:\n{done.stdout}{done.stderr}")
        report = json.loads(done.stdout.partition(REPORT)[2].splitlines()[0])
        if any(report[name] for name in ("connect", "read", "write", "status")) or not report["requests"]:
            raise StackError(f"{target.name} failed under load: {report}")
        return {
            "cpu_us": used / report["requests"] * 1e6,
            "postgres_us": database / report["requests"] * 1e6,
            "requests": report["requests"],
            "per_second": report["requests"] / report["micros"] * 1e6,
            "p50_us": report["p50_us"],
            "p99_us": report["p99_us"],
        }

    def command(self, target: Server) -> list[str]:
        url = f"http://127.0.0.1:{target.port}"
        return [server.load_generator(), "-t1", f"-c{CONNECTIONS}", f"-d{self.seconds}s", "-s", "bench/wrk_requests.lua", url]
