"""From a file on disk to object storage and back, as people and programs do it."""

from __future__ import annotations

import base64
import json
import os
import re
import unittest
from concurrent.futures import ThreadPoolExecutor

from stack.suite.chance import chance
from tests.support import PART, Product, make_clip, new_name, request, scratch, sha256


def cursor(moment: int) -> str:
    """One that no listing gave: `moment` in microseconds."""
    return base64.urlsafe_b64encode(f"{moment}/01981f80-11aa-7d4e-8a55-0f2b9c7d6e5f".encode()).decode().rstrip("=")


class CommandLine(unittest.TestCase):
    """`./acervo …` with nothing but its help."""

    @classmethod
    def setUpClass(cls) -> None:
        cls.product = Product.running()

    def setUp(self) -> None:
        scratched = scratch()
        self.folder = scratched.__enter__()
        self.addCleanup(scratched.__exit__, None, None, None)
        self.environment = {**os.environ, "ACERVO_CREDENTIALS": str(self.folder / "credentials.json")}

    def run_cli(self, *words: str, check: bool = True, **options):
        return self.product.acervo(*words, check=check, env=self.environment, **options)

    def sign_in(self) -> None:
        name, password = self.product.administrator()
        self.run_cli("login", name, input=password + "\n")

    def test_uploads_a_clip_in_parts_and_gives_it_back_byte_for_byte(self) -> None:
        clip = make_clip(self.folder / "informativo.mov", seconds=24)
        self.assertGreater(clip.stat().st_size, 4 * PART, "the clip must need five parts")
        self.sign_in()
        uploaded = json.loads(self.run_cli("upload", "--json", str(clip), "--title", "Informativo").stdout)
        self.assertGreaterEqual(uploaded["parts"], 5)
        self.assertEqual(uploaded["status"], "processing")
        keys = f"SELECT count(*) FROM idempotency_keys WHERE result ->> 'id' = '{uploaded['asset_id']}'"
        self.assertEqual(self.product.database(keys), [["1"]], "what it repeats by itself makes one asset")

        listed = json.loads(self.run_cli("assets", "list", "--json").stdout)
        self.assertIn(uploaded["asset_id"], [asset["asset_id"] for asset in listed["assets"]])
        shown = self.run_cli("assets", "show", uploaded["asset_id"]).stdout
        self.assertIn("Informativo", shown)

        target = self.folder / "back"
        target.mkdir()
        self.run_cli("assets", "download", uploaded["asset_id"], str(target))
        self.assertEqual(sha256((target / clip.name).read_bytes()), sha256(clip.read_bytes()))
        self.assertEqual(uploaded["sha256"], sha256(clip.read_bytes()))

    def test_says_what_is_wrong_and_ends_with_a_code(self) -> None:
        text = self.folder / "notas.pdf"
        text.write_bytes(b"%PDF-1.7")
        done = self.run_cli("upload", str(text), check=False)
        self.assertEqual(done.returncode, 77, done.stderr)
        self.assertIn("login", done.stderr)
        self.sign_in()
        done = self.run_cli("upload", str(text), check=False)
        self.assertEqual(done.returncode, 65, done.stderr)
        self.assertIn(".pdf", done.stderr)
        done = self.run_cli("login", "nobody", input="wrong\n", check=False)
        self.assertEqual(done.returncode, 77)
        self.assertIn("wrong", done.stderr)
        for words in (["upload", str(self.folder / "missing.mp4")], ["assets"], ["assets", "list", "--limit", "0"], ["nonsense"]):
            self.assertEqual(self.run_cli(*words, check=False).returncode, 2, words)
        self.assertEqual(self.run_cli("assets", "--help").returncode, 0)
        done = self.run_cli("collections", "create", "a" * 300, check=False)
        self.assertEqual(done.returncode, 65, done.stderr)
        self.assertEqual(done.stderr.count("/name"), 1, "each field once")

    def test_says_who_is_signed_in_as_text_and_as_json(self) -> None:
        self.sign_in()
        name, _ = self.product.administrator()
        self.assertRegex(self.run_cli("whoami").stdout, rf"^{name}  admin  ")
        for words in (["whoami", "--json"], ["--json", "whoami"]):
            self.assertEqual(json.loads(self.run_cli(*words).stdout)["username"], name)
        self.assertIn("assets", json.loads(self.run_cli("--json", "assets", "list").stdout))

    def test_does_not_overwrite_a_file_nor_follow_a_name_that_leads_elsewhere(self) -> None:
        self.sign_in()
        asset = self.product.upload(b"x" * 100, filename="../../evil.mp4")
        target = self.folder / "in" / "side"
        target.mkdir(parents=True)
        self.run_cli("assets", "download", asset["asset_id"], str(target))
        self.assertEqual([file.name for file in target.iterdir()], ["evil.mp4"])
        again = self.run_cli("assets", "download", asset["asset_id"], str(target), check=False)
        self.assertNotEqual(again.returncode, 0)
        self.assertIn("there already", again.stderr)

    def test_sign_out_ends_the_session_at_once(self) -> None:
        self.sign_in()
        token = next(iter(json.loads((self.folder / "credentials.json").read_text()).values()))
        self.assertEqual(self.product.call("GET", "/api/v1/users/me", token=token).status, 200)
        self.run_cli("logout")
        self.assertEqual(self.product.call("GET", "/api/v1/users/me", token=token).status, 401)


class Uploads(unittest.TestCase):
    """The contract, by plain HTTP."""

    @classmethod
    def setUpClass(cls) -> None:
        cls.product = Product.running()
        cls.dice = chance("uploads")

    def test_completes_once_for_fifty_callers(self) -> None:
        content = self.dice.randbytes(PART + 5)
        opened = self.product.open_upload(len(content)).json
        parts = self.product.send_parts(opened, content)
        path = f"/api/v1/assets/{opened['asset_id']}/complete"
        with ThreadPoolExecutor(50) as pool:
            answers = list(pool.map(lambda _: self.product.call("POST", path, {"parts": parts}, timeout=60), range(50)))
        self.assertEqual({answer.status for answer in answers}, {202})
        self.assertEqual(len({answer.body for answer in answers}), 1)
        rows = self.product.database(f"SELECT workflow_id FROM workflow_starts WHERE asset_id = '{opened['asset_id']}'")
        self.assertEqual(rows, [[answers[0].json["workflow_id"]]])
        self.assertEqual(self.product.call("PUT", path, {"parts": parts}).body, answers[0].body)

    def test_names_the_part_that_is_wrong(self) -> None:
        content = self.dice.randbytes(2 * PART + 5)
        opened = self.product.open_upload(len(content)).json
        parts = self.product.send_parts({**opened, "parts": opened["parts"][:2]}, content)
        path = f"/api/v1/assets/{opened['asset_id']}/complete"

        missing = self.product.call("POST", path, {"parts": parts})
        self.assertEqual(missing.status, 400)
        self.assertEqual(missing.headers["content-type"], "application/problem+json")
        wrong = [*parts, {"part_number": 3, "etag": "0" * 32}]
        answer = self.product.call("POST", path, {"parts": wrong})
        self.assertEqual((answer.status, answer.json["errors"][0]["pointer"]), (400, "/parts/2"))

        # Nothing is lost by the mistake: the missing part goes up and the upload completes.
        state = self.product.call("GET", f"/api/v1/assets/{opened['asset_id']}/upload").json
        self.assertEqual([part["part_number"] for part in state["stored"]], [1, 2])
        self.assertEqual([part["part_number"] for part in state["parts"]], [3])
        parts += self.product.send_parts({**opened, "parts": state["parts"]}, content)
        self.assertEqual(self.product.call("POST", path, {"parts": list(reversed(parts))}).status, 202)

    def test_aborts_and_says_so_afterwards(self) -> None:
        opened = self.product.open_upload(PART).json
        path = f"/api/v1/assets/{opened['asset_id']}"
        for _ in range(2):
            self.assertEqual(self.product.call("DELETE", f"{path}/upload").status, 204)
        asset = self.product.call("GET", path).json
        self.assertEqual((asset["status"], asset["failure_reason"]), ("failed", "cancelled"))
        parts = [{"part_number": 1, "etag": "0" * 32}]
        self.assertEqual(self.product.call("POST", f"{path}/complete", {"parts": parts}).status, 409)
        self.assertNotEqual(request("PUT", opened["parts"][0]["url"], b"x" * PART).status, 200)

    def test_answers_the_same_upload_under_the_same_key(self) -> None:
        body = {"filename": "a.mp4", "size": 10, "mime_type": "video/mp4"}
        key = {"Idempotency-Key": new_name()}
        with ThreadPoolExecutor(10) as pool:
            answers = list(pool.map(lambda _: self.product.call("POST", "/api/v1/assets", body, headers=key), range(10)))
        self.assertEqual({answer.status for answer in answers}, {201})
        self.assertEqual(len({answer.json["asset_id"] for answer in answers}), 1)
        # One upload at the store too: a part that is sent to another one would be missing at the end.
        urls = [answer.json["parts"][0]["url"] for answer in answers]
        self.assertEqual(len({re.search("uploadId=([^&]+)", url)[1] for url in urls}), 1)
        other = self.product.call("POST", "/api/v1/assets", body | {"size": 11}, headers=key)
        self.assertEqual(other.status, 422)

    def test_takes_a_key_as_long_as_the_contract_says_and_no_longer(self) -> None:
        body = {"filename": "a.mp4", "size": 10, "mime_type": "video/mp4"}
        for length, status in [(200, 201), (201, 400)]:
            key = new_name().ljust(length, "x")
            answer = self.product.call("POST", "/api/v1/assets", body, headers={"Idempotency-Key": key})
            self.assertEqual(answer.status, status, answer)
        self.assertEqual(answer.json["errors"][0]["pointer"], "Idempotency-Key")

    def test_gives_addresses_in_batches_for_a_very_large_file(self) -> None:
        opened = self.product.open_upload(60 * 10**9)
        self.assertEqual(opened.status, 201)
        self.assertEqual((len(opened.json["parts"]), opened.json["next_parts"]), (100, 100))
        self.assertLessEqual(opened.json["part_count"], 10_000)
        path = f"/api/v1/assets/{opened.json['asset_id']}/upload"
        batch = self.product.call("GET", f"{path}?after=100&limit=7").json
        self.assertEqual([part["part_number"] for part in batch["parts"]], list(range(101, 108)))
        self.assertEqual(batch["next_parts"], 107)
        self.assertEqual(self.product.call("DELETE", path).status, 204)

    def test_takes_an_external_id_once(self) -> None:
        name = new_name()
        self.assertEqual(self.product.open_upload(10, external_id=name).status, 201)
        taken = self.product.open_upload(10, external_id=name)
        self.assertEqual((taken.status, taken.json["detail"]), (409, "the external id is taken"))

    def test_downloads_under_the_name_it_came_with(self) -> None:
        asset = self.product.upload(b"bytes", filename='señal "limpia" ñ.mp4')
        address = self.product.call("GET", f"/api/v1/assets/{asset['asset_id']}/download").json
        answer = request("GET", address["url"])
        self.assertEqual((answer.status, answer.body), (200, b"bytes"))
        self.assertIn("filename*=UTF-8''se%C3%B1al%20%22limpia%22%20%C3%B1.mp4", answer.headers["content-disposition"])


class Refusals(unittest.TestCase):
    """Bad input: a clear problem, nothing changed."""

    @classmethod
    def setUpClass(cls) -> None:
        cls.product = Product.running()

    def test_bodies_that_are_not_as_the_contract_says(self) -> None:
        good = {"filename": "a.mp4", "size": 10, "mime_type": "video/mp4"}
        table = [
            (b"", 400, None),
            (b"{", 400, None),
            (b"[]", 400, ""),
            (b'{"filename":"\xff","size":1,"mime_type":"video/mp4"}', 400, None),
            (good | {"size": 0}, 400, "/size"),
            (good | {"size": -1}, 400, "/size"),
            (good | {"size": 2**60}, 400, "/size"),
            (good | {"size": 1.5}, 400, "/size"),
            (good | {"size": "10"}, 400, "/size"),
            (good | {"filename": "a\u0000.mp4"}, 400, "/filename"),
            (good | {"filename": "a\r\nb.mp4"}, 400, "/filename"),
            (good | {"filename": ""}, 400, "/filename"),
            (good | {"filename": "x" * 501}, 400, "/filename"),
            (good | {"owner": "me"}, 400, "/owner"),
            (good | {"sha256": "zz"}, 400, "/sha256"),
            ({"filename": "a.mp4"}, 400, "/size"),
            (good | {"filename": "a.pdf", "mime_type": "application/pdf"}, 415, None),
            (good | {"mime_type": "image/png"}, 415, None),
            (good | {"collection_id": "01981f80-11aa-7d4e-8a55-0f2b9c7d6e5f"}, 400, "/collection_id"),
            (b'"' + b"x" * 70_000 + b'"', 413, None),
        ]
        before = self.product.database("SELECT count(*) FROM assets")
        for body, status, pointer in table:
            with self.subTest(body=str(body)[:60]):
                answer = self.product.call("POST", "/api/v1/assets", body)
                self.assertEqual(answer.status, status, answer)
                self.assertEqual(answer.headers["content-type"], "application/problem+json")
                self.assertTrue(answer.json["detail"])
                self.assertNotRegex(answer.json["detail"], "constraint|table|[(][0-9A-Z]{5}[)]", "words of the database")
                self.assertTrue(answer.json["type"].startswith("/problems/"))
                if pointer is not None:
                    self.assertIn(pointer, [error["pointer"] for error in answer.json["errors"]])
        self.assertEqual(self.product.database("SELECT count(*) FROM assets"), before)

    def test_callers_who_are_not_signed_in(self) -> None:
        for method, path in [
            ("GET", "/api/v1/assets"),
            ("POST", "/api/v1/assets"),
            ("GET", "/api/v1/users/me"),
            ("GET", "/api/v1/users/me?unknown=1"),
            ("GET", "/api/v1/assets?unknown=1"),
            ("GET", "/api/v1/assets/01981f80-11aa-7d4e-8a55-0f2b9c7d6e5f"),
        ]:
            for headers in ({}, {"Authorization": "Bearer nonsense"}, {"Authorization": "Basic eDp5"}):
                answer = self.product.call(method, path, token="", headers=headers)
                self.assertEqual(answer.status, 401, (method, path, headers))
                self.assertIn("www-authenticate", answer.headers)

    def test_what_is_not_there(self) -> None:
        unknown = "/api/v1/assets/01981f80-11aa-7d4e-8a55-0f2b9c7d6e5f"
        for method, path, status in [
            ("GET", unknown, 404),
            ("GET", unknown + "/upload", 404),
            ("DELETE", unknown + "/upload", 404),
            ("GET", unknown + "/download", 404),
            ("GET", "/api/v1/assets/not-an-id", 400),
            ("GET", "/api/v1/nothing", 404),
            ("DELETE", "/api/v1/assets", 405),
            ("GET", "/api/v1/assets?limit=0", 400),
            ("GET", "/api/v1/assets?limit=1&limit=2", 400),
            ("GET", "/api/v1/assets?unknown=1", 400),
            ("GET", "/api/v1/users/me?unknown=1", 400),
            ("GET", "/api/v1/assets?cursor=AAAA", 400),
            *(("GET", f"/api/v1/assets?cursor={cursor(moment)}", 400) for moment in (-1, -(2**63), 2**63 - 1, 2**63)),
        ]:
            self.assertEqual(self.product.call(method, path).status, status, (method, path))

    def test_too_many_attempts_to_sign_in(self) -> None:
        name = new_name()
        body = {"login": name, "password": "wrong"}
        answers = [self.product.call("POST", "/api/v1/sessions", body, token="") for _ in range(12)]
        self.assertEqual([answer.status for answer in answers], [401] * 10 + [429] * 2)
        self.assertGreater(int(answers[-1].headers["retry-after"]), 0)


class Catalogue(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.product = Product.running()

    def test_pages_hold_every_asset_once_newest_first(self) -> None:
        made = [self.product.open_upload(10, title=f"page {i}").json["asset_id"] for i in range(7)]
        seen: list[str] = []
        path = "/api/v1/assets?limit=3&status=uploading"
        while path:
            page = self.product.call("GET", path).json
            seen += [asset["asset_id"] for asset in page["assets"]]
            path = f"/api/v1/assets?limit=3&status=uploading&cursor={page['next']}" if "next" in page else ""
        self.assertEqual(len(seen), len(set(seen)))
        self.assertEqual([one for one in seen if one in made], list(reversed(made)))

    def test_filters_by_type(self) -> None:
        image = self.product.open_upload(10, filename="a.png", mime_type="image/png").json["asset_id"]
        assets = self.product.call("GET", "/api/v1/assets?type=image&limit=200").json["assets"]
        self.assertIn(image, [asset["asset_id"] for asset in assets])
        self.assertEqual({asset["type"] for asset in assets}, {"image"})

    def test_serves_the_contract_and_its_page(self) -> None:
        document = self.product.call("GET", "/api/v1/openapi.json", token="")
        self.assertEqual((document.status, document.json["openapi"]), (200, "3.1.0"))
        self.assertEqual(self.product.call("GET", "/api/docs", token="").status, 200)

    def test_writes_who_did_what_into_the_audit_log(self) -> None:
        asset = self.product.upload(b"audited")["asset_id"]
        self.product.call("GET", f"/api/v1/assets/{asset}/download")
        rows = self.product.database(f"SELECT action FROM audit_log WHERE object_id = '{asset}' ORDER BY id")
        self.assertEqual([row[0] for row in rows], ["upload.open", "upload.complete", "asset.download_master"])


if __name__ == "__main__":
    unittest.main()
