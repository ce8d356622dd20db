"""What the processes of the API count, as a scraper sees it."""

from __future__ import annotations

import re
import unittest
from collections import Counter

from tests.support import Product, request


def series(product: Product) -> Counter[str]:
    """Every series with its labels, as a sum over the processes of the API."""
    sums: Counter[str] = Counter()
    for name in ("api-1", "api-2"):
        answer = request("GET", f"http://{product.status()[name]['address']}/metrics")
        assert answer.status == 200, answer
        for line in answer.body.decode().splitlines():
            if match := re.match(r"^(acervo_\S+) (\S+)$", line):
                sums[match[1]] += float(match[2])  # type: ignore[assignment]
    return sums


class Metrics(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.product = Product.running()

    def test_connections_to_the_database_are_those_of_the_configuration(self) -> None:
        found = series(self.product)
        self.assertEqual(found['acervo_database_connections{kind="shared"}'], 2 * 2 * 2)
        self.assertEqual(found['acervo_database_connections{kind="leased"}'], 2 * 2 * 4)
        for name in ("statements_in_flight", "transactions_waiting"):
            self.assertLessEqual(found[f"acervo_database_{name}"], 2, "only what the readiness probe asks")

    def test_an_upload_moves_what_it_uses(self) -> None:
        before = series(self.product)
        opened = self.product.open_upload(9)
        self.assertEqual(opened.status, 201, opened)
        self.product.call("DELETE", f"/api/v1/assets/{opened.json['asset_id']}/upload")
        self.assertEqual(self.product.call("GET", "/api/v1/assets").status, 200)
        after = series(self.product)
        moved = {name: after[name] - before[name] for name in after}
        for name in (
            'acervo_database_statements_total{outcome="ok"}',
            "acervo_database_statement_seconds_count",
            "acervo_database_lease_seconds_count",
            'acervo_s3_requests_total{operation="CreateMultipartUpload",outcome="ok"}',
            'acervo_s3_request_seconds_count{operation="CreateMultipartUpload"}',
            "acervo_cache_request_seconds_count",
        ):
            self.assertGreaterEqual(moved.get(name, 0), 1, name)
        reads = sum(moved[f'acervo_cache_requests_total{{operation="get",outcome="{one}"}}'] for one in ("hit", "miss"))
        self.assertGreaterEqual(reads, 2, "sessions are looked for in the cache")
        self.assertEqual(moved['acervo_database_statements_total{outcome="internal"}'], 0)

    def test_the_gateway_does_not_hand_them_out(self) -> None:
        self.assertEqual(self.product.call("GET", "/metrics").status, 404)


if __name__ == "__main__":
    unittest.main()
