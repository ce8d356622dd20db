"""A process of the API that belongs to one test."""

from __future__ import annotations

import signal
import subprocess

from stack.probe import http_status
from tests.support import PROGRAMS, Product, wait_until

SPARE_PORT = 96  # behind the stack's own


class OwnApi:
    """One more process of the API, which a test may kill and start again."""

    def __init__(self, product: Product, *settings: str) -> None:
        port = int(product.url.rsplit(":", 1)[1]) + SPARE_PORT
        self.url = f"http://127.0.0.1:{port}"
        self.process: subprocess.Popen | None = None
        config = str(product.state / "config" / "api-1.toml")
        self._command = [str(PROGRAMS / "acervo-api"), "--config", config]
        for setting in (f"http.port={port}", "http.drain_lead=0s", *settings):
            self._command += ["--set", setting]
        self._log = open(product.state / "logs" / "api-of-test.log", "ab")

    def __enter__(self) -> OwnApi:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(60)
        self._log.close()

    def start(self) -> None:
        self.process = subprocess.Popen(self._command, stdout=self._log, stderr=subprocess.STDOUT)
        wait_until(lambda: http_status(f"{self.url}/health/ready") == 200, "the API of the test", 60)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(30)
