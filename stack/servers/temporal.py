"""Temporal's development server: the frontend with its web page, everything in one SQLite file."""

from __future__ import annotations

from stack import process, toolchain
from stack.layout import Stack
from stack.probe import http_json
from stack.servers.base import Process, Server

NAMESPACE = "dam"
SEARCH_ATTRIBUTES = {
    "AssetId": "Keyword",
    "AssetType": "Keyword",
    "FileName": "Text",
    "FileSizeBytes": "Int",
    "UserId": "Keyword",
    "Channel": "Keyword",
    "ErrorType": "Keyword",
}


class Temporal(Server):
    name = "temporal"
    python = True

    def start(self, stack: Stack) -> None:
        folder = stack.folder("temporal")
        command = [
            *(toolchain.venv_program("temporal"), "server", "start-dev", "--ip", "127.0.0.1"),
            *("--port", str(stack.port("temporal")), "--ui-port", str(stack.port("temporal_ui"))),
            *("--http-port", str(stack.port("temporal_http")), "--metrics-port", str(stack.port("temporal_metrics"))),
            *("--db-filename", str(folder / "temporal.sqlite"), "--namespace", NAMESPACE),
            *("--log-format", "json", "--log-level", "warn", "--ui-disable-news-fetch"),
            # Only for workflows that ask for it when they start: tests.
            *("--dynamic-config-value", "frontend.WorkflowTimeSkippingEnabled=true"),
        ]
        for name, kind in SEARCH_ATTRIBUTES.items():
            command += ["--search-attribute", f"{name}={kind}"]
        process.spawn(stack, "temporal", command, cwd=folder, env={"HOME": str(folder)})

    def ready(self, stack: Stack) -> bool:
        described = http_json(f"http://{stack.address('temporal_http')}/api/v1/namespaces/{NAMESPACE}")
        return bool(described)

    def processes(self, stack: Stack) -> list[Process]:
        ports = ("temporal", "temporal_ui", "temporal_http", "temporal_metrics")
        return [Process("temporal", stack.address("temporal"), ports)]

    def env(self, stack: Stack) -> dict[str, str]:
        return {
            "ACERVO_TEST_TEMPORAL": stack.address("temporal"),
            "ACERVO_TEST_TEMPORAL_NAMESPACE": NAMESPACE,
            "ACERVO_TEST_TEMPORAL_UI": f"http://{stack.address('temporal_ui')}",
        }
