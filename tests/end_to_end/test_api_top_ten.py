"""The OWASP API Security Top 10 of 2023, one test per row, for what the product has."""

from __future__ import annotations

import base64
import json
import socket
import unittest
import uuid

from tests.support import ROOT, Answer, Product, wait_until

PASSWORD = "una frase larga y propia"
OPEN = {"filename": "clip.mp4", "size": 10, "mime_type": "video/mp4"}


class ApiTopTen(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.product = Product.running()
        cls.direct = f"http://{cls.product.status()['api-1']['address']}"

    def person(self, role: str) -> tuple[str, str, str]:
        """Name, id and token of somebody new."""
        name = uuid.uuid4().hex
        body = {"username": name, "role": role, "password": PASSWORD}
        made = self.product.call("POST", "/api/v1/users", body).json
        answer = self.product.call("POST", "/api/v1/sessions", {"login": name, "password": PASSWORD}, token="")
        return name, made["user_id"], answer.json["access_token"]

    def contract(self) -> dict:
        return self.product.call("GET", "/api/v1/openapi.json", token="").json

    def test_api1_objects_of_others_are_not_there(self) -> None:
        """Broken object level authorization: ids of others answer as ids of nothing, in every operation on an asset."""
        _, _, outsider = self.person("editor")
        asset = self.product.open_upload(10).json["asset_id"]
        for hidden in (asset, str(uuid.uuid4())):
            for method, path, body in (
                ("GET", "", None),
                ("GET", "/upload", None),
                ("GET", "/download", None),
                ("DELETE", "/upload", None),
                ("POST", "/complete", {"parts": [{"part_number": 1, "etag": "0"}]}),
                ("GET", "/readers", None),
            ):
                answer = self.product.call(method, f"/api/v1/assets/{hidden}{path}", body, token=outsider)
                self.assertEqual(answer.status, 404, (method, path, answer))

    def test_api2_guessing_passwords_is_slow_and_tokens_cannot_be_made(self) -> None:
        """Broken authentication. From networks of the test's own, so that nobody else waits."""
        name, _, token = self.person("viewer")
        network = f"2001:db8:{uuid.uuid4().hex[:4]}:1::"

        def guess(password: str, login: str) -> Answer:
            body = {"login": login, "password": password}
            headers = {"X-Forwarded-For": f"{network}{uuid.uuid4().hex[:4]}"}
            return self.product.call("POST", "/api/v1/sessions", body, token="", base=self.direct, headers=headers)

        known, unknown = guess("wrong", name), guess("wrong", uuid.uuid4().hex)
        self.assertEqual((known.status, unknown.status), (401, 401))
        self.assertEqual(known.json["detail"], unknown.json["detail"])
        statuses = [guess("wrong", name).status for _ in range(10)]
        self.assertEqual(statuses[-1], 429, statuses)
        self.assertEqual(guess(PASSWORD, name).status, 429, "not even the right one goes through")
        for forged in (token[:-1], token + "a", "a.b.c", "acv_" + token, ""):
            answer = self.product.call("GET", "/api/v1/users/me", token=forged or None, headers={"Authorization": f"Bearer {forged}"})
            self.assertEqual(answer.status, 401, forged)

    def test_api3_members_one_may_not_set_are_refused_and_secrets_are_never_shown(self) -> None:
        """Broken object property level authorization."""
        _, user, token = self.person("editor")
        for body in (
            OPEN | {"status": "ready"},
            OPEN | {"created_by": str(uuid.uuid4())},
            OPEN | {"master_storage_key": "masters/a"},
            OPEN | {"edit_version": 7},
        ):
            answer = self.product.call("POST", "/api/v1/assets", body, token=token)
            self.assertEqual(answer.status, 400, answer)
        self.assertEqual(self.product.call("PATCH", f"/api/v1/users/{user}", {"role": "admin"}, token=token).status, 403)
        for path in (f"/api/v1/users/{user}", "/api/v1/users/me", "/api/v1/users"):
            shown = self.product.call("GET", path).body.decode()
            for secret in ("password", "argon2", "token"):
                self.assertNotIn(secret, shown)

    def test_api4_what_a_call_may_cost_has_an_end(self) -> None:
        """Unrestricted resource consumption: bodies, pages, depth and calls are bounded."""
        answer = self.product.call("POST", "/api/v1/assets", json.dumps(OPEN | {"title": "a" * 100_000}).encode())
        self.assertEqual(answer.status, 413)
        self.assertEqual(self.product.call("GET", "/api/v1/assets?limit=100000").status, 400)
        nested = b"[" * 10_000 + b"]" * 10_000
        self.assertEqual(self.product.call("POST", "/api/v1/assets", nested).status, 400)
        answer = self.product.call("GET", "/api/v1/users/me")
        self.assertGreater(int(answer.headers["ratelimit-limit"]), int(answer.headers["ratelimit-remaining"]))
        for schema in self.contract()["components"]["schemas"].values():
            if schema.get("additionalProperties") is False:
                for name, member in schema["properties"].items():
                    if member.get("type") == "string" and "enum" not in member and "format" not in member:
                        self.assertIn("maxLength", member, name)
                    if member.get("type") == "array":
                        self.assertIn("maxItems", member, name)

    def test_api5_what_administrators_do_nobody_else_does(self) -> None:
        """Broken function level authorization; test_permissions.py has every operation for everybody."""
        tokens = [self.person(role)[2] for role in ("viewer", "producer", "editor")]
        someone = self.person("viewer")[1]
        for method, path, body in (
            ("POST", "/api/v1/users", {"username": uuid.uuid4().hex, "role": "admin"}),
            ("PATCH", f"/api/v1/users/{someone}", {"disabled": True}),
            ("POST", f"/api/v1/users/{someone}/password-reset", None),
            ("POST", f"/api/v1/users/{someone}/password-reset/mail", {}),
            ("GET", "/api/v1/audit", None),
            ("POST", "/api/v1/groups", {"name": uuid.uuid4().hex}),
        ):
            for token in tokens:
                self.assertEqual(self.product.call(method, path, body, token=token).status, 403, path)
            self.assertEqual(self.product.call(method, path, body, token="").status, 401, path)

    def test_api6_flows_that_are_worth_automating_have_limits_of_their_own(self) -> None:
        """Unrestricted access to sensitive business flows: links for passwords cannot be tried out from one place."""
        network = f"2001:db8:{uuid.uuid4().hex[:4]}:2::"
        body = {"token": "guess", "password": PASSWORD}
        statuses = []
        for _ in range(31):
            headers = {"X-Forwarded-For": f"{network}{uuid.uuid4().hex[:4]}"}
            statuses.append(self.product.call("POST", "/api/v1/password-reset", body, token="", base=self.direct, headers=headers).status)
        self.assertEqual(set(statuses[:20]), {404})
        self.assertEqual(statuses[-1], 429)

    def test_api7_no_caller_can_make_the_server_ask_another_one(self) -> None:
        """Server side request forgery: no operation but webhooks takes an address, and what a token says of its keys is not fetched.

        Webhooks are an administrator's; whom they do not call is in test_webhooks.py."""
        with socket.create_server(("127.0.0.1", 0)) as trap:
            address = f"http://127.0.0.1:{trap.getsockname()[1]}/keys"
            for member in ("title", "external_id", "description"):
                self.product.call("POST", "/api/v1/assets", OPEN | {member: address})
            header = json.dumps({"alg": "EdDSA", "typ": "at+jwt", "kid": address, "jku": address, "x5u": address}).encode()
            forged = f"{_base64(header)}.{_base64(b'{}')}.{_base64(bytes(64))}"
            self.assertEqual(self.product.call("GET", "/api/v1/users/me", token=forged).status, 401)
            trap.settimeout(1)
            with self.assertRaises(TimeoutError):
                trap.accept()
        for name, schema in self.contract()["components"]["schemas"].items():
            if schema.get("additionalProperties") is False and name not in ("CreateWebhook", "UpdateWebhook"):
                for member in schema["properties"]:
                    self.assertNotRegex(member, r"url|uri|address|callback|webhook", name)

    def test_api8_what_is_not_meant_for_the_world_is_not_shown(self) -> None:
        """Security misconfiguration."""
        self.assertEqual(self.product.call("GET", "/metrics", token="").status, 404)
        answer = self.product.call("GET", "/api/v1/users/me", headers={"Origin": "http://elsewhere.example"})
        self.assertFalse([name for name in answer.headers if name.startswith("access-control-")], "no page of others may read")
        self.assertNotRegex(answer.headers.get("server", ""), r"\d", "no version")
        for method, path in (("TRACE", "/api/v1/users/me"), ("GET", "/.git/config"), ("GET", "/api/v1/../../etc/passwd")):
            answer = self.product.call(method, path)
            self.assertIn(answer.status, (400, 404, 405), (method, path, answer))
        wrong = self.product.call("GET", f"/api/v1/assets?cursor={'A' * 40}")
        self.assertEqual(wrong.status, 400)
        for word in ("SELECT", "postgres", "exception", ".cpp", "127.0.0.1"):
            self.assertNotIn(word, wrong.body.decode())
        for holder in (("POST", "/api/v1/tokens"), ("POST", "/api/v1/sessions")):
            answer = self.product.call(*holder, {"login": "nobody", "password": "wrong"}, token="")
            self.assertEqual(answer.headers["cache-control"], "no-store")

    def test_api9_there_is_one_version_and_its_document_is_complete(self) -> None:
        """Improper inventory management: the server serves the contract of this source tree, and nothing beside it."""
        paths = set(self.contract()["paths"])
        written = {line.strip().rstrip(":") for line in (ROOT / "api" / "openapi.yaml").read_text().splitlines() if line.startswith("  /")}
        self.assertEqual(paths, written)
        for path in ("/api/v0/users/me", "/api/v2/users/me", "/api/users/me", "/v1/users/me", "/api/v1/debug", "/admin", "/debug/pprof"):
            self.assertEqual(self.product.call("GET", path).status, 404, path)
        served = [path for path in paths if path.startswith("/api/") and not path.startswith("/api/docs")]
        self.assertTrue(all(path.startswith("/api/v1/") for path in served), served)

    def test_api10_the_object_store_and_the_client_are_not_believed(self) -> None:
        """Unsafe consumption of APIs: parts are those that the store has, whatever somebody says of them."""
        opened = self.product.open_upload(10).json
        complete = f"/api/v1/assets/{opened['asset_id']}/complete"
        answer = self.product.call("POST", complete, {"parts": [{"part_number": 1, "etag": "0" * 32}]})
        self.assertIn(answer.status, (400, 409), answer)
        self.assertNotIn("http", answer.json["detail"])
        parts = self.product.send_parts(opened, b"0123456789")
        wrong = [parts[0] | {"etag": "f" * 32}]
        self.assertIn(self.product.call("POST", complete, {"parts": wrong}).status, (400, 409))
        wait_until(lambda: self.product.call("POST", complete, {"parts": parts}).status == 202, "the true parts")


def _base64(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


if __name__ == "__main__":
    unittest.main()
