"""Parts that look at the sources: text, format, layers, tools, contract."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from stack import toolchain
from stack.suite import results
from stack.suite.outcome import Outcome
from stack.suite.runner import Part, Run

CLANG_FORMAT = "clang-format-19"


def _check(run: Run, name: str, *command: str | Path) -> Outcome:
    return Outcome.of_check(name, run.shell.run(command)[0] == 0)


def text(run: Run) -> Outcome:
    return _check(run, "text: tools/check_text.py", sys.executable, "tools/check_text.py")


def cpp_files(root: Path) -> list[str]:
    """C++ files that git knows or would add."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", "*.cpp", "*.hpp"]
    listed = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    return [name for name in listed.stdout.splitlines() if (root / name).is_file()]


def format_(run: Run) -> Outcome:
    files = cpp_files(run.root)
    if not files:
        return Outcome(note="no C++ file yet")
    return _check(run, "format: clang-format", CLANG_FORMAT, "--dry-run", "-Werror", "--ferror-limit=20", *files)


def layers(run: Run) -> Outcome:
    outcome = _check(run, "layers: tools/check_layers.py", sys.executable, "tools/check_layers.py")
    outcome.add(_check(run, "layers: tools/check_coroutines.py", sys.executable, "tools/check_coroutines.py"))
    return outcome


def _tools_python() -> Path:
    return toolchain.venv(toolchain.TOOL_REQUIREMENTS) / "bin" / "python"


def contract(run: Run) -> Outcome:
    """The API's document is valid OpenAPI, and what was generated from it is what is committed."""
    python, document = _tools_python(), "api/openapi.yaml"
    outcome = _check(run, "contract: api/openapi.yaml", python, "-m", "openapi_spec_validator", document)
    outcome.add(_check(run, "contract: generated = committed", python, "tools/gen_api.py", "--check"))
    return outcome


def python_tests(
    run: Run,
    name: str,
    folder: str,
    top: str,
    *,
    python: str | Path = sys.executable,
    environment: dict[str, str] | None = None,
    pattern: str = "test*.py",
    limit_s: float = 3600,
) -> Outcome:
    """The unittest files of a folder, or those of them that `pattern` names, in a Python of their own."""
    out = run.results(name)
    env = {**run.environment(), "ACERVO_FIGURES": str(out / "figures.jsonl"), **(environment or {})}
    command = [python, "-m", "stack.suite.python_tests", out / "counts.json", folder, top, pattern]
    run.shell.run(command, env=env, limit_s=limit_s)
    outcome = results.python(out / "counts.json")
    outcome.figures = results.figures(out / "figures.jsonl")
    return outcome


def tools(run: Run) -> Outcome:
    return python_tests(run, "tools", "tools/tests", "tools", python=_tools_python())


def bench(run: Run) -> Outcome:
    return python_tests(run, "bench", "bench/tests", ".")


PARTS = [
    Part("text", "machine paths, registry addresses, white space, large files", text),
    Part("format", "clang-format", format_),
    Part("layers", "who includes and links whom, what coroutines take", layers),
    Part("tools", "the tests of our own tools", tools),
    Part("bench", "the arithmetic of the benchmarks", bench),
    Part("contract", "the API's document, and what is generated from it", contract),
]
