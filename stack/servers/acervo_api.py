"""Acervo's own HTTP API: two processes behind the gateway, and what must be there before they start."""

from __future__ import annotations

import json
import os
import subprocess
import time
from pathlib import Path

from stack import api_viewer, process
from stack.errors import StackError
from stack.layout import REPOSITORY, Stack, write_atomically
from stack.probe import http_status
from stack.servers import own_programs, s3_roles
from stack.servers.base import Process, Server

PROCESSES = {"api-1": "api_1", "api-2": "api_2"}  # process name → port name
ADMINISTRATOR = "administrator"
# Each thread of a process owns its connections to PostgreSQL.
THREADS, SHARED_CONNECTIONS, LEASED_CONNECTIONS = 2, 2, 4


class AcervoApi(Server):
    name = "api"
    needs = ("postgres", "redis", "s3")
    built = True
    database_connections = len(PROCESSES) * THREADS * (SHARED_CONNECTIONS + LEASED_CONNECTIONS)
    start_s = 30

    def install(self, stack: Stack) -> None:
        api_viewer.folder()

    def prepare(self, stack: Stack) -> None:
        for name, port in PROCESSES.items():
            write_atomically(self._config_file(stack, name), _api_config(stack, stack.port(port)), mode=0o600)
        # The owner of the tables and of the buckets, for the administration program only.
        admin = _config(stack, database_user="acervo_owner", s3_role=s3_roles.BOOTSTRAP)
        write_atomically(self._config_file(stack, "admin"), admin, mode=0o600)
        self._administrator(stack)

    def start(self, stack: Stack) -> None:
        self._prepare_data(stack)
        for name in PROCESSES:
            self._spawn(stack, name)

    def restart(self, stack: Stack) -> None:
        """One process after the other, so that the gateway always has one to ask. A new program that does not become
        ready ends it: the others go on with the old one."""
        self._prepare_data(stack)
        for name, port in PROCESSES.items():
            process.stop(stack, name)
            self._spawn(stack, name)
            end = time.monotonic() + self.start_s
            while not self._is_ready(stack, port):
                if time.monotonic() > end:
                    tail = process.tail(stack, name)
                    raise StackError(f"{name} was restarted and is not ready after {self.start_s:.0f} s\n{tail}")
                time.sleep(0.1)

    def _spawn(self, stack: Stack, name: str) -> None:
        command = [str(own_programs.program("acervo-api")), "--config", str(self._config_file(stack, name))]
        process.spawn(stack, name, command, cwd=stack.state, env=own_programs.from_the_file_only())

    def _is_ready(self, stack: Stack, port: str) -> bool:
        return http_status(f"http://{stack.address(port)}/health/ready") == 200

    def _prepare_data(self, stack: Stack) -> None:
        self._admin(stack, "migrate")
        self._admin(stack, "bootstrap-storage")
        password = stack.state / "secrets" / ADMINISTRATOR
        self._admin(stack, "create-administrator", "--name", ADMINISTRATOR, "--password-file", str(password))

    def ready(self, stack: Stack) -> bool:
        return all(self._is_ready(stack, port) for port in PROCESSES.values())

    def processes(self, stack: Stack) -> list[Process]:
        return [Process(name, stack.address(port), (port,)) for name, port in PROCESSES.items()]

    def fingerprint(self, stack: Stack) -> str:
        return own_programs.fingerprint("acervo-api", *(self._config_file(stack, name) for name in PROCESSES))

    def hint(self, stack: Stack, log_tail: str) -> str:
        return "read ./acervo logs api-1 (and api-2), then run ./acervo up"

    def _config_file(self, stack: Stack, name: str) -> Path:
        return stack.config / f"{name}.toml"

    def _admin(self, stack: Stack, *arguments: str) -> None:
        """Runs one step of the administration program; each is idempotent."""
        command = [str(own_programs.program("acervo-admin")), arguments[0], "--config", str(self._config_file(stack, "admin"))]
        done = subprocess.run(
            [*command, *arguments[1:]],
            capture_output=True,
            text=True,
            cwd=stack.state,
            env=process.marked_environment(stack, own_programs.from_the_file_only()),
            timeout=120,
        )
        with open(process.log_file(stack, "admin"), "a") as log:
            log.write(f"$ acervo-admin {arguments[0]}\n{done.stdout}{done.stderr}")
        if done.returncode:
            raise StackError(f"acervo-admin {arguments[0]} failed: {(done.stderr or done.stdout).strip()[-1500:]}")

    def _administrator(self, stack: Stack) -> None:
        """The first account: name and password for a person, in a 0600 file. `up` shows the password once."""
        text = f"name: {ADMINISTRATOR}\npassword: {stack.secret(ADMINISTRATOR, 20)}\n"
        write_atomically(stack.state / "administrator", text, mode=0o600)


def _config(stack: Stack, *, database_user: str, s3_role: str) -> str:
    """The sections that every program of ours has (--print-config-schema lists the keys)."""
    return f"""\
{own_programs.database(stack, database_user, SHARED_CONNECTIONS, LEASED_CONNECTIONS)}
{own_programs.s3(stack, s3_role)}"""


def _traces() -> str:
    """Where `up` was told to send traces, by the variables that OpenTelemetry gives them; nowhere when it was not."""
    names = {
        "collector": "OTEL_EXPORTER_OTLP_ENDPOINT",
        "endpoint": "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
        "sample_ratio": "OTEL_TRACES_SAMPLER_ARG",
    }
    lines = [f"{key} = {json.dumps(os.environ[name])}\n" for key, name in names.items() if os.environ.get(name)]
    return "\n[traces]\n" + "".join(lines) if lines else ""


def _api_config(stack: Stack, port: int) -> str:
    return f"""\
{_config(stack, database_user="acervo_api", s3_role="api")}{_traces()}
[http]
address = "127.0.0.1"
port = {port}
threads = {THREADS}
docs_folder = "{api_viewer.folder()}"

[mail]
enabled = true

[webhooks]
key = "{stack.secret("webhook_key", 43)}"

[tokens]
signing_key = "{stack.secret("token_key", 43)}"

[profiles]
folder = "{REPOSITORY / "profiles"}"

# Everybody who uses this stack comes from one address, and its tests ask as fast as they can.
[limits]
person_per_minute = 1000000
person_per_hour = 10000000
uploads_per_minute = 1000000
uploads_per_hour = 10000000
key_per_minute = 1000000
key_per_hour = 10000000
stranger_per_minute = 1000000
stranger_per_hour = 10000000

[redis]
addresses = ["{stack.address("redis")}"]
password = "{stack.secret("redis")}"
"""
