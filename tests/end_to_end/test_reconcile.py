"""What lies in the object store and what the ledger says are brought together again."""

from __future__ import annotations

import json
import os
import signal
import unittest
import urllib.request

from stack.layout import Stack
from stack.servers import s3_roles
from tests.support import Product, new_name, wait_until


class Reconcile(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.product = Product.running()

    def metric(self, name: str) -> float | None:
        with urllib.request.urlopen(f"http://{self.product.status()['keeper']['address']}/metrics", timeout=10) as answer:
            for line in answer.read().decode().splitlines():
                if line.startswith(name + " "):
                    return float(line.split()[1])
        return None

    def keeper_walks(self) -> None:
        """A keeper walks as soon as it leads."""
        os.kill(self.product.pid("keeper"), signal.SIGKILL)
        self.product.acervo("up")
        wait_until(lambda: bool(self.metric("acervo_reconciled_at_seconds")), "a walk", 60)

    def test_an_upload_past_its_time_is_given_up_by_the_keeper(self) -> None:
        opened = self.product.open_upload(1000).json
        Product.send_parts(opened, b"x" * 1000)
        asset = opened["asset_id"]
        self.product.database(f"UPDATE uploads SET expires_at = now() - interval '1 second' WHERE asset_id = '{asset}'")
        self.keeper_walks()
        answer = self.product.call("GET", f"/api/v1/assets/{asset}").json
        self.assertEqual((answer["status"], answer["failure_reason"]), ("failed", "expired"))
        lines = self.product.call("GET", f"/api/v1/audit?object_id={asset}").json["entries"]
        self.assertEqual([line["action"] for line in lines], ["upload.expire", "upload.open"])
        late = self.product.call("POST", f"/api/v1/assets/{asset}/complete", {"parts": [{"part_number": 1, "etag": "0"}]})
        self.assertEqual(late.status, 409, late)

    def test_an_object_that_no_row_tells_of_is_shown_and_goes_only_when_somebody_says_so(self) -> None:
        stack = Stack.open(self.product.state)
        key = f"masters/{new_name()}/u/original.mp4"
        put = s3_roles.request(stack, s3_roles.BOOTSTRAP, "PUT", f"/{s3_roles.ARCHIVE}/{key}", b"nobody's")
        self.assertEqual(put[0], 200, put)

        def reconcile(*words: str) -> tuple[int, str]:
            done = self.product.acervo("reconcile", "--grace", "0", *words, check=False)
            return done.returncode, "".join(line for line in done.stdout.splitlines() if key in line)

        wait_until(lambda: key in reconcile()[1], "the second of its making", 5)
        code, line = reconcile()
        self.assertEqual(code, 1, "something is left")
        self.assertRegex(line, "unknown_object +left +8 ")
        told = json.loads(self.product.acervo("reconcile", "--grace", "0", "--json", check=False).stdout)
        self.assertIn((key, 8, False), [(one["key"], one["bytes"], one["mended"]) for one in told["findings"]])
        self.assertEqual(told["left"], len(told["findings"]))
        self.assertRegex(reconcile("--repair")[1], "unknown_object +left ")
        self.keeper_walks()
        self.assertRegex(reconcile("--repair", "--remove-unknown")[1], "unknown_object +mended ")
        self.assertEqual(reconcile(), (0, ""))
        self.keeper_walks()
        self.assertEqual(self.metric("acervo_leaked_bytes"), 0)
        self.assertEqual(self.metric("acervo_lost_objects"), 0)


if __name__ == "__main__":
    unittest.main()
