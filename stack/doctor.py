"""`doctor`: checks this machine and says exactly what to do. Changes nothing."""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import sys
from dataclasses import asdict
from pathlib import Path

from stack import process, servers, toolchain, tools
from stack.errors import MISSING, OK
from stack.finding import BAD, FETCHED, GOOD, WARNING, Finding, available_memory, gib, nearest_existing
from stack.layout import FIRST_EPHEMERAL_PORT, Stack, cache_folder
from stack.probe import listener
from stack.servers.postgres import KEPT_CONNECTIONS, MAX_CONNECTIONS
from stack.tools import program_version

NEEDED_DISK = 15 * 2**30  # a build, the caches and data of the demo
NEEDED_MEMORY = 6 * 2**30  # OpenSearch, Temporal and two compilers at once
CXX_TOOLS = (  # program and its oldest good version
    (["clang++-19", "--version"], (19,)),
    (["cmake", "--version"], (3, 25)),
    (["ninja", "--version"], (1, 10)),
    (["ccache", "--version"], (4,)),
)


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(stack: Stack, args: argparse.Namespace) -> int:
    """Exit code 4 when something is missing that `up` cannot bring by itself."""
    findings = [*_system(), *_room(stack), *_packages(stack), *_tools(), *_servers(stack), _connections(stack), *_ports(stack)]
    if args.json:
        print(json.dumps([asdict(finding) for finding in findings], indent=2))
    else:
        for finding in findings:
            print(f"{finding.state:<8} {finding.what:<18} {finding.detail}")
            if finding.advice:
                print(f"{'':<8} {'':<18} → {finding.advice}")
    return MISSING if any(finding.state == BAD for finding in findings) else OK


def _system() -> list[Finding]:
    found = [Finding("python", GOOD, platform.python_version() + " " + sys.executable)]
    name = _release_name()
    tried = name.startswith("Debian GNU/Linux 12")
    advice = "" if tried else "only Debian 12 is tried; packages may have other names here"
    found.append(Finding("system", GOOD if tried else WARNING, name, advice))
    if os.geteuid() == 0 or shutil.which("sudo"):
        found.append(Finding("root", GOOD, "root" if os.geteuid() == 0 else "by sudo"))
    else:
        found.append(Finding("root", WARNING, "neither root nor sudo", "packages must be installed by somebody else"))
    if not shutil.which("apt-get"):
        found.append(Finding("apt", BAD, "there is no apt-get", "use Debian 12"))
    return found


def _release_name() -> str:
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, KeyError):
        return platform.platform()


def _room(stack: Stack) -> list[Finding]:
    found = []
    for what, folder in (("disk for state", stack.state), ("disk for cache", cache_folder())):
        free = shutil.disk_usage(nearest_existing(folder)).free
        advice = "" if free >= NEEDED_DISK else f"free {gib(NEEDED_DISK - free)} more, or choose another folder"
        found.append(Finding(what, WARNING if advice else GOOD, f"{gib(free)} free in {folder}", advice))
    free = available_memory()
    running = any(process.find(stack, one.name) for server in servers.of(stack) for one in server.processes(stack))
    short = free < NEEDED_MEMORY and not running
    advice = f"{gib(NEEDED_MEMORY)} are wanted: stop other programs" if short else ""
    found.append(Finding("memory", WARNING if short else GOOD, f"{gib(free)} available", advice))
    cores = len(os.sched_getaffinity(0))
    found.append(Finding("cores", GOOD if cores >= 2 else WARNING, str(cores), "" if cores >= 2 else "builds take long"))
    return found


def _packages(stack: Stack) -> list[Finding]:
    found = []
    wanted = [("build", toolchain.BUILD_PACKAGES)] + [(server.name, server.apt) for server in servers.of(stack)]
    for what, names in wanted:
        if not names:
            continue
        missing = toolchain.missing_packages(names)
        advice = f"./acervo up installs them, or: apt-get install {' '.join(missing)}" if missing else ""
        state = FETCHED if missing else GOOD
        found.append(Finding(f"packages {what}", state, f"{len(names) - len(missing)} of {len(names)}", advice))
    return found


def _tools() -> list[Finding]:
    found = []
    for command, at_least in CXX_TOOLS:
        have = program_version(command)
        good = have is not None and have >= at_least
        advice = "" if good else "./acervo up installs it with the packages of the build"
        found.append(Finding(command[0], GOOD if good else FETCHED, _dotted(have), advice))
    for tool in tools.TOOLS.values():
        path = tools.find(tool)
        detail = f"{_dotted(tools.version(tool, path))} {path}" if path else f"none of {_dotted(tool.at_least)} or newer"
        advice = "" if path else f"for {tool.what_for}; fetched when needed, or: {tool.how()}"
        found.append(Finding(tool.name, GOOD if path else FETCHED, detail, advice))
    return found


def _servers(stack: Stack) -> list[Finding]:
    return [finding for server in servers.of(stack) for finding in server.check(stack)]


def _dotted(version: tuple[int, ...] | None) -> str:
    return ".".join(map(str, version)) if version else "not there"


def _connections(stack: Stack) -> Finding:
    """All pools together must fit into PostgreSQL, with room for people."""
    users = {server.name: server.database_connections for server in servers.of(stack) if server.database_connections}
    limit = MAX_CONNECTIONS - KEPT_CONNECTIONS
    detail = f"{sum(users.values())} of {limit}: " + ", ".join(f"{name} {count}" for name, count in users.items())
    if sum(users.values()) <= limit:
        return Finding("connections", GOOD, detail)
    return Finding("connections", BAD, detail, "make the pools smaller, or raise max_connections of PostgreSQL")


def _ports(stack: Stack) -> list[Finding]:
    """Every port that a process of the stack listens on is free or held by that process."""
    taken = []
    for server in servers.of(stack):
        for one in server.processes(stack):
            if process.find(stack, one.name):
                continue
            for name in one.ports:
                holder = listener(stack.port(name))
                if holder:
                    taken.append(f"{stack.port(name)} ({name}) by {holder}")
    span = f"from {stack.base_port}, and plus 10000"
    if taken:
        return [Finding("ports", BAD, "taken: " + ", ".join(taken), "stop these, or choose --state and --base-port")]
    first = int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])
    if first < FIRST_EPHEMERAL_PORT:
        advice = f"the system hands out ports from {first}: it may take one of ours while the stack is down"
        return [Finding("ports", WARNING, f"free: {span}", advice)]
    return [Finding("ports", GOOD, f"free or ours: {span}")]
