"""#include lines of the sources, held against the rules."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from pathlib import Path

from layers.rules import Ban, Finding, Rules, find_cycle, matches

SUFFIXES = {".hpp", ".cpp", ".h", ".inc"}
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')

# Headers with a path or `.h` that come with the C library or the kernel, not from a third party.
SYSTEM_FOLDERS = ("sys/", "netinet/", "arpa/", "net/", "linux/", "bits/")
SYSTEM_HEADERS = {
    "aio.h", "assert.h", "dirent.h", "dlfcn.h", "errno.h", "fcntl.h", "getopt.h", "grp.h", "ifaddrs.h", "inttypes.h",
    "langinfo.h", "limits.h", "locale.h", "malloc.h", "math.h", "netdb.h", "poll.h", "pthread.h", "pwd.h", "sched.h",
    "signal.h", "spawn.h", "stdarg.h", "stdbool.h", "stddef.h", "stdint.h", "stdio.h", "stdlib.h", "string.h",
    "strings.h", "syslog.h", "termios.h", "time.h", "ucontext.h", "unistd.h", "utime.h",
    "cxxabi.h", "execinfo.h",
}  # fmt: skip


@dataclass(frozen=True)
class Include:
    file: str
    line: int
    quoted: bool
    name: str


def source_files(root: Path, folders: list[str]) -> list[str]:
    return sorted(
        file.relative_to(root).as_posix()
        for folder in folders
        for file in (root / folder).rglob("*")
        if file.suffix in SUFFIXES and file.is_file()
    )


def includes_of(root: Path, file: str) -> list[Include]:
    lines = (root / file).read_text(errors="replace").splitlines()
    found = ((number, INCLUDE.match(line)) for number, line in enumerate(lines, 1))
    return [Include(file, number, match[1] == '"', match[2]) for number, match in found if match]


class IncludeCheck:
    """Walks all sources once; `findings` holds what is wrong, `edges` who includes whom."""

    def __init__(self, root: Path, rules: Rules) -> None:
        self._root = root
        self._rules = rules
        self.files = source_files(root, rules.sources)
        self._known = set(self.files)
        self.findings: list[Finding] = []
        self.edges: dict[str, list[str]] = {file: [] for file in self.files}
        self._lines: dict[tuple[str, str], int] = {}
        for file in self.files:
            self._check_file(file)
        self._check_cycles()

    def _check_file(self, file: str) -> None:
        if self._rules.room_of(file) is None:
            self._report(file, 1, "lies in no room of layers.toml")
            return
        bans = [ban for ban in self._rules.bans if matches(file, ban.files)]
        for include in includes_of(self._root, file):
            self._check_bans(include, bans)
            if include.quoted:
                self._check_own(include)
            else:
                self._check_foreign(include)
        for ban in bans:
            self._check_words(file, ban)

    def _check_own(self, include: Include) -> None:
        target = self._resolve(include)
        if target is None:
            self._report(include.file, include.line, f'"{include.name}" is no file of this repository')
            return
        self.edges[include.file].append(target)
        self._lines.setdefault((include.file, target), include.line)
        user, used = self._rules.room_of(include.file), self._rules.room_of(target)
        if used is None or self._rules.may_use(user, used, include.file):
            return
        self._report(
            include.file, include.line, f'includes "{include.name}": {user.name} may not know {used.name} (layers.toml)'
        )

    def _check_foreign(self, include: Include) -> None:
        if any(f"{root}/{include.name}" in self._known for root in self._rules.include_roots):
            self._report(include.file, include.line, f'write "{include.name}" for a header of our own')
        elif is_third_party(include.name) and not self._rules.vendor_allowed(include.name, include.file):
            self._report(include.file, include.line, f"third-party header <{include.name}> is not allowed here (layers.toml)")

    def _check_bans(self, include: Include, bans: list[Ban]) -> None:
        for ban in bans:
            if matches(include.name, ban.headers):
                self._report(include.file, include.line, f"<{include.name}> is banned here: {ban.reason}")

    def _check_words(self, file: str, ban: Ban) -> None:
        words = re.compile(r"\b(" + "|".join(map(re.escape, ban.words)) + r")\b") if ban.words else None
        if words is None:
            return
        for number, line in enumerate((self._root / file).read_text(errors="replace").splitlines(), 1):
            if found := words.search(line.partition("//")[0]):
                self._report(file, number, f"{found[1]} is banned here: {ban.reason}")

    def _check_cycles(self) -> None:
        cycle = find_cycle(self.edges)
        if cycle:
            line = self._lines[(cycle[0], cycle[1])]
            self._report(cycle[0], line, "include cycle: " + " → ".join(cycle))

    def _resolve(self, include: Include) -> str | None:
        beside = posixpath.normpath(posixpath.join(posixpath.dirname(include.file), include.name))
        below_roots = [posixpath.normpath(f"{root}/{include.name}") for root in self._rules.include_roots]
        return next((path for path in (*below_roots, beside) if path in self._known), None)

    def _report(self, file: str, line: int, reason: str) -> None:
        self.findings.append(Finding(file, line, reason))


def is_third_party(header: str) -> bool:
    """Standard C++ headers have neither a folder nor a suffix; the system's are listed above."""
    if header.startswith(SYSTEM_FOLDERS) or header in SYSTEM_HEADERS:
        return False
    return "/" in header or "." in header
