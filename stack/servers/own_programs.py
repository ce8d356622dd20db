"""What the programs of our own have in common: where they are, their environment, their sections of configuration."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from stack import build
from stack.errors import MissingError
from stack.layout import Stack
from stack.servers import s3_roles

# Role of the database → name of its secret.
PASSWORDS = {
    "acervo_api": "postgres_api",
    "acervo_keeper": "postgres_keeper",
    "acervo_owner": "postgres_owner",
    "acervo_worker": "postgres_worker",
}


def from_the_file_only() -> dict[str, str]:
    """Our programs let the environment beat their file: what the user has there for other things (a key of a cloud
    account, say) must not reach the stack. Empty counts as not set."""
    return {name: "" for name in os.environ if name.startswith(("AWS_", "S3_", "ACERVO_", "OTEL_"))}


def program(name: str) -> Path:
    path = build.program(name)
    if not path.exists():
        raise MissingError(f"there is no {path}", "run ./acervo up without --only: it builds the programs first")
    return path


def fingerprint(name: str, *configuration: Path) -> str:
    """A new binary or configuration restarts the processes."""
    digest = hashlib.sha256()
    for file in configuration:
        digest.update(file.read_bytes())
    binary = build.program(name)
    if binary.exists():
        digest.update(f"{binary.stat().st_mtime_ns} {binary.stat().st_size}".encode())
    return digest.hexdigest()[:12]


def database(stack: Stack, user: str, shared: int, leased: int) -> str:
    """The section that all of them have (--print-config-schema lists the keys)."""
    return f"""\
# Written by ./acervo up; changes are overwritten.
[database]
url = "postgresql://{user}@{stack.address("postgres")}/acervo"
password = "{stack.secret(PASSWORDS[user])}"
shared_connections = {shared}
leased_connections = {leased}
"""


def s3(stack: Stack, role: str) -> str:
    """The section of those that speak to the object store, as one of its roles."""
    access, secret = s3_roles.keys(stack, role)
    endpoint = f"http://{stack.address('s3')}"
    return f"""\
[s3]
endpoint = "{endpoint}"
public_endpoint = "{endpoint}"
region = "{s3_roles.REGION}"
force_path_style = true
access_key_id = "{access}"
secret_access_key = "{secret}"
"""
