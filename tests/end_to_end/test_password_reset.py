"""A new password by a link that is good once."""

from __future__ import annotations

import concurrent.futures
import os
import unittest
import uuid

from tests.support import Product, scratch

PASSWORD = "una frase larga y propia"
NEW = "otra frase larga y propia"


class PasswordReset(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.product = Product.running()

    def setUp(self) -> None:
        self.name = uuid.uuid4().hex
        body = {"username": self.name, "role": "viewer", "password": PASSWORD}
        self.user = self.product.call("POST", "/api/v1/users", body).json["user_id"]

    def offer(self, user: str | None = None, status: int = 201) -> dict:
        answer = self.product.call("POST", f"/api/v1/users/{user or self.user}/password-reset")
        self.assertEqual(answer.status, status, answer)
        return answer.json

    def use(self, token: str, password: str = NEW) -> int:
        return self.product.call("POST", "/api/v1/password-reset", {"token": token, "password": password}, token="").status

    def sign_in(self, password: str) -> tuple[int, str]:
        answer = self.product.call("POST", "/api/v1/sessions", {"login": self.name, "password": password}, token="")
        return answer.status, answer.json.get("access_token", "")

    def test_a_link_sets_a_password_once_and_ends_the_sessions(self) -> None:
        _, session = self.sign_in(PASSWORD)
        token = self.offer()["token"]
        self.assertEqual(self.sign_in(PASSWORD)[0], 201, "nothing has changed yet")
        self.assertEqual(self.use(token), 204)
        self.assertEqual(self.product.call("GET", "/api/v1/users/me", token=session).status, 401)
        self.assertEqual(self.sign_in(PASSWORD)[0], 401)
        self.assertEqual(self.sign_in(NEW)[0], 201)
        self.assertEqual(self.use(token, PASSWORD), 404)
        self.assertEqual(self.sign_in(NEW)[0], 201)
        log = self.product.call("GET", f"/api/v1/audit?object_id={self.user}").json["entries"]
        self.assertEqual([one["action"] for one in log][:2], ["password.reset", "password.offer_reset"])

    def test_a_later_link_takes_the_place_of_an_earlier_one(self) -> None:
        first, second = self.offer()["token"], self.offer()["token"]
        self.assertEqual(self.use(first), 404)
        self.assertEqual(self.use(second), 204)

    def test_of_many_who_use_a_link_at_once_one_sets_the_password(self) -> None:
        token = self.offer()["token"]
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            answers = list(pool.map(lambda i: self.use(token, f"{NEW} {i}"), range(4)))
        self.assertEqual(sorted(answers), [204, 404, 404, 404])

    def test_a_link_that_is_over_is_worth_nothing(self) -> None:
        token = self.offer()["token"]
        self.assertEqual(self.product.database(f"SELECT count(*) FROM password_resets WHERE token_hash LIKE '{token}%'"), [["0"]])
        self.product.database(f"UPDATE password_resets SET expires_at = now() WHERE user_id = '{self.user}'")
        self.assertEqual(self.use(token), 404)

    def test_there_is_none_for_services_disabled_users_and_nobody(self) -> None:
        service = self.product.call("POST", "/api/v1/users", {"username": uuid.uuid4().hex, "role": "service"}).json["user_id"]
        self.offer(service, 409)
        self.offer(str(uuid.uuid4()), 404)
        token = self.offer()["token"]
        self.product.call("PATCH", f"/api/v1/users/{self.user}", {"disabled": True})
        self.offer(status=409)
        self.assertEqual(self.use(token), 404)

    def test_a_weak_password_costs_no_link(self) -> None:
        token = self.offer()["token"]
        self.assertEqual(self.use(token, "short"), 400)
        self.assertEqual(self.use(token), 204)

    def test_on_the_command_line(self) -> None:
        with scratch() as folder:
            (folder / "new").write_text(NEW + "\n")
            environment = {**os.environ, "ACERVO_CREDENTIALS": str(folder / "admin.json")}
            name, password = self.product.administrator()
            self.product.acervo("login", name, input=password + "\n", env=environment)
            link = self.product.acervo("users", "reset", self.name, env=environment).stdout.strip()
            self.assertIn("/reset-password#", link)
            self.product.acervo("users", "set-password", link, "--password-file", str(folder / "new"))
        self.assertEqual(self.sign_in(NEW)[0], 201)


if __name__ == "__main__":
    unittest.main()
