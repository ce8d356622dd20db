"""Places and restrictions of assets: nobody gets more rights than it was granted, and what is withdrawn is gone."""

from __future__ import annotations

import unittest
import uuid

from tests.support import Product

PASSWORD = "una frase larga y propia"


class Links(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.product = Product.running()

    def admin(self, method: str, path: str, body: object = None) -> dict:
        answer = self.product.call(method, path, body)
        self.assertIn(answer.status, (200, 201, 204), (method, path, answer))
        return answer.json if answer.body else {}

    def person(self, role: str) -> tuple[str, str]:
        """Id and token."""
        name = uuid.uuid4().hex
        user = self.admin("POST", "/api/v1/users", {"username": name, "role": role, "password": PASSWORD})["user_id"]
        return user, self.product.call("POST", "/api/v1/sessions", {"login": name, "password": PASSWORD}, token="").json["access_token"]

    def collection(self) -> str:
        return self.admin("POST", "/api/v1/collections", {"name": uuid.uuid4().hex})["collection_id"]

    def grant(self, collection: str, user: str, *rights: str) -> None:
        self.admin("PUT", f"/api/v1/collections/{collection}/grants/users/{user}", {"rights": list(rights)})

    def inbox(self, token: str) -> str:
        """Where somebody's own uploads lie; it is there after the first one."""
        self.product.call("POST", "/api/v1/assets", {"filename": "a.mp4", "size": 1, "mime_type": "video/mp4"}, token=token)
        listed = self.product.call("GET", "/api/v1/collections", token=token).json["collections"]
        return next(one["collection_id"] for one in listed if one.get("inbox_of"))

    def stored(self, collection: str) -> str:
        return self.product.upload(uuid.uuid4().bytes, collection_id=collection)["asset_id"]

    def status(self, method: str, path: str, token: str, body: object = None) -> int:
        return self.product.call(method, path, body, token=token).status

    def test_a_link_gives_nobody_more_than_it_has(self) -> None:
        collection = self.collection()
        editor, token = self.person("editor")
        self.grant(collection, editor, "view", "edit")
        asset = self.stored(collection)
        self.admin("PUT", f"/api/v1/assets/{asset}/hold", {"reason": "r"})
        link = f"/api/v1/collections/{self.inbox(token)}/assets/{asset}"
        self.assertEqual(self.status("PUT", link, token), 403)
        for method, path in (("GET", "download"), ("DELETE", "hold"), ("PUT", "restriction"), ("GET", "readers")):
            self.assertEqual(self.status(method, f"/api/v1/assets/{asset}/{path}", token), 403, path)
        self.assertTrue(self.product.call("GET", f"/api/v1/assets/{asset}").json["legal_hold"])

    def test_who_manages_a_place_does_not_manage_what_is_linked_to_it(self) -> None:
        home, other = self.collection(), self.collection()
        editor, token = self.person("editor")
        self.grant(other, editor, "manage")
        asset = self.stored(home)
        self.assertEqual(self.status("GET", f"/api/v1/assets/{asset}", token), 404)
        self.admin("PUT", f"/api/v1/collections/{other}/assets/{asset}")
        self.assertEqual(self.status("GET", f"/api/v1/assets/{asset}/download", token), 200, "that is what a link is for")
        for method, path in (("PUT", "restriction"), ("GET", "readers")):
            self.assertEqual(self.status(method, f"/api/v1/assets/{asset}/{path}", token), 403, path)
        self.assertEqual(self.status("PUT", f"/api/v1/assets/{asset}/hold", token, {"reason": "r"}), 403)
        self.assertEqual(self.status("PUT", f"/api/v1/collections/{self.inbox(token)}/assets/{asset}", token), 403)
        self.admin("DELETE", f"/api/v1/collections/{other}/assets/{asset}")
        self.assertEqual(self.status("GET", f"/api/v1/assets/{asset}", token), 404)

    def test_who_manages_the_home_may_link(self) -> None:
        home = self.collection()
        editor, token = self.person("editor")
        self.grant(home, editor, "manage")
        asset = self.stored(home)
        self.assertEqual(self.status("PUT", f"/api/v1/collections/{self.inbox(token)}/assets/{asset}", token), 204)

    def test_a_restricted_asset_is_there_for_few(self) -> None:
        home = self.collection()
        manager, managing = self.person("editor")
        viewer, viewing = self.person("viewer")
        reader, reading = self.person("viewer")
        self.grant(home, manager, "manage")
        for user in (viewer, reader):
            self.grant(home, user, "view")
        asset = self.stored(home)
        path = f"/api/v1/assets/{asset}"
        self.assertEqual(self.status("PUT", f"{path}/restriction", viewing), 403)
        for _ in range(2):
            self.assertEqual(self.status("PUT", f"{path}/restriction", managing), 204, "repeated it changes nothing")
        self.assertTrue(self.product.call("GET", path, token=managing).json["restricted"])
        self.assertEqual(self.status("PUT", f"{path}/readers/{reader}", managing), 204)
        self.assertEqual([self.status("GET", path, token) for token in (managing, reading, viewing)], [200, 200, 404])
        listed = self.product.call("GET", f"/api/v1/assets?collection_id={home}", token=viewing).json["assets"]
        self.assertEqual(listed, [])
        self.assertEqual(self.status("DELETE", f"{path}/restriction", managing), 204)
        self.assertEqual(self.status("GET", path, viewing), 200)
        actions = [one["action"] for one in self.product.call("GET", f"/api/v1/audit?object_id={asset}").json["entries"]]
        self.assertEqual([actions.count(one) for one in ("asset.restrict", "asset.unrestrict", "asset.reader_add")], [2, 1, 1])


if __name__ == "__main__":
    unittest.main()
