"""The API's processes end and come back one after the other while people work: nobody notices."""

from __future__ import annotations

import os
import signal
import time
import unittest

from tests.faults.test_dependencies import Load
from tests.support import ROOT, Product, request, wait_until

RESTARTS = 20 if os.environ.get("ACERVO_FULL") == "1" else 6


class RollingRestart(unittest.TestCase):
    def test_no_request_fails_behind_the_gateway(self) -> None:
        product = Product.running()
        address = {name: product.status()[name]["address"] for name in ("api-1", "api-2")}
        with Load(product, "/api/v1/assets?limit=5", callers=6) as load:
            wait_until(lambda: load.statuses()[200] > 50, "the load")
            for restart in range(RESTARTS):
                name = ("api-1", "api-2")[restart % 2]
                pid = product.pid(name)
                os.kill(pid, signal.SIGTERM)
                wait_until(lambda pid=pid: not os.path.exists(f"/proc/{pid}"), f"the end of {name}", 30)
                product.acervo("up")
                ready = f"http://{address[name]}/health/ready"
                wait_until(lambda ready=ready: request("GET", ready).status == 200, f"{name} ready", 30)
        self.check(load, f"{RESTARTS} restarts")

    def test_no_request_fails_while_up_brings_a_new_program(self) -> None:
        product = Product.running()
        pids = product.pid("api-1"), product.pid("api-2")
        with Load(product, "/api/v1/assets?limit=5", callers=6) as load:
            wait_until(lambda: load.statuses()[200] > 50, "the load")
            os.utime(ROOT / "build" / "release" / "bin" / "acervo-api")
            product.acervo("up")
            updated = time.monotonic()
            wait_until(lambda: load.statuses(updated)[200] > 50, "answers of the new program")
        self.assertFalse({product.pid("api-1"), product.pid("api-2")} & set(pids), "both are new")
        self.check(load, "an update")

    def check(self, load: Load, what: str) -> None:
        statuses = load.statuses()
        print(f"{sum(statuses.values())} requests across {what}: {dict(statuses)}")
        failed = [(answer.status, answer.body[:500]) if answer else None for _, answer in load.answers
                  if not answer or answer.status != 200]
        self.assertEqual(failed, [])


if __name__ == "__main__":
    unittest.main()
