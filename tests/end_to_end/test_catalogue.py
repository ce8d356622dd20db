"""The catalogue as people use it: listing with filters and orders, editing without losing anybody's work, and history."""

from __future__ import annotations

import json
import os
import threading
import unittest
import uuid

from tests.support import Answer, Product, new_name, scratch, wait_until

PATCH = "application/merge-patch+json"


class CatalogueTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.product = Product.running()

    def asset(self, **members: object) -> str:
        return f"/api/v1/assets/{self.product.open_upload(10, **members).json['asset_id']}"

    def read(self, path: str) -> dict:
        answer = self.product.call("GET", path)
        self.assertEqual(answer.status, 200, answer)
        return answer.json

    def edit(self, path: str, patch: object, upon: str | None = "*", media_type: str = PATCH) -> Answer:
        headers = {"Content-Type": media_type} | ({"If-Match": upon} if upon else {})
        return self.product.call("PATCH", path, patch, headers=headers)

    def collection(self, parent: str | None = None) -> str:
        body = {"name": new_name()} | ({"parent_id": parent} if parent else {})
        return self.product.call("POST", "/api/v1/collections", body).json["collection_id"]


class Editing(CatalogueTest):
    def test_a_patch_changes_what_it_names_and_nothing_else(self) -> None:
        path = self.asset(title="Antes", description="Una")
        body = {"title": "Después", "tags": ["a", "b", "a"], "editorial_metadata": {"program": "Telediario", "guest": {"name": "Ana"}}}
        first = self.edit(path, body)
        self.assertEqual(first.status, 200, first)
        self.assertEqual(first.json["tags"], ["a", "b"])
        self.assertEqual(first.headers["etag"], f'"{first.json["edit_version"]}.{first.json["version"]}"')
        again = self.edit(path, {"description": None, "editorial_metadata": {"guest": {"name": None, "age": 1.5}}})
        self.assertEqual(again.json["title"], "Después")
        self.assertNotIn("description", again.json)
        self.assertEqual(again.json["editorial_metadata"], {"program": "Telediario", "guest": {"age": 1.5}})
        self.assertEqual(self.read(path), again.json)
        self.assertEqual(self.edit(path, {"editorial_metadata": None, "tags": None}).status, 200)
        self.assertFalse({"tags", "editorial_metadata"} & set(self.read(path)))

    def test_without_a_condition_nothing_is_changed_and_one_that_is_over_is_refused(self) -> None:
        path = self.asset()
        missing = self.edit(path, {"title": "x"}, upon=None)
        self.assertEqual((missing.status, missing.json["type"]), (428, "/problems/precondition-required"))
        etag = self.product.call("GET", path).headers["etag"]
        self.assertEqual(self.edit(path, {"title": "one"}, etag).status, 200)
        lost = self.edit(path, {"title": "two"}, etag)
        self.assertEqual((lost.status, lost.json["type"]), (412, "/problems/precondition-failed"))
        self.assertEqual(self.edit(path, {"title": "three"}, "nonsense").status, 400)
        self.assertEqual(self.read(path)["title"], "one")

    def test_of_many_who_edit_at_once_upon_the_same_state_one_wins(self) -> None:
        path = self.asset()
        etag = self.product.call("GET", path).headers["etag"]
        answers: list[Answer] = []
        threads = [threading.Thread(target=lambda n=n: answers.append(self.edit(path, {"title": f"t{n}"}, etag))) for n in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(sorted(one.status for one in answers), [200] + [412] * 7)
        winner = next(one for one in answers if one.status == 200)
        self.assertEqual(self.read(path)["title"], winner.json["title"])

    def test_work_in_the_background_changes_the_etag_and_costs_nobody_an_edit(self) -> None:
        path = self.asset()
        etag = self.product.call("GET", path).headers["etag"]
        self.assertEqual(self.product.call("GET", path, headers={"If-None-Match": etag}).status, 304)
        asset = path.rsplit("/", 1)[1]
        ended = self.product.call("DELETE", f"/api/v1/assets/{asset}/upload")
        self.assertEqual(ended.status, 204, ended)
        changed = self.product.call("GET", path, headers={"If-None-Match": etag})
        self.assertEqual((changed.status, changed.json["status"]), (200, "failed"))
        self.assertEqual(self.edit(path, {"title": "still mine"}, etag).status, 200)

    def test_what_is_no_patch_is_refused_with_its_place(self) -> None:
        path = self.asset()
        before = self.read(path)
        for body, place in (
            ({"title": None}, "/title"),
            ({"title": ""}, "/title"),
            ({"title": "a\nb"}, "/title"),
            ({"tags": "a"}, "/tags"),
            ({"tags": [""]}, "/tags/0"),
            ({"status": "ready"}, "/status"),
            ({"created_by": str(uuid.uuid4())}, "/created_by"),
            ({"editorial_metadata": [1]}, "/editorial_metadata"),
            ({"editorial_metadata": {"a": "\0"}}, "/editorial_metadata/a"),
            (b'{"editorial_metadata":{"a":1e999}}', "/editorial_metadata/a"),
            (b'{"editorial_metadata":{"a":1,"a":2}}', "/editorial_metadata/a"),
            ({"editorial_metadata": {"a": "x" * 70000}}, "/editorial_metadata"),
        ):
            answer = self.edit(path, body)
            self.assertEqual(answer.status, 400, (body, answer))
            self.assertIn(place, [one["pointer"] for one in answer.json["errors"]], answer)
        self.assertEqual(self.edit(path, {"title": "x"}, media_type="application/json").status, 415)
        self.assertEqual(self.read(path), before)

    def test_an_edit_is_audited_told_and_brought_to_the_index_in_one_with_itself(self) -> None:
        path = self.asset()
        asset = path.rsplit("/", 1)[1]
        version = self.edit(path, {"title": "audited", "tags": ["x"]}).json["version"]
        entry = self.read(f"/api/v1/audit?action=asset.edit&object_id={asset}")["entries"][0]
        self.assertEqual(json.loads(entry["details"]), {"edit_version": "2", "fields": "title,tags"})
        self.assertEqual(self.product.database(f"SELECT count(*) FROM events WHERE type = 'asset.updated' AND asset_id = '{asset}'"), [["1"]])
        self.assertEqual(self.product.database(f"SELECT version FROM search_dirty WHERE asset_id = '{asset}'"), [[str(version)]])
        self.edit(path, {"title": "audited"})
        self.assertEqual(self.read(path)["edit_version"], 2, "what changes nothing is no edit")

    def test_history_tells_every_edit_and_gives_each_back_as_a_new_one(self) -> None:
        path = self.asset(title="first")
        for number in range(2, 6):
            self.assertEqual(self.edit(path, {"title": f"t{number}", "tags": [str(number)]}).status, 200)
        edits, before = [], ""
        while True:
            page = self.read(f"{path}/history?limit=2{before}")
            edits += page["edits"]
            if "next" not in page:
                break
            before = f"&before={page['next']}"
        self.assertEqual([(one["edit_version"], one["title"]) for one in edits], [(5, "t5"), (4, "t4"), (3, "t3"), (2, "t2"), (1, "first")])
        self.assertNotIn("edited_by", edits[-1])
        restore = f"{path}/history/1/restore"
        self.assertEqual(self.product.call("POST", restore).status, 428)
        restored = self.product.call("POST", restore, headers={"If-Match": "*"})
        self.assertEqual(restored.status, 200, restored)
        self.assertEqual((restored.json["title"], restored.json["edit_version"]), ("first", 6))
        self.assertNotIn("tags", restored.json)
        self.assertEqual(len(self.read(f"{path}/history")["edits"]), 6)
        for never in (0, 7, "x"):
            status = self.product.call("POST", f"{path}/history/{never}/restore", headers={"If-Match": "*"}).status
            self.assertEqual(status, 404 if never == 7 else 400)


class Listing(CatalogueTest):
    def ids(self, query: str) -> list[str]:
        """All pages."""
        found, cursor = [], ""
        for _ in range(1000):
            page = self.read(f"/api/v1/assets?limit=3&{query}{cursor}")
            self.assertLessEqual(len(page["assets"]), 3)
            found += [one["asset_id"] for one in page["assets"]]
            if "next" not in page:
                return found
            cursor = f"&cursor={page['next']}"
        raise AssertionError("the listing does not end")

    def test_filters_hold_together_in_every_order(self) -> None:
        top = self.collection()
        below = self.collection(top)
        self.collection()
        tag = new_name()
        made = []
        for number in range(10):
            path = self.asset(collection_id=below if number % 2 else top, title=f"{'bA'[number % 2]}{number}")
            if number % 3 == 0:
                self.assertEqual(self.edit(path, {"tags": [tag, "other"]}).status, 200)
            made.append(path.rsplit("/", 1)[1])
        self.asset(title="elsewhere")
        here = f"collection_id={top}"
        self.assertEqual(self.ids(here), made[::-1])
        self.assertEqual(self.ids(f"{here}&sort=oldest"), made)
        self.assertEqual(self.ids(f"collection_id={below}"), made[::-2])
        self.assertEqual(self.ids(f"tag={tag}"), [made[9], made[6], made[3], made[0]])
        self.assertEqual(self.ids(f"{here}&tag={tag}&sort=oldest"), [made[0], made[3], made[6], made[9]])
        self.assertEqual(self.ids(f"{here}&sort=title"), made[1::2] + made[::2])
        changed = [made[0], made[3], made[6], made[9]]
        updated = self.ids(f"{here}&sort=updated")
        self.assertEqual(sorted(updated), sorted(made))
        self.assertEqual([one for one in updated if one in changed], changed[::-1])
        moments = {one["asset_id"]: one["created_at"] for one in self.read(f"/api/v1/assets?limit=200&{here}")["assets"]}
        between = f"{here}&created_from={moments[made[2]]}&created_to={moments[made[5]]}"
        self.assertEqual(self.ids(between), made[4:1:-1])
        self.assertEqual(self.ids(f"{here}&status=ready"), [])
        self.assertEqual(self.ids(f"{here}&status=uploading&type=video"), made[::-1])

    def test_a_cursor_is_good_for_its_order_and_a_collection_one_may_not_see_is_no_filter(self) -> None:
        for _ in range(2):
            self.asset()
        cursor = self.read("/api/v1/assets?limit=1")["next"]
        self.assertEqual(self.product.call("GET", f"/api/v1/assets?limit=1&sort=title&cursor={cursor}").status, 400)
        for wrong in (f"collection_id={uuid.uuid4()}", "collection_id=x", "sort=size", "created_from=yesterday", "tag="):
            self.assertEqual(self.product.call("GET", f"/api/v1/assets?{wrong}").status, 400, wrong)

    def test_the_command_line_edits_lists_and_restores(self) -> None:
        with scratch() as folder:
            environment = {**os.environ, "ACERVO_CREDENTIALS": str(folder / "credentials.json")}

            def run(*words: str, check: bool = True, **options):
                return self.product.acervo(*words, check=check, env=environment, **options)

            name, password = self.product.administrator()
            run("login", name, input=password + "\n")
            tag = new_name()
            path = self.asset(title="before")
            asset = path.rsplit("/", 1)[1]
            run("assets", "edit", asset, "--title", "Un título", "--tag", tag, "--tag", "two", "--set", "season=3", "--set", "program=El tiempo")
            seen = self.read(path)
            self.assertEqual((seen["title"], seen["tags"]), ("Un título", [tag, "two"]))
            self.assertEqual(seen["editorial_metadata"], {"season": 3, "program": "El tiempo"})
            self.assertIn(asset, run("assets", "list", "--tag", tag, "--sort", "title").stdout)
            self.assertIn("before", run("assets", "history", asset).stdout)
            run("assets", "restore-edit", asset, "1")
            self.assertEqual(self.read(path)["title"], "before")
            self.assertEqual(run("assets", "edit", asset, check=False).returncode, 65)


def field(name: str, kind: str = "text", **more: object) -> dict:
    return {"name": name, "type": kind} | more


class MetadataSchemas(CatalogueTest):
    """Of audio alone: the other tests speak of video."""

    PATH = "/api/v1/metadata-schemas/audio"

    def audio(self) -> str:
        return self.asset(filename="voz.wav", mime_type="audio/wav")

    def put(self, fields: list[dict], **more: object) -> Answer:
        return self.product.call("PUT", self.PATH, {"after": self.read(self.PATH)["revision"], "fields": fields} | more)

    def tearDown(self) -> None:
        self.product.database("INSERT INTO metadata_schemas (asset_type, revision) SELECT 'audio', max(revision) + 1 FROM metadata_schemas WHERE asset_type = 'audio'")

    def test_a_schema_says_what_edits_may_say(self) -> None:
        fields = [
            field("program", required=True, max_length=10, labels=[{"language": "es", "text": "Programa"}, {"language": "en", "text": "Programme"}]),
            field("season", "integer", minimum=1),
            field("rights", "choice", choices=[{"value": "own", "labels": [{"language": "es", "text": "Propios"}]}, {"value": "agency"}]),
            field("people", list=True, max_items=2),
            field("day", "date"),
        ]
        put = self.put(fields, accept_breaking=True)
        self.assertEqual(put.status, 200, put)
        self.assertEqual(self.read(self.PATH), put.json)
        self.assertEqual(put.json["fields"][0]["labels"][1]["text"], "Programme")
        path = self.audio()
        good = {"program": "Hoy", "season": 2, "rights": "own", "people": ["Ana"], "day": "2026-01-31"}
        self.assertEqual(self.edit(path, {"editorial_metadata": good}).status, 200)
        bad = {"program": None, "season": 0, "rights": "stolen", "people": ["a", "b", "c"], "day": "2026-02-30", "other": 1}
        refused = self.edit(path, {"editorial_metadata": bad})
        self.assertEqual(refused.status, 400, refused)
        places = {one["pointer"].removeprefix("/editorial_metadata/") for one in refused.json["errors"]}
        self.assertEqual(places, {"program", "season", "rights", "people", "day", "other"})
        self.assertEqual(self.read(path)["editorial_metadata"], good)
        self.assertEqual(self.edit(self.audio(), {"title": "nothing of metadata"}).status, 200)
        self.assertEqual(self.edit(self.asset(), {"editorial_metadata": {"whatever": 1}}).status, 200, "another type")
        entry = self.read("/api/v1/audit?action=metadata_schema.change&object_id=audio")["entries"][0]
        self.assertEqual(json.loads(entry["details"])["revision"], str(put.json["revision"]))

    def test_a_change_is_tried_before_it_is_made(self) -> None:
        path = self.audio()
        asset = path.rsplit("/", 1)[1]
        self.assertEqual(self.edit(path, {"title": "Breaks", "editorial_metadata": {"season": "two"}}).status, 200)
        fields = [field("season", "integer")]
        before = self.read(self.PATH)
        tried = self.product.call("POST", f"{self.PATH}/preview", {"fields": fields}).json
        self.assertGreaterEqual(tried["assets"], tried["breaking"])
        broken = {one["asset_id"]: one for one in tried["examples"]}
        self.assertEqual(broken[asset]["title"], "Breaks")
        self.assertEqual(broken[asset]["errors"], [{"pointer": "/editorial_metadata/season", "detail": "must be an integer"}])
        refused = self.put(fields)
        self.assertEqual(refused.status, 409, refused)
        self.assertEqual(self.read(self.PATH), before)
        self.assertEqual(self.put(fields, after=before["revision"] + 1, accept_breaking=True).status, 412)
        self.assertEqual(self.put(fields, accept_breaking=True).status, 200)
        self.assertEqual(self.read(path)["editorial_metadata"], {"season": "two"}, "what is there stays")
        self.assertEqual(self.edit(path, {"editorial_metadata": {"season": 2}}).status, 200)
        restored = self.product.call("POST", f"{path}/history/2/restore", headers={"If-Match": "*"})
        self.assertEqual(restored.status, 400, "history does not go round the schema")

    def test_a_schema_that_makes_no_sense_is_refused_with_its_places(self) -> None:
        for fields, place in (
            ([field("a"), field("a")], "/fields/1/name"),
            ([field("a", "choice")], "/fields/0/choices"),
            ([field("a", minimum=1)], "/fields/0/minimum"),
            ([field("A b")], "/fields/0/name"),
            ([field("a", "colour")], "/fields/0/type"),
        ):
            for answer in (self.put(fields), self.product.call("POST", f"{self.PATH}/preview", {"fields": fields})):
                self.assertEqual(answer.status, 400, answer)
                self.assertIn(place, [one["pointer"] for one in answer.json["errors"]])


class Trash(CatalogueTest):
    def stored(self, **members: object) -> str:
        """One whose master is there."""
        return f"/api/v1/assets/{self.product.upload(uuid.uuid4().bytes, **members)['asset_id']}"

    def sql(self, path: str, change: str) -> None:
        self.product.database(f"UPDATE assets SET {change} WHERE id = '{path.rsplit('/', 1)[1]}'")

    def person(self, role: str, collection: str, rights: list[str]) -> str:
        name, password = new_name(), "una frase larga y propia"
        user = self.product.call("POST", "/api/v1/users", {"username": name, "role": role, "password": password}).json["user_id"]
        self.product.call("PUT", f"/api/v1/collections/{collection}/grants/users/{user}", {"rights": rights})
        return self.product.call("POST", "/api/v1/sessions", {"login": name, "password": password}, token="").json["access_token"]

    def test_what_is_trashed_is_gone_for_all_but_those_who_may_restore_it(self) -> None:
        here = self.collection()
        path = self.stored(collection_id=here)
        asset = path.rsplit("/", 1)[1]
        editor = self.person("editor", here, ["edit"])
        onlooker = self.person("editor", here, ["download_master"])
        producer = self.person("producer", here, ["edit", "download_master"])
        self.assertEqual(self.product.call("DELETE", path, token=onlooker).status, 403)
        self.assertEqual(self.product.call("DELETE", path, token=producer).status, 403)
        self.assertEqual(self.product.call("DELETE", path, token=editor).status, 204)
        self.assertEqual(self.product.call("DELETE", path, token=editor).status, 404, "it is in the trash")
        trash = f"/api/v1/assets?shelf=trash&collection_id={here}"
        for token, seen, listed in ((editor, 200, [asset]), (onlooker, 404, []), (producer, 404, None), (self.product.token, 200, [asset])):
            self.assertEqual(self.product.call("GET", path, token=token).status, seen)
            page = self.product.call("GET", trash, token=token)
            self.assertEqual([one["asset_id"] for one in page.json["assets"]] if listed is not None else page.status, 403 if listed is None else listed)
            self.assertEqual(self.product.call("GET", f"{path}/download", token=token).status, 404)
            self.assertEqual(self.product.call("GET", f"/api/v1/assets?collection_id={here}", token=token).json["assets"], [])
        self.assertIn("trashed_at", self.read(path))
        self.assertEqual(self.edit(path, {"title": "no"}).status, 404)
        restored = self.product.call("POST", f"{path}/restore", token=editor)
        self.assertEqual(restored.status, 200, restored)
        self.assertNotIn("trashed_at", restored.json)
        self.assertEqual(self.product.call("GET", f"{path}/download", token=producer).status, 200)
        self.assertEqual(self.product.call("POST", f"{path}/restore", token=editor).status, 409)
        actions = [one["action"] for one in self.read(f"/api/v1/audit?object_id={asset}&object_type=asset")["entries"]]
        self.assertLessEqual({"asset.trash", "asset.restore"}, set(actions))

    def test_trash_is_purged_after_its_time_unless_it_is_on_hold(self) -> None:
        there = self.collection()
        gone, held, young = (self.stored(collection_id=there, title=name) for name in ("gone", "held", "young"))
        for path in (gone, held, young):
            self.edit(path, {"tags": ["private"]})
            self.assertEqual(self.product.call("DELETE", path).status, 204)
        self.assertEqual(self.product.call("PUT", f"{held}/hold", {"reason": "Juzgado 4"}).status, 204)
        for path in (gone, held):
            self.sql(path, "trashed_at = now() - interval '31 days'")
        wait_until(lambda: self.product.call("GET", gone).status == 404, "the purge", 150)
        asset = gone.rsplit("/", 1)[1]
        self.assertEqual(self.product.database(f"SELECT title, tags, original_filename FROM assets WHERE id = '{asset}'"), [["-", "{}", "-"]])
        self.assertEqual(self.product.database(f"SELECT count(*) FROM asset_edits WHERE asset_id = '{asset}'"), [["0"]])
        self.assertEqual(self.product.database(f"SELECT DISTINCT state FROM storage_objects WHERE asset_id = '{asset}'"), [["deleted"]])
        self.assertEqual(self.read(f"/api/v1/audit?object_id={asset}&action=asset.purge")["entries"][0]["object_type"], "asset")
        self.assertEqual(self.product.call("POST", f"{gone}/restore").status, 404)
        for path in (held, young):
            self.assertEqual(self.product.call("POST", f"{path}/restore").status, 200)
        self.assertTrue(self.read(held)["legal_hold"])
        self.assertEqual(self.product.call("DELETE", f"{held}/hold").status, 204)
        self.assertNotIn("legal_hold", self.read(held))

    def test_what_is_being_uploaded_is_not_for_the_trash_and_only_what_is_ready_for_the_archive(self) -> None:
        path = self.asset()
        self.assertEqual(self.product.call("DELETE", path).status, 409)
        self.assertEqual(self.product.call("PUT", f"{path}/archive").status, 409)
        stored = self.stored()
        self.sql(stored, "status = 'ready'")
        self.assertEqual(self.product.call("PUT", f"{stored}/archive").status, 204)
        self.assertEqual(self.read(stored)["status"], "archived")
        self.assertEqual(self.product.call("GET", f"{stored}/download").status, 200)
        self.assertEqual(self.product.call("DELETE", f"{stored}/archive").status, 204)
        self.assertEqual(self.read(stored)["status"], "ready")
        self.assertEqual(self.product.call("DELETE", f"{stored}/archive").status, 409)


if __name__ == "__main__":
    unittest.main()
