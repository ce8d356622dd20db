"""Renditions that somebody asks for now: parts that are right to the frame, made once, ahead of all that waits."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import tempfile
import unittest
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from stack import media
from stack.layout import Stack
from stack.servers import s3_roles
from tests.ingest.odd_inputs import H264, ffmpeg
from tests.ingest.test_ingest import LONGEST_S, IngestTest, download, probe
from tests.support import PROGRAMS, scratch, wait_until

BITS = 12
WIDTH, HEIGHT = BITS * 32, 64
RATES = {"23.976": "24000/1001", "25": "25", "29.97 drop frame": "30000/1001", "50": "50", "59.94": "60000/1001"}


def numbered(rate: str, seconds: int, timecode: str) -> bytes:
    """A film each of whose frames bears its number, in black and white bars; the highest bit is left."""
    bar = f"if(gt(mod(floor(N/pow(2,{BITS - 1}-floor(X/32))),2),0),235,16)"
    source = f"color=black:size={WIDTH}x{HEIGHT}:rate={rate}:duration={seconds},format=gray,geq=lum='{bar}'"
    with tempfile.TemporaryDirectory(prefix="acervo-test-") as folder:
        place = Path(folder) / "numbered.mov"
        words = ["-f", "lavfi", "-i", source, "-f", "lavfi", "-i", f"sine=duration={seconds}", *H264, "-c:a", "aac"]
        ffmpeg(*words, "-timecode", timecode, "-g", "48", str(place))
        return place.read_bytes()


def numbers_in(content: bytes, *before: str, frames: int | None = None) -> list[int]:
    """What the frames say they are."""
    with tempfile.NamedTemporaryFile(prefix="acervo-test-") as file:
        file.write(content)
        file.flush()
        limit = ["-frames:v", str(frames)] if frames else []
        scale = f"scale={WIDTH}:{HEIGHT}:flags=neighbor,format=gray"
        command = ["ffmpeg", "-nostdin", "-v", "error", *before, "-i", file.name, "-map", "0:v:0", "-vsync", "passthrough"]
        command += ["-vf", scale, *limit, "-f", "rawvideo", "-"]
        raw = subprocess.run(command, capture_output=True, check=True, timeout=120).stdout
    middle = HEIGHT // 2 * WIDTH + 16
    found = []
    for start in range(0, len(raw), WIDTH * HEIGHT):
        bits = [raw[start + middle + 32 * bit] > 128 for bit in range(BITS)]
        found.append(sum(bit << (BITS - 1 - place) for place, bit in enumerate(bits)))
    return found


class OnDemand(IngestTest):
    def order(self, asset: str, profile: str, first: int | None = None, end: int | None = None) -> dict:
        body: dict = {"profile_name": profile}
        if first is not None:
            body["part"] = {"first_frame": first, "end_frame": end}
        answer = self.product.call("POST", f"/api/v1/assets/{asset}/renditions", body)
        self.assertEqual(answer.status, 202, answer)
        return answer.json

    def made(self, asset: str, ordered: dict) -> dict:
        path = f"/api/v1/assets/{asset}/renditions/{ordered['rendition_id']}"
        wait_until(lambda: self.product.call("GET", path).json["status"] in ("ready", "failed"), "made", LONGEST_S)
        found = self.product.call("GET", path).json
        self.assertEqual(found["status"], "ready", found)
        return found


class PartsAreRightToTheFrame(OnDemand):
    def test_at_every_rate(self) -> None:
        masters = {}
        for name, rate in RATES.items():
            film = numbered(rate, 6, "01:00:00;00" if "drop" in name else "01:00:00:00")
            masters[name] = self.upload(film, "numbered.mov", "video/quicktime")
        for name, asset in masters.items():
            with self.subTest(rate=name):
                self.wait_for(asset, "ready")
                self.parts_of(asset, RATES[name])
                self.seeking_in(asset, RATES[name])

    def parts_of(self, asset: str, rate: str) -> None:
        for first, end in ((0, 7), (61, 62), (37, 99)):
            part = self.made(asset, self.order(asset, "clip_mp4", first, end))
            content = download(part["url"])
            self.assertEqual(numbers_in(content), list(range(first, end)))
            stream = next(one for one in probe(content)["streams"] if one["codec_type"] == "video")
            self.assertEqual(stream["r_frame_rate"].removesuffix("/1"), rate)

    def seeking_in(self, asset: str, rate: str) -> None:
        """Whoever jumps to a frame's time in a proxy sees this frame."""
        proxy = download(self.ready_renditions(asset)["web_720p"]["url"])
        upper, _, lower = rate.partition("/")
        for frame in (1, 47, 48, 49, 100):
            at = (frame - 0.4) * int(lower or 1) / int(upper)
            self.assertEqual(numbers_in(proxy, "-ss", f"{at:.6f}", frames=1), [frame])


class OrdersAreMadeOnce(OnDemand):
    def setUp(self) -> None:
        super().setUp()
        self.asset = self.upload_file("news.mp4", "video/mp4")
        self.wait_for(self.asset, "ready")

    def test_for_editing(self) -> None:
        first, again = self.order(self.asset, "prores_hq", 10, 20), self.order(self.asset, "prores_hq", 10, 20)
        self.assertEqual(first["rendition_id"], again["rendition_id"])
        made = self.made(self.asset, first)
        codecs = [stream["codec_name"] for stream in probe(download(made["url"]))["streams"]]
        self.assertEqual(codecs[:2], ["prores", "pcm_s24le"])
        self.assertIn("/ondemand/", made["url"])
        self.assertIn("prores_hq_10-20.mov", made["url"])
        later = self.order(self.asset, "prores_hq", 10, 20)
        self.assertEqual((later["rendition_id"], later["status"]), (first["rendition_id"], "ready"))
        starts = self.product.database(f"SELECT count(*) FROM workflow_starts WHERE workflow_id LIKE 'rendition:{first['rendition_id']}:%'")
        self.assertEqual(starts, [["1"]])
        self.assertEqual(self.processing(self.asset)["status"], "ready", "orders change nothing of the asset")

    def test_what_expired_is_made_again(self) -> None:
        before = self.ready_renditions(self.asset)["web_720p"]
        self.product.database(f"UPDATE renditions SET expires_at = now() - interval '1 s' WHERE id = '{before['rendition_id']}'")
        path = f"/api/v1/assets/{self.asset}/renditions/{before['rendition_id']}"
        objects = self.product.database(f"SELECT bucket, storage_key FROM storage_objects WHERE rendition_id = '{before['rendition_id']}'")
        self.assertEqual(self.statuses(objects), {200})
        with self.eager_keeper():
            wait_until(lambda: self.product.call("GET", path).json["status"] == "expired", "expired", 120)
            wait_until(lambda: self.statuses(objects) == {404}, "its bytes are gone", 60)
        self.assertNotIn("url", self.product.call("GET", path).json)
        again = self.made(self.asset, self.order(self.asset, "web_720p"))
        self.assertEqual((again["revision"], again["active"]), (2, True))
        self.assertEqual(probe(download(again["url"]))["streams"][0]["codec_name"], "h264")

    def statuses(self, objects: list[list[str]]) -> set[int]:
        stack = Stack.open(self.product.state)
        return {s3_roles.request(stack, "keeper", "GET", f"/{bucket}/{quote(key)}", timeout_s=30)[0] for bucket, key in objects}

    @contextlib.contextmanager
    def eager_keeper(self) -> Iterator[None]:
        """One that walks the buckets all the time, in the place of the stack's."""
        port = int(self.product.url.rsplit(":", 1)[1]) + 97
        words = {"http.port": port, "reconcile.sweep_every": "1s", "reconcile.settle_every": "1s", "keeper.house_pause": "1s"}
        command = [str(PROGRAMS / "acervo-keeper"), "--config", str(self.product.state / "config" / "keeper.toml")]
        command += [word for name, value in words.items() for word in ("--set", f"{name}={value}")]
        with open(self.product.state / "logs" / "keeper-other.log", "a") as log:
            process = subprocess.Popen(command, stdout=log, stderr=log, cwd=self.product.state)
        try:
            os.kill(self.product.pid("keeper"), signal.SIGKILL)
            yield
        finally:
            process.terminate()
            process.wait(30)
            self.product.acervo("up", "--only", "gateway,keeper,orchestrator,worker-ingest,worker-transcode")

    def test_that_make_no_sense_are_refused(self) -> None:
        wrong = [
            {"profile_name": "no_such"},
            {"profile_name": "preview_mp3"},
            {"profile_name": "web_720p", "part": {"first_frame": 0, "end_frame": 10}},
            {"profile_name": "clip_mp4", "part": {"first_frame": 10, "end_frame": 10}},
        ]
        for body in wrong:
            answer = self.product.call("POST", f"/api/v1/assets/{self.asset}/renditions", body)
            self.assertEqual(answer.status, 400, (body, answer))

    def test_beyond_the_film_says_why(self) -> None:
        ordered = self.order(self.asset, "clip_mp4", 100_000, 100_010)
        path = f"/api/v1/assets/{self.asset}/renditions/{ordered['rendition_id']}"
        wait_until(lambda: self.product.call("GET", path).json["status"] == "failed", "failed", LONGEST_S)
        self.assertIn("film", self.product.call("GET", path).json["failure_reason"])

    def test_on_the_command_line(self) -> None:
        words = ["assets", "render", self.asset, "clip_mp4", "--first-frame", "5", "--end-frame", "30"]
        with scratch() as folder:
            options = {"env": {**os.environ, "ACERVO_CREDENTIALS": str(folder / "credentials")}}
            name, password = self.product.administrator()
            self.product.acervo("login", name, input=password + "\n", **options)
            done = self.product.acervo(*words, "--json", **options)
        self.assertIn('"status":"ready"', done.stdout.replace(" ", ""))


class OrdersThatAreStopped(OnDemand):
    def test_leave_nothing(self) -> None:
        asset = self.upload((media.folder() / "street.avi").read_bytes() + b"on demand", "street.avi", "video/x-msvideo")
        self.wait_for(asset, "ready")
        ordered = self.order(asset, "prores_hq")
        wait_until(lambda: self.tools_at_work() != [], "FFmpeg at work", LONGEST_S)
        path = f"/api/v1/assets/{asset}/renditions/{ordered['rendition_id']}"
        self.assertEqual(self.product.call("POST", path + "/cancel").status, 200)
        took = wait_until(lambda: self.tools_at_work() == [], "no FFmpeg left", 30)
        wait_until(lambda: self.product.call("GET", path).json["status"] == "failed", "failed", 60)
        print(f"no FFmpeg left after {took:.1f} s", flush=True)
        self.assertEqual(self.product.call("GET", path).json["failure_reason"], "cancelled")
        wait_until(lambda: self.work_folders() == [], "scratch empty", 10)


if __name__ == "__main__":
    unittest.main()
