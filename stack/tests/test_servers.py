"""The real servers, started, killed and brought back through ./acervo, as a person would."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import unittest
from pathlib import Path

from stack import process, servers
from stack.layout import GRPC_SHIFT, PORTS, REPOSITORY, Stack
from stack.probe import http_request, tcp_exchange
from stack.servers import postgres, s3_roles
from stack.suite import kill_loop
from stack.suite.chance import chance
from stack.suite.servers import claimed_base_port
from stack.tests.place import acervo, wait_for

SERVERS = ("postgres", "redis", "seaweedfs", "temporal", "openbao", "gateway")


class OneStack(unittest.TestCase):
    """One stack for all tests of a class; each test leaves it running."""

    @classmethod
    def setUpClass(cls) -> None:
        cls.state = Path(tempfile.mkdtemp(prefix="acervo-test-")) / "a state"
        cls.stack = Stack.open(cls.state, cls.enterClassContext(claimed_base_port()))
        cls.addClassCleanup(cls.remove)
        cls.up()
        cls.stack = Stack.open(cls.state)

    @classmethod
    def up(cls) -> str:
        answer = acervo(cls.state, "--base-port", str(cls.stack.base_port), "up", "--only", ",".join(SERVERS))
        if answer.returncode:
            raise AssertionError(answer.stderr)
        return answer.stderr

    @classmethod
    def remove(cls) -> None:
        acervo(cls.state, "down", "--wipe")
        shutil.rmtree(cls.state.parent, ignore_errors=True)

    def pids(self) -> dict[str, int]:
        names = [one.name for name in SERVERS for one in servers.choose(self.stack, [name])[-1].processes(self.stack)]
        return {name: process.find(self.stack, name).pid for name in names}

    def sql(self, address: str, text: str) -> subprocess.CompletedProcess:
        return sql(self.stack, address, text)


class Running(OneStack):
    def test_status_is_all_up_and_json(self):
        answer = acervo(self.state, "status", "--json")
        self.assertEqual(answer.returncode, 0, answer.stdout)
        rows = json.loads(answer.stdout)["processes"]
        self.assertEqual({row["name"] for row in rows}, set(SERVERS))
        for row in rows:
            self.assertEqual(row["state"], "up")
            self.assertGreater(row["rss_bytes"], 2**20)

    def test_a_second_up_starts_nothing(self):
        before = self.pids()
        self.up()
        self.assertEqual(self.pids(), before)

    def test_every_socket_listens_on_the_loopback_address_only(self):
        listening = _listening_addresses(_inodes(self.pids().values()))
        self.assertGreater(len(listening), len(SERVERS))
        self.assertEqual({address for address in listening if not address.startswith("127.")}, set())

    def test_the_api_role_reads_and_writes_but_makes_no_tables(self):
        owner, api = "ACERVO_TEST_PG", "ACERVO_TEST_PG_API"
        self.assertEqual(self.sql(owner, "create table if not exists rights (a int)").returncode, 0)
        self.assertEqual(self.sql(api, "insert into rights values (1)").returncode, 0)
        self.assertIn("permission denied", self.sql(api, "create table mine (a int)").stderr)
        self.assertIn("must be owner", self.sql(api, "drop table rights").stderr)

    def test_a_test_database_made_by_the_owner_has_the_same_rights(self):
        self.assertEqual(self.sql("ACERVO_TEST_PG", "create database copy").returncode, 0)
        values = environment(self.stack)
        owner, api = (values[name].removesuffix("/acervo") + "/copy" for name in ("ACERVO_TEST_PG", "ACERVO_TEST_PG_API"))
        self.assertEqual(_psql(owner, "create table t (a int)").returncode, 0)
        self.assertEqual(_psql(api, "insert into t values (1)").returncode, 0)

    def test_a_wrong_password_is_refused(self):
        address = f"postgresql://acervo_owner:wrong@{self.stack.address('postgres')}/acervo"
        self.assertIn("authentication failed", _psql(address, "select 1").stderr)
        self.assertIn(b"NOAUTH", tcp_exchange(self.stack.port("redis"), b"PING\r\n"))

    def test_each_s3_role_may_do_its_own_work_only(self):
        archive, proxies = f"/{s3_roles.ARCHIVE}", f"/{s3_roles.PROXIES}"
        for bucket in (archive, proxies):
            self.assertIn(self.s3("bootstrap", "PUT", bucket), (200, 409))
        master = f"{archive}/masters/one"
        self.assertEqual(self.s3("api", "PUT", master, b"bytes"), 200)
        self.assertEqual(self.s3("worker", "GET", master), 200)
        self.assertEqual(self.s3("worker", "PUT", master, b"others"), 403)
        self.assertEqual(self.s3("api", "PUT", f"{proxies}/proxies/one", b"bytes"), 403)
        for role in ("api", "worker", "distribution", "keeper", "backup"):
            self.assertEqual(self.s3(role, "DELETE", master), 403, role)
        self.assertEqual(self.s3("purge", "GET", master), 403)
        self.assertEqual(self.s3("purge", "DELETE", master), 204)

    def test_the_gateway_says_503_when_no_api_answers(self):
        code, body = http_request("GET", f"http://{self.stack.address('gateway')}/api/v1/assets")
        self.assertEqual((code, json.loads(body)["status"]), (503, 503))

    def test_temporal_knows_our_search_attributes(self):
        url = f"http://{self.stack.address('temporal_http')}/api/v1/namespaces/dam/search-attributes"
        custom = json.loads(http_request("GET", url)[1])["customAttributes"]
        self.assertEqual(custom["FileSizeBytes"], "INDEXED_VALUE_TYPE_INT")
        self.assertEqual(custom["AssetId"], "INDEXED_VALUE_TYPE_KEYWORD")

    def s3(self, role: str, method: str, path: str, body: bytes = b"") -> int:
        return s3_roles.request(self.stack, role, method, path, body)[0]


class Killed(OneStack):
    def test_any_killed_server_is_named_and_brought_back_with_its_data(self):
        self.store()
        for name, pid in self.pids().items():
            with self.subTest(name):
                os.kill(pid, signal.SIGKILL)
                wait_for(lambda name=name: process.find(self.stack, name) is None)
                answer = acervo(self.state, "status", "--json")
                self.assertEqual(answer.returncode, 3)
                down = [row for row in json.loads(answer.stdout)["processes"] if row["state"] != "up"]
                self.assertEqual([(row["name"], row["state"]) for row in down], [(name, "dead")])
                self.assertTrue(down[0]["log_tail"] or name == "gateway")
                self.assertTrue(down[0]["hint"])
                self.up()
                self.assertEqual(acervo(self.state, "status").returncode, 0)
        self.check_stored()

    def test_all_killed_at_once_come_back_with_their_data(self):
        self.store()
        for pid in self.pids().values():
            os.kill(pid, signal.SIGKILL)
        self.up()
        self.check_stored()

    def test_random_kills_lose_nothing_that_was_stored_before_them(self):
        self.assertEqual(sql(self.stack, "ACERVO_TEST_PG", "create table rounds (number int)").returncode, 0)
        self.assertIn(s3_roles.request(self.stack, "bootstrap", "PUT", "/kept")[0], (200, 409))

        def store(number: int) -> None:
            stored = sql(self.stack, "ACERVO_TEST_PG", f"insert into rounds values ({number})")
            self.assertEqual(stored.returncode, 0, stored.stderr)
            self.assertEqual(s3_roles.request(self.stack, "bootstrap", "PUT", f"/kept/round-{number}", b"%d" % number)[0], 200)

        victims = kill_loop.rounds(chance("random kills of servers"), SERVERS)
        done = kill_loop.kill_and_repair(victims, lambda name: process.find(self.stack, name).pid, store, self.up)
        self.assertEqual(acervo(self.state, "status").returncode, 0)
        kept = {int(row) for row in sql(self.stack, "ACERVO_TEST_PG", "select number from rounds").stdout.split()}
        lost = [number for number in range(len(victims)) if number not in kept
                or s3_roles.request(self.stack, "bootstrap", "GET", f"/kept/round-{number}") != (200, b"%d" % number)]
        done.tell("servers", lost)
        self.assertEqual(lost, [])

    def test_data_survives_down_and_up(self):
        self.store()
        self.assertEqual(acervo(self.state, "down").returncode, 0)
        self.assertEqual(process.strays(self.stack), [])
        self.up()
        self.check_stored()

    def store(self) -> None:
        self.assertEqual(sql(self.stack, "ACERVO_TEST_PG", "create table if not exists kept (a int)").returncode, 0)
        self.assertEqual(sql(self.stack, "ACERVO_TEST_PG", "insert into kept values (42)").returncode, 0)
        self.assertIn(s3_roles.request(self.stack, "bootstrap", "PUT", "/kept")[0], (200, 409))
        self.assertEqual(s3_roles.request(self.stack, "bootstrap", "PUT", "/kept/object", b"kept bytes")[0], 200)
        self.assertEqual(self.vault("POST", b'{"data":{"kept":"secret"}}')[0], 200)

    def check_stored(self) -> None:
        self.assertIn("42", sql(self.stack, "ACERVO_TEST_PG", "select a from kept").stdout)
        self.assertEqual(s3_roles.request(self.stack, "bootstrap", "GET", "/kept/object"), (200, b"kept bytes"))
        self.assertIn(b'"kept":"secret"', self.vault("GET")[1])

    def vault(self, method: str, body: bytes | None = None) -> tuple[int, bytes]:
        values = environment(self.stack)
        url = f"{values['ACERVO_TEST_VAULT_ADDRESS']}/v1/secret/data/kept"
        return http_request(method, url, body, headers={"X-Vault-Token": values["ACERVO_TEST_VAULT_TOKEN"]})


class KilledUp(unittest.TestCase):
    def setUp(self) -> None:
        self.state = Path(tempfile.mkdtemp(prefix="acervo-test-")) / "a state"
        self.base_port = self.enterContext(claimed_base_port())
        self.addCleanup(shutil.rmtree, self.state.parent, ignore_errors=True)

    def start_up(self) -> subprocess.Popen:
        command = [REPOSITORY / "acervo", "--state", self.state, "--base-port", str(self.base_port)]
        running = subprocess.Popen([*command, "up", "--only", ",".join(SERVERS)], stderr=subprocess.DEVNULL)
        self.addCleanup(running.wait)
        self.addCleanup(running.kill)
        return running

    def test_down_leaves_nothing_of_it(self):
        for moment in ("redis.pid", "postgres.pid", "openbao.pid"):
            with self.subTest(moment):
                running = self.start_up()
                wait_for((self.state / "run" / moment).exists, 60)
                running.kill()
                running.wait()
                stack = Stack.open(self.state)
                self.assertEqual(acervo(self.state, "down").returncode, 0)
                self.assertEqual(process.strays(stack), [])
                self.assertEqual(_open_ports(stack), [])
                self.assertEqual(acervo(self.state, "down", "--wipe").returncode, 0)

    def test_an_initdb_that_outlives_its_up_is_not_in_the_way_of_the_next(self):
        self.addCleanup(acervo, self.state, "down", "--wipe")
        only = ("--base-port", str(self.base_port), "up", "--only", "postgres")
        running = subprocess.Popen([REPOSITORY / "acervo", "--state", self.state, *only], stderr=subprocess.DEVNULL)
        self.addCleanup(running.wait)
        self.addCleanup(running.kill)
        wait_for((self.state / "stack.json").exists, 60)
        place = Stack.open(self.state).folder("postgres", postgres.ACCOUNT)
        wait_for(lambda: any(place.glob("cluster.part*")), 60)
        running.kill()
        running.wait()
        # What an initdb does that fails: it removes the folder it was given. When it fails is a matter of chance, so
        # this is its part, played all the time.
        abandoned, ended = next(place.glob("cluster.part*")), threading.Event()

        def fail() -> None:
            while not ended.wait(0.01):
                shutil.rmtree(abandoned, ignore_errors=True)

        failing = threading.Thread(target=fail)
        failing.start()
        answer = acervo(self.state, *only)
        ended.set()
        failing.join()
        self.assertEqual(answer.returncode, 0, answer.stderr)

    def test_a_vault_killed_while_it_initialises_itself_starts_afresh(self):
        self.addCleanup(acervo, self.state, "down", "--wipe")
        only = ("--base-port", str(self.base_port), "up", "--only", "openbao")
        log = self.state / "logs" / "openbao.log"
        for moment in ("barrier not initialized", "barrier initialized", "beginning post-unseal configuration"):
            running = subprocess.Popen([REPOSITORY / "acervo", "--state", self.state, *only], stderr=subprocess.DEVNULL)
            wait_for(lambda moment=moment: log.exists() and moment in log.read_text(), 60)
            stack = Stack.open(self.state)
            os.kill(process.find(stack, "openbao").pid, signal.SIGKILL)
            running.wait()
            answer = acervo(self.state, *only)
            self.assertEqual(answer.returncode, 0, answer.stderr)
            acervo(self.state, "down", "--wipe")

    def test_the_next_up_goes_on(self):
        running = self.start_up()
        wait_for((self.state / "run" / "openbao.pid").exists, 60)
        running.kill()
        running.wait()
        self.addCleanup(acervo, self.state, "down", "--wipe")
        answer = acervo(self.state, "up", "--only", ",".join(SERVERS))
        self.assertEqual(answer.returncode, 0, answer.stderr)
        self.assertEqual(acervo(self.state, "status").returncode, 0)

    def test_two_ups_at_once_start_each_server_once(self):
        first, second = self.start_up(), self.start_up()
        self.addCleanup(acervo, self.state, "down", "--wipe")
        # They may differ only in who made the stack: both end well and one set of processes runs.
        self.assertEqual((first.wait(120), second.wait(120)), (0, 0))
        self.assertEqual(acervo(self.state, "status").returncode, 0)
        title = f"redis-server 127.0.0.1:{self.base_port + PORTS['redis']}"
        listed = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True).stdout.splitlines()
        self.assertEqual(len([line for line in listed if line.startswith(title)]), 1)


class SideBySide(unittest.TestCase):
    def test_two_stacks_know_nothing_of_each_other(self):
        only = ("up", "--only", "postgres,redis,seaweedfs")
        states = []
        for name in ("one", "two"):
            state = Path(tempfile.mkdtemp(prefix="acervo-test-")) / name
            self.addCleanup(shutil.rmtree, state.parent, ignore_errors=True)
            self.addCleanup(acervo, state, "down", "--wipe")
            answer = acervo(state, "--base-port", str(self.enterContext(claimed_base_port())), *only)
            self.assertEqual(answer.returncode, 0, answer.stderr)
            states.append(state)
        self.assertEqual(acervo(states[0], "down", "--wipe").returncode, 0)
        self.assertEqual(acervo(states[1], "status").returncode, 0)


def environment(stack: Stack) -> dict[str, str]:
    return json.loads(acervo(stack.state, "env", "--json").stdout)


def sql(stack: Stack, address: str, text: str) -> subprocess.CompletedProcess:
    return _psql(environment(stack)[address], text)


def _psql(address: str, text: str) -> subprocess.CompletedProcess:
    return subprocess.run(["psql", "-XAtq", address, "-c", text], capture_output=True, text=True, timeout=30)


def _open_ports(stack: Stack) -> list[int]:
    """Ports of the stack on which somebody answers."""
    found = []
    for offset in PORTS.values():
        for port in (stack.base_port + offset, stack.base_port + offset + GRPC_SHIFT):
            with socket.socket() as attempt:
                if attempt.connect_ex(("127.0.0.1", port)) == 0:
                    found.append(port)
    return found


def _inodes(pids) -> set[str]:
    found = set()
    for pid in pids:
        for handle in Path(f"/proc/{pid}/fd").iterdir():
            socket_inode = re.match(r"socket:\[(\d+)\]", os.readlink(handle))
            if socket_inode:
                found.add(socket_inode.group(1))
    return found


def _listening_addresses(inodes: set[str]) -> list[str]:
    found = []
    for table, family in (("tcp", socket.AF_INET), ("tcp6", socket.AF_INET6)):
        for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == "0A" and fields[9] in inodes:
                address, port = fields[1].split(":")
                packed = b"".join(bytes.fromhex(address[i : i + 8])[::-1] for i in range(0, len(address), 8))
                found.append(f"{socket.inet_ntop(family, packed)}:{int(port, 16)}")
    return found


if __name__ == "__main__":
    unittest.main()
