"""Renditions that a test puts where ingest puts them: rows in the ledger, and the objects they tell of."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass

from stack.layout import Stack
from stack.servers import s3_roles
from tests.support import Product, new_name

MASTER = "c" * 64


@dataclass(frozen=True)
class Rendition:
    """`front`: the first words of its keys; `stands`: the file that stands for it."""

    profile: str
    front: str
    bucket: str
    stands: str
    mime: str
    files: dict[str, bytes]


def publish(product: Product, asset: str, rendition: Rendition) -> None:
    """Ready and shown."""
    stack = Stack.open(product.state)
    row, folder = uuid.uuid4(), f"{rendition.front}/{asset}/{MASTER}/v1/"
    product.database(
        "INSERT INTO renditions (id, asset_id, master_sha256, profile_name, profile_version, status, active, storage_bucket, storage_key, "
        f"mime_type, file_size_bytes, duration_ms) VALUES ('{row}', '{asset}', '{MASTER}', '{rendition.profile}', 1, 'ready', true, "
        f"'{rendition.bucket}', '{folder}{rendition.stands}', '{rendition.mime}', {len(rendition.files[rendition.stands])}, 60000)"
    )
    for name, content in rendition.files.items():
        path = f"/{rendition.bucket}/{folder}{name}"
        answer = s3_roles.request(stack, s3_roles.BOOTSTRAP, "PUT", path, content, timeout_s=60)
        assert answer and answer[0] == 200, answer
        product.database(
            "INSERT INTO storage_objects (bucket, storage_key, kind, asset_id, rendition_id, state, file_size_bytes, etag, sha256, stored_at) "
            f"VALUES ('{rendition.bucket}', '{folder}{name}', 'rendition', '{asset}', '{row}', 'stored', {len(content)}, "
            f"'{hashlib.md5(content).hexdigest()}', '{hashlib.sha256(content).hexdigest()}', now())"
        )


def uploaded(product: Product, **members: object) -> str:
    """An asset of which nothing is made yet."""
    return product.upload(b"a master " + new_name().encode(), **members)["asset_id"]
