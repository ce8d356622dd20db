"""Runs the unittest files of a folder and writes their counts:  python -m stack.suite.python_tests RESULT FOLDER TOP PATTERN"""

from __future__ import annotations

import json
import sys
import unittest
from pathlib import Path

from stack.suite.outcome import Outcome


class Counting(unittest.TextTestResult):
    """A test with failing sub-tests is one failed test."""

    def __init__(self, *arguments, **options) -> None:
        super().__init__(*arguments, **options)
        self.passed = 0

    def addSuccess(self, test: unittest.TestCase) -> None:  # noqa: N802, the name is unittest's
        super().addSuccess(test)
        self.passed += 1


def outcome_of(result: Counting) -> Outcome:
    broken = [test for test, _ in result.failures + result.errors] + result.unexpectedSuccesses
    names = list(dict.fromkeys(getattr(test, "test_case", test).id() for test in broken))
    return Outcome(result.passed + len(result.expectedFailures), len(names), len(result.skipped), names)


def main() -> int:
    file, folder, top, pattern = sys.argv[1:]
    suite = unittest.defaultTestLoader.discover(folder, pattern, top_level_dir=top)
    runner = unittest.TextTestRunner(stream=sys.stdout, verbosity=2, resultclass=Counting)
    result = runner.run(suite)
    Path(file).write_text(json.dumps(vars(outcome_of(result))))
    return 0 if result.wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main())
