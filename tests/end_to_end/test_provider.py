"""People of an identity provider: a local one, made by the test, whose tokens the API takes."""

from __future__ import annotations

import base64
import contextlib
import http.server
import json
import subprocess
import threading
import time
import unittest
import uuid
from collections.abc import Iterator
from pathlib import Path

from tests.support import Answer, Product, another_api, scratch

ISSUER = "http://login.test"


def encoded(content: bytes | dict) -> str:
    text = json.dumps(content).encode() if isinstance(content, dict) else content
    return base64.urlsafe_b64encode(text).rstrip(b"=").decode()


class Provider:
    """Keys, and a server that shows their public halves."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.asked = 0
        self.public: dict[str, dict] = {}
        provider = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:  # noqa: N802: the name is that of the library
                provider.asked += 1
                body = json.dumps({"keys": list(provider.public.values())}).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: object) -> None:
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/keys"

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def make_key(self, name: str) -> None:
        file = str(self.folder / name)
        run("openssl", "genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", file)
        modulus = run("openssl", "rsa", "-in", file, "-noout", "-modulus").decode().strip().removeprefix("Modulus=")
        self.public[name] = {"kty": "RSA", "kid": name, "alg": "RS256", "use": "sig", "n": encoded(bytes.fromhex(modulus)), "e": "AQAB"}

    def token(self, key: str, claims: dict, **header: object) -> str:
        text = f"{encoded({'alg': 'RS256', 'typ': 'JWT', 'kid': key} | header)}.{encoded(claims)}"
        signature = run("openssl", "dgst", "-sha256", "-sign", str(self.folder / key), input=text.encode())
        return f"{text}.{encoded(signature)}"


def run(*command: str, **options) -> bytes:
    return subprocess.run(command, capture_output=True, check=True, timeout=60, **options).stdout


class PeopleOfAProvider(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.product = Product.running()

    @contextlib.contextmanager
    def provider(self) -> Iterator[Provider]:
        with scratch() as folder, contextlib.closing(Provider(folder)) as provider:
            provider.make_key("first")
            settings = {
                "provider.issuer": ISSUER,
                "provider.audience": "acervo-test",
                "provider.keys_url": provider.url,
                "provider.roles": "desk=editor,crew=producer",
                "provider.groups": f"desk={self.group}",
                "http.threads": 1,
            }
            with another_api(self.product, settings) as self.base:
                yield provider

    def setUp(self) -> None:
        self.group = uuid.uuid4().hex
        self.group_id = self.product.call("POST", "/api/v1/groups", {"name": self.group}).json["group_id"]

    def claims(self, subject: str, **more: object) -> dict:
        now = int(time.time())
        base = {"iss": ISSUER, "aud": "acervo-test", "sub": subject, "iat": now, "exp": now + 300, "groups": ["desk"]}
        return {name: value for name, value in (base | more).items() if value is not None}

    def me(self, token: str) -> Answer:
        return self.product.call("GET", "/api/v1/users/me", token=token, base=self.base)

    def members(self) -> list[str]:
        return [one["username"] for one in self.product.call("GET", f"/api/v1/groups/{self.group_id}/members").json["users"]]

    def test_somebody_is_made_at_first_sight_and_known_again(self) -> None:
        subject, name = uuid.uuid4().hex, uuid.uuid4().hex
        with self.provider() as provider:
            first = self.me(provider.token("first", self.claims(subject, preferred_username=name, name="Ana")))
            self.assertEqual(first.status, 200, first)
            self.assertEqual((first.json["username"], first.json["display_name"], first.json["role"]), (name, "Ana", "editor"))
            self.assertEqual(self.members(), [name])
            later = self.claims(subject, preferred_username="another", name="Ana B", groups=["crew"])
            second = self.me(provider.token("first", later))
            self.assertEqual(second.json["user_id"], first.json["user_id"], "the subject tells who it is, not the name")
            self.assertEqual((second.json["username"], second.json["display_name"], second.json["role"]), (name, "Ana B", "producer"))
            self.assertEqual(self.members(), [])
            self.assertEqual(self.product.call("POST", "/api/v1/sessions", {"login": name, "password": "x"}, token="").status, 401)
            self.assertEqual(self.product.call("POST", f"/api/v1/users/{first.json['user_id']}/password-reset").status, 409)
            self.assertEqual(provider.asked, 1)

    def test_nobody_takes_over_a_name_or_an_address_that_is_there(self) -> None:
        name = uuid.uuid4().hex
        address = f"{name}@example.org"
        local = self.product.call("POST", "/api/v1/users", {"username": name, "role": "viewer", "email": address}).json["user_id"]
        with self.provider() as provider:
            answer = self.me(provider.token("first", self.claims("s" + name, preferred_username=name.upper(), email=address)))
            self.assertEqual(answer.status, 200, answer)
            self.assertNotEqual(answer.json["user_id"], local)
            self.assertTrue(answer.json["username"].startswith(name.upper() + "~"))
            self.assertNotIn("email", answer.json)

    def test_signing_out_and_disabling_end_a_token_before_its_time(self) -> None:
        with self.provider() as provider:
            tokens = [provider.token("first", self.claims(uuid.uuid4().hex)) for _ in range(2)]
            users = [self.me(token).json["user_id"] for token in tokens]
            self.assertEqual(self.product.call("DELETE", "/api/v1/sessions/current", token=tokens[0], base=self.base).status, 204)
            self.product.call("PATCH", f"/api/v1/users/{users[1]}", {"disabled": True})
            for _ in range(2):
                self.assertEqual([self.me(token).status for token in tokens], [401, 401])

    def test_keys_are_changed_and_forged_tokens_cost_no_fetch_and_open_nothing(self) -> None:
        with self.provider() as provider:
            good = self.claims(uuid.uuid4().hex)
            self.assertEqual(self.me(provider.token("first", good)).status, 200)
            provider.make_key("unknown")
            del provider.public["unknown"]
            now = int(time.time())
            forged = {
                "unknown key": provider.token("unknown", good),
                "unknown key under a known name": provider.token("unknown", good, kid="first"),
                "other issuer": provider.token("first", good | {"iss": "http://login.test.evil"}),
                "other audience": provider.token("first", good | {"aud": ["other"]}),
                "expired": provider.token("first", good | {"exp": now - 1}),
                "not yet": provider.token("first", good | {"nbf": now + 3600}),
                "no subject": provider.token("first", self.claims("s", sub=None)),
                "no end": provider.token("first", self.claims("s", exp=None)),
                "own address of keys": provider.token("first", good, jku=provider.url),
                "hs256": provider.token("first", good, alg="HS256"),
                "none": f"{encoded({'alg': 'none', 'kid': 'first'})}.{encoded(good)}.",
            }
            self.assertEqual({name: self.me(token).status for name, token in forged.items()}, dict.fromkeys(forged, 401))
            self.assertLessEqual(provider.asked, 2, "whoever forges tokens makes us ask once in a while at most")
            self.assertEqual(self.me(provider.token("first", self.claims("s", groups=["others"]))).status, 403)
        with self.provider() as provider:
            provider.public.clear()
            provider.make_key("second")
            self.assertEqual(self.me(provider.token("second", good)).status, 200)

    def test_without_a_provider_its_tokens_open_nothing(self) -> None:
        with self.provider() as provider:
            token = provider.token("first", self.claims(uuid.uuid4().hex))
            self.assertEqual(self.product.call("GET", "/api/v1/users/me", token=token).status, 401)


if __name__ == "__main__":
    unittest.main()
