"""What happens to assets is told to those who listen and may see them: at once, in one order, nothing twice, nothing missed."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import socket
import subprocess
import tempfile
import threading
import time
import unittest
import urllib.parse
import uuid
from dataclasses import dataclass
from pathlib import Path

from tests.support import PROGRAMS, Product, new_name, wait_until

PASSWORD = "una frase larga y propia"


@dataclass
class Event:
    id: str = ""
    type: str = ""
    data: dict | None = None


class Listener:
    """Reads a stream on a thread until it ends or is closed."""

    def __init__(self, product: Product, query: str = "", token: str | None = None, last: str | None = None, base: str = "") -> None:
        where = urllib.parse.urlsplit(base or product.url)
        self.connection = http.client.HTTPConnection(where.hostname or "", where.port, timeout=60)
        headers = {"Authorization": f"Bearer {product.token if token is None else token}"}
        if last is not None:
            headers["Last-Event-ID"] = last
        self.connection.connect()
        self.socket = self.connection.sock
        self.connection.request("GET", f"/api/v1/events{query}", headers=headers)
        self.answer = self.connection.getresponse()
        self.events: list[Event] = []
        self.comments = 0
        self.has_ended = False
        self.thread = threading.Thread(target=self.listen, daemon=True)
        if self.answer.status == 200:
            self.thread.start()

    def listen(self) -> None:
        event = Event()
        try:
            while line := self.answer.readline():
                name, _, value = line.decode().rstrip("\n").partition(": ")
                if name == "id":
                    event.id = value
                elif name == "event":
                    event.type = value
                elif name == "data":
                    event.data = json.loads(value)
                elif name == "" and event.type:
                    self.events.append(event)
                    event = Event()
                elif name == "":
                    self.comments += 1
        except (OSError, http.client.HTTPException, ValueError, AttributeError):
            pass
        self.has_ended = True

    def of(self, asset: str) -> list[str]:
        return [event.type for event in self.events if event.data and event.data.get("asset_id") == asset and event.id]

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self.socket.shutdown(socket.SHUT_RDWR)
        if self.thread.ident:
            self.thread.join(10)
        self.answer.close()
        self.connection.close()


class Events(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.product = Product.running()

    def listen(self, *words: str, **options: str | None) -> Listener:
        listener = Listener(self.product, *words, **options)
        self.addCleanup(listener.close)
        return listener

    def collection(self) -> str:
        return self.product.call("POST", "/api/v1/collections", {"name": uuid.uuid4().hex}).json["collection_id"]

    def viewer(self) -> tuple[str, str]:
        """Id and token."""
        name = uuid.uuid4().hex
        user = self.product.call("POST", "/api/v1/users", {"username": name, "role": "viewer", "password": PASSWORD}).json["user_id"]
        token = self.product.call("POST", "/api/v1/sessions", {"login": name, "password": PASSWORD}, token="").json["access_token"]
        return user, token

    def test_what_happens_is_heard_at_once_and_in_order(self) -> None:
        listener = self.listen()
        self.assertEqual((listener.answer.status, listener.answer.getheader("Content-Type")), (200, "text/event-stream"))
        asset = self.product.upload(new_name().encode())["asset_id"]
        patch = {"Content-Type": "application/merge-patch+json", "If-Match": "*"}
        self.product.call("PATCH", f"/api/v1/assets/{asset}", {"title": "New"}, headers=patch)
        began = time.monotonic()
        wait_until(lambda: len(listener.of(asset)) >= 3, "three events", 20)
        self.assertLess(time.monotonic() - began, 5)
        self.assertEqual(listener.of(asset)[:3], ["asset.created", "asset.uploaded", "asset.updated"])
        numbers = [int(event.id) for event in listener.events if event.id]
        self.assertEqual(numbers, sorted(set(numbers)))
        event = next(event for event in listener.events if event.data and event.data.get("asset_id") == asset)
        self.assertEqual(event.data, {"sequence": int(event.id), "type": event.type, "asset_id": asset, "created_at": event.data["created_at"]})

    def test_who_comes_back_hears_what_it_missed_and_nothing_twice(self) -> None:
        asset = self.product.open_upload(10).json["asset_id"]
        first = self.listen("?after=0&seconds=60")
        wait_until(lambda: bool(first.of(asset)), "the first event", 20)
        last = next(event.id for event in first.events if event.data and event.data.get("asset_id") == asset)
        first.close()
        self.product.call("DELETE", f"/api/v1/assets/{asset}/upload")
        self.product.call("DELETE", f"/api/v1/assets/{asset}")
        again = self.listen("?type=asset.", last=last)
        wait_until(lambda: len(again.of(asset)) >= 2, "what was missed", 20)
        self.assertEqual(again.of(asset), ["asset.failed", "asset.trashed"])
        by_query = self.listen(f"?after={last}")
        wait_until(lambda: len(by_query.of(asset)) >= 2, "the same by a parameter", 20)
        self.assertEqual(by_query.of(asset), again.of(asset))

    def test_only_who_may_view_hears_of_it(self) -> None:
        collection = self.collection()
        user, token = self.viewer()
        everybody, stranger = self.listen(), self.listen(token=token)
        hidden = self.product.open_upload(10, collection_id=collection).json["asset_id"]
        wait_until(lambda: bool(everybody.of(hidden)), "the event", 20)
        self.product.call("PUT", f"/api/v1/collections/{collection}/grants/users/{user}", {"rights": ["view"]})
        shown = self.product.open_upload(10, collection_id=collection).json["asset_id"]
        wait_until(lambda: bool(stranger.of(shown)), "what may be seen now", 20)
        self.assertEqual(stranger.of(hidden), [], "it happened before the right was there")
        self.assertTrue(all(event.data["asset_id"] == shown for event in stranger.events))
        self.product.call("DELETE", f"/api/v1/collections/{collection}/grants/users/{user}")
        later = self.product.open_upload(10, collection_id=collection).json["asset_id"]
        wait_until(lambda: bool(everybody.of(later)), "the event", 20)
        time.sleep(1)
        self.assertEqual(stranger.of(later), [], "the right is gone")
        self.assertEqual(self.listen(f"?asset_id={hidden}", token=token).answer.status, 404)

    def test_of_one_asset_it_says_how_far_it_is(self) -> None:
        asset, other = (self.product.open_upload(10).json["asset_id"] for _ in range(2))
        listener = self.listen(f"?asset_id={asset}")
        wait_until(lambda: bool(listener.events), "how far it is", 20)
        state = listener.events[0]
        self.assertEqual((state.type, state.id, state.data["asset_id"], state.data["status"]), ("asset.processing", "", asset, "uploading"))
        self.product.call("DELETE", f"/api/v1/assets/{other}/upload")
        self.product.call("DELETE", f"/api/v1/assets/{asset}/upload")
        wait_until(lambda: listener.events[-1].type == "asset.processing" and listener.events[-1].data["status"] == "failed", "its end", 20)
        self.assertTrue(all(event.data["asset_id"] == asset for event in listener.events))
        wait_until(lambda: listener.of(asset)[-1:] == ["asset.failed"], "its event", 20)

    def test_a_stream_ends_with_its_time_and_its_session(self) -> None:
        _, token = self.viewer()
        short, signed_out = self.listen("?seconds=2"), self.listen(token=token)
        wait_until(lambda: short.has_ended, "its end", 6)
        self.assertFalse(signed_out.has_ended)
        self.assertEqual(self.product.call("DELETE", "/api/v1/sessions/current", token=token).status, 204)
        wait_until(lambda: signed_out.has_ended, "its end", 12)

    def test_what_is_no_longer_kept_is_said_to_be_missing(self) -> None:
        self.product.open_upload(10)
        wait_until(lambda: self.product.database("SELECT count(*) FROM events WHERE sequence IS NULL") == [["0"]], "numbers", 20)
        self.product.database("DELETE FROM events WHERE sequence = (SELECT min(sequence) FROM events)")
        time.sleep(0.5)  # where the order begins is asked for four times a second
        self.assertEqual([event.type for event in self.first_of("0")], ["events.gap"])
        ((oldest,),) = self.product.database("SELECT min(sequence) FROM events")
        self.assertNotEqual([event.type for event in self.first_of(str(int(oldest) - 1))], ["events.gap"])

    def first_of(self, last: str) -> list[Event]:
        listener = self.listen(last=last)
        wait_until(lambda: bool(listener.events), "an event", 20)
        return listener.events[:1]

    def test_bad_questions_are_refused(self) -> None:
        for query, last, status in [
            ("?after=-1", None, 400),
            ("?seconds=0", None, 400),
            ("?seconds=3601", None, 400),
            ("?type=A%20B", None, 400),
            ("?asset_id=x", None, 400),
            ("", "x", 400),
            ("", "-1", 400),
            ("?unknown=1", None, 400),
            (f"?asset_id={uuid.uuid4()}", None, 404),
        ]:
            with self.subTest(query=query, last=last):
                self.assertEqual(self.listen(query, last=last).answer.status, status)
        self.assertEqual(self.listen(token="none").answer.status, 401)

    def test_nobody_takes_all_the_seats(self) -> None:
        _, token = self.viewer()
        listeners: list[Listener] = []
        refused = None
        for _ in range(32 * 2 * 4 + 1):
            listener = self.listen("?seconds=30", token=token)
            if listener.answer.status != 200:
                refused = listener.answer
                break
            listeners.append(listener)
        self.assertIsNotNone(refused)
        self.assertEqual((refused.status, refused.getheader("Retry-After")), (429, "5"))
        self.assertGreaterEqual(len(listeners), 32)
        for listener in listeners:
            listener.close()
        wait_until(lambda: self.listen("?seconds=1", token=token).answer.status == 200, "a seat", 20)

    def test_the_command_line_prints_them(self) -> None:
        folder = tempfile.TemporaryDirectory(prefix="acervo-test-")
        self.addCleanup(folder.cleanup)
        credentials = Path(folder.name) / "credentials.json"
        credentials.write_text(json.dumps({self.product.url: self.product.token}))
        environment = {**os.environ, "ACERVO_URL": self.product.url, "ACERVO_CREDENTIALS": str(credentials)}
        command = [str(PROGRAMS / "acervo-cli"), "events", "--type", "asset.created", "--seconds", "30"]
        process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
        time.sleep(1.5)
        asset = self.product.open_upload(10).json["asset_id"]
        began = time.monotonic()
        first = process.stdout.readline()
        self.assertLess(time.monotonic() - began, 25, "it said nothing before its end")
        self.assertIn(asset, first)
        process.kill()
        said = first + process.communicate(timeout=60)[0]
        self.assertTrue(all("asset.created" in line for line in said.splitlines()), said)


if __name__ == "__main__":
    unittest.main()
