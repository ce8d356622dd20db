"""Small questions to servers: is the port open, what does this URL answer. All with a short deadline."""

from __future__ import annotations

import http.client
import json
import socket
import urllib.error
import urllib.request
from pathlib import Path

# The stack speaks to 127.0.0.1 only: a proxy from the environment must not stand between.
_direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def http_status(url: str, *, headers: dict[str, str] | None = None, timeout_s: float = 1) -> int | None:
    """The status of a GET, or nothing when nobody answers."""
    answer = http_request("GET", url, headers=headers, timeout_s=timeout_s)
    return answer[0] if answer else None


def http_json(url: str, *, headers: dict[str, str] | None = None, timeout_s: float = 1):
    """The decoded body of a GET that answers 200, else None."""
    answer = http_request("GET", url, headers=headers, timeout_s=timeout_s)
    if not answer or answer[0] != 200:
        return None
    try:
        return json.loads(answer[1])
    except ValueError:
        return None


def http_request(
    method: str, url: str, body: bytes | None = None, *, headers: dict[str, str] | None = None, timeout_s: float = 5
) -> tuple[int, bytes] | None:
    """Status and body, also of an error status; nothing when nobody answers."""
    request = urllib.request.Request(url, data=body, headers=headers or {}, method=method)
    try:
        with _direct.open(request, timeout=timeout_s) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, refused.read()
    except (OSError, http.client.HTTPException):
        return None


def tcp_exchange(port: int, question: bytes, timeout_s: float = 1) -> bytes:
    """Sends bytes to a port of 127.0.0.1 and answers the first bytes that come back; empty when nobody answers."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=timeout_s) as connection:
            connection.settimeout(timeout_s)
            if question:
                connection.sendall(question)
            return connection.recv(4096)
    except OSError:
        return b""


def listener(port: int) -> str | None:
    """Who listens on this TCP port: 'name (pid)', 'unknown' when the kernel will not say, None when it is free."""
    inode = _listening_inode(port)
    if inode is None:
        return None
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and _holds_socket(folder, inode):
            return f"{(folder / 'comm').read_text().strip()} (process {folder.name})"
    return "unknown"


def _listening_inode(port: int) -> str | None:
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        try:
            lines = Path(table).read_text().splitlines()[1:]
        except OSError:
            continue
        for line in lines:
            fields = line.split()
            if fields[3] == "0A" and int(fields[1].rpartition(":")[2], 16) == port:
                return fields[9]
    return None


def _holds_socket(process: Path, inode: str) -> bool:
    try:
        return any(handle.readlink().name == f"socket:[{inode}]" for handle in (process / "fd").iterdir())
    except OSError:
        return False
