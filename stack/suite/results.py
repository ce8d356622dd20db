"""Counts of single test cases, read from what the test programs themselves wrote."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as xml
from pathlib import Path

from stack.suite.outcome import Outcome


def googletest(file: Path) -> Outcome:
    """One file of `--gtest_output=json`."""
    outcome = Outcome()
    for suite in json.loads(file.read_text())["testsuites"]:
        for case in suite["testsuite"]:
            if case.get("failures"):
                outcome.failed += 1
                outcome.failures.append(f"{suite['name']}.{case['name']}")
            elif case.get("result") == "SKIPPED":
                outcome.skipped += 1
            elif case.get("status") == "RUN":
                outcome.passed += 1
    return outcome


def ctest(junit: Path, folder: Path) -> Outcome:
    """A run of ctest over GoogleTest programs: the programs' own files in `folder`, ctest's verdicts in `junit`.

    A program that failed although no case of it did (it crashed, leaked, or took too long) counts as one failure.
    """
    outcome = Outcome()
    for program in xml.parse(junit).getroot().iter("testcase"):
        name = program.get("name", "?")
        file = folder / f"{name}.json"
        cases = googletest(file) if file.exists() else Outcome()
        if program.get("status") != "run" and not cases.failed:
            cases.failed = 1
            cases.failures = [f"{name} ({_reason(program)})"]
        outcome.add(cases)
    return outcome


def _reason(program: xml.Element) -> str:
    failure = program.find("failure")
    return (failure.get("message") if failure is not None else None) or "it ended with an error outside its test cases"


def python(file: Path) -> Outcome:
    """The file that `stack.suite.python_tests` writes."""
    if not file.exists():
        return Outcome(failed=1, failures=[f"{file.stem}: the test program died"])
    return Outcome(**json.loads(file.read_text()))


def figures(file: Path) -> list[dict]:
    """Measured values that tests appended, one JSON object a line."""
    return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []


def libfuzzer(target: str, lines: list[str], seconds: int) -> list[dict]:
    """What a target of libFuzzer did, by its own last lines (`-print_final_stats=1`). Nothing of one that died early.

    `seconds`: for how long it was told to look for new inputs, those that are stored left aside.
    """
    text = "\n".join(lines)
    done = re.search(r"^Done \d+ runs in (\d+) second", text, re.MULTILINE)
    executed = re.search(r"^stat::number_of_executed_units:\s+(\d+)$", text, re.MULTILINE)
    added = re.search(r"^stat::new_units_added:\s+(\d+)$", text, re.MULTILINE)
    if not (done and executed and added):
        return []
    took = int(done[1])
    return [
        {"name": f"{target}: executions", "value": int(executed[1]), "unit": "", "target": "> 0", "met": int(executed[1]) > 0},
        {"name": f"{target}: time", "value": took, "unit": "s", "target": f">= {seconds}", "met": took >= seconds},
        {"name": f"{target}: new units", "value": int(added[1]), "unit": "", "target": "none", "met": True},
    ]
