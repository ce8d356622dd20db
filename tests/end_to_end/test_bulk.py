"""Edits of many assets at once: by selection, as a job that goes on whoever is killed, with progress and undo."""

from __future__ import annotations

import json
import os
import signal
import time
import unittest
import uuid

from stack.suite.chance import chance
from tests.support import Answer, Product, new_name, scratch, wait_until

BULK = "/api/v1/assets/bulk-edit"
MANY = 6000
PASSWORD = "una frase larga y propia"


class Bulk(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.product = Product.running()

    def collection(self) -> str:
        return self.product.call("POST", "/api/v1/collections", {"name": new_name()}).json["collection_id"]

    def asset(self, collection: str) -> str:
        return self.product.open_upload(10, collection_id=collection).json["asset_id"]

    def start(self, selection: dict, change: dict, **options) -> Answer:
        return self.product.call("POST", BULK, {"selection": selection, "change": change}, **options)

    def ended(self, started: Answer) -> dict:
        self.assertEqual(started.status, 202, started)
        self.assertEqual(started.headers["location"], f"/api/v1/jobs/{started.json['job_id']}")
        self.wait_for_end(started.json["job_id"])
        return self.job(started.json["job_id"])

    def wait_for_end(self, job: str, seconds: float = 120) -> None:
        """Asks the database: calls are limited per minute."""
        wait_until(lambda: self.product.database(f"SELECT ended_at IS NOT NULL FROM jobs WHERE id = '{job}'") == [["t"]], "the job", seconds)

    def job(self, job: str) -> dict:
        answer = self.product.call("GET", f"/api/v1/jobs/{job}")
        self.assertEqual(answer.status, 200, answer)
        return answer.json

    def test_what_a_query_finds_is_edited_but_for_what_is_excluded_and_comes_back_by_an_undo(self) -> None:
        place = self.collection()
        assets = [self.asset(place) for _ in range(4)]
        change = {"title": "Pleno", "add_tags": ["a", "b"], "editorial_metadata": {"program": "Telediario"}}
        selection = {"query": {"collection_id": place, "type": ["video"]}, "excluded": assets[:1]}
        job = self.ended(self.start(selection, change))
        self.assertEqual((job["state"], job["total"], job["done"], job["skipped"], job["failed"]), ("done", 3, 3, 0, 0))
        self.assertEqual(job["outcomes"], [{"outcome": "edited", "assets": 3}])
        shown = [self.product.call("GET", f"/api/v1/assets/{one}").json for one in assets]
        self.assertEqual([one["title"] for one in shown], ["clip.mp4"] + ["Pleno"] * 3)
        self.assertEqual(shown[1]["tags"], ["a", "b"])
        self.assertEqual(shown[1]["editorial_metadata"], {"program": "Telediario"})
        history = self.product.call("GET", f"/api/v1/assets/{assets[1]}/history").json["edits"]
        self.assertEqual([one["title"] for one in history], ["Pleno", "clip.mp4"])
        lines = self.product.call("GET", f"/api/v1/audit?object_type=job&object_id={job['job_id']}").json["entries"]
        self.assertEqual([one["action"] for one in lines], ["job.end", "job.start"])
        headers = {"Content-Type": "application/merge-patch+json", "If-Match": "*"}
        self.product.call("PATCH", f"/api/v1/assets/{assets[2]}", {"title": "By hand"}, headers=headers)

        undone = self.ended(self.product.call("POST", f"/api/v1/jobs/{job['job_id']}/undo"))
        self.assertEqual((undone["undoes"], undone["done"], undone["skipped"]), (job["job_id"], 2, 1))
        left = self.product.call("GET", f"/api/v1/jobs/{undone['job_id']}/assets?outcome=edited_since").json
        self.assertEqual(left, {"assets": [{"asset_id": assets[2], "outcome": "edited_since"}]})
        shown = [self.product.call("GET", f"/api/v1/assets/{one}").json for one in assets]
        self.assertEqual([one["title"] for one in shown], ["clip.mp4", "clip.mp4", "By hand", "clip.mp4"])
        self.assertNotIn("tags", shown[1])

    def test_a_request_that_comes_twice_starts_one_job_and_what_makes_no_sense_is_refused(self) -> None:
        asset = self.asset(self.collection())
        key = {"Idempotency-Key": new_name()}
        first, again = (self.start({"asset_ids": [asset]}, {"title": "Once"}, headers=key) for _ in range(2))
        self.assertEqual((again.status, again.json["job_id"]), (202, first.json["job_id"]))
        self.assertEqual(self.start({"asset_ids": [asset]}, {"title": "Twice"}, headers=key).status, 422)
        wrong = [
            ({}, {"title": "T"}, "/selection"),
            ({"query": {}, "asset_ids": [asset]}, {"title": "T"}, "/selection"),
            ({"asset_ids": [asset], "excluded": [asset]}, {"title": "T"}, "/selection/excluded"),
            ({"asset_ids": [asset]}, {}, "/change"),
            ({"query": {"nothing": "x"}}, {"title": "T"}, "/selection/query/nothing"),
            ({"query": {}}, {"external_id": "x"}, "/change/external_id"),
        ]
        for selection, change, pointer in wrong:
            answer = self.start(selection, change)
            self.assertEqual((answer.status, answer.json["errors"][0]["pointer"]), (400, pointer), answer)
        self.assertEqual(self.start({"query": {"collection_id": str(uuid.uuid4())}}, {"title": "T"}).status, 400)

    def test_nobody_edits_what_is_not_theirs_to_edit_nor_sees_others_jobs(self) -> None:
        name, place = f"bulk-{uuid.uuid4().hex[:8]}", self.collection()
        asset = self.asset(place)
        user = self.product.call("POST", "/api/v1/users", {"username": name, "role": "editor", "password": PASSWORD}).json["user_id"]
        token = self.product.call("POST", "/api/v1/sessions", {"login": name, "password": PASSWORD}, token="").json["access_token"]
        job = self.ended(self.start({"asset_ids": [asset]}, {"title": "Theirs"}, token=token))
        self.assertEqual(job["outcomes"], [{"outcome": "not_found", "assets": 1}])
        grant = f"/api/v1/collections/{place}/grants/users/{user}"
        self.assertIn(self.product.call("PUT", grant, {"rights": ["view"]}).status, (200, 204))
        job = self.ended(self.start({"query": {"collection_id": place}}, {"title": "Theirs"}, token=token))
        self.assertEqual(job["outcomes"], [{"outcome": "forbidden", "assets": 1}])
        self.assertEqual(self.product.call("GET", f"/api/v1/assets/{asset}").json["title"], "clip.mp4")
        ours = self.start({"asset_ids": [asset]}, {"title": "Ours"}).json["job_id"]
        for method, tail in (("GET", ""), ("GET", "/assets"), ("POST", "/cancel"), ("POST", "/undo")):
            self.assertEqual(self.product.call(method, f"/api/v1/jobs/{ours}{tail}", token=token).status, 404)

    def test_from_the_command_line(self) -> None:
        place = self.collection()
        assets = [self.asset(place) for _ in range(2)]
        name, password = self.product.administrator()
        with scratch() as folder:
            options = {"env": {**os.environ, "ACERVO_CREDENTIALS": str(folder / "credentials")}}
            self.product.acervo("login", name, input=password + "\n", **options)

            def cli(*words: str) -> dict:
                return json.loads(self.product.acervo(*words, "--json", **options).stdout.splitlines()[0])

            edit = ("assets", "bulk-edit", "--collection", place, "--exclude", assets[0], "--add-tag", "cli", "--set", "year=2026")
            job = cli(*edit, "--wait")
            self.assertEqual((job["state"], job["done"]), ("done", 1))
            shown = self.product.call("GET", f"/api/v1/assets/{assets[1]}").json
            self.assertEqual((shown["tags"], shown["editorial_metadata"]), (["cli"], {"year": 2026}))
            text = self.product.acervo("jobs", "show", job["job_id"], "--assets", **options).stdout
            self.assertIn("1 of 1 done", text)
            self.assertIn(assets[1], text)
            self.assertEqual(cli("jobs", "cancel", job["job_id"])["state"], "done")
            self.assertEqual(cli("jobs", "undo", job["job_id"], "--wait")["done"], 1)
            self.assertNotIn("tags", self.product.call("GET", f"/api/v1/assets/{assets[1]}").json)
            refused = self.product.acervo("assets", "bulk-edit", "--title", "T", check=False, **options)
            self.assertEqual(refused.returncode, 65, "every asset must be meant")

    def test_a_keeper_that_is_killed_at_any_moment_leaves_no_asset_out_and_edits_none_twice(self) -> None:
        place = self.collection()
        first = self.asset(place)
        columns = "type, status, title, original_filename, mime_type, file_size_bytes, master_storage_key, created_by, home_collection_id"
        self.product.database(
            f"INSERT INTO assets (id, {columns}) SELECT gen_random_uuid(), {columns} FROM assets, generate_series(2, {MANY}) WHERE id = '{first}'"
        )
        job = self.start({"query": {"collection_id": place}}, {"add_tags": ["bulk"]}).json["job_id"]
        kills = 0
        while not self.has_ended(job) and kills < 5:
            # Behind a few batches of this keeper, somewhere in another one.
            edited = f"SELECT ended_at IS NOT NULL OR (tally ->> 'edited')::int > {kills * MANY // 8} FROM jobs WHERE id = '{job}'"
            pid = self.product.pid("keeper")
            wait_until(lambda edited=edited: self.product.database(edited) == [["t"]], "progress", 120)
            time.sleep(chance("bulk").random() * 0.2)
            os.kill(pid, signal.SIGKILL)
            kills += not self.has_ended(job)
            self.product.acervo("up")
        self.assertGreater(kills, 0, "in the middle of its work")
        self.wait_for_end(job, 300)
        shown = self.job(job)
        self.assertEqual((shown["state"], shown["total"], shown["done"]), ("done", MANY, MANY))
        edits = f"SELECT edit_version, tags, count(*) FROM assets WHERE home_collection_id = '{place}' GROUP BY 1, 2"
        self.assertEqual(self.product.database(edits), [["2", "{bulk}", str(MANY)]])
        lines = f"SELECT count(*) FROM audit_log WHERE action = 'asset.edit' AND details ->> 'job' = '{job}'"
        self.assertEqual(self.product.database(lines), [[str(MANY)]])

    def has_ended(self, job: str) -> bool:
        return self.product.database(f"SELECT ended_at IS NOT NULL FROM jobs WHERE id = '{job}'") == [["t"]]


if __name__ == "__main__":
    unittest.main()
