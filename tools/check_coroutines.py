#!/usr/bin/env python3
"""What a coroutine may take: values, or references to things that live longer than the call.

A coroutine keeps its reference parameters as references. `const T&`, `T&&` and `std::string_view` bind to temporaries,
which die at the first suspension if the call is not awaited in the same expression, so no function that returns
`Async<…>` may have one, unless its body is in sight and merely returns what others made: that is no coroutine, and reads
its parameters before it returns. `T&` cannot bind to a temporary and stands for what the caller keeps (a Transaction). `const T&` is
allowed for the few types of which a program makes its objects at the start and keeps them to its end.
Exit code 0 when all is well, 1 with `file:line: reason` per finding.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from layers.includes import source_files
from layers.rules import Rules

KEPT_TO_THE_END = re.compile(r"\b(?:ApiDocs|Dependency|Endpoint|Metrics|Operation)\s*&")

COMMENT_OR_TEXT = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:[^"\\\n]|\\.)*"', re.S)
ASYNC = re.compile(r"\bAsync\s*<")
NAME_AND_OPEN = re.compile(r"\s*(?:[\w:~]+|operator\s*\(\s*\))\s*\(")
OPENS_BODY = re.compile(r"\s*(?:(?:const|noexcept|override|final)\s*)*\{")
PAIRS = {"(": ")", "<": ">", "[": "]", "{": "}"}


def check_text(name: str, text: str) -> Iterator[str]:
    text = COMMENT_OR_TEXT.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    for found in ASYNC.finditer(text):
        opening = _parameters_before(text, found.start())
        if opening is None:
            named = NAME_AND_OPEN.match(text, _closing(text, found.end() - 1) + 1)
            opening = named.end() - 1 if named else None
        if opening is None or _merely_returns(text, _closing(text, opening) + 1):
            continue
        for start, parameter in _split(text, opening):
            if reason := fault_of(parameter):
                line = text.count("\n", 0, start) + 1
                yield f"{name}:{line}: a coroutine may not take `{' '.join(parameter.split())}`: {reason}"


def fault_of(parameter: str) -> str:
    declared = parameter.split("=")[0]
    outer = re.sub(r"<.*>", "<>", declared, flags=re.S)
    if "&&" in outer:
        return "an rvalue reference does not outlive the call; take the value, or a pointer"
    if "&" in outer and re.search(r"\bconst\b", outer.split("&")[0]) and not KEPT_TO_THE_END.search(outer):
        return "a const reference binds to temporaries; take the value, or a pointer"
    if re.search(r"\bstring_view\b", outer):
        return "a view does not keep its text alive; take a std::string"
    return ""


def _merely_returns(text: str, end: int) -> bool:
    """Whether a body follows the parameters that end at `end`, and it returns without waiting for anything."""
    body = OPENS_BODY.match(text, end)
    if not body:
        return False
    inside = text[body.end() : _closing(text, body.end() - 1)]
    return bool(re.search(r"\breturn\b", inside)) and not re.search(r"\bco_(?:await|return|yield)\b", inside)


def _parameters_before(text: str, start: int) -> int | None:
    """For `(…) -> Async<`: where the parenthesis opens."""
    before = re.search(r"\)\s*(?:(?:mutable|noexcept|const|override)\s*)*->\s*\Z", text[:start])
    if not before:
        return None
    depth = 0
    for position in range(before.start(), -1, -1):
        depth += {")": 1, "(": -1}.get(text[position], 0)
        if depth == 0:
            return position
    return None


def _closing(text: str, opening: int) -> int:
    """Where the bracket at `opening` closes."""
    depth, open_, close = 0, text[opening], PAIRS[text[opening]]
    for position in range(opening, len(text)):
        depth += {open_: 1, close: -1}.get(text[position], 0)
        if depth == 0:
            return position
    return len(text)


def _split(text: str, opening: int) -> Iterator[tuple[int, str]]:
    """(start, text) of each parameter between a parenthesis and its partner."""
    end = _closing(text, opening)
    depth, start = 0, opening + 1
    for position in range(opening + 1, end + 1):
        depth += text[position] in "(<[{"
        depth -= text[position] in ")>]}"
        if position == end or (depth == 0 and text[position] == ","):
            parameter = text[start:position]
            yield start + len(parameter) - len(parameter.lstrip()), parameter
            start = position + 1


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--root", type=Path, default=Path(__file__).resolve().parent.parent, help="the repository")
    root = parser.parse_args().root
    files = source_files(root, Rules(root).sources)
    found = [finding for name in files for finding in check_text(name, (root / name).read_text())]
    for finding in found:
        print(finding)
    print(f"coroutines: {len(files)} files, {len(found)} findings")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
