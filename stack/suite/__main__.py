"""The command line of `./acervo test`."""

from __future__ import annotations

import argparse
import random
import sys

from stack import toolchain
from stack.errors import StackError
from stack.layout import REPOSITORY
from stack.suite import cpp_parts, product_parts, source_parts
from stack.suite.runner import Part, run_parts

PARTS = [*source_parts.PARTS, *cpp_parts.PARTS, *product_parts.PARTS]


def chosen(names: list[str]) -> list[Part]:
    """The named parts in the suite's order, with the build when one of them needs it. No names: all but those on demand."""
    wanted = set(names) or {part.name for part in PARTS if not part.on_demand}
    if any(part.needs_build for part in PARTS if part.name in wanted):
        wanted |= {part.name for part in PARTS if part.is_build}
    return [part for part in PARTS if part.name in wanted]


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        allow_abbrev=False,
        prog="./acervo test", description=__doc__, epilog="The last line is `N passed, N failed`; exit code 0 when none failed."
    )
    parser.add_argument("parts", nargs="*", metavar="PART", help="see --list")
    parser.add_argument("--full", action="store_true", help="the large numbers; writes docs/evidence/PART.json")
    parser.add_argument("--seed", type=int, metavar="S", help="of everything random (default: a new one, printed)")
    parser.add_argument("--list", action="store_true", help="print the parts")
    options = parser.parse_args(arguments)
    unknown = sorted(set(options.parts) - {part.name for part in PARTS})
    if unknown:
        parser.error(f"no part is called {', '.join(unknown)}; --list prints them")
    if options.list:
        print("\n".join(f"{part.name:<14}{part.what}{' (only when named)' if part.on_demand else ''}" for part in PARTS))
        return 0
    try:
        toolchain.install_packages(toolchain.BUILD_PACKAGES)
    except StackError as failure:
        print(f"acervo: {failure}\n  what to do: {failure.hint}", file=sys.stderr)
        return failure.exit_code
    seed = random.SystemRandom().randrange(1, 2**31) if options.seed is None else options.seed
    return run_parts(REPOSITORY, chosen(options.parts), full=options.full, seed=seed, evidence=options.full)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
