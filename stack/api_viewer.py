"""The page at /api/docs: the viewer that api/viewer/package-lock.json names, and our two files beside it.

    python3 -m stack.api_viewer     prints the folder, installing when missing

It lies in the user's cache folder under a key of api/viewer, so it is fetched once and never again over the network.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

from stack import tools
from stack.errors import MissingError, StackError
from stack.layout import REPOSITORY, cache_folder
from stack.progress import step
from stack.toolchain import cache_lock

SOURCE = REPOSITORY / "api" / "viewer"
OURS = ("index.html", "viewer.js")
LOCKED = ("package.json", "package-lock.json", ".npmrc")
PACKAGED = ("swagger-ui-dist/swagger-ui-bundle.js", "swagger-ui-dist/swagger-ui.css")


def folder() -> Path:
    """Where the files of the page lie, flat; installed when they are not there."""
    key = hashlib.sha256(b"".join((SOURCE / name).read_bytes() for name in (*LOCKED, *OURS))).hexdigest()[:16]
    place = cache_folder() / f"api-viewer-{key}"
    if place.is_dir():
        return place
    with cache_lock(place.name):
        if not place.is_dir():
            _install(place)
    return place


def _install(place: Path) -> None:
    step("npm", "installing", "the viewer of the API document")
    work = place.with_name(place.name + ".npm")
    part = place.with_name(place.name + ".part")
    for old in (work, part):
        shutil.rmtree(old, ignore_errors=True)
        old.mkdir(parents=True)
    for name in LOCKED:
        shutil.copyfile(SOURCE / name, work / name)
    command = [str(tools.ensure("npm")), "ci", "--silent"]
    done = subprocess.run(command, cwd=work, capture_output=True, text=True)
    if done.returncode:
        raise MissingError(f"npm ci in {work} failed:\n{done.stderr.strip()[-2000:]}", "run it there to see why")
    for name in PACKAGED:
        shutil.copyfile(work / "node_modules" / name, part / Path(name).name)
    for name in OURS:
        shutil.copyfile(SOURCE / name, part / name)
    shutil.rmtree(work)
    part.rename(place)


def main() -> int:
    try:
        print(folder())
    except StackError as failure:
        print(f"acervo: {failure}", file=sys.stderr)
        return failure.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
