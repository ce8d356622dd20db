"""From a master to an asset that can be played: real media, real servers, workers that are killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import unittest
from pathlib import Path
from urllib.parse import quote

from stack import media
from stack.layout import Stack
from stack.servers import s3_roles
from tests import rendition_checker
from tests.support import Answer, Product, request, scratch, sha256, wait_until

LONGEST_S = 300  # a film of ten seconds, under sanitizers, on a busy machine
OF_A_FILM = {"proxy_1080p", "web_720p", "poster", "thumb_300px", "thumb_800px", "thumb_1200px", "adaptive_video"}
OF_A_SOUND = {"preview_mp3", "broadcast_wav", "adaptive_audio"}
OF_A_PICTURE = {"thumb_300px", "thumb_800px", "thumb_1200px"}


class IngestTest(unittest.TestCase):
    def setUp(self) -> None:
        self.product = Product.running()

    def upload(self, content: bytes, filename: str, mime_type: str) -> str:
        answer = self.product.upload(content, filename=filename, mime_type=mime_type)
        return answer["asset_id"]

    def upload_file(self, name: str, mime_type: str) -> str:
        return self.upload((media.folder() / name).read_bytes(), name, mime_type)

    def processing(self, asset: str) -> dict:
        answer = self.product.call("GET", f"/api/v1/assets/{asset}/processing")
        self.assertEqual(answer.status, 200, answer)
        return answer.json

    def wait_for(self, asset: str, status: str) -> dict:
        wait_until(lambda: self.processing(asset)["status"] in (status, "failed"), f"{asset} {status}", LONGEST_S)
        found = self.processing(asset)
        self.assertEqual(found["status"], status, found)
        return found

    def ready_renditions(self, asset: str) -> dict[str, dict]:
        listed = self.product.call("GET", f"/api/v1/assets/{asset}/renditions").json["renditions"]
        return {one["profile_name"]: one for one in listed if one["status"] == "ready" and one["active"]}

    def at_work(self, asset: str) -> list[list[str]]:
        """Renditions on their way, and objects that belong to none that is ready."""
        return self.product.database(
            f"SELECT profile_name FROM renditions WHERE asset_id = '{asset}' AND status IN ('pending', 'processing') "
            "UNION ALL SELECT o.storage_key FROM storage_objects o JOIN renditions r ON r.id = o.rendition_id "
            f"WHERE r.asset_id = '{asset}' AND r.status <> 'ready' AND o.state <> 'deleted'"
        )

    def work_folders(self) -> list[Path]:
        return [path for path in (self.product.state / "scratch" / "jobs").iterdir()]

    def tools_at_work(self) -> list[int]:
        return rendition_checker.tools_at_work(self.product)


class WhatIsUploadedCanBePlayed(IngestTest):
    def test_a_film(self) -> None:
        asset = self.upload_file("news.mp4", "video/mp4")
        self.wait_for(asset, "ready")
        renditions = self.ready_renditions(asset)
        self.assertLessEqual(OF_A_FILM, renditions.keys())
        film = probe(download(renditions["web_720p"]["url"]))
        self.assertEqual({stream["codec_name"] for stream in film["streams"]}, {"h264", "aac"})
        self.assertAlmostEqual(float(film["format"]["duration"]), media.NEWS_SECONDS, delta=0.1)
        self.assertLessEqual(renditions["proxy_1080p"]["height"], 576, "never larger than the master")
        self.plays_to_the_end(renditions["adaptive_video"], media.NEWS_SECONDS)
        self.plays_by_its_addresses(asset, media.NEWS_SECONDS, ("-map", "0:v:0", "-map", "0:a:0"))
        about = json.loads(self.product.database(f"SELECT technical_metadata FROM assets WHERE id = '{asset}'")[0][0])
        self.assertEqual([stream["kind"] for stream in about["streams"]], ["video", "audio"])
        self.came_back(asset, "news.mp4")
        self.assertEqual(self.work_folders(), [], "no job left anything")

    def test_a_sound_and_a_picture(self) -> None:
        sound, picture = self.upload_file("speech.wav", "audio/wav"), self.upload_file("photo.jpg", "image/jpeg")
        self.wait_for(sound, "ready")
        self.wait_for(picture, "ready")
        self.assertLessEqual(OF_A_SOUND, self.ready_renditions(sound).keys())
        self.assertEqual(OF_A_PICTURE, self.ready_renditions(picture).keys())
        self.plays_by_its_addresses(sound, media_seconds("speech.wav"), ("-map", "0:a:0"))
        shown = self.product.call("GET", f"/api/v1/assets/{picture}/playback").json
        self.assertNotIn("hls_url", shown)
        self.assertEqual({one["profile_name"] for one in shown["thumbnails"]}, OF_A_PICTURE)
        widths = [one["width"] for one in shown["thumbnails"]]
        self.assertEqual(widths, sorted(widths))
        wav = probe(download(self.ready_renditions(sound)["broadcast_wav"]["url"]))
        self.assertEqual(wav["streams"][0]["codec_name"], "pcm_s24le")
        small = probe(download(self.ready_renditions(picture)["thumb_300px"]["url"]))
        self.assertEqual(small["streams"][0]["codec_name"], "webp")
        self.assertEqual(max(small["streams"][0]["width"], small["streams"][0]["height"]), 300)

    def came_back(self, asset: str, name: str) -> None:
        address = self.product.call("GET", f"/api/v1/assets/{asset}/download").json["url"]
        self.assertEqual(sha256(request("GET", address).body), sha256((media.folder() / name).read_bytes()))

    def plays_to_the_end(self, rendition: dict, seconds: float) -> None:
        """HLS and DASH, from a copy of all objects of the set."""
        rows = self.product.database(
            f"SELECT bucket, storage_key FROM storage_objects WHERE rendition_id = '{rendition['rendition_id']}'"
        )
        base = os.path.commonpath([key for _, key in rows])
        with scratch() as folder:
            for bucket, key in rows:
                place = folder / os.path.relpath(key, base)
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(self.stored(bucket, key))
            for manifest in ("hls/master.m3u8", "dash/manifest.mpd"):
                played = ffmpeg("-i", str(folder / manifest), "-map", "0:v:0", "-map", "0:a:0", "-f", "null", "-progress", "-", "-")
                micros = [int(line.split("=")[1]) for line in played.splitlines() if line.startswith("out_time_us=")]
                self.assertAlmostEqual(micros[-1] / 1e6, seconds, delta=0.5, msg=manifest)

    def plays_by_its_addresses(self, asset: str, seconds: float, streams: tuple[str, ...]) -> None:
        """As a player does: from the gateway, without a header, twice, so that the second time it is answered from the cache."""
        shown = self.product.call("GET", f"/api/v1/assets/{asset}/playback").json
        files = {one["profile_name"]: one["url"] for one in shown["files"]}
        single = files.get("web_720p") or files["preview_mp3"]
        for address in (shown["hls_url"], shown["dash_url"], single, shown["hls_url"], shown["dash_url"]):
            played = ffmpeg("-i", self.product.url + address, *streams, "-f", "null", "-progress", "-", "-")
            micros = [int(line.split("=")[1]) for line in played.splitlines() if line.startswith("out_time_us=")]
            self.assertAlmostEqual(micros[-1] / 1e6, seconds, delta=0.5, msg=address)

    def stored(self, bucket: str, key: str) -> bytes:
        stack = Stack.open(self.product.state)
        answer = s3_roles.request(stack, s3_roles.BOOTSTRAP, "GET", f"/{bucket}/{quote(key)}", timeout_s=30)
        self.assertEqual(answer[0], 200)
        return answer[1]


class WhatCannotBePlayedSaysWhy(IngestTest):
    def test_words_that_are_called_a_film(self) -> None:
        asset = self.upload(b"these are words, and no film\n" * 100, "words.mp4", "video/mp4")
        wait_until(lambda: self.processing(asset)["status"] == "failed", "failed", LONGEST_S)
        found = self.processing(asset)
        self.assertIn("UnsupportedFormatError", found["failure_reason"])
        self.assertEqual(found["renditions"], [])
        again = self.product.call("POST", f"/api/v1/assets/{asset}/retry")
        self.assertEqual((again.status, again.json["status"]), (200, "processing"))
        wait_until(lambda: self.processing(asset)["status"] == "failed", "failed again", LONGEST_S)
        ids = self.product.database(f"SELECT workflow_id FROM workflow_starts WHERE asset_id = '{asset}' ORDER BY 1")
        self.assertEqual([one[0][-2:] for one in ids], [":1", ":2"])

    def test_a_sound_that_is_called_a_film_is_a_sound(self) -> None:
        asset = self.upload((media.folder() / "speech.wav").read_bytes(), "speech.mp4", "video/mp4")
        self.wait_for(asset, "ready")
        self.assertEqual(self.product.call("GET", f"/api/v1/assets/{asset}").json["type"], "audio")


class WorkThatIsStopped(IngestTest):
    def begin(self) -> str:
        """A film of 79 seconds whose rendering has begun."""
        asset = self.upload_file("street.avi", "video/x-msvideo")
        wait_until(lambda: self.tools_at_work() != [], "FFmpeg at work", LONGEST_S)
        return asset

    def test_that_is_cancelled_leaves_nothing(self) -> None:
        asset = self.begin()
        answer = self.product.call("POST", f"/api/v1/assets/{asset}/cancel")
        self.assertEqual(answer.status, 200, answer)
        took = wait_until(lambda: self.tools_at_work() == [], "no FFmpeg left", 30)
        wait_until(lambda: self.processing(asset)["status"] == "failed", "failed", 60)
        self.assertEqual(self.processing(asset)["failure_reason"], "cancelled")
        print(f"no FFmpeg left after {took:.1f} s", flush=True)
        self.assertLess(took, 15, "a person waits; two seconds are meant where the machine does nothing else")
        wait_until(lambda: self.work_folders() == [], "scratch empty", 10)
        self.assertEqual(self.at_work(asset), [])
        self.assertEqual(self.product.call("POST", f"/api/v1/assets/{asset}/cancel").status, 200, "once more changes nothing")

    def test_whose_worker_is_killed_goes_on(self) -> None:
        asset = self.upload_file("news.mp4", "video/mp4")
        wait_until(lambda: self.tools_at_work() != [], "FFmpeg at work", LONGEST_S)
        os.kill(self.product.pid("worker-transcode"), signal.SIGKILL)
        os.kill(self.product.pid("orchestrator"), signal.SIGKILL)
        wait_until(lambda: self.tools_at_work() == [], "children die with their worker", 10)
        self.product.acervo("up", "--only", "orchestrator,worker-transcode")
        self.wait_for(asset, "ready")
        self.assertLessEqual(OF_A_FILM, self.ready_renditions(asset).keys())
        self.assertEqual(self.work_folders(), [])


def media_seconds(name: str) -> float:
    return float(probe((media.folder() / name).read_bytes())["format"]["duration"])


def download(address: str) -> bytes:
    answer: Answer = request("GET", address)
    assert answer.status == 200, answer
    return answer.body


def probe(content: bytes) -> dict:
    with scratch() as folder:
        file = folder / "file"
        file.write_bytes(content)
        words = ["ffprobe", "-v", "error", "-show_format", "-show_streams", "-of", "json", str(file)]
        return json.loads(subprocess.run(words, capture_output=True, check=True, timeout=60).stdout)


def ffmpeg(*words: str) -> str:
    command = ["ffmpeg", "-nostdin", "-v", "error", *words]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert done.stderr == "", done.stderr
    return done.stdout


if __name__ == "__main__":
    unittest.main()
