"""Limits of calls per person, key and network: shared by processes, told in headers, kept while Redis is away."""

from __future__ import annotations

import contextlib
import unittest
import uuid

from tests.support import Answer, Product, another_api

PASSWORD = "una frase larga y propia"
LIMITS = {"person_per_minute": 5, "uploads_per_minute": 3, "key_per_minute": 4, "stranger_per_minute": 6}


class RateLimits(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.product = Product.running()

    def process(self, **settings: str) -> contextlib.AbstractContextManager[str]:
        """One with small limits."""
        return another_api(self.product, {f"limits.{name}": value for name, value in LIMITS.items()} | settings)

    def person(self) -> str:
        name = uuid.uuid4().hex
        self.product.call("POST", "/api/v1/users", {"username": name, "role": "producer", "password": PASSWORD})
        answer = self.product.call("POST", "/api/v1/sessions", {"login": name, "password": PASSWORD}, token="")
        return answer.json["access_token"]

    def me(self, base: str, token: str, **options) -> Answer:
        return self.product.call("GET", "/api/v1/users/me", token=token, base=base, **options)

    def assert_refused(self, answer: Answer, limit: int) -> None:
        self.assertEqual(answer.status, 429, answer)
        self.assertEqual(answer.headers["content-type"], "application/problem+json")
        self.assertEqual((answer.headers["ratelimit-limit"], answer.headers["ratelimit-remaining"]), (str(limit), "0"))
        self.assertLessEqual(1, int(answer.headers["retry-after"]))
        self.assertLessEqual(int(answer.headers["retry-after"]), 60)

    def test_a_person_has_a_budget_in_all_processes_together_and_hears_how_it_stands(self) -> None:
        token, other = self.person(), self.person()
        with self.process() as here, self.process() as there:
            left = []
            for base in (here, there, here, there, here):
                answer = self.me(base, token)
                self.assertEqual(answer.status, 200, answer)
                self.assertEqual(answer.headers["ratelimit-policy"], "5;w=60")
                self.assertLessEqual(int(answer.headers["ratelimit-reset"]), 60)
                left.append(answer.headers["ratelimit-remaining"])
            self.assertEqual(left, ["4", "3", "2", "1", "0"])
            for base in (here, there):
                self.assert_refused(self.me(base, token), 5)
            self.assertEqual(self.me(here, other).status, 200, "others are not concerned")
            self.assertEqual(self.product.call("GET", "/api/v1/assets", token=token, base=here).status, 429)
            upload = {"filename": "a.mp4", "size": 1, "mime_type": "video/mp4"}
            for _ in range(3):
                answer = self.product.call("POST", "/api/v1/assets", upload, token=token, base=here)
                self.assertEqual(answer.status, 201, "uploads have a budget of their own")
            self.assert_refused(self.product.call("POST", "/api/v1/assets", upload, token=token, base=here), 3)

    def test_each_key_has_a_budget(self) -> None:
        user = self.product.call("POST", "/api/v1/users", {"username": uuid.uuid4().hex, "role": "service"}).json["user_id"]
        body = {"name": "k", "scopes": ["asset.view"]}
        one, two = (self.product.call("POST", f"/api/v1/users/{user}/keys", body).json["token"] for _ in range(2))
        with self.process() as base:
            for _ in range(4):
                self.assertEqual(self.me(base, one).status, 200)
            self.assert_refused(self.me(base, one), 4)
            self.assertEqual(self.me(base, two).status, 200)

    def test_a_network_that_brings_no_good_token_is_refused_and_nobody_beside_it(self) -> None:
        token = self.person()
        digits = uuid.uuid4().hex
        network = f"2001:db8:{digits[:4]}:{digits[4:8]}"

        def ask(bearer: str, address: str) -> Answer:
            return self.me(base, bearer, headers={"X-Forwarded-For": address})

        with self.process() as base:
            for i in range(6):
                self.assertEqual(ask(("", "wrong", "a.b.c")[i % 3], f"{network}::{i + 1}").status, 401)
            self.assert_refused(ask("wrong", f"{network}:ffff::1"), 6)
            self.assertEqual(ask(token, f"{network}::1").status, 200, "a good token is not concerned")
            self.assertEqual(ask("wrong", f"2001:db8:{digits[8:12]}:{digits[4:8]}::1").status, 401, "another network")
            spoofed = ask("wrong", f"203.0.113.9, {network}::1")
            self.assertEqual(spoofed.status, 429, "what a client wrote before the proxy is not believed")
            name, password = self.product.administrator()
            answer = self.product.call(
                "POST", "/api/v1/sessions", {"login": name, "password": password}, token="", base=base,
                headers={"X-Forwarded-For": f"{network}::1"},
            )  # fmt: skip
            self.assertEqual(answer.status, 201, "sign-ins have limits of their own")

    def test_health_metrics_and_documents_are_not_limited(self) -> None:
        with self.process() as base:
            for path in ("/health/live", "/health/ready", "/metrics", "/api/v1/openapi.json", "/.well-known/jwks.json"):
                for _ in range(10):
                    answer = self.product.call("GET", path, token="", base=base)
                    self.assertIn(answer.status, (200, 503), path)  # a busy machine may not be ready
                    self.assertNotIn("ratelimit-limit", answer.headers)

    def test_without_redis_each_thread_counts_and_nothing_fails(self) -> None:
        token = self.person()
        with self.process(**{"redis.addresses": "127.0.0.1:1", "http.threads": "1"}) as base:
            for _ in range(5):
                self.assertEqual(self.me(base, token).status, 200)
            self.assert_refused(self.me(base, token), 5)
            metrics = self.product.call("GET", "/metrics", token="", base=base).body.decode()
            self.assertRegex(metrics, r"(?m)^acervo_rate_limiter_degraded 1$")
            self.assertRegex(metrics, r"(?m)^acervo_rate_limited_total 1$")
        with self.process() as base:
            self.assertEqual(self.me(base, token).status, 200)
            metrics = self.product.call("GET", "/metrics", token="", base=base).body.decode()
            self.assertRegex(metrics, r"(?m)^acervo_rate_limiter_degraded 0$")


if __name__ == "__main__":
    unittest.main()
