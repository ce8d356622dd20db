"""Configures and builds the programs, with progress. Incremental; ccache makes a clean clone quick.

The preset is `release`, or what ACERVO_PRESET names: the tests of the whole product run the sanitised one.
"""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

from stack import process, toolchain
from stack.errors import StackError
from stack.layout import REPOSITORY, Stack, locked
from stack.progress import step

PRESET = os.environ.get("ACERVO_PRESET") or "release"
FOLDER = REPOSITORY / "build" / PRESET


def program(name: str) -> Path:
    """Where the preset puts an executable."""
    return FOLDER / "bin" / name


def programs(stack: Stack, target: str = "programs") -> None:
    """Builds every program that people run, or what else is named; the tests belong to other presets."""
    toolchain.install_packages(toolchain.BUILD_PACKAGES)
    toolchain.boost_include_dir()
    # Another stack of the same clone may be building the same folder.
    with locked(FOLDER.parent / f"{PRESET}.lock", "builds in this clone"):
        if not (FOLDER / "build.ninja").exists():
            _run(stack, ["cmake", "--preset", PRESET])
        _run(stack, ["nice", "-n", "5", "cmake", "--build", "--preset", PRESET, "--target", target])
    step("build", "done")


def _run(stack: Stack, command: list[str]) -> None:
    """Runs a build step, its output in logs/build.log, a line of progress every few seconds."""
    # Marked as the stack's, so that `down` finds the compilers that a killed `up` leaves behind.
    env = {**process.marked_environment(stack), "NINJA_STATUS": "[%f/%t] "}
    log = process.log_file(stack, "build")
    with open(log, "wb") as out:
        running = subprocess.Popen(command, cwd=REPOSITORY, env=env, stdout=out, stderr=subprocess.STDOUT)
        while True:
            try:
                code = running.wait(timeout=10)
                break
            except subprocess.TimeoutExpired:
                counts = re.findall(r"^\[\d+/\d+\]", process.tail(stack, "build", 20), re.MULTILINE)
                step("build", "running", counts[-1] if counts else "")
    if code:
        tail = process.tail(stack, "build", 30)
        raise StackError(f"the build failed; the end of {log}:\n{tail}", "mend the code, then run ./acervo up")
