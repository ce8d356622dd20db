"""Which files clang-tidy is asked about, with a stand-in that writes down what it was asked."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent.parent
FILES = {
    "src/core/a.hpp": "#pragma once\n",
    "src/core/a.cpp": '#include "core/a.hpp"\n',
    "src/core/b.cpp": "int b;\n",
    ".clang-tidy": "Checks: '-*'\n",
}
TIDY = """#!/bin/sh
[ "$1" = --version ] && { echo 19; exit; }
for file; do :; done
echo "$file" >> "$ASKED"
! grep -q bad "$file"
"""


class RunTidyTest(unittest.TestCase):
    def setUp(self) -> None:
        self.root = Path(tempfile.mkdtemp(prefix="acervo-tidy-"))
        self.addCleanup(shutil.rmtree, self.root)
        for name, text in FILES.items():
            self.write(name, text)
        shutil.copy(REPOSITORY / "layers.toml", self.root)
        shutil.copytree(REPOSITORY / "tools", self.root / "tools", ignore=shutil.ignore_patterns("__pycache__", "tests"))
        build = [
            {"directory": str(self.root), "file": f"src/core/{name}.cpp", "command": f"env X=1 clang++-19 -c src/core/{name}.cpp"}
            for name in "ab"
        ]
        self.write("build/compile_commands.json", json.dumps(build))
        self.write("bin/clang-tidy-19", TIDY)
        (self.root / "bin/clang-tidy-19").chmod(0o755)
        self.write(".gitignore", "/build/\n/bin/\n/cache/\n/asked\n__pycache__/\n")
        self.git("init", "-q", "-b", "main")
        self.commit()

    def write(self, name: str, text: str) -> None:
        file = self.root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def git(self, *arguments: str) -> None:
        subprocess.run(["git", "-c", "user.name=x", "-c", "user.email=x@y", *arguments], cwd=self.root, check=True)

    def commit(self) -> None:
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "x")

    def asked(self, code: int = 0) -> list[str]:
        """Runs it; the files it asked about."""
        note = self.root / "asked"
        note.unlink(missing_ok=True)
        environment = {
            **{name: value for name, value in os.environ.items() if name != "ACERVO_BASE"},
            "PATH": f"{self.root / 'bin'}:{os.environ['PATH']}",
            "ACERVO_CACHE": str(self.root / "cache"),
            "ASKED": str(note),
        }
        command = [sys.executable, "tools/run_tidy.py", "--build", "build"]
        done = subprocess.run(command, cwd=self.root, env=environment, capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return sorted(note.read_text().split()) if note.exists() else []

    def test_a_clean_file_is_asked_about_once(self) -> None:
        self.assertEqual(self.asked(), ["src/core/a.cpp", "src/core/b.cpp"])
        self.assertEqual(self.asked(), [])

    def test_a_changed_header_counts_for_who_includes_it(self) -> None:
        self.asked()
        self.write("src/core/a.hpp", "#pragma once\nint a();\n")
        self.assertEqual(self.asked(), ["src/core/a.cpp"])

    def test_changed_checks_count_for_all(self) -> None:
        self.asked()
        self.write(".clang-tidy", "Checks: '*'\n")
        self.assertEqual(len(self.asked()), 2)

    def test_checks_of_a_folder_count_for_what_lies_below_it(self) -> None:
        self.asked()
        self.write("src/other/.clang-tidy", "InheritParentConfig: true\n")
        self.assertEqual(self.asked(), [])
        self.write("src/core/.clang-tidy", "InheritParentConfig: true\n")
        self.assertEqual(len(self.asked()), 2)

    def test_a_finding_fails_every_time(self) -> None:
        self.write("src/core/b.cpp", "bad\n")
        self.asked(code=1)
        self.assertEqual(self.asked(code=1), ["src/core/b.cpp"])

    def test_only_files_that_differ_from_the_last_tag_count(self) -> None:
        self.git("tag", "v1")
        self.assertEqual(self.asked(), [])
        self.write("src/core/b.cpp", "int c;\n")
        self.commit()
        self.assertEqual(self.asked(), ["src/core/b.cpp"])

    def test_on_a_branch_what_it_changed_counts(self) -> None:
        self.git("checkout", "-q", "-b", "feature")
        self.write("src/core/a.hpp", "#pragma once\nint a();\n")
        self.commit()
        self.assertEqual(self.asked(), ["src/core/a.cpp"])


if __name__ == "__main__":
    unittest.main()
