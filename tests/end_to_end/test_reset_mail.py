"""A link for a new password that goes by mail, to a real mail server; while there is none nothing is lost."""

from __future__ import annotations

import contextlib
import email
import email.policy
import os
import re
import signal
import socket
import statistics
import subprocess
import time
import unittest
import uuid
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

from stack import toolchain
from stack.layout import Stack
from tests.support import PROGRAMS, ROOT, Answer, Product, another_api, new_name, scratch, wait_until

PASSWORD = "una frase larga y propia"
NEW = "otra frase larga y propia"
ASK = "/api/v1/password-reset/requests"


class ResetMail(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.product = Product.running()
        cls.stack = Stack.open(cls.product.state)
        cls.python = toolchain.venv(ROOT / "tests" / "end_to_end" / "requirements.txt") / "bin" / "python"

    def setUp(self) -> None:
        self.name = new_name()
        self.address = f"{self.name}@example.org"
        self.user = self.new_user({"email": self.address})
        # Of nobody else, so that tests do not use up each other's limits.
        self.network = f"2001:db8:{self.name[:4]}:{self.name[4:8]}::1"

    def new_user(self, more: dict) -> str:
        body = {"username": self.name, "role": "viewer", "password": PASSWORD} | more
        answer = self.product.call("POST", "/api/v1/users", body)
        self.assertEqual(answer.status, 201, answer)
        return answer.json["user_id"]

    @contextlib.contextmanager
    def mail_server(self, *words: str) -> Iterator[Path]:
        """The folder where letters arrive."""
        with scratch() as folder:
            port = self.stack.port("mail")
            command = [str(self.python), str(ROOT / "tests" / "mail_server.py"), str(port), str(folder), *words]
            process = subprocess.Popen(command)
            try:
                wait_until(lambda: self.listens(port), "a mail server", 30)
                yield folder
            finally:
                process.terminate()
                process.wait(10)

    @staticmethod
    def listens(port: int) -> bool:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return True
        return False

    def ask(self, login: str, base: str | None = None, **more: object) -> Answer:
        headers = {"X-Forwarded-For": self.network}
        direct = base or "http://" + self.product.status()["api-1"]["address"]
        return self.product.call("POST", ASK, {"login": login} | more, token="", base=direct, headers=headers)

    def letters(self, folder: Path, to: str | None = None) -> list[EmailMessage]:
        """Those to one address, in no order."""
        found = [email.message_from_bytes(file.read_bytes(), policy=email.policy.default) for file in folder.glob("*.eml")]
        return [one for one in found if (to or self.address) in one["To"]]

    def letter(self, folder: Path) -> EmailMessage:
        wait_until(lambda: len(self.letters(folder)) == 1, "a letter", 60)
        wait_until(lambda: self.waiting() == 0, "the end of what was asked for", 30)  # its link is good now
        return self.letters(folder)[0]

    @staticmethod
    def token(letter: EmailMessage) -> str:
        return re.search(r"/reset-password#([A-Za-z0-9_-]{43})\s", letter.get_content()).group(1)

    def use(self, token: str, password: str = NEW) -> int:
        return self.product.call("POST", "/api/v1/password-reset", {"token": token, "password": password}, token="").status

    def sign_in(self, password: str) -> int:
        return self.product.call("POST", "/api/v1/sessions", {"login": self.name, "password": password}, token="").status

    def waiting(self) -> int:
        return int(self.product.database(f"SELECT count(*) FROM reset_mails WHERE login ILIKE '%{self.name}%' OR user_id = '{self.user}'")[0][0])

    def hurry(self) -> None:
        """What waits is due now."""
        self.product.database("UPDATE reset_mails SET next_try_at = now()")

    def actions(self) -> list[str]:
        log = self.product.call("GET", f"/api/v1/audit?object_id={self.user}").json["entries"]
        return [one["action"] for one in log if one["action"].startswith("password.")]

    def test_who_asks_gets_a_letter_whose_link_is_good_once(self) -> None:
        with self.mail_server() as folder:
            answer = self.ask(self.address.upper(), language="es")
            self.assertEqual((answer.status, answer.body), (202, b""))
            letter = self.letter(folder)
            self.assertEqual(letter["X-Envelope"], f"acervo@example.org {self.address}")
            self.assertEqual(letter["Subject"], "Acervo: contraseña nueva")
            self.assertIn(f"«{self.name}»", letter.get_content())
            self.assertIn(f"{self.product.url}/reset-password#", letter.get_content())
            token = self.token(letter)
            self.assertEqual(self.sign_in(PASSWORD), 201, "nothing has changed yet")
            self.assertEqual(self.use(token), 204)
            self.assertEqual((self.sign_in(PASSWORD), self.sign_in(NEW)), (401, 201))
            self.assertEqual(self.use(token, PASSWORD), 404)
            self.assertEqual(self.waiting(), 0)
            self.assertEqual(self.actions(), ["password.reset", "password.mail_reset"])
            asked = self.product.call("GET", f"/api/v1/audit?object_id={self.address.upper()}").json["entries"]
            self.assertEqual([one["action"] for one in asked], ["password.ask_reset"])

    def test_while_the_mail_server_is_away_nothing_is_lost(self) -> None:
        began = time.monotonic()
        self.assertEqual(self.ask(self.name, language="en").status, 202)
        self.assertLess(time.monotonic() - began, 5, "nobody waits for a mail server")
        tried = f"SELECT coalesce(max(attempts), 0) FROM reset_mails WHERE login = '{self.name}' AND last_error IS NOT NULL"
        wait_until(lambda: int(self.product.database(tried)[0][0]) > 0, "an attempt", 60)
        self.assertEqual(self.product.database(f"SELECT count(*) FROM password_resets WHERE user_id = '{self.user}'"), [["0"]])
        os.kill(self.product.pid("keeper"), signal.SIGKILL)
        self.product.acervo("up")
        with self.mail_server() as folder:
            self.hurry()
            letter = self.letter(folder)
            self.assertEqual(letter["Subject"], "Acervo: a new password")
            self.assertEqual(self.use(self.token(letter)), 204)

    def test_the_answer_is_the_same_for_everybody_and_nobody(self) -> None:
        plain, nobody, service = new_name(), new_name(), new_name()
        self.product.call("POST", "/api/v1/users", {"username": plain, "role": "viewer", "password": PASSWORD})
        self.product.call("POST", "/api/v1/users", {"username": service, "role": "service", "email": f"{service}@example.org"})
        gone = new_name()
        user = self.product.call("POST", "/api/v1/users", {"username": gone, "role": "viewer", "email": f"{gone}@example.org"}).json["user_id"]
        self.product.call("PATCH", f"/api/v1/users/{user}", {"disabled": True})
        with self.mail_server() as folder:
            answers = [self.ask(login) for login in (self.name, plain, nobody, service, gone)]
            self.assertEqual({(one.status, one.body) for one in answers}, {(202, b"")})
            told = [set(one.headers) for one in answers]
            self.assertEqual(told, [told[0]] * len(told))
            self.letter(folder)
            logins = "', '".join((self.name, plain, nobody, service, gone))
            wait_until(lambda: self.product.database(f"SELECT count(*) FROM reset_mails WHERE login IN ('{logins}')") == [["0"]], "the end of all", 30)
            self.assertEqual(len(list(folder.glob("*.eml"))), 1)

    def test_the_answer_takes_the_same_time_for_everybody_and_nobody(self) -> None:
        """The work is the same: medians of many, taken in turns, differ by less than their own spread."""
        times: dict[str, list[float]] = {"known": [], "unknown": []}
        for i in range(60):
            known = f"{self.name}{i}"
            self.product.call("POST", "/api/v1/users", {"username": known, "role": "viewer", "email": f"{known}@example.org"})
            self.network = f"2001:db8:{self.name[:4]}:{i:x}::1"
            for kind, login in (("known", known), ("unknown", new_name())):
                began = time.monotonic()
                self.assertEqual(self.ask(login).status, 202)
                times[kind].append(time.monotonic() - began)
        known, unknown = (statistics.median(times[kind]) for kind in ("known", "unknown"))
        spread = max(statistics.quantiles(one, n=4)[2] - statistics.quantiles(one, n=4)[0] for one in times.values())
        self.assertLess(abs(known - unknown), spread + 0.002, f"{known:.4f} s, {unknown:.4f} s, spread {spread:.4f} s")

    def test_asking_is_limited_by_login_and_by_network_whether_it_is_somebodys_or_not(self) -> None:
        for login in (self.name, new_name()):
            statuses = []
            for i in range(4):
                self.network = f"2001:db8:{new_name()[:4]}:{i}::1"
                statuses.append(self.ask(login).status)
            self.assertEqual(statuses, [202, 202, 202, 429], "from anywhere")
        self.network = f"2001:db8:{self.name[:4]}:{self.name[4:8]}::1"
        statuses = [self.ask(new_name()).status for _ in range(70)]
        self.assertIn(429, statuses[30:], "from one network")
        self.assertEqual(set(statuses[:20]), {202})

    def test_an_administrator_sends_one_and_is_told_why_not(self) -> None:
        path = f"/api/v1/users/{self.user}/password-reset/mail"
        self.assertEqual(self.product.call("POST", path, {"language": "en"}).status, 202)
        self.assertEqual(self.product.call("POST", path, {}).status, 202, "it waits already")
        self.assertEqual(self.waiting(), 1)
        with self.mail_server() as folder:
            self.hurry()
            letter = self.letter(folder)
            self.assertEqual(letter["Subject"], "Acervo: a new password")
            self.assertEqual(self.use(self.token(letter)), 204)
        self.assertEqual(self.actions(), ["password.reset", "password.mail_reset", "password.offer_reset", "password.offer_reset"])
        mute = self.product.call("POST", "/api/v1/users", {"username": new_name(), "role": "viewer"}).json["user_id"]
        answer = self.product.call("POST", f"/api/v1/users/{mute}/password-reset/mail", {})
        self.assertEqual((answer.status, answer.json["detail"]), (409, "the user has no e-mail address"))
        self.assertEqual(self.product.call("POST", f"/api/v1/users/{uuid.uuid4()}/password-reset/mail", {}).status, 404)
        self.assertEqual(self.product.call("POST", path, {"language": "fr"}).status, 400)

    def test_a_site_without_mail_says_so_to_administrators_and_the_same_to_others(self) -> None:
        with another_api(self.product, {"mail.enabled": "false"}) as base:
            answer = self.product.call("POST", f"/api/v1/users/{self.user}/password-reset/mail", {}, base=base)
            self.assertEqual((answer.status, answer.json["detail"]), (409, "this site sends no mail"))
            answer = self.ask(self.name, base=base)
            self.assertEqual((answer.status, answer.body), (202, b""))
        self.assertEqual(self.waiting(), 0)

    def test_letters_go_over_tls_with_a_password_and_not_without(self) -> None:
        with scratch() as folder:
            certificate, key = folder / "server.pem", folder / "server.key"
            subprocess.run(
                [*("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"),
                 *("-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"), *("-keyout", key, "-out", certificate)],
                check=True, capture_output=True,
            )  # fmt: skip
            settings = {"smtp.host": "localhost", "smtp.security": "starttls", "smtp.ca_file": certificate}
            (folder / "password").write_text("a secret\n")
            settings |= {"smtp.user": "acervo", "smtp.password_file": folder / "password"}
            with self.mail_server(str(certificate), str(key), "acervo", "a secret") as letters:
                self.assertEqual(self.ask(self.name).status, 202)
                tried = f"SELECT count(*) FROM reset_mails WHERE login = '{self.name}' AND last_error IS NOT NULL"
                wait_until(lambda: self.product.database(tried) == [["1"]], "an attempt in clear", 60)
                self.assertEqual(self.letters(letters), [])
                with self.another_keeper(settings):
                    self.hurry()
                    letter = self.letter(letters)
                self.assertEqual(self.use(self.token(letter)), 204)

    @contextlib.contextmanager
    def another_keeper(self, settings: dict[str, object]) -> Iterator[None]:
        """In place of that of the stack."""
        os.kill(self.product.pid("keeper"), signal.SIGKILL)
        command = [str(PROGRAMS / "acervo-keeper"), "--config", str(self.product.state / "config" / "keeper.toml")]
        command += [word for name, value in settings.items() for word in ("--set", f"{name}={value}")]
        with open(self.product.state / "logs" / "keeper-other.log", "a") as log:
            process = subprocess.Popen(command, stdout=log, stderr=log, cwd=self.product.state)
        try:
            yield
        finally:
            process.terminate()
            process.wait(30)
            self.product.acervo("up")

    def test_a_keeper_whose_mail_server_makes_no_sense_does_not_start(self) -> None:
        for settings, reason in (
            ({"smtp.from": ""}, "from is missing"),
            ({"smtp.from": "nobody"}, "address"),
            ({"smtp.reset_url": "example.org"}, "reset_url is no address"),
            ({"smtp.host": "mail.example.org", "smtp.user": "u"}, "in clear"),
            ({"smtp.security": "perhaps"}, "security"),
        ):
            command = [str(PROGRAMS / "acervo-keeper"), "--config", str(self.product.state / "config" / "keeper.toml")]
            command += [word for name, value in settings.items() for word in ("--set", f"{name}={value}")]
            done = subprocess.run(command, capture_output=True, text=True, timeout=60, cwd=self.product.state)
            self.assertNotEqual(done.returncode, 0, settings)
            self.assertIn(reason, done.stdout + done.stderr)

    def test_on_the_command_line(self) -> None:
        with scratch() as folder, self.mail_server() as letters:
            (folder / "new").write_text(NEW + "\n")
            environment = {**os.environ, "ACERVO_CREDENTIALS": str(folder / "none.json")}
            self.product.acervo("users", "forgot", self.address, "--language", "en", env=environment)
            link = re.search(r"http\S+#\S+", self.letter(letters).get_content()).group(0)
            self.product.acervo("users", "set-password", link, "--password-file", str(folder / "new"), env=environment)
            self.assertEqual(self.sign_in(NEW), 201)
            name, password = self.product.administrator()
            self.product.acervo("login", name, input=password + "\n", env=environment)
            self.product.acervo("users", "reset", self.name, "--mail", env=environment)
            wait_until(lambda: len(self.letters(letters)) == 2, "another letter", 60)


if __name__ == "__main__":
    unittest.main()
