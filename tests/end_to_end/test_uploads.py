"""Uploads as clients make them: small ones through the API, the same bytes twice, folders and streams, runs that were cut."""

from __future__ import annotations

import json
import os
import subprocess
import time
import unittest
from pathlib import Path

from tests.support import PART, PROGRAMS, Answer, Product, new_name, request, scratch, sha256

PASSWORD = "una frase larga y propia"
BYTES = {"Content-Type": "application/octet-stream"}


class Content(unittest.TestCase):
    """PUT …/content"""

    @classmethod
    def setUpClass(cls) -> None:
        cls.product = Product.running()

    def put(self, asset: str, content: bytes, **options) -> Answer:
        return self.product.call("PUT", f"/api/v1/assets/{asset}/content", content, headers=BYTES, timeout=120, **options)

    def test_a_small_file_goes_through_the_api_in_one_request(self) -> None:
        for size in (1, 1000, PART, 2 * PART + 1):
            content = bytes(4) + os.urandom(16) + bytes(size - 20) if size > 20 else b"x" * size
            opened = self.product.open_upload(size).json
            answer = self.put(opened["asset_id"], content)
            self.assertEqual(answer.status, 202, answer)
            self.assertEqual(answer.json["status"], "processing")
            address = self.product.call("GET", f"/api/v1/assets/{opened['asset_id']}/download").json["url"]
            self.assertEqual(sha256(request("GET", address).body), sha256(content))
            self.assertEqual(self.put(opened["asset_id"], content).status, 409, "once")

    def test_a_body_of_another_size_is_refused_and_may_be_sent_again(self) -> None:
        opened = self.product.open_upload(1000).json
        for wrong in (b"", b"x" * 999, b"x" * 1001):
            answer = self.put(opened["asset_id"], wrong)
            self.assertEqual(answer.status, 400)
            self.assertIn("must have 1000 bytes", answer.json["detail"])
        self.assertEqual(self.product.call("PUT", f"/api/v1/assets/{opened['asset_id']}/content", b"x" * 1000).status, 415)
        self.assertEqual(self.put(opened["asset_id"], b"x" * 1000).status, 202)

    def test_a_large_file_goes_in_parts(self) -> None:
        opened = self.product.open_upload((64 << 20) + 1).json
        answer = self.put(opened["asset_id"], b"x")
        self.assertEqual(answer.status, 413, answer)


class SameBytes(unittest.TestCase):
    """What is known by its SHA-256 need not be sent."""

    @classmethod
    def setUpClass(cls) -> None:
        cls.product = Product.running()

    def setUp(self) -> None:
        self.content = new_name().encode()
        self.hash = sha256(self.content)

    def open(self, token: str | None = None, **members: object) -> Answer:
        body = {"filename": "clip.mp4", "size": len(self.content), "mime_type": "video/mp4", "sha256": self.hash} | members
        return self.product.call("POST", "/api/v1/assets", body, token=token)

    def somebody(self) -> tuple[str, str]:
        name = new_name()
        user = self.product.call("POST", "/api/v1/users", {"username": name, "role": "editor", "password": PASSWORD}).json["user_id"]
        session = self.product.call("POST", "/api/v1/sessions", {"login": name, "password": PASSWORD}, token="")
        return user, session.json["access_token"]

    def test_the_asset_that_is_there_is_the_answer_unless_it_is_forced(self) -> None:
        asset = self.product.upload(self.content, sha256=self.hash)["asset_id"]
        again = self.open()
        self.assertEqual((again.status, again.json["asset_id"], again.json["existing"], again.json["parts"]), (200, asset, True, []))
        forced = self.open(force=True)
        self.assertEqual(forced.status, 201)
        self.assertNotEqual(forced.json["asset_id"], asset)
        self.assertNotIn("existing", forced.json)
        self.assertEqual(self.open(size=len(self.content) + 1).status, 201, "of another size it cannot be the same")

    def test_what_one_may_not_see_is_never_an_answer(self) -> None:
        collection = self.product.call("POST", "/api/v1/collections", {"name": new_name()}).json["collection_id"]
        asset = self.product.upload(self.content, sha256=self.hash, collection_id=collection)["asset_id"]
        self.product.database(f"UPDATE assets SET status = 'ready' WHERE id = '{asset}'")
        user, token = self.somebody()
        hidden = self.open(token)
        self.assertEqual(hidden.status, 201)
        self.assertNotEqual(hidden.json["asset_id"], asset)
        self.product.call("PUT", f"/api/v1/collections/{collection}/grants/users/{user}", {"rights": ["view"]})
        self.assertEqual((self.open(token).status, self.open(token).json["asset_id"]), (200, asset))

    def test_a_hash_that_nobody_has_verified_is_no_answer_for_others(self) -> None:
        collection = self.product.call("POST", "/api/v1/collections", {"name": new_name()}).json["collection_id"]
        user, token = self.somebody()
        self.product.call("PUT", f"/api/v1/collections/{collection}/grants/users/{user}", {"rights": ["view"]})
        self.product.upload(self.content, sha256=self.hash, collection_id=collection)
        self.assertEqual(self.open(token).status, 201, "the bytes may be others than was said")

    def test_what_was_opened_and_never_sent_is_no_answer(self) -> None:
        first = self.open()
        self.assertEqual(first.status, 201)
        self.assertEqual(self.open().status, 201)


class Signed(unittest.TestCase):
    """The command line, with a session."""

    @classmethod
    def setUpClass(cls) -> None:
        cls.product = Product.running()

    def setUp(self) -> None:
        scratched = scratch()
        self.folder = scratched.__enter__()
        self.addCleanup(scratched.__exit__, None, None, None)
        credentials = self.folder / "session" / "credentials.json"
        credentials.parent.mkdir()
        credentials.write_text(json.dumps({self.product.url: self.product.token}))
        self.environment = {**os.environ, "ACERVO_CREDENTIALS": str(credentials)}


class CommandLine(Signed):
    def upload(self, *words: str, check: bool = True, **options) -> list[dict]:
        done = self.product.acervo("upload", "--json", *words, check=check, env=self.environment, **options)
        return [json.loads(line) for line in done.stdout.splitlines()]

    def test_a_folder_is_every_master_below_it(self) -> None:
        tree = self.folder / "tree"
        for name in ("b/c/2.mp4", "b/1.wav", "a.jpg", "notes.txt", ".hidden.mp4", ".cache/3.mp4"):
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            (tree / name).write_bytes(new_name().encode())
        made = self.upload(str(tree))
        self.assertEqual([line["file"].removeprefix(f"{tree}/") for line in made], ["a.jpg", "b/1.wav", "b/c/2.mp4"])
        again = self.upload(str(tree))
        self.assertEqual([line["asset_id"] for line in again], [line["asset_id"] for line in made], "they are there already")
        self.assertTrue(all(line["existing"] for line in again))
        forced = self.upload("--force", str(tree / "a.jpg"))
        self.assertNotEqual(forced[0]["asset_id"], made[0]["asset_id"])

    def test_standard_input_has_a_name_and_no_size(self) -> None:
        content = new_name()
        made = self.upload("-", "--name", "take.mxf", input=content)
        self.assertEqual(made[0]["sha256"], sha256(content.encode()))
        asset = self.product.call("GET", f"/api/v1/assets/{made[0]['asset_id']}").json
        self.assertEqual((asset["filename"], asset["size"]), ("take.mxf", len(content)))
        self.assertEqual(self.upload("-", check=False, input=content), [], "nothing says what it is")

    def test_waiting_ends_when_the_asset_is_processed_or_the_time_is_over(self) -> None:
        clip = self.folder / "clip.mp4"
        clip.write_bytes(new_name().encode())
        done = self.product.acervo("upload", "--wait", "1", str(clip), check=False, env=self.environment)
        self.assertEqual(done.returncode, 69)
        self.assertIn("is still processing", done.stderr)
        asset = done.stdout.split()[0]
        self.product.database(f"UPDATE assets SET status = 'ready' WHERE id = '{asset}'")
        self.assertEqual(self.upload("--wait", "1", str(clip))[0]["status"], "ready")

    def test_a_download_that_has_other_bytes_is_not_kept(self) -> None:
        asset = self.product.upload(new_name().encode() * 10)["asset_id"]
        ((key, size),) = self.product.database(f"SELECT master_storage_key, file_size_bytes FROM assets WHERE id = '{asset}'")
        self.product.database(f"UPDATE assets SET content_hash = '{'a' * 64}' WHERE id = '{asset}'")
        target = self.folder / "wrong.mp4"
        done = self.product.acervo("assets", "download", asset, str(target), check=False, env=self.environment)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("a" * 64, done.stderr)
        self.assertEqual([one.name for one in self.folder.iterdir()], ["session"], f"{size} wrong bytes of {key} were kept")

    def test_nothing_is_remembered_of_an_upload_that_is_done(self) -> None:
        clip = self.folder / "clip.mp4"
        clip.write_bytes(new_name().encode())
        self.upload(str(clip))
        self.assertEqual(list((self.folder / "session" / "uploads").iterdir()), [])


class Folders(Signed):
    """./acervo import and watch"""

    def setUp(self) -> None:
        super().setUp()
        self.tree = self.folder / "tree"
        self.tree.mkdir()

    def write(self, name: str, sidecar: dict | None = None) -> Path:
        file = self.tree / name
        file.write_bytes(new_name().encode())
        if sidecar is not None:
            (self.tree / f"{name}.json").write_text(json.dumps(sidecar))
        return file

    def run_cli(self, *words: str, check: bool = True) -> dict:
        done = self.product.acervo(*words, "--json", str(self.tree), check=check, env=self.environment)
        return json.loads(done.stdout.splitlines()[-1])

    def title_of(self, external: str) -> str:
        rows = self.product.database(f"SELECT title FROM assets WHERE external_id = '{external}'")
        return rows[0][0] if rows else ""

    def test_an_import_takes_what_side_cars_say_and_goes_on_behind_what_is_done(self) -> None:
        external = new_name()
        self.write("a.mp4", {"title": "Pleno", "external_id": external})
        self.write("b.wav")
        self.write("c.mp4", {"title": 5})
        self.write("d.mp4", {"colour": "red"})
        report = self.run_cli("import", check=False)
        self.assertEqual((report["made"], report["existing"], report["done_before"]), (2, 0, 0))
        self.assertEqual([one["reason"] for one in report["failed"]], ["c.mp4.json: title must be a text", "d.mp4.json: colour is not known; title, description and external_id are"])
        self.assertEqual(self.title_of(external), "Pleno")
        (self.tree / "c.mp4.json").write_text('{"title": "Five"}')
        (self.tree / "d.mp4.json").unlink()
        again = self.run_cli("import")
        self.assertEqual((again["made"], again["done_before"], again["failed"]), (2, 2, []))

    def test_a_watch_never_takes_a_file_that_grows(self) -> None:
        external = new_name()
        growing = self.write("growing.mp4", {"external_id": external})
        command = [str(PROGRAMS / "acervo-cli"), "watch", "--settle", "3", "--pause", "1", "--once", "--json", str(self.tree)]
        environment = {**self.environment, "ACERVO_URL": self.product.url}
        process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        written = growing.read_bytes()
        for _ in range(16):
            time.sleep(0.5)
            self.assertIsNone(process.poll(), "it ended before the file stood still")
            self.assertEqual(self.title_of(external), "", "it was taken while it grew")
            written += os.urandom(100)
            growing.write_bytes(written)
        output, errors = process.communicate(timeout=120)
        self.assertEqual(process.returncode, 0, errors)
        self.assertEqual(json.loads(output.splitlines()[-1])["made"], 1)
        rows = self.product.database(f"SELECT file_size_bytes, content_hash FROM assets WHERE external_id = '{external}'")
        self.assertEqual(rows, [[str(len(written)), sha256(written)]], "all of it")


if __name__ == "__main__":
    unittest.main()
