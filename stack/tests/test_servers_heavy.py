"""OpenSearch, Elasticsearch, Ceph RGW and ClamAV: the real ones, started, killed, repaired, stopped and started."""

from __future__ import annotations

import json
import os
import signal
import socket
import struct
import unittest
from pathlib import Path

from stack import process
from stack.errors import DOWN, MISSING
from stack.probe import http_request
from stack.servers import s3_roles
from stack.servers.clamav import EICAR
from stack.tests.place import StackTest, acervo, wait_for


class ServerTest(StackTest):
    server = ""

    def up(self) -> None:
        base_port = str(self.stack.base_port)
        done = acervo(self.state, "--base-port", base_port, "up", "--only", self.server)
        if done.returncode == MISSING:
            self.skipTest(f"the packages of {self.server} cannot be had: {done.stderr}")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.stack = type(self.stack).open(self.state)

    def down(self) -> None:
        done = acervo(self.state, "down")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(process.strays(self.stack), [])

    def kill(self, name: str) -> None:
        """Kills one process without warning; `status` must name it."""
        os.kill(process.find(self.stack, name).pid, signal.SIGKILL)
        wait_for(lambda: process.find(self.stack, name) is None)
        told = acervo(self.state, "status", "--json")
        self.assertEqual(told.returncode, DOWN)
        rows = {row["name"]: row for row in json.loads(told.stdout)["processes"]}
        self.assertEqual(rows[name]["state"], "dead")
        self.assertTrue(rows[name]["hint"])

    def ask(self, method: str, path: str, body: dict | None = None) -> dict:
        data = json.dumps(body).encode() if body is not None else None
        headers = {"Content-Type": "application/json"}
        answer = http_request(method, f"http://{self.stack.address(self.server)}{path}", data, headers=headers, timeout_s=30)
        self.assertIsNotNone(answer, f"no answer to {method} {path}")
        self.assertIn(answer[0], (200, 201), answer[1])
        return json.loads(answer[1])


class OpenSearchTest(ServerTest):
    server = "opensearch"

    def test_vectors_are_found_also_after_a_kill_and_after_a_stop(self):
        self.up()
        vector = {"type": "knn_vector", "dimension": 3, "method": {"name": "hnsw", "engine": "lucene"}}
        mapping = {"settings": {"index.knn": True}, "mappings": {"properties": {"place": vector}}}
        self.ask("PUT", "/pictures", mapping)
        for name, place in (("near", [1, 1, 1]), ("far", [9, 9, 9])):
            self.ask("PUT", f"/pictures/_doc/{name}?refresh=true", {"place": place})
        self.assertEqual(self.nearest(), "near")
        self.kill("opensearch")
        self.up()
        self.assertEqual(self.nearest(), "near")
        self.down()
        self.up()
        self.assertEqual(self.nearest(), "near")
        self.assert_no_index_of_ours_by_accident()
        maps = Path(f"/proc/{process.find(self.stack, 'opensearch').pid}/maps").read_text()
        self.assertRegex(maps, r"/classes-[\d.]+\.jsa", "it starts from the archive of classes")

    def nearest(self) -> str:
        query = {"size": 1, "query": {"knn": {"place": {"vector": [1, 1, 2], "k": 1}}}}
        return self.ask("POST", "/pictures/_search", query)["hits"]["hits"][0]["_id"]

    def assert_no_index_of_ours_by_accident(self) -> None:
        address = f"http://{self.stack.address('opensearch')}/dam-assets/_doc/1"
        refused = http_request("PUT", address, b"{}", headers={"Content-Type": "application/json"})
        self.assertEqual(refused[0], 404)


class ElasticsearchTest(ServerTest):
    server = "elasticsearch"

    def test_it_is_the_other_dialect_and_finds_words(self):
        self.up()
        self.assertEqual(self.ask("GET", "/")["version"]["number"], "7.10.2")
        self.ask("PUT", "/news/_doc/1?refresh=true", {"title": "Las canciones del verano"})
        query = {"query": {"match": {"title": "verano"}}}
        self.assertEqual(self.ask("POST", "/news/_search", query)["hits"]["total"]["value"], 1)


class CephTest(ServerTest):
    server = "ceph"
    film = f"/{s3_roles.ARCHIVE}/film"

    def test_objects_and_rights_stay_whatever_is_killed(self):
        self.leave_half_a_cluster()
        self.up()
        self.assertEqual(self.s3("PUT", f"/{s3_roles.ARCHIVE}", s3_roles.BOOTSTRAP)[0], 200)
        self.assertEqual(self.s3("PUT", self.film, "api", b"every frame")[0], 200)
        self.assert_whole()
        for one in ("ceph-mon", "ceph-mgr", "ceph-osd", "ceph-rgw"):
            with self.subTest(killed=one):
                self.kill(one)
                self.up()
                self.assert_whole()
        self.down()
        self.up()
        self.assert_whole()

    def leave_half_a_cluster(self) -> None:
        """What a killed first `up` leaves behind."""
        self.stack.create()
        (self.stack.folder("ceph") / "mon").mkdir()
        (self.stack.folder("ceph") / "keyring").write_text("half")

    def assert_whole(self) -> None:
        self.assertEqual(self.s3("GET", self.film, "worker"), (200, b"every frame"))
        self.assertEqual(self.s3("GET", self.film, s3_roles.BOOTSTRAP)[0], 200, "bootstrap reads what a role wrote")
        self.assertEqual(self.s3("DELETE", self.film, "api")[0], 403)
        self.assertEqual(self.s3("DELETE", self.film, "keeper")[0], 403)
        self.assertEqual(self.s3("PUT", "/my-own-bucket", "api")[0], 403)

    def s3(self, method: str, path: str, role: str, body: bytes = b"") -> tuple[int, bytes]:
        answer = s3_roles.request(self.stack, role, method, path, body, timeout_s=30)
        self.assertIsNotNone(answer, f"no answer to {method} {path}")
        return answer


class ClamAVTest(ServerTest):
    server = "clamav"

    def test_it_tells_the_test_virus_from_clean_files_also_after_a_kill(self):
        self.up()
        self.assert_it_works()
        self.assert_too_large_is_not_called_clean()
        self.kill("clamav")
        self.up()
        self.assert_it_works()
        self.down()

    def assert_too_large_is_not_called_clean(self) -> None:
        film = self.state.parent / "film"
        with open(film, "wb") as out:
            out.truncate(3 << 30)  # sparse
        self.assertEqual(self.scan(film), "Heuristics.Limits.Exceeded.MaxFileSize FOUND")

    def assert_it_works(self) -> None:
        clean, infected = self.state.parent / "clean", self.state.parent / "infected"
        clean.write_bytes(b"nothing bad" * 1000)
        infected.write_bytes(b"frames" * 100_000 + EICAR + b"frames" * 1000)
        self.assertEqual(self.scan(clean), "OK")
        self.assertEqual(self.scan(infected), "Eicar-Test-Signature.UNOFFICIAL FOUND")
        self.assertEqual(self.stream(b"nothing bad"), "stream: OK")
        self.assertEqual(self.stream(EICAR), "stream: Eicar-Test-Signature.UNOFFICIAL FOUND")

    def scan(self, file: Path) -> str:
        return self.clamd(f"zSCAN {file}\0".encode()).removeprefix(f"{file}: ")

    def stream(self, text: bytes) -> str:
        return self.clamd(b"zINSTREAM\0" + struct.pack(">I", len(text)) + text + struct.pack(">I", 0))

    def clamd(self, question: bytes) -> str:
        with socket.create_connection(("127.0.0.1", self.stack.port("clamav")), timeout=60) as connection:
            connection.sendall(question)
            answer = b""
            while not answer.endswith(b"\0") and (more := connection.recv(4096)):
                answer += more
        return answer.rstrip(b"\0").decode()



if __name__ == "__main__":
    unittest.main()
