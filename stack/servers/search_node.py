"""What OpenSearch and Elasticsearch have in common: one node in one Java process, from libraries, without security."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from pathlib import Path

from stack import java, process
from stack.errors import UsageError
from stack.finding import FETCHED, GOOD, Finding, about_memory
from stack.layout import Stack, write_atomically
from stack.probe import http_json
from stack.servers.base import Process, Server

FILES = Path(__file__).resolve().parent / "search"
LAUNCHER = "SearchNode"
BESIDE_THE_HEAP = 256 << 20  # classes, compiled code, threads

SETTINGS = """
cluster.name: acervo-{cluster}
node.name: local
network.host: 127.0.0.1
http.port: {port}
transport.port: {transport}
discovery.type: single-node
http.type: netty4
transport.type: netty4
path.data: {home}/data
path.logs: {home}/logs
path.repo: {home}/snapshots
# A disk that is nearly full would make every index read-only; `doctor` looks at the disk.
cluster.routing.allocation.disk.threshold_enabled: false
# A write to an index of ours that is not there is a mistake of the program, not a wish for an index with guessed types.
action.auto_create_index: "-dam-*,+*"
"""

LOG_SETTINGS = """
status = error
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %d{yyyy-MM-dd'T'HH:mm:ss.SSSX} %-5p %c{1.} %m%n
rootLogger.level = info
rootLogger.appenderRef.console.ref = console
"""


class SearchNode(Server):
    start_s = 240  # seven seconds on an idle machine; a minute beside a full build
    packages = ""  # the engine's Java packages begin so; "org.opensearch" in the launcher's source
    plugins: tuple[str, ...] = ()  # class names after that beginning

    def install(self, stack: Stack) -> None:
        application = self._application()
        application.install()
        if application.rehearsed:
            return
        with tempfile.TemporaryDirectory(prefix="acervo-") as folder:
            home = Path(folder)
            self._configure(home, "rehearsal", ports=("0", "0"))  # 0: any free one
            options = ["-Drehearsal=true", *self._options(home)]
            application.rehearse(options, self._arguments(home), process.marked_environment(stack))

    def prepare(self, stack: Stack) -> None:
        ports = (str(stack.port(self.name)), str(stack.port(f"{self.name}_transport")))
        self._configure(stack.folder(self.name), stack.id, ports)

    def _configure(self, home: Path, cluster: str, ports: tuple[str, str]) -> None:
        for folder in ("config", "data", "snapshots", "tmp"):
            (home / folder).mkdir(exist_ok=True)
        settings = SETTINGS.lstrip().format(cluster=cluster, port=ports[0], transport=ports[1], home=home)
        write_atomically(home / "config" / f"{self.name}.yml", settings)
        write_atomically(home / "config" / "log4j2.properties", LOG_SETTINGS.lstrip())

    def start(self, stack: Stack) -> None:
        process.spawn(stack, self.name, self._command(stack), cwd=stack.folder(self.name))

    def ready(self, stack: Stack) -> bool:
        # Yellow: every index has its primary; replicas have nowhere to go on one node.
        health = http_json(f"http://{stack.address(self.name)}/_cluster/health?wait_for_status=yellow&timeout=500ms")
        return bool(health) and not health["timed_out"]

    def processes(self, stack: Stack) -> list[Process]:
        return [Process(self.name, stack.address(self.name), (self.name, f"{self.name}_transport"))]

    def fingerprint(self, stack: Stack) -> str:
        settings = (stack.folder(self.name) / "config" / f"{self.name}.yml").read_text()
        return hashlib.sha256((settings + " ".join(self._command(stack))).encode()).hexdigest()[:12]

    def hint(self, stack: Stack, log_tail: str) -> str:
        if "OutOfMemoryError" in log_tail:
            return f"it needs more memory: ./acervo up with {self._heap_variable()}=1g"
        if "failed to obtain node locks" in log_tail:
            return f"another process works in {stack.folder(self.name)}: stop that one"
        return super().hint(stack, log_tail)

    def check(self, stack: Stack) -> list[Finding]:
        place = self._application().folder
        if place.is_dir():
            found = [Finding(self.name, GOOD, f"libraries in {place}")]
        else:
            found = [Finding(self.name, FETCHED, "no libraries yet", "./acervo up fetches them with Maven, about 60 MB")]
        if not process.find(stack, self.name):
            amount, unit = int(self._heap()[:-1]), self._heap()[-1]
            heap = amount << (20 if unit == "m" else 30)
            found.append(about_memory(self.name, heap + BESIDE_THE_HEAP))
        return found

    def env(self, stack: Stack) -> dict[str, str]:
        return {f"ACERVO_TEST_{self.name.upper()}": f"http://{stack.address(self.name)}"}

    def _command(self, stack: Stack) -> list[str]:
        home = stack.folder(self.name)
        return [*self._application().command(*self._options(home)), *self._arguments(home)]

    def _options(self, home: Path) -> list[str]:
        return [
            *("-Xms128m", f"-Xmx{self._heap()}", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"),
            *("-Dfile.encoding=UTF-8", "-Djava.awt.headless=true", f"-Djava.io.tmpdir={home / 'tmp'}"),
            *(f"-Dlog4j2.configurationFile={home / 'config' / 'log4j2.properties'}", "-Dlog4j2.disable.jmx=true"),
        ]

    def _arguments(self, home: Path) -> list[str]:
        return [str(home), *(f"{self.packages}.{plugin}" for plugin in self.plugins)]

    def _application(self) -> java.Application:
        source = (FILES / f"{LAUNCHER}.java").read_text().replace("org.opensearch", self.packages)
        return java.Application(self.name, FILES / f"{self.name}.pom.xml", LAUNCHER, source)

    def _heap_variable(self) -> str:
        return f"ACERVO_{self.name.upper()}_HEAP"

    def _heap(self) -> str:
        heap = os.environ.get(self._heap_variable()) or "512m"
        if not re.fullmatch(r"[1-9]\d*[mg]", heap):
            raise UsageError(f"{self._heap_variable()} is {heap}: write it like 512m or 2g")
        return heap
