"""Looks at what the database and the object store say of each other, with eyes of its own: nothing here is the product's code.

I1: nothing acknowledged is lost. I5: no orphans: whatever lies in the archive, unfinished parts included, is somebody's.
"""

from __future__ import annotations

import hashlib
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass, field

from stack.layout import Stack
from stack.servers import s3_roles
from tests.support import Product, request


@dataclass
class Verdict:
    lost: list[str] = field(default_factory=list)  # I1
    orphans: list[str] = field(default_factory=list)  # I5
    leaked_bytes: int = 0

    @property
    def is_good(self) -> bool:
        return not self.lost and not self.orphans and self.leaked_bytes == 0


def check(product: Product, acknowledged: dict[str, str]) -> Verdict:
    """`acknowledged`: asset → SHA-256 of what was sent, of every completion that was answered with 2xx."""
    verdict = Verdict()
    for asset, digest in acknowledged.items():
        if wrong := _lost(product, asset, digest):
            verdict.lost.append(f"{asset}: {wrong}")
    # The store first: what has no row then has none that came too late to be seen.
    versions, multiparts = list(_versions(product)), list(_multiparts(product))
    rows = {key: (state, version) for key, state, version in product.database(
        f"SELECT storage_key, state, coalesce(version_id, '') FROM storage_objects WHERE bucket = '{s3_roles.ARCHIVE}'")}
    used = {(key, multipart) for key, multipart in product.database(
        "SELECT storage_key, multipart_id FROM uploads WHERE status IN ('open', 'completing') AND expires_at > now() AND multipart_id IS NOT NULL")}
    there = set()
    for key, version, size, is_marker in versions:
        if rows.get(key) == ("stored", version) and not is_marker:
            there.add(key)
        else:
            verdict.orphans.append(f"{key} {version} of {rows.get(key)}")
            verdict.leaked_bytes += size
    for key, multipart in multiparts:
        if (key, multipart) not in used:
            verdict.orphans.append(f"multipart upload {multipart} of {key}")
            verdict.leaked_bytes += _size_of_parts(product, key, multipart)
    verdict.lost += [f"{key}: stored and not there" for key, (state, _) in rows.items() if state == "stored" and key not in there]
    past = product.database("SELECT id FROM uploads WHERE status IN ('open', 'completing') AND expires_at < now()")
    verdict.orphans += [f"upload {upload} is past its time" for (upload,) in past]
    return verdict


def _lost(product: Product, asset: str, digest: str) -> str:
    states = product.database(
        "SELECT a.status, u.status, o.state, (SELECT count(*) FROM workflow_starts w WHERE w.asset_id = a.id) FROM assets a "
        f"JOIN uploads u ON u.asset_id = a.id JOIN storage_objects o ON o.asset_id = a.id WHERE a.id = '{asset}'")
    if states != [["processing", "completed", "stored", "1"]]:
        return f"its rows say {states}"
    address = product.call("GET", f"/api/v1/assets/{asset}/download")
    if address.status != 200:
        return f"its download is answered {address.status}"
    master = request("GET", address.json["url"], timeout=120)
    if master.status != 200 or hashlib.sha256(master.body).hexdigest() != digest:
        return "its bytes are not those that were sent"
    return ""


def _pages(product: Product, what: str, markers: tuple[str, str]) -> Iterator[ET.Element]:
    query = {what: ""}
    while True:
        answer = s3_roles.request(Stack.open(product.state), s3_roles.BOOTSTRAP, "GET", f"/{s3_roles.ARCHIVE}", query=query, timeout_s=30)
        assert answer is not None and answer[0] == 200, answer
        root = ET.fromstring(answer[1])
        for element in root.iter():
            element.tag = element.tag.rpartition("}")[2]
        yield root
        if root.findtext("IsTruncated") != "true":
            return
        query = {what: "", markers[0]: root.findtext("NextKeyMarker") or "", markers[1]: root.findtext(f"Next{_camel(markers[1])}") or ""}


def _camel(marker: str) -> str:
    return "".join(word.capitalize() for word in marker.split("-"))


def _versions(product: Product) -> Iterator[tuple[str, str, int, bool]]:
    for page in _pages(product, "versions", ("key-marker", "version-id-marker")):
        for entry in page:
            if entry.tag in ("Version", "DeleteMarker"):
                yield entry.findtext("Key"), entry.findtext("VersionId"), int(entry.findtext("Size") or 0), entry.tag == "DeleteMarker"


def _multiparts(product: Product) -> Iterator[tuple[str, str]]:
    for page in _pages(product, "uploads", ("key-marker", "upload-id-marker")):
        for entry in page.iter("Upload"):
            yield entry.findtext("Key"), entry.findtext("UploadId")


def _size_of_parts(product: Product, key: str, multipart: str) -> int:
    stack = Stack.open(product.state)
    answer = s3_roles.request(stack, s3_roles.BOOTSTRAP, "GET", f"/{s3_roles.ARCHIVE}/{key}", query={"uploadId": multipart}, timeout_s=30)
    if answer is None or answer[0] != 200:
        return 0
    return sum(int(size.text) for size in ET.fromstring(answer[1]).iter() if size.tag.endswith("}Size"))
