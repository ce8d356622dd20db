#!/usr/bin/env python3
"""Makes src/http/generated/ from api/openapi.yaml.

    tools/gen_api.py            write the files
    tools/gen_api.py --check    change nothing; exit 1 when a file is not what the contract says (used by CI)

The generator knows only the keywords the contract uses and fails on any other, naming the place.
Needs PyYAML and clang-format-19.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from apigen import emit_bodies, emit_operations, emit_tests, emit_types  # noqa: E402
from apigen.cpp import MADE  # noqa: E402
from apigen.document import ContractError, load  # noqa: E402
from apigen.operations import read_contract  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
FORMATTER = "clang-format-19"


def generate(document: dict) -> dict[str, str]:
    """The files of src/http/generated/ by name, not yet formatted."""
    contract = read_contract(document)
    return {
        "types.hpp": emit_types.types_header(contract),
        "types.cpp": emit_types.types_source(contract),
        "names.hpp": emit_types.names_header(contract),
        "decode.hpp": emit_bodies.decode_header(contract),
        "decode.cpp": emit_bodies.decode_source(contract),
        "encode.hpp": emit_bodies.encode_header(contract),
        "encode.cpp": emit_bodies.encode_source(contract),
        "operations.hpp": emit_operations.operations_header(contract),
        "parameters.hpp": emit_operations.parameters_header(contract),
        "parameters.cpp": emit_operations.parameters_source(contract),
        "document.hpp": emit_operations.document_header(),
        "document.cpp": emit_operations.document_source(document),
        "contract_test.cpp": emit_tests.contract_test(contract),
        "json_decoder_fuzz.cpp": emit_tests.fuzz_target(contract),
    }


def formatted(name: str, text: str) -> str:
    done = subprocess.run(
        [FORMATTER, f"--assume-filename={ROOT / 'src/http/generated' / name}"],
        input=text,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise ContractError(f"{FORMATTER} failed on {name}: {done.stderr.strip()}")
    return done.stdout


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare instead of writing")
    parser.add_argument("--contract", type=Path, default=ROOT / "api/openapi.yaml")
    parser.add_argument("--into", type=Path, default=ROOT / "src/http/generated")
    options = parser.parse_args(arguments)
    try:
        files = {name: formatted(name, text) for name, text in generate(load(options.contract)).items()}
    except FileNotFoundError as error:
        print(f"gen_api: {error}", file=sys.stderr)
        return 2
    except ContractError as error:
        print(f"gen_api: {options.contract.name}: {error}", file=sys.stderr)
        return 2
    return check(options.into, files) if options.check else write(options.into, files)


def left_over(folder: Path, files: dict[str, str]) -> list[Path]:
    """Files made before that the contract no longer asks for. Tests written by hand lie beside the made files."""
    made = MADE.encode("utf-8")
    return [p for p in sorted(folder.glob("*.?pp")) if p.name not in files and p.read_bytes().startswith(made)]


def check(folder: Path, files: dict[str, str]) -> int:
    stale = [n for n, text in files.items() if not (folder / n).exists() or (folder / n).read_text(encoding="utf-8") != text]
    stale += [path.name for path in left_over(folder, files)]
    for name in stale:
        print(f"gen_api: {folder.name}/{name} is not what api/openapi.yaml says: run tools/gen_api.py", file=sys.stderr)
    return 1 if stale else 0


def write(folder: Path, files: dict[str, str]) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    for old in left_over(folder, files):
        old.unlink()
    for name, text in files.items():
        path = folder / name
        # An unchanged file keeps its time, and what depends on it is not built again.
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
