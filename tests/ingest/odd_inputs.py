"""What newsrooms bring, and what nobody should: files made on the spot, each by a few lines, none of them stored."""

from __future__ import annotations

import functools
import shutil
import struct
import subprocess
import zlib
from collections.abc import Callable
from pathlib import Path

Maker = Callable[[Path], None]
MOVING = "testsrc2=size={size}:rate={rate}:duration={seconds}"
TONE = "sine=frequency=440:sample_rate=48000:duration={seconds}"


def ffmpeg(*words: str, stdin: bytes | None = None) -> None:
    done = subprocess.run(["ffmpeg", "-nostdin", "-v", "error", "-y", *words], capture_output=True, input=stdin, timeout=120)
    assert done.returncode == 0, done.stderr.decode(errors="replace")[-1000:]


def film(
    *words: str, size: str = "320x180", rate: str = "25", seconds: float = 2, tone: bool = True, before: tuple[str, ...] = ()
) -> Maker:
    """A moving picture with frame numbers, with a tone; `words` are FFmpeg's for the output."""

    def make(place: Path) -> None:
        inputs = ["-f", "lavfi", "-i", MOVING.format(size=size, rate=rate, seconds=seconds)]
        if tone:
            inputs += ["-f", "lavfi", "-i", TONE.format(seconds=seconds)]
        ffmpeg(*before, *inputs, *words, str(place))

    return make


H264 = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")
AAC = ("-c:a", "aac")


def sound(*words: str, seconds: float = 2, source: str = TONE) -> Maker:
    return lambda place: ffmpeg("-f", "lavfi", "-i", source.format(seconds=seconds), *words, str(place))


def picture(*words: str, size: str = "640x360") -> Maker:
    return lambda place: ffmpeg("-f", "lavfi", "-i", f"testsrc2=size={size}:rate=1", "-frames:v", "1", *words, str(place))


def of_bytes(content: bytes) -> Maker:
    return lambda place: place.write_bytes(content) and None


def called(make: Maker, suffix: str) -> Maker:
    """Made under the name that its tool needs, brought under another."""

    def rename(place: Path) -> None:
        real = place.with_name("real" + suffix)
        make(real)
        shutil.move(real, place)

    return rename


def changed(make: Maker, change: Callable[[bytes], bytes]) -> Maker:
    def damage(place: Path) -> None:
        make(place)
        place.write_bytes(change(place.read_bytes()))

    return damage


def first_part(fraction: float) -> Callable[[bytes], bytes]:
    return lambda content: content[: int(len(content) * fraction)]


def scratched(content: bytes) -> bytes:
    """A thousandth of the middle third is noise; beginning and end, where containers keep their tables, are whole."""
    damaged = bytearray(content)
    third = len(content) // 3
    for at in range(third, 2 * third, 1000):
        damaged[at] ^= 0x5A
    return bytes(damaged)


# --- films ------------------------------------------------------------------------------------------------------------


def eight_mono_tracks(place: Path) -> None:
    """As cameras and playout servers write it: MPEG-2 4:2:2, eight tracks of one channel, the third and fourth another
    tone, the rest silent."""
    tones = ["440", "440", "880", "880"]
    inputs = ["-f", "lavfi", "-i", MOVING.format(size="720x576", rate="25", seconds=2)]
    for tone in tones:
        inputs += ["-f", "lavfi", "-i", f"sine=frequency={tone}:sample_rate=48000:duration=2"]
    for _ in range(4):
        inputs += ["-f", "lavfi", "-i", "anullsrc=channel_layout=mono:sample_rate=48000:duration=2"]
    maps = [word for number in range(9) for word in ("-map", str(number))]
    video = ["-c:v", "mpeg2video", "-pix_fmt", "yuv422p", "-b:v", "10M", "-g", "12", "-bf", "2"]
    ffmpeg(*inputs, *maps, *video, "-c:a", "pcm_s16le", "-timecode", "10:00:00:00", "-shortest", str(place))


def interlaced(place: Path) -> None:
    """Fields of two moments in each frame, upper first."""
    source = MOVING.format(size="720x576", rate="50", seconds=2)
    words = ["-vf", "tinterlace=interleave_top,fieldorder=tff", "-c:v", "mpeg2video", "-flags", "+ildct+ilme", "-b:v", "8M"]
    ffmpeg("-f", "lavfi", "-i", source, *words, str(place))


def variable_rate(place: Path) -> None:
    """A telephone's: frames come when there is light enough."""
    words = ["-vf", "select='not(mod(n\\,3))+not(mod(n\\,4))'", "-vsync", "vfr"]
    ffmpeg("-f", "lavfi", "-i", MOVING.format(size="320x180", rate="30", seconds=3), *words, *H264, str(place))


def turned(place: Path) -> None:
    """Held upright: the pixels lie, a matrix says so."""
    lying = place.with_name("lying.mp4")
    film(*H264, *AAC)(lying)
    ffmpeg("-i", str(lying), "-c", "copy", "-metadata:s:v:0", "rotate=90", str(place))


def three_languages(place: Path) -> None:
    inputs = ["-f", "lavfi", "-i", MOVING.format(size="320x180", rate="25", seconds=2)]
    for tone in ("300", "500", "700"):
        inputs += ["-f", "lavfi", "-i", f"sine=frequency={tone}:duration=2"]
    maps = [word for number in range(4) for word in ("-map", str(number))]
    words = [word for number, name in enumerate(("spa", "eng", "cat")) for word in (f"-metadata:s:a:{number}", f"language={name}")]
    ffmpeg(*inputs, *maps, *H264, *AAC, *words, str(place))


def late_sound(place: Path) -> None:
    """The sound begins half a second after the picture."""
    inputs = ["-f", "lavfi", "-i", MOVING.format(size="320x180", rate="25", seconds=3), "-itsoffset", "0.5"]
    ffmpeg(*inputs, "-f", "lavfi", "-i", "sine=duration=2.5", *H264, *AAC, str(place))


def changing_size(place: Path) -> None:
    """A recording during which the camera was set to another size."""
    parts = [place.with_name(f"part{number}.ts") for number in range(2)]
    for part, size in zip(parts, ("320x180", "640x360")):
        film(*H264, *AAC, size=size, seconds=1)(part)
    place.write_bytes(b"".join(part.read_bytes() for part in parts))


def sound_changes(place: Path) -> None:
    """Two channels, then one: a programme between two advertisements."""
    parts = [place.with_name(f"part{number}.ts") for number in range(2)]
    for part, channels in zip(parts, ("2", "1")):
        film(*H264, *AAC, "-ac", channels, seconds=1)(part)
    place.write_bytes(b"".join(part.read_bytes() for part in parts))


def with_captions(place: Path) -> None:
    captions = place.with_name("captions.srt")
    captions.write_text("1\n00:00:00,200 --> 00:00:01,500\nBuenas noches\n\n")
    lavfi = ["-f", "lavfi", "-i", MOVING.format(size="320x180", rate="25", seconds=2)]
    ffmpeg(*lavfi, "-i", str(captions), *H264, "-c:s", "mov_text", str(place))


def cover_and_words(place: Path) -> None:
    """A song as shops sell it: a picture of its cover, and who sings."""
    cover = place.with_name("cover.jpg")
    picture(size="500x500")(cover)
    inputs = ["-f", "lavfi", "-i", "sine=duration=3", "-i", str(cover), "-map", "0", "-map", "1"]
    words = ["-c:a", "libmp3lame", "-c:v", "copy", "-disposition:v", "attached_pic", "-metadata", "title=Himno", "-id3v2_version", "3"]
    ffmpeg(*inputs, *words, str(place))


# --- pictures ---------------------------------------------------------------------------------------------------------


def png(width: int, height: int, rows: bytes | None = None, extra: bytes = b"") -> bytes:
    """Of one bit per pixel, black; `extra` chunks come before the data."""
    data = zlib.compress(bytes((width + 7) // 8 + 1) * height, 9) if rows is None else rows
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + extra + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


@functools.cache
def black_bomb() -> bytes:
    """65,000 × 65,000 pixels in half a megabyte: half a gigabyte when it is unpacked, sixteen as colours."""
    packer = zlib.compressobj(9)
    row = bytes(65_000 // 8 + 1) * 1000
    packed = b"".join(packer.compress(row) for _ in range(65))
    return png(65_000, 65_000, packed + packer.flush())


def many_frames(count: int) -> bytes:
    """An animation of so many frames of one pixel."""
    frame = b"\x2c\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02\x44\x01\x00"
    return b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff" + frame * count + b";"


def huge_profile() -> bytes:
    """A picture whose colour profile is eight megabytes of noise that packs well."""
    profile = b"huge\x00\x00" + zlib.compress(bytes(8 << 20))
    return png(64, 64, extra=chunk(b"iCCP", profile))


def many_exif_bytes(content: bytes) -> bytes:
    """A thousand segments of 64 KB before the picture."""
    segment = b"\xff\xe1\xff\xff" + b"Exif\x00\x00" + bytes(65_533 - 6)
    return content[:2] + segment * 1000 + content[2:]


def lying_photo(place: Path) -> None:
    """EXIF orientation 6: turn it a quarter clockwise (TIFF 6.0, tag 0x0112)."""
    picture(size="640x360")(place)
    entry = struct.pack("<HHIHH", 0x0112, 3, 1, 6, 0)
    tiff = b"II*\x00\x08\x00\x00\x00" + struct.pack("<H", 1) + entry + bytes(4)
    body = b"Exif\x00\x00" + tiff
    content = place.read_bytes()
    place.write_bytes(content[:2] + b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body + content[2:])


def two_pages(place: Path) -> None:
    """TIFF of two pages, 8 bits of grey, as a scanner writes it; the first is 64×48."""

    def page(at: int, width: int, height: int, following: int) -> bytes:
        entries = [
            (256, 3, width),
            (257, 3, height),
            (258, 3, 8),
            (259, 3, 1),
            (262, 3, 1),
            (273, 4, at + 2 + 9 * 12 + 4),
            (277, 3, 1),
            (278, 3, height),
            (279, 4, width * height),
        ]
        packed = b"".join(struct.pack("<HHI", tag, kind, 1) + struct.pack("<I", value) for tag, kind, value in entries)
        return struct.pack("<H", len(entries)) + packed + struct.pack("<I", following) + b"\x80" * (width * height)

    first = page(8, 64, 48, 8 + 2 + 9 * 12 + 4 + 64 * 48)
    place.write_bytes(b"II*\x00\x08\x00\x00\x00" + first + page(8 + len(first), 32, 32, 0))


# --- what leads elsewhere -----------------------------------------------------------------------------------------------

PLAYLIST = b"#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nfile:///etc/passwd\n#EXTINF:10,\nhttp://127.0.0.1:9/x.ts\n#EXT-X-ENDLIST\n"
CONCAT = b"ffconcat version 1.0\nfile '/etc/passwd'\nfile 'http://127.0.0.1:9/x.mp4'\n"
DASH = b'<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011"><Period><BaseURL>file:///etc/passwd</BaseURL></Period></MPD>'
SVG_BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(f'<!ENTITY {chr(98 + n)} "{"&" + chr(97 + n) + ";"}{("&" + chr(97 + n) + ";") * 9}">'.encode() for n in range(9))
    + b']><svg xmlns="http://www.w3.org/2000/svg"><text>&j;</text><image href="file:///etc/passwd"/></svg>'
)
SDP = b"v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 9 RTP/AVP 96\na=rtpmap:96 H264/90000\n"
