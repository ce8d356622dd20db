"""`backup` and `restore`: the database, the ledger's list of objects and the stack's secrets in one sealed file.

The file is a tar archive sealed with age (https://age-encryption.org/v1) for one or more recipients, so that a machine
that makes backups every night need not hold the key that opens them. In it, in this order:

    backup.json     what this is: versions, moment, counts, size and SHA-256 of the other members
    database.dump   PostgreSQL's own format (pg_dump -Fc)
    ledger.csv      every object that is stored: bucket, key, version, bytes, sha256
    secrets.tar     passwords and keys of the stack

Dump and ledger are of one snapshot. Objects themselves are not in it: the ledger says which ones a copy of the object
store must have.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import re
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from stack import process, servers, toolchain
from stack.bring_up import bring_down, bring_up
from stack.errors import OK, StackError, UsageError
from stack.layout import Stack, sha256_of, write_atomically
from stack.progress import step
from stack.servers import postgres

FORMAT = 1
MEMBERS = ("database.dump", "ledger.csv", "secrets.tar")
ENDING = ".acervo.age"
LEDGER = """
SELECT bucket, storage_key, version_id, file_size_bytes, sha256 FROM storage_objects WHERE state = 'stored' ORDER BY id
"""
COUNT = "SELECT count(*) FROM storage_objects WHERE state = 'stored'"
LAST_MIGRATION = "SELECT max(version) FROM schema_migrations"
# Whoever was signed out between the backup and now must not be signed in again by it.
END_SESSIONS = "UPDATE sessions SET revoked_at = now() WHERE revoked_at IS NULL"
SECRET = re.compile(r"administrator|secrets/[a-z0-9_-]+")
RENAMES = 20
OWN_PROGRAMS = ("api", "keeper")


# --- backup ----------------------------------------------------------------------------------------------------------


def backup_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("target", type=Path, help="the file to write, or a folder in which files named by their moment are kept")
    parser.add_argument(
        "--recipient",
        action="append",
        default=[],
        metavar="AGE1…",
        help="public key of who may open it (age-keygen makes a pair); may be given several times",
    )
    parser.add_argument("--keep", type=int, metavar="N", help="in a folder: delete all but the N newest backups afterwards")


def backup(stack: Stack, args: argparse.Namespace) -> int:
    if not args.recipient:
        hint = "run age-keygen on a machine of your own, keep what it prints, and give the public key with --recipient"
        raise UsageError("a backup holds every secret of the stack: say who may open it", hint)
    if args.keep is not None and (args.keep < 1 or not args.target.is_dir()):
        raise UsageError("--keep needs a folder as target and at least 1")
    if not stack.exists or not process.find(stack, "postgres"):
        raise StackError("PostgreSQL of this stack does not run", "run ./acervo up first")
    toolchain.install_packages(["age"])
    moment = datetime.now(UTC)
    target = args.target / f"{moment:%Y%m%dT%H%M%SZ}{ENDING}" if args.target.is_dir() else args.target
    if target.exists():
        raise UsageError(f"{target} is there already")
    if not target.parent.is_dir():
        raise UsageError(f"there is no folder {target.parent}")
    with _work_folder(target.parent) as folder:
        about = _collect(stack, folder, moment)
        _seal(folder, args.recipient, folder / "sealed")
        os.rename(folder / "sealed", target)
        _sync(target.parent)
    step("backup", "written", f"{target}  ({target.stat().st_size} bytes, {about['objects']} objects in its ledger)")
    for old in _older(args.target, args.keep) if args.keep else []:
        old.unlink()
        step("backup", "deleted", str(old))
    return OK


def _collect(stack: Stack, folder: Path, moment: datetime) -> dict:
    """Puts all members into the folder; answers what `backup.json` says."""
    with _snapshot(stack) as session:
        step("database", "dumping")
        dump = [postgres.program("pg_dump"), "-Fc", f"--snapshot={session.name}", "-f", str(folder / "database.dump")]
        _run(dump, postgres.superuser(stack, "acervo"))
        session.copy(LEDGER, folder / "ledger.csv")
        objects, migration = session.ask(COUNT), session.ask(LAST_MIGRATION)
    _pack_secrets(stack, folder / "secrets.tar")
    about = {
        "acervo_backup": FORMAT,
        "made_at": moment.isoformat(timespec="seconds"),
        "migration": int(migration),
        "objects": int(objects),
        "members": {name: {"bytes": (folder / name).stat().st_size, "sha256": sha256_of(folder / name)} for name in MEMBERS},
    }
    (folder / "backup.json").write_text(json.dumps(about, indent=2) + "\n")
    return about


class _Snapshot:
    """A transaction whose view of the database other programs can share."""

    def __init__(self, running: subprocess.Popen) -> None:
        self._running = running
        self.ask("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        self.name = self.ask("SELECT pg_export_snapshot()")

    def ask(self, text: str) -> str:
        """Everything that the statement prints."""
        self._running.stdin.write(f"{text};\n\\echo --end--\n")
        self._running.stdin.flush()
        lines = []
        for line in self._running.stdout:
            if line == "--end--\n":
                return "".join(lines).strip()
            lines.append(line)
        raise StackError(f"PostgreSQL refused: {self._running.stderr.read().strip()}")

    def copy(self, query: str, into: Path) -> None:
        # psql's own command takes the file's name as it is between the quotes, with '' for a quote.
        name = str(into).replace("'", "''")
        self.ask(f"\\copy ({' '.join(query.split())}) TO '{name}' WITH (FORMAT csv, HEADER)\n")


@contextlib.contextmanager
def _snapshot(stack: Stack) -> Iterator[_Snapshot]:
    command = [postgres.program("psql"), "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, env=postgres.superuser(stack, "acervo"), text=True, **pipes) as running:
        try:
            yield _Snapshot(running)
        finally:
            running.stdin.close()
            running.wait(timeout=60)


def _pack_secrets(stack: Stack, into: Path) -> None:
    with tarfile.open(into, "w", format=tarfile.PAX_FORMAT) as archive:
        for file in [*sorted((stack.state / "secrets").iterdir()), stack.state / "administrator"]:
            if file.is_file() and not file.name.startswith("."):
                archive.add(file, str(file.relative_to(stack.state)), recursive=False)


def _seal(folder: Path, recipients: list[str], into: Path) -> None:
    """tar | age, so that no plain archive lies on the disk."""
    command = ["age", *(word for one in recipients for word in ("--recipient", one)), "--output", str(into)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as age:
        try:
            with tarfile.open(fileobj=age.stdin, mode="w|", format=tarfile.PAX_FORMAT) as archive:
                for name in ("backup.json", *MEMBERS):
                    archive.add(folder / name, name, recursive=False)
            age.stdin.close()
        except BrokenPipeError:
            pass  # age says why
        complaint = age.stderr.read().decode().strip()
    if age.returncode:
        raise StackError(f"age could not seal the backup: {complaint}")
    _sync(into)


def _older(folder: Path, keep: int) -> list[Path]:
    return sorted(folder.glob(f"*{ENDING}"))[:-keep]


# --- restore ---------------------------------------------------------------------------------------------------------


def restore_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="what `backup` wrote")
    parser.add_argument("--identity", type=Path, required=True, metavar="FILE", help="the key that opens it, as age-keygen wrote it")
    parser.add_argument(
        "--replace", action="store_true", help="put it in the place of the database that is there, which is kept as acervo_replaced"
    )


def restore(stack: Stack, args: argparse.Namespace) -> int:
    for file in (args.file, args.identity):
        if not file.is_file():
            raise UsageError(f"there is no file {file}")
    if stack.exists and not args.replace:
        raise UsageError(f"there is a stack in {stack.state}", "choose another --state, or give --replace")
    toolchain.install_packages(["age"])
    parent = stack.state.parent
    parent.mkdir(parents=True, exist_ok=True)
    with _work_folder(parent) as folder:
        # All is read and compared before anything is touched.
        _unseal(args.file, args.identity, folder)
        about = _checked(folder)
        step("backup", "is whole", f"of {about['made_at']}, {about['objects']} objects in its ledger")
        with stack.lock():
            _put_back(stack, folder, about)
    print("The database is back; every session is ended. Next:\n  ./acervo up\n  ./acervo reconcile   (which objects are missing)")
    return OK


def _unseal(file: Path, identity: Path, folder: Path) -> None:
    command = ["age", "--decrypt", "--identity", str(identity), str(file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as age:
        try:
            with tarfile.open(fileobj=age.stdout, mode="r|") as archive:
                for member in archive:
                    if member.name not in ("backup.json", *MEMBERS) or not member.isfile():
                        raise StackError(f"{file} holds {member.name!r}, which no backup has")
                    with archive.extractfile(member) as content, open(folder / member.name, "wb") as out:
                        shutil.copyfileobj(content, out, 1 << 20)
        except tarfile.TarError as damaged:
            age.stdout.close()
            complaint = age.stderr.read().decode().strip()
            raise StackError(f"{file} cannot be read: {complaint or damaged}") from damaged
        age.stdout.read()
        complaint = age.stderr.read().decode().strip()
    if age.returncode:
        raise StackError(f"{file} cannot be opened: {complaint}")


def _checked(folder: Path) -> dict:
    try:
        about = json.loads((folder / "backup.json").read_text())
        known = about["acervo_backup"] == FORMAT
        whole = known and all(sha256_of(folder / name) == about["members"][name]["sha256"] for name in MEMBERS)
    except (OSError, ValueError, KeyError, TypeError) as wrong:
        raise StackError(f"this is no backup of Acervo: {wrong!r}") from wrong
    if not known:
        raise StackError(f"this backup has format {about['acervo_backup']!r}; this version of Acervo reads {FORMAT}")
    if not whole:
        raise StackError("the backup is damaged: its members are not those that it lists")
    return about


def _put_back(stack: Stack, folder: Path, about: dict) -> None:
    new = not stack.exists
    stack.create()
    if new:
        _unpack_secrets(folder / "secrets.tar", stack)
    bring_down(stack, [server for server in servers.ALL if server.name in OWN_PROGRAMS])
    failed = bring_up(stack, servers.choose(stack, ["postgres"]), None)
    if failed:
        raise StackError(f"PostgreSQL does not start: {failed['postgres']}")
    stack.want(sorted({*stack.wanted, "postgres"}))
    postgres.sql(stack, "postgres", "DROP DATABASE IF EXISTS acervo_restored WITH (FORCE)")
    postgres.sql(stack, "postgres", "CREATE DATABASE acervo_restored OWNER acervo_owner TEMPLATE template0")
    step("database", "restoring")
    load = [postgres.program("pg_restore"), "--exit-on-error", "-d", "acervo_restored", str(folder / "database.dump")]
    _run(load, postgres.superuser(stack, "acervo_restored"))
    _compare(stack, about)
    postgres.sql(stack, "acervo_restored", END_SESSIONS)
    _exchange(stack)
    _forget_sessions(stack)


def _unpack_secrets(file: Path, stack: Stack) -> None:
    with tarfile.open(file) as archive:
        for member in archive:
            if not member.isfile() or not SECRET.fullmatch(member.name):
                raise StackError(f"the backup holds {member.name!r} among the secrets")
            write_atomically(stack.state / member.name, archive.extractfile(member).read().decode(), mode=0o600)


def _compare(stack: Stack, about: dict) -> None:
    found = int(postgres.sql(stack, "acervo_restored", COUNT))
    if found != about["objects"]:
        raise StackError(f"the restored ledger has {found} objects, the backup says {about['objects']}; nothing was replaced")


def _exchange(stack: Stack) -> None:
    """The restored database takes the other one's name, both or none."""
    postgres.sql(stack, "postgres", "DROP DATABASE IF EXISTS acervo_replaced WITH (FORCE)")
    end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname IN ('acervo', 'acervo_restored');"
    names = "BEGIN; ALTER DATABASE acervo RENAME TO acervo_replaced; ALTER DATABASE acervo_restored RENAME TO acervo; COMMIT"
    # Somebody may come back between the end of its connection and the new name.
    for _ in range(RENAMES - 1):
        with contextlib.suppress(StackError):
            postgres.sql(stack, "postgres", end + names)
            return
    postgres.sql(stack, "postgres", end + names)


def _forget_sessions(stack: Stack) -> None:
    """Redis is a cache: what it knows of sessions is of the other database."""
    redis = [server for server in servers.of(stack) if server.name == "redis"]
    if any(process.find(stack, one.name) for server in redis for one in server.processes(stack)):
        command = ["redis-cli", "-h", "127.0.0.1", "-p", str(stack.port("redis")), "--no-auth-warning", "FLUSHALL"]
        _run(command, {**os.environ, "REDISCLI_AUTH": stack.secret("redis")})


# --- both ------------------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def _work_folder(parent: Path) -> Iterator[Path]:
    """A folder for us alone on the same disk, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix=".acervo-", dir=parent) as folder:
        yield Path(folder)


def _run(command: list[str], environment: dict[str, str]) -> None:
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise StackError(f"{Path(command[0]).name} failed: {done.stderr.strip() or done.stdout.strip()}")


def _sync(place: Path) -> None:
    handle = os.open(place, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
