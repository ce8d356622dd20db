"""Signed access tokens with refresh tokens that are good once; what is forged opens nothing."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
import unittest
import uuid

from tests.support import Answer, Product

PASSWORD = "una frase larga y propia"


def decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


class Tokens(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.product = Product.running()
        cls.name = uuid.uuid4().hex
        body = {"username": cls.name, "role": "viewer", "password": PASSWORD}
        cls.user = cls.product.call("POST", "/api/v1/users", body).json["user_id"]

    def open(self) -> dict:
        answer = self.product.call("POST", "/api/v1/tokens", {"login": self.name, "password": PASSWORD}, token="")
        self.assertEqual(answer.status, 201, answer)
        self.assertEqual(answer.headers["cache-control"], "no-store")
        return answer.json

    def refresh(self, token: str) -> Answer:
        return self.product.call("POST", "/api/v1/tokens/refresh", {"refresh_token": token}, token="")

    def whoami(self, token: str) -> int:
        return self.product.call("GET", "/api/v1/users/me", token=token).status

    def test_an_access_token_lets_in_until_its_session_is_signed_out(self) -> None:
        tokens = self.open()
        self.assertEqual(self.whoami(tokens["access_token"]), 200)
        self.assertEqual(tokens["expires_in"], 900)
        self.assertEqual(self.product.call("DELETE", "/api/v1/sessions/current", token=tokens["access_token"]).status, 204)
        self.assertEqual(self.whoami(tokens["access_token"]), 401)
        self.assertEqual(self.refresh(tokens["refresh_token"]).status, 401)

    def test_refresh_tokens_are_exchanged_and_a_second_use_ends_them_all(self) -> None:
        first = self.open()
        second = self.refresh(first["refresh_token"])
        self.assertEqual(second.status, 201, second)
        self.assertNotEqual(second.json["refresh_token"], first["refresh_token"])
        self.assertEqual(self.whoami(first["access_token"]), 200, "the older one is good until it expires")
        self.assertEqual(self.whoami(second.json["access_token"]), 200)
        self.assertEqual(self.refresh(first["refresh_token"]).status, 401, "it was used before")
        self.assertEqual(self.whoami(first["access_token"]), 401)
        self.assertEqual(self.whoami(second.json["access_token"]), 401)
        self.assertEqual(self.refresh(second.json["refresh_token"]).status, 401, "whoever has it, has it from a thief")
        session = json.loads(decoded(first["access_token"].split(".")[1]))["sid"]
        log = self.product.call("GET", f"/api/v1/audit?object_id={session}").json["entries"]
        self.assertEqual([one["action"] for one in log], ["session.revoke", "session.create"])
        self.assertIn("twice", log[0]["details"])

    def test_of_many_who_use_one_refresh_token_at_once_one_goes_on_at_most(self) -> None:
        tokens = self.open()
        answers: list[Answer] = []
        threads = [threading.Thread(target=lambda: answers.append(self.refresh(tokens["refresh_token"]))) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(sorted(one.status for one in answers), [201] + [401] * 7)
        self.assertEqual(self.whoami(tokens["access_token"]), 401, "it was used more than once")

    def test_a_disabled_user_is_out_at_once(self) -> None:
        name = uuid.uuid4().hex
        user = self.product.call("POST", "/api/v1/users", {"username": name, "role": "viewer", "password": PASSWORD}).json["user_id"]
        tokens = self.product.call("POST", "/api/v1/tokens", {"login": name, "password": PASSWORD}, token="").json
        self.assertEqual(self.whoami(tokens["access_token"]), 200)
        self.product.call("PATCH", f"/api/v1/users/{user}", {"disabled": True})
        self.assertEqual(self.whoami(tokens["access_token"]), 401)
        self.assertEqual(self.refresh(tokens["refresh_token"]).status, 401)

    def test_nothing_in_the_database_opens_anything(self) -> None:
        tokens = self.open()
        rows = self.product.database("SELECT token_hash FROM refresh_tokens")
        self.assertNotIn(tokens["refresh_token"], str(rows))
        self.assertIn([hashlib.sha256(tokens["refresh_token"].encode()).hexdigest()], rows)
        logs = "".join(file.read_text() for file in (self.product.state / "logs").glob("api-*.log"))
        for secret in (tokens["refresh_token"], tokens["access_token"].rpartition(".")[2]):
            self.assertNotIn(secret, logs)
        # The id of a session, which every access token shows, is no token of it.
        session = json.loads(decoded(tokens["access_token"].split(".")[1]))["sid"]
        for guess in (session, "session:" + session, hashlib.sha256(session.encode()).hexdigest()):
            self.assertEqual(self.whoami(guess), 401)
        self.assertEqual(self.refresh(session).status, 401)

    def test_the_public_keys_are_shown_and_are_no_secret(self) -> None:
        answer = self.product.call("GET", "/.well-known/jwks.json", token="")
        self.assertEqual(answer.status, 200)
        (key,) = answer.json["keys"]
        self.assertEqual(set(key), {"kty", "crv", "alg", "use", "kid", "x"})
        self.assertEqual(json.loads(decoded(self.open()["access_token"].split(".")[0]))["kid"], key["kid"])

    def test_forged_tokens_get_one_answer(self) -> None:
        """The table of all forgeries is beside the code (`access_tokens_test.cpp`); these go the whole way."""
        token = self.open()["access_token"]
        header, claims, signature = token.split(".")
        key = self.product.call("GET", "/.well-known/jwks.json", token="").json["keys"][0]

        def other(part: str, **members: object) -> str:
            return encoded(json.dumps(json.loads(decoded(part)) | members).encode())

        hs256 = f"{other(header, alg='HS256')}.{claims}"
        tag = encoded(hmac.new(decoded(key["x"]), hs256.encode(), hashlib.sha256).digest())
        administrator = self.product.call("GET", "/api/v1/users/me").json["user_id"]
        forged = {
            "none": f"{other(header, alg='none')}.{claims}.",
            "hs256": f"{hs256}.{tag}",
            "another user": f"{header}.{other(claims, sub=administrator)}.{signature}",
            "another time": f"{header}.{other(claims, exp=4_000_000_000)}.{signature}",
            "another key": f"{other(header, kid='../key')}.{claims}.{signature}",
            "own key": f"{other(header, jwk=key)}.{claims}.{signature}",
            "cut": token[:-10],
            "no signature": f"{header}.{claims}.",
            "padded": token + "==",
            "stops": "....",
            "long": f"{header}.{claims}{claims * 10}.{signature}",
        }
        answers = {name: self.product.call("GET", "/api/v1/users/me", token=one) for name, one in forged.items()}
        self.assertEqual({name: one.status for name, one in answers.items()}, dict.fromkeys(forged, 401))
        self.assertEqual(len({one.json["detail"] for one in answers.values()}), 1, "who forges learns nothing")
        self.assertEqual(self.whoami(token), 200)


if __name__ == "__main__":
    unittest.main()
