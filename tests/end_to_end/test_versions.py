"""A new master under the same asset: what is there stays until the new one is complete, and every one is kept."""

from __future__ import annotations

import hashlib
import json
import os
import threading
import unittest
import uuid

from tests.support import Answer, Product, new_name, request, scratch, wait_until

OPEN = {"filename": "second.mp4", "size": 6, "mime_type": "video/mp4"}
BYTES = {"Content-Type": "application/octet-stream"}


class VersionsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.product = Product.running()

    def call(self, method: str, path: str, body: object = None, **more: object) -> Answer:
        return self.product.call(method, f"/api/v1/assets/{path}", body, **more)

    def stored(self, content: bytes = b"first!", **members: object) -> str:
        return self.product.upload(content, **members)["asset_id"]

    def bytes_at(self, path: str) -> bytes:
        address = self.call("GET", path)
        self.assertEqual(address.status, 200, address)
        return request("GET", address.json["url"]).body

    def open(self, asset: str, **members: object) -> dict:
        opened = self.call("POST", f"{asset}/versions", OPEN | members)
        self.assertEqual(opened.status, 201, opened)
        return opened.json

    def add(self, asset: str, content: bytes = b"second", **members: object) -> None:
        opened = self.open(asset, size=len(content), **members)
        done = self.call("POST", f"{asset}/complete", {"parts": self.product.send_parts(opened, content)})
        self.assertEqual(done.status, 202, done)

    def numbers(self, asset: str) -> list[tuple[int, bool, str]]:
        listed = self.call("GET", f"{asset}/versions").json["versions"]
        return [(one["version_number"], one["current"], one["filename"]) for one in listed]

    def sql(self, query: str) -> list[list[str]]:
        return self.product.database(query)

    def test_the_master_that_is_there_stays_until_the_new_one_is_complete_and_both_are_kept(self) -> None:
        asset = self.stored(sha256=hashlib.sha256(b"first!").hexdigest(), force=True)
        self.sql(f"UPDATE assets SET status = 'ready', scan = 'clean' WHERE id = '{asset}'")
        opened = self.open(asset)
        before = self.call("GET", asset).json
        self.assertEqual((before["status"], before["filename"]), ("ready", "clip.mp4"))
        self.assertEqual(self.bytes_at(f"{asset}/download"), b"first!")
        self.assertEqual(self.numbers(asset), [(1, True, "clip.mp4")])
        parts = self.product.send_parts(opened, b"second")
        done = self.call("POST", f"{asset}/complete", {"parts": parts})
        self.assertEqual((done.status, done.json["status"]), (202, "processing"), done)
        self.assertEqual(self.call("POST", f"{asset}/complete", {"parts": parts}).json, done.json, "repeated")
        now = self.call("GET", asset).json
        self.assertEqual((now["status"], now["filename"], now["edit_version"]), ("processing", "second.mp4", before["edit_version"]))
        self.assertNotIn("sha256", now, "the hash of the first one is not that of the second")
        self.assertEqual(self.sql(f"SELECT scan FROM assets WHERE id = '{asset}'"), [["pending"]])
        self.assertEqual(self.bytes_at(f"{asset}/download"), b"second")
        self.assertEqual(self.bytes_at(f"{asset}/versions/1/download"), b"first!")
        self.assertEqual(self.numbers(asset), [(2, True, "second.mp4"), (1, False, "clip.mp4")])
        starts = self.sql(f"SELECT count(*) FROM workflow_starts WHERE asset_id = '{asset}'")
        self.assertEqual(starts, [["2"]])
        self.assertEqual(self.sql(f"SELECT version FROM search_dirty WHERE asset_id = '{asset}'"), [[str(now["version"])]])
        page = self.call("GET", f"{asset}/versions?limit=1").json
        self.assertEqual([one["version_number"] for one in page["versions"]], [2])
        rest = self.call("GET", f"{asset}/versions?limit=1&before={page['next']}").json
        self.assertEqual(([one["version_number"] for one in rest["versions"]], "next" in rest), ([1], False))
        self.assertEqual(rest["versions"][0]["sha256"], hashlib.sha256(b"first!").hexdigest())

    def test_an_earlier_one_becomes_current_again_without_sending_a_byte(self) -> None:
        asset = self.stored()
        self.add(asset)
        etag = self.call("GET", asset).headers["etag"]
        restored = self.call("POST", f"{asset}/versions/1/restore")
        self.assertEqual((restored.status, restored.json["filename"], restored.json["size"]), (200, "clip.mp4", 6), restored)
        self.assertNotEqual(restored.headers["etag"], etag)
        self.assertEqual(restored.headers["etag"], self.call("GET", asset).headers["etag"])
        self.assertEqual(self.numbers(asset), [(2, False, "second.mp4"), (1, True, "clip.mp4")])
        self.assertEqual(self.bytes_at(f"{asset}/download"), b"first!")
        again = self.call("POST", f"{asset}/versions/1/restore")
        self.assertEqual((again.status, again.json["version"]), (200, restored.json["version"]), "nothing more")
        self.assertEqual(self.call("POST", f"{asset}/versions/2/restore").status, 200)
        self.assertEqual(self.call("POST", f"{asset}/versions/1/restore").status, 200)
        attempts = self.sql(f"SELECT right(workflow_id, 2) FROM workflow_starts WHERE asset_id = '{asset}' ORDER BY workflow_id")
        self.assertEqual(sorted(one for (one,) in attempts), [":1", ":1", ":2", ":2", ":3"])
        self.assertEqual(self.call("POST", f"{asset}/versions/3/restore").status, 404)
        self.assertEqual(self.call("GET", f"{asset}/versions/3/download").status, 404)
        entries = self.product.call("GET", f"/api/v1/audit?action=version.restore&object_id={asset}").json["entries"]
        self.assertEqual([json.loads(one["details"])["version"] for one in entries], ["1", "2", "1"])

    def test_an_upload_that_is_given_up_leaves_the_asset_as_it_was(self) -> None:
        asset = self.stored()
        before = self.call("GET", asset).json
        self.open(asset)
        self.assertEqual(self.call("DELETE", f"{asset}/upload").status, 204)
        self.assertEqual(self.call("GET", asset).json, before)
        self.assertEqual(self.bytes_at(f"{asset}/download"), b"first!")
        self.add(asset)
        self.assertEqual(self.numbers(asset), [(2, True, "second.mp4"), (1, False, "clip.mp4")])

    def test_after_a_first_upload_that_failed_the_asset_gets_its_master_so(self) -> None:
        asset = self.product.open_upload(6).json["asset_id"]
        self.assertEqual(self.call("POST", f"{asset}/versions", OPEN).status, 409, "it is being uploaded")
        self.assertEqual(self.call("DELETE", f"{asset}/upload").status, 204)
        self.assertEqual(self.call("GET", asset).json["status"], "failed")
        self.add(asset)
        now = self.call("GET", asset).json
        self.assertEqual((now["status"], "failure_reason" in now), ("processing", False))
        self.assertEqual(self.numbers(asset), [(1, True, "second.mp4")])

    def test_what_is_no_version_of_it_is_refused_before_a_byte_is_sent(self) -> None:
        digest = hashlib.sha256(b"first!").hexdigest()
        asset = self.stored(sha256=digest, force=True)
        wrong = self.call("POST", f"{asset}/versions", OPEN | {"filename": "a.wav", "mime_type": "audio/wav"})
        self.assertEqual(wrong.status, 415, wrong)
        same = self.call("POST", f"{asset}/versions", OPEN | {"sha256": digest})
        self.assertEqual((same.status, "version 1" in same.json["detail"]), (409, True), same)
        self.assertEqual(self.call("POST", f"{asset}/versions", OPEN | {"title": "x"}).status, 400)
        self.open(asset, sha256=digest, force=True)
        self.assertEqual(self.call("POST", f"{asset}/versions", OPEN).status, 409, "one at a time")
        self.assertEqual(self.call("DELETE", f"{asset}/upload").status, 204)
        self.sql(f"UPDATE assets SET status = 'ready' WHERE id = '{asset}'")
        self.assertEqual(self.call("PUT", f"{asset}/archive").status, 204)
        self.assertEqual(self.call("POST", f"{asset}/versions", OPEN).status, 409, "archived")
        self.assertEqual(self.call("POST", f"{uuid.uuid4()}/versions", OPEN).status, 404)

    def test_of_many_who_open_at_once_one_does_and_with_one_key_all_get_the_same(self) -> None:
        asset = self.stored()
        key = {"Idempotency-Key": uuid.uuid4().hex}
        for headers, opened in ((None, 1), (key, 8)):
            answers: list[Answer] = []
            call = lambda h=headers: answers.append(self.call("POST", f"{asset}/versions", OPEN, headers=h))  # noqa: E731
            threads = [threading.Thread(target=call) for _ in range(8)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            good = [one.json["upload_id"] for one in answers if one.status == 201]
            self.assertEqual((len(good), len(set(good))), (opened, 1), [one.status for one in answers])
            self.assertEqual(self.call("DELETE", f"{asset}/upload").status, 204)
        other = self.call("POST", f"{self.stored()}/versions", OPEN, headers=key)
        self.assertEqual(other.status, 422, "the key belongs to another asset")

    def test_a_key_answers_its_own_upload_whatever_was_opened_since(self) -> None:
        key = {"Idempotency-Key": uuid.uuid4().hex}
        body = {"filename": "clip.mp4", "size": 6, "mime_type": "video/mp4"}
        first = self.product.call("POST", "/api/v1/assets", body, headers=key).json
        asset = first["asset_id"]
        self.assertEqual(self.call("PUT", f"{asset}/content", b"first!", headers=BYTES).status, 202)
        self.open(asset)
        again = self.product.call("POST", "/api/v1/assets", body, headers=key)
        self.assertEqual((again.status, again.json["upload_id"]), (201, first["upload_id"]), again)

    def test_an_asset_that_is_thrown_away_meanwhile_takes_its_new_master_when_it_is_back(self) -> None:
        asset = self.stored()
        self.sql(f"UPDATE assets SET status = 'ready' WHERE id = '{asset}'")
        opened = self.open(asset)
        parts = {"parts": self.product.send_parts(opened, b"second")}
        self.assertEqual(self.call("DELETE", asset).status, 204)
        self.assertEqual(self.call("POST", f"{asset}/complete", parts).status, 404)
        self.assertEqual(self.call("POST", f"{asset}/versions/1/restore").status, 404)
        self.assertEqual(self.call("POST", f"{asset}/restore").status, 200)
        self.assertEqual(self.bytes_at(f"{asset}/download"), b"first!", "as it was")
        self.assertEqual(self.call("POST", f"{asset}/complete", parts).status, 202)
        self.assertEqual(self.bytes_at(f"{asset}/download"), b"second")

    def test_bytes_are_known_by_the_present_master_and_by_nobody_elses_word(self) -> None:
        second = f"second {new_name()}".encode()
        digest = {"sha256": hashlib.sha256(second).hexdigest()}
        body = OPEN | digest | {"size": len(second)}
        asset = self.stored()
        opened = self.open(asset, size=len(second), **digest)
        self.assertEqual(self.product.call("POST", "/api/v1/assets", body).status, 201, "nothing is known before it is complete")
        parts = {"parts": self.product.send_parts(opened, second)}
        self.assertEqual(self.call("POST", f"{asset}/complete", parts).status, 202)
        known = self.product.call("POST", "/api/v1/assets", body)
        self.assertEqual((known.status, known.json["asset_id"], known.json["upload_id"]), (200, asset, opened["upload_id"]), known)
        # The asset is the administrator's, the word about its master is not.
        other = self.product.call("POST", "/api/v1/users", {"username": new_name(), "role": "editor"}).json["user_id"]
        self.sql(f"UPDATE uploads SET created_by = '{other}' WHERE id = '{opened['upload_id']}'")
        self.assertEqual(self.product.call("POST", "/api/v1/assets", body).status, 201)
        self.sql(f"UPDATE assets SET status = 'ready' WHERE id = '{asset}'")
        self.assertEqual(self.product.call("POST", "/api/v1/assets", body).json["asset_id"], asset, "ingest has compared it")
        self.assertEqual(self.call("POST", f"{asset}/versions/1/restore").status, 200)
        self.assertEqual(self.product.call("POST", "/api/v1/assets", body).status, 201, "no present master has these bytes")

    def test_a_purge_gives_up_every_version_and_what_was_on_its_way_and_a_hold_keeps_them(self) -> None:
        held, purged = self.stored(), self.stored()
        for asset in (held, purged):
            self.add(asset)
            self.open(asset)
            self.sql(f"UPDATE assets SET status = 'failed', failure_reason = 'test' WHERE id = '{asset}'")
            self.assertEqual(self.call("DELETE", asset).status, 204)
        self.assertEqual(self.call("PUT", f"{held}/hold", {"reason": "a court asks"}).status, 204)
        self.sql(f"UPDATE assets SET trashed_at = now() - interval '1001 days' WHERE id = '{held}'")
        self.sql(f"UPDATE assets SET trashed_at = now() - interval '1000 days' WHERE id = '{purged}'")
        wait_until(lambda: self.sql(f"SELECT purged_at IS NOT NULL FROM assets WHERE id = '{purged}'") == [["t"]], "the purge", 120)
        states = "SELECT string_agg(state, ' ' ORDER BY id) FROM storage_objects WHERE asset_id = "
        self.assertEqual(self.sql(f"{states}'{purged}'"), [["deleted deleted deleted"]])
        self.assertEqual(self.sql(f"{states}'{held}'"), [["stored stored planned"]])
        uploads = self.sql(f"SELECT status, original_filename FROM uploads WHERE asset_id = '{purged}' ORDER BY created_at")
        self.assertEqual(uploads, [["completed", "-"], ["completed", "-"], ["aborted", "-"]])

    def test_the_command_line_sends_lists_fetches_and_restores(self) -> None:
        with scratch() as home:
            environment = {**os.environ, "ACERVO_CREDENTIALS": str(home / "credentials.json")}

            def run(*words: str, check: bool = True, **options):
                return self.product.acervo(*words, check=check, env=environment, **options)

            user, password = self.product.administrator()
            run("login", user, input=password + "\n")
            asset = self.stored()
            clip = home / f"{new_name()}.mp4"
            clip.write_bytes(b"another master")
            run("upload", "--version-of", asset, str(clip))
            self.assertIn("2*", run("assets", "versions", asset).stdout)
            run("assets", "download", asset, str(home / "first"), "--number", "1")
            self.assertEqual((home / "first").read_bytes(), b"first!")
            run("assets", "restore-version", asset, "1")
            self.assertIn("1*", run("assets", "versions", asset).stdout)


if __name__ == "__main__":
    unittest.main()
