"""A master that is larger than any disk here: to an object store that checks everything and throws the bytes away."""

from __future__ import annotations

import contextlib
import hashlib
import os
import subprocess
import unittest
from collections.abc import Iterator
from pathlib import Path

import sizes

from stack.layout import Stack
from stack.servers import s3_roles
from stack.suite.chance import FULL, chance
from stack.suite.figures import figure
from tests import imposter
from tests.own_api import OwnApi
from tests.support import PROGRAMS, Product, new_name, request, scratch, sha256

SIZE = 60 * sizes.GIBIBYTE if FULL else 2 * sizes.GIBIBYTE
MARK_EVERY = 4 << 20  # some real bytes in each of these, so that no part is like another
MARK = 4096
# What the administration hears of buckets that it has just made, and the API of a key that it only tries.
EXPECTED_REFUSALS = {"NoSuchBucket", "NoSuchLifecycleConfiguration", "NoSuchCORSConfiguration", "NoSuchKey"}


class LargerThanTheDisk(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.product = Product.running()

    @contextlib.contextmanager
    def store(self, folder: Path) -> Iterator[imposter.Imposter]:
        """With the buckets that the product wants, made by its own administration."""
        stack = Stack.open(self.product.state)
        keys = dict(s3_roles.keys(stack, role) for role in ("api", s3_roles.BOOTSTRAP))
        with imposter.running(folder, keys) as there:
            config = str(self.product.state / "config" / "admin.toml")
            command = [str(PROGRAMS / "acervo-admin"), "bootstrap-storage", "--config", config]
            subprocess.run([*command, "--set", f"s3.endpoint={there.url}"], check=True, capture_output=True, timeout=60)
            yield there

    def own_api(self, there: imposter.Imposter) -> OwnApi:
        return OwnApi(self.product, f"s3.endpoint={there.url}", f"s3.public_endpoint={there.url}")

    def test_a_sparse_master_arrives_whole_and_costs_next_to_nothing(self) -> None:
        with scratch() as folder, self.store(folder) as there, self.own_api(there) as api:
            master = folder / "master.mxf"
            sparse(master)
            measured = sizes.upload(self.product, api, master, folder)
            report = there.report()
            (one,) = report["objects"].values()
            size = one["parts"][0]["size"]
            whole, parts = hashes_of(master, size)
        self.assertEqual(measured.answer["sha256"], whole)
        self.assertEqual((one["size"], measured.answer["size"]), (SIZE, SIZE))
        self.assertEqual([part["sha256"] for part in one["parts"]], parts)
        self.assertEqual(set(report["sent"].values()), {1}, "a part was sent twice")
        self.assertEqual((report["bytes"], report["open_uploads"]), (SIZE, 0))
        self.assertEqual(set(report["refused"]) - EXPECTED_REFUSALS, set())
        figure("parts sent to the store that throws away", len(report["sent"]), f"of {len(parts)}, each once", str(len(parts)), True)
        measured.tell(f"sparse {SIZE // sizes.GIBIBYTE} GiB", SIZE)
        self.assertLessEqual(measured.cli_peak_mib, sizes.MOST_RESIDENT_MIB)
        self.assertLessEqual(measured.api_peak_mib, sizes.MOST_RESIDENT_MIB)

    def test_the_store_that_throws_away_sees_what_is_wrong(self) -> None:
        """Its word is worth something: forged, changed and late requests are refused, and bytes other than told."""
        with scratch() as folder, self.store(folder) as there, self.own_api(there) as api:
            content = new_name().encode()
            body = {"filename": "clip.mp4", "size": len(content), "mime_type": "video/mp4"}
            opened = self.product.call("POST", "/api/v1/assets", body, base=api.url).json
            url = opened["parts"][0]["url"]
            self.assertEqual(request("PUT", url.replace("partNumber=1", "partNumber=2"), content).status, 403)
            self.assertEqual(request("PUT", url.replace("X-Amz-Expires=", "X-Amz-Expires=1"), content).status, 403)
            self.assertEqual(request("PUT", url[:-1] + ("0" if url[-1] != "0" else "1"), content).status, 403)
            self.assertEqual(request("PUT", url.partition("?")[0], content).status, 403)
            wrong = request("PUT", url, content, {"Content-MD5": "AAAAAAAAAAAAAAAAAAAAAA=="})
            self.assertEqual((wrong.status, b"BadDigest" in wrong.body), (400, True))
            self.assertEqual(there.report()["bytes"], 0)
            good = request("PUT", url, content)
            self.assertEqual((good.status, there.report()["bytes"]), (200, len(content)))
            for etag, status in (('"another"', 400), (good.headers["etag"], 202)):
                parts = [{"part_number": 1, "etag": etag}]
                answer = self.product.call("POST", f"/api/v1/assets/{opened['asset_id']}/complete", {"parts": parts}, base=api.url)
                self.assertEqual(answer.status, status, answer)
            (one,) = there.report()["objects"].values()
            self.assertEqual([part["sha256"] for part in one["parts"]], [sha256(content)])


def sparse(file: Path) -> None:
    dice = chance("marks in the sparse master")
    with open(file, "wb") as out:
        for begin in range(0, SIZE, MARK_EVERY):
            out.seek(begin + dice.randrange(MARK_EVERY - MARK))
            out.write(dice.randbytes(MARK))
        out.truncate(SIZE)


def hashes_of(file: Path, part_size: int) -> tuple[str, list[str]]:
    """SHA-256 of the whole, by OpenSSL, and of each part, by ours; nothing of the product."""
    whole = subprocess.run(["openssl", "dgst", "-sha256", "-r", file], capture_output=True, text=True, check=True).stdout.split()[0]
    parts = []
    with open(file, "rb") as source:
        for begin in range(0, os.path.getsize(file), part_size):
            digest, left = hashlib.sha256(), min(part_size, os.path.getsize(file) - begin)
            while left:
                piece = source.read(min(left, 1 << 20))
                digest.update(piece)
                left -= len(piece)
            parts.append(digest.hexdigest())
    return whole, parts


if __name__ == "__main__":
    unittest.main()
