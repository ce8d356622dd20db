"""What every server of the stack can do. One file per server beside this one; `servers/__init__.py` lists them.

Order of calls during `up`, each server in a thread of its own so that slow ones do not hold up the others:

    install → (needs are ready) → prepare → start → ready … → after_ready

All of them may be called again at any time, also after a kill in the middle, and then do only what is missing.
A failure is a StackError with a message for a person.
"""

from __future__ import annotations

import signal
from dataclasses import dataclass

from stack import process
from stack.finding import Finding
from stack.layout import Stack


@dataclass(frozen=True)
class Process:
    """One process of a server. `name` is unique in the stack: it names its log and its record."""

    name: str
    address: str = ""  # what a client connects to, for people to read
    ports: tuple[str, ...] = ()  # names in layout.PORTS that it listens on
    stop_signal: signal.Signals = signal.SIGTERM
    grace_s: float = 15  # from the stop signal to SIGKILL


class Server:
    name: str = ""
    needs: tuple[str, ...] = ()  # servers that must be ready before `prepare`; "s3" means the S3 server in use
    apt: tuple[str, ...] = ()  # Debian packages; all servers' packages are installed together before `install`
    python: bool = False  # whether it comes from the private venv (stack/requirements.txt), made before `install`
    tools: tuple[str, ...] = ()  # of tools.TOOLS: found or installed before `install`
    optional: bool = False  # whether it is started only by its name (`up --only NAME`)
    built: bool = False  # whether it is a program of our own, so that it waits for the build
    database_connections: int = 0  # the most that its processes open to PostgreSQL together
    start_s: float = 60  # how long it may take from `start` to `ready`

    def install(self, stack: Stack) -> None:
        """Fetches what apt and the venv do not bring. Quick when present."""

    def prepare(self, stack: Stack) -> None:
        """Writes configuration files and makes data folders."""

    def start(self, stack: Stack) -> None:
        """Starts those of its processes that do not run (`process.spawn` skips the ones that do). Does not wait."""
        raise NotImplementedError

    def ready(self, stack: Stack) -> bool:
        """Asks the server itself, in its own protocol, within about a second. Never raises for 'not yet'."""
        raise NotImplementedError

    def after_ready(self, stack: Stack) -> None:
        """Users, buckets, extensions: what can only be made in the running server. Idempotent."""

    def stop(self, stack: Stack) -> None:
        for one in self.processes(stack):
            process.stop(stack, one.name, one.stop_signal, one.grace_s)

    def restart(self, stack: Stack) -> None:
        """Before `start`, when a running server has a new fingerprint or no longer answers."""
        self.stop(stack)

    def processes(self, stack: Stack) -> list[Process]:
        """Its processes in the order of their start."""
        raise NotImplementedError

    def fingerprint(self, stack: Stack) -> str:
        """Changes when a running server must be restarted (a new binary, a new configuration). Called after `prepare`."""
        return ""

    def hint(self, stack: Stack, log_tail: str) -> str:
        """What a person should do about a dead or failing server, judged by its last log lines."""
        if "ddress already in use" in log_tail:
            return "another program uses its port: stop that one, or choose another --base-port"
        if "No space left on device" in log_tail:
            return "the disk is full: make room, then run ./acervo up"
        return f"read ./acervo logs {self.name}, then run ./acervo up"

    def check(self, stack: Stack) -> list[Finding]:
        """What `doctor` should say about it: versions, memory, disk. Changes nothing."""
        return []

    def env(self, stack: Stack) -> dict[str, str]:
        """Addresses and secrets that clients of this server need, for `./acervo env`."""
        return {}
