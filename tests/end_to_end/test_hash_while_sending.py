"""A large file's SHA-256 is known only while it is sent: it is told at the end, and what it finds then is the answer."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import threading
import unittest
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from stack.layout import Stack
from stack.servers import s3_roles
from tests import fault_proxy
from tests.own_api import OwnApi
from tests.support import PART, PROGRAMS, Answer, Product, new_name, scratch, sha256

PASSWORD = "una frase larga y propia"
LARGE = 9 * PART  # more than the command line hashes first


class WithProduct(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.product = Product.running()

    def call(self, method: str, path: str, body: object = None, **more: object) -> Answer:
        return self.product.call(method, f"/api/v1/assets{path}", body, **more)

    def state_of(self, asset: str) -> list[str]:
        """State of the upload, its declared hash, that of the asset and of the ledger."""
        (row,) = self.product.database(
            "SELECT u.status, u.declared_sha256, a.content_hash, o.sha256 FROM uploads u JOIN assets a ON a.id = u.asset_id "
            f"JOIN storage_objects o ON o.bucket = u.bucket AND o.storage_key = u.storage_key WHERE a.id = '{asset}'"
        )
        return row

    def parts_left(self, asset: str) -> int:
        """What the store answers who asks for the parts of its upload."""
        ((key, multipart),) = self.product.database(f"SELECT storage_key, multipart_id FROM uploads WHERE asset_id = '{asset}'")
        path, query = f"/{s3_roles.ARCHIVE}/{key}", {"uploadId": multipart}
        answer = s3_roles.request(Stack.open(self.product.state), s3_roles.BOOTSTRAP, "GET", path, b"", query=query, timeout_s=30)
        assert answer is not None
        return answer[0]


class AtTheEnd(WithProduct):
    """`sha256` of complete"""

    def setUp(self) -> None:
        self.content = new_name().encode()
        self.hash = sha256(self.content)

    def open(self, **members: object) -> tuple[str, list[dict]]:
        opened = self.product.open_upload(len(self.content), **members).json
        return opened["asset_id"], self.product.send_parts(opened, self.content)

    def complete(self, asset: str, parts: list[dict], **members: object) -> Answer:
        return self.call("POST", f"/{asset}/complete", {"parts": parts} | members)

    def refused(self, answer: Answer) -> None:
        self.assertEqual((answer.status, [one["pointer"] for one in answer.json["errors"]]), (400, ["/sha256"]), answer)

    def test_it_is_the_assets_as_if_it_had_been_known_at_the_beginning(self) -> None:
        asset, parts = self.open()
        done = self.complete(asset, parts, sha256=self.hash)
        self.assertEqual(done.status, 202, done)
        self.assertEqual(self.state_of(asset), ["completed", self.hash, self.hash, self.hash])
        self.assertEqual(self.call("GET", f"/{asset}").json["sha256"], self.hash)
        self.assertEqual(self.complete(asset, parts, sha256=self.hash).json, done.json)
        self.assertEqual(self.complete(asset, parts).json, done.json, "who does not say it does not contradict")
        self.refused(self.complete(asset, parts, sha256=sha256(b"other")))
        known = self.product.open_upload(len(self.content), sha256=self.hash)
        self.assertEqual((known.status, known.json["asset_id"]), (200, asset))

    def test_what_was_declared_at_the_beginning_stays(self) -> None:
        asset, parts = self.open(sha256=self.hash)
        self.refused(self.complete(asset, parts, sha256=sha256(b"other")))
        self.assertEqual(self.state_of(asset)[:2], ["open", self.hash])
        self.assertEqual(self.complete(asset, parts, sha256="zz").status, 400)
        self.assertEqual(self.complete(asset, parts, sha256=self.hash).status, 202)

    def test_what_was_declared_with_parts_that_are_wrong_stays(self) -> None:
        asset, parts = self.open()
        wrong = self.complete(asset, [parts[0] | {"etag": "0"}], sha256=self.hash)
        self.assertEqual((wrong.status, wrong.json["errors"][0]["pointer"]), (400, "/parts/0"))
        self.refused(self.complete(asset, parts, sha256=sha256(b"other")))
        self.assertEqual(self.complete(asset, parts).status, 202)
        self.assertEqual(self.state_of(asset), ["completed", self.hash, self.hash, self.hash])

    def test_what_was_completed_without_one_gets_none_later(self) -> None:
        asset, parts = self.open()
        self.assertEqual(self.complete(asset, parts).status, 202)
        self.refused(self.complete(asset, parts, sha256=self.hash))
        self.assertEqual(self.state_of(asset), ["completed", "", "", ""])

    def test_of_many_who_complete_at_once_those_with_one_hash_are_answered(self) -> None:
        for _ in range(5):
            asset, parts = self.open()
            hashes = [sha256(bytes([number % 3])) for number in range(12)]
            with ThreadPoolExecutor(12) as pool:
                answers = list(pool.map(lambda one: self.complete(asset, parts, sha256=one).status, hashes))
            kept = self.state_of(asset)[1]
            self.assertEqual(answers, [202 if one == kept else 400 for one in hashes])

    def test_a_version_has_it_too(self) -> None:
        asset, parts = self.open()
        self.assertEqual(self.complete(asset, parts).status, 202)
        opened = self.call("POST", f"/{asset}/versions", {"filename": "b.mp4", "size": len(self.content), "mime_type": "video/mp4"}).json
        self.assertEqual(self.complete(asset, self.product.send_parts(opened, self.content), sha256=self.hash).status, 202)
        self.assertEqual([one.get("sha256") for one in self.call("GET", f"/{asset}/versions").json["versions"]], [self.hash, None])


class ByHash(WithProduct):
    """`sha256` of the listing"""

    def ids(self, query: str, token: str | None = None) -> list[str]:
        answer = self.call("GET", f"?{query}", token=token)
        self.assertEqual(answer.status, 200, answer)
        return [one["asset_id"] for one in answer.json["assets"]]

    def test_it_finds_what_one_may_see_and_nothing_else(self) -> None:
        content = new_name().encode()
        digest = sha256(content)
        place = self.product.call("POST", "/api/v1/collections", {"name": new_name()}).json["collection_id"]
        asset = self.product.upload(content, sha256=digest, collection_id=place)["asset_id"]
        forced = self.product.upload(content, sha256=digest, force=True)["asset_id"]
        name = new_name()
        user = self.product.call("POST", "/api/v1/users", {"username": name, "role": "editor", "password": PASSWORD}).json["user_id"]
        token = self.product.call("POST", "/api/v1/sessions", {"login": name, "password": PASSWORD}, token="").json["access_token"]
        by_hash = f"sha256={digest}"
        self.assertEqual(self.ids(by_hash, token), [])
        self.product.call("PUT", f"/api/v1/collections/{place}/grants/users/{user}", {"rights": ["view"]})
        self.assertEqual(self.ids(by_hash, token), [asset])
        self.assertEqual(self.call("PATCH", f"/{asset}", {"tags": ["x"]}, headers={"If-Match": "*", "Content-Type": "application/merge-patch+json"}).status, 200)
        for sort in ("newest", "oldest", "updated", "title"):
            self.assertEqual(sorted(self.ids(f"{by_hash}&sort={sort}")), sorted([asset, forced]), sort)
            self.assertEqual(self.ids(f"{by_hash}&sort={sort}&collection_id={place}", token), [asset], sort)
        self.assertEqual(self.ids(f"{by_hash}&sort=oldest&limit=1"), [asset])
        self.assertEqual(self.ids(f"{by_hash}&tag=x"), [asset])
        self.assertEqual(self.ids(f"{by_hash}&status=ready"), [])
        self.assertEqual(self.ids(f"sha256={sha256(b'nobody has this')}"), [])
        self.assertEqual(self.call("DELETE", f"/{asset}").status, 204)
        self.assertEqual((self.ids(by_hash, token), self.ids(by_hash)), ([], [forced]))
        self.assertEqual(self.ids(f"{by_hash}&shelf=trash"), [asset])
        for wrong in ("zz", digest.upper(), ""):
            self.assertEqual(self.call("GET", f"?sha256={wrong}").status, 400, wrong)


class Discarded(WithProduct):
    """DELETE …/upload?asset=discard"""

    def status_of(self, asset: str) -> list[str]:
        (row,) = self.product.database(f"SELECT status, trashed_at IS NOT NULL, external_id IS NULL FROM assets WHERE id = '{asset}'")
        return row

    def test_the_asset_goes_with_its_upload_and_its_external_id_is_free(self) -> None:
        external = new_name()
        asset = self.product.open_upload(3, external_id=external).json["asset_id"]
        self.assertEqual(self.call("DELETE", f"/{asset}/upload?asset=keep").status, 204)
        self.assertEqual(self.status_of(asset), ["failed", "f", "f"])
        self.assertEqual(self.call("DELETE", f"/{asset}/upload?asset=discard").status, 204, "it may be said later")
        self.assertEqual(self.status_of(asset), ["failed", "t", "t"])
        self.assertEqual(self.parts_left(asset), 404)
        self.assertEqual(self.product.open_upload(3, external_id=external).status, 201)
        lines = self.product.database(f"SELECT action FROM audit_log WHERE object_id = '{asset}' ORDER BY id")
        self.assertEqual([line for (line,) in lines], ["upload.open", "upload.abort", "asset.discard"])
        self.assertEqual(self.call("DELETE", f"/{asset}/upload?asset=burn").status, 400)

    def test_what_has_a_master_stays(self) -> None:
        asset = self.product.upload(b"first", force=True)["asset_id"]
        self.assertEqual(self.call("DELETE", f"/{asset}/upload?asset=discard").status, 409)
        self.call("POST", f"/{asset}/versions", {"filename": "b.mp4", "size": 3, "mime_type": "video/mp4"})
        self.assertEqual(self.call("DELETE", f"/{asset}/upload?asset=discard").status, 204)
        self.assertEqual(self.status_of(asset)[:2], ["processing", "f"])
        self.product.database(f"UPDATE assets SET status = 'failed', failure_reason = 'x' WHERE id = '{asset}'")
        self.assertEqual(self.call("DELETE", f"/{asset}/upload?asset=discard").status, 204)
        self.assertEqual(self.status_of(asset)[:2], ["failed", "f"], "its ingest has failed, its master is there")


class Gate:
    """Holds parts on their way to the store until it is opened."""

    def __init__(self) -> None:
        self.came, self.open = threading.Event(), threading.Event()

    def decide(self, line: str) -> str:
        if line.startswith("PUT "):
            self.came.set()
            self.open.wait(120)
        return "pass"


class CommandLine(WithProduct):
    def setUp(self) -> None:
        self.folder = self.enterContext(scratch())

    def clip(self, name: str = "clip.mp4") -> tuple[Path, str]:
        content = new_name().encode() + bytes(LARGE)
        (self.folder / name).write_bytes(content)
        return self.folder / name, sha256(content)

    def start(self, url: str, *words: object) -> subprocess.Popen:
        credentials = self.folder / "credentials.json"
        credentials.write_text(json.dumps({url: self.product.token}))
        environment = {**os.environ, "ACERVO_URL": url, "ACERVO_CREDENTIALS": str(credentials)}
        command = [str(PROGRAMS / "acervo-cli"), "upload", "--json", *map(str, words)]
        return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def upload(self, *words: object) -> dict:
        return self.end(self.start(self.product.url, *words))

    def end(self, process: subprocess.Popen) -> dict:
        said, failed = process.communicate(timeout=240)
        self.assertEqual(process.returncode, 0, failed)
        self.assertEqual(self.remembered(), [], "what is over is remembered")
        return json.loads(said)

    def remembered(self) -> list[Path]:
        folder = self.folder / "uploads"
        return list(folder.iterdir()) if folder.exists() else []

    @contextlib.contextmanager
    def held(self, gate: Gate) -> Iterator[str]:
        """An API whose clients send their parts through the gate."""
        store = Stack.open(self.product.state).address("s3")
        with fault_proxy.between(store, gate.decide) as proxy, OwnApi(self.product, f"s3.public_endpoint=http://{proxy}") as api:
            try:
                yield api.url
            finally:
                gate.open.set()

    def only_upload_but(self, *assets: str, name: str) -> str:
        found = self.product.database(f"SELECT asset_id FROM uploads WHERE original_filename = '{name}'")
        (asset,) = {row[0] for row in found} - set(assets)
        return asset

    def test_the_hash_of_a_large_file_is_told_at_its_end(self) -> None:
        file, digest = self.clip()
        made = self.upload(file)
        self.assertEqual((made["sha256"], made["parts"], "existing" in made), (digest, 10, False))
        self.assertEqual(self.state_of(made["asset_id"]), ["completed", digest, digest, digest])
        ((key,),) = self.product.database(f"SELECT master_storage_key FROM assets WHERE id = '{made['asset_id']}'")
        self.assertIn("/u-", key, "it was opened without one")
        forced = self.upload("--force", file)
        self.assertNotEqual(forced["asset_id"], made["asset_id"])
        self.assertEqual(self.state_of(forced["asset_id"]), ["completed", digest, digest, digest])
        bare = self.upload("--no-hash", "--force", file)
        self.assertEqual(self.state_of(bare["asset_id"]), ["completed", "", "", ""])

    def test_what_is_known_is_not_sent_to_its_end_and_leaves_nothing(self) -> None:
        name, external = f"{new_name()}.mp4", new_name()
        file, digest = self.clip(name)
        first = self.upload(file)["asset_id"]
        gate = Gate()
        with self.held(gate) as url:
            again = self.end(self.start(url, "--external-id", external, file))
            self.assertFalse(gate.open.is_set(), "it was answered while no part had arrived")
        self.assertEqual((again["asset_id"], again["existing"], again["sha256"], again["parts"]), (first, True, digest, 0))
        second = self.only_upload_but(first, name=name)
        self.assertEqual(self.state_of(second)[0], "aborted")
        self.assertEqual(self.parts_left(second), 404)
        self.assertEqual(self.product.call("GET", f"/api/v1/assets?sha256={digest}").json["assets"][0]["asset_id"], first)
        self.assertEqual(self.product.database(f"SELECT trashed_at IS NOT NULL FROM assets WHERE id = '{second}'"), [["t"]])
        self.assertEqual(self.product.open_upload(3, external_id=external).status, 201, "it is free")
        # Others share the store, and what they purged may lie there until the next repair.
        self.assertNotIn(second, self.product.acervo("reconcile", "--grace", "0", check=False).stdout)

    def test_a_version_with_bytes_that_the_asset_has_is_refused_while_it_is_sent(self) -> None:
        file, _ = self.clip()
        asset = self.upload(file)["asset_id"]
        gate = Gate()
        with self.held(gate) as url:
            process = self.start(url, "--version-of", asset, file)
            _, failed = process.communicate(timeout=240)
        self.assertNotEqual(process.returncode, 0)
        self.assertIn("version 1 of the asset has these bytes", failed)
        states = self.product.database(f"SELECT status FROM uploads WHERE asset_id = '{asset}' ORDER BY created_at")
        self.assertEqual(states, [["completed"], ["aborted"]])

    def test_a_file_that_is_written_to_while_it_is_sent_is_given_up(self) -> None:
        name = f"{new_name()}.mp4"
        file, _ = self.clip(name)
        gate = Gate()
        with self.held(gate) as url:
            process = self.start(url, file)
            self.assertTrue(gate.came.wait(120))
            with open(file, "r+b") as out:
                out.write(b"others")
            gate.open.set()
            _, failed = process.communicate(timeout=240)
        self.assertNotEqual(process.returncode, 0)
        self.assertIn("the file changed while it was sent", failed)
        asset = self.only_upload_but(name=name)
        self.assertEqual(self.state_of(asset)[0], "aborted")
        self.assertEqual((self.parts_left(asset), self.remembered()), (404, []))


if __name__ == "__main__":
    unittest.main()
