"""Acervo's programs that work for Temporal: who runs workflows, and a worker per kind of work. Any number may run."""

from __future__ import annotations

from pathlib import Path

from stack import process
from stack.layout import REPOSITORY, Stack, write_atomically
from stack.probe import http_status
from stack.servers import own_programs
from stack.servers.base import Process, Server
from stack.servers.temporal import NAMESPACE


class Worker(Server):
    """One process of one program; its name is also its port's."""

    program = ""
    needs = ("temporal",)
    built = True
    optional = True
    start_s = 60

    def prepare(self, stack: Stack) -> None:
        write_atomically(self._config_file(stack), self.config(stack), mode=0o600)

    def start(self, stack: Stack) -> None:
        command = [str(own_programs.program(self.program)), "--config", str(self._config_file(stack))]
        process.spawn(stack, self.name, command, cwd=stack.state, env=own_programs.from_the_file_only())

    def ready(self, stack: Stack) -> bool:
        return http_status(f"http://{stack.address(self.name)}/health/ready") == 200

    def processes(self, stack: Stack) -> list[Process]:
        return [Process(self.name, stack.address(self.name), (self.name,), grace_s=30)]

    def fingerprint(self, stack: Stack) -> str:
        return own_programs.fingerprint(self.program, self._config_file(stack))

    def config(self, stack: Stack) -> str:
        return f"""\
[http]
address = "127.0.0.1"
port = {stack.port(self.name)}

{temporal(stack)}"""

    def _config_file(self, stack: Stack) -> Path:
        return stack.config / f"{self.name}.toml"


class Orchestrator(Worker):
    name = "orchestrator"
    program = "acervo-orchestrator"


class MediaWorker(Worker):
    """What reads masters: its own role in the database and the object store, and the host's scratch."""

    needs = ("temporal", "postgres", "s3", "api")  # the API's preparation brings schema and buckets up to date
    shared_connections, leased_connections = 1, 4
    database_connections = shared_connections + leased_connections
    apt = ("ffmpeg", "libimage-exiftool-perl", "libvips42")

    def config(self, stack: Stack) -> str:
        database = own_programs.database(stack, "acervo_worker", self.shared_connections, self.leased_connections)
        return f"""\
{database}
{own_programs.s3(stack, "worker")}
[scratch]
folder = "{stack.folder("scratch")}"
quota_gib = 20

[profiles]
folder = "{REPOSITORY / "profiles"}"

{super().config(stack)}"""


class IngestWorker(MediaWorker):
    name = "worker-ingest"
    program = "acervo-worker-ingest"


class TranscodeWorker(MediaWorker):
    name = "worker-transcode"
    program = "acervo-worker-transcode"


def temporal(stack: Stack) -> str:
    """The section of all that speak to Temporal."""
    return f"""\
[temporal]
address = "{stack.address("temporal")}"
namespace = "{NAMESPACE}"
"""
