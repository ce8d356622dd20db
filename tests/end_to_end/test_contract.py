"""The whole contract tried with requests that are made of it: examples, borders, random ones, chains of calls, and bad ones.

    ACERVO_SEED=S    the same requests again; ACERVO_FULL=1: more of them

Every answer must be one that the contract tells of, every refusal a problem, and nothing a failure of the server.
"""

from __future__ import annotations

import json
import subprocess
import unittest
from pathlib import Path

from stack import toolchain
from stack.suite.chance import FULL, chance
from tests.support import Product, new_name, scratch

HERE = Path(__file__).resolve().parent
EXAMPLES = 100 if FULL else 8
LIMIT_SECONDS = 3000 if FULL else 500
PASSWORD = "a long enough password"

# Sign-in is limited by network: the other tests of this machine would pay for it. /metrics is not for the world. A stream of events
# does not end while the tool waits for its end.
NEVER = ("open_session", "open_tokens", "reset_password", "get_metrics", "follow_events")
# After them the session may be over, and all that follows would be tried as nobody.
ENDS_SESSIONS = ("close_session", "update_user")


class Contract(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.product = Product.running()
        cls.tool = toolchain.venv(HERE / "requirements.txt") / "bin" / "schemathesis"

    def administrator(self) -> str:
        """The token of one that nobody else uses."""
        name = f"contract-{new_name()}"
        made = self.product.call("POST", "/api/v1/users", {"username": name, "role": "admin", "password": PASSWORD})
        self.assertEqual(made.status, 201, made)
        opened = self.product.call("POST", "/api/v1/sessions", {"login": name, "password": PASSWORD}, token="")
        self.assertEqual(opened.status, 201, opened)
        return opened.json["access_token"]

    def is_signed_in(self, token: str) -> bool:
        return self.product.call("GET", "/api/v1/users/me", token=token).status == 200

    def attempt(self, token: str, choice: list[str]) -> dict:
        """What the tool reports; it fails the test with the requests that went wrong."""
        seed = chance("contract").randrange(2**31)
        with scratch() as folder:
            command = [
                *(str(self.tool), "--config-file", str(HERE / "schemathesis.toml"), "run"),
                *(f"{self.product.url}/api/v1/openapi.json", "--url", self.product.url),
                *("--header", f"Authorization: Bearer {token}", "--seed", str(seed), "--max-examples", str(EXAMPLES)),
                *("--continue-on-failure", "--no-color", "--report", "json", "--report-json-path", str(folder / "report.json")),
                *choice,
            ]
            done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=LIMIT_SECONDS)
            self.assertEqual(done.returncode, 0, done.stdout[-12000:] + done.stderr[-2000:])
            return json.loads((folder / "report.json").read_text())

    def test_every_answer_is_one_that_the_contract_tells_of(self) -> None:
        token = self.administrator()
        left_out = [word for name in (*NEVER, *ENDS_SESSIONS) for word in ("--exclude-operation-id", name)]
        report = self.attempt(token, left_out)
        self.assertTrue(self.is_signed_in(token), "the rest was tried as nobody")
        operations = sum(len(methods) for methods in self.operations().values())
        # The tool leaves out the one that the document itself came from.
        self.assertEqual(report["operations"]["tested"], operations - len(NEVER) - len(ENDS_SESSIONS) - 1)

    def test_so_is_that_of_operations_that_end_sessions(self) -> None:
        chosen = [word for name in ENDS_SESSIONS for word in ("--include-operation-id", name)]
        report = self.attempt(self.administrator(), chosen)
        self.assertEqual(report["operations"]["tested"], len(ENDS_SESSIONS))

    def operations(self) -> dict:
        document = self.product.call("GET", "/api/v1/openapi.json").json
        methods = {"get", "put", "post", "patch", "delete"}
        return {path: methods & item.keys() for path, item in document["paths"].items()}


if __name__ == "__main__":
    unittest.main()
