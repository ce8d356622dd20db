"""Link edges of our own CMake files, held against the rules.

Reads the text of every CMakeLists.txt, so that no build folder is needed and a finding has a line. It knows the forms we
use: acervo_library, acervo_executable, acervo_test_program, add_library, add_executable, target_link_libraries.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from pathlib import Path

from layers.rules import Finding, Room, Rules

TOKEN = re.compile(r'#[^\n]*|"(?:[^"\\]|\\.)*"|[()]|[^\s()"#]+', re.S)
LIBRARY_KINDS = {"STATIC", "SHARED", "INTERFACE", "OBJECT", "MODULE", "EXCLUDE_FROM_ALL", "IMPORTED", "ALIAS", "GLOBAL"}
SCOPES = {"PUBLIC", "PRIVATE", "INTERFACE"}
MODULE_KEYS = {"SOURCES", "DEPS", "PRIVATE_DEPS", "TEST_DEPS", "TESTS", "ITESTS", "FUZZ", "FUZZED", "TSAN"}
OURS = re.compile(r"acervo[_-]")


@dataclass(frozen=True)
class Word:
    text: str
    line: int


@dataclass
class Target:
    """`files`: the sources, relative to the repository; they tell the rooms. Without any, the folder does."""

    name: str
    file: str
    line: int
    files: list[str] = field(default_factory=list)
    links: list[Word] = field(default_factory=list)


def commands(text: str) -> list[tuple[Word, list[Word]]]:
    """(command, arguments) in their order; quoted arguments lose their quotes, lists in them are split."""
    found: list[tuple[Word, list[Word]]] = []
    depth, pending = 0, None
    for match in TOKEN.finditer(text):
        token = match[0]
        line = text.count("\n", 0, match.start()) + 1
        if token.startswith("#"):
            continue
        if token == "(":
            depth += 1
            if depth == 1 and pending:
                found.append((pending, []))
        elif token == ")":
            depth -= 1
        elif depth == 0:
            pending = Word(token.lower(), line)
        else:
            found[-1][1].extend(Word(part, line) for part in token.strip('"').split(";") if part)
    return found


def sections(words: list[Word], keys: set[str]) -> dict[str, list[Word]]:
    """Splits `a SOURCES b c DEPS d` into {"": [a], "SOURCES": [b, c], "DEPS": [d]}."""
    result: dict[str, list[Word]] = {"": []}
    current = ""
    for word in words:
        if word.text in keys:
            current = word.text
            result.setdefault(current, [])
        else:
            result[current].append(word)
    return result


class LinkCheck:
    def __init__(self, root: Path, rules: Rules) -> None:
        self._rules = rules
        self.findings: list[Finding] = []
        self.targets: dict[str, Target] = {}
        for file in cmake_files(root, rules.sources):
            self._read(file, (root / file).read_text())
        self.edges = sum(len([w for w in t.links if OURS.match(w.text)]) for t in self.targets.values())
        for target in self.targets.values():
            self._check(target)

    def _read(self, file: str, text: str) -> None:
        readers = {
            "acervo_library": self._module,
            "acervo_executable": self._executable,
            "acervo_test_program": self._test_program,
            "add_library": self._plain,
            "add_executable": self._plain,
            "target_link_libraries": self._links,
        }
        inside_function = False
        for command, words in commands(text):
            if command.text in ("function", "macro"):
                inside_function = True
            elif command.text in ("endfunction", "endmacro"):
                inside_function = False
            elif not inside_function and command.text in readers and words:
                if "${" in words[0].text:
                    self._report(file, words[0].line, "a target named by a variable cannot be checked; write its name")
                else:
                    readers[command.text](file, words)

    def _module(self, file: str, words: list[Word]) -> None:
        parts = sections(words, MODULE_KEYS)
        name = f"acervo_{parts[''][0].text}"
        library = self._add(name, file, words[0].line, parts.get("SOURCES", []))
        library.links += parts.get("DEPS", []) + parts.get("PRIVATE_DEPS", [])
        for key, suffix in (("TESTS", "test"), ("ITESTS", "itest")):
            if parts.get(key):
                test = self._add(f"{name}_{suffix}", file, words[0].line, parts[key])
                test.links += parts.get("TEST_DEPS", [])

    def _executable(self, file: str, words: list[Word]) -> None:
        parts = sections(words, {"SOURCES", "DEPS"})
        target = self._add(f"acervo-{parts[''][0].text}", file, words[0].line, parts.get("SOURCES", []))
        target.links += parts.get("DEPS", [])

    def _test_program(self, file: str, words: list[Word]) -> None:
        name, _, *rest = words
        target = self._add(name.text, file, name.line, [word for word in rest if word.text.endswith(".cpp")])
        target.links += [word for word in rest if not word.text.endswith(".cpp")]

    def _plain(self, file: str, words: list[Word]) -> None:
        self._add(words[0].text, file, words[0].line, [w for w in words[1:] if w.text not in LIBRARY_KINDS])

    def _links(self, file: str, words: list[Word]) -> None:
        target = self.targets.get(words[0].text)
        if target is None:
            self._report(file, words[0].line, f"links to {words[0].text}, which is not defined before")
            return
        target.links += [word for word in words[1:] if word.text not in SCOPES]

    def _add(self, name: str, file: str, line: int, sources: list[Word]) -> Target:
        folder = posixpath.dirname(file)
        files = [posixpath.normpath(posixpath.join(folder, word.text)) for word in sources if "${" not in word.text]
        self.targets[name] = Target(name, file, line, files)
        return self.targets[name]

    def _rooms(self, target: Target) -> list[tuple[Room, str]]:
        """The rooms of a target, each with a file that stands for it."""
        files = target.files or [f"{posixpath.dirname(target.file)}/header.hpp"]
        rooms = {room.name: (room, file) for file in files if (room := self._rules.room_of(file))}
        return list(rooms.values())

    def _check(self, target: Target) -> None:
        users = self._rooms(target)
        for word in target.links:
            if not OURS.match(word.text):
                continue
            used = self.targets.get(word.text)
            if used is None:
                self._report(target.file, word.line, f"{target.name} links {word.text}, which no CMake file defines")
                continue
            for room, _ in self._rooms(used):
                if users and not any(self._rules.may_use(user, room, file) for user, file in users):
                    names = ", ".join(user.name for user, _ in users)
                    self._report(
                        target.file, word.line, f"{target.name} links {word.text}: {names} may not know {room.name} (layers.toml)"
                    )

    def _report(self, file: str, line: int, reason: str) -> None:
        self.findings.append(Finding(file, line, reason))


def cmake_files(root: Path, folders: list[str]) -> list[str]:
    """Parents before children, so that a target is known before it is linked by name."""
    found = [root / "CMakeLists.txt", *sorted((root / "cmake").glob("*.cmake"))]
    for folder in folders:
        found += sorted((root / folder).rglob("CMakeLists.txt"))
    return [file.relative_to(root).as_posix() for file in found if file.is_file()]
