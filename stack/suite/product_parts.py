"""Parts about the whole: the stack itself, and the product on it: stack, histories, e2e, faults, faults-ceph, uploads, bench-smoke."""

from __future__ import annotations

from collections.abc import Callable

from stack import media
from stack.suite.cpp_parts import SANITIZERS, built
from stack.suite.outcome import Outcome
from stack.suite.runner import Part, Run
from stack.suite.source_parts import python_tests


# The programs under AddressSanitizer and UBSan, as every other test has them.
SANITIZED = {"ACERVO_PRESET": "dev", **SANITIZERS}
# Memory and CPU are those of what people run. The file of Ceph's disk is sparse.
MEASURED = {"ACERVO_PRESET": "release", "ACERVO_CEPH_OSD_GIB": "40"}
PROGRAMS = ["acervo-api", "acervo-cli", "acervo-keeper", "acervo-admin"]
WORKERS = "orchestrator,worker-ingest,worker-transcode"
LONGEST_S = 4 * 3600


def _on_product(run: Run, name: str, test: Callable[[dict[str, str]], Outcome]) -> Outcome:
    """The product is shared by these parts; `up` mends what the one before broke.

    It is built first, one suite of this clone at a time; `up` then finds nothing to build.
    """
    stack = run.stack("product", SANITIZED)
    if not built(run, "dev", ["programs"]) or not stack.up():
        outcome = Outcome(failed=1, failures=[f"{name}: the product did not start"])
    else:
        outcome = test(stack.environment)
    for report in stack.sanitizer_reports():
        outcome.add(Outcome(failed=1, failures=[f"{name}: {report}"]))
    if outcome.failed:
        stack.keep_logs(run.logs / name)
    return outcome


def _python_on_product(run: Run, name: str, folder: str) -> Outcome:
    if not any((run.root / folder).glob("test*.py")):
        return Outcome(failed=1, failures=[f"{name}: {folder} has no test"])
    return _on_product(run, name, lambda environment: python_tests(run, name, folder, folder, environment=environment))


def stack(run: Run) -> Outcome:
    return python_tests(run, "stack", "stack/tests", ".")


def histories(run: Run) -> Outcome:
    """Brings a server of its own; only the folder and the ports are the stack's."""
    return python_tests(run, "histories", "tests/temporal", ".", environment=run.stack("histories").environment)


def e2e(run: Run) -> Outcome:
    return _python_on_product(run, "e2e", "tests/end_to_end")


def faults(run: Run) -> Outcome:
    return _python_on_product(run, "faults", "tests/faults")


def faults_ceph(run: Run) -> Outcome:
    """The faults of uploads on the other object store; nothing else depends on which it is."""
    return _on_store(run, "faults-ceph", SANITIZED, "ceph", ("tests/faults", "test_uploads.py"))


def uploads(run: Run) -> Outcome:
    """A fresh stack for each store, wiped before the next one starts: both want the disk. Ceph in full size only."""
    outcome = _on_store(run, "uploads", MEASURED, "seaweedfs", ("tests/uploads", "test*.py"))
    if run.full:
        outcome.add(_on_store(run, "uploads-ceph", MEASURED, "ceph", ("tests/uploads", "test_real_bytes.py")))
    return outcome


def ingest(run: Run) -> Outcome:
    """A stack of its own: elsewhere assets stay as they were uploaded."""
    media.folder()
    return _on_store(run, "ingest", SANITIZED, "seaweedfs", ("tests/ingest", "test*.py"), only=f"gateway,keeper,{WORKERS}")


def _on_store(
    run: Run, name: str, environment: dict[str, str], store: str, tests: tuple[str, str], only: str = "api,keeper,gateway"
) -> Outcome:
    """`tests`: a folder, and which of its files."""
    stack = run.stack(name, environment)
    programs = ["programs"] if WORKERS in only else PROGRAMS
    if not built(run, environment["ACERVO_PRESET"], programs) or not stack.up("--s3", store, "--only", only):
        return Outcome(failed=1, failures=[f"{name}: the product did not start on {store}"])
    folder, pattern = tests
    outcome = python_tests(run, name, folder, folder, environment=stack.environment, pattern=pattern, limit_s=LONGEST_S)
    for report in stack.sanitizer_reports():
        outcome.add(Outcome(failed=1, failures=[f"{name}: {report}"]))
    if outcome.failed:
        stack.keep_logs(run.logs / name)
    run.wipe(name)
    return outcome


def bench_smoke(run: Run) -> Outcome:
    """Every benchmark for a moment: it still runs, its figures mean nothing."""
    if not built(run, "release", ["programs"]):
        return Outcome(failed=1, failures=["bench-smoke: build"])
    stack = run.stack("bench")
    code, _ = run.shell.run(["./acervo", "bench", "--smoke"], env={**run.environment(), **stack.environment})
    return Outcome.of_check("bench-smoke", code == 0)


PARTS = [
    Part("stack", "the local stack and this suite: servers started, killed, repaired", stack),
    Part("histories", "what our Temporal SDK, Go's and Python's recorded, replayed by the others", histories),
    Part("e2e", "the product as its users see it", e2e),
    Part("ingest", "masters become renditions that can be played", ingest),
    Part("faults", "what must hold when something dies", faults),
    Part("faults-ceph", "what must hold of uploads when something dies, on Ceph RGW", faults_ceph, on_demand=True),
    Part("uploads", "memory and CPU of large uploads, on both object stores and on one that throws bytes away", uploads),
    Part("bench-smoke", "every benchmark, for a moment", bench_smoke),
]
