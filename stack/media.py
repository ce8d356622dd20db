"""Real media for the demo and for tests: what Debian and Python packages carry, nothing of it in the repository."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from stack import toolchain
from stack.errors import StackError
from stack.layout import cache_folder
from stack.progress import step

PACKAGES = ("opencv-doc", "ffmpeg", "fonts-dejavu-core")
SPEECH = "pytest-audioeval==0.1.3"
OPENCV = Path("/usr/share/doc/opencv-doc/examples")
FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf"
HEADLINE = "Última hora: el centro, en obras hasta junio"  # a Spanish lower third, for text recognition
NEWS_SECONDS = 10


def folder() -> Path:
    """Made on first use: `street.avi` (79 s of a pedestrian zone), `news.mp4` (ten seconds of it with Spanish speech
    and a headline), `speech.wav` (Spanish, counting), `photo.jpg`, and `speech.txt`, what is said."""
    place = cache_folder() / "media-1"
    if place.is_dir():
        return place
    toolchain.install_packages(PACKAGES)
    toolchain.install_wheel(SPEECH, toolchain.wheel_folder(SPEECH))
    with toolchain.cache_lock(place.name):
        if not place.is_dir():
            step("media", "making", str(place))
            part = place.with_name(place.name + ".part")
            shutil.rmtree(part, ignore_errors=True)
            part.mkdir(parents=True)
            _make(part)
            part.rename(place)
    return place


def _make(place: Path) -> None:
    spoken = toolchain.wheel_folder(SPEECH) / "pytest_audioeval" / "samples" / "audio" / "es"
    shutil.copyfile(OPENCV / "data" / "vtest.avi", place / "street.avi")
    shutil.copyfile(OPENCV / "text" / "scenetext01.jpg", place / "photo.jpg")
    shutil.copyfile(spoken / "conteo.wav", place / "speech.wav")
    shutil.copyfile(spoken / "conteo.txt", place / "speech.txt")
    (place / "headline.txt").write_text(HEADLINE)
    band = "drawbox=y=ih*0.8:h=ih*0.12:w=iw:t=fill:color=navy@0.8"
    text = f"drawtext=fontfile={FONT}:textfile={place / 'headline.txt'}:fontcolor=white:fontsize=24:x=20:y=h*0.84"
    _ffmpeg(
        *("-t", str(NEWS_SECONDS), "-i", str(place / "street.avi"), "-i", str(place / "speech.wav")),
        *("-vf", f"{band},{text}", "-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p"),
        *("-af", "apad", "-c:a", "aac", "-t", str(NEWS_SECONDS), str(place / "news.mp4")),
    )


def _ffmpeg(*arguments: str) -> None:
    done = subprocess.run(["ffmpeg", "-nostdin", "-v", "error", "-y", *arguments], capture_output=True, text=True)
    if done.returncode:
        raise StackError(f"ffmpeg failed: {done.stderr.strip()[-1000:]}")
