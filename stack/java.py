"""Turns a small pom and a source file into a folder that `java` can run, without the network after the first time."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import shutil
import subprocess
import zipfile
from pathlib import Path

from stack import tools
from stack.errors import MissingError
from stack.layout import cache_folder
from stack.progress import step
from stack.toolchain import cache_lock

OLDEST = 17  # the Java version that we compile for
REHEARSAL_S = 150


@functools.cache
def runtime() -> str:
    return str(tools.ensure("java"))


@functools.cache
def runtime_version() -> str:
    return ".".join(map(str, tools.version(tools.TOOLS["java"], Path(runtime())) or ()))


class Application:
    """A Java program made of libraries that a pom names and one source file of ours. It lies in the cache folder under
    a key of both, so that it is resolved once and never again over the network."""

    def __init__(self, name: str, pom: Path, main_class: str, source: str) -> None:
        self._name = name
        self._pom = pom
        self._main_class = main_class
        self._source = source

    @property
    def folder(self) -> Path:
        key = hashlib.sha256(self._pom.read_bytes() + self._source.encode()).hexdigest()[:16]
        return cache_folder() / f"{self._name}-{key}"

    def command(self, *options: str) -> list[str]:
        """The program's command line up to its own arguments."""
        useful = self.rehearsed and self._archive.stat().st_size
        shared = [f"-XX:SharedArchiveFile={self._archive}"] if useful else []
        return [runtime(), *shared, *options, "-cp", f"{self.folder}/lib/*", self._main_class]

    def install(self) -> None:
        if self.folder.is_dir():
            return
        with cache_lock(self.folder.name):
            if self.folder.is_dir():
                return
            step("maven", "resolving", self._name)
            part = self.folder.with_name(self.folder.name + ".part")
            shutil.rmtree(part, ignore_errors=True)
            (part / "lib").mkdir(parents=True)
            self._resolve(part)
            self._compile(part)
            part.rename(self.folder)

    @property
    def rehearsed(self) -> bool:
        return self._archive.exists()

    def rehearse(self, options: list[str], arguments: list[str], env: dict[str, str]) -> None:
        """Lets the program run once to its end and keeps the classes that it loaded in an archive of the JVM's: to read
        and check them again takes 40 % of the CPU time of a start. It is tried once; without it all starts are slower."""
        with cache_lock(self.folder.name):
            if self.rehearsed:
                return
            step("java", "rehearsing", self._name)
            part = self._archive.with_suffix(".part")
            part.unlink(missing_ok=True)
            command = [*self.command(f"-XX:ArchiveClassesAtExit={part}", *options), *arguments]
            with contextlib.suppress(subprocess.TimeoutExpired):
                subprocess.run(command, capture_output=True, timeout=REHEARSAL_S, env=env)
            part.touch()  # empty: this JVM makes none
            part.rename(self._archive)

    @property
    def _archive(self) -> Path:
        return self.folder / f"classes-{runtime_version()}.jsa"  # good for one version of the JVM only

    def _resolve(self, place: Path) -> None:
        shutil.copyfile(self._pom, place / "pom.xml")
        goal = ["dependency:copy-dependencies", "-DincludeScope=runtime", "-DoutputDirectory=lib"]
        _run([str(tools.ensure("mvn")), "-B", "-q", *goal], place)
        for bundle in (place / "lib").glob("*.zip"):  # a plug-in: its jars, not its description
            with zipfile.ZipFile(bundle) as archive:
                jars = [entry for entry in archive.namelist() if entry.endswith(".jar") and "/" not in entry]
                archive.extractall(place / "lib", jars)
            bundle.unlink()

    def _compile(self, place: Path) -> None:
        source = place / f"{self._main_class}.java"
        source.write_text(self._source)
        compiler = str(tools.ensure("javac"))
        _run([compiler, "--release", str(OLDEST), "-cp", "lib/*", "-d", "classes", source.name], place)
        with zipfile.ZipFile(place / "lib" / "launcher.jar", "w") as jar:
            for file in sorted((place / "classes").iterdir()):
                jar.write(file, file.name)


def _run(command: list[str], place: Path) -> None:
    done = subprocess.run(command, cwd=place, capture_output=True, text=True)
    if done.returncode:
        raise MissingError(f"{' '.join(command)} failed:\n{(done.stdout + done.stderr).strip()[-2000:]}")
