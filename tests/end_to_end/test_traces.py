"""Traces: from a caller through the gateway and the API to the servers behind it, as a collector receives them."""

from __future__ import annotations

import json
import os
import re
import threading
import time
import unittest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.support import Product, request, wait_until

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
CALLER = "00f067aa0ba902b7"
TROUBLED = ("3" * 32, "4" * 32, "5" * 32)


class Collector:
    """Stands in for an OpenTelemetry collector: keeps spans, and answers as it is told."""

    def __init__(self) -> None:
        self.spans: list[dict] = []
        self.services: set[str] = set()
        self.status = 200
        self.delay_s = 0.0
        self.requests = 0
        collector = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                collector.requests += 1
                time.sleep(collector.delay_s)
                if collector.status == 200:
                    collector.keep(json.loads(body))
                self.send_response(collector.status)
                self.send_header("Content-Length", "2")
                self.end_headers()
                self.wfile.write(b"{}")

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def keep(self, document: dict) -> None:
        for resource in document["resourceSpans"]:
            attributes = attributes_of(resource["resource"])
            self.services.add(attributes["service.name"])
            for scope in resource["scopeSpans"]:
                self.spans += scope["spans"]

    def of_trace(self, trace: str) -> list[dict]:
        return [span for span in self.spans if span["traceId"] == trace]

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def attributes_of(thing: dict) -> dict[str, str]:
    return {one["key"]: next(iter(one["value"].values())) for one in thing.get("attributes", [])}


def metric(product: Product, name: str, labels: str = "") -> float:
    """The sum over both processes of the API."""
    total = 0.0
    for process in ("api-1", "api-2"):
        text = request("GET", f"http://{product.status()[process]['address']}/metrics").body.decode()
        total += sum(float(value) for value in re.findall(rf"^{name}{re.escape(labels)} (\S+)$", text, re.MULTILINE))
    return total


class Traces(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.product = Product.running()
        cls.collector = Collector()
        cls.addClassCleanup(cls.collector.stop)
        cls.addClassCleanup(cls.up)
        cls.up(OTEL_EXPORTER_OTLP_ENDPOINT=cls.collector.url, OTEL_TRACES_SAMPLER_ARG="0")

    @classmethod
    def up(cls, **settings: str) -> None:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("OTEL_")}
        cls.product.acervo("up", "--only", "api,gateway", env=environment | settings)

    def call(self, method: str, path: str, trace: str, flags: str = "01", body: object = None):
        headers = {"traceparent": f"00-{trace}-{CALLER}-{flags}", "tracestate": "rojo=1"}
        return self.product.call(method, path, body, headers=headers)

    def spans_of(self, trace: str, count: int) -> list[dict]:
        wait_until(lambda: len(self.collector.of_trace(trace)) >= count, f"{count} spans", 30)
        return self.collector.of_trace(trace)

    def test_a_request_is_one_tree_from_its_caller_to_every_server(self) -> None:
        opened = self.call("POST", "/api/v1/assets", TRACE, body={"filename": "a.mp4", "size": 9, "mime_type": "video/mp4"})
        self.assertEqual(opened.status, 201, opened)
        self.addCleanup(self.product.call, "DELETE", f"/api/v1/assets/{opened.json['asset_id']}")
        wait_until(lambda: any(span["kind"] == 2 for span in self.collector.of_trace(TRACE)), "the server's span", 30)
        spans = self.collector.of_trace(TRACE)
        (server,) = [span for span in spans if span["kind"] == 2]
        self.assertEqual(server["name"], "POST /api/v1/assets")
        self.assertEqual(server["parentSpanId"], CALLER)
        self.assertEqual(server["traceState"], "rojo=1")
        told = attributes_of(server)
        self.assertEqual(told["http.request.method"], "POST")
        self.assertEqual(told["http.response.status_code"], "201")
        self.assertEqual(told["http.route"], "/api/v1/assets")
        calls = [span for span in spans if span["kind"] == 3]
        self.assertEqual({span["parentSpanId"] for span in calls}, {server["spanId"]})
        systems = {attributes_of(span).get("db.system.name") or attributes_of(span).get("rpc.service") for span in calls}
        self.assertEqual(systems, {"postgresql", "redis", "S3"})
        names = {span["name"] for span in calls}
        self.assertIn("S3/CreateMultipartUpload", names)
        self.assertIn("postgres.commit", names)
        for span in calls:
            self.assertGreaterEqual(int(span["startTimeUnixNano"]), int(server["startTimeUnixNano"]))
            self.assertLessEqual(int(span["endTimeUnixNano"]), int(server["endTimeUnixNano"]))
        self.assertEqual(self.collector.services, {"acervo-api"})

    def test_a_caller_that_does_not_record_is_not_recorded(self) -> None:
        silent, loud = "1" * 32, "2" * 32
        self.assertEqual(self.call("GET", "/api/v1/assets", silent, flags="00").status, 200)
        self.assertEqual(self.product.call("GET", "/api/v1/assets").status, 200)
        self.assertEqual(self.call("GET", "/api/v1/assets", loud).status, 200)
        self.spans_of(loud, 2)
        self.assertEqual(self.collector.of_trace(silent), [])
        known = {TRACE, loud, *TROUBLED}
        self.assertEqual({span["traceId"] for span in self.collector.spans} - known, set(), "nobody asked for these")

    def test_b_a_failing_or_slow_collector_is_nobodys_problem(self) -> None:
        for (status, delay_s), trace in zip(((503, 0), (400, 0), (200, 5)), TROUBLED, strict=True):
            self.collector.status, self.collector.delay_s = status, delay_s
            seen = self.collector.requests
            began = time.monotonic()
            for _ in range(20):
                self.assertEqual(self.call("GET", "/api/v1/assets", trace).status, 200)
            self.assertLess(time.monotonic() - began, 4, "the collector's slowness is not the caller's")
            wait_until(lambda seen=seen: self.collector.requests > seen, "an attempt to export", 30)
            if status == 400:
                wait_until(lambda: dropped(self.product, "refused") > 0, "a refused batch", 30)
        self.collector.status, self.collector.delay_s = 200, 0

    def test_c_a_collector_that_is_away_changes_nothing_and_is_counted(self) -> None:
        nowhere = "http://127.0.0.1:9"
        self.up(OTEL_EXPORTER_OTLP_ENDPOINT=nowhere, OTEL_TRACES_SAMPLER_ARG="1")
        for _ in range(30):
            self.assertEqual(self.product.call("GET", "/api/v1/assets").status, 200)
        # Nothing of it is lost to sight: it waits, is being sent, or was dropped.
        wait_until(lambda: dropped(self.product, "unreachable") > 0, "spans that were given up", 120)


def dropped(product: Product, reason: str) -> float:
    return metric(product, "acervo_trace_spans_dropped_total", f'{{reason="{reason}"}}')


if __name__ == "__main__":
    unittest.main()
