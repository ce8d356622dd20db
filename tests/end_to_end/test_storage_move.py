"""All objects move to another store while the platform runs: killed, damaged, growing, and nothing is lost."""

from __future__ import annotations

import json
import shlex
import signal
import subprocess
import time
import unittest
from pathlib import Path
from unittest import mock

from stack.layout import Stack
from stack.servers import s3_roles
from stack.suite.chance import chance
from stack.suite.servers import claimed_base_port
from tests.support import PART, PROGRAMS, ROOT, Answer, Product, another_api, new_name, request, scratch, sha256, wait_until

LARGE = 3 * PART + 4321  # four parts


class StorageMove(unittest.TestCase):
    """On a product of its own: a move concerns all that is stored, and waits for every upload that is open."""

    def setUp(self) -> None:
        self.random = chance("storage move")
        self.folder = Path(self.enterContext(scratch()))
        self.store = self.started("own", "api,keeper,gateway")
        named = [str(ROOT / "acervo"), "--state", str(self.store.state), "env"]
        lines = subprocess.run(named, capture_output=True, text=True, check=True, timeout=60).stdout.splitlines()
        # What the tests ask for of the stack that runs is this one's from here on.
        own = dict(word.split("=", 1) for word in shlex.split(" ".join(lines)) if "=" in word)
        self.enterContext(mock.patch.dict("os.environ", own))
        self.product = Product(self.store.state, own["ACERVO_URL"])
        wait_until(lambda: self.product.sign_in() == 201, "sign-in", 90)
        self.addCleanup(self.give_up)
        self.target = self.started("other", "s3")
        self.admin("bootstrap-storage", config=self.config_of(self.target))

    def started(self, name: str, only: str) -> Stack:
        state, base = self.folder / name, self.enterContext(claimed_base_port())
        self.addCleanup(self.run_on, state, base, "down", "--wipe")
        self.run_on(state, base, "up", "--only", only)
        return Stack.open(state)

    def give_up(self) -> None:
        """What a failed test has left under way would be in the way of the next."""
        subprocess.run(self.command("storage", "migrate", "--undo"), capture_output=True, timeout=60)

    def run_on(self, state: Path, base: int, *words: str) -> None:
        command = [str(ROOT / "acervo"), "--state", str(state), "--base-port", str(base), *words]
        done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=300)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def config_of(self, store: Stack) -> Path:
        """The platform's own file of the administrator, with another store."""
        access, secret = s3_roles.keys(store, s3_roles.BOOTSTRAP)
        text = (self.product.state / "config" / "admin.toml").read_text().split("[s3]")[0]
        address = f"http://{store.address('s3')}"
        file = self.folder / f"{store.base_port}.toml"
        file.write_text(
            f'{text}[s3]\nendpoint = "{address}"\npublic_endpoint = "{address}"\nregion = "{s3_roles.REGION}"\n'
            f'access_key_id = "{access}"\nsecret_access_key = "{secret}"\n'
        )
        return file

    def command(self, *words: str, config: Path | None = None) -> list[str]:
        return [str(PROGRAMS / "acervo-admin"), *words, "--config", str(config or self.config_of(self.store))]

    def admin(self, *words: str, config: Path | None = None, code: int = 0) -> str:
        done = subprocess.run(self.command(*words, config=config), capture_output=True, text=True, timeout=300)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done.stdout + done.stderr

    def move(self, *words: str, code: int = 0) -> str:
        return self.admin("storage", "migrate", "--to", str(self.config_of(self.target)), *words, code=code)

    def bytes_at(self, store: Stack, key: str) -> tuple[int, bytes]:
        return s3_roles.request(store, s3_roles.BOOTSTRAP, "GET", f"/{s3_roles.ARCHIVE}/{key}", timeout_s=30)

    def overwrite(self, store: Stack, key: str, content: bytes) -> None:
        put = s3_roles.request(store, s3_roles.BOOTSTRAP, "PUT", f"/{s3_roles.ARCHIVE}/{key}", content, timeout_s=30)
        self.assertEqual(put[0], 200, put)

    def versions_at_target(self, key: str) -> int:
        """How often an object was sent."""
        query = {"versions": "", "prefix": key}
        answer = s3_roles.request(self.target, s3_roles.BOOTSTRAP, "GET", f"/{s3_roles.ARCHIVE}", timeout_s=30, query=query)
        return answer[1].decode().count("<Version>")

    def rows(self, sql: str) -> list[list[str]]:
        return self.product.database(sql)

    def verified(self) -> int:
        sql = "SELECT count(verified_at) FROM storage_copies WHERE move_id = (SELECT max(id) FROM storage_moves)"
        return int(self.rows(sql)[0][0])

    def upload(self, size: int) -> tuple[str, str]:
        """The key of a new master and the hash of its bytes."""
        content = self.random.randbytes(size)
        asset = self.product.upload(content)
        key = self.rows(f"SELECT master_storage_key FROM assets WHERE id = '{asset['asset_id']}'")[0][0]
        return key, sha256(content)

    def download(self, asset: str, base: str | None = None) -> Answer:
        return self.product.call("GET", f"/api/v1/assets/{asset}/download", base=base)

    def asset_of(self, key: str) -> str:
        return self.rows(f"SELECT id FROM assets WHERE master_storage_key = '{key}'")[0][0]

    def copy_under_kills(self, made: list[tuple[str, str]], kills: int) -> None:
        """Slowly, killed at random moments, while masters go on arriving."""
        for _ in range(kills):
            process = subprocess.Popen(
                self.command("storage", "migrate", "--to", str(self.config_of(self.target)), "--copy", "--limit", "16"),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            time.sleep(self.random.uniform(0.3, 2.0))
            made.append(self.upload(self.random.randrange(1, 200_000)))
            process.send_signal(signal.SIGKILL)
            process.wait(30)

    def test_a_move_that_is_killed_again_and_again_loses_nothing_and_can_be_taken_back(self) -> None:
        made = [self.upload(LARGE), self.upload(LARGE), *(self.upload(self.random.randrange(1, 300_000)) for _ in range(12))]
        self.assertIn("nothing was begun", self.move())
        self.assertEqual(self.rows("SELECT count(*) FROM storage_moves WHERE phase = 'copying'"), [["0"]], "a plan is no move")
        # Somebody else's bytes lie at one key of the target, as long as the right ones.
        wrong_key, _ = made[5]
        size = len(self.bytes_at(self.store, wrong_key)[1])
        self.overwrite(self.target, wrong_key, b"x" * size)
        # One object that no row tells of.
        stray = f"masters/{new_name()}/u/original.mp4"
        self.overwrite(self.store, stray, b"nobody's")
        self.addCleanup(self.product.acervo, "reconcile", "--grace", "0", "--repair", "--remove-unknown", check=False)

        self.copy_under_kills(made, 10)
        self.move("--copy")
        before = self.verified()
        made.append(self.upload(1000))
        said = self.move("--copy")
        self.assertEqual(self.verified(), before + 1, said)
        for key, digest in made:
            self.assertEqual(sha256(self.bytes_at(self.target, key)[1]), digest, key)
            self.assertEqual(self.versions_at_target(key), 2 if key == wrong_key else 1, f"{key} was sent once")
        self.assertEqual(self.bytes_at(self.target, stray)[1], b"nobody's")
        self.damage(made)
        self.gate(made)
        self.switch(made)

    def damage(self, made: list[tuple[str, str]]) -> None:
        """A copy that goes bad later is found and sent again."""
        key, digest = made[6]
        size = len(self.bytes_at(self.store, key)[1])
        self.overwrite(self.target, key, b"y" * size)
        said = self.move("--verify", code=1)
        self.assertIn(f"{key}: the copy has other bytes", said)
        self.move("--copy")
        self.assertEqual(sha256(self.bytes_at(self.target, key)[1]), digest)
        self.move("--verify")
        # The switch looks at the listing by itself, without reading.
        self.overwrite(self.target, key, b"z" * size)
        self.assertIn("the target lists", self.move("--switch", code=1))
        self.assertEqual(self.rows("SELECT phase FROM storage_moves ORDER BY id DESC LIMIT 1"), [["copying"]])
        self.move("--verify", code=1)
        self.move("--copy")

    def gate(self, made: list[tuple[str, str]]) -> None:
        """An upload that is open keeps the store from being switched, and is not harmed by the attempt."""
        content = self.random.randbytes(1000)
        opened = self.product.open_upload(len(content)).json
        said = self.move("--switch", "--drain", "1", code=1)
        self.assertIn("1 uploads have not ended in time", said)
        parts = self.product.send_parts(opened, content)
        completed = self.product.call("POST", f"/api/v1/assets/{opened['asset_id']}/complete", {"parts": parts})
        self.assertEqual(completed.status, 202, completed)
        key = self.rows(f"SELECT master_storage_key FROM assets WHERE id = '{opened['asset_id']}'")[0][0]
        made.append((key, sha256(content)))
        # One that nobody goes on with is ended when that is asked for.
        self.left = self.product.open_upload(500).json["asset_id"]

    def switch(self, made: list[tuple[str, str]]) -> None:
        before = self.rows("SELECT storage_key, version_id, etag FROM storage_objects WHERE state = 'stored' ORDER BY 1")
        said = self.move("--switch", "--drain", "1", "--end-uploads")
        self.assertIn("no upload is opened", said)
        self.assertEqual(self.product.call("GET", f"/api/v1/assets/{self.left}").json["failure_reason"], "expired")
        refused = self.product.open_upload(10)
        self.assertEqual(refused.status, 503, refused)
        self.assertEqual(refused.headers["retry-after"], "30")
        self.assertIn("the object store is being changed", refused.json["detail"])
        # Who reads does so at either store.
        for base in (None, self.enterContext(another_api(self.product, self.settings(self.target)))):
            for key, digest in (made[0], made[-1]):
                address = self.download(self.asset_of(key), base).json["url"]
                self.assertEqual(sha256(request("GET", address).body), digest, address)
        self.assertIn("it has to be", self.admin("storage", "migrate", "--finish", code=1), "these programs still use the old one")
        self.assertIn("being changed", self.admin("reconcile", code=1))

        self.admin("storage", "migrate", "--undo")
        self.assertEqual(self.rows("SELECT storage_key, version_id, etag FROM storage_objects WHERE state = 'stored' ORDER BY 1"), before)
        made.append(self.upload(2000))
        self.assertNotIn("lost_object", self.product.acervo("reconcile", check=False).stdout)
        self.again(made)

    def again(self, made: list[tuple[str, str]]) -> None:
        """A second move finds what the first one brought, sends only what is new, and this time stays."""
        self.move("--copy")
        self.assertEqual(self.versions_at_target(made[0][0]), 1, "it was there")
        self.move("--switch")
        target = self.config_of(self.target)
        self.admin("storage", "migrate", "--finish", config=target)
        reconciled = subprocess.run(self.command("reconcile", "--json", config=target), capture_output=True, text=True, timeout=120)
        kinds = {one["kind"] for one in json.loads(reconciled.stdout)["findings"]}
        self.assertNotIn("lost_object", kinds)
        for key, digest in made:
            self.assertEqual(sha256(self.bytes_at(self.target, key)[1]), digest, key)
            self.assertEqual(sha256(self.bytes_at(self.store, key)[1]), digest, "the source keeps what it has")
        self.back()

    def back(self) -> None:
        """The stack goes on with its own store: a move the other way, which finds everything there."""
        there = self.config_of(self.target)
        words = ("storage", "migrate", "--to", str(self.config_of(self.store)))
        self.admin(*words, "--copy", config=there)
        self.admin(*words, "--switch", config=there)
        self.admin("storage", "migrate", "--finish")
        self.assertNotIn("lost_object", self.product.acervo("reconcile", check=False).stdout)

    def settings(self, store: Stack) -> dict[str, object]:
        access, secret = s3_roles.keys(store, "api")
        file = self.folder / "api-secret"
        file.write_text(secret)
        address = f"http://{store.address('s3')}"
        names = {"endpoint": address, "public_endpoint": address, "access_key_id": access, "secret_access_key_file": file}
        return {f"s3.{name}": value for name, value in names.items()}


if __name__ == "__main__":
    unittest.main()
