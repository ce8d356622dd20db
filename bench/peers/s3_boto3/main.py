#!/usr/bin/env python3
"""What boto3 does beside our own programs:

    main.py presign ENDPOINT COUNT             signs addresses of parts; prints CPU in µs for each
    main.py upload ENDPOINT FILE PART STREAMS  sends a file by parts; it is measured from outside

Keys: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY.
"""

import sys
import time

import boto3
from boto3.s3.transfer import TransferConfig
from botocore.config import Config

BUCKET = "dam-archive"
MASTER = "masters/0190a1b2-0000-7000-8000-000000000001/u-0190a1b2-0000-7000-8000-000000000002/original.mxf"


def client(endpoint):
    # Only what the protocol asks for: our own program sends no checksum of parts either.
    config = Config(signature_version="s3v4", s3={"addressing_style": "path"}, request_checksum_calculation="when_required")
    return boto3.client("s3", endpoint_url=endpoint, region_name="us-east-1", config=config)


def presign(s3, count):
    upload = {"Bucket": BUCKET, "Key": MASTER, "UploadId": "2~abcdefghijklmnopqrstuvwxyz0123456789"}
    began = time.process_time()
    for part in range(1, count + 1):
        s3.generate_presigned_url("upload_part", {**upload, "PartNumber": part}, 900)
    print(f"{(time.process_time() - began) * 1e6 / count:.3f}")


def upload(s3, file, part, streams):
    config = TransferConfig(multipart_threshold=part, multipart_chunksize=part, max_concurrency=streams)
    s3.upload_file(file, BUCKET, "bench/boto3", Config=config)


if __name__ == "__main__":
    if sys.argv[1] == "presign":
        presign(client(sys.argv[2]), int(sys.argv[3]))
    else:
        upload(client(sys.argv[2]), sys.argv[3], int(sys.argv[4]), int(sys.argv[5]))
