"""Looks at what the database, the object store and the disk say of ingested assets, with eyes of its own, when all is at rest.

I2: what is `ready` has every mandatory rendition, whole. I5: no objects, parts and work folders that are nobody's. I8: nothing spins
for ever, and what failed says why.
"""

from __future__ import annotations

import hashlib
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from stack.layout import Stack
from stack.servers import s3_roles
from tests.support import Product

BUCKETS = (s3_roles.PROXIES, s3_roles.DELIVERY)


@dataclass
class Verdict:
    half_ready: list[str] = field(default_factory=list)  # I2
    orphans: list[str] = field(default_factory=list)  # I5
    silent: list[str] = field(default_factory=list)  # I8
    looked_at: int = 0

    @property
    def is_good(self) -> bool:
        return not (self.half_ready or self.orphans or self.silent)


def check(product: Product, assets: list[str]) -> Verdict:
    verdict = Verdict()
    for asset in assets:
        _look_at(product, asset, verdict)
    _look_for_orphans(product, verdict)
    return verdict


def _look_at(product: Product, asset: str, verdict: Verdict) -> None:
    verdict.looked_at += 1
    (status, reason), *_ = product.database(f"SELECT status, coalesce(failure_reason, '') FROM assets WHERE id = '{asset}'")
    if status not in ("ready", "failed") or (status == "failed" and not reason):
        verdict.silent.append(f"{asset} is {status}: {reason}")
    if status != "ready":
        return
    missing = product.database(
        "SELECT DISTINCT ON (r.profile_name) r.profile_name, r.status FROM renditions r JOIN assets a ON a.id = r.asset_id "
        f"AND a.content_hash = r.master_sha256 WHERE a.id = '{asset}' AND r.mandatory "
        "ORDER BY r.profile_name, r.profile_version DESC, r.revision DESC"
    )
    if not missing:
        verdict.half_ready.append(f"{asset} has no rendition")
    verdict.half_ready += [f"{asset}: {name} is {state}" for name, state in missing if state not in ("ready", "expired")]
    objects = product.database(
        "SELECT r.id, o.bucket, o.storage_key, o.state, o.file_size_bytes, o.sha256, r.storage_key FROM renditions r "
        f"LEFT JOIN storage_objects o ON o.rendition_id = r.id WHERE r.asset_id = '{asset}' AND r.status = 'ready'"
    )
    whole: dict[str, bool] = {}
    for rendition, bucket, key, state, size, digest, main in objects:
        whole.setdefault(rendition, False)
        if _make_of(key) != _make_of(main):  # of one who was taken for dead: another made it again
            if state != "deleted":
                verdict.orphans.append(f"{key} is {state}, what is shown is {main}")
            continue
        whole[rendition] = whole[rendition] or key == main
        content = _bytes_of(product, bucket, key)
        if state != "stored" or content is None or len(content) != int(size) or hashlib.sha256(content).hexdigest() != digest:
            found = "nothing" if content is None else f"{len(content)} bytes"
            verdict.half_ready.append(f"{key} is {state} with {found} instead of {size}")
    verdict.half_ready += [f"rendition {rendition} is without its file" for rendition, is_whole in whole.items() if not is_whole]


def _make_of(key: str) -> str:
    """`v1-r2`: version and revision, the part behind the master's hash."""
    return next((part for part in key.split("/") if re.fullmatch(r"v\d+(-r\d+)?", part)), "")


def _look_for_orphans(product: Product, verdict: Verdict) -> None:
    for bucket in BUCKETS:
        there = set(_listed(product, bucket, {"list-type": "2"}, "Contents"))  # the store first
        known = {key for (key,) in product.database(f"SELECT storage_key FROM storage_objects WHERE bucket = '{bucket}' AND state = 'stored'")}
        verdict.orphans += [f"{bucket}: {key}" for key in sorted(there - known)]
        verdict.orphans += [f"{bucket}: parts of {key}" for key in _listed(product, bucket, {"uploads": ""}, "Upload")]
    jobs = product.state / "scratch" / "jobs"
    verdict.orphans += [f"work folder {entry.name}" for entry in jobs.iterdir()]
    verdict.orphans += [f"process {pid} in scratch" for pid in tools_at_work(product)]


def tools_at_work(product: Product) -> list[int]:
    """Children that work in the scratch of this stack."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and str(product.state / "scratch") in str((entry / "cwd").readlink()):
                found.append(int(entry.name))
        except OSError:
            continue
    return found


def _bytes_of(product: Product, bucket: str, key: str) -> bytes | None:
    answer = s3_roles.request(Stack.open(product.state), s3_roles.BOOTSTRAP, "GET", f"/{bucket}/{quote(key)}", timeout_s=30)
    return answer[1] if answer is not None and answer[0] == 200 else None


def _listed(product: Product, bucket: str, query: dict[str, str], element: str) -> Iterator[str]:
    """All keys; a page of the store is a thousand, more than a test makes of parts."""
    while True:
        answer = s3_roles.request(Stack.open(product.state), s3_roles.BOOTSTRAP, "GET", f"/{bucket}", query=query, timeout_s=30)
        assert answer is not None and answer[0] == 200, answer
        root = ET.fromstring(answer[1])
        for one in root.iter():
            one.tag = one.tag.rpartition("}")[2]
        yield from (one.findtext("Key") or "" for one in root.iter(element))
        token = root.findtext("NextContinuationToken")
        if not token:
            return
        query = {**query, "continuation-token": token}
