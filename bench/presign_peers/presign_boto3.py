#!/usr/bin/env python3
"""CPU of one presigned part address with boto3: the same call as bench/presign_urls.cpp."""

import time

import boto3
from botocore.config import Config

PARTS = 1000
MASTER = "masters/0190a1b2-0000-7000-8000-000000000001/u-0190a1b2-0000-7000-8000-000000000002/original.mxf"
CLIENT = boto3.client(
    "s3", endpoint_url="http://127.0.0.1:8333", region_name="us-east-1", aws_access_key_id="AKIDEXAMPLE",
    aws_secret_access_key="an example of a secret key",
    config=Config(signature_version="s3v4", s3={"addressing_style": "path"}, request_checksum_calculation="when_required"),
)  # fmt: skip

for _ in range(7):
    began = time.process_time()
    for part in range(1, PARTS + 1):
        upload = {"Bucket": "dam-archive", "Key": MASTER, "UploadId": "2~abcdefghijklmnopqrstuvwxyz0123456789"}
        CLIENT.generate_presigned_url("upload_part", {**upload, "PartNumber": part}, 900)
    print(f"{(time.process_time() - began) * 1e6 / PARTS:.2f} us CPU each")
