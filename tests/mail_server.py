"""A mail server for tests: keeps every letter as a file of its own. Runs in the venv of tests/end_to_end/requirements.txt.

    python tests/mail_server.py PORT FOLDER [CERTIFICATE KEY USER PASSWORD]

With a certificate it takes nothing before STARTTLS, and nothing before that person has signed in.
"""

from __future__ import annotations

import asyncio
import ssl
import sys
import uuid
from pathlib import Path

from aiosmtpd.smtp import SMTP, AuthResult


class Keeper:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def handle_DATA(self, server, session, envelope) -> str:
        part = self.folder / (uuid.uuid4().hex + ".part")
        head = f"X-Envelope: {envelope.mail_from} {' '.join(envelope.rcpt_tos)}\r\n".encode()
        part.write_bytes(head + envelope.content)
        part.rename(part.with_suffix(".eml"))
        return "250 taken"


def options(words: list[str]) -> dict:
    if not words:
        return {}
    certificate, key, user, password = words
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)

    def check(server, session, envelope, mechanism, given) -> AuthResult:
        return AuthResult(success=(given.login, given.password) == (user.encode(), password.encode()))

    return {"tls_context": context, "require_starttls": True, "auth_required": True, "authenticator": check}


async def serve(port: int, folder: Path, words: list[str]) -> None:
    more = options(words)
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(Keeper(folder), **more), "127.0.0.1", port)
    await server.serve_forever()


asyncio.run(serve(int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:]))
