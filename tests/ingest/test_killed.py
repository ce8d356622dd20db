"""Whoever works on masters is killed at random moments, servers too: everything that was brought becomes ready, nothing is left."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import tempfile
import threading
import time
import unittest
from collections import Counter
from pathlib import Path

from stack.suite.chance import FULL, chance
from stack.suite.figures import figure
from tests import rendition_checker
from tests.ingest.odd_inputs import AAC, H264, film, picture, sound
from tests.ingest.test_ingest import IngestTest
from tests.support import wait_until

KILLS = 100 if FULL else 8
OURS = ("orchestrator", "worker-ingest", "worker-transcode")
SERVERS = ("temporal", "postgres", "seaweedfs", "keeper")
UP = "gateway,keeper,orchestrator,worker-ingest,worker-transcode"
AT_ONCE = 4  # masters on their way
LONGEST_PER_KILL_S = 60
REST_S = 900  # a worker that died is noticed after 30 s, each time


def masters() -> list[tuple[str, str, bytes]]:
    makers = {
        ("photo.jpg", "image/jpeg"): picture(),
        ("talk.wav", "audio/wav"): sound("-c:a", "pcm_s16le", seconds=3),
        ("clip.mp4", "video/mp4"): film(*H264, *AAC, seconds=2),
    }
    made = []
    for (name, mime_type), make in makers.items():
        with tempfile.TemporaryDirectory(prefix="acervo-test-") as folder:
            place = Path(folder) / name
            make(place)
            made.append((name, mime_type, place.read_bytes()))
    return made


class WhoeverIsKilled(IngestTest):
    def test_everything_becomes_ready(self) -> None:
        self.dice = chance("kills of ingest")
        self.assets: list[str] = []
        self.masters = masters()
        self.stop = threading.Event()
        supplier = threading.Thread(target=self.bring_masters, daemon=True)
        supplier.start()
        moments: Counter[str] = Counter()
        try:
            last = time.monotonic() + LONGEST_PER_KILL_S * KILLS
            while sum(moments.values()) < KILLS:
                self.assertLess(time.monotonic(), last, f"only {moments}")
                self.kill_one(moments)
        finally:
            self.stop.set()
            supplier.join(120)
        self.rest()
        verdict = rendition_checker.check(self.product, self.assets)
        print(f"{sum(moments.values())} kills, {len(self.assets)} masters, {dict(moments)}", flush=True)
        figure("violations after kills of orchestrator, workers and servers", len(verdict.half_ready + verdict.orphans + verdict.silent), "", "0", verdict.is_good)
        self.assertTrue(verdict.is_good, verdict)
        failed = self.product.database(f"SELECT id, failure_reason FROM assets WHERE status = 'failed' AND id IN ({self.ids()})")
        self.assertEqual(failed, [], "outages use up no tries")

    def bring_masters(self) -> None:
        """A few at a time, each with bytes of its own; what is refused while a server is away is brought later."""
        while not self.stop.is_set():
            with contextlib.suppress(OSError, AssertionError, KeyError, ValueError, subprocess.SubprocessError):
                if self.on_their_way() < AT_ONCE:
                    name, mime_type, content = self.dice.choice(self.masters)
                    self.assets.append(self.upload(content + self.dice.randbytes(8), name, mime_type))
            time.sleep(0.2)

    def ids(self) -> str:
        return ", ".join(f"'{asset}'" for asset in self.assets)

    def on_their_way(self) -> int:
        if not self.assets:
            return 0
        return int(self.product.database(f"SELECT count(*) FROM assets WHERE status = 'processing' AND id IN ({self.ids()})")[0][0])

    def moment(self) -> str:
        """What is going on, as far as the rows say; empty when nothing is."""
        with contextlib.suppress(subprocess.CalledProcessError):
            if not self.assets or not self.on_their_way():
                return ""
            made = self.product.database(
                f"SELECT 'making' FROM renditions WHERE status = 'processing' AND asset_id IN ({self.ids()}) UNION ALL "
                f"SELECT 'planned' FROM renditions WHERE status = 'pending' AND asset_id IN ({self.ids()}) LIMIT 1"
            )
            return made[0][0] if made else "looking"
        return ""

    def kill_one(self, moments: Counter[str]) -> None:
        time.sleep(self.dice.random() * 3)
        moment = self.moment()
        if not moment:
            return
        name = self.dice.choice(OURS) if self.dice.randrange(5) else self.dice.choice(SERVERS)
        os.kill(self.product.pid(name), signal.SIGKILL)
        moments[f"{name} while {moment}"] += 1
        self.product.acervo("up", "--only", UP)

    def rest(self) -> None:
        """Until nothing is on its way; what is left over is what the keeper would take away in its next walk."""
        wait_until(lambda: self.on_their_way() == 0, "everything at its end", REST_S)
        wait_until(lambda: rendition_checker.tools_at_work(self.product) == [], "no tools", 60)
        self.product.acervo("reconcile", "--repair")


if __name__ == "__main__":
    unittest.main()
