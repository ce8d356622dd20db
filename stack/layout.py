"""Where one stack keeps its things: folders, ports by name, secrets.

A stack is a state folder with a `stack.json` in it. It uses only the ports base .. base+99 and the same plus 10000
(SeaweedFS puts gRPC there), all on 127.0.0.1, so that several stacks live side by side.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import pwd
import secrets as random
import shutil
import sys
import time
from pathlib import Path

from stack.errors import StackError, UsageError

REPOSITORY = Path(__file__).resolve().parent.parent
DEFAULT_STATE = REPOSITORY / ".acervo"
DEFAULT_BASE_PORT = 17000
S3_SERVERS = ("seaweedfs", "ceph")

# Offsets from the base port. A name that is not here has no port. Offsets of one server stay together.
PORTS = {
    "gateway": 0,
    "api_1": 1,
    "api_2": 2,
    "keeper": 3,
    "orchestrator": 4,
    "worker-ingest": 5,
    "worker-transcode": 6,
    "postgres": 10,
    "redis": 11,
    "s3": 20,  # whichever S3 server the stack uses
    "seaweed_master": 21,
    "seaweed_volume": 22,
    "seaweed_filer": 23,
    "seaweed_metrics": 24,
    "opensearch": 30,
    "opensearch_transport": 31,
    "elasticsearch": 32,
    "elasticsearch_transport": 33,
    "temporal": 40,
    "temporal_ui": 41,
    "temporal_metrics": 42,
    "temporal_http": 43,
    "openbao": 50,
    "openbao_cluster": 51,
    "clamav": 60,
    "ceph_mon": 70,
    "ceph_mgr": 71,
    "ceph_osd_first": 72,  # the OSD takes four ports from here ..
    "ceph_osd_last": 89,  # .. to here
    "mail": 90,  # nobody of ours: letters go there, and wait while nobody listens
}
LETTERS_AND_DIGITS = "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that look alike
PORT_SPAN = 100
GRPC_SHIFT = 10000
FIRST_EPHEMERAL_PORT = 32768  # from here on the kernel hands ports out to clients


def default_state() -> Path:
    return Path(os.environ.get("ACERVO_STATE") or DEFAULT_STATE)


def cache_folder() -> Path:
    """The user's cache, shared by all stacks and clones: private venvs, header libraries, downloaded jars."""
    home = os.environ.get("ACERVO_CACHE")
    if home:
        return Path(home)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "acervo"


class Stack:
    """One stack: `Stack.open(folder)` for one that may exist, `create()` makes it real on first use."""

    def __init__(self, state: Path, base_port: int, stack_id: str, s3: str) -> None:
        self.state = state
        self.base_port = base_port
        self.id = stack_id
        self.s3 = s3

    @classmethod
    def open(cls, state: Path, base_port: int | None = None) -> Stack:
        """Reads the remembered values. `base_port` is what the user asked for now; it cannot change afterwards."""
        state = Path(os.path.abspath(state))
        file = state / "stack.json"
        if not file.is_file():
            wanted = DEFAULT_BASE_PORT if base_port is None else base_port
            if base_port is None and (text := os.environ.get("ACERVO_BASE_PORT")):
                wanted = _number(text)
            return cls(state, _checked_base_port(wanted), random.token_hex(6), S3_SERVERS[0])
        known = _known_values(file)
        if base_port is not None and base_port != known["base_port"]:
            raise UsageError(
                f"the stack in {state} uses base port {known['base_port']}, not {base_port}",
                "give another --state, or run `./acervo down --wipe` first",
            )
        return cls(state, known["base_port"], known["id"], known["s3"])

    def with_s3(self, name: str) -> Stack:
        """The same stack as it were with this S3 server; nothing is remembered."""
        return Stack(self.state, self.base_port, self.id, name)

    @property
    def exists(self) -> bool:
        return (self.state / "stack.json").is_file()

    def create(self) -> None:
        """Makes the folders and the file that says that this folder is a stack."""
        if self.exists:
            # Another command may have made it while we waited for the lock: then its values hold.
            self.__dict__.update(vars(Stack.open(self.state, self.base_port)))
        elif self.state.is_dir() and any(p.name != "lock" for p in self.state.iterdir()):
            raise StackError(f"{self.state} is not empty and not a stack; choose another --state")
        self.state.mkdir(parents=True, exist_ok=True)
        for folder in (self.run, self.logs, self.config, self.state / "secrets"):
            folder.mkdir(mode=0o700, exist_ok=True)
        if not self.exists:
            self.remember()

    def remember(self) -> None:
        values = {"acervo_stack": 1, "id": self.id, "base_port": self.base_port, "s3": self.s3}
        write_atomically(self.state / "stack.json", json.dumps(values, indent=2) + "\n")

    # Folders. Each server has one of its own under the state folder.

    @property
    def run(self) -> Path:
        return self.state / "run"

    @property
    def logs(self) -> Path:
        return self.state / "logs"

    @property
    def config(self) -> Path:
        return self.state / "config"

    def folder(self, name: str, account: str | None = None) -> Path:
        """The data folder of a server, made on first use, owned by `account` when we are root.

        An account that cannot pass the folders above the state folder (a clone under a private home) gets its
        folder under /var/lib instead; `wipe` removes that too.
        """
        place = self.state / name
        foreign = account is not None and os.geteuid() == 0
        if foreign and not place.is_dir() and not reachable_by_others(self.state):
            place = self._outside / name
            place.parent.mkdir(parents=True, exist_ok=True)
        place.mkdir(mode=0o700, exist_ok=True)
        if foreign:
            who = pwd.getpwnam(account)
            os.chown(place, who.pw_uid, who.pw_gid)
        return place

    @property
    def _outside(self) -> Path:
        return Path("/var/lib/acervo") / self.id

    def wipe(self) -> None:
        """Deletes the state. Refuses a folder that no stack made."""
        if not self.exists:
            raise StackError(f"{self.state} is not the state of a stack; nothing was deleted")
        shutil.rmtree(self._outside, ignore_errors=True)
        with contextlib.suppress(OSError):
            self._outside.parent.rmdir()  # when no other stack has something there
        # The file that marks the folder goes last, so that a wipe that was killed can be repeated.
        for entry in self.state.iterdir():
            if entry.name in ("stack.json", "lock"):
                continue
            shutil.rmtree(entry) if entry.is_dir() and not entry.is_symlink() else entry.unlink()
        (self.state / "stack.json").unlink()
        (self.state / "lock").unlink(missing_ok=True)
        self.state.rmdir()

    @property
    def wanted(self) -> list[str]:
        """Names of the servers that `up` was asked for since the last `down`."""
        file = self.run / "wanted"
        return file.read_text().split() if file.exists() else []

    def want(self, names: list[str]) -> None:
        write_atomically(self.run / "wanted", " ".join(names) + "\n")

    # Ports and secrets.

    def port(self, name: str) -> int:
        return self.base_port + PORTS[name]

    def address(self, name: str) -> str:
        return f"127.0.0.1:{self.port(name)}"

    def secret(self, name: str, length: int = 32) -> str:
        """A random password of letters and digits, made on first use and kept in a 0600 file."""
        file = self.state / "secrets" / name
        if not file.exists():
            text = "".join(random.choice(LETTERS_AND_DIGITS) for _ in range(length))
            part = file.with_name(f".{name}.{random.token_hex(4)}")
            write_atomically(part, text, mode=0o600)
            # Of several that make it at the same time, the first one wins and all read the same.
            with contextlib.suppress(FileExistsError):
                os.link(part, file)
            part.unlink()
        return file.read_text()

    def lock(self):
        """Only one command changes a stack at a time; the next one waits. The kernel frees a killed one's lock."""
        return locked(self.state / "lock", "works on this stack")


@contextlib.contextmanager
def locked(file: Path, what: str):
    """Holds a lock file; while another command has it, says that it `what` and waits."""
    handle = _lock_current(file, what)
    try:
        os.truncate(handle, 0)
        os.pwrite(handle, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(handle)


def _lock_current(file: Path, what: str) -> int:
    """Locks the file that lies at this path now: a `down --wipe` may have deleted the one we waited for."""
    told = False
    while True:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if file.exists() and os.fstat(handle).st_ino == file.stat().st_ino:
                return handle
        except BlockingIOError:
            if not told:
                holder = os.pread(handle, 20, 0).decode() or "?"
                print(f"waiting: another acervo command (process {holder}) {what}", file=sys.stderr)
                told = True
        os.close(handle)
        time.sleep(0.2)


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise UsageError(f"ACERVO_BASE_PORT is {text!r}, not a port", "set it to a number, or unset it")
    return int(text)


def _known_values(file: Path) -> dict:
    """What a stack remembers of itself."""
    try:
        known = json.loads(file.read_text())
        return {"base_port": int(known["base_port"]), "id": str(known["id"]), "s3": str(known["s3"])}
    except (ValueError, KeyError, TypeError) as damaged:
        hint = "mend it by hand (base_port, id, s3), or choose another --state"
        raise StackError(f"{file} is damaged: {damaged!r}", hint) from damaged


def _checked_base_port(port: int) -> int:
    highest = FIRST_EPHEMERAL_PORT - GRPC_SHIFT - PORT_SPAN
    if not 1024 <= port <= highest:
        raise UsageError(f"base port {port} is out of range: choose one from 1024 to {highest}")
    return port


def reachable_by_others(folder: Path) -> bool:
    """Whether any account may pass through the folder and all that lie above it."""
    return all(part.stat().st_mode & 0o001 for part in (folder, *folder.parents) if part.exists())


def sha256_of(file: Path) -> str:
    """Hexadecimal."""
    with open(file, "rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def write_atomically(file: Path, text: str, mode: int = 0o644) -> bool:
    """Writes the whole file or nothing. Answers whether the content is new."""
    if file.is_file() and file.read_text() == text:
        return False
    part = file.with_name(f".{file.name}.{os.getpid()}")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(handle, "w") as out:
        out.write(text)
    os.replace(part, file)
    return True
