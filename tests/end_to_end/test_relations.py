"""What belongs to an asset: the renditions that were made of it, and what it is to other assets."""

from __future__ import annotations

import json
import os
import threading
import unittest
import uuid

from tests.support import Answer, Product, new_name, request, scratch, wait_until

PASSWORD = "a long enough password"


class AssetTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.product = Product.running()

    def call(self, method: str, path: str, body: object = None, **more: object) -> Answer:
        return self.product.call(method, f"/api/v1/assets/{path}", body, **more)

    def sql(self, query: str) -> list[list[str]]:
        return self.product.database(query)

    def asset(self, title: str = "clip", **members: object) -> str:
        return self.product.open_upload(10, title=title, **members).json["asset_id"]

    def collection(self) -> str:
        return self.product.call("POST", "/api/v1/collections", {"name": new_name()}).json["collection_id"]

    def person(self, role: str, collection: str, *rights: str) -> str:
        """A token of somebody who has these rights there and none elsewhere."""
        name = new_name()
        made = self.product.call("POST", "/api/v1/users", {"username": name, "role": role, "password": PASSWORD})
        grant = f"/api/v1/collections/{collection}/grants/users/{made.json['user_id']}"
        self.assertIn(self.product.call("PUT", grant, {"rights": list(rights)}).status, (200, 204))
        return self.product.call("POST", "/api/v1/sessions", {"login": name, "password": PASSWORD}, token="").json["access_token"]

    def run_cli(self, home, *words: str, **options):
        environment = {**os.environ, "ACERVO_CREDENTIALS": str(home / "credentials.json")}
        return self.product.acervo(*words, env=environment, **options)

    def sign_in(self, home) -> None:
        user, password = self.product.administrator()
        self.run_cli(home, "login", user, input=password + "\n")


class Renditions(AssetTest):
    def add(self, asset: str, profile: str, status: str = "ready", revision: int = 1, master: str = "a") -> str:
        made = str(uuid.uuid4())
        whole = "'dam-archive', 'proxies/x', 'video/mp4', 2147483648" if status == "ready" else "NULL, NULL, NULL, NULL"
        self.sql(
            "INSERT INTO renditions (id, asset_id, master_sha256, profile_name, profile_version, revision, status, active, storage_bucket, "
            f"storage_key, mime_type, file_size_bytes, width, duration_ms) VALUES ('{made}', '{asset}', repeat('{master}', 64), '{profile}', 1, "
            f"{revision}, '{status}', {status == 'ready'}, {whole}, 1920, 3600000000)"
        )
        return made

    def test_an_asset_of_which_nothing_was_made_has_none(self) -> None:
        answer = self.call("GET", f"{self.asset()}/renditions")
        self.assertEqual((answer.status, answer.json, answer.headers["cache-control"]), (200, {"renditions": []}, "no-store"))
        self.assertEqual(self.call("GET", f"{uuid.uuid4()}/renditions").status, 404)

    def test_they_are_listed_by_profile_with_their_state_and_the_ready_ones_with_an_address(self) -> None:
        asset = self.asset()
        self.sql(f"UPDATE assets SET content_hash = repeat('a', 64) WHERE id = '{asset}'")
        self.add(asset, "thumb_300px", "pending")
        proxy = self.add(asset, "proxy_1080p")
        self.add(asset, "audio_mp3", "pending", master="b")
        self.add(self.asset(), "of_another")
        found = self.call("GET", f"{asset}/renditions").json["renditions"]
        self.assertEqual([one["profile_name"] for one in found], ["audio_mp3", "proxy_1080p", "thumb_300px"])
        self.assertEqual([one["status"] for one in found], ["pending", "ready", "pending"])
        self.assertEqual([one["of_present_master"] for one in found], [False, True, True])
        self.assertEqual(["url" in one for one in found], [False, True, False])
        ready = found[1]
        self.assertEqual((ready["rendition_id"], ready["size"], ready["width"], ready["duration_ms"]), (proxy, 2147483648, 1920, 3600000000))
        self.assertTrue(ready["active"])
        self.assertEqual(request("GET", ready["url"]).status, 404, "signed well, and nothing lies there")
        self.assertNotIn("size", found[0])

    def test_pages_follow_each_other_without_a_gap(self) -> None:
        asset = self.asset()
        made = sorted((f"profile_{n % 3}", self.add(asset, f"profile_{n % 3}", "pending", revision=n + 1)) for n in range(7))
        seen, cursor = [], ""
        for _ in range(4):
            page = self.call("GET", f"{asset}/renditions?limit=2{cursor}").json
            seen += [(one["profile_name"], one["rendition_id"]) for one in page["renditions"]]
            cursor = f"&cursor={page['next']}" if "next" in page else ""
        self.assertEqual((seen, cursor), (made, ""))
        self.assertEqual(self.call("GET", f"{asset}/renditions?cursor=x").status, 400)

    def test_who_may_only_look_gets_no_address(self) -> None:
        collection = self.collection()
        asset = self.asset(collection_id=collection)
        self.add(asset, "proxy_1080p")
        looks, fetches = self.person("viewer", collection, "view"), self.person("viewer", collection, "view", "download_proxy")
        for token, has_address in ((looks, False), (fetches, True)):
            found = self.call("GET", f"{asset}/renditions", token=token).json["renditions"]
            self.assertEqual([("url" in one, "url_expires_at" in one) for one in found], [(has_address, has_address)])
        elsewhere = self.person("viewer", self.collection(), "view")
        self.assertEqual(self.call("GET", f"{asset}/renditions", token=elsewhere).status, 404)

    def test_the_command_line_lists_them(self) -> None:
        asset = self.asset()
        self.add(asset, "proxy_1080p")
        with scratch() as home:
            self.sign_in(home)
            listed = self.run_cli(home, "assets", "renditions", asset).stdout
            self.assertRegex(listed, r"proxy_1080p +v1-r1\* +ready +2147483648  http")


class Relations(AssetTest):
    def relate(self, source: str, kind: str, target: str, method: str = "PUT", **more: object) -> Answer:
        return self.call(method, f"{source}/relations/{kind}/{target}", **more)

    def relations(self, asset: str, **more: object) -> list[tuple[str, str, str]]:
        found = self.call("GET", f"{asset}/relations", **more)
        self.assertEqual(found.status, 200, found)
        return [(one["direction"], one["type"], one["asset_id"]) for one in found.json["relations"]]

    def test_a_relation_is_seen_from_both_ends_and_said_twice_it_is_one(self) -> None:
        cut, whole = self.asset("cut"), self.asset("whole")
        before = self.call("GET", cut).headers["etag"]
        for _ in range(2):
            self.assertEqual(self.relate(cut, "derived_from", whole).status, 204)
        self.assertEqual(self.relate(whole, "references", cut).status, 204)
        self.assertEqual(self.relations(cut), [("outgoing", "derived_from", whole), ("incoming", "references", whole)])
        self.assertEqual(self.relations(whole), [("incoming", "derived_from", cut), ("outgoing", "references", cut)])
        one = self.call("GET", f"{cut}/relations").json["relations"][0]
        self.assertEqual((one["title"], one["asset_type"]), ("whole", "video"))
        self.assertEqual(self.call("GET", cut).headers["etag"], before, "the asset itself says the same")
        for _ in range(2):
            self.assertEqual(self.relate(cut, "derived_from", whole, "DELETE").status, 204)
        self.assertEqual(self.relations(cut), [("incoming", "references", whole)])
        entries = self.product.call("GET", f"/api/v1/audit?object_id={cut}").json["entries"]
        noted = [(one["action"], json.loads(one["details"])) for one in entries if one["action"].startswith("relation.")]
        details = {"type": "derived_from", "target": whole}
        self.assertEqual(sorted(noted, key=str), [("relation.add", details), ("relation.remove", details)], "each once")
        told = self.sql(f"SELECT type FROM events WHERE asset_id = '{cut}' AND type LIKE 'asset.relation%' ORDER BY id")
        self.assertEqual(told, [["asset.relation_added"], ["asset.relation_removed"]])

    def test_what_is_no_relation_is_refused(self) -> None:
        one, other = self.asset(), self.asset()
        self.assertEqual(self.relate(one, "part_of", one).status, 400, "to itself")
        self.assertEqual(self.relate(one, "friend_of", other).status, 400)
        self.assertEqual(self.relate(one, "part_of", str(uuid.uuid4())).status, 404)
        self.assertEqual(self.relate(str(uuid.uuid4()), "part_of", one).status, 404)
        self.assertEqual(self.relations(one), [])

    def test_who_may_not_view_both_ends_neither_sees_nor_makes_a_relation(self) -> None:
        here, there = self.collection(), self.collection()
        mine, second, foreign = (self.asset(collection_id=place) for place in (here, here, there))
        editor, viewer = self.person("editor", here, "edit"), self.person("editor", here, "view")
        self.assertEqual(self.relate(mine, "part_of", foreign).status, 204)
        self.assertEqual(self.relations(mine, token=editor), [])
        self.assertEqual(self.call("GET", f"{foreign}/relations", token=editor).status, 404)
        for method in ("PUT", "DELETE"):
            self.assertEqual(self.relate(mine, "part_of", foreign, method, token=editor).status, 404)
            self.assertEqual(self.relate(foreign, "part_of", mine, method, token=editor).status, 404)
            self.assertEqual(self.relate(mine, "part_of", second, method, token=viewer).status, 403)
        self.assertEqual(self.relate(mine, "part_of", second, token=editor).status, 204)
        self.assertEqual(self.relations(mine, token=viewer), [("outgoing", "part_of", second)])
        self.assertEqual(self.relations(mine), [("outgoing", "part_of", foreign), ("outgoing", "part_of", second)])

    def test_a_page_is_filled_from_behind_what_may_not_be_seen(self) -> None:
        here, there = self.collection(), self.collection()
        middle = self.asset(collection_id=here)
        seen = []
        for place in (there, here, there, there, there, here, there, here, there):
            other = self.asset(collection_id=place)
            self.assertEqual(self.relate(other, "part_of", middle).status, 204)
            if place == here:
                seen.append(other)
        token = self.person("viewer", here, "view")
        first = self.call("GET", f"{middle}/relations?limit=2", token=token).json
        self.assertEqual([one["asset_id"] for one in first["relations"]], seen[:2])
        rest = self.call("GET", f"{middle}/relations?limit=2&after={first['next']}", token=token).json
        self.assertEqual(([one["asset_id"] for one in rest["relations"]], "next" in rest), (seen[2:], False))

    def test_of_many_who_say_it_at_once_one_says_it(self) -> None:
        one, other = self.asset(), self.asset()
        answers: list[Answer] = []
        threads = [threading.Thread(target=lambda: answers.append(self.relate(one, "part_of", other))) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual([answer.status for answer in answers], [204] * 8)
        self.assertEqual(self.sql(f"SELECT count(*) FROM events WHERE asset_id = '{one}' AND type = 'asset.relation_added'"), [["1"]])

    def test_the_trash_hides_it_and_the_purge_forgets_it(self) -> None:
        one, other = self.asset(), self.asset()
        self.assertEqual(self.relate(one, "replaces", other).status, 204)
        self.assertEqual(self.call("DELETE", f"{other}/upload").status, 204)
        self.assertEqual(self.call("DELETE", other).status, 204)
        self.assertEqual(self.relations(one), [])
        self.assertEqual(self.relate(one, "part_of", other).status, 404)
        self.assertEqual(self.call("POST", f"{other}/restore").status, 200)
        self.assertEqual(self.relations(one), [("outgoing", "replaces", other)])
        self.assertEqual(self.call("DELETE", other).status, 204)
        self.sql(f"UPDATE assets SET trashed_at = now() - interval '1000 days' WHERE id = '{other}'")
        left = f"SELECT count(*) FROM asset_relations WHERE source_id = '{one}'"
        wait_until(lambda: self.sql(f"SELECT purged_at IS NOT NULL FROM assets WHERE id = '{other}'") == [["t"]], "the purge", 120)
        self.assertEqual(self.sql(left), [["0"]])

    def test_the_command_line_says_shows_and_takes_back(self) -> None:
        one, other = self.asset("one"), self.asset("other")
        with scratch() as home:
            self.sign_in(home)
            self.run_cli(home, "assets", "relate", one, "translation_of", other)
            self.assertIn(f"-> translation_of  {other}  other", self.run_cli(home, "assets", "relations", one).stdout)
            self.assertIn(f"<- translation_of  {one}  one", self.run_cli(home, "assets", "relations", other).stdout)
            self.run_cli(home, "assets", "unrelate", one, "translation_of", other)
            self.assertEqual(self.run_cli(home, "assets", "relations", one).stdout, "")


if __name__ == "__main__":
    unittest.main()
