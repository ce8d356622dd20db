"""The test runner itself, with parts and servers that only pretend."""

from __future__ import annotations

import contextlib
import io
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path
from types import SimpleNamespace
from unittest import mock

from stack.suite import __main__ as command_line
from stack.suite import cpp_parts, kill_loop, product_parts, results
from stack.suite.chance import chance
from stack.suite.servers import SuiteStack, claimed_base_port

REPOSITORY = Path(__file__).resolve().parent.parent.parent

# Stands for ./acervo: `up` leaves a server running in a session of its own, `down --wipe` deletes the state.
ACERVO = """#!/bin/sh
echo "$*" >> calls
state=$2; verb=$5
[ "$1" = --state ] || { state=$4; verb=$1; }
case $verb in
    up) mkdir -p "$state/logs"; echo hello > "$state/logs/server.log"; setsid sleep 300 & echo $! > "$state/pid" ;;
    env) echo '{"ACERVO_URL": "http://there"}' ;;
    down) kill "$(cat "$state/pid")" 2>/dev/null; rm -rf "$state" ;;
esac
"""

# A program that runs some parts, as the real command does.
PROGRAM = """
import sys
from pathlib import Path
from stack.suite.outcome import Outcome
from stack.suite.runner import Part, run_parts

def good(run): return Outcome(passed=3)
def bad(run): return Outcome(passed=1, failed=2, failures=["this one", "that one"])
def broken(run): raise RuntimeError("the part itself broke")
def empty(run): return Outcome(note="nothing here")
def build_fails(run): return Outcome(failed=1, failures=["build"])
def measured(run): return Outcome(passed=1, figures=[dict(name="kills", value=200, unit="", target=200, met=True)])
def prints_seed(run):
    command = ["sh", "-c", "echo seed=$ACERVO_SEED full=$ACERVO_FULL"]
    return Outcome.of_check("echo", run.shell.run(command, env=run.environment())[0] == 0)
def with_stack(run):
    stack = run.stack("a")
    assert stack.up("--only", "postgres")
    print("told", stack.environment["ACERVO_URL"], stack.environment["ACERVO_BASE_PORT"])
    stack.keep_logs(run.logs / "a")
    return Outcome(passed=1)
def hangs(run):
    with_stack(run)
    run.shell.run(["sh", "-c", "setsid sleep 300 & sleep 300 & touch hanging; wait"])
    return Outcome(passed=1)

PARTS = {
    "good": Part("good", "", good), "bad": Part("bad", "", bad), "broken": Part("broken", "", broken),
    "empty": Part("empty", "", empty), "build": Part("build", "", build_fails, is_build=True),
    "unit": Part("unit", "", good, needs_build=True), "measured": Part("measured", "", measured),
    "seed": Part("seed", "", prints_seed), "stack": Part("stack", "", with_stack), "hangs": Part("hangs", "", hangs),
}
full = "--full" in sys.argv
names = [name for name in sys.argv[1:] if name in PARTS]
sys.exit(run_parts(Path.cwd(), [PARTS[name] for name in names], full=full, seed=7, evidence=full))
"""


def processes_in(folder: Path) -> list[int]:
    """Live processes whose working folder is this one."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and (entry / "cwd").resolve(strict=True) == folder.resolve():
                found.append(int(entry.name))
        except OSError:
            continue
    return found


def wait_for(condition, seconds: float = 30) -> bool:
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


class RunnerTest(unittest.TestCase):
    def setUp(self) -> None:
        self.root = Path(tempfile.mkdtemp(prefix="acervo-suite-"))
        self.addCleanup(shutil.rmtree, self.root, ignore_errors=True)
        (self.root / "acervo").write_text(ACERVO)
        (self.root / "acervo").chmod(0o755)
        (self.root / "program.py").write_text(PROGRAM)
        # The guard starts in the fake repository and looks for its package there.
        (self.root / "stack").symlink_to(REPOSITORY / "stack")

    def start(self, *parts: str) -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, "program.py", *parts],
            cwd=self.root,
            env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def run_parts(self, *parts: str) -> tuple[int, list[str]]:
        process = self.start(*parts)
        output, _ = process.communicate(timeout=120)
        return process.returncode, output.rstrip("\n").splitlines()

    def calls(self) -> str:
        return (self.root / "calls").read_text()

    def runs(self) -> list[Path]:
        return list((self.root / "build" / "test-runs").iterdir())

    def test_the_last_line_counts_all_parts(self) -> None:
        code, lines = self.run_parts("good", "measured")
        self.assertEqual((code, lines[-1]), (0, "4 passed, 0 failed"))

    def test_a_failing_part_fails_the_run_and_the_others_still_run(self) -> None:
        code, lines = self.run_parts("bad", "good")
        self.assertEqual((code, lines[-1]), (1, "4 passed, 2 failed"))
        self.assertIn("  this one", lines)

    def test_a_part_that_breaks_is_one_failure(self) -> None:
        code, lines = self.run_parts("broken", "good")
        self.assertEqual((code, lines[-1]), (1, "3 passed, 1 failed"))
        self.assertIn("  broken: the part itself broke", lines)

    def test_no_test_at_all_is_a_failure(self) -> None:
        code, lines = self.run_parts("empty")
        self.assertEqual((code, lines[-1]), (1, "0 passed, 1 failed"))
        self.assertIn("no test ran: that is a failure", lines)

    def test_a_failed_build_skips_what_needs_it(self) -> None:
        code, lines = self.run_parts("build", "unit", "good")
        self.assertEqual((code, lines[-1]), (1, "3 passed, 1 failed"))
        self.assertTrue(any(line.startswith("unit") and "not run" in line for line in lines), lines)

    def test_seed_and_size_reach_the_tests(self) -> None:
        self.assertIn("seed=7 full=0", self.run_parts("seed")[1])

    def test_full_writes_what_was_measured(self) -> None:
        self.assertEqual(self.run_parts("measured", "--full")[0], 0)
        record = json.loads((self.root / "docs/evidence/measured.json").read_text())
        self.assertEqual((record["part"], record["seed"], record["passed"], record["failed"]), ("measured", 7, 1, 0))
        self.assertEqual(record["results"][0], {"name": "kills", "value": 200, "unit": "", "target": 200, "met": True})

    def test_a_stack_gets_a_place_of_its_own_and_is_wiped(self) -> None:
        code, lines = self.run_parts("stack")
        self.assertEqual(code, 0, lines)
        self.assertTrue(any(line.startswith("told http://there ") for line in lines), lines)
        self.assertIn("down --wipe", self.calls())
        self.assertEqual((self.root / "build/test-logs/a/server.log").read_text(), "hello\n")
        self.assertEqual(self.runs(), [])

    def test_an_interrupted_run_leaves_nothing_running(self) -> None:
        for sig in (signal.SIGINT, signal.SIGTERM):
            with self.subTest(sig):
                process = self.start("hangs", "good")
                self.assertTrue(wait_for((self.root / "hanging").exists))
                self.assertGreaterEqual(len(processes_in(self.root)), 4)
                process.send_signal(sig)
                output, _ = process.communicate(timeout=60)
                self.assertEqual(process.returncode, 130, output)
                self.assertEqual(processes_in(self.root), [])
                self.assertEqual(self.runs(), [])
                (self.root / "hanging").unlink()

    def test_a_killed_run_leaves_nothing_running(self) -> None:
        process = self.start("hangs")
        self.assertTrue(wait_for((self.root / "hanging").exists))
        process.kill()
        process.wait(timeout=60)
        self.assertTrue(wait_for(lambda: not processes_in(self.root)), processes_in(self.root))
        process.stdout.close()
        self.assertEqual(self.runs(), [])
        self.assertIn("down --wipe", self.calls())


class EmptyPartTest(unittest.TestCase):
    """A part that finds nothing to run has failed: a label or a folder was renamed, and nobody would notice."""

    def setUp(self) -> None:
        self.root = Path(tempfile.mkdtemp(prefix="acervo-suite-"))
        self.addCleanup(shutil.rmtree, self.root)
        shell = SimpleNamespace(run=self.run_command)
        self.run_of_suite = SimpleNamespace(
            root=self.root, build=self.root, shell=shell, workers=1, results=lambda name: self.root, environment=dict
        )

    def run_command(self, command, **_) -> tuple[int, str]:
        (self.root / "ctest.xml").write_text("<testsuite/>")
        return 0, '{"tests": []}'

    def test_has_failed(self) -> None:
        for part in (cpp_parts.unit, cpp_parts.fuzz, cpp_parts.tsan, product_parts.e2e):
            with self.subTest(part.__name__):
                outcome = part(self.run_of_suite)
                self.assertEqual((outcome.passed, outcome.failed), (0, 1))


# The race is in a function of ours whose parameter has the name of one of Rust's modules in its own name.
RACE = """
#include <atomic>
#include <thread>
namespace boost::core { struct string_view { const char* text; }; }
namespace acervo {
unsigned long seen = 0;
__attribute__((noinline)) void on_field(boost::core::string_view field) { seen += *field.text; }
}
int main() {
    // One after the other, whatever the machine does; what is relaxed orders nothing, so it is a race all the same.
    std::atomic<bool> seen_by_other{false};
    std::thread other{[&] {
        acervo::on_field({"a"});
        seen_by_other.store(true, std::memory_order_relaxed);
    }};
    while (!seen_by_other.load(std::memory_order_relaxed)) std::this_thread::yield();
    acervo::on_field({"b"});
    other.join();
}
"""


class SuppressionsTest(unittest.TestCase):
    def test_hide_no_race_of_ours(self) -> None:
        folder = Path(self.enterContext(tempfile.TemporaryDirectory(prefix="acervo-suite-")))
        (folder / "race.cpp").write_text(RACE)
        command = ["clang++-19", "-g", "-O1", "-fsanitize=thread", "race.cpp", "-o", "race"]
        subprocess.run(command, cwd=folder, check=True, timeout=120)
        for environment in (cpp_parts.SANITIZERS, cpp_parts.BESIDE_RUST):
            done = subprocess.run([str(folder / "race")], env={**os.environ, **environment}, capture_output=True, text=True, timeout=60)
            self.assertIn("data race", done.stderr)
            self.assertEqual(done.returncode, 66)


class SanitizerReportsTest(unittest.TestCase):
    def test_are_found_in_the_logs_of_a_stack(self) -> None:
        state = Path(tempfile.mkdtemp(prefix="acervo-suite-"))
        self.addCleanup(shutil.rmtree, state)
        (state / "logs").mkdir()
        for name, text in {
            "api-1.log": '{"event":"api.stopped"}\n==7==ERROR: LeakSanitizer: detected memory leaks\n',
            "api-2.log.1": "src/a.cpp:3:4: runtime error: signed integer overflow\n",
            "redis.log": "runtime errors are none of ours\n",
        }.items():
            (state / "logs" / name).write_text(text)
        reports = SuiteStack(None, state, 18000).sanitizer_reports()
        self.assertEqual([report.split(": ")[0] for report in reports], ["api-1.log", "api-2.log.1"])


class ChoiceTest(unittest.TestCase):
    def names(self, *parts: str) -> list[str]:
        return [part.name for part in command_line.chosen(list(parts))]

    def test_a_part_that_runs_programs_brings_the_build_in_the_suites_order(self) -> None:
        self.assertEqual(self.names("unit", "text"), ["text", "build", "unit"])
        self.assertEqual(self.names("text"), ["text"])

    def test_no_name_means_all_but_those_on_demand(self) -> None:
        self.assertEqual(self.names(), [part.name for part in command_line.PARTS if not part.on_demand])
        self.assertNotIn("faults-ceph", self.names())
        self.assertIn("faults-ceph", self.names("faults-ceph"))

    def test_an_unknown_part_is_refused(self) -> None:
        with self.assertRaises(SystemExit) as refused, contextlib.redirect_stderr(io.StringIO()):
            command_line.main(["nuit"])
        self.assertEqual(refused.exception.code, 2)


class PortsTest(unittest.TestCase):
    def test_two_suites_get_different_ranges(self) -> None:
        with claimed_base_port() as one, claimed_base_port() as other:
            self.assertNotEqual(one, other)

    def test_a_range_in_which_somebody_listens_is_left_alone(self) -> None:
        with claimed_base_port() as base:
            pass
        with socket.create_server(("127.0.0.1", base + 10050)), claimed_base_port() as other:
            self.assertNotEqual(base, other)


class ResultsTest(unittest.TestCase):
    CASES = (
        {"name": "ticks", "status": "RUN", "result": "COMPLETED"},
        {"name": "lies", "status": "RUN", "result": "COMPLETED", "failures": [{"failure": "no"}]},
        {"name": "waits", "status": "RUN", "result": "SKIPPED"},
        {"name": "off", "status": "NOTRUN", "result": "SUPPRESSED"},
    )

    def setUp(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="acervo-results-"))
        self.addCleanup(shutil.rmtree, self.folder)

    def ctest(self, status: str, cases: tuple[dict, ...] = ()) -> results.Outcome:
        junit = f'<testsuite><testcase name="core_test" status="{status}"><failure message="SEGFAULT"/></testcase></testsuite>'
        (self.folder / "ctest.xml").write_text(junit)
        if cases:
            suites = {"testsuites": [{"name": "Clock", "testsuite": list(cases)}]}
            (self.folder / "core_test.json").write_text(json.dumps(suites))
        return results.ctest(self.folder / "ctest.xml", self.folder)

    def test_single_cases_are_counted(self) -> None:
        outcome = self.ctest("fail", self.CASES)
        self.assertEqual((outcome.passed, outcome.failed, outcome.skipped), (1, 1, 1))
        self.assertEqual(outcome.failures, ["Clock.lies"])

    def test_a_program_that_crashed_is_a_failure(self) -> None:
        outcome = self.ctest("fail")
        self.assertEqual((outcome.passed, outcome.failures), (0, ["core_test (SEGFAULT)"]))

    def test_a_leak_after_the_last_case_is_a_failure(self) -> None:
        outcome = self.ctest("fail", self.CASES[:1])
        self.assertEqual((outcome.passed, outcome.failed), (1, 1))

    def test_python_tests_are_counted_by_test_not_by_sub_test(self) -> None:
        (self.folder / "test_it.py").write_text(
            "import unittest\n"
            "class T(unittest.TestCase):\n"
            "    def test_good(self): pass\n"
            "    def test_bad(self): self.fail()\n"
            "    def test_error(self): raise OSError\n"
            "    def test_subs(self):\n"
            "        for i in range(3):\n"
            "            with self.subTest(i): self.assertEqual(i, 9)\n"
            "    @unittest.skip('later')\n"
            "    def test_later(self): pass\n"
        )
        out = self.folder / "counts.json"
        command = [sys.executable, "-m", "stack.suite.python_tests", out, self.folder, self.folder, "test*.py"]
        done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, check=False)
        outcome = results.python(out)
        self.assertEqual((outcome.passed, outcome.failed, outcome.skipped, done.returncode), (1, 3, 1, 1))

    def test_a_python_test_program_that_died_is_a_failure(self) -> None:
        self.assertEqual(results.python(self.folder / "gone.json").failed, 1)

    def test_libfuzzer_is_read_from_its_last_lines(self):
        lines = [
            "#2 INITED cov: 5",
            "Done 797653 runs in 11 second(s)",
            "stat::number_of_executed_units: 797653",
            "stat::average_exec_per_sec:     72513",
            "stat::new_units_added:          133",
        ]
        told = [(one["name"], one["value"], one["met"]) for one in results.libfuzzer("range_fuzz", lines, 10)]
        expected = [("executions", 797653, True), ("time", 11, True), ("new units", 133, True)]
        self.assertEqual(told, [(f"range_fuzz: {name}", value, met) for name, value, met in expected])
        self.assertFalse(results.libfuzzer("range_fuzz", lines, 600)[1]["met"], "it looked for less time than it should")
        self.assertEqual(results.libfuzzer("range_fuzz", ["==1==ERROR: libFuzzer: deadly signal"], 10), [])


class ChanceTest(unittest.TestCase):
    def dice(self, what: str, seed: str) -> list[int]:
        with mock.patch.dict(os.environ, {"ACERVO_SEED": seed}), contextlib.redirect_stdout(io.StringIO()) as told:
            numbers = chance(what)
        self.assertIn(f"ACERVO_SEED={seed}" if seed else "ACERVO_SEED=", told.getvalue())
        return [numbers.randrange(10**9) for _ in range(3)]

    def test_the_seed_repeats_the_choices_of_one_test_and_no_other(self):
        self.assertEqual(self.dice("kills", "7"), self.dice("kills", "7"))
        self.assertNotEqual(self.dice("kills", "7"), self.dice("kills", "8"))
        self.assertNotEqual(self.dice("kills", "7"), self.dice("uploads", "7"))
        self.assertNotEqual(self.dice("kills", ""), self.dice("kills", ""))

    def test_kills_are_as_many_as_asked_for_and_no_round_kills_one_twice(self):
        for seed in range(200):
            for names in (["one"], ["one", "two", "three", "four"]):
                victims = kill_loop.rounds(random.Random(seed), names, 10)
                self.assertEqual(sum(map(len, victims)), 10)
                self.assertTrue(all(len(set(together)) == len(together) > 0 for together in victims))

    def test_a_full_loop_kills_more_than_that_of_every_day(self):
        command = [sys.executable, "-c", "from stack.suite.kill_loop import KILLS; print(KILLS)"]
        said = [subprocess.run(command, env={**os.environ, "ACERVO_FULL": full}, cwd=REPOSITORY, capture_output=True, text=True)
                for full in ("0", "1")]
        self.assertEqual([one.stdout.strip() for one in said], ["5", "25"])


if __name__ == "__main__":
    unittest.main()
