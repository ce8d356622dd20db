"""Each thing that may not be in the repository is found with its line; ordinary text is left alone."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent.parent
CHECK = REPOSITORY / "tools" / "check_text.py"


class CheckTextTest(unittest.TestCase):
    def setUp(self) -> None:
        self.root = Path(tempfile.mkdtemp(prefix="acervo-text-"))
        self.addCleanup(shutil.rmtree, self.root)
        subprocess.run(["git", "init", "-q"], cwd=self.root, check=True)

    def check(self, name: str, content: bytes | str) -> tuple[int, str]:
        file = self.root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        done = subprocess.run([sys.executable, CHECK, "--root", self.root], capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    def assert_found(self, name: str, content: bytes | str, *expected: str) -> None:
        code, output = self.check(name, content)
        self.assertEqual(code, 1, output)
        for text in expected:
            self.assertIn(text, output)

    def test_ordinary_text_passes(self) -> None:
        text = "# Title\n\nSee /var/lib/acervo, s3://bucket/home/x and docs/work/plan.md; `/api/v1/root`.\n"
        code, output = self.check("README.md", text)
        self.assertEqual(code, 0, output)

    def test_paths_of_one_machine_fail(self) -> None:
        for path in ("/ro" + "ot/x", "/wo" + "rk/main", "/ho" + "me/ana/acervo", "/Us" + "ers/ana/x"):
            with self.subTest(path):
                self.assert_found("a.md", f"first\nsee {path}\n", "a.md:2: path of one machine")

    def test_addresses_of_registries_fail(self) -> None:
        for host in ("py" + "pi.org", "files.py" + "thonhosted.org", "registry.np" + "mjs.org", "static.cr" + "ates.io"):
            with self.subTest(host):
                self.assert_found("a.md", f"https://{host}/x\n", "a.md:1: address of a package registry")

    def test_any_address_in_a_lock_file_fails(self) -> None:
        self.assert_found("web/package-lock.json", '{"resolved": "https://mirror.example/x"}\n', "address in a lock file")

    def test_an_address_elsewhere_passes(self) -> None:
        self.assertEqual(self.check("a.md", "https://www.rfc-editor.org/rfc/rfc9110\n")[0], 0)

    def test_white_space_fails(self) -> None:
        self.assert_found("a.py", "x = 1 \n", "a.py:1: white space at the end")
        self.assert_found("a.py", "if x:\n\ty\n", "a.py:2: tab")
        self.assert_found("a.py", "x = 1\r\n", "a.py:1: carriage return")
        self.assert_found("a.py", "x = 1", "a.py:1: no newline at the end")
        self.assert_found("a.py", "x = 1\n\n", "a.py:2: empty line at the end")

    def test_tabs_may_stand_in_a_makefile(self) -> None:
        self.assertEqual(self.check("Makefile", "all:\n\ttrue\n")[0], 0)

    def test_large_files_fail_binary_ones_too(self) -> None:
        self.assert_found("clip.bin", b"\0" * 210_000, "clip.bin:1: 205 KiB")

    def test_text_that_is_not_utf8_fails(self) -> None:
        self.assert_found("a.md", b"x\ncaf\xe9\n", "a.md:2: not UTF-8")

    def test_ignored_files_are_not_read(self) -> None:
        (self.root / ".gitignore").write_text("build/\n")
        self.assertEqual(self.check("build/log.txt", "bad \n")[0], 0)

    def test_this_repository_passes(self) -> None:
        done = subprocess.run([sys.executable, CHECK], capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout)


if __name__ == "__main__":
    unittest.main()
