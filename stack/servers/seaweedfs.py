"""SeaweedFS, the default S3 server: master, volume, filer and S3 gateway in one process."""

from __future__ import annotations

import hashlib
from pathlib import Path

from stack import process, toolchain
from stack.layout import GRPC_SHIFT, Stack, write_atomically
from stack.probe import http_json
from stack.servers import s3_roles
from stack.servers.base import Process, Server

PORTS = ("s3", "seaweed_master", "seaweed_volume", "seaweed_filer", "seaweed_metrics")


class SeaweedFS(Server):
    name = "seaweedfs"
    python = True

    def prepare(self, stack: Stack) -> None:
        write_atomically(self._identities(stack), s3_roles.seaweedfs_config(stack), mode=0o600)

    def start(self, stack: Stack) -> None:
        def ports(role: str, name: str) -> list[str]:
            port = stack.port(name)
            return [f"-{role}.port={port}", f"-{role}.port.grpc={port + GRPC_SHIFT}"]

        folder = stack.folder("seaweedfs")
        command = [
            *(toolchain.venv_program("weed"), "-logtostderr=true", "server", f"-dir={folder}"),
            *("-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-master.telemetry=false"),
            # Alone, it waits a whole election for itself at every start: a short one.
            *(*ports("master", "seaweed_master"), "-master.volumeSizeLimitMB=1024", "-master.electionTimeout=1s"),
            # Volumes are files that grow, about seven for each bucket: 500 is only a ceiling.
            *(*ports("volume", "seaweed_volume"), "-volume.max=500", "-volume.preStopSeconds=0"),
            *("-filer", *ports("filer", "seaweed_filer")),
            *("-s3", *ports("s3", "s3"), f"-s3.config={self._identities(stack)}"),
            # Two catalogues that nobody here uses; every stack would want 8181 and 9101 for them.
            *("-s3.port.iceberg=0", "-s3.port.lance=0"),
            *(f"-metricsPort={stack.port('seaweed_metrics')}", "-metricsIp=127.0.0.1"),
        ]
        process.spawn(stack, "seaweedfs", command, cwd=folder)

    def ready(self, stack: Stack) -> bool:
        # The S3 gateway answers before the volume server has joined; bytes can be stored only then.
        cluster = http_json(f"http://{stack.address('seaweed_master')}/dir/status")
        return bool(cluster and cluster["Topology"]["Max"]) and s3_roles.lists_buckets(stack)

    def stop(self, stack: Stack) -> None:
        super().stop(stack)
        for role, port in (("filer", "seaweed_filer"), ("s3", "s3")):
            Path(f"/tmp/seaweedfs-{role}-{stack.port(port)}.sock").unlink(missing_ok=True)
            Path(f"/tmp/seaweedfs-{role}-grpc-{stack.port(port) + GRPC_SHIFT}.sock").unlink(missing_ok=True)

    def processes(self, stack: Stack) -> list[Process]:
        # Asked to stop, it waits 15 s for a connection that its own parts hold open to each other; everything that
        # was acknowledged is in its files already, as it must be for a crash.
        return [Process("seaweedfs", stack.address("s3"), PORTS, grace_s=2)]

    def fingerprint(self, stack: Stack) -> str:
        return hashlib.sha256(self._identities(stack).read_bytes()).hexdigest()[:12]

    def env(self, stack: Stack) -> dict[str, str]:
        return s3_roles.env(stack)

    def _identities(self, stack: Stack) -> Path:
        return stack.config / "seaweedfs-s3.json"
