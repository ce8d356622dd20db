"""OWASP ASVS 5.0, chapter V5 (file handling), one test per requirement that docs/guides/files.md says is met."""

from __future__ import annotations

import json
import re
import subprocess
import unittest
import urllib.parse
from pathlib import Path

from tests.support import ROOT, Answer, Product, request

BYTES = {"Content-Type": "application/octet-stream"}
LARGEST = 5 << 40
ARCHIVES = ("clips.zip", "clips.tar", "clips.tar.gz", "clips.7z", "clips.rar", "notes.docx", "notes.odt", "clips.xz", "clips.jar")
# Names that have done harm elsewhere; all end with what is taken.
ODD_NAMES = (
    "../../../etc/passwd.mp4",
    "..\\..\\boot.mp4",
    "/etc/cron.d/run.mp4",
    "C:\\windows\\system32\\cmd.mp4",
    "file:///etc/shadow.mp4",
    'quote".mp4',
    "semi;colon=1.mp4",
    "$(reboot)`id`.mp4",
    "%2e%2e%2f%00.mp4",
    "señal – 新闻 🎬.mp4",
    "-rf.mp4",
)


def page() -> str:
    return (ROOT / "docs" / "guides" / "files.md").read_text()


class FileHandling(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.product = Product.running()

    def open(self, filename: str, mime_type: str = "application/octet-stream", size: int = 10) -> Answer:
        return self.product.open_upload(size, filename=filename, mime_type=mime_type)

    def put(self, content: bytes, filename: str = "clip.mp4") -> Answer:
        opened = self.open(filename, size=len(content))
        self.assertEqual(opened.status, 201, opened)
        return self.product.call("PUT", f"/api/v1/assets/{opened.json['asset_id']}/content", content, headers=BYTES)

    def test_5_1_1_what_is_taken_is_documented(self) -> None:
        api = Path(f"/proc/{self.product.pid('api-1')}/exe").resolve()
        schema = json.loads(subprocess.run([api, "--print-config-schema"], capture_output=True, text=True, check=True).stdout)
        uploads = schema["properties"]["uploads"]["properties"]
        for kind in ("video", "audio", "image"):
            row = re.search(rf"^\| {kind} \| (.*) \|$", page(), re.MULTILINE)[1]
            self.assertEqual(re.findall(r"`([^`]+)`", row), uploads[f"{kind}_extensions"]["default"], kind)
        self.assertEqual(uploads["largest_direct"]["default"], "64MiB")

    def test_5_2_1_sizes_that_cannot_be_worked_on_are_refused(self) -> None:
        for size in (0, -1, LARGEST + 1, 1 << 63, 1.5):
            self.assertEqual(self.open("clip.mp4", size=size).status, 400, size)
        largest = self.open("clip.mp4", size=LARGEST)
        self.assertEqual(largest.status, 201)
        self.assertLessEqual(len(largest.json["parts"]), 100)
        self.product.call("DELETE", f"/api/v1/assets/{largest.json['asset_id']}/upload")

    def test_5_2_2_name_type_and_first_bytes_agree(self) -> None:
        for filename, mime_type in (
            ("clip.mp4", "audio/mpeg"),
            ("clip.mp4", "application/pdf"),
            ("clip.mp4", "text/html"),
            ("photo.jpg", "video/mp4"),
            ("notes.pdf", "video/mp4"),
            ("clip.mp4.exe", "video/mp4"),
            ("clip.mp4 ", "video/mp4"),
            ("clip", "video/mp4"),
            (".mp4.", "video/mp4"),
        ):
            self.assertEqual(self.open(filename, mime_type).status, 415, (filename, mime_type))
        for content in (b"%PDF-1.7\n", b"PK\x03\x04rest", b"\x7fELF\x02\x01", b"MZ\x90\0", b"#!/bin/sh\n", b"<!DOCTYPE html>", b"<svg "):
            answer = self.put(content + bytes(100))
            self.assertEqual(answer.status, 415, (content, answer))
            self.assertIn("not a master", answer.json["detail"])

    def test_5_2_2_what_was_refused_by_its_bytes_can_be_sent_again(self) -> None:
        opened = self.open("clip.mp4").json
        content = f"/api/v1/assets/{opened['asset_id']}/content"
        self.assertEqual(self.product.call("PUT", content, b"PK\x03\x04......", headers=BYTES).status, 415)
        self.assertEqual(self.product.call("PUT", content, b"\0\0\0\x18ftypqt", headers=BYTES).status, 202)

    def test_5_2_3_and_5_2_5_and_5_3_3_archives_are_not_taken(self) -> None:
        for filename in ARCHIVES:
            for mime_type in ("application/octet-stream", "video/mp4", "application/zip"):
                self.assertEqual(self.open(filename, mime_type).status, 415, filename)

    def test_5_3_1_what_was_uploaded_is_never_run_nor_shown_by_the_server(self) -> None:
        for filename in ("shell.php", "shell.jsp", "page.html", "page.svg", "run.sh", "lib.so", "clip.php\0.mp4", "clip.mp4/x.php"):
            self.assertIn(self.open(filename).status, (400, 415), filename)
        asset = self.product.upload(b"\0<script>alert(1)</script>")["asset_id"]
        address = self.product.call("GET", f"/api/v1/assets/{asset}/download").json["url"]
        ours, theirs = urllib.parse.urlsplit(self.product.url), urllib.parse.urlsplit(address)
        self.assertNotEqual((ours.hostname, ours.port), (theirs.hostname, theirs.port), "an origin of its own")
        answer = request("GET", address)
        self.assertTrue(answer.headers["content-disposition"].startswith("attachment;"), answer.headers)
        self.assertNotRegex(answer.headers.get("content-type", ""), "html|javascript|svg|xml")

    def test_5_3_2_and_5_4_1_and_5_4_2_a_name_is_only_a_name(self) -> None:
        for filename in ODD_NAMES:
            with self.subTest(filename):
                asset = self.product.upload(b"0123456789", filename=filename)
                self.assertEqual(asset["filename"], filename, "kept as it was given")
                sql = f"SELECT storage_key FROM uploads WHERE asset_id = '{asset['asset_id']}'"
                ((key,),) = self.product.database(sql)
                self.assertRegex(key, r"^[a-z0-9/-]+\.mp4$")
                self.assertIn(asset["asset_id"], key)
                address = self.product.call("GET", f"/api/v1/assets/{asset['asset_id']}/download").json["url"]
                said = request("GET", address).headers["content-disposition"]
                self.assertRegex(said, r"""^attachment; filename="[ !#-\[\]-~]+"; filename\*=UTF-8''[A-Za-z0-9!#$&+.^_`|~%-]+$""")
                self.assertEqual(urllib.parse.unquote(said.partition("UTF-8''")[2]), filename)

    def test_5_4_1_control_characters_in_names_are_refused(self) -> None:
        for filename in ("a\r\nSet-Cookie: x=1.mp4", "a\0.mp4", "a\x1b[2J.mp4", "a\x7f.mp4", "a\u0085.mp4", "", "a" * 2000 + ".mp4"):
            self.assertIn(self.open(filename).status, (400, 415), filename)

    def test_every_requirement_is_answered(self) -> None:
        rows = re.findall(r"^\| (5\.\d\.\d) ", page(), re.MULTILINE)
        self.assertEqual(len(rows), 13)
        tested = " ".join(name.replace("_", ".") for name in dir(self))
        for row, answer in re.findall(r"^\| (5\.\d\.\d) .*?\| \d \| (.*) \|$", page(), re.MULTILINE):
            self.assertEqual(row in tested, answer.startswith(("yes", "in part")), row)


if __name__ == "__main__":
    unittest.main()
