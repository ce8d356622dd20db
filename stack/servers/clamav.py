"""ClamAV with signatures of our own: it needs no network and finds the EICAR test virus, no real ones.

It runs as whoever runs the stack, because it scans files by path in the workers' private scratch folders. A file
above its limits is reported as `Heuristics.Limits.Exceeded…`, never as clean.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from stack import process
from stack.finding import Finding, about_version
from stack.layout import Stack, write_atomically
from stack.probe import tcp_exchange
from stack.servers.base import Process, Server
from stack.tools import program_version

PROGRAM = "/usr/sbin/clamd"  # not on the PATH of ordinary users
# The EICAR test file, in two halves: whole, it would make virus scanners quarantine this source file.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"

CONFIG = """
Foreground yes
TCPAddr 127.0.0.1
TCPSocket {port}
DatabaseDirectory {signatures}
TemporaryDirectory {scratch}
LogTime yes
MaxThreads 4
ExitOnOOM yes
ConcurrentDatabaseReload no
SelfCheck 86400
# Scanning by path (SCAN): the largest file that ClamAV takes is 2 GiB; more is told as a limit, never as clean.
MaxFileSize 2000M
MaxScanSize 2000M
MaxScanTime 300000
AlertExceedsMax yes
# Scanning by stream (INSTREAM) is for small things.
StreamMaxLength 100M
CommandReadTimeout 30
ReadTimeout 120
"""


class ClamAV(Server):
    name = "clamav"
    apt = ("clamav-daemon",)

    def prepare(self, stack: Stack) -> None:
        folder = stack.folder("clamav")
        signatures = folder / "signatures"
        signatures.mkdir(exist_ok=True)
        (folder / "scratch").mkdir(mode=0o700, exist_ok=True)
        # At any place in any file, so that a test can make an infected film of any size.
        write_atomically(signatures / "acervo.ndb", f"Eicar-Test-Signature:0:*:{EICAR.hex()}\n")
        config = CONFIG.lstrip().format(port=stack.port("clamav"), signatures=signatures, scratch=folder / "scratch")
        write_atomically(self._config(stack), config)

    def start(self, stack: Stack) -> None:
        process.spawn(stack, "clamav", [PROGRAM, f"--config-file={self._config(stack)}"])

    def ready(self, stack: Stack) -> bool:
        return tcp_exchange(stack.port("clamav"), b"zPING\0") == b"PONG\0"

    def processes(self, stack: Stack) -> list[Process]:
        return [Process("clamav", stack.address("clamav"), ("clamav",))]

    def fingerprint(self, stack: Stack) -> str:
        files = (self._config(stack), *sorted((stack.folder("clamav") / "signatures").iterdir()))
        return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()[:12]

    def hint(self, stack: Stack, log_tail: str) -> str:
        if "Malformed database" in log_tail or "Can't get file status" in log_tail:
            return f"its signatures are damaged: delete {stack.folder('clamav')}, then run ./acervo up"
        return super().hint(stack, log_tail)

    def check(self, stack: Stack) -> list[Finding]:
        return [about_version("clamav", program_version([PROGRAM, "--version"]), (1, 0))]

    def env(self, stack: Stack) -> dict[str, str]:
        return {"ACERVO_TEST_CLAMAV": stack.address("clamav")}

    def _config(self, stack: Stack) -> Path:
        return stack.config / "clamd.conf"
