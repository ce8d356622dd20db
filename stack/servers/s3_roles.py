"""One S3 identity per role, with no more rights than it needs. Both S3 servers take them from here.

Only `purge` may delete in the archive. `bootstrap` makes buckets and their rules, and is what tests sign with.
"""

from __future__ import annotations

import datetime
import hashlib
import hmac
import json
from urllib.parse import quote

from stack.layout import Stack
from stack.probe import http_request

REGION = "us-east-1"
ARCHIVE, PROXIES, DELIVERY, BACKUPS = "dam-archive", "dam-proxies", "dam-delivery", "dam-backups"
BUCKETS = (ARCHIVE, PROXIES, DELIVERY, BACKUPS)

READ = ("s3:GetObject", "s3:GetObjectVersion")
WRITE = ("s3:PutObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts")
DELETE = ("s3:DeleteObject", "s3:DeleteObjectVersion")
LIST = ("s3:ListBucket", "s3:ListBucketVersions", "s3:ListBucketMultipartUploads", "s3:GetBucketLocation")

# role → bucket → actions. `bootstrap` may do everything and is not in the table.
RIGHTS: dict[str, dict[str, tuple[str, ...]]] = {
    "api": {ARCHIVE: READ + WRITE, PROXIES: READ, DELIVERY: READ},
    "worker": {ARCHIVE: READ, PROXIES: READ + WRITE, DELIVERY: READ + WRITE},
    "distribution": {ARCHIVE: READ, PROXIES: READ, DELIVERY: READ},
    # The reconciler looks everywhere and ends unfinished uploads; what it removes it removes as `purge`.
    "keeper": {bucket: READ + LIST + ("s3:AbortMultipartUpload", "s3:ListMultipartUploadParts") for bucket in (ARCHIVE, PROXIES, DELIVERY)},
    "purge": {bucket: LIST + DELETE for bucket in (ARCHIVE, PROXIES, DELIVERY)},
    "backup": {BACKUPS: READ + WRITE + LIST + DELETE},
}
BOOTSTRAP = "bootstrap"


def keys(stack: Stack, role: str) -> tuple[str, str]:
    """Access key and secret key of a role."""
    return f"acervo-{role}", stack.secret(f"s3_{role}", 40)


def policy(role: str) -> dict:
    """The role's rights as a policy document."""
    statements = []
    for bucket, actions in RIGHTS[role].items():
        on_bucket = [action for action in actions if action in LIST]
        on_objects = [action for action in actions if action not in LIST]
        if on_bucket:
            statements.append({"Effect": "Allow", "Action": on_bucket, "Resource": [f"arn:aws:s3:::{bucket}"]})
        if on_objects:
            statements.append({"Effect": "Allow", "Action": on_objects, "Resource": [f"arn:aws:s3:::{bucket}/*"]})
    return {"Version": "2012-10-17", "Statement": statements}


def env(stack: Stack) -> dict[str, str]:
    access, secret = keys(stack, BOOTSTRAP)
    values = {
        "ACERVO_TEST_S3_ENDPOINT": f"http://{stack.address('s3')}",
        "ACERVO_TEST_S3_REGION": REGION,
        "ACERVO_TEST_S3_ACCESS_KEY": access,
        "ACERVO_TEST_S3_SECRET_KEY": secret,
    }
    for role in RIGHTS:
        access, secret = keys(stack, role)
        values[f"ACERVO_TEST_S3_{role.upper()}_ACCESS_KEY"] = access
        values[f"ACERVO_TEST_S3_{role.upper()}_SECRET_KEY"] = secret
    return values


def lists_buckets(stack: Stack) -> bool:
    """Whether the server answers a signed ListBuckets: identities are loaded and its own database is there."""
    answer = request(stack, BOOTSTRAP, "GET", "/")
    return answer is not None and answer[0] == 200


def request(stack: Stack, role: str, method: str, path: str, body: bytes = b"", timeout_s: float = 2, query: dict[str, str] | None = None):
    """Status and body of a request signed as a role (AWS Signature Version 4), None when nobody answers. `path` has only
    characters that need no escape: enough to look after a server and to try its rights."""
    asked = "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in sorted((query or {}).items()))
    access, secret = keys(stack, role)
    host = stack.address("s3")
    now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ")
    scope = f"{now[:8]}/{REGION}/s3/aws4_request"
    digest = hashlib.sha256(body).hexdigest()
    signed = "host;x-amz-content-sha256;x-amz-date"
    canonical = f"{method}\n{path}\n{asked}\nhost:{host}\nx-amz-content-sha256:{digest}\nx-amz-date:{now}\n\n{signed}\n{digest}"
    to_sign = f"AWS4-HMAC-SHA256\n{now}\n{scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    key = f"AWS4{secret}".encode()
    for part in scope.split("/"):
        key = hmac.digest(key, part.encode(), "sha256")
    signature = hmac.digest(key, to_sign.encode(), "sha256").hex()
    headers = {
        "Host": host,
        "x-amz-date": now,
        "x-amz-content-sha256": digest,
        "Authorization": f"AWS4-HMAC-SHA256 Credential={access}/{scope}, SignedHeaders={signed}, Signature={signature}",
    }
    return http_request(method, f"http://{host}{path}{'?' if asked else ''}{asked}", body or None, headers=headers, timeout_s=timeout_s)


def seaweedfs_config(stack: Stack) -> str:
    """The identities in SeaweedFS's own format."""
    access, secret = keys(stack, BOOTSTRAP)
    everything = ["Admin", "Read", "List", "Tagging", "Write"]
    identities = [
        {"name": BOOTSTRAP, "credentials": [{"accessKey": access, "secretKey": secret}], "actions": everything}
    ]
    for role in RIGHTS:
        access, secret = keys(stack, role)
        credentials = [{"accessKey": access, "secretKey": secret}]
        identities.append({"name": role, "credentials": credentials, "policyNames": [role]})
    policies = [{"name": role, "content": json.dumps(policy(role))} for role in RIGHTS]
    return json.dumps({"identities": identities, "policies": policies}, indent=2) + "\n"
