"""Runs parts one after the other, whatever fails, and says at the end what happened."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import signal
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from stack.suite.guard import Guard
from stack.suite.outcome import Finished, Outcome, counts, table, total, write_evidence
from stack.suite.servers import SuiteStack, claimed_base_port
from stack.suite.shell import Shell, end_marked


@dataclass(frozen=True)
class Part:
    """`needs_build`: makes no sense when the build failed. `is_build`: that build. `on_demand`: only when it is named."""

    name: str
    what: str
    run: Callable[[Run], Outcome]
    needs_build: bool = False
    is_build: bool = False
    on_demand: bool = False


class Run:
    """One run of the suite: where it works, how much it does, the stacks it started."""

    def __init__(self, root: Path, full: bool, seed: int) -> None:
        self.root = root
        self.full = full
        self.seed = seed
        self.id = secrets.token_hex(6)
        self.build = root / "build" / "dev"
        self.folder = root / "build" / "test-runs" / self.id
        self.folder.mkdir(parents=True)
        self.shell = Shell(root, self.id)
        self._stacks: dict[str, SuiteStack] = {}
        self._ports = contextlib.ExitStack()

    @property
    def workers(self) -> int:
        return os.cpu_count() or 1

    def environment(self) -> dict[str, str]:
        """What tests of any language may read."""
        return {"ACERVO_SEED": str(self.seed), "ACERVO_FULL": "1" if self.full else "0"}

    @property
    def logs(self) -> Path:
        """What outlives the run: logs of servers and of failed programs, by part."""
        folder = self.root / "build" / "test-logs"
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def results(self, name: str) -> Path:
        """An empty folder for the result files of a part."""
        folder = self.folder / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        return folder

    def stack(self, name: str, more: dict[str, str] | None = None) -> SuiteStack:
        """The stack of this name; the first call makes it, with `more` in its environment, `up` starts it."""
        if name not in self._stacks:
            base_port = self._ports.enter_context(claimed_base_port())
            self._stacks[name] = SuiteStack(self.shell, self.folder / f"stack-{name}", base_port, more)
        return self._stacks[name]

    def wipe(self, name: str) -> None:
        if name in self._stacks:
            self._stacks.pop(name).wipe()

    def close(self) -> None:
        for name in list(self._stacks):
            self.wipe(name)
        end_marked(self.id)
        self._ports.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def run_parts(root: Path, parts: list[Part], *, full: bool, seed: int, evidence: bool = False) -> int:
    """Exit code: 0 when tests ran and none failed, 130 when interrupted, else 1."""
    os.environ.pop("ACERVO_STATE", None)  # the user's own stack is not ours to test with
    os.environ.pop("ACERVO_BASE_PORT", None)
    os.environ.pop("ACERVO_PRESET", None)
    finished: list[Finished] = []
    interrupted = False
    with _signals_interrupt():
        run = Run(root, full, seed)
        guard = Guard(root, run.folder, run.id)
        print(f"suite: seed {seed}, {'full' if full else 'the size of every day'}", flush=True)
        try:
            for part in parts:
                finished.append(_run_part(run, part, finished, parts))
                if evidence and finished[-1].outcome:
                    print("written:", write_evidence(root, finished[-1], seed).relative_to(root))
        except KeyboardInterrupt:
            interrupted = True
        finally:
            _uninterrupted(run.close)
            guard.dismiss()
    return _report(finished, interrupted)


def _run_part(run: Run, part: Part, before: list[Finished], parts: list[Part]) -> Finished:
    builds = {one.name for one in parts if one.is_build}
    if part.needs_build and any(one.part in builds and one.outcome and one.outcome.failed for one in before):
        return Finished(part.name, datetime.now(UTC), 0, None)
    print(f"\n=== {part.name}: {part.what}", flush=True)
    started, clock = datetime.now(UTC), time.monotonic()
    try:
        outcome = part.run(run)
    except Exception as broken:  # a part that breaks is a failed part; the others go on
        traceback.print_exc()
        outcome = Outcome(failed=1, failures=[f"{part.name}: {broken}"])
    minutes = (time.monotonic() - clock) / 60
    print(f"--- {part.name}: {counts(outcome)} in {minutes:.1f} min {outcome.note}".rstrip(), flush=True)
    return Finished(part.name, started, minutes, outcome)


def _report(finished: list[Finished], interrupted: bool) -> int:
    all_of_it = total(finished)
    if all_of_it.failures:
        print("\nfailed:")
        print("\n".join(f"  {name}" for name in all_of_it.failures))
    print(f"\n{table(finished)}\n")
    if interrupted:
        print("interrupted: what follows is not a result of the whole suite")
    if not all_of_it.passed and not all_of_it.failed:
        print("no test ran: that is a failure")
        all_of_it.failed = 1
    print(counts(all_of_it), flush=True)
    if interrupted:
        return 130
    return 1 if all_of_it.failed else 0


@contextlib.contextmanager
def _signals_interrupt() -> Iterator[None]:
    """SIGTERM and SIGHUP end the suite as Ctrl-C does: with everything stopped."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = [signal.signal(sig, interrupt) for sig in signals]
    try:
        yield
    finally:
        for sig, handler in zip(signals, before, strict=True):
            signal.signal(sig, handler)


def _uninterrupted(clean_up: Callable[[], None]) -> None:
    """A second Ctrl-C must not leave servers behind."""
    for sig in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(sig, lambda *_: None)  # SIG_IGN would be inherited by the commands that stop servers
    clean_up()
