"""Folders, records, order of starts. No real server: `sleep` plays all of them."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import signal
import stat
import subprocess
import tempfile
import threading
import unittest
import unittest.mock
from pathlib import Path
from typing import ClassVar

from stack import __main__ as command_line
from stack import bring_up, commands, completion, process, servers, tools
from stack.errors import MissingError, StackError, UsageError
from stack.layout import FIRST_EPHEMERAL_PORT, GRPC_SHIFT, PORT_SPAN, PORTS, REPOSITORY, Stack
from stack.servers import own_programs, s3_roles
from stack.servers.base import Process, Server
from stack.tests.place import StackTest, acervo, wait_for


class Layout(StackTest):
    def test_every_port_is_the_stacks_own_and_below_the_ephemeral_ones(self):
        self.assertEqual(len(set(PORTS.values())), len(PORTS))
        self.assertTrue(all(0 <= offset < PORT_SPAN for offset in PORTS.values()))
        highest = Stack.open(self.state.parent / "other", 22600)
        self.assertLess(max(highest.port(name) for name in PORTS) + GRPC_SHIFT, FIRST_EPHEMERAL_PORT)

    def test_a_base_port_out_of_range_is_refused(self):
        for port in (80, 22700, 40000):
            with self.assertRaises(UsageError):
                Stack.open(self.state.parent / "other", port)

    def test_the_base_port_is_remembered_and_cannot_change(self):
        self.stack.create()
        self.assertEqual(Stack.open(self.state).base_port, self.stack.base_port)
        with self.assertRaises(UsageError):
            Stack.open(self.state, 1100)

    def test_of_two_that_make_a_stack_the_second_takes_the_firsts_values(self):
        second = Stack.open(self.state, self.stack.base_port)
        self.assertNotEqual(second.id, self.stack.id)
        self.stack.create()
        second.create()
        self.assertEqual(second.id, self.stack.id)

    def test_secrets_stay_and_only_their_owner_can_read_them(self):
        self.stack.create()
        first = self.stack.secret("redis")
        self.assertEqual(Stack.open(self.state).secret("redis"), first)
        self.assertNotEqual(self.stack.secret("postgres"), first)
        self.assertEqual(stat.S_IMODE((self.state / "secrets" / "redis").stat().st_mode), 0o600)
        self.assertEqual(stat.S_IMODE((self.state / "secrets").stat().st_mode), 0o700)

    def test_many_that_make_a_secret_at_once_read_the_same(self):
        self.stack.create()
        seen, start = [], threading.Barrier(16)

        def read() -> None:
            start.wait()
            seen.append(self.stack.secret("shared"))

        threads = [threading.Thread(target=read) for _ in range(16)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(len(set(seen)), 1)

    def test_a_folder_with_other_things_is_neither_taken_nor_wiped(self):
        self.state.mkdir()
        (self.state / "diary.txt").write_text("mine")
        with self.assertRaises(StackError):
            self.stack.create()
        with self.assertRaises(StackError):
            self.stack.wipe()
        self.assertNotEqual(acervo(self.state, "down", "--wipe").returncode, 0)
        self.assertEqual((self.state / "diary.txt").read_text(), "mine")

    def test_wipe_leaves_nothing(self):
        self.stack.create()
        self.stack.folder("redis")
        self.stack.wipe()
        self.assertFalse(self.state.exists())

    def test_a_second_command_waits_for_the_lock(self):
        self.stack.create()
        order = []

        def second() -> None:
            with contextlib.redirect_stderr(io.StringIO()), self.stack.lock():
                order.append("second")

        with self.stack.lock():
            thread = threading.Thread(target=second)
            thread.start()
            thread.join(0.5)
            order.append("first")
        thread.join()
        self.assertEqual(order, ["first", "second"])


class Processes(StackTest):
    def setUp(self) -> None:
        super().setUp()
        self.stack.create()

    def test_a_started_process_is_found_and_stopped(self):
        process.spawn(self.stack, "one", ["sleep", "100"])
        found = process.find(self.stack, "one")
        wait_for(lambda: Path(f"/proc/{found.pid}/cmdline").read_bytes().startswith(b"sleep"))
        process.spawn(self.stack, "one", ["sleep", "100"])  # runs already
        self.assertEqual(process.find(self.stack, "one").pid, found.pid)
        process.stop(self.stack, "one")
        self.assertFalse(_alive(found.pid))
        self.assertFalse(process.was_started(self.stack, "one"))

    def test_a_pid_that_somebody_else_has_now_is_not_killed(self):
        process.spawn(self.stack, "one", ["sleep", "100"])
        record = process.record_file(self.stack, "one")
        pid, start, boot = record.read_text().split()
        process.stop(self.stack, "one")
        stranger = subprocess.Popen(["sleep", "100"], start_new_session=True)
        self.addCleanup(stranger.wait)
        self.addCleanup(stranger.kill)
        strangers_start = process.stat_fields(stranger.pid)[19]
        for text in (f"{stranger.pid} {int(strangers_start) - 1} {boot}", f"{stranger.pid} {strangers_start} other-boot"):
            record.write_text(text)
            self.assertIsNone(process.find(self.stack, "one"))
            process.stop(self.stack, "one")
            self.assertIsNone(stranger.poll())

    def test_a_process_that_ignores_the_request_is_killed(self):
        process.spawn(self.stack, "stubborn", ["sh", "-c", "trap '' TERM; echo deaf; while :; do sleep 0.1; done"])
        wait_for(lambda: "deaf" in process.tail(self.stack, "stubborn"))
        pid = process.find(self.stack, "stubborn").pid
        process.stop(self.stack, "stubborn", grace_s=0.3)
        self.assertFalse(_alive(pid))

    def test_children_of_a_killed_process_go_with_it(self):
        # As nginx's workers do: they outlive their master and their environment says nothing.
        process.spawn(self.stack, "parent", ["sh", "-c", "env -i sleep 101 & echo $!; wait"])
        child = int(wait_for(lambda: process.tail(self.stack, "parent")))
        os.kill(process.find(self.stack, "parent").pid, signal.SIGKILL)
        wait_for(lambda: process.find(self.stack, "parent") is None)
        self.assertTrue(_alive(child))
        process.stop(self.stack, "parent")
        self.assertFalse(_alive(child))

    def test_strays_are_found_by_their_mark_wherever_they_hide(self):
        script = "setsid -f sh -c 'cd /; echo $$; exec sleep 102'; sleep 0.1"
        subprocess.run(["sh", "-c", script], env=process.marked_environment(self.stack), stdout=subprocess.DEVNULL)
        other = Stack(self.state, self.stack.base_port, "another", "seaweedfs")
        self.assertEqual(process.stop_strays(other), [])
        stopped = process.stop_strays(self.stack)
        self.assertEqual(len(stopped), 1)
        self.assertFalse(_alive(stopped[0]))


class Sleeper(Server):
    """A server that is ready when its log says so."""

    def __init__(self, name: str, needs: tuple[str, ...] = (), command: str = "echo up; exec sleep 100") -> None:
        self.name, self.needs, self.command = name, needs, command
        self.mark = "1"
        self.events: list[str] = []

    def start(self, stack: Stack) -> None:
        self.events.append("start")
        process.spawn(stack, self.name, ["sh", "-c", self.command])

    def ready(self, stack: Stack) -> bool:
        return bool(process.find(stack, self.name)) and "up" in process.tail(stack, self.name)

    def after_ready(self, stack: Stack) -> None:
        self.events.append("after_ready")

    def processes(self, stack: Stack) -> list[Process]:
        return [Process(self.name)]

    def fingerprint(self, stack: Stack) -> str:
        return self.mark


class BringUp(StackTest):
    def setUp(self) -> None:
        super().setUp()
        self.stack.create()
        self.silence = contextlib.redirect_stderr(io.StringIO())
        self.silence.__enter__()
        self.addCleanup(self.silence.__exit__, None, None, None)

    def up(self, *chosen: Server) -> dict[str, Exception]:
        return bring_up.bring_up(self.stack, list(chosen), None)

    def pid(self, name: str) -> int:
        return process.find(self.stack, name).pid

    def test_a_server_starts_after_those_it_needs(self):
        order: list[str] = []
        base, top = Sleeper("base"), Sleeper("top", needs=("base",))
        base.after_ready = lambda stack: order.append("base is ready")
        top.prepare = lambda stack: order.append("top prepares")
        self.assertEqual(self.up(top, base), {})
        self.assertEqual(order, ["base is ready", "top prepares"])

    def test_a_second_up_changes_nothing(self):
        one = Sleeper("one")
        self.up(one)
        pid = self.pid("one")
        self.assertEqual(self.up(one), {})
        self.assertEqual(self.pid("one"), pid)
        self.assertEqual(one.events, ["start", "after_ready"])

    def test_a_dead_server_is_started_again(self):
        one = Sleeper("one")
        self.up(one)
        pid = self.pid("one")
        os.kill(pid, signal.SIGKILL)
        wait_for(lambda: process.find(self.stack, "one") is None)
        self.assertEqual(self.up(one), {})
        self.assertNotEqual(self.pid("one"), pid)

    def test_an_up_that_was_killed_before_after_ready_makes_up_for_it(self):
        one = Sleeper("one")
        one.start(self.stack)  # as far as the killed one came
        wait_for(lambda: one.ready(self.stack))
        pid = self.pid("one")
        self.assertEqual(self.up(one), {})
        self.assertEqual(self.pid("one"), pid)
        self.assertEqual(one.events[-1], "after_ready")

    def test_a_new_configuration_restarts_the_server(self):
        one = Sleeper("one")
        self.up(one)
        pid = self.pid("one")
        one.mark = "2"
        self.assertEqual(self.up(one), {})
        self.assertNotEqual(self.pid("one"), pid)

    def test_a_server_that_dies_while_starting_shows_its_last_lines(self):
        failed = self.up(Sleeper("bad", command="echo the disk is on fire; exit 1"), Sleeper("good"))
        self.assertEqual(list(failed), ["bad"])
        self.assertIn("the disk is on fire", str(failed["bad"]))
        self.assertTrue(failed["bad"].hint)
        self.assertTrue(process.find(self.stack, "good"))

    def test_what_needs_a_failed_server_is_not_started(self):
        failed = self.up(Sleeper("bad", command="exit 1"), top := Sleeper("top", needs=("bad",)))
        self.assertEqual(sorted(failed), ["bad", "top"])
        self.assertEqual(top.events, [])

    def test_a_port_that_somebody_holds_is_named_with_its_holder(self):
        import socket

        with socket.create_server(("127.0.0.1", self.stack.port("redis"))):
            one = Sleeper("one")
            one.processes = lambda stack: [Process("one", ports=("redis",))]
            failed = self.up(one)
        self.assertIn(str(os.getpid()), str(failed["one"]))
        self.assertEqual(one.events, [])

    def test_down_stops_what_needs_others_first(self):
        order: list[str] = []
        chain = [Sleeper("a"), Sleeper("b", needs=("a",)), Sleeper("c", needs=("b",))]
        self.up(*chain)
        for one in chain:
            one.stop = lambda stack, one=one: (order.append(one.name), Server.stop(one, stack))
        bring_up.bring_down(self.stack, chain)
        self.assertEqual(order, ["c", "b", "a"])
        self.assertEqual(process.strays(self.stack), [])


class Status(StackTest):
    def test_of_two_processes_only_the_dead_one_is_named(self):
        self.stack.create()
        pair = Sleeper("pair")
        pair.processes = lambda stack: [Process("left"), Process("right")]
        pair.ready = lambda stack: False
        for name in ("left", "right"):
            process.spawn(self.stack, name, ["sleep", "100"])
        self.assertEqual(self.states(pair), {"left": "not ready", "right": "not ready"})
        os.kill(process.find(self.stack, "left").pid, signal.SIGKILL)
        wait_for(lambda: process.find(self.stack, "left") is None)
        self.assertEqual(self.states(pair), {"left": "dead", "right": "up"})

    def states(self, server: Server) -> dict[str, str]:
        return {row["name"]: row["state"] for row in commands._rows(self.stack, server)}


class OwnPrograms(unittest.TestCase):
    def test_settings_of_the_user_for_other_things_do_not_reach_them(self):
        with unittest.mock.patch.dict(os.environ, {"AWS_REGION": "mars", "S3_ENDPOINT": "x", "HOME": "/here"}):
            own = own_programs.from_the_file_only()
        self.assertEqual((own["AWS_REGION"], own["S3_ENDPOINT"]), ("", ""))
        self.assertNotIn("HOME", own)


class Choice(StackTest):
    def test_a_server_brings_those_it_needs(self):
        names = [server.name for server in servers.choose(self.stack, ["api"])]
        self.assertEqual(names, ["postgres", "redis", "seaweedfs", "api"])

    def test_s3_is_the_server_that_the_stack_uses(self):
        self.assertEqual([server.name for server in servers.choose(self.stack, ["s3"])], ["seaweedfs"])

    def test_an_unknown_server_is_refused_with_the_known_ones(self):
        with self.assertRaises(UsageError) as refused:
            servers.choose(self.stack, ["oracle"])
        self.assertIn("postgres", refused.exception.hint)

    def test_names_and_ports_of_processes_are_unique(self):
        every = [one for server in servers.ALL for one in server.processes(self.stack)]
        self.assertEqual(len({one.name for one in every}), len(every))
        self.assertTrue(all(name in PORTS for one in every for name in one.ports))


class Roles(unittest.TestCase):
    def test_only_purge_may_delete_in_the_archive(self):
        may = [
            role
            for role in s3_roles.RIGHTS
            for statement in s3_roles.policy(role)["Statement"]
            if any("Delete" in action for action in statement["Action"])
            and any(s3_roles.ARCHIVE in resource for resource in statement["Resource"])
        ]
        self.assertEqual(may, ["purge"])


class CommandLine(StackTest):
    def test_status_of_a_stack_that_was_never_started_says_down(self):
        self.assertEqual(acervo(self.state, "status").returncode, 3)

    def test_every_verb_has_help(self):
        for verb in (*command_line.VERBS, *command_line.PACKAGES):
            with self.subTest(verb=verb):
                helped = acervo(self.state, verb, "--help")
                self.assertEqual(helped.returncode, 0, helped.stderr)
                self.assertRegex(helped.stdout, "(?i)exit code")

    def test_an_option_cut_short_is_none(self):
        """`down --w` must not wipe."""
        for words in (["down", "--w"], ["down", "--wip"], ["test", "--fu"], ["bench", "--smo"], ["reconcile", "--rep"]):
            with self.subTest(words=words):
                refused = acervo(self.state, *words)
                self.assertEqual(refused.returncode, 2, refused.stdout)
                self.assertIn("unrecognized arguments", refused.stderr)

    def test_options_of_a_product_command_are_not_touched(self):
        options, rest = command_line._split_global_options(["--base-port", "18000", "upload", "--state", "x", "-h"])
        self.assertEqual(options.base_port, 18000)
        self.assertEqual(rest, ["upload", "--state", "x", "-h"])

    def test_options_of_a_verb_may_stand_in_front_of_it(self):
        split = command_line._split_global_options
        options, rest = split(["--json", "--base-port", "18000", "--server=http://h", "assets", "list"])
        self.assertEqual(options.base_port, 18000)
        self.assertEqual(rest, ["assets", "--json", "--server=http://h", "list"])
        self.assertEqual(split(["--server", "http://h", "whoami"])[1], ["whoami", "--server", "http://h"])
        self.assertEqual(split(["--json"])[1], [])
        self.assertEqual(acervo(self.state, "--json", "status").stdout[:1], "{")

    def test_an_unknown_command_is_told_which_there_are(self):
        answer = acervo(self.state, "bogus")
        self.assertEqual(answer.returncode, 2)
        self.assertRegex(answer.stderr, "^acervo: there is no command bogus\n")
        for verb in (*command_line.VERBS, *command_line.PACKAGES, *command_line.PRODUCT):
            self.assertRegex(answer.stderr, rf"\b{verb}\b")

    def test_the_products_commands_are_those_of_its_program(self):
        source = "".join(file.read_text() for file in (REPOSITORY / "apps" / "cli").glob("*.cpp"))
        nouns = re.findall(r'\b(?:app\.add_subcommand|noun)\(\s*"(\w+)"', source)
        self.assertEqual(sorted(nouns), sorted(command_line.PRODUCT))

    def test_a_server_that_does_not_exist_leaves_nothing_behind(self):
        state = self.state.parent / "refused"
        for only in ("nope", "redis,nope", "ceph,seaweedfs"):
            self.said(2, "no server called", state, "up", "--only", only)
            self.assertFalse(state.exists())

    def test_global_options_may_follow_the_verb(self):
        self.stack.create()
        answer = acervo(self.state.parent / "nowhere", "env", "--state", str(self.state))
        self.assertIn(f"ACERVO_STATE={shlex.quote(str(self.state))}\n", answer.stdout)

    def test_what_cannot_be_is_said_in_words(self):
        (self.state.parent / "file").touch()
        damaged = self.state.parent / "damaged"
        damaged.mkdir()
        for text, what in ("{", "is damaged"), ("{}", "is damaged"), ("[]", "is damaged"):
            (damaged / "stack.json").write_text(text)
            self.said(1, what, damaged, "status")
        self.said(1, "", self.state.parent / "file", "up", "--only", "redis")
        self.said(1, "", self.state.parent / "file" / "below", "up", "--only", "redis")
        with unittest.mock.patch.dict("os.environ", {"ACERVO_BASE_PORT": "abc"}):
            self.said(2, "ACERVO_BASE_PORT", self.state, "status")

    def said(self, code: int, what: str, *command) -> None:
        answer = acervo(*command)
        self.assertEqual(answer.returncode, code, answer.stderr)
        self.assertIn(what, answer.stderr)
        self.assertRegex(answer.stderr, "^acervo: ")
        self.assertNotIn("Traceback", answer.stderr)

    def test_a_product_command_without_the_program_says_what_is_missing(self):
        with unittest.mock.patch("stack.build.FOLDER", Path("/nonexistent")):
            with self.assertRaises(MissingError):
                command_line.main(["--state", str(self.state), "upload", "x"])


class Tools(unittest.TestCase):
    def test_versions_are_read_from_what_programs_say(self):
        said = {
            'openjdk version "17.0.15" 2025-04-15': (17, 0, 15),
            "cargo 1.95.0 (f2d3ce0bd 2026-03-21)": (1, 95, 0),
            "go version go1.26.8 linux/amd64": (1, 26, 8),
            "v20.20.2": (20, 20, 2),
        }
        for text, version in said.items():
            self.assertEqual(tools.program_version(["echo", text]), version)
        self.assertIsNone(tools.program_version(["/nonexistent"]))
        self.assertIsNone(tools.program_version(["false"]))

    def test_a_program_that_starts_the_one_beside_it_is_asked_too(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            for name, text in {"npm-like": "#!/usr/bin/env node-like\n", "node-like": "#!/bin/sh\necho 10.9.3\n"}.items():
                program = Path(folder, name)
                program.write_text(text)
                program.chmod(0o755)
            self.assertEqual(tools.program_version([f"{folder}/npm-like"]), (10, 9, 3))


def _alive(pid: int) -> bool:
    fields = process.stat_fields(pid)
    return bool(fields) and fields[0] not in "ZX"


class Completion(unittest.TestCase):
    WORDS: ClassVar = {"acervo": ["up", "assets", "--state"], "acervo assets": ["list", "show"], "acervo assets list": ["--tag", "--type"]}

    def completed(self, *words: str) -> list[str]:
        """What bash proposes for the last of these words."""
        program = completion.script("bash", self.WORDS) + 'COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _acervo; printf "%s\\n" "${COMPREPLY[@]}"'
        done = subprocess.run(["bash", "-c", program, "bash", *words], capture_output=True, text=True, timeout=30, check=True)
        return done.stdout.split()

    def test_in_bash_follows_the_verbs_that_are_there(self):
        self.assertEqual(self.completed("./acervo", "u"), ["up"])
        self.assertEqual(self.completed("./acervo", "--state", "a place", "assets", ""), ["list", "show"])
        self.assertEqual(self.completed("./acervo", "assets", "list", "--json", "--t"), ["--tag", "--type"])
        self.assertEqual(self.completed("./acervo", "list", ""), ["up", "assets", "--state"], "no verb of its own")

    def test_every_verb_is_known_in_every_shell(self):
        for shell in completion.SHELLS:
            printed = acervo(Path("nowhere"), "completion", shell).stdout
            for verb in ("backup", "restore", "reconcile", "upload", "completion"):
                self.assertIn(verb, printed, shell)


if __name__ == "__main__":
    unittest.main()
