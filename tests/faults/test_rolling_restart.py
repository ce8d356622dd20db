"""The API's processes end and come back one after the other while people work: nobody notices."""

from __future__ import annotations

import os
import signal
import time
import unittest

from stack.suite.chance import FULL
from stack.suite.figures import figure
from tests.faults.test_dependencies import Load
from tests.support import PROGRAMS, Product, request, wait_until

RESTARTS = 20 if FULL else 6


class RollingRestart(unittest.TestCase):
    """The load is of two kinds. A GET that a process drops is asked of the other by the gateway, which hides a process
    that does not drain; a POST that was sent is never sent twice, so each that is dropped shows."""

    @classmethod
    def setUpClass(cls) -> None:
        product = Product.running()
        opened = product.open_upload(5).json
        parts = product.send_parts(opened, b"bytes")
        cls.completing = {"path": f"/api/v1/assets/{opened['asset_id']}/complete", "method": "POST", "body": {"parts": parts}}
        assert product.call("POST", cls.completing["path"], {"parts": parts}).status == 202

    def test_no_request_fails_behind_the_gateway(self) -> None:
        product = Product.running()
        address = {name: product.status()[name]["address"] for name in ("api-1", "api-2")}
        with self.reading(product) as reads, self.writing(product) as writes:
            wait_until(lambda: min(reads.statuses()[200], writes.statuses()[202]) > 50, "the load")
            for restart in range(RESTARTS):
                name = ("api-1", "api-2")[restart % 2]
                pid = product.pid(name)
                os.kill(pid, signal.SIGTERM)
                wait_until(lambda pid=pid: not os.path.exists(f"/proc/{pid}"), f"the end of {name}", 30)
                product.acervo("up")
                ready = f"http://{address[name]}/health/ready"
                wait_until(lambda ready=ready: request("GET", ready).status == 200, f"{name} ready", 30)
        self.check(reads, 200, f"{RESTARTS} restarts")
        self.check(writes, 202, f"{RESTARTS} restarts")

    def test_no_request_fails_while_up_brings_a_new_program(self) -> None:
        product = Product.running()
        pids = product.pid("api-1"), product.pid("api-2")
        with self.reading(product) as reads, self.writing(product) as writes:
            wait_until(lambda: min(reads.statuses()[200], writes.statuses()[202]) > 50, "the load")
            os.utime(PROGRAMS / "acervo-api")
            product.acervo("up")
            updated = time.monotonic()
            wait_until(lambda: reads.statuses(updated)[200] > 50, "answers of the new program")
        self.assertFalse({product.pid("api-1"), product.pid("api-2")} & set(pids), "both are new")
        self.check(reads, 200, "an update")
        self.check(writes, 202, "an update")

    def reading(self, product: Product) -> Load:
        return Load(product, "/api/v1/assets?limit=5", callers=4)

    def writing(self, product: Product) -> Load:
        return Load(product, callers=4, **self.completing)

    def check(self, load: Load, good: int, what: str) -> None:
        statuses = load.statuses()
        print(f"{sum(statuses.values())} requests across {what}: {dict(statuses)}")
        failed = [(answer.status, answer.body[:500]) if answer else None for _, answer in load.answers
                  if not answer or answer.status != good]
        figure(f"{load.method} requests across {what}", sum(statuses.values()), "requests", "> 0", bool(statuses))
        figure(f"failed {load.method} requests across {what}", len(failed), "requests", "0", not failed)
        self.assertEqual(failed, [])


if __name__ == "__main__":
    unittest.main()
