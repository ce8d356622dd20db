"""What is locked for the page at /api/docs."""

from __future__ import annotations

import json
import re
import unittest
from pathlib import Path

VIEWER = Path(__file__).resolve().parents[2] / "api" / "viewer"


class ApiViewer(unittest.TestCase):
    def test_the_lock_names_no_server_and_pins_every_byte(self) -> None:
        text = (VIEWER / "package-lock.json").read_text(encoding="utf-8")
        self.assertNotIn("://", text)
        packages = json.loads(text)["packages"]
        for name, package in packages.items():
            if name:
                self.assertTrue(package["integrity"].startswith("sha512-"), name)

    def test_versions_are_exact(self) -> None:
        for version in json.loads((VIEWER / "package.json").read_text(encoding="utf-8"))["dependencies"].values():
            self.assertRegex(version, r"^\d+\.\d+\.\d+$")

    def test_our_page_names_no_other_server_and_holds_no_script(self) -> None:
        page = (VIEWER / "index.html").read_text(encoding="utf-8")
        self.assertEqual(re.findall(r"https?://|//[a-z]", page + (VIEWER / "viewer.js").read_text(encoding="utf-8")), [])
        self.assertEqual(re.findall(r"<script(?![^>]*src=)|<style|style=| on[a-z]+=", page), [])


if __name__ == "__main__":
    unittest.main()
