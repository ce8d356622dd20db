"""Every operation of the contract, called by everybody: who may, who may not, and for whom there is no such thing."""

from __future__ import annotations

import unittest
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.support import Product

PASSWORD = "una frase larga y propia"

# What each role may do at all, by permission; `None` is everybody. Written down a second time on purpose: a change of the
# product's own table must be meant.
ROLES = {
    "anonymous": None,
    "signed_in": {"viewer", "producer", "editor", "admin", "service"},
    "asset.view": {"viewer", "producer", "editor", "admin", "service"},
    "asset.create": {"producer", "editor", "admin", "service"},
    "asset.edit": {"producer", "editor", "admin", "service"},
    "asset.download_master": {"producer", "editor", "admin", "service"},
    "asset.trash": {"editor", "admin", "service"},
    "site.manage": {"admin"},
    "collection.view": {"viewer", "producer", "editor", "admin", "service"},
    "collection.manage": {"editor", "admin", "service"},
    "user.view": {"editor", "admin", "service"},
    "user.manage": {"admin"},
    "audit.read": {"admin"},
}
SEE = {"view", "download_proxy"}
ALL = SEE | {"download_master", "edit", "distribute", "manage", "contribute"}
# What is left of `manage`, which all of them were granted, on somebody else's asset; `contribute` is to put an own one there.
LEFT = {"viewer": SEE, "producer": SEE | {"download_master", "contribute"}, "editor": ALL, "service": ALL}


@dataclass
class Person:
    kind: str
    role: str
    token: str
    is_here: bool = True  # granted `manage` on the collection of the test


@dataclass
class World:
    """One collection with an asset that the administrator made in it, anew for every call."""

    product: Product
    collection: str
    somebody: str
    group: str
    made: list[str] = field(default_factory=list)

    def admin(self, method: str, path: str, body: object = None) -> dict:
        answer = self.product.call(method, path, body)
        assert answer.status in (200, 201, 202, 204), (method, path, answer)
        return answer.json if answer.body else {}

    def asset(self) -> str:
        return self.product.open_upload(10, collection_id=self.collection).json["asset_id"]

    def job(self) -> str:
        """The path of one that the administrator ordered."""
        body = {"selection": {"asset_ids": [self.asset()]}, "change": {"title": "New"}}
        return f"/api/v1/jobs/{self.admin('POST', '/api/v1/assets/bulk-edit', body)['job_id']}"

    def stored_asset(self) -> str:
        """One with a master."""
        asset = self.asset()
        answer = self.product.call("PUT", f"/api/v1/assets/{asset}/content", b"0123456789", headers=BYTES)
        assert answer.status == 202, answer
        return asset

    def rendition(self) -> str:
        """The path of one that was given up; only workers make any."""
        asset, made = self.asset(), str(uuid.uuid4())
        columns = "id, asset_id, master_sha256, profile_name, profile_version, status"
        self.product.database(f"INSERT INTO renditions ({columns}) VALUES ('{made}', '{asset}', repeat('a', 64), 'poster', 1, 'failed')")
        return f"/api/v1/assets/{asset}/renditions/{made}"

    def webhook(self) -> str:
        """The path of one; the one before is gone, for a site has no more than a hundred."""
        if self.made:
            self.product.call("DELETE", self.made.pop())
        answer = self.product.call("POST", "/api/v1/webhooks", {"url": "http://127.0.0.1:9/", "type": "none"})
        assert answer.status == 201, answer
        self.made.append(answer.headers["location"])
        return self.made[-1]

    def failed_asset(self) -> str:
        """One that may go to the trash."""
        asset = self.asset()
        self.admin("DELETE", f"/api/v1/assets/{asset}/upload")
        return asset

    def trashed_asset(self) -> str:
        asset = self.failed_asset()
        self.admin("DELETE", f"/api/v1/assets/{asset}")
        return asset

    def child(self) -> str:
        body = {"name": uuid.uuid4().hex, "parent_id": self.collection}
        return self.admin("POST", "/api/v1/collections", body)["collection_id"]

    def new_group(self) -> str:
        return self.admin("POST", "/api/v1/groups", {"name": uuid.uuid4().hex})["group_id"]

    def new_user(self, role: str = "viewer") -> str:
        return self.admin("POST", "/api/v1/users", {"username": uuid.uuid4().hex, "role": role})["user_id"]

    def new_key(self) -> str:
        """The path of one."""
        keys = f"/api/v1/users/{self.new_user('service')}/keys"
        return f"{keys}/{self.admin('POST', keys, {'name': 'k', 'scopes': ['asset.view']})['key']['key_id']}"


OWN = "own"  # no right makes another's job one's own
Call = tuple[str, str, object] | tuple[str, str, object, dict[str, str]]
BYTES = {"Content-Type": "application/octet-stream"}
CSV = {"Content-Type": "text/csv"}
RIGHTS = {"rights": ["view"]}
PATCH = {"Content-Type": "application/merge-patch+json", "If-Match": "*"}
OPEN = {"filename": "clip.mp4", "size": 10, "mime_type": "video/mp4"}

# operation → (the right it needs on what it is about, how to call it). Every operation must be here.
OPERATIONS: dict[str, tuple[str | None, Callable[[World], Call]]] = {
    "open_session": (None, lambda w: ("POST", "/api/v1/sessions", {})),
    "open_tokens": (None, lambda w: ("POST", "/api/v1/tokens", {})),
    "refresh_tokens": (None, lambda w: ("POST", "/api/v1/tokens/refresh", {})),
    "reset_password": (None, lambda w: ("POST", "/api/v1/password-reset", {})),
    "create_password_reset": (None, lambda w: ("POST", f"/api/v1/users/{w.somebody}/password-reset", None)),
    "mail_password_reset": (None, lambda w: ("POST", f"/api/v1/users/{w.somebody}/password-reset/mail", {})),
    "ask_password_reset": (None, lambda w: ("POST", "/api/v1/password-reset/requests", {})),
    "get_current_user": (None, lambda w: ("GET", "/api/v1/users/me", None)),
    "open_upload": ("contribute", lambda w: ("POST", "/api/v1/assets", {**OPEN, "collection_id": w.collection})),
    "list_assets": (None, lambda w: ("GET", "/api/v1/assets", None)),
    "export_assets": (None, lambda w: ("GET", "/api/v1/assets/export", None)),
    "import_metadata": (None, lambda w: ("POST", "/api/v1/assets/import-metadata", b"id\n", CSV)),
    "get_asset": ("view", lambda w: ("GET", f"/api/v1/assets/{w.asset()}", None)),
    "edit_asset": ("edit", lambda w: ("PATCH", f"/api/v1/assets/{w.asset()}", {"title": "New"}, PATCH)),
    "list_history": ("view", lambda w: ("GET", f"/api/v1/assets/{w.asset()}/history", None)),
    "restore_edit": ("edit", lambda w: ("POST", f"/api/v1/assets/{w.asset()}/history/1/restore", None, {"If-Match": "*"})),
    "start_bulk_edit": (None, lambda w: ("POST", "/api/v1/assets/bulk-edit", {"selection": {"asset_ids": [w.asset()]}, "change": {"title": "New"}})),
    "start_cache_job": (None, lambda w: ("POST", "/api/v1/assets/cache", {"action": "warm", "selection": {"asset_ids": [w.asset()]}})),
    "get_job": (OWN, lambda w: ("GET", w.job(), None)),
    "list_job_assets": (OWN, lambda w: ("GET", f"{w.job()}/assets", None)),
    "cancel_job": (OWN, lambda w: ("POST", f"{w.job()}/cancel", None)),
    "undo_job": (OWN, lambda w: ("POST", f"{w.job()}/undo", None)),
    "trash_asset": ("edit", lambda w: ("DELETE", f"/api/v1/assets/{w.failed_asset()}", None)),
    "restore_asset": ("edit", lambda w: ("POST", f"/api/v1/assets/{w.trashed_asset()}/restore", None)),
    "archive_asset": ("edit", lambda w: ("PUT", f"/api/v1/assets/{w.asset()}/archive", None)),
    "unarchive_asset": ("edit", lambda w: ("DELETE", f"/api/v1/assets/{w.asset()}/archive", None)),
    "restrict_asset": ("manage", lambda w: ("PUT", f"/api/v1/assets/{w.asset()}/restriction", None)),
    "unrestrict_asset": ("manage", lambda w: ("DELETE", f"/api/v1/assets/{w.asset()}/restriction", None)),
    "hold_asset": ("manage", lambda w: ("PUT", f"/api/v1/assets/{w.asset()}/hold", {"reason": "r"})),
    "release_asset": ("manage", lambda w: ("DELETE", f"/api/v1/assets/{w.asset()}/hold", None)),
    "get_metadata_schema": (None, lambda w: ("GET", "/api/v1/metadata-schemas/audio", None)),
    "put_metadata_schema": (None, lambda w: ("PUT", "/api/v1/metadata-schemas/audio", {"after": 9007199254740991, "fields": []})),
    "preview_metadata_schema": (None, lambda w: ("POST", "/api/v1/metadata-schemas/audio/preview", {"fields": []})),
    "list_versions": ("view", lambda w: ("GET", f"/api/v1/assets/{w.asset()}/versions", None)),
    "open_version": ("edit", lambda w: ("POST", f"/api/v1/assets/{w.failed_asset()}/versions", OPEN)),
    "get_version_download": ("download_master", lambda w: ("GET", f"/api/v1/assets/{w.stored_asset()}/versions/1/download", None)),
    "restore_version": ("edit", lambda w: ("POST", f"/api/v1/assets/{w.stored_asset()}/versions/1/restore", None)),
    "list_renditions": ("view", lambda w: ("GET", f"/api/v1/assets/{w.asset()}/renditions", None)),
    "get_playback": ("view", lambda w: ("GET", f"/api/v1/assets/{w.asset()}/playback", None)),
    "order_rendition": ("download_master", lambda w: ("POST", f"/api/v1/assets/{w.asset()}/renditions", {"profile_name": "prores_hq"})),
    "get_rendition": ("view", lambda w: ("GET", w.rendition(), None)),
    "cancel_rendition": ("download_master", lambda w: ("POST", f"{w.rendition()}/cancel", None)),
    "get_processing": ("view", lambda w: ("GET", f"/api/v1/assets/{w.asset()}/processing", None)),
    "retry_ingest": ("edit", lambda w: ("POST", f"/api/v1/assets/{w.stored_asset()}/retry", None)),
    "cancel_ingest": ("edit", lambda w: ("POST", f"/api/v1/assets/{w.stored_asset()}/cancel", None)),
    "list_relations": ("view", lambda w: ("GET", f"/api/v1/assets/{w.asset()}/relations", None)),
    "add_relation": ("edit", lambda w: ("PUT", f"/api/v1/assets/{w.asset()}/relations/part_of/{w.asset()}", None)),
    "remove_relation": ("edit", lambda w: ("DELETE", f"/api/v1/assets/{w.asset()}/relations/part_of/{w.asset()}", None)),
    "get_upload": ("edit", lambda w: ("GET", f"/api/v1/assets/{w.asset()}/upload", None)),
    "abort_upload": ("edit", lambda w: ("DELETE", f"/api/v1/assets/{w.asset()}/upload", None)),
    "complete_upload": ("edit", lambda w: ("POST", f"/api/v1/assets/{w.asset()}/complete", {"parts": [{"part_number": 1, "etag": "0"}]})),
    "put_complete_upload": ("edit", lambda w: ("PUT", f"/api/v1/assets/{w.asset()}/complete", {"parts": [{"part_number": 1, "etag": "0"}]})),
    "put_content": ("edit", lambda w: ("PUT", f"/api/v1/assets/{w.asset()}/content", b"0123456789", BYTES)),
    "get_download": ("download_master", lambda w: ("GET", f"/api/v1/assets/{w.asset()}/download", None)),
    "list_collections": (None, lambda w: ("GET", "/api/v1/collections", None)),
    "create_collection": ("manage", lambda w: ("POST", "/api/v1/collections", {"name": uuid.uuid4().hex, "parent_id": w.collection})),
    "get_collection": ("view", lambda w: ("GET", f"/api/v1/collections/{w.collection}", None)),
    "update_collection": ("manage", lambda w: ("PATCH", f"/api/v1/collections/{w.child()}", {"name": uuid.uuid4().hex})),
    "delete_collection": ("manage", lambda w: ("DELETE", f"/api/v1/collections/{w.child()}", None)),
    "list_grants": ("manage", lambda w: ("GET", f"/api/v1/collections/{w.collection}/grants", None)),
    "put_user_grant": ("manage", lambda w: ("PUT", f"/api/v1/collections/{w.child()}/grants/users/{w.somebody}", RIGHTS)),
    "delete_user_grant": ("manage", lambda w: ("DELETE", f"/api/v1/collections/{w.child()}/grants/users/{w.somebody}", None)),
    "put_group_grant": ("manage", lambda w: ("PUT", f"/api/v1/collections/{w.child()}/grants/groups/{w.group}", RIGHTS)),
    "delete_group_grant": ("manage", lambda w: ("DELETE", f"/api/v1/collections/{w.child()}/grants/groups/{w.group}", None)),
    "link_asset": ("manage", lambda w: ("PUT", f"/api/v1/collections/{w.child()}/assets/{w.asset()}", None)),
    "unlink_asset": ("edit", lambda w: ("DELETE", f"/api/v1/collections/{w.child()}/assets/{w.asset()}", None)),
    "list_readers": ("manage", lambda w: ("GET", f"/api/v1/assets/{w.asset()}/readers", None)),
    "put_reader": ("manage", lambda w: ("PUT", f"/api/v1/assets/{w.asset()}/readers/{w.somebody}", None)),
    "delete_reader": ("manage", lambda w: ("DELETE", f"/api/v1/assets/{w.asset()}/readers/{w.somebody}", None)),
    "list_keys": (None, lambda w: ("GET", f"/api/v1/users/{w.somebody}/keys", None)),
    "create_key": (None, lambda w: ("POST", f"/api/v1/users/{w.new_user('service')}/keys", {"name": "k", "scopes": ["asset.view"]})),
    "revoke_key": (None, lambda w: ("DELETE", w.new_key(), None)),
    "list_webhooks": (None, lambda w: ("GET", "/api/v1/webhooks", None)),
    "create_webhook": (None, lambda w: ("POST", "/api/v1/webhooks", {})),
    "get_webhook": (None, lambda w: ("GET", w.webhook(), None)),
    "update_webhook": (None, lambda w: ("PATCH", w.webhook(), {})),
    "delete_webhook": (None, lambda w: ("DELETE", w.webhook(), None)),
    "renew_webhook_secret": (None, lambda w: ("POST", f"{w.webhook()}/secret", None)),
    "replay_webhook": (None, lambda w: ("POST", f"{w.webhook()}/replay", {"after": 0})),
    "list_webhook_deliveries": (None, lambda w: ("GET", f"{w.webhook()}/deliveries", None)),
    "follow_events": (None, lambda w: ("GET", "/api/v1/events?seconds=1", None)),
    "list_audit": (None, lambda w: ("GET", "/api/v1/audit", None)),
    "list_groups": (None, lambda w: ("GET", "/api/v1/groups", None)),
    "create_group": (None, lambda w: ("POST", "/api/v1/groups", {"name": uuid.uuid4().hex})),
    "update_group": (None, lambda w: ("PATCH", f"/api/v1/groups/{w.new_group()}", {"name": uuid.uuid4().hex})),
    "delete_group": (None, lambda w: ("DELETE", f"/api/v1/groups/{w.new_group()}", None)),
    "list_members": (None, lambda w: ("GET", f"/api/v1/groups/{w.group}/members", None)),
    "put_member": (None, lambda w: ("PUT", f"/api/v1/groups/{w.new_group()}/members/{w.somebody}", None)),
    "delete_member": (None, lambda w: ("DELETE", f"/api/v1/groups/{w.new_group()}/members/{w.somebody}", None)),
    "list_users": (None, lambda w: ("GET", "/api/v1/users", None)),
    "create_user": (None, lambda w: ("POST", "/api/v1/users", {"username": uuid.uuid4().hex, "role": "viewer"})),
    "get_user": (None, lambda w: ("GET", f"/api/v1/users/{w.somebody}", None)),
    "update_user": (None, lambda w: ("PATCH", f"/api/v1/users/{w.new_user()}", {"display_name": "Somebody"})),
}
# Ends the session that calls it; tested with the thin path. The others are open to everybody and change nothing.
ELSEWHERE = {"close_session"}


def expected(permission: str, right: str | None, person: Person) -> set[int] | str:
    """The statuses that are right for this person; `may` for any but a refusal."""
    roles = ROLES[permission]
    if roles is None:
        return "may"
    if not person.token:
        return {401}
    if person.role not in roles:
        return {403}
    if right is None or person.role == "admin":
        return "may"
    if not person.is_here or right == OWN:
        return {404}
    return "may" if right in LEFT[person.role] else {403}


class Permissions(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.product = product = Product.running()
        cls.world = World(product, "", "", "")
        make = cls.world.admin
        cls.world.collection = make("POST", "/api/v1/collections", {"name": uuid.uuid4().hex})["collection_id"]
        elsewhere = make("POST", "/api/v1/collections", {"name": uuid.uuid4().hex})["collection_id"]
        cls.world.somebody = cls.world.new_user()
        cls.world.group = cls.world.new_group()
        cls.people = [Person("anonymous", "", ""), Person("admin", "admin", product.token)]
        for kind, role in (("viewer", "viewer"), ("producer", "producer"), ("editor", "editor"), ("service", "service"), ("outsider", "editor")):
            where = elsewhere if kind == "outsider" else cls.world.collection
            cls.people.append(cls.person(kind, role, where, kind != "outsider"))
        cls.people.append(cls.key_of_a_service())

    @classmethod
    def person(cls, kind: str, role: str, where: str | None, is_here: bool = True) -> Person:
        name = f"{kind}-{uuid.uuid4().hex[:8]}"
        user = cls.world.admin("POST", "/api/v1/users", {"username": name, "role": role, "password": PASSWORD})
        if where:
            cls.world.admin("PUT", f"/api/v1/collections/{where}/grants/users/{user['user_id']}", {"rights": ["manage"]})
        answer = cls.product.call("POST", "/api/v1/sessions", {"login": name, "password": PASSWORD}, token="")
        assert answer.status == 201, answer
        return Person(kind, role, answer.json["access_token"], is_here)

    @classmethod
    def key_of_a_service(cls) -> Person:
        """With every scope there is."""
        user = cls.world.new_user("service")
        cls.world.admin("PUT", f"/api/v1/collections/{cls.world.collection}/grants/users/{user}", {"rights": ["manage"]})
        scopes = cls.product.call("GET", "/api/v1/openapi.json").json["components"]["schemas"]["Scope"]["enum"]
        made = cls.world.admin("POST", f"/api/v1/users/{user}/keys", {"name": "all", "scopes": scopes})
        return Person("key", "service", made["token"])

    def operations(self) -> dict[str, str]:
        """Operation → permission, of the document that the server itself gives."""
        document = self.product.call("GET", "/api/v1/openapi.json").json
        methods = [one for path in document["paths"].values() for one in path.values() if "operationId" in one]
        return {one["operationId"]: one["x-permission"] for one in methods if one["tags"] != ["service"]}

    def test_every_operation_for_everybody(self) -> None:
        declared = self.operations()
        self.assertEqual(set(declared), set(OPERATIONS) | ELSEWHERE, "an operation without its line in this table")
        for operation, (right, call) in OPERATIONS.items():
            for person in self.people:
                with self.subTest(operation=operation, person=person.kind):
                    wanted = expected(declared[operation], right, person)
                    if operation == "open_upload" and wanted == {404}:
                        wanted = {400}  # the collection is a member of the body, which names what is wrong
                    method, path, body, *headers = call(self.world)
                    answer = self.product.call(method, path, body, token=person.token, headers=(headers or [None])[0])
                    if wanted == "may":
                        self.assertNotIn(answer.status, {401, 403, 404, 500, 503}, answer)
                    else:
                        self.assertIn(answer.status, wanted, answer)

    def test_what_is_not_there_and_what_one_may_not_see_answer_the_same(self) -> None:
        outsider = next(one for one in self.people if one.kind == "outsider")
        for path in ("/api/v1/assets/{}", "/api/v1/assets/{}/upload", "/api/v1/collections/{}", "/api/v1/assets/{}/download"):
            there = self.world.collection if "collections" in path else self.world.asset()
            hidden, missing = (self.product.call("GET", path.format(one), token=outsider.token) for one in (there, uuid.uuid4()))
            self.assertEqual((hidden.status, missing.status), (404, 404), path)
            self.assertEqual(hidden.json["detail"], missing.json["detail"], path)

    def test_listings_hold_what_one_may_see_and_nothing_else(self) -> None:
        asset = self.world.asset()
        for person in self.people[1:]:
            listed = self.product.call("GET", "/api/v1/assets?limit=200", token=person.token).json["assets"]
            self.assertEqual(asset in [one["asset_id"] for one in listed], person.is_here, person.kind)

    def test_a_producer_owns_what_it_uploads_and_nobody_else_sees_its_inbox(self) -> None:
        producer = next(one for one in self.people if one.kind == "producer")
        editor = next(one for one in self.people if one.kind == "editor")
        opened = self.product.call("POST", "/api/v1/assets", OPEN, token=producer.token)
        self.assertEqual(opened.status, 201, opened)
        path = f"/api/v1/assets/{opened.json['asset_id']}"
        self.assertEqual(self.product.call("GET", path, token=editor.token).status, 404)
        self.assertEqual(self.product.call("DELETE", f"{path}/upload", token=producer.token).status, 204)

    def test_a_grant_and_its_end_take_effect_at_once(self) -> None:
        person = self.person("newcomer", "editor", None)
        me = self.product.call("GET", "/api/v1/users/me", token=person.token).json["user_id"]
        asset = f"/api/v1/assets/{self.world.asset()}"
        grant = f"/api/v1/collections/{self.world.collection}/grants/users/{me}"
        self.assertEqual(self.product.call("GET", asset, token=person.token).status, 404)
        self.world.admin("PUT", grant, {"rights": ["view"]})
        self.assertEqual(self.product.call("GET", asset, token=person.token).status, 200)
        self.world.admin("DELETE", grant)
        self.assertEqual(self.product.call("GET", asset, token=person.token).status, 404)

    def test_a_key_does_what_its_scopes_say_until_it_is_taken_back(self) -> None:
        user = self.world.new_user("service")
        keys = f"/api/v1/users/{user}/keys"
        self.world.admin("PUT", f"/api/v1/collections/{self.world.collection}/grants/users/{user}", {"rights": ["manage"]})
        made = self.world.admin("POST", keys, {"name": "reader", "scopes": ["asset.view"]})
        token, asset = made["token"], self.world.asset()
        self.assertTrue(token.startswith("acv_"))
        self.assertNotIn(token.encode(), self.product.call("GET", keys).body)
        self.assertEqual(self.product.database(f"SELECT count(*) FROM api_keys WHERE token_hash LIKE '%{token}%'"), [["0"]])
        self.assertEqual(self.product.call("GET", f"/api/v1/assets/{asset}", token=token).status, 200)
        self.assertEqual(self.product.call("GET", f"/api/v1/assets/{asset}/download", token=token).status, 403)
        self.assertEqual(self.product.call("POST", "/api/v1/assets", OPEN, token=token).status, 403)
        self.assertIn("last_used_at", self.product.call("GET", keys).json["keys"][0])
        self.world.admin("DELETE", f"{keys}/{made['key']['key_id']}")
        self.assertEqual(self.product.call("GET", f"/api/v1/assets/{asset}", token=token).status, 401)
        self.assertEqual(self.product.call("GET", f"/api/v1/assets/{asset}", token=token[:-1] + "x").status, 401)
        person = self.world.new_user("viewer")
        body = {"name": "k", "scopes": ["asset.view"]}
        self.assertEqual(self.product.call("POST", f"/api/v1/users/{person}/keys", body).status, 409)
        for wrong in ({"scopes": []}, {"scopes": ["user.manage"]}, {"expires_at": "2001-01-01T00:00:00Z"}):
            self.assertEqual(self.product.call("POST", keys, body | wrong).status, 400, wrong)

    def test_a_disabled_user_and_one_with_a_new_role_are_signed_out_at_once(self) -> None:
        for change in ({"disabled": True}, {"role": "viewer"}, {"password": "otra frase larga y propia"}):
            person = self.person("leaver", "editor", None)
            me = self.product.call("GET", "/api/v1/users/me", token=person.token).json["user_id"]
            self.world.admin("PATCH", f"/api/v1/users/{me}", change)
            self.assertEqual(self.product.call("GET", "/api/v1/users/me", token=person.token).status, 401, change)

    def test_the_last_administrator_stays_one(self) -> None:
        administrators = [one for one in self.world.admin("GET", "/api/v1/users?limit=200")["users"] if one["role"] == "admin"]
        if len(administrators) > 1:
            self.skipTest("there are others")
        path = f"/api/v1/users/{administrators[0]['user_id']}"
        for change in ({"disabled": True}, {"role": "editor"}):
            self.assertEqual(self.product.call("PATCH", path, change).status, 409)

    def test_listings_go_on_page_by_page(self) -> None:
        names = [f"page-{uuid.uuid4().hex}" for _ in range(5)]
        for name in names:
            self.world.admin("POST", "/api/v1/groups", {"name": name})
        found, cursor = [], ""
        for _ in range(1000):
            page = self.world.admin("GET", f"/api/v1/groups?limit=2{cursor}")
            self.assertLessEqual(len(page["groups"]), 2)
            found += [one["name"] for one in page["groups"]]
            if "next" not in page:
                break
            cursor = f"&cursor={page['next']}"
        self.assertEqual([name for name in found if name in names], sorted(names))
        self.assertEqual(len(found), len(set(found)))
        self.assertEqual(self.product.call("GET", "/api/v1/groups?cursor=AAAA").status, 400)


if __name__ == "__main__":
    unittest.main()
