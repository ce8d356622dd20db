"""Parts that build and run C++: build, unit, integration, temporal, s3-ceph, tidy, fuzz, tsan."""

from __future__ import annotations

import contextlib
import fcntl
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from stack.suite import results
from stack.suite.outcome import Outcome
from stack.suite.runner import Part, Run

# What integration tests may need; `s3` is SeaweedFS here and Ceph in the part of that name.
SERVERS = ("postgres", "redis", "s3", "temporal")
SANITIZERS = {
    "ASAN_OPTIONS": "detect_stack_use_after_return=1:strict_string_checks=1:abort_on_error=0",
    "UBSAN_OPTIONS": "print_stacktrace=1:halt_on_error=1",
    "TSAN_OPTIONS": "halt_on_error=0:second_deadlock_stack=1",
}
# Only for programs that hold the bridge to Temporal's core: the names of Rust's modules are found in some of C++ too.
BESIDE_RUST = {"TSAN_OPTIONS": f"{SANITIZERS['TSAN_OPTIONS']}:suppressions={Path(__file__).with_name('tsan.supp')}"}
FUZZ_SECONDS, FUZZ_SECONDS_FULL = 10, 600
SOAK_WORKFLOWS, SOAK_WORKFLOWS_FULL = 300, 24_000
# Tests of the SDK for Temporal have this label too; they are a part of their own.
SDK = "^temporal$"
CTEST_LIMIT_S = 4 * 3600


# --- build -----------------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Several suites of one clone take turns in its build folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / ".suite-lock", "w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def built(run: Run, preset: str, targets: Sequence[str] = ()) -> bool:
    with _alone(run.root / "build" / preset):
        if run.shell.run(["cmake", "--preset", preset, "--log-level=WARNING"])[0] != 0:
            return False
        chosen = ["--target", *targets] if targets else []
        return run.shell.run(["nice", "-n", "5", "cmake", "--build", "--preset", preset, *chosen])[0] == 0


def build(run: Run) -> Outcome:
    return Outcome.of_check("build: preset dev", built(run, "dev"))


# --- GoogleTest programs ---------------------------------------------------------------------------------------------


def _ctest(run: Run, name: str, folder: Path, choice: Sequence[str], environment: dict[str, str], workers: int) -> Outcome:
    """Runs the programs of one ctest selection and counts their cases."""
    out = run.results(name)
    env = {**SANITIZERS, **run.environment(), "GTEST_OUTPUT": f"json:{out}/", **environment}
    command = ["ctest", "--test-dir", folder, *choice, "--output-on-failure", "--output-junit", out / "ctest.xml"]
    run.shell.run([*command, "--no-tests=ignore", "-j", str(workers)], env=env, limit_s=CTEST_LIMIT_S)
    if not (out / "ctest.xml").exists():
        return Outcome(failed=1, failures=[f"{name}: ctest did not run"])
    outcome = results.ctest(out / "ctest.xml", out)
    if not outcome.passed and not outcome.failed:
        # A label or a name that matches nothing must not pass for a part without a fault.
        outcome.add(Outcome(failed=1, failures=[f"{name}: no test ran"]))
    return outcome


def unit(run: Run) -> Outcome:
    return _ctest(run, "unit", run.build, ["-L", "^unit$", "-LE", SDK], {}, run.workers)


def _on_servers(run: Run, name: str, stack_name: str, up: Sequence[str], test) -> Outcome:
    """`test(environment)` with a stack that is up; its logs stay when something fails."""
    stack = run.stack(stack_name)
    if not stack.up(*up):
        outcome = Outcome(failed=1, failures=[f"{name}: its servers did not start"])
    else:
        outcome = test(stack.environment)
    if outcome.failed:
        stack.keep_logs(run.logs / name)
    return outcome


def integration(run: Run) -> Outcome:
    def test(environment: dict[str, str]) -> Outcome:
        return _ctest(run, "integration", run.build, ["-L", "^integration$", "-LE", SDK], environment, run.workers)

    return _on_servers(run, "integration", "servers", ["--only", ",".join(SERVERS)], test)


def temporal(run: Run) -> Outcome:
    """All tests of the SDK, and what stays in memory of many workflows."""

    def test(environment: dict[str, str]) -> Outcome:
        figures = run.results("temporal-figures") / "figures.jsonl"
        measuring = {**environment, "ACERVO_FIGURES": str(figures)}
        outcome = _ctest(run, "temporal", run.build, ["-L", SDK], measuring, run.workers)
        outcome.add(_soak(run, measuring))
        outcome.figures += results.figures(figures)
        return outcome

    return _on_servers(run, "temporal", "servers", ["--only", ",".join(SERVERS)], test)


def _soak(run: Run, environment: dict[str, str]) -> Outcome:
    """Without sanitizers, which keep freed memory."""
    if not built(run, "release", ["temporal_soak"]):
        return Outcome(failed=1, failures=["temporal: build of the soak"])
    where = environment["ACERVO_TEST_TEMPORAL"], environment["ACERVO_TEST_TEMPORAL_NAMESPACE"]
    count = SOAK_WORKFLOWS_FULL if run.full else SOAK_WORKFLOWS
    program = run.root / "build" / "release" / "bin" / "temporal_soak"
    code, _ = run.shell.run([program, *where, str(count)], env={**run.environment(), **environment}, limit_s=CTEST_LIMIT_S)
    return Outcome.of_check(f"temporal: {count} workflows through one worker", code == 0)


def s3_ceph(run: Run) -> Outcome:
    """The programs that hold the contract of the object store, again, on the reference store."""

    def test(environment: dict[str, str]) -> Outcome:
        return _ctest(run, "s3-ceph", run.build, ["-L", "^integration$", "-R", "(s3|object_store_contract)_itest$"], environment, 1)

    try:
        return _on_servers(run, "s3-ceph", "ceph", ["--s3", "ceph", "--only", "s3"], test)
    finally:
        run.wipe("ceph")


def tsan(run: Run) -> Outcome:
    """Only the programs that acervo_library(… TSAN) names: a sanitised build of everything costs too much every day."""
    folder = run.root / "build" / "tsan"
    with _alone(folder):
        if run.shell.run(["cmake", "--preset", "tsan", "--log-level=WARNING"])[0] != 0:
            return Outcome(failed=1, failures=["tsan: configure"])
    programs = _programs(run, folder, "^tsan$")
    if not programs:
        return Outcome(failed=1, failures=["tsan: no module asks for it"])
    if not built(run, "tsan", programs):
        return Outcome(failed=1, failures=["tsan: build"])

    def test(environment: dict[str, str]) -> Outcome:
        outcome = _ctest(run, "tsan", folder, ["-L", "^tsan$", "-LE", SDK], environment, 1)
        outcome.add(_ctest(run, "tsan-sdk", folder, ["-L", "^tsan$", "-L", SDK], {**environment, **BESIDE_RUST}, 1))
        return outcome

    return _on_servers(run, "tsan", "servers", ["--only", ",".join(SERVERS)], test)


def _programs(run: Run, folder: Path, label: str) -> list[str]:
    _, text = run.shell.run(["ctest", "--test-dir", folder, "-L", label, "--show-only=json-v1"], capture=True)
    return [test["name"] for test in json.loads(text)["tests"]] if text else []


# --- analysis and fuzzing --------------------------------------------------------------------------------------------


def tidy(run: Run) -> Outcome:
    done, _ = run.shell.run([sys.executable, "tools/run_tidy.py", "--build", run.build, "--jobs", str(run.workers)])
    return Outcome.of_check("tidy: tools/run_tidy.py", done == 0)


def fuzz(run: Run) -> Outcome:
    """Every target: first its stored inputs, then new ones for a while. New finds stay in the build folder."""
    listing = run.build / "fuzz_targets.txt"
    targets = listing.read_text().split() if listing.exists() else []
    if not targets:
        return Outcome(failed=1, failures=["fuzz: no target"])
    outcome = Outcome()
    commands = {}
    for target in targets:
        stored = run.root / "tests" / "corpus" / target
        if not stored.is_dir() or not any(stored.iterdir()):
            outcome.add(Outcome(failed=1, failures=[f"fuzz: {target} has no stored inputs in tests/corpus/{target}"]))
            continue
        commands[target] = _fuzz_command(run, target, stored)
    logs = run.results("fuzz")
    for target, code in run.shell.run_all(commands, logs, run.workers).items():
        lines = (logs / f"{target}.log").read_text(errors="replace").splitlines()
        print("\n".join(_last_words(target, lines) if code == 0 else lines[-60:]), flush=True)
        outcome.add(Outcome.of_check(f"fuzz: {target}", code == 0))
        outcome.figures += results.libfuzzer(target, lines, FUZZ_SECONDS_FULL if run.full else FUZZ_SECONDS)
    return outcome


def _last_words(target: str, lines: list[str]) -> list[str]:
    return [f"{target}: {line}" for line in lines if line.startswith("Done ")]


def _fuzz_command(run: Run, target: str, stored: Path) -> list[str | Path]:
    found = run.build / "fuzz" / target
    found.mkdir(parents=True, exist_ok=True)
    crashes = run.logs / f"{target}-"
    seconds = FUZZ_SECONDS_FULL if run.full else FUZZ_SECONDS
    limits = ["-timeout=20", "-rss_limit_mb=2048", f"-max_total_time={seconds}", f"-seed={run.seed % 2**31 or 1}", "-print_final_stats=1"]
    return [run.build / "bin" / target, *limits, f"-artifact_prefix={crashes}", found, stored]


PARTS = [
    Part("build", "preset dev: AddressSanitizer and UBSan, warnings are errors", build, is_build=True),
    Part("unit", "tests without I/O", unit, needs_build=True),
    Part("integration", "tests on real servers: PostgreSQL, Redis, SeaweedFS", integration, needs_build=True),
    Part("temporal", "the SDK for Temporal on a real server: replays, random programs, killed workers", temporal, needs_build=True),
    Part("s3-ceph", "the contract of the object store, on Ceph RGW", s3_ceph, needs_build=True),
    Part("tidy", "clang-tidy on files that differ from the base", tidy, needs_build=True),
    Part("fuzz", "libFuzzer: stored inputs, then new ones", fuzz, needs_build=True),
    Part("tsan", "ThreadSanitizer on the programs that threads share", tsan, needs_build=True),
]
