"""./acervo import s3://…: masters of a foreign store, with side-cars, killed and gone on with."""

from __future__ import annotations

import json
import signal
import subprocess
import time
import unittest

from stack.layout import Stack
from stack.servers import s3_roles
from stack.suite.chance import chance
from tests.end_to_end.test_uploads import Signed
from tests.support import PART, PROGRAMS, new_name, request, sha256


class Bucket(Signed):
    def setUp(self) -> None:
        super().setUp()
        self.random = chance("import of a bucket")
        self.stack = Stack.open(self.product.state)
        self.bucket = f"foreign-{new_name()}"
        self.ask("PUT", "")
        self.keys: list[str] = []
        self.addCleanup(self.empty)
        access, secret = s3_roles.keys(self.stack, s3_roles.BOOTSTRAP)
        self.credentials = {"AWS_ACCESS_KEY_ID": access, "AWS_SECRET_ACCESS_KEY": secret, "ACERVO_URL": self.product.url}

    def ask(self, method: str, key: str, body: bytes = b"") -> None:
        answer = s3_roles.request(self.stack, s3_roles.BOOTSTRAP, method, f"/{self.bucket}{key}", body, timeout_s=60)
        self.assertIn(answer[0], (200, 204), answer)

    def empty(self) -> None:
        for key in self.keys:
            self.ask("DELETE", f"/{key}")
        self.ask("DELETE", "")

    def put(self, key: str, content: bytes) -> bytes:
        self.keys = sorted({*self.keys, key})
        self.ask("PUT", f"/{key}", content)
        return content

    def command(self, *words: str, prefix: str = "news/") -> list[str]:
        endpoint = f"http://{self.stack.address('s3')}"
        return [str(PROGRAMS / "acervo-cli"), "import", "--json", "--s3-endpoint", endpoint, *words, f"s3://{self.bucket}/{prefix}"]

    def take(self, *words: str, code: int = 0, **more: str) -> dict:
        environment = {**self.environment, **self.credentials, **more}
        done = subprocess.run(self.command(*words), env=environment, capture_output=True, text=True, timeout=300)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return json.loads(done.stdout.splitlines()[-1]) if done.stdout else {"said": done.stderr}

    def assets_of(self, content: bytes) -> list[str]:
        found = self.product.database(f"SELECT id FROM assets WHERE content_hash = '{sha256(content)}' AND status <> 'failed'")
        return [row[0] for row in found]

    def test_masters_below_a_prefix_are_taken_with_what_their_side_cars_say(self) -> None:
        first = self.put("news/2026/a.mp4", self.random.randbytes(1000))
        external = new_name()
        self.put("news/2026/a.mp4.json", json.dumps({"title": "Pleno", "external_id": external}).encode())
        second = self.put("news/b.wav", self.random.randbytes(2000))
        self.put("news/c.mp4", self.random.randbytes(100))
        self.put("news/c.mp4.json", b'{"title": 5}')
        self.put("news/notes.txt", b"no master")
        self.put("news/.hidden/d.mp4", b"hidden")
        outside = self.put("sport/e.mp4", self.random.randbytes(100))
        report = self.take(code=65)
        self.assertEqual((report["made"], report["existing"], report["done_before"]), (2, 0, 0))
        self.assertEqual([one["reason"] for one in report["failed"]], ["c.mp4.json: title must be a text"])
        self.assertEqual(self.product.database(f"SELECT title, original_filename FROM assets WHERE external_id = '{external}'"), [["Pleno", "a.mp4"]])
        for content in (first, second):
            (asset,) = self.assets_of(content)
            address = self.product.call("GET", f"/api/v1/assets/{asset}/download").json["url"]
            self.assertEqual(request("GET", address).body, content)
        self.assertEqual(self.assets_of(outside), [])
        self.put("news/c.mp4.json", b'{"title": "Five"}')
        again = self.take()
        self.assertEqual((again["made"], again["done_before"], again["failed"]), (1, 2, []))

    def test_what_the_server_has_is_not_sent_and_what_was_overwritten_is_another_master(self) -> None:
        content = self.put("news/a.mp4", self.random.randbytes(3000))
        self.product.upload(content, sha256=sha256(content), force=True)
        self.assertEqual(self.take()["existing"], 1)
        self.assertEqual(self.take()["done_before"], 1)
        self.assertEqual(len(self.assets_of(content)), 1, "none was made beside it")
        other = self.put("news/a.mp4", self.random.randbytes(3000))
        self.assertEqual(self.take()["made"], 1)
        self.assertEqual(len(self.assets_of(other)), 1)

    def test_killed_at_any_moment_it_goes_on_and_makes_each_asset_once(self) -> None:
        mark = new_name()
        contents = [self.put(f"news/{mark}-{at}.mxf", self.random.randbytes(4 * PART + at)) for at in range(3)]
        environment = {**self.environment, **self.credentials}
        for _ in range(12):
            process = subprocess.Popen(self.command(), env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(self.random.uniform(0.1, 1.5))
            process.send_signal(signal.SIGKILL)
            process.wait(30)
        report = self.take()
        self.assertEqual((report["made"] + report["existing"] + report["done_before"], report["failed"]), (3, []))
        for content in contents:
            (asset,) = self.assets_of(content)
            address = self.product.call("GET", f"/api/v1/assets/{asset}/download").json["url"]
            self.assertEqual(sha256(request("GET", address).body), sha256(content))
        made = self.product.database(f"SELECT count(*) FROM assets WHERE original_filename LIKE '{mark}%'")
        self.assertEqual(made, [["3"]], "no second upload was opened beside the one that was gone on with")

    def test_credentials_come_from_the_file_too_and_their_absence_is_told(self) -> None:
        self.put("news/a.mp4", self.random.randbytes(50))
        file = self.folder / "credentials"
        names = {"aws_access_key_id": self.credentials.pop("AWS_ACCESS_KEY_ID"), "aws_secret_access_key": self.credentials.pop("AWS_SECRET_ACCESS_KEY")}
        file.write_text("[agency]\n" + "".join(f"{name} = {value}\n" for name, value in names.items()))
        said = self.take(code=77, AWS_SHARED_CREDENTIALS_FILE=str(file))["said"]
        self.assertIn("no credentials for the store", said)
        self.assertNotIn(names["aws_secret_access_key"], said)
        self.assertEqual(self.take("--s3-profile", "agency", AWS_SHARED_CREDENTIALS_FILE=str(file))["made"], 1)


if __name__ == "__main__":
    unittest.main()
