#!/usr/bin/env python3
"""Every text file of the repository: no machine paths, no registry addresses, clean white space, no large files.

With file names: only these (the pre-commit script). Exit code 0 when all is well, 1 with `file:line: reason` per finding.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

LIMIT_BYTES = 200 * 1024

# The letters in brackets keep this file itself clean.
MACHINE_PATH = re.compile(r"(?<![\w./-])/(?:r[o]ot|w[o]rk|h[o]me/[a-z][\w-]*|U[s]ers/[A-Za-z][\w-]*)(?=/|$|[\s\"'`),:;])")
REGISTRY = re.compile(
    r"\b(?:[\w-]+\.)*(?:p[y]pi\.(?:org|io)|p[y]thonhosted\.org|n[p]mjs\.(?:org|com)|y[a]rnpkg\.com|c[r]ates\.io"
    r"|m[a]ven\.(?:org|apache\.org)|m[a]ven\.google\.com|s[o]natype\.org|p[r]oxy\.golang\.org|s[u]m\.golang\.org"
    r"|d[e]b\.debian\.org|s[e]curity\.debian\.org)\b",
    re.I,
)
LOCK_FILE = re.compile(r"(?:^|/)(?:[^/]*\.lock|package-lock\.json|[^/]*requirements[^/]*\.txt|go\.sum|\.npmrc|pip\.conf|[^/]*lockfile)$")
ADDRESS = re.compile(r"\b(?:https?|git\+\w+)://", re.I)

TABS_ALLOWED = re.compile(r"(?:^|/)(?:Makefile|go\.mod|[^/]*\.(?:mk|go|tsv))$")
SIZE_FREE = re.compile(r"(?:^|/)package-lock\.json$|^api/openapi\.yaml$|^src/http/generated/document\.cpp$")  # the contract is one document
UNREAD = re.compile(r"^tests/corpus/")  # stored inputs of fuzz targets: any byte is welcome


def repository_files(root: Path) -> list[str]:
    """Tracked files and new ones that git does not ignore."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=root, capture_output=True, check=True
    )
    return sorted({name for name in listed.stdout.decode().split("\0") if name and (root / name).is_file()})


def findings_in(root: Path, name: str) -> Iterator[str]:
    file = root / name
    if file.is_symlink() or not file.is_file():
        return
    content = file.read_bytes()
    if len(content) > LIMIT_BYTES and not SIZE_FREE.search(name):
        yield f"{name}:1: {len(content) // 1024} KiB; files in the repository stay under {LIMIT_BYTES // 1024} KiB"
    if b"\0" in content[:8192] or UNREAD.search(name):
        return
    try:
        text = content.decode()
    except UnicodeDecodeError as wrong:
        yield f"{name}:{content[: wrong.start].count(10) + 1}: not UTF-8"
        return
    if text and not text.endswith("\n"):
        yield f"{name}:{text.count(chr(10)) + 1}: no newline at the end of the file"
    if text.endswith("\n\n"):
        yield f"{name}:{text.count(chr(10))}: empty line at the end of the file"
    for number, line in enumerate(text.split("\n"), 1):
        yield from (f"{name}:{number}: {reason}" for reason in faults_of(name, line))


def faults_of(name: str, line: str) -> Iterator[str]:
    if line.endswith("\r"):
        yield "carriage return at the end of the line"
    elif line != line.rstrip():
        yield "white space at the end of the line"
    if "\t" in line and not TABS_ALLOWED.search(name):
        yield "tab"
    if found := MACHINE_PATH.search(line):
        yield f"path of one machine: {found[0]}"
    if found := REGISTRY.search(line):
        yield f"address of a package registry: {found[0]}"
    elif LOCK_FILE.search(name) and (found := ADDRESS.search(line)):
        yield "address in a lock file"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=Path, default=Path(__file__).resolve().parent.parent, help="the repository")
    parser.add_argument("files", nargs="*", help="relative to the repository; all of it by default")
    arguments = parser.parse_args()
    names = arguments.files or repository_files(arguments.root)
    found = [finding for name in names for finding in findings_in(arguments.root, name)]
    for finding in found:
        print(finding)
    print(f"text: {len(names)} files, {len(found)} findings")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
