"""What a request with an Idempotency-Key makes is made once, by every operation that makes or starts something."""

from __future__ import annotations

import unittest
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import yaml

from tests.support import ROOT, Answer, Product, new_name

PASSWORD = "una frase larga y propia"
TOGETHER = 8

# Operations by POST that take no key, each with its reason.
WITHOUT_KEY = {
    "open_session": "signs in: another session does no harm, and its token is a secret",
    "open_tokens": "signs in",
    "refresh_tokens": "a refresh token is good once, and its second use must be seen",
    "reset_password": "the link is good once: it is its own key",
    "ask_password_reset": "changes nothing by itself; letters to one person that wait become one",
    "mail_password_reset": "repeated while the letter waits it adds none; later it is another letter, whose link takes the place of the first",
    "complete_upload": "repeated it answers the same: there is one upload of an asset",
    "restore_asset": "moves one asset out of the trash: repeated it is a conflict and moves nothing",
    "restore_version": "repeated it changes nothing: that version is the master",
    "renew_webhook_secret": "each call makes another one: the last one is good",
    "replay_webhook": "repeated it goes on from the same place",
    "retry_ingest": "repeated it changes nothing: the asset is being ingested",
    "order_rendition": "repeated it changes nothing: what is on its way, or there, is the answer",
    "cancel_rendition": "repeated it changes nothing: the end was asked for",
    "cancel_ingest": "repeated it changes nothing: the end was asked for",
    "restore_edit": "an edit upon If-Match: repeated it is 412, never a second edit",
    "cancel_job": "repeated it changes nothing",
    "undo_job": "repeated it answers the same undo",
    "preview_metadata_schema": "changes nothing",
    "import_metadata": "makes nothing: each row is an edit upon what it finds, and repeated it finds the edit made",
}


@dataclass
class Making:
    path: str
    body: dict | None
    """Of the same operation, but for something else."""
    other: tuple[str, dict | None]
    """A query for the number of things made; `{word}` stands for a word of the first body."""
    count: str
    """Members of the answer that are made again, or go on to change."""
    fresh: set[str] = field(default_factory=set)


class Idempotency(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.product = Product.running()
        contract = yaml.safe_load((ROOT / "api" / "openapi.yaml").read_text())
        posts = [one["post"] for one in contract["paths"].values() if "post" in one]
        cls.operations = {
            one["operationId"]: any(p.get("$ref", "").endswith("/IdempotencyKey") for p in one.get("parameters", [])) for one in posts
        }

    def user(self, role: str) -> tuple[str, str]:
        name = f"{role}-{new_name()}"
        answer = self.product.call("POST", "/api/v1/users", {"username": name, "role": role, "password": PASSWORD})
        self.assertEqual(answer.status, 201, answer)
        return name, answer.json["user_id"]

    def makings(self) -> dict[str, Making]:
        """One for each operation that takes a key, about something new."""
        word, other = new_name(), new_name()
        service, editor = self.user("service")[1], self.user("editor")[1]
        asset = self.product.open_upload(10).json["asset_id"]
        upload = {"filename": "clip.mp4", "size": 10, "mime_type": "video/mp4", "title": word}
        versioned, another = (self.product.upload(new_name().encode())["asset_id"] for _ in range(2))
        edit = {"selection": {"asset_ids": [asset]}, "change": {"title": word}}
        person = {"username": word, "role": "editor", "password": PASSWORD}
        return {
            "open_upload": Making(
                "/api/v1/assets", upload, ("/api/v1/assets", upload | {"title": other}), f"SELECT count(*) FROM assets WHERE title = '{word}'", {"parts"}
            ),
            "open_version": Making(
                f"/api/v1/assets/{versioned}/versions",
                {"filename": f"{word}.mp4", "size": 10, "mime_type": "video/mp4"},
                (f"/api/v1/assets/{another}/versions", {"filename": f"{other}.mp4", "size": 10, "mime_type": "video/mp4"}),
                f"SELECT count(*) FROM uploads WHERE original_filename = '{word}.mp4'",
                {"parts"},
            ),
            "start_bulk_edit": Making(
                "/api/v1/assets/bulk-edit",
                edit,
                ("/api/v1/assets/bulk-edit", edit | {"change": {"title": other}}),
                f"SELECT count(*) FROM jobs WHERE task::text LIKE '%{word}%'",
                {"state", "started_at", "ended_at", "total", "done", "skipped", "failed", "outcomes"},
            ),
            "start_cache_job": Making(
                "/api/v1/assets/cache",
                {"action": "warm", "selection": {"asset_ids": [asset, versioned]}},
                ("/api/v1/assets/cache", {"action": "warm", "selection": {"asset_ids": [asset]}}),
                f"SELECT count(*) FROM jobs WHERE kind = 'warm_cache' AND task::text LIKE '%{asset}%{versioned}%'",
                {"state", "started_at", "ended_at", "total", "done", "skipped", "failed", "outcomes"},
            ),
            "create_collection": Making(
                "/api/v1/collections", {"name": word}, ("/api/v1/collections", {"name": other}), f"SELECT count(*) FROM collections WHERE name = '{word}'"
            ),
            "create_group": Making("/api/v1/groups", {"name": word}, ("/api/v1/groups", {"name": other}), f"SELECT count(*) FROM groups WHERE name = '{word}'"),
            "create_user": Making(
                "/api/v1/users",
                person,
                ("/api/v1/users", person | {"password": "otra frase larga y propia"}),
                f"SELECT count(*) FROM users WHERE username = '{word}'",
            ),
            "create_key": Making(
                f"/api/v1/users/{service}/keys",
                {"name": word, "scopes": ["asset.view"]},
                (f"/api/v1/users/{service}/keys", {"name": word, "scopes": ["asset.create"]}),
                f"SELECT count(*) FROM api_keys WHERE name = '{word}'",
                {"token"},
            ),
            "create_webhook": Making(
                "/api/v1/webhooks",
                {"url": f"https://127.0.0.1:9/{word}"},
                ("/api/v1/webhooks", {"url": f"https://127.0.0.1:9/{other}"}),
                f"SELECT count(*) FROM webhooks WHERE url LIKE '%{word}'",
                {"webhook"},
            ),
            "create_password_reset": Making(
                f"/api/v1/users/{editor}/password-reset",
                None,
                (f"/api/v1/users/{self.user('viewer')[1]}/password-reset", None),
                f"SELECT count(*) FROM password_resets WHERE user_id = '{editor}'",
                {"token", "expires_at"},
            ),
        }

    def tearDown(self) -> None:
        for one in self.product.call("GET", "/api/v1/webhooks").json["webhooks"]:
            if one["url"].startswith("https://127.0.0.1:9/"):
                self.product.call("DELETE", f"/api/v1/webhooks/{one['webhook_id']}")

    def send(self, path: str, body: dict | None, key: str, token: str | None = None) -> Answer:
        return self.product.call("POST", path, body, headers={"Idempotency-Key": key}, token=token)

    def same(self, making: Making, first: Answer, again: Answer) -> None:
        self.assertEqual(again.status, first.status, again)
        self.assertLess(again.status, 300, again)
        stays = [{name: value for name, value in answer.json.items() if name not in making.fresh} for answer in (first, again)]
        self.assertEqual(stays[1], stays[0])
        self.assertEqual(again.headers.get("location"), first.headers.get("location"))

    def made(self, making: Making) -> int:
        return int(self.product.database(making.count)[0][0])

    def test_every_post_takes_a_key_or_is_known_to_need_none(self) -> None:
        self.assertEqual({name for name, takes in self.operations.items() if not takes}, set(WITHOUT_KEY))
        self.assertEqual({name for name, takes in self.operations.items() if takes}, set(self.makings()))

    def test_the_same_key_makes_one_thing_and_answers_it_again(self) -> None:
        for operation, making in self.makings().items():
            with self.subTest(operation):
                key = new_name()
                first = self.send(making.path, making.body, key)
                again = self.send(making.path, making.body, key)
                self.same(making, first, again)
                self.assertEqual(self.made(making), 1)

    def test_the_key_is_committed_with_what_it_made(self) -> None:
        """So nobody can be killed between the two."""
        tables = {"create_collection": "collections", "create_group": "groups", "create_user": "users", "create_key": "api_keys"}
        for operation, making in self.makings().items():
            if operation not in tables:  # their rows have been written to since
                continue
            with self.subTest(operation):
                key = new_name()
                self.assertEqual(self.send(making.path, making.body, key).status, 201)
                query = f"SELECT k.xmin = made.xmin FROM idempotency_keys k JOIN {tables[operation]} made ON made.id::text = k.result ->> 'id'"
                self.assertEqual(self.product.database(f"{query} WHERE k.key = '{key}'"), [["t"]])

    def test_another_request_under_the_key_is_refused(self) -> None:
        for operation, making in self.makings().items():
            with self.subTest(operation):
                key = new_name()
                self.assertLess(self.send(making.path, making.body, key).status, 300)
                answer = self.send(*making.other, key)
                self.assertEqual((answer.status, answer.json["type"]), (422, "/problems/idempotency-mismatch"))
        key = new_name()
        self.assertEqual(self.send("/api/v1/groups", {"name": key}, key).status, 201)
        self.assertEqual(self.send("/api/v1/collections", {"name": key}, key).status, 422, "a key is of one operation")

    def test_requests_with_one_key_at_the_same_time_make_one_thing(self) -> None:
        with ThreadPoolExecutor(TOGETHER) as pool:
            for operation, making in self.makings().items():
                with self.subTest(operation):
                    key = new_name()
                    answers = list(pool.map(lambda _, m=making, k=key: self.send(m.path, m.body, k), range(TOGETHER)))
                    for answer in answers:
                        self.same(making, answers[0], answer)
                    self.assertEqual(self.made(making), 1)

    def test_keys_of_different_people_never_meet(self) -> None:
        name, person = self.user("admin")
        token = self.product.call("POST", "/api/v1/sessions", {"login": name, "password": PASSWORD}, token="").json["access_token"]
        for operation, making in self.makings().items():
            with self.subTest(operation):
                key = new_name()
                self.assertLess(self.send(making.path, making.body, key).status, 300)
                # Theirs is a new key: it makes another thing, and so may be about another thing.
                answer = self.send(*making.other, key, token=token)
                taken = operation == "create_user"  # the other body names the same person
                self.assertEqual(answer.status, 409 if taken else answer.status)
                self.assertLess(answer.status, 300 if not taken else 410, answer)
        rows = self.product.database(f"SELECT count(*) FROM idempotency_keys WHERE principal_id = '{person}'")
        self.assertEqual(rows, [[str(len(self.makings()) - 1)]])

    def test_no_secret_is_stored_and_the_last_one_is_good(self) -> None:
        makings = self.makings()
        key = new_name()
        first, again = (self.send(makings["create_key"].path, makings["create_key"].body, key).json for _ in range(2))
        self.assertNotEqual(first["token"], again["token"])
        self.assertEqual(self.product.call("GET", "/api/v1/users/me", token=first["token"]).status, 401)
        self.assertEqual(self.product.call("GET", "/api/v1/users/me", token=again["token"]).status, 200)
        # Also a token that a process had in its cache.
        third = self.send(makings["create_key"].path, makings["create_key"].body, key).json
        self.assertEqual(self.product.call("GET", "/api/v1/users/me", token=again["token"]).status, 401)
        self.assertEqual(self.product.call("GET", "/api/v1/users/me", token=third["token"]).status, 200)
        revoked = self.product.call("DELETE", f"{makings['create_key'].path}/{third['key']['key_id']}")
        self.assertEqual(revoked.status, 204)
        self.assertEqual(self.send(makings["create_key"].path, makings["create_key"].body, key).status, 409)

        reset = makings["create_password_reset"]
        links = [self.send(reset.path, reset.body, "link-" + key).json["token"] for _ in range(2)]
        answers = [self.product.call("POST", "/api/v1/password-reset", {"token": link, "password": PASSWORD}, token="").status for link in links]
        self.assertEqual(answers, [404, 204])
        stored = "\n".join("\t".join(row) for row in self.product.database("SELECT row_to_json(k)::text FROM idempotency_keys k"))
        for secret in (first["token"], again["token"], third["token"], *links, PASSWORD):
            self.assertNotIn(secret, stored)


if __name__ == "__main__":
    unittest.main()
