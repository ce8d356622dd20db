"""Workers that belong to one test, in the place of the stack's."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from collections.abc import Iterator

from stack.probe import http_status
from tests.support import PROGRAMS, Product, wait_until

WORKERS = {"worker-ingest": 94, "worker-transcode": 95}  # spare ports, behind the stack's own
UP = "gateway,keeper,orchestrator,worker-ingest,worker-transcode"


@contextlib.contextmanager
def instead_of_the_stacks(product: Product, *settings: str) -> Iterator[None]:
    """With `settings` as NAME=VALUE. The stack's are killed before, and there again afterwards."""
    base = int(product.url.rsplit(":", 1)[1])
    log = open(product.state / "logs" / "workers-of-test.log", "ab")
    running: list[subprocess.Popen] = []
    try:
        for name in WORKERS:
            os.kill(product.pid(name), signal.SIGKILL)
        for name, port in WORKERS.items():
            command = [str(PROGRAMS / f"acervo-{name}"), "--config", str(product.state / "config" / f"{name}.toml")]
            for setting in (f"http.port={base + port}", *settings):
                command += ["--set", setting]
            running.append(subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT))
        for port in WORKERS.values():
            wait_until(lambda port=port: http_status(f"http://127.0.0.1:{base + port}/health/ready") == 200, "a worker of the test", 60)
        yield
    finally:
        for process in running:
            process.send_signal(signal.SIGTERM)
        for process in running:
            process.wait(60)
        log.close()
        product.acervo("up", "--only", UP)
