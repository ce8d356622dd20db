#!/usr/bin/env python3
"""clang-tidy on the sources that differ from the base, each verdict kept by content.

Base: $ACERVO_BASE, else the last tag, else where this branch left main, else, on main itself, the commit before. Without
one all files count, as with --all. A header counts for every file that includes it. A file that was found clean is not looked at again
until it, a header of ours that it sees, its compiler flags or .clang-tidy change; these verdicts lie in the user's
cache folder. Exit code 0 when all is well.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from layers.includes import IncludeCheck
from layers.rules import Rules

TIDY = "clang-tidy-19"
NOT_OURS = re.compile(r"^(src/vendor|src/http/generated)/")
KEPT_DAYS = 30


def git(root: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else ""


def base_of(root: Path) -> str:
    """The commit to compare with, or nothing."""
    if wanted := os.environ.get("ACERVO_BASE"):
        return git(root, "rev-parse", "--verify", f"{wanted}^{{commit}}")
    if tag := git(root, "describe", "--tags", "--abbrev=0"):
        return tag
    for main in ("origin/main", "main"):
        fork = git(root, "merge-base", main, "HEAD")
        if fork and fork != git(root, "rev-parse", "HEAD"):
            return fork
    # Main itself: what its last commit brought.
    return git(root, "rev-parse", "--verify", "HEAD~1^{commit}")


def changed_since(root: Path, base: str) -> set[str]:
    """Names of files that differ from the base, new ones too."""
    listed = git(root, "diff", "--name-only", base) + "\n" + git(root, "ls-files", "--others", "--exclude-standard")
    return set(listed.split("\n")) - {""}


class Sources:
    """The compiled files of ours, what they include, and how they are compiled."""

    def __init__(self, root: Path, build: Path) -> None:
        self.root = root
        self.build = build
        self._includes = IncludeCheck(root, Rules(root)).edges
        self._seen: dict[str, frozenset[str]] = {}
        self.flags = self._flags()

    def _flags(self) -> dict[str, str]:
        """Compiler flags by file, without what differs from one clone to the next."""
        found = {}
        for entry in json.loads((self.build / "compile_commands.json").read_text()):
            file = Path(entry["directory"], entry["file"]).resolve()
            if not file.is_relative_to(self.root):
                continue
            name = file.relative_to(self.root).as_posix()
            if not NOT_OURS.match(name):
                found[name] = re.sub(r"^.*?(?=\S*clang\+\+)", "", entry["command"]).replace(str(self.root), "")
        return dict(sorted(found.items()))

    def seen_by(self, file: str) -> frozenset[str]:
        """The file and all headers of ours that it includes, directly or not."""
        if file not in self._seen:
            found, waiting = {file}, [file]
            while waiting:
                new = set(self._includes.get(waiting.pop(), ())) - found
                found |= new
                waiting += new
            self._seen[file] = frozenset(found)
        return self._seen[file]

    def key(self, file: str, setting: bytes) -> str:
        digest = hashlib.sha256(setting + self.flags[file].encode())
        for name in sorted(self.seen_by(file)):
            digest.update(name.encode() + b"\0" + (self.root / name).read_bytes())
        return digest.hexdigest()


class Verdicts:
    """One empty file per clean verdict; old ones go."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        for file in folder.iterdir():
            if time.time() - file.stat().st_mtime > KEPT_DAYS * 86400:
                file.unlink(missing_ok=True)

    def clean(self, key: str) -> bool:
        file = self._folder / key
        if file.exists():
            file.touch()
            return True
        return False

    def keep(self, key: str) -> None:
        (self._folder / key).touch()


def cache_folder() -> Path:
    home = os.environ.get("ACERVO_CACHE")
    return Path(home) if home else Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "acervo"


def tidy(sources: Sources, file: str) -> tuple[bool, str]:
    command = [TIDY, "-p", str(sources.build), "--quiet", file]
    done = subprocess.run(command, cwd=sources.root, capture_output=True, text=True, check=False)
    noise = re.compile(r"^(\d+ warnings?( and \d+ errors?)? generated|Suppressed .*|Use -header-filter.*)")
    lines = [line for line in (done.stdout + done.stderr).splitlines() if line and not noise.match(line)]
    return done.returncode == 0, "\n".join(lines)


def choose(sources: Sources, options: argparse.Namespace) -> tuple[list[str], str]:
    """The files to look at, and the base they differ from."""
    everything = list(sources.flags)
    if options.files:
        return [file for file in options.files if file in sources.flags], ""
    base = "" if options.all else base_of(sources.root)
    changed = changed_since(sources.root, base) if base else set()
    if not base:
        return everything, base
    return [file for file in everything if (sources.seen_by(file) | set(settings_of(sources.root, file))) & changed], base


def settings_of(root: Path, file: str) -> list[str]:
    """The files of settings that hold for a source: of the repository, then of the folders on the way to it."""
    folders = [*reversed(Path(file).parents)]
    return [str(folder / ".clang-tidy") for folder in folders if (root / folder / ".clang-tidy").is_file()]


def check(sources: Sources, chosen: list[str], jobs: int) -> tuple[int, int]:
    """Looks at files that are not known to be clean. Answers how many those were, and how many have findings."""
    version = subprocess.run([TIDY, "--version"], capture_output=True, check=True).stdout
    verdicts = Verdicts(cache_folder() / "tidy")
    keys = {}
    for file in chosen:
        settings = [(sources.root / name).read_bytes() for name in settings_of(sources.root, file)]
        keys[file] = sources.key(file, version + b"".join(settings))
    todo = [file for file in chosen if not verdicts.clean(keys[file])]
    failed = 0
    with ThreadPoolExecutor(jobs) as pool:
        running = {pool.submit(tidy, sources, file): file for file in todo}
        for done in as_completed(running):
            good, output = done.result()
            if good:
                verdicts.keep(keys[running[done]])
            else:
                failed += 1
                print(output, flush=True)
    return len(todo), failed


def main() -> int:
    root = Path(__file__).resolve().parent.parent
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=Path, default=root / "build" / "dev", help="a configured build folder")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 2)
    parser.add_argument("--all", action="store_true", help="all files, whatever the base is")
    parser.add_argument("files", nargs="*", help="only these, relative to the repository")
    options = parser.parse_args()
    sources = Sources(root, options.build.resolve())
    chosen, base = choose(sources, options)
    looked_at, failed = check(sources, chosen, options.jobs)
    differ = f"differ from {base}" if base else "in all"
    print(f"tidy: {len(chosen)} files {differ}, {len(chosen) - looked_at} known to be clean, {failed} with findings")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
