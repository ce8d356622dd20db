"""Real bytes, to the object store of the stack and back."""

from __future__ import annotations

import hashlib
import http.client
import os
import unittest
import urllib.parse
from pathlib import Path

import sizes

from stack.layout import Stack
from stack.suite.chance import FULL
from stack.suite.figures import figure
from tests.own_api import OwnApi
from tests.support import Product, scratch

SIZE = 8 * sizes.GIBIBYTE if FULL else sizes.GIBIBYTE // 4
PIECE = 4 << 20


class RealBytes(unittest.TestCase):
    def test_they_come_back_as_they_went(self) -> None:
        product = Product.running()
        store = Stack.open(product.state).s3
        what = f"{SIZE / sizes.GIBIBYTE:g} GiB of real bytes, {store}"
        with scratch() as folder, OwnApi(product) as api:
            master = folder / "master.mxf"
            digest = random_bytes(master)
            measured = sizes.upload(product, api, master, folder)
        asset = measured.answer["asset_id"]
        address = product.call("GET", f"/api/v1/assets/{asset}/download").json["url"]
        came_back = digest_of(address)
        # The disk of a test is small: another store may want the space.
        product.call("DELETE", f"/api/v1/assets/{asset}")
        self.assertEqual(measured.answer["sha256"], digest)
        self.assertEqual(came_back, (SIZE, digest))
        figure(f"{what}: SHA-256 of the download equal", 1, "downloads", "1", True)
        measured.tell(what, SIZE)
        self.assertLessEqual(measured.cli_peak_mib, sizes.MOST_RESIDENT_MIB)
        self.assertLessEqual(measured.api_peak_mib, sizes.MOST_RESIDENT_MIB)


def random_bytes(file: Path) -> str:
    """Their SHA-256. They need not come again, so no seed makes them."""
    digest = hashlib.sha256()
    with open(file, "wb") as out:
        for _ in range(SIZE // PIECE):
            piece = os.urandom(PIECE)
            digest.update(piece)
            out.write(piece)
    return digest.hexdigest()


def digest_of(address: str) -> tuple[int, str]:
    """How many bytes lie behind it, and their SHA-256."""
    parts = urllib.parse.urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=300)
    digest, count = hashlib.sha256(), 0
    try:
        connection.request("GET", f"{parts.path}?{parts.query}")
        response = connection.getresponse()
        assert response.status == 200, response.status
        while piece := response.read(PIECE):
            digest.update(piece)
            count += len(piece)
    finally:
        connection.close()
    return count, digest.hexdigest()


if __name__ == "__main__":
    unittest.main()
