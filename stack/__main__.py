"""The command line of `./acervo`: verbs of the stack here, everything else goes to the C++ CLI."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from stack import backup, commands, completion, demo, doctor
from stack.errors import FAILED, INTERRUPTED, OK, MissingError, StackError, UsageError
from stack.layout import DEFAULT_BASE_PORT, REPOSITORY, Stack, default_state


@dataclass(frozen=True)
class Verb:
    what: str
    arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[Stack, argparse.Namespace], int]


VERBS = {
    "up": Verb("install what is missing, build, start everything, wait until it is ready", commands.up_arguments, commands.up),
    "down": Verb("stop everything; data stays (--wipe deletes it)", commands.down_arguments, commands.down),
    "status": Verb("what runs; exit code 3 when something is down", commands.status_arguments, commands.status),
    "logs": Verb("print the log of one process", commands.logs_arguments, commands.logs),
    "env": Verb("print addresses and secrets of this stack", commands.env_arguments, commands.env),
    "doctor": Verb("check this machine and say exactly what to do", doctor.arguments, doctor.run),
    "demo": Verb("take real media through the running product", demo.arguments, demo.run),
    "reconcile": Verb(
        "compare the ledger with the object store; changes nothing without --repair", commands.reconcile_arguments, commands.reconcile
    ),
    "storage": Verb("move all objects to another store while everything runs", commands.storage_arguments, commands.storage),
    "backup": Verb("database, ledger and secrets in one sealed file", backup.backup_arguments, backup.backup),
    "restore": Verb("put a backup back, into a new stack or in the place of the database", backup.restore_arguments, backup.restore),
    "completion": Verb("print a script that completes commands in a shell", completion.arguments, lambda _, args: _print_completion(args.shell)),
}
# Verbs with a package of their own, which parses its own arguments.
PACKAGES = {
    "test": ("run tests: [PART…] [--full] [--seed S]", "stack.suite"),
    "bench": ("measure beside peers: [NAME…] [--smoke]", "bench"),
}
# Verbs of the C++ CLI, handed on as they are.
PRODUCT = {
    "login": "sign in and keep the session for the next commands",
    "logout": "end the session",
    "whoami": "show who is signed in",
    "upload": "send files, folders or a stream straight to object storage",
    "import": "send every master below a folder",
    "watch": "send masters as they arrive in a folder",
    "assets": "list, show and download assets",
    "jobs": "work on many assets: how far it is, stop it, undo it",
    "metadata": "what may be said of assets of each type",
    "collections": "places for assets, and who may do what there",
    "users": "people and services",
    "events": "what happens to assets, as it happens",
    "webhooks": "programs that are told of events",
    "groups": "people who are granted rights together",
    "keys": "keys by which programs act for services",
    "tokens": "short-lived tokens for scripts",
    "audit": "who did what, newest first",
}
# Options that may stand in front of a verb and are for the verb to read, with how many words each takes.
HANDED_ON = {"--json": 1, "--server": 2, "--ca-file": 2}
EXIT_CODES = """
exit codes: 0 done, 1 failed, 2 wrong arguments, 3 something is down (status), 4 something is missing on this machine,
130 interrupted
"""
# From 64 up those of sysexits.h, so that scripts can tell a refusal from an outage.
PRODUCT_EXIT_CODES = """\
the product's: 0 done, 1 failed, 2 wrong arguments, 65 the request or its data was refused, 66 there is no such thing,
69 the server is not available or wants fewer requests, 70 a fault of ours, 77 not signed in or not allowed
"""


def main(arguments: list[str]) -> int:
    if arguments == ["--version"]:
        print(_version())
        return 0
    options, rest = _split_global_options(arguments)
    if not rest or rest[0] in ("-h", "--help", "help"):
        print(_overview())
        return 0
    verb, rest = rest[0], rest[1:]
    if verb in VERBS:
        args = _parser(verb).parse_args(rest, namespace=options)
        return VERBS[verb].run(_stack(args), args)
    if verb in PACKAGES:
        return _package(PACKAGES[verb][1], rest, _stack(options))
    if verb in PRODUCT:
        return commands.product(_stack(options), [verb, *rest])
    known = f"the stack: {', '.join((*VERBS, *PACKAGES))}; the product: {', '.join(PRODUCT)}"
    raise UsageError(f"there is no command {verb}", f"choose one of {known} (./acervo --help says what they do)")


def _parser(verb: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        # No abbreviations: who mistypes a word must not delete data.
        prog=f"./acervo {verb}",
        description=VERBS[verb].what,
        epilog=EXIT_CODES,
        parents=[_global_options()],
        allow_abbrev=False,
    )
    VERBS[verb].arguments(parser)
    return parser


def _print_completion(shell: str) -> int:
    words = {"acervo": [*VERBS, *PACKAGES, *PRODUCT, "--help", "--version", *completion.options_of(_global_options())]}
    words |= {f"acervo {verb}": completion.options_of(_parser(verb)) for verb in VERBS}
    words["acervo completion"] = list(completion.SHELLS)
    print(completion.script(shell, completion.product_words() | words), end="")
    return OK


def _version() -> str:
    """As the build knows it."""
    found = re.search(r"project\(acervo VERSION ([0-9.]+)", (REPOSITORY / "CMakeLists.txt").read_text())
    return f"acervo {found[1]}" if found else "acervo"


def _global_options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    parser.add_argument("--state", type=Path, metavar="DIR", help="the stack's folder (.acervo; env ACERVO_STATE)")
    parser.add_argument(
        "--base-port",
        type=int,
        metavar="N",
        help=f"uses N..N+99 and N+10000..N+10099 ({DEFAULT_BASE_PORT}; remembered; env ACERVO_BASE_PORT)",
    )
    return parser


def _split_global_options(arguments: list[str]) -> tuple[argparse.Namespace, list[str]]:
    """Options before the verb are ours, or follow the verb from now on; what follows a product verb is not looked at."""
    ours: list[str] = []
    handed_on: list[str] = []
    rest = list(arguments)
    while rest and rest[0].startswith("--") and rest[0] != "--help":
        name, equals, _ = rest[0].partition("=")
        length = 1 if equals else HANDED_ON.get(name, 2)
        (handed_on if name in HANDED_ON else ours).extend(rest[:length])
        rest = rest[length:]
    parser = argparse.ArgumentParser(prog="./acervo", parents=[_global_options()], allow_abbrev=False)
    return parser.parse_args(ours), [*rest[:1], *handed_on, *rest[1:]] if rest else []


def _stack(options: argparse.Namespace) -> Stack:
    return Stack.open(getattr(options, "state", None) or default_state(), getattr(options, "base_port", None))


def _package(name: str, arguments: list[str], stack: Stack) -> int:
    path = REPOSITORY / name.replace(".", "/")
    if not path.is_dir() and not path.with_suffix(".py").exists():
        raise MissingError(f"there is no {name.replace('.', '/')} yet")
    os.environ["ACERVO_STATE"] = str(stack.state)
    os.environ["ACERVO_BASE_PORT"] = str(stack.base_port)
    os.execv(sys.executable, [sys.executable, "-m", name, *arguments])


def _overview() -> str:
    lines = ["usage: ./acervo [--state DIR] [--base-port N] [--json] VERB …", "", "the stack:"]
    lines += [f"  {name:<9} {verb.what}" for name, verb in VERBS.items()]
    lines += [f"  {name:<9} {what}" for name, (what, _) in PACKAGES.items()]
    lines += ["", "the product:"]
    lines += [f"  {name:<9} {what}" for name, what in PRODUCT.items()]
    lines += ["", "./acervo VERB --help says more", EXIT_CODES + PRODUCT_EXIT_CODES]
    return "\n".join(lines)


def _guarded() -> int:
    try:
        return main(sys.argv[1:])
    except StackError as failure:
        print(f"acervo: {failure}", file=sys.stderr)
        if failure.hint:
            print(f"  what to do: {failure.hint}", file=sys.stderr)
        return failure.exit_code
    except KeyboardInterrupt:
        print("\nacervo: interrupted; ./acervo up goes on, ./acervo down stops what runs", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        return FAILED
    except OSError as refused:  # a disk that is full, a folder that is a file or somebody else's
        print(f"acervo: {refused}", file=sys.stderr)
        return FAILED


if __name__ == "__main__":
    # Threads of an interrupted `up` may still wait for a server: leave without them.
    code = _guarded()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)
