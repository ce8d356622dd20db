"""The object store fails at random, databases restart, the disk of scratch is full: what was brought becomes ready, nothing is left."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import tempfile
import threading
import time
import unittest
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from stack.layout import Stack
from stack.suite.chance import FULL, chance
from stack.suite.figures import figure
from tests import fault_proxy, rendition_checker
from tests.ingest import own_workers
from tests.ingest.test_ingest import IngestTest
from tests.ingest.test_killed import masters
from tests.support import wait_until

MASTERS = 40 if FULL else 6
LONGEST_S = 1800 if FULL else 900
DISK_BYTES = 2 << 30  # of memory that is used only as far as it is written to
RESTARTS = 10 if FULL else 2


class WhateverFails(IngestTest):
    def setUp(self) -> None:
        super().setUp()
        self.dice = chance(self.id().rpartition(".")[2])
        self.assets: list[str] = []

    def bring(self, count: int) -> None:
        made = masters()
        for _ in range(count):
            name, mime_type, content = self.dice.choice(made)
            self.assets.append(self.upload(content + self.dice.randbytes(8), name, mime_type))

    def states(self) -> Counter[str]:
        ids = ", ".join(f"'{asset}'" for asset in self.assets)
        return Counter(status for (status,) in self.product.database(f"SELECT status FROM assets WHERE id IN ({ids})"))

    def all_become_ready(self, what: str) -> None:
        wait_until(lambda: not self.states()["processing"], "an end of all", LONGEST_S)
        wait_until(lambda: rendition_checker.tools_at_work(self.product) == [], "no tools", 60)
        ids = ", ".join(f"'{asset}'" for asset in self.assets)
        failed = self.product.database(f"SELECT id, failure_reason FROM assets WHERE status = 'failed' AND id IN ({ids})")
        self.assertEqual(failed, [], "outages use up no tries")

    def nothing_is_left(self, what: str) -> None:
        """After the keeper's next walk."""
        self.product.acervo("reconcile", "--repair")
        verdict = rendition_checker.check(self.product, self.assets)
        figure(f"violations after {what}", len(verdict.half_ready + verdict.orphans + verdict.silent), "", "0", verdict.is_good)
        self.assertTrue(verdict.is_good, verdict)

    def test_the_store_refuses_resets_delays_and_cuts_answers(self) -> None:
        store = Stack.open(self.product.state).address("s3")
        fates: Counter[str] = Counter()
        seldom = fault_proxy.seldom(self.dice)

        def decide(line: str) -> str:
            fate = seldom(line)
            fates[fate] += 1
            return fate

        with fault_proxy.between(store, decide) as proxy:
            with own_workers.instead_of_the_stacks(self.product, f"s3.endpoint=http://{proxy}"):
                self.bring(MASTERS)
                self.all_become_ready("faults of the object store")
        print(f"{len(self.assets)} masters, requests: {dict(fates)}", flush=True)
        for fate in fault_proxy.FAULTS:
            self.assertGreater(fates[fate], 0, f"nothing was tried: {fates}")
        self.nothing_is_left("faults of the object store during ingest")

    def test_the_database_is_restarted(self) -> None:
        self.bring(MASTERS)
        for _ in range(RESTARTS):
            time.sleep(self.dice.random() * 4)
            os.kill(self.product.pid("postgres"), signal.SIGKILL)
            self.product.acervo("up", "--only", own_workers.UP)
        self.all_become_ready("kills of the database")
        self.nothing_is_left("kills of the database during ingest")

    @unittest.skipUnless(os.geteuid() == 0, "a disk of its own needs root")
    def test_the_disk_of_scratch_is_full(self) -> None:
        with small_disk() as disk:
            filler = disk / "of-somebody-else"
            with own_workers.instead_of_the_stacks(self.product, f"scratch.folder={disk / 'scratch'}"):
                fill(filler)
                self.bring(2)
                wait_until(lambda: all(self.processing(asset).get("waiting_for") == "scratch" for asset in self.assets), "that they wait", 120)
                filler.unlink()
                self.all_become_ready("a full disk")
                self.assertNotIn("waiting_for", self.processing(self.assets[0]))
                with somebody_who_fills(filler, self.dice):
                    self.bring(MASTERS)
                    time.sleep(5)
                    wait_until(lambda: self.states()["processing"] <= len(self.assets) // 2, "some way", LONGEST_S)
                self.all_become_ready("a disk that is full now and then")
                self.assertEqual(list((disk / "scratch" / "jobs").iterdir()), [])
        self.nothing_is_left("a full disk during ingest")


@contextlib.contextmanager
def small_disk() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="acervo-test-") as folder:
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES}", "tmpfs", folder], check=True)
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", "--lazy", folder], check=True)


def fill(file: Path) -> None:
    """All that is left."""
    free = os.statvfs(file.parent)
    with contextlib.suppress(OSError), file.open("ab") as filler:
        os.posix_fallocate(filler.fileno(), 0, free.f_bavail * free.f_frsize)


@contextlib.contextmanager
def somebody_who_fills(file: Path, dice: random.Random) -> Iterator[None]:
    """Half of the time."""
    stop = threading.Event()

    def go_on() -> None:
        while not stop.is_set():
            fill(file)
            stop.wait(dice.random() * 2)
            file.unlink(missing_ok=True)
            stop.wait(dice.random() * 2)

    thread = threading.Thread(target=go_on, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
        file.unlink(missing_ok=True)


if __name__ == "__main__":
    unittest.main()
