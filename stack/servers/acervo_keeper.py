"""Acervo's background loops: one process, of which any number may run."""

from __future__ import annotations

from pathlib import Path

from stack import process
from stack.layout import Stack, write_atomically
from stack.probe import http_status
from stack.servers import own_programs, s3_roles
from stack.servers.acervo_workers import temporal
from stack.servers.base import Process, Server

SHARED_CONNECTIONS, LEASED_CONNECTIONS, LOCK_CONNECTIONS = 1, 2, 1


class AcervoKeeper(Server):
    name = "keeper"
    needs = ("postgres", "redis", "api")  # the API's preparation brings the schema up to date
    built = True
    database_connections = SHARED_CONNECTIONS + LEASED_CONNECTIONS + LOCK_CONNECTIONS
    start_s = 30

    def prepare(self, stack: Stack) -> None:
        access, secret = s3_roles.keys(stack, "purge")
        text = f"""\
{own_programs.database(stack, "acervo_keeper", SHARED_CONNECTIONS, LEASED_CONNECTIONS)}
[http]
address = "127.0.0.1"
port = {stack.port("keeper")}

{own_programs.s3(stack, "keeper")}
[redis]
addresses = ["{stack.address("redis")}"]
password = "{stack.secret("redis")}"

[keeper]
house_pause = "20s"

[smtp]
host = "127.0.0.1"
port = {stack.port("mail")}
security = "none"
from = "acervo@example.org"
reset_url = "http://{stack.address("gateway")}/reset-password"

[webhooks]
key = "{stack.secret("webhook_key", 43)}"
allowed_networks = ["127.0.0.0/8"]

[reconcile]
purge_access_key_id = "{access}"
purge_secret_access_key = "{secret}"

{temporal(stack) if "orchestrator" in stack.wanted else ""}"""
        write_atomically(self._config_file(stack), text, mode=0o600)

    def start(self, stack: Stack) -> None:
        command = [str(own_programs.program("acervo-keeper")), "--config", str(self._config_file(stack))]
        process.spawn(stack, "keeper", command, cwd=stack.state, env=own_programs.from_the_file_only())

    def ready(self, stack: Stack) -> bool:
        return http_status(f"http://{stack.address('keeper')}/health/ready") == 200

    def processes(self, stack: Stack) -> list[Process]:
        return [Process("keeper", stack.address("keeper"), ("keeper",))]

    def fingerprint(self, stack: Stack) -> str:
        return own_programs.fingerprint("acervo-keeper", self._config_file(stack))

    def _config_file(self, stack: Stack) -> Path:
        return stack.config / "keeper.toml"
