"""Builds what C++ needs of Temporal's Rust crates: the bridge (`src/temporal/bridge`, a static library with a C interface)
and the protobuf classes of the messages inside those crates (`src/temporal/protos`).

    python3 -m stack.temporal_bridge folders    prints both folders, whose names hold a hash of all that decides their content
    python3 -m stack.temporal_bridge build      fills them when they are not there

Both lie in the user's cache folder, so a clean clone builds neither again. cargo's own work folder lies beside them: an
edit of the bridge compiles the bridge alone.

cargo's lock file names the address of the registry in every entry. The committed `crates.lock` is that file without
these lines; versions and checksums are all in it. cargo itself tells the address when the lock is put together again.

    python3 -m stack.temporal_bridge pin        writes crates.lock anew from Cargo.toml, with today's newest versions
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from stack import toolchain, tools
from stack.errors import StackError
from stack.layout import REPOSITORY, cache_folder
from stack.progress import step

CRATE = REPOSITORY / "src" / "temporal" / "bridge"
PROTO_LIST = REPOSITORY / "src" / "temporal" / "protos" / "protos.txt"
PROTO_CRATE = "temporalio-protos"
INCLUDE_ROOTS = ("api_upstream", "local", "testsrv_upstream", "grpc", ".")
WORK = "temporal-bridge-work"

COMPILER = "clang++-19"
# One build for all presets: generated code is not what sanitisers are for, and warnings about it help nobody. A field is
# named `linux`, which is a macro unless the extensions of GNU are off.
PROTO_FLAGS = ("-std=c++23", "-O1", "-g0", "-fPIC", "-w", "-ffunction-sections")
# Without these protoc 3.21 writes `namespace namespace`. The wire format does not hold the name of a package.
RENAMED = (b"temporal.api.namespace.v1", b"temporal.api.namespace_.v1")


# --- what decides the content ----------------------------------------------------------------------------------------


def bridge_folder() -> Path:
    parts = [CRATE / "Cargo.toml", CRATE / "crates.lock", *sorted((CRATE / "src").glob("*.rs"))]
    return _folder("temporal-bridge", [part.name.encode() + b"\0" + part.read_bytes() for part in parts] + [_rustc()])


def protos_folder() -> Path:
    lock = (CRATE / "crates.lock").read_text()
    pinned = re.search(rf'name = "{PROTO_CRATE}"\nversion = .*\nchecksum = .*\n', lock)
    if not pinned:
        raise StackError(f"crates.lock does not pin {PROTO_CRATE}")
    said = subprocess.run([COMPILER, "--version"], capture_output=True).stdout.splitlines()[:1]
    protoc = subprocess.run(["protoc", "--version"], capture_output=True).stdout
    recipe = repr((PROTO_FLAGS, RENAMED, INCLUDE_ROOTS)).encode()
    return _folder("temporal-protos", [pinned[0].encode(), PROTO_LIST.read_bytes(), recipe, *said, protoc])


def _folder(name: str, parts: list[bytes]) -> Path:
    key = hashlib.sha256(b"\0".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()[:16]
    return cache_folder() / f"{name}-{key}"


def _rustc() -> bytes:
    return subprocess.run([tools.ensure("rustc"), "--version"], capture_output=True, cwd="/").stdout


# --- the lock --------------------------------------------------------------------------------------------------------


def without_addresses(lock: str) -> str:
    return "".join(line for line in lock.splitlines(keepends=True) if not line.startswith("source = "))


def with_addresses(lock: str, source: str) -> str:
    """`source` is cargo's own line; it stands before the checksum, which every crate of a registry has."""
    return re.sub(r"^checksum = ", lambda match: source + "\n" + match[0], lock, flags=re.MULTILINE)


def _source_line(work: Path) -> str:
    """What cargo writes for a crate of its registry, learned from the smallest lock there is."""
    known = work / "source-line"
    if not known.exists():
        asked = work / "ask"
        (asked / "src").mkdir(parents=True, exist_ok=True)
        (asked / "src" / "lib.rs").touch()
        (asked / "Cargo.toml").write_text('[package]\nname = "ask"\nversion = "0.0.0"\n[dependencies]\ncfg-if = "1"\n')
        _run(["cargo", "generate-lockfile"], asked)
        line = re.search(r"^source = .*$", (asked / "Cargo.lock").read_text(), re.MULTILINE)
        if not line:
            raise StackError("cargo wrote a lock without a source")
        known.write_text(line[0])
    return known.read_text()


def pin() -> None:
    place = _staged()
    (place / "Cargo.lock").unlink()
    _run(["cargo", "generate-lockfile"], place)
    (CRATE / "crates.lock").write_text(without_addresses((place / "Cargo.lock").read_text()))


# --- building --------------------------------------------------------------------------------------------------------


def build() -> None:
    toolchain.install_packages(["protobuf-compiler", "libprotobuf-dev"])
    bridge, protos = bridge_folder(), protos_folder()
    if not bridge.is_dir():
        with toolchain.cache_lock(WORK):
            if not bridge.is_dir():
                _build_bridge(bridge)
    if not protos.is_dir():
        with toolchain.cache_lock(protos.name):
            if not protos.is_dir():
                _build_protos(protos)


def _staged() -> Path:
    """The crate as cargo shall see it, at a place that is the same for all clones. Unchanged files keep their time."""
    work = cache_folder() / WORK
    place = work / "source"
    (place / "src").mkdir(parents=True, exist_ok=True)
    wanted = {place / "Cargo.toml": (CRATE / "Cargo.toml").read_text()}
    for file in (CRATE / "src").glob("*.rs"):
        wanted[place / "src" / file.name] = file.read_text()
    lock = CRATE / "crates.lock"
    wanted[place / "Cargo.lock"] = with_addresses(lock.read_text() if lock.exists() else "", _source_line(work))
    for file in (place / "src").iterdir():
        if file not in wanted:
            file.unlink()
    for file, text in wanted.items():
        if not file.exists() or file.read_text() != text:
            file.write_text(text)
    return place


def _build_bridge(product: Path) -> None:
    place = _staged()
    target = place.parent / "target"
    step("temporal", "building", "the bridge in Rust: minutes when it is the first time on this machine")
    _run(["nice", "-n", "10", "cargo", "build", "--release", "--locked", "--target-dir", str(target)], place)
    part = _fresh(product)
    shutil.copy(target / "release" / "libacervo_temporal_bridge.a", part)
    part.rename(product)


def _build_protos(product: Path) -> None:
    with toolchain.cache_lock(WORK):
        place = _staged()
        _run(["cargo", "fetch", "--locked"], place)
        told = _run(["cargo", "metadata", "--locked", "--offline", "--format-version", "1"], place)
    manifests = {package["name"]: package["manifest_path"] for package in json.loads(told)["packages"]}
    part = _fresh(product)
    protos = part / "protos"
    shutil.copytree(Path(manifests[PROTO_CRATE]).parent / "protos", protos)
    for file in protos.rglob("*.proto"):
        file.write_bytes(file.read_bytes().replace(*RENAMED))
    names = PROTO_LIST.read_text().split()
    include = part / "include"
    include.mkdir()
    roots = [f"-I{protos / root}" for root in INCLUDE_ROOTS]
    _run(["protoc", *roots, f"--cpp_out={include}", *names], part)
    _compile(part, include, [name.removesuffix(".proto") for name in names])
    shutil.rmtree(protos)
    part.rename(product)


def _compile(part: Path, include: Path, stems: list[str]) -> None:
    step("temporal", "compiling", f"{len(stems)} generated protobuf sources")
    objects = part / "objects"
    objects.mkdir()

    def one(stem: str) -> str:
        out = str(objects / (stem.replace("/", "-") + ".o"))
        source = f"{stem}.pb.cc"
        # Names below the folder only, so that ccache and the object do not know where it lies.
        compiler = ["ccache", COMPILER] if shutil.which("ccache") else [COMPILER]
        _run(["nice", "-n", "10", *compiler, *PROTO_FLAGS, "-I.", "-c", source, "-o", out], include)
        (include / source).unlink()
        return out

    with ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        compiled = list(pool.map(one, stems))
    _run(["llvm-ar-19", "rcsD", str(part / "libacervo_temporal_protos.a"), *compiled], part)
    shutil.rmtree(objects)


def _fresh(product: Path) -> Path:
    part = product.with_name(product.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    return part


def _run(command: list[str], folder: Path) -> str:
    if "cargo" in command:
        tools.ensure("cargo")
        tools.ensure("rustc")
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    if done.returncode:
        raise StackError(f"{' '.join(command[:8])} … failed:\n{done.stderr.strip()[-4000:]}")
    return done.stdout


def main(arguments: list[str]) -> int:
    known = {"build": build, "pin": pin, "folders": lambda: print(f"{bridge_folder()};{protos_folder()}", end="")}
    if len(arguments) != 1 or arguments[0] not in known:
        print("usage: python3 -m stack.temporal_bridge folders|build|pin", file=sys.stderr)
        return 2
    try:
        known[arguments[0]]()
    except StackError as failure:
        print(f"acervo: {failure}", file=sys.stderr)
        return failure.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
