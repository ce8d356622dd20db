"""Programs are told of what happens: signed, in order, until they take it; nobody is called who must not be."""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.server
import json
import os
import signal
import subprocess
import tempfile
import threading
import time
import unittest
import uuid
from pathlib import Path
from urllib.parse import urlsplit

from tests.support import PROGRAMS, Product, wait_until

PASSWORD = "una frase larga y propia"


class Receiver:
    """An HTTP server that keeps what it is told, and answers what the test wants."""

    def __init__(self) -> None:
        self.calls: list[tuple[dict[str, str], bytes]] = []
        self.status = 204
        self.location = ""
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.calls.append(({name.lower(): value for name, value in self.headers.items()}, body))
                self.send_response(receiver.status)
                if receiver.location:
                    self.send_header("Location", receiver.location)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/hook?a=b"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def told(self) -> list[dict]:
        return [json.loads(body) for _, body in self.calls]

    def of(self, asset: str) -> list[str]:
        return [one["type"] for one in self.told() if one["data"]["asset_id"] == asset]

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


class Webhooks(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.product = Product.running()

    def receiver(self) -> Receiver:
        receiver = Receiver()
        self.addCleanup(receiver.close)
        return receiver

    def webhook(self, url: str, token: str | None = None, **members: str) -> tuple[str, str]:
        """Its path and secret; it is gone when the test is."""
        answer = self.product.call("POST", "/api/v1/webhooks", {"url": url, **members}, token=token)
        self.assertEqual(answer.status, 201, answer)
        self.assertEqual(answer.headers["cache-control"], "no-store")
        path = answer.headers["location"]
        self.addCleanup(lambda: self.product.call("DELETE", path))
        return path, answer.json["secret"]

    def show(self, path: str) -> dict:
        return self.product.call("GET", path).json

    def asset(self) -> str:
        return self.product.open_upload(10).json["asset_id"]

    def test_it_is_told_in_order_and_can_check_who_tells(self) -> None:
        receiver = self.receiver()
        path, secret = self.webhook(receiver.url, type="asset.", description="of a test")
        asset = self.asset()
        self.product.call("DELETE", f"/api/v1/assets/{asset}/upload")
        self.product.call("DELETE", f"/api/v1/assets/{asset}")
        wait_until(lambda: len(receiver.of(asset)) >= 3, "three calls", 20)
        self.assertEqual(receiver.of(asset), ["asset.created", "asset.failed", "asset.trashed"])
        for fields, body in receiver.calls:
            signed = f"{fields['webhook-id']}.{fields['webhook-timestamp']}.".encode() + body
            digest = hmac.new(base64.b64decode(secret.removeprefix("whsec_")), signed, hashlib.sha256).digest()
            self.assertEqual(fields["webhook-signature"], "v1," + base64.b64encode(digest).decode())
            self.assertAlmostEqual(int(fields["webhook-timestamp"]), time.time(), delta=60)
            self.assertEqual(fields["content-type"], "application/json")
            self.assertEqual(fields["webhook-id"], f"evt_{json.loads(body)['data']['sequence']}")
        numbers = [one["data"]["sequence"] for one in receiver.told()]
        self.assertEqual(numbers, sorted(set(numbers)))
        wait_until(lambda: self.show(path)["after"] >= numbers[-1], "its place", 10)
        log = self.product.call("GET", f"{path}/deliveries?limit=2").json
        self.assertEqual([one["status_code"] for one in log["deliveries"]], [204, 204])
        older = self.product.call("GET", f"{path}/deliveries?limit=200&before={log['next']}").json["deliveries"]
        self.assertLess(older[0]["sequence"], log["deliveries"][-1]["sequence"])

    def test_what_is_not_taken_is_sent_again_and_nothing_overtakes_it(self) -> None:
        receiver = self.receiver()
        path, _ = self.webhook(receiver.url)
        receiver.status = 500
        asset = self.asset()
        wait_until(lambda: self.show(path)["attempts"] >= 1, "a failed attempt", 20)
        shown = self.show(path)
        self.assertIn("failing_since", shown)
        self.product.call("DELETE", f"/api/v1/assets/{asset}/upload")
        self.assertEqual(set(receiver.of(asset)) - {"asset.created"}, set(), "the next one waits")
        receiver.status = 200
        wait_until(lambda: "asset.failed" in receiver.of(asset), "what waited", 30)
        after = receiver.of(asset)
        self.assertEqual(after[-2:], ["asset.created", "asset.failed"])
        wait_until(lambda: self.show(path)["attempts"] == 0, "no failure any more", 10)
        self.assertNotIn("failing_since", self.show(path))
        log = self.product.call("GET", f"{path}/deliveries").json["deliveries"]
        self.assertIn("it answered 500", [one.get("error") for one in log])

    def test_a_receiver_that_is_away_and_a_keeper_that_is_killed_lose_nothing(self) -> None:
        receiver = self.receiver()
        path, _ = self.webhook(receiver.url)
        assets = [self.asset() for _ in range(20)]
        os.kill(self.product.pid("keeper"), signal.SIGKILL)
        assets += [self.asset() for _ in range(5)]
        self.product.acervo("up", "--only", "gateway,keeper,api")
        wait_until(lambda: all(receiver.of(asset) for asset in assets), "all of them", 60)
        first = [one["data"]["sequence"] for index, one in enumerate(receiver.told()) if one not in receiver.told()[:index]]
        self.assertEqual(first, sorted(first), "at least once, in order")
        self.assertTrue(self.show(path)["enabled"])

    def test_who_says_gone_or_may_not_sign_in_is_told_no_more(self) -> None:
        receiver = self.receiver()
        path, _ = self.webhook(receiver.url)
        receiver.status = 410
        self.asset()
        wait_until(lambda: not self.show(path)["enabled"], "that it is switched off", 20)
        self.assertIn("410", self.show(path)["disabled_reason"])
        calls = len(receiver.calls)
        receiver.status = 200
        self.asset()
        time.sleep(1)
        self.assertEqual(len(receiver.calls), calls)
        switched = self.product.call("PATCH", path, {"enabled": True}).json
        self.assertEqual((switched["enabled"], "disabled_reason" in switched), (True, False))
        wait_until(lambda: len(receiver.calls) >= calls + 2, "what it missed", 20)
        name = uuid.uuid4().hex
        user = self.product.call("POST", "/api/v1/users", {"username": name, "role": "admin", "password": PASSWORD}).json["user_id"]
        token = self.product.call("POST", "/api/v1/sessions", {"login": name, "password": PASSWORD}, token="").json["access_token"]
        path, _ = self.webhook(receiver.url, token=token)
        self.product.call("PATCH", f"/api/v1/users/{user}", {"disabled": True})
        self.asset()
        wait_until(lambda: not self.show(path)["enabled"], "that it is switched off", 20)

    def test_events_are_sent_again_when_asked_for(self) -> None:
        receiver = self.receiver()
        path, _ = self.webhook(receiver.url, type="asset.created")
        before = self.show(path)["after"]
        asset = self.asset()
        wait_until(lambda: receiver.of(asset) == ["asset.created"], "the event", 20)
        wait_until(lambda: self.show(path)["after"] > before, "its place", 20)
        self.assertEqual(self.product.call("POST", f"{path}/replay", {"after": before}).json["after"], before)
        wait_until(lambda: receiver.of(asset) == ["asset.created"] * 2, "the event again", 20)
        newest = self.product.call("POST", f"{path}/replay", {"after": 2**62}).json["after"]
        self.assertLess(newest, 2**62)

    def test_a_renewed_secret_signs_and_the_old_one_does_not(self) -> None:
        receiver = self.receiver()
        path, old = self.webhook(receiver.url)
        renewed = self.product.call("POST", f"{path}/secret")
        self.assertEqual(renewed.headers["cache-control"], "no-store")
        new = renewed.json["secret"]
        self.assertNotEqual(old, new)
        self.asset()
        wait_until(lambda: bool(receiver.calls), "a call", 20)
        fields, body = receiver.calls[-1]
        signed = f"{fields['webhook-id']}.{fields['webhook-timestamp']}.".encode() + body
        digest = hmac.new(base64.b64decode(new.removeprefix("whsec_")), signed, hashlib.sha256).digest()
        self.assertEqual(fields["webhook-signature"], "v1," + base64.b64encode(digest).decode())
        self.assertNotIn(new.removeprefix("whsec_"), str(self.product.database("SELECT * FROM webhooks")), "it lies nowhere")

    def test_nobody_is_called_who_must_not_be(self) -> None:
        other = self.receiver()
        port = urlsplit(other.url).port
        redirecting = self.receiver()
        redirecting.status, redirecting.location = 307, other.url
        paths = [self.webhook(redirecting.url)[0]]
        # This host by other names, which the site does not allow: 127.0.0.0/8 is, [::1] and private networks are not.
        for host in ("[::1]", "[::ffff:10.0.0.1]", "10.0.0.1", "169.254.169.254", "0.0.0.0", "[fe80::1]", "[64:ff9b::a00:1]"):
            paths.append(self.webhook(f"http://{host}:{port}/")[0])
        self.asset()
        for path in paths:
            wait_until(lambda path=path: self.show(path)["attempts"] >= 1, f"an attempt of {self.show(path)['url']}", 30)
        self.assertEqual(other.calls, [])
        errors = [self.product.call("GET", f"{path}/deliveries").json["deliveries"][0]["error"] for path in paths]
        self.assertEqual(errors[0], "it answered 307")
        for error in errors[1:]:
            self.assertIn("its address may not be called", error)

    def test_bad_orders_are_refused(self) -> None:
        for body in (
            {},
            {"url": "ftp://example.org/"},
            {"url": "https://user:word@example.org/"},
            {"url": "https://example.org/#part"},
            {"url": "https:///x"},
            {"url": "https://example.org:99999/"},
            {"url": "https://exa mple.org/"},
            {"url": "https://example.org/", "type": "Asset"},
            {"url": "https://example.org/", "secret": "mine"},
        ):
            with self.subTest(body=body):
                self.assertEqual(self.product.call("POST", "/api/v1/webhooks", body).status, 400)
        self.assertEqual(self.product.call("GET", f"/api/v1/webhooks/{uuid.uuid4()}").status, 404)

    def test_the_command_line_steers_them(self) -> None:
        receiver = self.receiver()
        made = json.loads(self.cli("--json", "webhooks", "add", receiver.url, "--type", "asset."))
        identity = made["webhook"]["webhook_id"]
        self.addCleanup(lambda: self.product.call("DELETE", f"/api/v1/webhooks/{identity}"))
        self.assertTrue(made["secret"].startswith("whsec_"))
        asset = self.asset()
        wait_until(lambda: bool(receiver.of(asset)), "the event", 20)
        self.assertIn(asset, self.cli("webhooks", "log", identity))
        self.cli("webhooks", "disable", identity)
        self.assertIn("off: switched off", self.cli("webhooks", "list"))
        self.cli("webhooks", "enable", identity)
        self.cli("webhooks", "replay", identity, "--after", str(made["webhook"]["after"]))
        wait_until(lambda: len(receiver.of(asset)) >= 2, "the event again", 20)
        self.assertNotIn(made["secret"], self.cli("webhooks", "secret", identity))
        self.cli("webhooks", "remove", identity)
        self.assertNotIn(identity, self.cli("webhooks", "list"))

    def cli(self, *words: str) -> str:
        with tempfile.TemporaryDirectory(prefix="acervo-test-") as folder:
            credentials = Path(folder) / "credentials.json"
            credentials.write_text(json.dumps({self.product.url: self.product.token}))
            environment = {**os.environ, "ACERVO_URL": self.product.url, "ACERVO_CREDENTIALS": str(credentials)}
            command = [str(PROGRAMS / "acervo-cli"), *words]
            return subprocess.run(command, env=environment, check=True, capture_output=True, text=True, timeout=60).stdout

    def test_a_change_is_written_down(self) -> None:
        path, _ = self.webhook("https://example.org/")
        identity = path.rpartition("/")[2]
        self.product.call("PATCH", path, {"url": "https://example.com/", "enabled": False})
        self.product.call("DELETE", path)
        log = self.product.call("GET", f"/api/v1/audit?object_id={identity}").json["entries"]
        self.assertEqual([one["action"] for one in log], ["webhook.delete", "webhook.update", "webhook.create"])


if __name__ == "__main__":
    unittest.main()
