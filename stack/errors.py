"""What can go wrong, as the user sees it, and the exit code each failure ends with.

0 done · 1 failed · 2 wrong arguments · 3 something is down (`status`) · 4 something is missing on this machine ·
130 interrupted.
"""

OK = 0
FAILED = 1
USAGE = 2
DOWN = 3
MISSING = 4
INTERRUPTED = 130


class StackError(Exception):
    """A failure with a message made for a person. `hint` says what to do about it."""

    exit_code = FAILED

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class UsageError(StackError):
    exit_code = USAGE


class MissingError(StackError):
    """A tool, package or program is not there and could not be installed."""

    exit_code = MISSING
