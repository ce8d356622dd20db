"""`up`: servers start side by side, each as soon as those it needs are ready, while the build runs."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from stack import process, servers, toolchain, tools
from stack.errors import StackError
from stack.layout import Stack
from stack.probe import listener
from stack.progress import step
from stack.servers.base import Server

POLL_S = 0.05


class Tasks:
    """Named pieces of work in threads; a piece may wait for another by name. The first failure stops the waiting."""

    def __init__(self) -> None:
        self._done: dict[str, threading.Event] = {}
        self._failed: dict[str, Exception] = {}
        self._threads: list[threading.Thread] = []

    def add(self, name: str, needs: list[str], work: Callable[[], None]) -> None:
        self._done[name] = threading.Event()
        # Daemon threads: an interrupted `up` ends at once, and the next `up` goes on where it was.
        self._threads.append(threading.Thread(target=self._run, args=(name, needs, work), daemon=True))

    def run(self) -> dict[str, Exception]:
        """Runs all; answers the failures by name."""
        for thread in self._threads:
            thread.start()
        for thread in self._threads:
            thread.join()
        return self._failed

    def _run(self, name: str, needs: list[str], work: Callable[[], None]) -> None:
        try:
            for need in needs:
                if need in self._done:
                    self._done[need].wait()
                    if need in self._failed:
                        raise StackError(f"not started: it needs {need}")
            work()
        except Exception as failure:  # whatever it is, it belongs in the summary and must not hang the others
            self._failed[name] = failure
            step(name, "failed", str(failure).split("\n")[0])
        finally:
            self._done[name].set()


def bring_up(stack: Stack, chosen: list[Server], build: Callable[[], None] | None) -> dict[str, Exception]:
    """Makes all chosen servers run. Answers what failed, by server name."""
    # One apt run for all: packages would only wait for each other's lock.
    toolchain.install_packages([package for server in chosen for package in server.apt])
    tasks = Tasks()
    if any(server.python for server in chosen):
        tasks.add("venv", [], lambda: _ignore(toolchain.venv()))
    if build:
        tasks.add("build", [], build)
    for server in chosen:
        needs = [servers.resolve(stack, need) for need in server.needs]
        if server.python:
            needs.append("venv")
        if server.built:
            needs.append("build")
        tasks.add(server.name, needs, lambda server=server: ensure_running(stack, server))
    return tasks.run()


def _ignore(_: object) -> None:
    pass


def ensure_running(stack: Stack, server: Server) -> None:
    """Installs, configures, starts and waits; does nothing to a server that runs as it should."""
    began = time.monotonic()
    for name in server.tools:
        tools.ensure(name)
    server.install(stack)
    server.prepare(stack)
    if _is_settled(stack, server):
        step(server.name, "runs", _addresses(stack, server))
        return
    if _wants_restart(stack, server):
        step(server.name, "restarting")
        server.restart(stack)
    _bury_the_dead(stack, server)
    _settled_file(stack, server).unlink(missing_ok=True)
    _check_ports(stack, server)
    server.start(stack)
    _wait_until_ready(stack, server)
    server.after_ready(stack)
    _settled_file(stack, server).write_text(_identity(stack, server))
    step(server.name, "ready", f"{_addresses(stack, server)}  ({time.monotonic() - began:.1f} s)")


def _is_settled(stack: Stack, server: Server) -> bool:
    """All its processes are those that `after_ready` was done for, with the same fingerprint, and it answers."""
    try:
        settled = _settled_file(stack, server).read_text()
    except OSError:
        return False
    return settled == _identity(stack, server) and server.ready(stack)


def _identity(stack: Stack, server: Server) -> str:
    pids = [process.find(stack, one.name) for one in server.processes(stack)]
    return " ".join(str(found.pid) if found else "dead" for found in pids) + f" {server.fingerprint(stack)}"


def _addresses(stack: Stack, server: Server) -> str:
    return ", ".join(one.address for one in server.processes(stack) if one.address)


def _settled_file(stack: Stack, server: Server) -> Path:
    return stack.run / f"{server.name}.settled"


def _wants_restart(stack: Stack, server: Server) -> bool:
    """It runs with another fingerprint, or it is whole and was settled once but no longer answers."""
    try:
        _, _, fingerprint = _settled_file(stack, server).read_text().rpartition(" ")
    except OSError:
        return False
    if fingerprint != server.fingerprint(stack):
        return True
    whole = all(process.find(stack, one.name) for one in server.processes(stack))
    return whole and not becomes_ready(stack, server, 5)


def _bury_the_dead(stack: Stack, server: Server) -> None:
    """What a killed process left behind (nginx's workers hold its port) must go before it starts anew."""
    for one in server.processes(stack):
        if process.was_started(stack, one.name) and not process.find(stack, one.name):
            step(one.name, "was dead", "starting it again")
            process.stop(stack, one.name)


def becomes_ready(stack: Stack, server: Server, patience_s: float) -> bool:
    """Whether it answers, asked again and again for that long."""
    end = time.monotonic() + patience_s
    while not server.ready(stack):
        if time.monotonic() > end:
            return False
        time.sleep(POLL_S)
    return True


def _check_ports(stack: Stack, server: Server) -> None:
    for one in server.processes(stack):
        if process.find(stack, one.name):
            continue
        for name in one.ports:
            holder = listener(stack.port(name))
            if holder:
                raise StackError(
                    f"port {stack.port(name)} ({name}) is taken by {holder}",
                    "stop that program, or give this stack another --state and --base-port",
                )


def _wait_until_ready(stack: Stack, server: Server) -> None:
    """Returns when it answers; fails at once when one of its processes dies."""
    end = time.monotonic() + server.start_s
    next_word = time.monotonic() + 10
    while not server.ready(stack):
        for one in server.processes(stack):
            if not process.find(stack, one.name):
                raise _death(stack, server, one.name, "died while starting")
        if time.monotonic() > end:
            raise _death(stack, server, server.processes(stack)[0].name, f"was not ready in {server.start_s:.0f} s")
        if time.monotonic() > next_word:
            step(server.name, "starting", "still waiting")
            next_word += 10
        time.sleep(POLL_S)


def _death(stack: Stack, server: Server, name: str, what: str) -> StackError:
    tail = process.tail(stack, name)
    shown = "\n".join("    " + line for line in tail.splitlines())
    return StackError(f"{name} {what}; its last lines:\n{shown}", server.hint(stack, tail))


def bring_down(stack: Stack, chosen: list[Server]) -> None:
    """Stops the servers so that none loses one that it needs: those that nobody needs go first, side by side."""
    left = list(chosen)
    while left:
        needed = {servers.resolve(stack, need) for server in left for need in server.needs}
        now = [server for server in left if server.name not in needed]
        with ThreadPoolExecutor(len(now)) as pool:
            list(pool.map(lambda server: _stop(stack, server), now))
        left = [server for server in left if server.name in needed]


def _stop(stack: Stack, server: Server) -> None:
    ran = any(process.find(stack, one.name) for one in server.processes(stack))
    server.stop(stack)
    _settled_file(stack, server).unlink(missing_ok=True)
    if ran:
        step(server.name, "stopped")
