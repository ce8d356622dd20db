"""The servers of the stack, in the order in which people read them. A new server is one import and one line here."""

from __future__ import annotations

from stack.errors import UsageError
from stack.layout import Stack
from stack.servers.acervo_api import AcervoApi
from stack.servers.acervo_keeper import AcervoKeeper
from stack.servers.acervo_workers import IngestWorker, Orchestrator, TranscodeWorker
from stack.servers.base import Server
from stack.servers.ceph import Ceph
from stack.servers.clamav import ClamAV
from stack.servers.elasticsearch import Elasticsearch
from stack.servers.gateway import Gateway
from stack.servers.openbao import OpenBao
from stack.servers.opensearch import OpenSearch
from stack.servers.postgres import Postgres
from stack.servers.redis import Redis
from stack.servers.seaweedfs import SeaweedFS
from stack.servers.temporal import Temporal

ALL: tuple[Server, ...] = (
    Postgres(),
    Redis(),
    SeaweedFS(),
    Ceph(),
    OpenSearch(),
    Elasticsearch(),
    Temporal(),
    OpenBao(),
    ClamAV(),
    AcervoApi(),
    AcervoKeeper(),
    Orchestrator(),
    IngestWorker(),
    TranscodeWorker(),
    Gateway(),
)

S3_NAMES = ("seaweedfs", "ceph")


def of(stack: Stack) -> list[Server]:
    """The servers that this stack runs: all with the one S3 server it chose, optional ones only when asked for."""
    wanted = stack.wanted
    return [server for server in _possible(stack) if not server.optional or server.name in wanted]


def _possible(stack: Stack) -> list[Server]:
    return [server for server in ALL if server.name not in S3_NAMES or server.name == stack.s3]


def resolve(stack: Stack, name: str) -> str:
    """The server behind a name: `s3` stands for the S3 server in use."""
    return stack.s3 if name == "s3" else name


def choose(stack: Stack, names: list[str]) -> list[Server]:
    """The named servers and all that they need, in the stack's order. No names: all that it runs."""
    known = {server.name: server for server in _possible(stack)}
    wanted: set[str] = set()

    def add(name: str) -> None:
        name = resolve(stack, name)
        if name not in known:
            raise UsageError(f"no server called {name}", "servers: " + ", ".join(known))
        if name not in wanted:
            wanted.add(name)
            for need in known[name].needs:
                add(need)

    for name in names or [server.name for server in of(stack)]:
        add(name)
    return [server for server in known.values() if server.name in wanted]
