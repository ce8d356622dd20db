"""`./acervo backup` of the running stack, and `restore` into stacks of the test's own."""

from __future__ import annotations

import re
import subprocess
import tempfile
import unittest
from pathlib import Path

from stack.layout import Stack
from stack.servers import postgres
from stack.suite.servers import claimed_base_port
from stack.tests.place import acervo
from tests.support import Product, new_name

# In whatever order the rows lie.
SUM = "SELECT count(*), md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))) FROM {} t"


class Backup(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.product = Product.running()
        cls.folder = Path(cls.enterClassContext(tempfile.TemporaryDirectory(prefix="acervo-backup-")))
        cls.title = new_name()
        cls.asset = cls.product.upload(b"0123456789", title=cls.title)["asset_id"]
        # The first command installs age; its key-maker comes with it.
        refused = acervo(cls.product.state, "backup", str(cls.folder / "x"), "--recipient", "age1nobody")
        assert refused.returncode == 1, refused
        assert not list(cls.folder.iterdir()), "a failed backup leaves nothing"
        cls.identity, cls.recipient = cls.key("mine")
        cls.file = cls.folder / "one.acervo.age"
        done = acervo(cls.product.state, "backup", str(cls.file), "--recipient", cls.recipient)
        assert done.returncode == 0, done.stderr

    @classmethod
    def key(cls, name: str) -> tuple[Path, str]:
        file = cls.folder / f"{name}.key"
        subprocess.run(["age-keygen", "-o", str(file)], check=True, capture_output=True, timeout=30)
        return file, re.search(r"age1[0-9a-z]+", file.read_text())[0]

    def restored(self) -> Stack:
        """A stack made of the backup, with PostgreSQL running and nothing else."""
        state = Path(self.enterContext(tempfile.TemporaryDirectory(prefix="acervo-restore-"))) / "state"
        port = self.enterContext(claimed_base_port())
        self.addCleanup(acervo, state, "down", "--wipe")
        done = self.restore(state, base_port=port)
        self.assertEqual(done.returncode, 0, done.stderr)
        return Stack.open(state)

    def restore(self, state: Path, *words: str, file: Path | None = None, identity: Path | None = None, base_port: int | None = None):
        named = ("--identity", str(identity or self.identity))
        place = ("--base-port", str(base_port)) if base_port else ()
        own = ("ACERVO_STATE", "ACERVO_BASE_PORT")  # of the stack that was backed up
        return acervo(state, *place, "restore", str(file or self.file), *named, *words, without=own)

    def test_a_new_stack_has_everything_and_nobody_is_signed_in(self) -> None:
        new, old = self.restored(), Stack.open(self.product.state)

        def ask(stack: Stack, text: str) -> str:
            return postgres.sql(stack, "acervo", text)

        self.assertEqual(ask(new, f"SELECT title FROM assets WHERE id = '{self.asset}'").strip(), self.title)
        for table in ("users", "collections", "schema_migrations"):
            self.assertEqual(ask(new, SUM.format(table)), ask(old, SUM.format(table)), table)
        stored = f"SELECT storage_key, etag FROM storage_objects WHERE asset_id = '{self.asset}' AND state = 'stored'"
        self.assertEqual(ask(new, stored), ask(old, stored))
        self.assertNotEqual(ask(new, stored).strip(), "")
        self.assertEqual(ask(new, "SELECT count(*) FROM sessions WHERE revoked_at IS NULL").strip(), "0")
        self.assertNotEqual(ask(old, "SELECT count(*) FROM sessions WHERE revoked_at IS NULL").strip(), "0")
        theirs = {file.name: file.read_text() for file in (new.state / "secrets").iterdir()}
        ours = {file.name: file.read_text() for file in (old.state / "secrets").iterdir()}
        self.assertEqual({name: theirs[name] for name in ours}, ours)
        self.assertEqual((new.state / "administrator").read_text(), (old.state / "administrator").read_text())
        self.assertEqual((new.state / "administrator").stat().st_mode & 0o777, 0o600)
        refused = ask(new, "SELECT has_table_privilege('acervo_api', 'audit_log', 'DELETE')")
        self.assertEqual(refused.strip(), "f", "rights are those of before")

    def test_the_place_of_a_database_is_taken_only_on_demand_and_the_old_one_is_kept(self) -> None:
        stack = self.restored()
        postgres.sql(stack, "acervo", f"UPDATE assets SET title = 'changed' WHERE id = '{self.asset}'")
        done = self.restore(stack.state)
        self.assertEqual(done.returncode, 2)
        self.assertIn("--replace", done.stderr)
        title = f"SELECT title FROM assets WHERE id = '{self.asset}'"
        self.assertEqual(postgres.sql(stack, "acervo", title).strip(), "changed")
        held = subprocess.Popen(
            [postgres.program("psql"), "-X"], env=postgres.superuser(stack, "acervo"), stdin=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self.addCleanup(held.wait, 30)
        self.addCleanup(held.stdin.close)
        done = self.restore(stack.state, "--replace")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(postgres.sql(stack, "acervo", title).strip(), self.title)
        self.assertEqual(postgres.sql(stack, "acervo_replaced", title).strip(), "changed")

    def test_what_is_no_whole_backup_for_us_touches_nothing(self) -> None:
        other, _ = self.key("other")
        content = self.file.read_bytes()
        cut, flipped, foreign = (self.folder / name for name in ("cut", "flipped", "foreign"))
        cut.write_bytes(content[: len(content) // 2])
        flipped.write_bytes(content[:-1000] + bytes([content[-1000] ^ 1]) + content[-999:])
        foreign.write_text("a diary")
        for file, identity in ((self.file, other), (cut, None), (flipped, None), (foreign, None), (self.identity, None)):
            with self.subTest(file.name), tempfile.TemporaryDirectory(prefix="acervo-restore-") as folder:
                done = self.restore(Path(folder) / "state", file=file, identity=identity)
                self.assertEqual(done.returncode, 1, done)
                self.assertIn("cannot be", done.stderr)
                self.assertEqual(list(Path(folder).iterdir()), [])

    def test_a_folder_keeps_the_newest(self) -> None:
        with tempfile.TemporaryDirectory(prefix="acervo-backups-") as name:
            folder = Path(name)
            (folder / "20200101T000000Z.acervo.age").write_text("old")
            (folder / "notes.txt").write_text("mine")
            done = acervo(self.product.state, "backup", name, "--recipient", self.recipient, "--keep", "1")
            self.assertEqual(done.returncode, 0, done.stderr)
            left = sorted(file.name for file in folder.iterdir())
            self.assertEqual(len(left), 2, left)
            self.assertNotIn("20200101T000000Z.acervo.age", left)
            self.assertIn("notes.txt", left)

    def test_nobody_can_open_it_without_being_named(self) -> None:
        done = acervo(self.product.state, "backup", str(self.folder / "open"))
        self.assertEqual(done.returncode, 2)
        self.assertIn("--recipient", done.stderr)
        self.assertNotIn(b"administrator", self.file.read_bytes())


if __name__ == "__main__":
    unittest.main()
