"""The few regular expressions the contract may use, as tables for a matcher that needs no backtracking.

A pattern is `^`, a row of steps, `$`. A step is one character, an escape or a class (`[a-z]`, `[^…]`), then nothing,
`?`, `*`, `+`, `{n}` or `{n,m}`. A step that may repeat a varying number of times must share no character with what may
follow it, up to the next step that must be there: then taking as many as possible is always right.
"""

from __future__ import annotations

from dataclasses import dataclass

LAST = 0x10FFFF
UNBOUNDED = None
_PLAIN_ESCAPES = {"t": 0x09, "n": 0x0A, "r": 0x0D}
_SPECIAL = set(r"^$.*+?()[]{}|\/")


class PatternError(Exception):
    """The pattern is outside the supported forms."""


@dataclass(frozen=True)
class Step:
    ranges: tuple[tuple[int, int], ...]
    least: int
    most: int | None

    @property
    def varies(self) -> bool:
        return self.least != self.most

    def ascii_only(self) -> bool:
        return all(last < 0x80 for _, last in self.ranges)


class _Scanner:
    def __init__(self, text: str):
        self.text = text
        self.position = 0

    def peek(self) -> str:
        return self.text[self.position] if self.position < len(self.text) else ""

    def take(self) -> str:
        char = self.peek()
        if not char:
            raise PatternError("ends too early")
        self.position += 1
        return char

    def escape(self) -> int:
        char = self.take()
        if char == "u":
            digits = self.text[self.position : self.position + 4]
            if len(digits) != 4 or any(d not in "0123456789abcdefABCDEF" for d in digits):
                raise PatternError("\\u needs four hexadecimal digits")
            self.position += 4
            return int(digits, 16)
        if char in _PLAIN_ESCAPES:
            return _PLAIN_ESCAPES[char]
        if char in _SPECIAL or char == "-":
            return ord(char)
        raise PatternError(f"escape \\{char} is not supported")


def _normalised(ranges: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    merged: list[tuple[int, int]] = []
    for first, last in sorted(ranges):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    return tuple(merged)


def _complement(ranges: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    result = []
    start = 0
    for first, last in ranges:
        if start < first:
            result.append((start, first - 1))
        start = last + 1
    if start <= LAST:
        result.append((start, LAST))
    return tuple(result)


def _class(scanner: _Scanner) -> tuple[tuple[int, int], ...]:
    negated = scanner.peek() == "^"
    if negated:
        scanner.take()
    ranges: list[tuple[int, int]] = []
    while scanner.peek() != "]":
        first = _class_character(scanner)
        last = first
        if scanner.peek() == "-" and scanner.text[scanner.position + 1 : scanner.position + 2] not in ("]", ""):
            scanner.take()
            last = _class_character(scanner)
            if last < first:
                raise PatternError("a range runs backwards")
        ranges.append((first, last))
    scanner.take()
    if not ranges:
        raise PatternError("an empty class matches nothing")
    merged = _normalised(ranges)
    return _complement(merged) if negated else merged


def _class_character(scanner: _Scanner) -> int:
    char = scanner.take()
    if char == "[":
        raise PatternError("'[' inside a class must be escaped")
    return scanner.escape() if char == "\\" else ord(char)


def _repetition(scanner: _Scanner) -> tuple[int, int | None]:
    char = scanner.peek()
    if char in ("?", "*", "+"):
        scanner.take()
        result: tuple[int, int | None] = {"?": (0, 1), "*": (0, UNBOUNDED), "+": (1, UNBOUNDED)}[char]
    elif char == "{":
        end = scanner.text.find("}", scanner.position)
        bounds = scanner.text[scanner.position + 1 : end].split(",") if end > 0 else []
        if len(bounds) not in (1, 2) or not all(b.isdigit() for b in bounds):
            raise PatternError("only {n} and {n,m} are supported")
        scanner.position = end + 1
        result = (int(bounds[0]), int(bounds[-1]))
        if result[1] is not None and result[0] > result[1]:
            raise PatternError("a repetition runs backwards")
    else:
        return 1, 1
    if scanner.peek() and scanner.peek() in "?*+{":
        raise PatternError("a repetition of a repetition is not supported")
    return result


def _overlap(left: Step, right: Step) -> bool:
    return any(a <= d and c <= b for a, b in left.ranges for c, d in right.ranges)


def parse(pattern: str) -> list[Step]:
    """The steps of `pattern`; PatternError when it is not one of the supported forms."""
    if not pattern.startswith("^") or not pattern.endswith("$") or pattern.endswith("\\$"):
        raise PatternError("must begin with ^ and end with $")
    scanner = _Scanner(pattern[1:-1])
    steps = []
    while char := scanner.peek():
        scanner.take()
        if char == "[":
            ranges = _class(scanner)
        elif char == "\\":
            code = scanner.escape()
            ranges = ((code, code),)
        elif char in _SPECIAL - {"/"}:
            raise PatternError(f"'{char}' is not supported here")
        else:
            ranges = ((ord(char), ord(char)),)
        least, most = _repetition(scanner)
        steps.append(Step(ranges, least, most))
    _check_greedy(steps)
    return steps


def _check_greedy(steps: list[Step]) -> None:
    for index, step in enumerate(steps):
        if not step.varies:
            continue
        for follower in steps[index + 1 :]:
            if _overlap(step, follower):
                raise PatternError("a repeated step shares characters with what follows it")
            if follower.least > 0:
                break


def matches(steps: list[Step], text: str) -> bool:
    """What the C++ matcher does, for the tests of this module."""
    position = 0
    for step in steps:
        count = 0
        while (step.most is None or count < step.most) and position < len(text):
            if not any(first <= ord(text[position]) <= last for first, last in step.ranges):
                break
            position += 1
            count += 1
        if count < step.least:
            return False
    return position == len(text)
