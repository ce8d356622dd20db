"""What a part of the suite answers, and how the run reports it."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path


@dataclass
class Outcome:
    """Counts of single test cases. `figures`: measured values as {name, value, unit, target, met}."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    failures: list[str] = field(default_factory=list)
    figures: list[dict] = field(default_factory=list)
    note: str = ""

    def add(self, other: Outcome) -> None:
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped
        self.failures += other.failures
        self.figures += other.figures
        self.note = self.note or other.note

    @classmethod
    def of_check(cls, name: str, good: bool) -> Outcome:
        """One yes-or-no check."""
        return cls(passed=1) if good else cls(failed=1, failures=[name])


@dataclass
class Finished:
    """One part that was run, or was not because the build failed (`outcome` is None)."""

    part: str
    started: datetime
    minutes: float
    outcome: Outcome | None


def counts(outcome: Outcome) -> str:
    text = f"{outcome.passed} passed, {outcome.failed} failed"
    return f"{text}, {outcome.skipped} skipped" if outcome.skipped else text


def table(finished: list[Finished]) -> str:
    lines = [f"{'part':<14}{'minutes':>8}{'passed':>8}{'failed':>8}{'skipped':>9}"]
    for one in finished:
        if one.outcome is None:
            lines.append(f"{one.part:<14}{'–':>8}  not run: the build failed")
            continue
        o = one.outcome
        lines.append(
            f"{one.part:<14}{one.minutes:>8.1f}{o.passed:>8}{o.failed:>8}{o.skipped:>9}  {o.note}".rstrip()
        )
    lines.append(f"{'all':<14}{sum(one.minutes for one in finished):>8.1f}")
    return "\n".join(lines)


def total(finished: list[Finished]) -> Outcome:
    result = Outcome()
    for one in finished:
        if one.outcome:
            result.add(one.outcome)
    return result


def write_evidence(root: Path, one: Finished, seed: int) -> Path:
    """docs/evidence/PART.json: what a full run of a part measured."""
    outcome = one.outcome or Outcome()
    file = root / "docs" / "evidence" / f"{one.part}.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    record = {
        "part": one.part,
        "seed": seed,
        "commit": commit_of(root),
        "started": one.started.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "minutes": round(one.minutes, 2),
        "results": outcome.figures,
        "passed": outcome.passed,
        "failed": outcome.failed,
    }
    file.write_text(json.dumps(record, indent=2, ensure_ascii=False) + "\n")
    return file


def commit_of(root: Path) -> str:
    """The commit under test; `+` when files differ from it."""
    command = ["git", "describe", "--always", "--abbrev=40", "--exclude=*", "--dirty=+"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    return done.stdout.strip() or "unknown"
