"""What files say about themselves: shown, searched for, and no word of a person's overwritten."""

from __future__ import annotations

import json
import subprocess
import unittest
from pathlib import Path

from stack import media
from tests.support import Product, scratch, wait_until

LONGEST_S = 300
IPTC = (
    "-codedcharacterset=utf8",
    "-IPTC:Headline=El alcalde, en el pleno",
    "-IPTC:Caption-Abstract=Sesión de marzo",
    "-IPTC:By-line=Ana Ruiz",
    "-XMP-photoshop:City=Cádiz",
    "-EXIF:DateTimeOriginal=2025:03:17 10:00:00",
    "-EXIF:OffsetTimeOriginal=+01:00",
    "-EXIF:GPSLatitude=36.53",
    "-EXIF:GPSLatitudeRef=N",
    "-EXIF:GPSLongitude=6.29",
    "-EXIF:GPSLongitudeRef=W",
    "-EXIF:Model=Z9",
)


def run(*command: str | Path) -> None:
    subprocess.run([str(part) for part in command], check=True, capture_output=True)


def photo(folder: Path, *tags: str) -> bytes:
    """A new one every time: the same bytes twice would be a duplicate."""
    file = folder / "photo.jpg"
    file.write_bytes((media.folder() / "photo.jpg").read_bytes())
    run("exiftool", "-overwrite_original", "-all=", file)
    run("exiftool", "-overwrite_original", *IPTC, *tags, file)
    return file.read_bytes()


class WhatFilesSay(unittest.TestCase):
    def setUp(self) -> None:
        self.product = Product.running()

    def ingest(self, content: bytes, filename: str, mime_type: str, **words: str) -> dict:
        asset = self.product.upload(content, filename=filename, mime_type=mime_type, **words)["asset_id"]
        return self.wait_for(asset)

    def bring_version(self, asset: str, content: bytes, filename: str, mime_type: str) -> None:
        path = f"/api/v1/assets/{asset}"
        members = {"filename": filename, "size": len(content), "mime_type": mime_type}
        opened = self.product.call("POST", f"{path}/versions", members)
        self.assertEqual(opened.status, 201, opened)
        parts = self.product.send_parts(opened.json, content)
        self.assertEqual(self.product.call("POST", f"{path}/complete", {"parts": parts}).status, 202)

    def wait_for(self, asset: str) -> dict:
        def status() -> str:
            return self.product.call("GET", f"/api/v1/assets/{asset}/processing").json["status"]

        wait_until(lambda: status() in ("ready", "failed"), f"{asset} is ready", LONGEST_S)
        shown = self.product.call("GET", f"/api/v1/assets/{asset}").json
        self.assertEqual(shown["status"], "ready", shown)
        return shown

    def history(self, asset: str) -> list[dict]:
        return self.product.call("GET", f"/api/v1/assets/{asset}/history").json["edits"]

    def found_by(self, tag: str) -> list[str]:
        return [one["asset_id"] for one in self.product.call("GET", f"/api/v1/assets?tag={tag}").json["assets"]]

    def test_a_photo_is_found_by_its_keywords(self) -> None:
        with scratch() as folder:
            tag = f"pleno-{folder.name.lower()}"[:60]
            shown = self.ingest(photo(folder, f"-IPTC:Keywords={tag}", "-IPTC:Keywords=alcalde"), "DSC_1.JPG", "image/jpeg")
        asset = shown["asset_id"]
        self.assertEqual(shown["title"], "El alcalde, en el pleno")
        self.assertEqual(shown["description"], "Sesión de marzo")
        self.assertEqual(shown["tags"], [tag, "alcalde"])
        self.assertNotIn("edited_by", shown)
        self.assertEqual(self.found_by(tag), [asset])
        technical = shown["technical_metadata"]
        self.assertEqual(technical["codec"], "mjpeg")
        said = technical["embedded"]
        self.assertEqual(said["captured_at"], "2025-03-17T10:00:00+01:00")
        self.assertAlmostEqual(said["gps"]["longitude"], -6.29, places=5)
        self.assertEqual((said["creators"], said["city"], said["camera"]), (["Ana Ruiz"], "Cádiz", {"model": "Z9"}))
        edits = self.history(asset)
        self.assertEqual([edit.get("from_file", False) for edit in edits], [True, False])
        self.assertEqual(edits[1]["title"], "DSC_1.JPG")
        raw = json.loads(self.product.database(f"SELECT raw_metadata FROM assets WHERE id = '{asset}'")[0][0])
        self.assertEqual(raw["exiftool"]["IPTC:By-line"], "Ana Ruiz")
        self.assertEqual(raw["ffprobe"]["streams"][0]["codec_name"], "mjpeg")
        listed = self.product.call("GET", f"/api/v1/assets?tag={tag}").json["assets"][0]
        self.assertNotIn("technical_metadata", listed)

    def test_a_persons_word_stays(self) -> None:
        with scratch() as folder:
            shown = self.ingest(photo(folder, "-IPTC:Keywords=alcalde"), "DSC_2.JPG", "image/jpeg", title="Mine")
            asset = shown["asset_id"]
            self.assertEqual((shown["title"], shown["tags"]), ("Mine", ["alcalde"]))
            patch = {"tags": None, "description": "Mine, too"}
            headers = {"If-Match": "*", "Content-Type": "application/merge-patch+json"}
            answer = self.product.call("PATCH", f"/api/v1/assets/{asset}", patch, headers=headers)
            self.assertEqual(answer.status, 200, answer)
            newer = photo(folder, "-IPTC:Keywords=otra", "-IPTC:Headline=Otra foto")
            self.bring_version(asset, newer, "DSC_3.JPG", "image/jpeg")
            shown = self.wait_for(asset)
        self.assertEqual((shown["title"], shown["description"]), ("Mine", "Mine, too"))
        self.assertNotIn("tags", shown)
        self.assertEqual(shown["technical_metadata"]["embedded"]["headline"], "Otra foto", "it is known all the same")

    def test_a_film_begins_at_its_time_code(self) -> None:
        with scratch() as folder:
            film = folder / "a.mov"
            run(
                *("ffmpeg", "-nostdin", "-v", "error", "-f", "lavfi", "-i", "testsrc2=s=320x180:r=30000/1001:d=1"),
                *("-c:v", "libx264", "-pix_fmt", "yuv420p", "-timecode", "01:00:00;00"),
                *("-metadata", f"title=Pleno {folder.name}", film),
            )
            shown = self.ingest(film.read_bytes(), "a.mov", "video/quicktime")
            self.assertEqual(shown["title"], f"Pleno {folder.name}")
        technical = shown["technical_metadata"]
        self.assertEqual((technical["start_timecode"], technical["start_frame"]), ("01:00:00;00", 107892))
        self.assertEqual((technical["frame_rate"], technical["resolution"], technical["codec"]), ("30000/1001", "320x180", "h264"))
