"""Uploads whose API, client or store fails at any moment: nothing that was acknowledged is lost, nothing leaks."""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import subprocess
import threading
import time
import unittest
from collections import Counter

from stack.layout import Stack
from stack.servers import s3_roles
from stack.suite.chance import FULL, chance
from stack.suite.figures import figure
from tests import checker, fault_proxy
from tests.own_api import OwnApi
from tests.support import PART, PROGRAMS, Product, new_name, scratch, sha256, wait_until

API_KILLS = 200 if FULL else 10
CLI_KILLS = 50 if FULL else 5
LEAST_PER_PHASE = 5 if FULL else 1
FAULTY_UPLOADS = 300 if FULL else 30
CLIENTS = 4
PARALLEL = 3


class Uploaders:
    """A few clients who upload for as long as they are let, and try again what was not answered."""

    def __init__(self, product: Product, url: str, dice: random.Random) -> None:
        self.acknowledged: dict[str, str] = {}
        self.wrong: list[str] = []
        self.phases = [""] * CLIENTS
        self._product, self._url = product, url
        self._stop = threading.Event()
        seeds = [random.Random(dice.random()) for _ in range(CLIENTS)]
        self._threads = [threading.Thread(target=self._work, args=one, daemon=True) for one in enumerate(seeds)]

    def __enter__(self) -> Uploaders:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(180)

    def _work(self, number: int, dice: random.Random) -> None:
        try:
            while not self._stop.is_set():
                self._upload(number, dice)
        except Exception as error:  # noqa: BLE001: a thread's failure is the test's
            self.wrong.append(repr(error))
        self.phases[number] = ""

    def _upload(self, number: int, dice: random.Random) -> None:
        content = dice.randbytes(dice.randrange(1, 3000)) + bytes(PART if dice.randrange(20) == 0 else 0)
        body = {"filename": "clip.mp4", "size": len(content), "mime_type": "video/mp4"}
        if dice.randrange(2):
            body["sha256"] = sha256(content)
        opened = self._until_answered(number, "create", "POST", "/api/v1/assets", body, {"Idempotency-Key": new_name()})
        if opened is None:
            return
        fate = dice.randrange(10)
        if fate == 0:
            return  # somebody who went away
        parts = Product.send_parts(opened, content)
        path = f"/api/v1/assets/{opened['asset_id']}"
        if fate == 1:
            self._until_answered(number, "abort", "DELETE", f"{path}/upload")
        elif self._until_answered(number, "complete", "POST", f"{path}/complete", {"parts": parts}) is not None:
            self.acknowledged[opened["asset_id"]] = sha256(content)

    def _until_answered(self, number: int, phase: str, method: str, path: str, body: object = None, headers: dict | None = None):
        for _ in range(1000):
            self.phases[number] = phase
            with contextlib.suppress(OSError):
                answer = self._product.call(method, path, body, headers=headers, base=self._url)
                if answer.status < 300:
                    self.phases[number] = ""
                    return answer.json if answer.body else {}
                if answer.status not in (500, 503, 504):
                    raise AssertionError(f"{method} {path}: {answer}")
            self.phases[number] = ""
            if self._stop.is_set():
                return None
            time.sleep(0.05)
        raise AssertionError(f"{method} {path}: never answered")


class Uploads(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.product = Product.running()

    def settle(self, acknowledged: dict[str, str], what: str) -> None:
        """The time of everything that is open is over; after the reconciler nothing is lost and nothing is left."""
        self.product.database("UPDATE uploads SET expires_at = now() - interval '1 second' WHERE status IN ('open', 'completing')")
        self.product.database("UPDATE uploads SET claimed_until = now() - interval '1 second' WHERE status = 'completing'")
        self.product.acervo("reconcile", "--repair", "--grace", "0")
        self.assertIn(" 0 differences left, 0 leaked bytes", self.product.acervo("reconcile", "--grace", "0").stdout)
        verdict = checker.check(self.product, acknowledged)
        figure(f"uploads acknowledged and lost by {what}", len(verdict.lost), f"of {len(acknowledged)}", "0", not verdict.lost)
        figure(f"bytes leaked by {what}", verdict.leaked_bytes, "bytes", "0", verdict.leaked_bytes == 0)
        self.assertTrue(verdict.is_good, verdict)

    def test_nothing_is_lost_and_nothing_leaks_when_the_api_is_killed(self) -> None:
        dice = chance("kills of the API between creation and completion")
        hit: Counter[str] = Counter()
        kills = 0
        with OwnApi(self.product) as api, Uploaders(self.product, api.url, dice) as uploaders:
            while kills < API_KILLS or min(hit["create"], hit["complete"]) < LEAST_PER_PHASE:
                time.sleep(dice.random() * 0.3)
                wait_until(lambda: any(uploaders.phases), "something in flight", 30)
                phases = [phase for phase in uploaders.phases if phase]
                api.kill()
                kills += bool(phases)
                hit.update(phases)
                api.start()
                self.assertEqual(uploaders.wrong, [])
            wait_until(lambda: len(uploaders.acknowledged) > 10, "some uploads", 60)
        self.assertEqual(uploaders.wrong, [])
        print(f"{kills} kills, in flight: {dict(hit)}; {len(uploaders.acknowledged)} uploads acknowledged", flush=True)
        figure("kills of the API amid uploads", kills, f"kills, in flight {dict(hit)}", str(API_KILLS), True)
        self.settle(uploaders.acknowledged, "kills of the API")

    def test_what_a_dead_process_did_at_the_store_is_taken_as_done(self) -> None:
        """It had completed or aborted there and died before it could tell the database."""
        content = new_name().encode()
        opened = self.product.open_upload(len(content)).json
        parts = Product.send_parts(opened, content)
        listed = f"<Part><PartNumber>1</PartNumber><ETag>{parts[0]['etag']}</ETag></Part>"
        document = f"<CompleteMultipartUpload>{listed}</CompleteMultipartUpload>".encode()
        self.assertEqual(self.at_the_store("POST", opened["asset_id"], document), 200)
        answer = self.product.call("POST", f"/api/v1/assets/{opened['asset_id']}/complete", {"parts": parts})
        self.assertEqual(answer.status, 202, answer)
        aborted = self.product.open_upload(3).json["asset_id"]
        self.assertEqual(self.at_the_store("DELETE", aborted), 204)
        self.assertEqual(self.product.call("DELETE", f"/api/v1/assets/{aborted}/upload").status, 204)
        lost = checker.check(self.product, {opened["asset_id"]: sha256(content)}).lost
        self.assertEqual([one for one in lost if opened["asset_id"] in one], [])

    def at_the_store(self, method: str, asset: str, document: bytes = b"") -> int:
        """The status of a call on the asset's upload that goes past the API."""
        ((key, multipart),) = self.product.database(f"SELECT storage_key, multipart_id FROM uploads WHERE asset_id = '{asset}'")
        stack, query = Stack.open(self.product.state), {"uploadId": multipart}
        answer = s3_roles.request(stack, s3_roles.BOOTSTRAP, method, f"/{s3_roles.ARCHIVE}/{key}", document, query=query, timeout_s=30)
        assert answer is not None
        return answer[0]

    def test_nothing_is_lost_and_nothing_leaks_when_the_store_fails_at_random(self) -> None:
        dice = chance("faults of the object store")
        store = Stack.open(self.product.state).address("s3")
        with fault_proxy.between(store, fault_proxy.seldom(dice)) as proxy:
            settings = (f"s3.endpoint=http://{proxy}", f"s3.public_endpoint=http://{store}")
            with OwnApi(self.product, *settings) as api, Uploaders(self.product, api.url, dice) as uploaders:
                wait_until(lambda: bool(uploaders.wrong) or len(uploaders.acknowledged) >= FAULTY_UPLOADS, "uploads", 900)
        self.assertEqual(uploaders.wrong, [])
        self.settle(uploaders.acknowledged, "faults of the store")

    def test_a_killed_command_line_goes_on_where_it_was(self) -> None:
        dice = chance("kills of the command line")
        acknowledged: dict[str, str] = {}
        kills = resent = 0
        while kills < CLI_KILLS:
            # The larger ones are hashed while they are sent: whoever goes on hashes them anew.
            content = dice.randbytes(1000) + bytes((9 if len(acknowledged) % 2 else 5) * PART)
            asset, killed, again = self.upload_and_kill(content, dice)
            acknowledged[asset] = sha256(content)
            rows = self.product.database(f"SELECT content_hash FROM assets WHERE id = '{asset}'")
            self.assertEqual(rows, [[acknowledged[asset]]], "the hash was lost with the run")
            kills, resent = kills + killed, resent + again
        print(f"{kills} kills, {resent} parts begun again, {len(acknowledged)} uploads", flush=True)
        figure("kills of the command line", kills, f"kills, {resent} parts begun again", str(CLI_KILLS), True)
        self.settle(acknowledged, "kills of the command line")

    def test_a_command_line_that_died_amid_completion_waits_for_it_when_it_goes_on(self) -> None:
        asked, go_on = threading.Event(), threading.Event()

        def hold_completions(line: str) -> str:
            if line.startswith("POST ") and "uploadId=" in line:
                asked.set()
                go_on.wait(60)
            return "pass"

        store = Stack.open(self.product.state).address("s3")
        with fault_proxy.between(store, hold_completions) as proxy, scratch() as folder:
            with OwnApi(self.product, f"s3.endpoint=http://{proxy}", f"s3.public_endpoint=http://{store}") as api:
                clip = folder / "clip.mp4"
                clip.write_bytes(new_name().encode())
                credentials = folder / "credentials.json"
                credentials.write_text(json.dumps({api.url: self.product.token}))
                environment = {**os.environ, "ACERVO_URL": api.url, "ACERVO_CREDENTIALS": str(credentials)}
                command = [str(PROGRAMS / "acervo-cli"), "upload", "--json", str(clip)]
                first = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
                self.assertTrue(asked.wait(60))
                first.kill()
                first.wait(30)
                again = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
                with contextlib.suppress(subprocess.TimeoutExpired):
                    again.wait(1.5)  # it looks at what became of the upload
                go_on.set()
                said, failed = again.communicate(timeout=200)  # the keeper looks for those who died once a minute
                self.assertEqual(again.returncode, 0, failed)
                digest = sha256(clip.read_bytes())
        rows = self.product.database(f"SELECT asset_id, status FROM uploads WHERE declared_sha256 = '{digest}'")
        self.assertEqual(rows, [[json.loads(said)["asset_id"], "completed"]], "it was sent a second time")

    def upload_and_kill(self, content: bytes, dice: random.Random) -> tuple[str, int, int]:
        """Of one file: the asset, how often its upload was killed, how many parts were begun again."""
        begun: Counter[str] = Counter()
        stored: set[str] = set()
        again_after_stored: list[str] = []

        def seen(line: str, status: int) -> None:
            if not line.startswith("PUT ") or "partNumber=" not in line:
                return
            part = line.partition("partNumber=")[2].partition("&")[0]
            if status == 200:
                stored.add(part)
            elif status == 0:
                begun[part] += 1
                if part in stored:
                    again_after_stored.append(part)

        store = Stack.open(self.product.state).address("s3")
        slow = lambda line: "wait" if line.startswith("PUT ") else "pass"  # noqa: E731
        kills = 0
        with fault_proxy.between(store, slow, seen) as proxy, scratch() as folder:
            with OwnApi(self.product, f"s3.public_endpoint=http://{proxy}") as api:
                clip = folder / "clip.mp4"
                clip.write_bytes(content)
                credentials = folder / "credentials.json"
                credentials.write_text(json.dumps({api.url: self.product.token}))
                environment = {**os.environ, "ACERVO_URL": api.url, "ACERVO_CREDENTIALS": str(credentials)}
                command = [str(PROGRAMS / "acervo-cli"), "upload", "--json", "--parallel", str(PARALLEL), str(clip)]
                for may_end in (False, False, False, True):
                    before = sum(begun.values())
                    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
                    if not may_end:
                        # Or its end: one that was killed amid its completion waits for the keeper, which looks once a minute.
                        wait_until(lambda: sum(begun.values()) > before or process.poll() is not None, "a part on its way", 200)
                        time.sleep(dice.random() * 1.5)
                        process.kill()
                    said, failed = process.communicate(timeout=200)
                    if process.returncode == 0:
                        break  # perhaps before the kill; the same command once more would be another upload
                    self.assertEqual((process.returncode, may_end), (-signal.SIGKILL, False), failed)
                    kills += 1
                    time.sleep(1)  # what had reached the proxy whole is stored
        self.assertEqual(again_after_stored, [], "what the store had was sent again")
        again = sum(begun.values()) - len(begun)
        self.assertLessEqual(again, kills * PARALLEL, "more than one part per stream was sent again")
        return json.loads(said)["asset_id"], kills, again


class Checker(unittest.TestCase):
    """The checker sees what is wrong."""

    def test_reports_what_was_lost_and_what_leaks(self) -> None:
        product = Product.running()
        content = new_name().encode()
        asset = product.upload(content)["asset_id"]
        self.assertEqual(checker.check(product, {asset: sha256(content)}).lost, [])
        self.assertEqual(len(checker.check(product, {asset: sha256(b"other")}).lost), 1)
        before = checker.check(product, {}).leaked_bytes
        (key,) = product.database(f"SELECT storage_key FROM storage_objects WHERE asset_id = '{asset}'")[0]
        stack = Stack.open(product.state)
        put = s3_roles.request(stack, s3_roles.BOOTSTRAP, "PUT", f"/{s3_roles.ARCHIVE}/{key}", b"another version")
        self.assertEqual(put[0], 200)
        verdict = checker.check(product, {})
        self.assertEqual(verdict.leaked_bytes - before, len(b"another version"))
        opened = product.open_upload(3).json
        Product.send_parts(opened, b"abc")
        product.database(f"UPDATE uploads SET expires_at = now() - interval '1 second' WHERE asset_id = '{opened['asset_id']}'")
        late = checker.check(product, {})
        self.assertEqual(late.leaked_bytes - verdict.leaked_bytes, 3)
        self.assertTrue(any("past its time" in orphan for orphan in late.orphans))
        self.assertEqual(product.call("DELETE", f"/api/v1/assets/{opened['asset_id']}/upload").status, 204)
        product.acervo("reconcile", "--repair")
        self.assertEqual(checker.check(product, {}).leaked_bytes, 0)


if __name__ == "__main__":
    unittest.main()
