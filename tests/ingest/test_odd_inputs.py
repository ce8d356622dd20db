"""A table of what newsrooms bring and of what nobody should: each row ends as it says, and leaves nothing behind."""

from __future__ import annotations

import json
import re
import subprocess
import tempfile
import unittest
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.ingest import odd_inputs as odd
from tests.ingest.test_ingest import LONGEST_S, IngestTest, download, probe
from tests.support import request, sha256, wait_until


@dataclass
class Outcome:
    """What became of a master."""

    asset: str
    type: str
    renditions: dict[str, dict]
    about: dict

    def file(self, profile: str) -> bytes:
        return download(self.renditions[profile]["url"])

    def streams(self, profile: str = "web_720p") -> dict[str, dict]:
        return {stream["codec_type"]: stream for stream in probe(self.file(profile))["streams"]}


Check = Callable[[unittest.TestCase, Outcome], None]


@dataclass
class Row:
    """`fails`: a part of the reason that a person is shown; nothing: it becomes ready."""

    filename: str
    mime_type: str
    make: odd.Maker
    type: str = "video"
    checks: tuple[Check, ...] = ()
    fails: str | None = None


# --- checks -------------------------------------------------------------------------------------------------------------


def size(width: int, height: int, profile: str = "web_720p") -> Check:
    return lambda test, it: test.assertEqual((it.renditions[profile]["width"], it.renditions[profile]["height"]), (width, height))


def lasts(seconds: float, profile: str = "web_720p", within: float = 0.1) -> Check:
    return lambda test, it: test.assertAlmostEqual(it.renditions[profile]["duration_ms"] / 1000, seconds, delta=within)


def frames(count: int, rate: str | None = None, within: int = 0) -> Check:
    def check(test: unittest.TestCase, it: Outcome) -> None:
        counted = count_frames(it.file("web_720p"))
        test.assertAlmostEqual(int(counted["nb_read_frames"]), count, delta=within)
        if rate:
            test.assertEqual(counted["r_frame_rate"], rate)

    return check


def is_silent(test: unittest.TestCase, it: Outcome) -> None:
    test.assertNotIn("audio", it.streams())


def has_sound(test: unittest.TestCase, it: Outcome) -> None:
    """One that can be heard, in two channels at most."""
    stream = it.streams()["audio"]
    test.assertLessEqual(stream["channels"], 2)
    test.assertGreater(mean_volume(it.file("web_720p")), -60)


def is_plain_television(test: unittest.TestCase, it: Outcome) -> None:
    """What every browser shows as it is meant: ITU-R BT.709, eight bits, limited range."""
    stream = it.streams()["video"]
    found = tuple(stream.get(name) for name in ("pix_fmt", "color_transfer", "color_primaries", "color_space"))
    test.assertEqual(found, ("yuv420p", "bt709", "bt709", "bt709"))


def is_progressive(test: unittest.TestCase, it: Outcome) -> None:
    tff, bff, whole = combed(it.file("web_720p"))
    test.assertGreater(whole, 4 * (tff + bff), (tff, bff, whole))


def starts_at(timecode: str) -> Check:
    return lambda test, it: test.assertEqual(it.about["start_timecode"], timecode)


def sounds_to_choose(count: int) -> Check:
    """In the adaptive set: the renditions of sound that its playlist names."""

    def check(test: unittest.TestCase, it: Outcome) -> None:
        playlist = it.file("adaptive_video").decode()
        test.assertEqual(len(re.findall(r"^#EXT-X-MEDIA:.*TYPE=AUDIO", playlist, re.MULTILINE)), count, playlist)

    return check


def playlist_says(*words: str) -> Check:
    def check(test: unittest.TestCase, it: Outcome) -> None:
        playlist = it.file("adaptive_video").decode()
        for word in words:
            test.assertIn(word, playlist)

    return check


def has(*profiles: str) -> Check:
    return lambda test, it: test.assertLessEqual(set(profiles), it.renditions.keys())


def has_not(*profiles: str) -> Check:
    return lambda test, it: test.assertFalse(set(profiles) & it.renditions.keys())


def sound_of(channels: int, seconds: float) -> Check:
    def check(test: unittest.TestCase, it: Outcome) -> None:
        stream = it.streams("preview_mp3")["audio"]
        test.assertEqual(stream["channels"], channels)
        test.assertAlmostEqual(it.renditions["broadcast_wav"]["duration_ms"] / 1000, seconds, delta=0.05)

    return check


# --- measuring --------------------------------------------------------------------------------------------------------


def _said(tool: str, content: bytes, *words: str) -> str:
    with tempfile.NamedTemporaryFile(prefix="acervo-test-") as file:
        file.write(content)
        file.flush()
        done = subprocess.run([tool, *words[:-1], file.name, *words[-1].split()], capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr
        return done.stdout + done.stderr


def count_frames(content: bytes) -> dict:
    words = ("-v", "error", "-count_frames", "-select_streams", "v:0", "-of", "json")
    shown = "-show_entries stream=nb_read_frames,r_frame_rate"
    return json.loads(_said("ffprobe", content, *words, shown))["streams"][0]


def mean_volume(content: bytes) -> float:
    said = _said("ffmpeg", content, "-nostdin", "-i", "-map 0:a:0 -af volumedetect -f null -")
    return float(re.search(r"mean_volume: (\S+) dB", said)[1])


def combed(content: bytes) -> tuple[int, int, int]:
    """Frames with the upper field first, the lower first, and whole ones."""
    said = _said("ffmpeg", content, "-nostdin", "-i", "-map 0:v:0 -vf format=gray,idet -f null -")
    found = re.search(r"Multi frame detection: TFF:\s*(\d+) BFF:\s*(\d+) Progressive:\s*(\d+)", said)
    return tuple(int(number) for number in found.groups())


# --- the table ----------------------------------------------------------------------------------------------------------

H264, AAC = odd.H264, odd.AAC
UNREADABLE = "UnsupportedFormatError"

FILMS = {
    "mxf_with_eight_mono_tracks": Row(
        *("tape.mxf", "application/mxf", odd.eight_mono_tracks),
        checks=(has_sound, sounds_to_choose(4), starts_at("10:00:00:00"), frames(50, "25/1"), is_plain_television),
    ),
    "film_rate_of_cinemas": Row(
        *("cinema.mov", "video/quicktime", odd.film(*H264, *AAC, rate="24000/1001")), checks=(frames(48, "24000/1001"),)
    ),
    "drop_frame_time_code": Row(
        *("ntsc.mov", "video/quicktime", odd.film(*H264, *AAC, "-timecode", "01:00:00;02", rate="30000/1001")),
        checks=(starts_at("01:00:00;02"), frames(60, "30000/1001")),
    ),
    "fifty_frames": Row("fifty.mp4", "video/mp4", odd.film(*H264, *AAC, rate="50"), checks=(frames(100, "50/1"),)),
    "almost_sixty_frames": Row(
        *("sixty.mp4", "video/mp4", odd.film(*H264, *AAC, rate="60000/1001")), checks=(frames(120, "60000/1001", within=1),)
    ),
    "many_frames_a_second": Row(
        *("slow.mp4", "video/mp4", odd.film(*H264, tone=False, rate="120", seconds=1)), checks=(frames(60, "60/1", within=1),)
    ),
    "interlaced": Row("fields.mxf", "application/mxf", odd.interlaced, checks=(is_progressive, is_silent)),
    "variable_rate": Row("phone.mp4", "video/mp4", odd.variable_rate, checks=(lasts(3, within=0.15),)),
    "odd_size": Row(
        "odd.mkv", "video/x-matroska", odd.film("-c:v", "ffv1", "-pix_fmt", "yuv444p", size="321x241"), checks=(size(320, 240),)
    ),
    "held_upright": Row("upright.mp4", "video/mp4", odd.turned, checks=(size(180, 320),)),
    "wide_pixels": Row(
        *("wide.mov", "video/quicktime", odd.film(*H264, "-vf", "setsar=64/45", size="720x576")), checks=(size(1024, 576),)
    ),
    "high_range_pq": Row(
        "hdr.mov",
        "video/quicktime",
        odd.film(
            *("-c:v", "libx265", "-preset", "ultrafast", "-pix_fmt", "yuv420p10le", "-x265-params"),
            *("log-level=none:colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc", "-tag:v", "hvc1"),
            *("-color_primaries", "bt2020", "-color_trc", "smpte2084", "-colorspace", "bt2020nc"),
        ),
        checks=(is_plain_television,),
    ),
    "high_range_hlg": Row(
        "hlg.mov",
        "video/quicktime",
        odd.film(
            *("-c:v", "libx265", "-preset", "ultrafast", "-pix_fmt", "yuv420p10le", "-x265-params"),
            *("log-level=none:colorprim=bt2020:transfer=arib-std-b67:colormatrix=bt2020nc", "-tag:v", "hvc1"),
            *("-color_primaries", "bt2020", "-color_trc", "arib-std-b67", "-colorspace", "bt2020nc"),
        ),
        checks=(is_plain_television,),
    ),
    "transparent": Row(
        "logo.mov",
        "video/quicktime",
        odd.film("-c:v", "prores_ks", "-profile:v", "4444", "-pix_fmt", "yuva444p10le", "-vf", "format=yuva444p10le,colorchannelmixer=aa=0.5"),
        checks=(is_plain_television,),
    ),
    "one_frame": Row(
        "one.mov", "video/quicktime", odd.film(*H264, "-frames:v", "1", tone=False, seconds=1), checks=(frames(1), has("poster", "thumb_300px"))
    ),
    "silent": Row("silent.mp4", "video/mp4", odd.film(*H264, tone=False), checks=(is_silent, has_not("waveform"))),
    "three_languages": Row(
        *("languages.mov", "video/quicktime", odd.three_languages),
        checks=(sounds_to_choose(3), playlist_says('LANGUAGE="spa"', 'LANGUAGE="eng"', 'LANGUAGE="cat"')),
    ),
    "five_channels_and_one": Row(
        "surround.mkv", "video/x-matroska", odd.film(*H264, "-c:a", "ac3", "-ac", "6"), checks=(has_sound, sounds_to_choose(1))
    ),
    "late_sound": Row("late.mp4", "video/mp4", odd.late_sound, checks=(has_sound, lasts(3))),
    "web_format": Row(
        *("web.webm", "video/webm", odd.film("-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-c:a", "libopus")),
        checks=(has_sound, lasts(2)),
    ),
    "av1": Row("new.mkv", "video/x-matroska", odd.film("-c:v", "libsvtav1", "-preset", "12", "-c:a", "flac", seconds=1), checks=(has_sound,)),
    "program_stream": Row("dvd.mpg", "video/mpeg", odd.film("-c:v", "mpeg2video", "-c:a", "mp2", size="352x288"), checks=(has_sound, lasts(2))),
    "transport_stream": Row("air.ts", "video/mp2t", odd.film(*H264, *AAC), checks=(has_sound, lasts(2))),
    "windows_media": Row("old.wmv", "video/x-ms-wmv", odd.film("-c:v", "wmv2", "-c:a", "wmav2"), checks=(has_sound,)),
    "flash": Row("old.flv", "video/x-flv", odd.film("-c:v", "flv", "-c:a", "libmp3lame", "-ar", "44100"), checks=(has_sound,)),
    "digital_tape": Row(
        *("tape.dv", "video/x-dv", odd.film("-target", "pal-dv", size="720x576", seconds=1)), checks=(has_sound, frames(25, "25/1"))
    ),
    "fragmented": Row(
        *("live.mp4", "video/mp4", odd.film(*H264, *AAC, "-movflags", "frag_keyframe+empty_moov")), checks=(has_sound, lasts(2))
    ),
    "edit_friendly": Row(
        *("edit.mov", "video/quicktime", odd.film("-c:v", "prores_ks", "-profile:v", "3", "-c:a", "pcm_s24le", size="640x360")),
        checks=(has_sound, is_plain_television, frames(50)),
    ),
    "tiny": Row("tiny.avi", "video/x-msvideo", odd.film("-c:v", "rawvideo", "-pix_fmt", "bgr24", size="16x16"), checks=(size(16, 16),)),
    "very_wide": Row("banner.mp4", "video/mp4", odd.film(*H264, size="2560x90", tone=False, seconds=1), checks=(size(1280, 46),)),
    "captions_inside": Row("captions.mp4", "video/mp4", odd.with_captions, checks=(lasts(2),)),
    "size_changes_on_the_way": Row("camera.ts", "video/mp2t", odd.changing_size, checks=(has_sound, lasts(2, within=0.3))),
    "sound_changes_on_the_way": Row("break.ts", "video/mp2t", odd.sound_changes, checks=(has_sound, lasts(2, within=0.3))),
    "called_a_sound": Row("film.wav", "audio/wav", odd.called(odd.film(*H264, *AAC), ".mp4"), checks=(has_sound,)),
    "cut_off_transport_stream": Row(
        "cut.ts", "video/mp2t", odd.changed(odd.film(*H264, *AAC), odd.first_part(0.7)), checks=(lasts(1.4, within=0.5),)
    ),
}

SOUNDS = {
    "song_with_cover": Row("song.mp3", "audio/mpeg", odd.cover_and_words, "audio", checks=(sound_of(1, 3), has("thumb_300px"))),
    "studio_quality": Row(
        *("studio.flac", "audio/flac", odd.sound("-ac", "2", "-ar", "96000", "-sample_fmt", "s32", "-c:a", "flac"), "audio"),
        checks=(sound_of(2, 2),),
    ),
    "eight_channels": Row(
        *("bed.wav", "audio/wav", odd.sound("-ac", "8", "-c:a", "pcm_s24le"), "audio"), checks=(sound_of(2, 2),)
    ),
    "telephone": Row("call.wav", "audio/wav", odd.sound("-ar", "8000", "-c:a", "pcm_mulaw"), "audio", checks=(sound_of(1, 2),)),
    "opus": Row("talk.opus", "audio/opus", odd.sound("-c:a", "libopus"), "audio", checks=(sound_of(1, 2),)),
    "nothing_but_silence": Row(
        *("silence.aiff", "audio/aiff", odd.sound("-c:a", "pcm_s16be", source="anullsrc=channel_layout=stereo:sample_rate=48000:duration={seconds}"), "audio"),
        checks=(sound_of(2, 2),),
    ),
    "shorter_than_a_frame": Row("click.wav", "audio/wav", odd.sound("-c:a", "pcm_s16le", seconds=0.01), "audio", checks=(has("broadcast_wav"),)),
    "called_a_film": Row("sound.mp4", "video/mp4", odd.called(odd.sound("-c:a", "pcm_s16le"), ".wav"), "audio", checks=(sound_of(1, 2),)),
}

PICTURES = {
    "lying_photo": Row("lying.jpg", "image/jpeg", odd.lying_photo, "image", checks=(size(360, 640, "thumb_1200px"), size(169, 300, "thumb_300px"))),
    "transparent_sixteen_bits": Row(
        *("deep.png", "image/png", odd.picture("-pix_fmt", "rgba64be"), "image"), checks=(size(640, 360, "thumb_1200px"),)
    ),
    "one_pixel": Row("dot.png", "image/png", odd.of_bytes(odd.png(1, 1)), "image", checks=(size(1, 1, "thumb_300px"),)),
    "two_pages": Row("scan.tif", "image/tiff", odd.two_pages, "image", checks=(size(64, 48, "thumb_300px"),)),
    "sixteen_bit_tiff": Row("deep.tif", "image/tiff", odd.picture("-pix_fmt", "rgb48le"), "image", checks=(size(640, 360, "thumb_1200px"),)),
    "animation": Row("moving.gif", "image/gif", odd.film(tone=False, seconds=1), "image", checks=(size(320, 180, "thumb_800px"),)),
    "called_a_film": Row("photo.mp4", "video/mp4", odd.called(odd.picture(), ".jpg"), "image", checks=(size(640, 360, "thumb_1200px"),)),
    "photo_with_an_archive_behind": Row(
        "both.jpg", "image/jpeg", odd.changed(odd.picture(), lambda content: content + b"PK\x03\x04" + bytes(2000)), "image", checks=(size(640, 360, "thumb_800px"),)
    ),
    # libvips looks at some frames, and at no profile of that size.
    "million_frames": Row("long.gif", "image/gif", odd.of_bytes(odd.many_frames(1_000_000)), "image", checks=(size(1, 1, "thumb_300px"),)),
    "huge_colour_profile": Row("profile.png", "image/png", odd.of_bytes(odd.huge_profile()), "image", checks=(size(64, 64, "thumb_300px"),)),
    "large_exif": Row("words.jpg", "image/jpeg", odd.changed(odd.picture(), odd.many_exif_bytes), "image", checks=(size(640, 360, "thumb_800px"),)),
}

REFUSED = {
    "cut_off_film": Row("cut.mp4", "video/mp4", odd.changed(odd.film(*H264, *AAC), odd.first_part(0.7)), fails=UNREADABLE),
    "cut_off_photo": Row("cut.jpg", "image/jpeg", odd.changed(odd.picture(), odd.first_part(0.5)), fails="Premature end"),
    "one_byte": Row("one.mp4", "video/mp4", odd.of_bytes(b"\x00"), fails=UNREADABLE),
    "zeros": Row("zeros.mp4", "video/mp4", odd.of_bytes(bytes(1 << 20)), fails=UNREADABLE),
    "words": Row("words.wav", "audio/wav", odd.of_bytes(b"these are words\n" * 1000), fails=UNREADABLE),
    "playlist": Row("list.mp4", "video/mp4", odd.of_bytes(odd.PLAYLIST), fails=UNREADABLE),
    "playlist_called_a_stream": Row("list.ts", "video/mp2t", odd.of_bytes(odd.PLAYLIST), fails=UNREADABLE),
    "list_of_files": Row("list.mkv", "video/x-matroska", odd.of_bytes(odd.CONCAT), fails=UNREADABLE),
    "dash_manifest": Row("list.mov", "video/quicktime", odd.of_bytes(odd.DASH), fails=UNREADABLE),
    "session_description": Row("call.mpg", "video/mpeg", odd.of_bytes(odd.SDP), fails=UNREADABLE),
    "drawing_with_a_bomb": Row("drawing.png", "image/png", odd.of_bytes(odd.SVG_BOMB), fails=UNREADABLE),
    "black_bomb": Row("bomb.png", "image/png", odd.of_bytes(odd.black_bomb()), fails=UNREADABLE),
    "sound_without_a_sample": Row("empty.wav", "audio/wav", odd.sound("-c:a", "pcm_s16le", "-t", "0"), fails="no sound can be decoded"),
    "program": Row("tool.mp4", "video/mp4", odd.of_bytes(Path("/bin/true").read_bytes()), fails=UNREADABLE),
}

# Neither is right to insist on: damaged tape is shown as far as it goes, or said to be damaged.
EITHER = {
    "scratched_film": Row("scratched.mp4", "video/mp4", odd.changed(odd.film(*H264, *AAC), odd.scratched)),
    "scratched_sound": Row("scratched.mp3", "audio/mpeg", odd.changed(odd.sound("-c:a", "libmp3lame"), odd.scratched), "audio"),
    "scratched_photo": Row("scratched.jpg", "image/jpeg", odd.changed(odd.picture(), odd.scratched), "image"),
}

TABLE: dict[str, Row] = {
    **{f"film_{name}": row for name, row in FILMS.items()},
    **{f"sound_{name}": row for name, row in SOUNDS.items()},
    **{f"picture_{name}": row for name, row in PICTURES.items()},
    **{f"refused_{name}": row for name, row in REFUSED.items()},
    **{f"damaged_{name}": row for name, row in EITHER.items()},
}


class OddInputs(IngestTest):
    """All are uploaded before the first is waited for: so they also wait for each other, as in a newsroom."""

    assets: dict[str, str] = {}
    hashes: dict[str, str] = {}

    def setUp(self) -> None:
        super().setUp()
        for name, row in TABLE.items():
            if name not in self.assets:
                self.bring(name, row)

    def bring(self, name: str, row: Row) -> None:
        with tempfile.TemporaryDirectory(prefix="acervo-test-") as folder:
            place = Path(folder) / row.filename
            row.make(place)
            content = place.read_bytes()
        self.hashes[name] = sha256(content)
        self.assets[name] = self.upload(content, row.filename, row.mime_type)

    def ends(self, name: str, row: Row) -> None:
        asset = self.assets[name]
        wait_until(lambda: self.processing(asset)["status"] != "processing", f"{name} ends", LONGEST_S)
        found = self.processing(asset)
        wanted = "failed" if row.fails else "ready"
        if name.startswith("damaged_"):
            wanted = found["status"]
        self.assertEqual(found["status"], wanted, found)
        if found["status"] == "failed":
            self.is_refused_cleanly(asset, found, row.fails or "decoded")
        else:
            self.is_ready(asset, row)
        self.came_back(name)

    def is_refused_cleanly(self, asset: str, found: dict, reason: str) -> None:
        self.assertIn(reason, found["failure_reason"])
        self.assertNotIn("/", found["failure_reason"].replace("read/write", ""), "no path of ours")
        self.assertEqual(self.ready_renditions(asset), {}, "nothing is served")
        self.assertEqual(self.at_work(asset), [])

    def is_ready(self, asset: str, row: Row) -> None:
        shown = self.product.call("GET", f"/api/v1/assets/{asset}").json
        self.assertEqual(shown["type"], row.type)
        about = json.loads(self.product.database(f"SELECT technical_metadata FROM assets WHERE id = '{asset}'")[0][0])
        outcome = Outcome(asset, shown["type"], self.ready_renditions(asset), about)
        for check in row.checks:
            check(self, outcome)

    def came_back(self, name: str) -> None:
        """Whatever became of it: the master is as it was brought."""
        address = self.product.call("GET", f"/api/v1/assets/{self.assets[name]}/download").json["url"]
        self.assertEqual(sha256(request("GET", address).body), self.hashes[name])


def _test_of(name: str, row: Row) -> Callable[[OddInputs], None]:
    return lambda self: self.ends(name, row)


for _name, _row in TABLE.items():
    setattr(OddInputs, f"test_{_name}", _test_of(_name, _row))


class AfterAllOfThem(IngestTest):
    def test_nothing_is_left_at_work(self) -> None:
        wait_until(lambda: self.tools_at_work() == [] and self.work_folders() == [], "scratch empty", LONGEST_S)


if __name__ == "__main__":
    unittest.main()
