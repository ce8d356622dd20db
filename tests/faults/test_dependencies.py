"""What a person sees when a server of the stack is away, and that all is well again without anybody's help."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import time
import unittest
from collections import Counter
from collections.abc import Iterator

from stack.suite.chance import chance
from stack.suite.figures import figure
from tests.support import PART, Answer, Product, new_name, request, wait_until

RECOVERY_S = 5


class Load:
    """A few callers who never stop asking, and what they were answered."""

    def __init__(self, product: Product, path: str, callers: int = 4, *, method: str = "GET", body: object = None) -> None:
        self.answers: list[tuple[float, Answer | None]] = []
        self.method = method
        self._product, self._question = product, (method, path, body)
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._ask, daemon=True) for _ in range(callers)]

    def __enter__(self) -> Load:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(60)

    def _ask(self) -> None:
        while not self._stop.is_set():
            try:
                answer = self._product.call(*self._question, timeout=20)
            except OSError:
                answer = None  # no answer at all: never right
            self.answers.append((time.monotonic(), answer))
            time.sleep(0.01)

    def statuses(self, since: float = 0) -> Counter[int | None]:
        return Counter(answer.status if answer else None for at, answer in self.answers if at >= since)


class Dependencies(unittest.TestCase):
    def setUp(self) -> None:
        self.product = Product.running()
        # A direct look at one process: behind the gateway two of them share the work.
        self.direct = "http://" + self.product.status()["api-1"]["address"]
        self.before = self.api_pids(), self.descriptors()

    def tearDown(self) -> None:
        pids, descriptors = self.before
        # Before `up`, which would start what died of the outage.
        self.assertEqual(self.api_pids(), pids, "no process died of it")
        self.product.acervo("up")
        wait_until(lambda: self.descriptors() <= descriptors + 16, "descriptors given back")

    @contextlib.contextmanager
    def frozen(self, *names: str) -> Iterator[None]:
        """The processes neither answer nor close anything, as a machine that hangs."""
        pids = [self.product.pid(name) for name in names]
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            for pid in pids:
                os.kill(pid, signal.SIGCONT)

    def kill(self, *names: str) -> None:
        for name in names:
            os.kill(self.product.pid(name), signal.SIGKILL)

    def readiness(self) -> Answer:
        return request("GET", self.direct + "/health/ready")

    def dependency(self, name: str) -> str:
        return {one["name"]: one["status"] for one in self.readiness().json["dependencies"]}[name]

    def is_degraded(self) -> bool:
        """Every thread of the process says so; each asks for itself, at most every half second."""
        answers = [self.readiness() for _ in range(8)]
        return all((answer.status, answer.json["status"]) == (200, "degraded") for answer in answers)

    def metrics(self) -> str:
        return request("GET", self.direct + "/metrics").body.decode()

    def assert_hides_the_house(self, answer: Answer, detail: str) -> None:
        """The caller reads plain words; the log has all of it, under the request id that the caller has."""
        self.assertEqual(answer.json["detail"], detail)
        for inside in ("127.0.0.1", "localhost", "://", "PostgreSQL", "acervo-", "assets/", "refused", "Error"):
            self.assertNotIn(inside, answer.body.decode())
        failures = self.product.failures_of(answer)
        self.assertEqual([failure["told"] for failure in failures], [detail])
        self.assertNotEqual(failures[0]["message"], detail)

    def recovered(self, server: str, seconds: float) -> None:
        figure(f"recovery after the return of {server}", round(seconds, 2), "s", f"< {RECOVERY_S}", seconds < RECOVERY_S)
        self.assertLess(seconds, RECOVERY_S)

    def api_pids(self) -> tuple[int, int]:
        return self.product.pid("api-1"), self.product.pid("api-2")

    def descriptors(self) -> int:
        """What the API's processes hold open."""
        return sum(len(os.listdir(f"/proc/{pid}/fd")) for pid in self.api_pids())

    def test_without_postgres_every_answer_is_503_with_retry_after_and_it_recovers_by_itself(self) -> None:
        with Load(self.product, "/api/v1/assets?limit=5") as load:
            wait_until(lambda: load.statuses()[200] > 20, "the load")
            self.kill("postgres")
            wait_until(lambda: load.statuses()[503] > 20, "503")
            wait_until(lambda: self.readiness().status == 503, "readiness")
            # Only the server: a whole `up` would wait for the API, and restart it.
            self.product.acervo("up", "--only", "postgres")
            back = time.monotonic()
            took = wait_until(lambda: load.statuses(back)[200] > 0, "recovery", 30)
            self.recovered("PostgreSQL", took)
            settled = time.monotonic()
            wait_until(lambda: load.statuses(settled)[200] > 50, "answers after the recovery")
        self.assertLessEqual(set(load.statuses()), {200, 503}, load.statuses())
        refused = [answer for _, answer in load.answers if answer and answer.status == 503]
        self.assertTrue(all("retry-after" in answer.headers for answer in refused))
        self.assertTrue(all(answer.json["type"] == "/problems/unavailable" for answer in refused))
        self.assert_hides_the_house(refused[-1], "the database is not available")
        self.assertNotIn("127.0.0.1", b"".join(answer.body for answer in refused).decode())

    def test_without_the_store_only_what_needs_it_is_503(self) -> None:
        asset = self.product.upload(b"stored before")["asset_id"]
        opened = self.product.open_upload(PART).json
        self.kill("seaweedfs")
        wait_until(self.is_degraded, "the loss seen")
        for method, path, body, status in [
            ("GET", "/api/v1/assets", None, 200),
            ("GET", f"/api/v1/assets/{asset}", None, 200),
            ("GET", f"/api/v1/assets/{asset}/download", None, 200),  # an address is computed, not asked for
            ("GET", "/api/v1/users/me", None, 200),
            ("POST", "/api/v1/assets", {"filename": "a.mp4", "size": 10, "mime_type": "video/mp4"}, 503),
            ("GET", f"/api/v1/assets/{opened['asset_id']}/upload", None, 503),
            (
                "POST",
                f"/api/v1/assets/{opened['asset_id']}/complete",
                {"parts": [{"part_number": 1, "etag": "0" * 32}]},
                503,
            ),
        ]:
            answer = self.product.call(method, path, body, timeout=60)
            self.assertEqual(answer.status, status, (method, path, answer))
            if status == 503:
                self.assertIn("retry-after", answer.headers)
                self.assert_hides_the_house(answer, "the object store is not available")
        self.product.acervo("up", "--only", "s3")
        took = wait_until(lambda: self.product.open_upload(10).status == 201, "recovery", 30)
        self.recovered("the object store", took)
        content = b"z" * PART
        parts = self.product.send_parts(opened, content)
        done = self.product.call("POST", f"/api/v1/assets/{opened['asset_id']}/complete", {"parts": parts})
        self.assertEqual(done.status, 202, "an upload that was open goes on")

    def test_without_redis_nothing_fails_and_readiness_says_degraded(self) -> None:
        with Load(self.product, "/api/v1/assets?limit=5") as load:
            wait_until(lambda: load.statuses()[200] > 20, "the load")
            self.kill("redis")
            wait_until(self.is_degraded, "the loss seen")
            self.assertIn('acervo_dependency_up{name="redis"} 0', self.metrics())
            self.assertIn("acervo_degraded 1", self.metrics())
            fresh = Product(self.product.state, self.product.url)
            self.assertEqual(fresh.sign_in(), 201)
            self.assertEqual(fresh.call("DELETE", "/api/v1/sessions/current").status, 204)
            self.assertEqual(fresh.call("GET", "/api/v1/users/me").status, 401)
            self.assertEqual(self.product.upload(b"without a cache")["status"], "processing")
            made = self.product.call("POST", "/api/v1/collections", {"name": new_name()})
            self.assertEqual(made.status, 201)
            self.product.acervo("up", "--only", "redis")
            self.recovered("Redis", wait_until(lambda: self.dependency("redis") == "up", "recovery", 30))
        self.assertEqual(set(load.statuses()), {200}, load.statuses())

    def test_nobody_waits_for_a_redis_that_is_away(self) -> None:
        """Asked so rarely that each call could be the one that tries again."""
        self.kill("redis")
        wait_until(self.is_degraded, "the loss seen")
        took = []
        for _ in range(9):
            time.sleep(0.6)
            began = time.monotonic()
            self.assertEqual(self.product.call("GET", "/api/v1/assets?limit=1").status, 200)
            took.append(time.monotonic() - began)
        # A call to Redis that is not given up waits 0.25 s, and a request makes more than one.
        self.assertLess(sorted(took)[len(took) // 2], 0.2, took)

    def test_a_redis_that_hangs_slows_nobody_down_for_long(self) -> None:
        with self.frozen("redis"):
            answers = [self.product.call("GET", "/api/v1/assets?limit=1") for _ in range(40)]
        self.assertEqual({answer.status for answer in answers}, {200})

    def test_a_postgres_that_hangs_is_503_in_bounded_time(self) -> None:
        children = self.product.database("SELECT pid FROM pg_stat_activity WHERE usename = 'acervo_api'")
        pids = [int(row[0]) for row in children]
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)
        try:
            answer = self.product.call("GET", "/api/v1/assets?limit=1", timeout=30)
            self.assertEqual(answer.status, 503)
        finally:
            for pid in pids:
                os.kill(pid, signal.SIGCONT)
        wait_until(lambda: self.product.call("GET", "/api/v1/assets?limit=1").status == 200, "recovery", 30)


class Processes(unittest.TestCase):
    """Each process of the stack, killed: `status` names it, `up` brings it back, nothing is lost."""

    def test_up_repairs_every_process_that_was_killed(self) -> None:
        product = Product.running()
        content = chance("an asset that survives").randbytes(1000)
        asset = product.upload(content)
        for name in sorted(product.status()):
            with self.subTest(process=name):
                os.kill(product.pid(name), signal.SIGKILL)
                wait_until(lambda name=name: product.status()[name]["state"] == "dead", f"{name} dead")
                said = product.acervo("status", check=False)
                self.assertEqual(said.returncode, 3)
                self.assertRegex(said.stdout, rf"(?m)^{name} is dead\. Its last lines:")
                self.assertIn("what to do: ", said.stdout)
                self.assertTrue(product.status()[name]["log_tail"] or name == "gateway")
                product.acervo("up")
                said = product.acervo("status", check=False)
                self.assertEqual(said.returncode, 0, said.stdout)
        path = f"/api/v1/assets/{asset['asset_id']}"
        wait_until(lambda: product.call("GET", path).status == 200, "recovery", RECOVERY_S)
        self.assertEqual(product.call("GET", path).json, asset)
        address = product.call("GET", f"/api/v1/assets/{asset['asset_id']}/download")
        self.assertEqual(address.status, 200, address)
        stored = request("GET", address.json["url"])
        self.assertEqual((stored.status, stored.body), (200, content))


if __name__ == "__main__":
    unittest.main()
