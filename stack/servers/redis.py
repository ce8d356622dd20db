"""Redis: cache, sessions, limits, ranking. Never truth, so it keeps nothing on disk."""

from __future__ import annotations

from stack import process
from stack.layout import Stack, write_atomically
from stack.probe import tcp_exchange
from stack.servers.base import Process, Server


class Redis(Server):
    name = "redis"
    apt = ("redis-server",)

    def prepare(self, stack: Stack) -> None:
        lines = (
            "bind 127.0.0.1",
            f"port {stack.port('redis')}",
            "daemonize no",
            "protected-mode yes",
            f"requirepass {stack.secret('redis')}",
            f'dir "{stack.folder("redis")}"',
            'save ""',
            "appendonly no",
            "maxmemory 256mb",
            "maxmemory-policy allkeys-lru",
        )
        write_atomically(stack.config / "redis.conf", "\n".join(lines) + "\n", mode=0o600)

    def start(self, stack: Stack) -> None:
        process.spawn(stack, "redis", ["redis-server", str(stack.config / "redis.conf")])

    def ready(self, stack: Stack) -> bool:
        question = f"AUTH {stack.secret('redis')}\r\nPING\r\n".encode()
        return b"+OK" in tcp_exchange(stack.port("redis"), question)

    def processes(self, stack: Stack) -> list[Process]:
        return [Process("redis", stack.address("redis"), ("redis",))]

    def env(self, stack: Stack) -> dict[str, str]:
        return {"ACERVO_TEST_REDIS": f"redis://:{stack.secret('redis')}@{stack.address('redis')}/0"}
