"""Processes of the running product die at random, alone or together, and nothing that was stored is lost."""

from __future__ import annotations

import unittest

from stack.suite import kill_loop
from stack.suite.chance import FULL, chance
from tests.support import Product, request, wait_until

# They take the longest to come back and are killed once every day elsewhere; the full size kills them here too.
SLOW = frozenset() if FULL else frozenset({"opensearch", "clamav"})


class RandomKills(unittest.TestCase):
    def test_assets_that_were_stored_before_are_there_afterwards_byte_for_byte(self) -> None:
        product, dice = Product.running(), chance("random kills of the product")
        stored: list[tuple[str, bytes]] = []

        def store(_: int) -> None:
            # The API finds its servers again by itself, a moment after `up` says that they are there.
            wait_until(lambda: product.open_upload(1).status == 201, "an upload", 30)
            content = dice.randbytes(1000)
            stored.append((product.upload(content)["asset_id"], content))

        victims = kill_loop.rounds(dice, sorted(set(product.status()) - SLOW))
        done = kill_loop.kill_and_repair(victims, product.pid, store, lambda: product.acervo("up"))
        self.assertEqual(product.acervo("status", check=False).returncode, 0)
        wait_until(lambda: product.open_upload(1).status == 201, "an upload", 30)
        lost = [asset for asset, content in stored if self.bytes_of(product, asset) != content]
        done.tell("the product", lost)
        self.assertEqual(lost, [])

    @staticmethod
    def bytes_of(product: Product, asset: str) -> bytes | None:
        address = product.call("GET", f"/api/v1/assets/{asset}/download")
        return request("GET", address.json["url"]).body if address.status == 200 else None


if __name__ == "__main__":
    unittest.main()
