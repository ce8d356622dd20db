#!/usr/bin/env python3
"""Writes src/adapters/s3/sigv4_cases.inc: what botocore signs, for our own signatures to be compared with.

Run it in an environment with boto3 (1.44.5 made the committed table); it needs no network:
    python3 tools/make_sigv4_table.py > src/adapters/s3/sigv4_cases.inc
"""

from __future__ import annotations

import datetime
import hashlib
import sys
from types import SimpleNamespace
from unittest import mock
from urllib.parse import urlsplit

import boto3
import botocore
from botocore.auth import S3SigV4Auth, S3SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.compat import HTTPHeaders
from botocore.config import Config
from botocore.credentials import Credentials
from botocore.utils import percent_encode

NOW = datetime.datetime(2026, 1, 31, 8, 9, 10)
ACCESS_KEY = "AKIDEXAMPLE"
SECRET_KEY = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
TOKEN = "IQoJb3JpZ2luX2Vj//+/=token with blank"
REGION = "eu-south-2"
HOST = "store.example:9000"
EMPTY_HASH = hashlib.sha256(b"").hexdigest()

ODD_KEYS = [
    "masters/0190a1b2-0000-7000-8000-000000000001/abc/original.mxf",
    "a b", "a+b", "a%b", "a%20b", "a%2Fb", "~tilde", "star*", "quote'", 'double"quote', "(round)", "[square]", "{curly}",
    "semi;colon", "at@colon:", "question?mark", "hash#mark", "amper&sand", "equals=sign", "dollar$", "comma,", "bang!",
    "back\\slash", "pipe|caret^tick`", "less<greater>", "ñandú/canción.mp4", "n\u0303 decomposed", "日本語", "emoji😀",
    "/leading", "trailing/", "double//slash", "///", ".", "..", "a/../b", "./a", "a/./b/..", " leading blank",
    "trailing blank ", "tab\there", "new\nline", "control\x01", "del\x7f", "-_.~", "0" * 200,
]  # fmt: skip

ODD_VALUES = [
    "", " ", "a b", "a+b", "a%20b", "/", "=", "&", "~", "*", "'", "()", "ñ", "2~x-y_z", 'attachment; filename="a b.mp4"',
    "attachment; filename*=UTF-8''canci%C3%B3n.mp4",
]  # fmt: skip

ODD_HEADERS = [
    [("Content-Type", "video/mp4")],
    [("Content-Type", "text/plain; charset=utf-8"), ("Content-MD5", "1B2M2Y8AsgTpgAmY7PhCfg==")],
    [("x-amz-meta-a", "  leading and trailing  ")],
    [("x-amz-meta-a", "several   blanks \t inside")],
    [("x-amz-meta-a", "")],
    [("x-amz-meta-a", "ñ")],
    [("X-AMZ-Meta-B", "2"), ("x-amz-meta-a", "1"), ("Range", "bytes=0-9")],
    [("x-amz-meta-a", "2"), ("X-Amz-Meta-A", "1 "), ("x-amz-meta-a", " 3")],
    [("x-amz-meta-a-b", "1"), ("x-amz-meta-a", "2"), ("x-amz-meta-ab", "3"), ("x-amz-meta-a_b", "4")],
    [("If-None-Match", "*"), ("x-amz-copy-source", "/bucket/a%20b?versionId=x")],
]

REPEATED = [
    [("a", "2"), ("a", "1"), ("a", "10")],
    [("a-b", "1"), ("a", "2"), ("ab", "3"), ("A", "4"), ("a%", "5"), ("a~", "6")],
    [("uploads", "")],
    [("partNumber", "1"), ("uploadId", "2~x/y+z==")],
    [("prefix", "a b/ñ"), ("list-type", "2"), ("max-keys", "1000"), ("encoding-type", "url")],
]


def literal(text: str) -> str:
    """A C++ string literal of the UTF-8 bytes of `text`."""
    shown = "".join(
        chr(byte) if 32 <= byte < 127 and chr(byte) not in '"\\?' else f"\\{byte:03o}" for byte in text.encode()
    )
    return f'"{shown}"s'


def pairs(fields: list[tuple[str, str]]) -> str:
    return "{" + ", ".join(f"{{{literal(name)}, {literal(value)}}}" for name, value in fields) + "}"


def write(name: str, method: str, bucket_and_key: str, *, query=(), headers=(), token="", payload="", expires=0, expected):
    values = [
        literal(name), f"Method::{method.capitalize()}", literal(bucket_and_key), pairs(list(query)), pairs(list(headers)),
        literal(token), literal(payload), str(expires), literal(expected),
    ]  # fmt: skip
    print("SigV4Case{" + ", ".join(values) + "},")


def encoded_query(fields) -> str:
    return "&".join(f"{percent_encode(name)}={percent_encode(value)}" for name, value in fields)


def as_we_write_it(url: str) -> str:
    """Path and query of an address, its parameters in canonical order with the signature at the end."""
    parts = urlsplit(url)
    fields = [tuple(field.split("=", 1)) for field in parts.query.split("&")]
    signature = [field for field in fields if field[0] == "X-Amz-Signature"]
    rest = sorted(field for field in fields if field[0] != "X-Amz-Signature")
    return parts.path + "?" + "&".join("=".join(field) for field in rest + signature)


def presigned_by_boto3() -> None:
    config = Config(
        signature_version="s3v4", s3={"addressing_style": "path"}, request_checksum_calculation="when_required"
    )
    for token in ("", TOKEN):
        client = boto3.client(
            "s3", endpoint_url=f"https://{HOST}", region_name=REGION, aws_access_key_id=ACCESS_KEY,
            aws_secret_access_key=SECRET_KEY, aws_session_token=token or None, config=config,
        )  # fmt: skip
        for key in ODD_KEYS if not token else ODD_KEYS[:2]:
            url = client.generate_presigned_url("get_object", {"Bucket": "dam-archive", "Key": key}, 900)
            write(f"get {key!r}", "GET", f"dam-archive/{key}", token=token, expires=900, expected=as_we_write_it(url))
        for value in ODD_VALUES if not token else ODD_VALUES[-2:]:
            # botocore leaves an empty upload id out; the other parameter shows that an empty value is kept.
            given = {"Bucket": "b", "Key": "k", "ResponseContentDisposition": value, "VersionId": "v " + value}
            url = client.generate_presigned_url("get_object", given, 604800)
            query = [("response-content-disposition", value), ("versionId", "v " + value)]
            write(f"get with {value!r}", "GET", "b/k", query=query, token=token, expires=604800,
                  expected=as_we_write_it(url))  # fmt: skip
            given = {"Bucket": "b", "Key": "a b", "UploadId": "u" + value, "PartNumber": 10000}
            url = client.generate_presigned_url("upload_part", given, 1)
            query = [("uploadId", "u" + value), ("partNumber", "10000")]
            write(f"part of {value!r}", "PUT", "b/a b", query=query, token=token, expires=1, expected=as_we_write_it(url))


def signed_by_headers() -> None:
    cases = [(key, [], []) for key in ODD_KEYS]
    cases += [("b/k", query, []) for query in REPEATED]
    cases += [("b/k", [("response-content-disposition", value)], []) for value in ODD_VALUES]
    cases += [("b/k", [], headers) for headers in ODD_HEADERS]
    for number, (key, query, headers) in enumerate(cases):
        body = b"" if number % 2 else b"what is signed"
        unsigned = number % 3 == 0
        token = TOKEN if number % 4 == 0 else ""
        url = f"https://{HOST}/{percent_encode(key, safe='/~')}"
        if query:
            url += "?" + encoded_query(query)
        request = AWSRequest(method="PUT", url=url, data=body)
        request.headers = HTTPHeaders()
        for name, value in headers:
            request.headers[name] = value
        request.context["client_config"] = SimpleNamespace(s3={"payload_signing_enabled": not unsigned})
        S3SigV4Auth(Credentials(ACCESS_KEY, SECRET_KEY, token or None), "s3", REGION).add_auth(request)
        payload = "UNSIGNED-PAYLOAD" if unsigned else hashlib.sha256(body).hexdigest()
        write(f"header {number} {key!r}", "PUT", key, query=query, headers=headers, token=token, payload=payload,
              expected=request.headers["Authorization"])  # fmt: skip


def presigned_with_headers() -> None:
    for number, headers in enumerate(ODD_HEADERS):
        request = AWSRequest(method="PUT", url=f"https://{HOST}/b/k")
        request.headers = HTTPHeaders()
        for name, value in headers:
            request.headers[name] = value
        S3SigV4QueryAuth(Credentials(ACCESS_KEY, SECRET_KEY), "s3", REGION, expires=60).add_auth(request)
        write(f"presigned header {number}", "PUT", "b/k", headers=headers, expires=60,
              expected=as_we_write_it(request.url))  # fmt: skip


def main() -> int:
    print(f"// Written by tools/make_sigv4_table.py with botocore {botocore.__version__}: do not edit.")
    with (
        mock.patch("botocore.auth.get_current_datetime", return_value=NOW),
        mock.patch("botocore.signers.get_current_datetime", return_value=NOW, create=True),
    ):
        presigned_by_boto3()
        signed_by_headers()
        presigned_with_headers()
    return 0


if __name__ == "__main__":
    sys.exit(main())
