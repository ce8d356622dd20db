"""PostgreSQL 15, the truth: a private cluster, TCP with passwords only (no Unix socket, so no path limits)."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import subprocess
from pathlib import Path

from stack import process
from stack.errors import MissingError, StackError
from stack.layout import Stack, write_atomically
from stack.probe import tcp_exchange
from stack.servers.base import Process, Server

ACCOUNT = "postgres"  # made by the Debian package; PostgreSQL refuses to run as root
MAX_CONNECTIONS = 200
KEPT_CONNECTIONS = 3 + 20  # for superusers (PostgreSQL's own rule), and for psql, backups and monitors

SETTINGS = """
listen_addresses = '127.0.0.1'
port = {port}
unix_socket_directories = ''
max_connections = {connections}
password_encryption = 'scram-sha-256'
shared_buffers = 256MB
max_wal_size = 1GB
shared_preload_libraries = 'pg_stat_statements'
log_line_prefix = '%m [%p] %u@%d '
log_timezone = 'UTC'
timezone = 'UTC'
"""

ACCESS = """
host all all 127.0.0.1/32 scram-sha-256
"""

# The owner makes and changes tables (migrations) and, for tests, databases; the API only reads and writes rows, the keeper
# those that its loops are for, workers those of ingest and renditions.
# template1 carries the default rights, so that databases made by tests have them too.
ROLES = """
do $$ begin
  if not exists (select from pg_roles where rolname = 'acervo_owner') then create role acervo_owner; end if;
  if not exists (select from pg_roles where rolname = 'acervo_api') then create role acervo_api; end if;
  if not exists (select from pg_roles where rolname = 'acervo_keeper') then create role acervo_keeper; end if;
  if not exists (select from pg_roles where rolname = 'acervo_worker') then create role acervo_worker; end if;
end $$;
alter role acervo_owner login createdb password '{owner}';
alter role acervo_api login password '{api}';
alter role acervo_keeper login password '{keeper}';
alter role acervo_worker login password '{worker}';
"""
RIGHTS = """
create extension if not exists pg_stat_statements;
alter default privileges for role acervo_owner grant select, insert, update, delete on tables to acervo_api;
alter default privileges for role acervo_owner grant usage, select on sequences to acervo_api;
"""


class Postgres(Server):
    name = "postgres"
    apt = ("postgresql-common", "postgresql-15")

    def prepare(self, stack: Stack) -> None:
        cluster = self._cluster(stack)
        if not (cluster / "PG_VERSION").exists():
            self._init(stack, cluster)
        settings = SETTINGS.format(port=stack.port("postgres"), connections=MAX_CONNECTIONS).lstrip()
        self._write(cluster / "postgresql.conf", settings)
        self._write(cluster / "pg_hba.conf", ACCESS.lstrip())

    def start(self, stack: Stack) -> None:
        cluster = self._cluster(stack)
        if not process.find(stack, "postgres"):
            self._clear_after_crash(cluster)
        process.spawn(stack, "postgres", [program("postgres"), "-D", str(cluster)], account=ACCOUNT)

    def ready(self, stack: Stack) -> bool:
        # A start-up message: a server that takes sessions asks for the password (R), one that is still replaying its
        # log answers an error (E).
        body = (196608).to_bytes(4, "big") + b"user\0postgres\0database\0postgres\0\0"
        return tcp_exchange(stack.port("postgres"), (len(body) + 4).to_bytes(4, "big") + body)[:1] == b"R"

    def after_ready(self, stack: Stack) -> None:
        passwords = {name: stack.secret(f"postgres_{name}") for name in ("owner", "api", "keeper", "worker")}
        roles = ROLES.format(**passwords)
        sql(stack, "template1", roles + RIGHTS)
        exists = sql(stack, "postgres", "select 1 from pg_database where datname = 'acervo'")
        if not exists.strip():
            sql(stack, "postgres", "create database acervo owner acervo_owner")

    def processes(self, stack: Stack) -> list[Process]:
        # SIGINT is PostgreSQL's fast shutdown: it ends sessions and writes a checkpoint.
        address = stack.address("postgres")
        return [Process("postgres", address, ("postgres",), stop_signal=signal.SIGINT, grace_s=30)]

    def hint(self, stack: Stack, log_tail: str) -> str:
        if "could not open directory" in log_tail or "ermission denied" in log_tail:
            return f"the account {ACCOUNT} cannot read {self._cluster(stack)}: check the owners of that folder"
        return super().hint(stack, log_tail)

    def env(self, stack: Stack) -> dict[str, str]:
        def address(user: str, secret: str, database: str) -> str:
            return f"postgresql://{user}:{stack.secret(secret)}@{stack.address('postgres')}/{database}"

        return {
            "ACERVO_TEST_PG": address("acervo_owner", "postgres_owner", "acervo"),
            "ACERVO_TEST_PG_API": address("acervo_api", "postgres_api", "acervo"),
            "ACERVO_TEST_PG_SUPERUSER": address("postgres", "postgres_superuser", "postgres"),
        }

    def _cluster(self, stack: Stack) -> Path:
        return stack.folder("postgres", ACCOUNT) / "cluster"

    def _clear_after_crash(self, cluster: Path) -> None:
        """Waits until no session of a killed server works in the cluster any more, then removes its pid file: where
        nobody collects dead processes (containers), PostgreSQL takes the dead one for alive and refuses to start."""
        process.end_processes_in(cluster)
        (cluster / "postmaster.pid").unlink(missing_ok=True)

    def _init(self, stack: Stack, cluster: Path) -> None:
        """Makes the cluster beside its place and moves it there whole, so that a kill leaves no half of one.

        Each try has a folder of its own: an `up` that was killed leaves an initdb that still writes into the one before.
        """
        for left in cluster.parent.glob("cluster.part*"):
            shutil.rmtree(left, ignore_errors=True)
        part = cluster.with_name(f"cluster.part-{secrets.token_hex(4)}")
        password = cluster.with_name("password.part")
        self._write(password, stack.secret("postgres_superuser"))
        command = [
            *(program("initdb"), "-D", str(part), "--username=postgres", "--encoding=UTF8", "--locale=C.UTF-8"),
            *("--auth=scram-sha-256", f"--pwfile={password}"),
        ]
        done = subprocess.run(process.as_account(command, ACCOUNT), capture_output=True, text=True, cwd="/")
        password.unlink()
        if done.returncode:
            raise StackError(f"initdb failed: {done.stderr.strip()}")
        part.rename(cluster)

    def _write(self, file: Path, text: str) -> None:
        if write_atomically(file, text, mode=0o600) and os.geteuid() == 0:
            shutil.chown(file, ACCOUNT, ACCOUNT)


def superuser(stack: Stack, database: str) -> dict[str, str]:
    """The environment in which a program of PostgreSQL works on this database with every right."""
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("PG")},
        "PGHOST": "127.0.0.1",
        "PGPORT": str(stack.port("postgres")),
        "PGUSER": "postgres",
        "PGPASSWORD": stack.secret("postgres_superuser"),
        "PGDATABASE": database,
        "PGCONNECT_TIMEOUT": "5",
        "PGOPTIONS": "-c client_min_messages=warning",
    }


def sql(stack: Stack, database: str, text: str) -> str:
    """What the statements print, unaligned; StackError with PostgreSQL's words when one fails."""
    command = [program("psql"), "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-f", "-"]
    done = subprocess.run(command, input=text, capture_output=True, text=True, env=superuser(stack, database))
    if done.returncode:
        raise StackError(f"PostgreSQL refused: {done.stderr.strip()}")
    return done.stdout


def program(name: str) -> str:
    """A program of PostgreSQL 15; Debian keeps the server's off the PATH."""
    path = shutil.which(f"/usr/lib/postgresql/15/bin/{name}")
    if not path:
        raise MissingError(f"PostgreSQL 15's {name} is not installed", "run: apt-get install postgresql-15")
    return path
