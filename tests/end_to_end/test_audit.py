"""Who did what: written with the change, listed for administrators, chained by the keeper."""

from __future__ import annotations

import json
import subprocess
import unittest
import uuid

from tests.support import PROGRAMS, Product, wait_until


class Audit(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.product = Product.running()

    def entries(self, **filters: str) -> list[dict]:
        query = "&".join(f"{name}={value}" for name, value in filters.items())
        return self.product.call("GET", f"/api/v1/audit?{query}").json["entries"]

    def verify(self, *words: str) -> subprocess.CompletedProcess[str]:
        command = [str(PROGRAMS / "acervo-admin"), "verify-audit", "--config", str(self.product.state / "config" / "admin.toml"), *words]
        return subprocess.run(command, capture_output=True, text=True, timeout=120)

    def test_a_change_is_there_with_who_did_it_and_in_which_request(self) -> None:
        name = uuid.uuid4().hex
        answer = self.product.call("POST", "/api/v1/groups", {"name": name})
        me = self.product.call("GET", "/api/v1/users/me").json["user_id"]
        found = self.entries(object_id=answer.json["group_id"])
        self.assertEqual(len(found), 1)
        entry = found[0]
        self.assertEqual((entry["action"], entry["object_type"], entry["actor_id"]), ("group.create", "group", me))
        self.assertEqual(entry["request_id"], answer.headers["x-request-id"])
        self.assertEqual(json.loads(entry["details"]), {"name": name})
        refused = self.product.call("POST", "/api/v1/groups", {"name": name.upper()})
        self.assertEqual(refused.status, 409)
        self.assertEqual(len(self.entries(action="group.create", limit="200", since=entry["created_at"])), 1, "what was not done is not there")

    def test_filters_pages_and_what_they_refuse(self) -> None:
        everything, before = [], ""
        for _ in range(100):
            page = self.product.call("GET", f"/api/v1/audit?limit=50&action=session.{before}").json
            everything += page["entries"]
            if "next" not in page:
                break
            before = f"&before={page['next']}"
        self.assertTrue(all(one["action"].startswith("session.") for one in everything))
        ids = [one["audit_id"] for one in everything]
        self.assertEqual(ids, sorted(set(ids), reverse=True))
        self.assertEqual(self.entries(until="2001-01-01T00:00:00Z"), [])
        for wrong in ("since=yesterday", "before=0", "action=DROP", "actor_id=7", "who=me"):
            self.assertEqual(self.product.call("GET", f"/api/v1/audit?{wrong}").status, 400, wrong)

    def test_every_line_gets_its_place_in_a_chain_that_can_be_checked(self) -> None:
        def unsealed() -> int:
            return int(self.product.database("SELECT count(*) FROM audit_unsealed")[0][0])

        wait_until(lambda: unsealed() == 0, "sealing", 30)
        good = self.verify()
        self.assertEqual(good.returncode, 0, good.stderr)
        head = good.stdout.split("head ")[1].strip()
        self.product.call("POST", "/api/v1/groups", {"name": uuid.uuid4().hex})
        wait_until(lambda: unsealed() == 0, "sealing", 30)
        self.assertEqual(self.verify("--head", head).returncode, 0)
        strange = self.verify("--head", "f" * 64)
        self.assertNotEqual(strange.returncode, 0)
        self.assertIn("cut or rewritten", strange.stderr)

    def test_the_api_itself_can_neither_change_the_log_nor_its_chain(self) -> None:
        for table, right in (("audit_log", "UPDATE"), ("audit_log", "DELETE"), ("audit_chain", "INSERT"), ("audit_unsealed", "DELETE")):
            rows = self.product.database(f"SELECT has_table_privilege('acervo_api', '{table}', '{right}')")
            self.assertEqual(rows, [["f"]], (table, right))


if __name__ == "__main__":
    unittest.main()
