"""Reads a bucket with boto3: s3_reader.py ENDPOINT SIGNATURE BUCKET KEY.

SIGNATURE is s3v4, s3 or unsigned. Prints what was read as JSON.
"""
import json
import sys

import boto3
import botocore
from botocore.config import Config
from botocore.exceptions import ClientError

endpoint, signature, bucket, key = sys.argv[1:]
s3 = boto3.client(
    "s3",
    endpoint_url=endpoint,
    region_name="eu-central-1",
    aws_access_key_id="nobody",
    aws_secret_access_key="knows",
    config=Config(
        signature_version=botocore.UNSIGNED if signature == "unsigned" else signature,
        s3={"addressing_style": "path"},
        proxies={},
    ),
)


def error(call, **arguments):
    try:
        call(**arguments)
        return "none"
    except ClientError as e:
        return type(e).__name__ + " " + e.response["Error"]["Code"]


def listed(operation, **arguments):
    pages = s3.get_paginator(operation).paginate(
        Bucket=bucket, PaginationConfig={"PageSize": 7}, **arguments)
    keys, prefixes = [], []
    for page in pages:
        keys += [entry["Key"] for entry in page.get("Contents", [])]
        prefixes += [entry["Prefix"] for entry in page.get("CommonPrefixes", [])]
    return {"keys": keys, "prefixes": prefixes}


entry = s3.list_objects_v2(Bucket=bucket, Prefix=key)["Contents"][0]
head = s3.head_object(Bucket=bucket, Key=key)
print(json.dumps({
    "head-bucket": s3.head_bucket(Bucket=bucket)["ResponseMetadata"]["HTTPStatusCode"],
    "location": s3.get_bucket_location(Bucket=bucket)["LocationConstraint"],
    "buckets": [b["Name"] for b in s3.list_buckets()["Buckets"]],
    "new": listed("list_objects_v2"),
    "old": listed("list_objects"),
    "folders": listed("list_objects_v2", Delimiter="/"),
    "below": listed("list_objects_v2", Delimiter="/", Prefix="many/"),
    "object": s3.get_object(Bucket=bucket, Key=key)["Body"].read().decode(),
    "same": entry["ETag"] == head["ETag"] and entry["LastModified"] == head["LastModified"]
            and entry["Size"] == head["ContentLength"],
    "errors": {
        "missing key": error(s3.get_object, Bucket=bucket, Key="none"),
        "head of a missing key": error(s3.head_object, Bucket=bucket, Key="none"),
        "head of a folder": error(s3.head_object, Bucket=bucket, Key="many/"),
        "missing bucket": error(s3.list_objects_v2, Bucket="nobody"),
        "head of a missing bucket": error(s3.head_bucket, Bucket="nobody"),
        "put": error(s3.put_object, Bucket=bucket, Key="new", Body=b"x" * 100000),
        "delete": error(s3.delete_object, Bucket=bucket, Key=key),
        "acl": error(s3.get_object_acl, Bucket=bucket, Key=key),
        "upload": error(s3.create_multipart_upload, Bucket=bucket, Key=key),
    },
}))
