"""People, groups, collections and grants from the command line, as an administrator sets a newsroom up."""

from __future__ import annotations

import json
import os
import unittest
import uuid

from tests.support import Product, scratch

PASSWORD = "una frase larga y propia"


class Administration(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.product = Product.running()

    def setUp(self) -> None:
        scratched = scratch()
        self.folder = scratched.__enter__()
        self.addCleanup(scratched.__exit__, None, None, None)
        self.word = uuid.uuid4().hex[:8]
        (self.folder / "password").write_text(PASSWORD + "\n")
        self.sign_in("admin", *self.product.administrator())

    def sign_in(self, who: str, name: str, password: str) -> None:
        self.run_as(who, "login", name, input=password + "\n")

    def run_as(self, who: str, *words: str, check: bool = True, **options):
        environment = {**os.environ, "ACERVO_CREDENTIALS": str(self.folder / f"{who}.json")}
        return self.product.acervo(*words, check=check, env=environment, **options)

    def made(self, *words: str) -> dict:
        return json.loads(self.run_as("admin", *words, "--json").stdout)

    def test_scripts_get_tokens_and_exchange_them(self) -> None:
        name, password = self.product.administrator()
        first = json.loads(self.run_as("admin", "tokens", "open", name, input=password + "\n").stdout)
        second = json.loads(self.run_as("admin", "tokens", "refresh", input=first["refresh_token"] + "\n").stdout)
        self.assertEqual(self.product.call("GET", "/api/v1/users/me", token=second["access_token"]).status, 200)
        again = self.run_as("admin", "tokens", "refresh", input=first["refresh_token"] + "\n", check=False)
        self.assertEqual(again.returncode, 77, again.stderr)

    def test_a_desk_is_set_up_and_its_people_see_what_they_shall(self) -> None:
        marta = f"marta-{self.word}"
        self.made("users", "create", marta, "--role", "viewer", "--password-file", str(self.folder / "password"))
        self.made("groups", "create", f"desk-{self.word}")
        self.run_as("admin", "groups", "add", f"desk-{self.word}", marta)
        self.assertIn(marta, self.run_as("admin", "groups", "members", f"desk-{self.word}").stdout)
        top = self.made("collections", "create", f"news-{self.word}")["collection_id"]
        below = self.made("collections", "create", "sports", "--parent", top)["collection_id"]
        self.run_as("admin", "collections", "grant", top, "--group", f"DESK-{self.word}", "view", "download_proxy")
        self.assertRegex(self.run_as("admin", "collections", "grants", top).stdout, rf"group +desk-{self.word} +view, download_proxy")
        asset = self.product.open_upload(10, collection_id=below).json["asset_id"]

        self.sign_in("marta", marta, PASSWORD)
        self.assertIn(f"news-{self.word}", self.run_as("marta", "collections", "list").stdout)
        self.assertIn("sports", self.run_as("marta", "collections", "list", "--parent", top).stdout)
        self.assertIn(asset, self.run_as("marta", "assets", "list").stdout)
        refused = self.run_as("marta", "collections", "remove", below, check=False)
        self.assertEqual(refused.returncode, 77, refused.stderr)

        self.run_as("admin", "collections", "revoke", top, "--group", f"desk-{self.word}")
        self.assertNotIn(asset, self.run_as("marta", "assets", "list").stdout)
        self.assertEqual(self.run_as("marta", "assets", "show", asset, check=False).returncode, 66)
        self.run_as("admin", "users", "change", marta, "--disable")
        self.assertEqual(self.run_as("marta", "whoami", check=False).returncode, 77)
        self.assertIn("(disabled)", self.run_as("admin", "users", "list").stdout)

    def test_collections_are_renamed_moved_filled_and_removed(self) -> None:
        one, other = (self.made("collections", "create", f"{name}-{self.word}")["collection_id"] for name in ("one", "other"))
        self.assertIn(f"uno-{self.word}", self.run_as("admin", "collections", "rename", one, f"uno-{self.word}").stdout)
        self.assertEqual(self.made("collections", "move", one, "--parent", other)["parent_id"], other)
        ring = self.run_as("admin", "collections", "move", other, "--parent", one, check=False)
        self.assertNotEqual(ring.returncode, 0)
        self.assertIn("below itself", ring.stderr)
        asset = self.product.open_upload(10, collection_id=other).json["asset_id"]
        self.run_as("admin", "collections", "add", one, asset)
        full = self.run_as("admin", "collections", "remove", one, check=False)
        self.assertIn("not empty", full.stderr)
        self.run_as("admin", "collections", "take-out", one, asset)
        home = self.run_as("admin", "collections", "take-out", other, asset, check=False)
        self.assertIn("home collection", home.stderr)
        self.assertNotIn("parent_id", self.made("collections", "move", one, "--top"))
        self.run_as("admin", "collections", "remove", one)
        self.assertNotIn(one, self.run_as("admin", "collections", "list").stdout)

    def test_what_is_wrong_is_said_in_words(self) -> None:
        for words, code, text in (
            (("groups", "members", f"nobody-{self.word}"), 66, "no group called"),
            (("users", "create", f"x-{self.word}", "--role", "king"), 2, "role"),
            (("users", "create", f"x y {self.word}", "--role", "viewer"), 65, "/username"),
            (("collections", "grant", str(uuid.uuid4()), "view"), 2, "user"),
            (("collections", "create", f"c-{self.word}", "--parent", str(uuid.uuid4())), 66, "no such collection"),
            (("collections",), 2, "subcommand"),
        ):
            done = self.run_as("admin", *words, check=False)
            self.assertEqual(done.returncode, code, (words, done.stderr))
            self.assertIn(text, done.stderr, words)


if __name__ == "__main__":
    unittest.main()
