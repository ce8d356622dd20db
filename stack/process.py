"""Starting, finding and stopping the processes of a stack.

A process writes its own record (pid, start time, boot) before it becomes the server, so there is no moment in which a
killed `up` could lose one. A record names a process only while pid, start time and boot all agree: a pid that the
kernel gave to somebody else is never touched. What escapes its record (a child of a killed server, a half-done build)
is found by the stack's id in its environment.
"""

from __future__ import annotations

import os
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from stack.errors import StackError
from stack.layout import Stack

MARK = "ACERVO_STACK_ID"
LOG_LIMIT = 32 * 1024 * 1024

# $1 = record. The rest is the command. `exec` keeps pid and start time (field 22 of /proc/PID/stat).
RECORD_AND_EXEC = """
record=$1; shift
read -r stat < /proc/$$/stat; read -r boot < /proc/sys/kernel/random/boot_id
fields=${stat##*) }
start=$(echo "$fields" | cut -d' ' -f20)
echo "$$ $start $boot" > "$record.part" && mv "$record.part" "$record"
exec "$@"
"""


@dataclass(frozen=True)
class Running:
    """A live process of the stack."""

    pid: int
    started: float  # seconds since the epoch

    def resident_bytes(self) -> int:
        try:
            pages = int(Path(f"/proc/{self.pid}/statm").read_text().split()[1])
        except (OSError, IndexError):
            return 0
        return pages * os.sysconf("SC_PAGE_SIZE")


def record_file(stack: Stack, name: str) -> Path:
    return stack.run / f"{name}.pid"


def log_file(stack: Stack, name: str) -> Path:
    return stack.logs / f"{name}.log"


def spawn(
    stack: Stack,
    name: str,
    command: list[str],
    *,
    env: dict[str, str] | None = None,
    cwd: Path | None = None,
    account: str | None = None,
) -> None:
    """Starts a daemon in a session of its own, output appended to its log. Does nothing when it runs already.

    `account`: when we are root, the account it runs as.
    """
    if find(stack, name):
        return
    log = log_file(stack, name)
    if log.exists() and log.stat().st_size > LOG_LIMIT:
        log.replace(log.with_suffix(".log.1"))
    forget(stack, name)
    with open(log, "ab") as out:
        # setsid --fork: the server becomes a child of init, not of us, and leads a session of its own.
        shell = ["setsid", "--fork", "/bin/sh", "-c", RECORD_AND_EXEC, "sh", str(record_file(stack, name))]
        subprocess.run(
            [*shell, *as_account(command, account)],
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            env=marked_environment(stack, env),
            cwd=cwd or "/",
        )
    _wait_until(lambda: record_file(stack, name).exists(), 10, f"{name} did not start")


def as_account(command: list[str], account: str | None) -> list[str]:
    """The command run as an unprivileged account when we are root; as it is when we are not."""
    if not account or os.geteuid() != 0:
        return command
    return ["setpriv", f"--reuid={account}", f"--regid={account}", "--init-groups", "--", *command]


def marked_environment(stack: Stack, more: dict[str, str] | None = None) -> dict[str, str]:
    return {**os.environ, **(more or {}), MARK: stack.id}


def find(stack: Stack, name: str) -> Running | None:
    """The recorded process when it is alive and really ours."""
    identity = _read_record(record_file(stack, name))
    return _running(*identity) if identity else None


def was_started(stack: Stack, name: str) -> bool:
    """Whether the stack wants this process to run: true from its start to its stop, also when it has died."""
    return record_file(stack, name).exists()


def forget(stack: Stack, name: str) -> None:
    record_file(stack, name).unlink(missing_ok=True)


def stop(stack: Stack, name: str, sig: signal.Signals = signal.SIGTERM, grace_s: float = 15) -> None:
    """Asks the process to end, insists after `grace_s`, and forgets it. Its whole session goes with it."""
    identity = _read_record(record_file(stack, name))
    if identity:
        pid, _, boot = identity
        process = _running(*identity)
        if process:
            _signal(pid, sig)
            if not _gone(lambda: _running(*identity) is None, grace_s):
                _signal(pid, signal.SIGKILL)
                _gone(lambda: _running(*identity) is None, 10)
        if boot == _boot_id():
            _end(lambda: _session_members(pid))
    forget(stack, name)


def stop_strays(stack: Stack) -> list[int]:
    """Ends every process that carries this stack's mark. Answers their pids."""
    found = strays(stack)
    _end(lambda: strays(stack))
    return found


def strays(stack: Stack) -> list[int]:
    """Processes with this stack's mark in their environment, without ourselves and who called us."""
    mark = f"{MARK}={stack.id}".encode()
    ours = _ancestors()
    return [pid for pid in _all_pids() if pid not in ours and mark in _environment(pid)]


def end_processes_in(folder: Path) -> None:
    """Ends every process whose working directory is this folder."""
    _end(lambda: [pid for pid in _all_pids() if _works_in(pid, folder)])


def tail(stack: Stack, name: str, lines: int = 12) -> str:
    """The last lines of a process's log."""
    try:
        with open(log_file(stack, name), "rb") as log:
            log.seek(0, os.SEEK_END)
            log.seek(max(0, log.tell() - 64 * 1024))
            text = log.read().decode(errors="replace")
    except OSError:
        return ""
    return "\n".join(text.splitlines()[-lines:])


def stat_fields(pid: int) -> list[str]:
    """The fields of /proc/PID/stat from the third on (state), or nothing when there is no such process."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (OSError, ValueError):
        return []


def _read_record(file: Path) -> tuple[int, int, str] | None:
    try:
        pid, start, boot = file.read_text().split()
        return int(pid), int(start), boot
    except (OSError, ValueError):
        return None


def _running(pid: int, start: int, boot: str) -> Running | None:
    fields = stat_fields(pid)
    if not fields or fields[0] in "ZX" or int(fields[19]) != start or boot != _boot_id():
        return None
    up_for = float(Path("/proc/uptime").read_text().split()[0]) - start / os.sysconf("SC_CLK_TCK")
    return Running(pid, time.time() - up_for)


def _boot_id() -> str:
    return Path("/proc/sys/kernel/random/boot_id").read_text().strip()


def _session_members(session: int) -> list[int]:
    """What is left of the session that our daemon led. The kernel reuses no pid that is still a session's id; a live
    process of that pid means that the session was empty, and the pid and its session are somebody else's now."""
    members = [pid for pid in _all_pids() if _session_of(pid) == session]
    return [] if session in members else members


def _session_of(pid: int) -> int | None:
    fields = stat_fields(pid)
    return int(fields[3]) if fields and fields[0] not in "ZX" else None


def _end(members) -> None:
    """Ends all that `members()` names: waits a little (children of a dead server leave by themselves), asks, insists."""
    for sig, patience in ((None, 0.3), (signal.SIGTERM, 8), (signal.SIGKILL, 5)):
        for pid in members() if sig else ():
            _signal(pid, sig)
        if _gone(lambda: not members(), patience):
            return


def _signal(pid: int, sig: signal.Signals) -> None:
    try:
        os.kill(pid, sig)
    except ProcessLookupError:
        pass
    except PermissionError as refused:
        raise StackError(f"may not stop process {pid}", "run this as the user who ran `up`") from refused


def _gone(condition, patience_s: float) -> bool:
    end = time.monotonic() + patience_s
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.03)
    return True


def _wait_until(condition, patience_s: float, failure: str) -> None:
    if not _gone(condition, patience_s):
        raise StackError(failure)


def _all_pids() -> list[int]:
    return [int(entry) for entry in os.listdir("/proc") if entry.isdigit()]


def _environment(pid: int) -> list[bytes]:
    fields = stat_fields(pid)
    if not fields or fields[0] in "ZX":
        return []
    try:
        return Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    except OSError:
        return []


def _works_in(pid: int, folder: Path) -> bool:
    try:
        return os.readlink(f"/proc/{pid}/cwd") == str(folder)
    except OSError:
        return False


def _ancestors() -> set[int]:
    pids, pid = set(), os.getpid()
    while pid > 0 and pid not in pids:
        pids.add(pid)
        fields = stat_fields(pid)
        pid = int(fields[1]) if fields else 0
    return pids
