"""What is shown of an asset with large metadata is what was said last and to whom it may be shown now, cached or not."""

from __future__ import annotations

import concurrent.futures
import contextlib
import os
import re
import secrets
import socket
import subprocess
import tempfile
import threading
import time
import unittest
from collections.abc import Iterator

from tests.support import Answer, Product, another_api, new_name, scratch, wait_until

PASSWORD = "una frase larga y propia"
PATCH = {"Content-Type": "application/merge-patch+json", "If-Match": "*"}
WRITERS, READERS, EDITS = 4, 8, 15


@contextlib.contextmanager
def redis(password: str) -> Iterator[tuple[str, subprocess.Popen]]:
    """A server of one test's own, with the password of the stack's."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        command = ["redis-server", "--bind", "127.0.0.1", "--port", str(port), "--save", "", "--dir", folder, "--requirepass", password]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        try:
            yield f"127.0.0.1:{port}", process
        finally:
            process.kill()
            process.wait(30)


class AssetCache(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.product = Product.running()

    def collection(self) -> str:
        return self.product.call("POST", "/api/v1/collections", {"name": new_name()}).json["collection_id"]

    def asset(self, collection: str | None = None) -> str:
        members = {"collection_id": collection} if collection else {}
        asset = self.product.open_upload(10, **members).json["asset_id"]
        self.say(asset, 0)
        return asset

    def say(self, asset: str, number: int, **options) -> Answer:
        """The same number at two places: in the row and in the large document."""
        body = {"title": f"Take {number}", "editorial_metadata": {"take": number, "text": secrets.token_hex(10_000)}}
        answer = self.product.call("PATCH", f"/api/v1/assets/{asset}", body, headers=PATCH, **options)
        self.assertEqual(answer.status, 200, answer)
        return answer

    def read(self, asset: str, **options) -> dict:
        answer = self.product.call("GET", f"/api/v1/assets/{asset}", **options)
        self.assertEqual(answer.status, 200, answer)
        self.assertEqual(answer.headers["etag"], f'"{answer.json["edit_version"]}.{answer.json["version"]}"')
        self.assertEqual(answer.json["title"], f"Take {answer.json['editorial_metadata']['take']}", "row and document are of one edit")
        return answer.json

    def person(self, role: str) -> tuple[str, str]:
        name = new_name()
        user = self.product.call("POST", "/api/v1/users", {"username": name, "role": role, "password": PASSWORD}).json["user_id"]
        return user, self.product.call("POST", "/api/v1/sessions", {"login": name, "password": PASSWORD}, token="").json["access_token"]

    def outcomes(self, base: str) -> dict[str, int]:
        text = self.product.call("GET", "/metrics", token="", base=base).body.decode()
        return {name: int(float(count)) for name, count in re.findall(r'(?m)^acervo_asset_cache_total\{outcome="(\w+)"\} (\S+)$', text)}

    def test_whoever_reads_after_an_edit_sees_it_among_many_readers_and_writers(self) -> None:
        asset = self.asset()
        lock = threading.Lock()
        known, writing = 0, WRITERS

        def write(writer: int) -> None:
            nonlocal known, writing
            try:
                for i in range(EDITS):
                    said = self.say(asset, 1 + writer * EDITS + i).json
                    with lock:
                        known = max(known, said["edit_version"])
            finally:
                with lock:
                    writing -= 1

        def read() -> int:
            seen = 0
            while writing:
                at_least = known
                self.assertGreaterEqual(self.read(asset)["edit_version"], at_least)
                seen += 1
            return seen

        with concurrent.futures.ThreadPoolExecutor(WRITERS + READERS) as pool:
            readers = [pool.submit(read) for _ in range(READERS)]
            for writer in [pool.submit(write, number) for number in range(WRITERS)]:
                writer.result(300)
            self.assertGreater(sum(reader.result(60) for reader in readers), READERS)
        self.assertEqual(self.read(asset)["edit_version"], known)

    def test_the_second_reading_is_from_the_cache_and_is_what_the_first_one_was(self) -> None:
        asset = self.asset()
        with another_api(self.product, {"http.threads": "1"}) as base:
            first, second = self.read(asset, base=base), self.read(asset, base=base)
            self.assertEqual(second, first)
            found = self.outcomes(base)
            self.assertEqual((found["hit"], found["miss"]), (1, 1), found)
        with another_api(self.product, {"http.threads": "1", "asset_cache.enabled": "false"}) as base:
            self.assertEqual(self.read(asset, base=base), first)
            self.assertEqual(sum(self.outcomes(base).values()), 0)

    def test_who_loses_a_right_loses_it_at_once(self) -> None:
        place = self.collection()
        asset = self.asset(place)
        user, token = self.person("viewer")
        grant, path = f"/api/v1/collections/{place}/grants/users/{user}", f"/api/v1/assets/{asset}"
        for _ in range(5):
            self.assertEqual(self.product.call("PUT", grant, {"rights": ["view"]}).status, 204)
            for _ in range(3):
                self.read(asset, token=token)
            self.assertEqual(self.product.call("DELETE", grant).status, 204)
            for _ in range(3):
                self.assertEqual(self.product.call("GET", path, token=token).status, 404)

    def test_a_hold_and_the_trash_are_seen_at_once(self) -> None:
        place = self.collection()
        asset = self.asset(place)
        user, token = self.person("viewer")
        self.product.call("PUT", f"/api/v1/collections/{place}/grants/users/{user}", {"rights": ["view"]})
        path = f"/api/v1/assets/{asset}"
        self.assertNotIn("legal_hold", self.read(asset, token=token))
        self.assertIn(self.product.call("PUT", f"{path}/hold", {"reason": "a claim"}).status, (200, 204))
        self.assertTrue(self.read(asset, token=token)["legal_hold"])
        self.assertIn(self.product.call("DELETE", f"{path}/hold").status, (200, 204))
        self.assertNotIn("legal_hold", self.read(asset, token=token))
        self.assertEqual(self.product.call("DELETE", f"{path}/upload").status, 204)
        self.assertEqual(self.read(asset, token=token)["status"], "failed")
        self.assertIn(self.product.call("DELETE", path).status, (200, 204))
        self.assertEqual(self.product.call("GET", path, token=token).status, 404)
        self.assertIn("trashed_at", self.read(asset))

    def test_redis_may_die_between_two_readings(self) -> None:
        asset = self.asset()
        password = re.search(r"(?m)^requirepass (\S+)$", (self.product.state / "config" / "redis.conf").read_text())[1]
        with redis(password) as (address, process), another_api(self.product, {"redis.addresses": address, "http.threads": "1"}) as base:
            self.read(asset, base=base)
            wait_until(lambda: self.read(asset, base=base) and self.outcomes(base)["hit"] > 0, "the cache of the test")
            process.kill()
            process.wait(30)
            for number in range(1, 20):
                said = self.say(asset, number, base=base).json
                self.assertEqual(self.read(asset, base=base), said)
            self.assertGreater(self.outcomes(base)["failed"], 0)

    def test_an_administrator_fills_and_empties_it(self) -> None:
        place = self.collection()
        assets = [self.asset(place) for _ in range(3)]
        small = self.product.open_upload(10, collection_id=place).json["asset_id"]
        with scratch() as folder:
            options = {"env": {**os.environ, "ACERVO_CREDENTIALS": str(folder / "credentials")}}
            name, password = self.product.administrator()
            self.product.acervo("login", name, input=password + "\n", **options)
            done = self.product.acervo("assets", "cache", "warm", "--collection", place, "--wait", "--json", **options)
        self.assertIn('"warm_cache"', done.stdout)
        with another_api(self.product, {"http.threads": "1"}) as base:
            for asset in assets:
                self.read(asset, base=base)
            self.assertEqual(self.outcomes(base)["hit"], 3)
            started = self.product.call("POST", "/api/v1/assets/cache", {"action": "invalidate", "selection": {"asset_ids": [*assets, small]}})
            self.assertEqual(started.status, 202, started)
            path = started.headers["location"]
            deadline = time.monotonic() + 60
            while (job := self.product.call("GET", path).json)["state"] in ("queued", "running"):
                self.assertLess(time.monotonic(), deadline, job)
                time.sleep(0.2)
            self.assertEqual((job["kind"], job["state"], job["done"], job["skipped"]), ("invalidate_cache", "done", 4, 0))
            self.assertEqual(job["outcomes"], [{"outcome": "dropped", "assets": 4}])
            self.assertEqual(self.product.call("POST", f"{path}/undo").status, 409)
            for asset in assets:
                self.read(asset, base=base)
            self.assertEqual(self.outcomes(base)["hit"], 3)
            self.assertEqual(self.outcomes(base)["miss"], 3)
        refused = self.product.call("POST", "/api/v1/assets/cache", {"action": "warm", "selection": {}})
        self.assertEqual(refused.status, 400, refused)
        _, token = self.person("editor")
        body = {"action": "warm", "selection": {"asset_ids": assets}}
        self.assertEqual(self.product.call("POST", "/api/v1/assets/cache", body, token=token).status, 403)


if __name__ == "__main__":
    unittest.main()
