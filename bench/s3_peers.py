"""Those who speak S3 beside our own programs: the AWS SDK for Go, boto3, rclone. Built or installed when they are missing."""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from bench import server
from bench.measure import Side
from stack import toolchain, tools
from stack.layout import REPOSITORY

GO_MODULE = REPOSITORY / "bench" / "peers" / "s3_go"
BOTO3 = REPOSITORY / "bench" / "peers" / "s3_boto3"


@dataclass(frozen=True)
class Keys:
    access: str
    secret: str

    def environment(self) -> dict[str, str]:
        """For all three, and nothing of the user's own."""
        foreign = ("AWS_", "RCLONE_")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
        aws = {"AWS_ACCESS_KEY_ID": self.access, "AWS_SECRET_ACCESS_KEY": self.secret}
        return {**kept, **aws, "RCLONE_S3_ACCESS_KEY_ID": self.access, "RCLONE_S3_SECRET_ACCESS_KEY": self.secret}


@dataclass(frozen=True)
class Peer:
    """`command`: to which its verb and arguments are added."""

    key: str
    name: str
    version: str
    command: list[str]

    def side(self, how: str) -> Side:
        return Side(self.key, self.name, self.version, how)


def go(folder: Path) -> Peer:
    """Built here with Go's own cache; the first time on a machine it fetches the SDK's modules."""
    program = tools.go_program(GO_MODULE, folder / "s3-go")
    sdk = re.search(r"aws-sdk-go-v2/service/s3 v([\d.]+)", (GO_MODULE / "go.mod").read_text())[1]
    return Peer("go", "Go SDK", sdk, [program])


def boto3() -> Peer:
    """In a venv of its own, made the first time."""
    requirements = BOTO3 / "requirements.txt"
    version = re.search(r"boto3==([\d.]+)", requirements.read_text())[1]
    return Peer("boto3", "boto3", version, [str(toolchain.venv(requirements) / "bin" / "python"), str(BOTO3 / "main.py")])


def rclone() -> Peer:
    program = server.installed("rclone", "/usr/bin/rclone")
    version = subprocess.run([program, "version"], capture_output=True, text=True, check=True).stdout.split()[1]
    return Peer("rclone", "rclone", version.removeprefix("v"), [program])


def rclone_upload(peer: Peer, endpoint: str, file: Path, part: int, streams: int) -> list[str]:
    """`copyto` with equal parts and streams; no request that the others do not make."""
    options = ["--config", "", "--s3-provider", "Other", "--s3-endpoint", endpoint, "--s3-region", "us-east-1"]
    parts = ["--s3-chunk-size", f"{part}B", "--s3-upload-cutoff", f"{part}B", "--s3-upload-concurrency", str(streams)]
    quiet = ["--s3-force-path-style", "--s3-no-check-bucket", "--s3-no-head", "--ignore-times", "--retries", "1"]
    return [*peer.command, "copyto", str(file), ":s3:dam-archive/bench/rclone", *options, *parts, *quiet]
