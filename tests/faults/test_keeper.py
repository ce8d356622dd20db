"""The background loops go on whoever of them is killed."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import unittest
import urllib.request
import uuid
from collections.abc import Iterator

from tests.support import PROGRAMS, Product, scratch, wait_until

SPARE_PORT = 97  # behind the stack's own


def leads(address: str) -> bool:
    with contextlib.suppress(OSError), urllib.request.urlopen(f"http://{address}/metrics", timeout=5) as answer:
        return b"\nacervo_keeper_is_leader 1" in answer.read()
    return False


class Keeper(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.product = Product.running()

    @contextlib.contextmanager
    def second(self) -> Iterator[str]:
        """Another keeper on the same database; its address."""
        port = int(self.product.url.rsplit(":", 1)[1]) + SPARE_PORT
        config = str(self.product.state / "config" / "keeper.toml")
        command = [str(PROGRAMS / "acervo-keeper"), "--config", config, "--set", f"http.port={port}"]
        with scratch() as folder, open(folder / "log", "wb") as log:
            process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
            try:
                yield f"127.0.0.1:{port}"
            finally:
                process.send_signal(signal.SIGTERM)
                self.assertEqual(process.wait(30), 0, (folder / "log").read_text())

    def sealed(self) -> bool:
        """A line that is written now gets its place."""
        self.product.call("POST", "/api/v1/groups", {"name": uuid.uuid4().hex})
        wait_until(lambda: self.product.database("SELECT count(*) FROM audit_unsealed") == [["0"]], "sealing", 30)
        return True

    def test_one_works_and_another_takes_over_when_it_is_killed(self) -> None:
        ours = self.product.status()["keeper"]["address"]
        wait_until(lambda: leads(ours), "the keeper of the stack", 30)
        with self.second() as other:
            self.assertTrue(self.sealed())
            self.assertFalse(leads(other), "it stands by")
            os.kill(self.product.pid("keeper"), signal.SIGKILL)
            wait_until(lambda: leads(other), "the other one", 30)
            self.assertTrue(self.sealed())
            self.product.acervo("up")
            self.assertFalse(leads(ours), "the one that came back stands by")
        wait_until(lambda: leads(ours), "the keeper of the stack, after the other ended", 30)
        self.assertTrue(self.sealed())

    def test_it_goes_on_by_itself_after_an_outage_of_the_database(self) -> None:
        ours = self.product.status()["keeper"]["address"]
        before = self.product.pid("keeper")
        os.kill(self.product.pid("postgres"), signal.SIGKILL)
        self.product.acervo("up")
        wait_until(lambda: leads(ours), "the keeper", 60)
        self.assertTrue(self.sealed())
        self.assertEqual(self.product.pid("keeper"), before, "it was not restarted")


if __name__ == "__main__":
    unittest.main()
