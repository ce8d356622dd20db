"""What the database says of a failure is for the log; who calls the API reads words of our own."""

from __future__ import annotations

import os
import unittest

from tests.support import Product


class WordsOfTheDatabase(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.product = Product.running()

    def refused_by(self, rule: str, title: str) -> None:
        """Opens an upload that the database refuses by a rule that the code knows nothing of."""
        name = f"hidden_rule_{os.urandom(4).hex()}"
        self.product.database(f"ALTER TABLE assets ADD CONSTRAINT {name} CHECK ({rule}) NOT VALID")
        self.addCleanup(self.product.database, f"ALTER TABLE assets DROP CONSTRAINT {name}")
        answer = self.product.open_upload(10, title=title)
        self.assertEqual(answer.status, 400, answer)
        self.assertEqual(answer.json["type"], "/problems/invalid-input")
        self.assertEqual(answer.json["detail"], "a value is not one that can be stored here")
        for theirs in ("hidden_rule", "assets.", "relation", "violates", "constraint", "23514", "22P02", title):
            self.assertNotIn(theirs, answer.body.decode())
        failures = self.product.failures_of(answer)
        self.assertEqual(len(failures), 1, "logged once, under the request id that the caller has")
        self.assertEqual(failures[0]["told"], answer.json["detail"])
        self.words = failures[0]["message"]
        self.name = name

    def test_a_violated_rule_is_not_named_to_the_caller(self) -> None:
        self.refused_by("title <> 'forbidden-title'", "forbidden-title")
        self.assertIn(self.name, self.words)
        self.assertIn("23514", self.words)

    def test_a_value_of_the_wrong_form_is_not_quoted_to_the_caller(self) -> None:
        self.refused_by("title NOT LIKE 'number-%' OR substr(title, 8)::int > 0", "number-x")
        self.assertIn("22P02", self.words)


if __name__ == "__main__":
    unittest.main()
