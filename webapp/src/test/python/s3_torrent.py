"""Asks for an object's torrent with boto3: s3_torrent.py ENDPOINT STYLE SIGNATURE BUCKET KEY.

STYLE is path or virtual; SIGNATURE is s3v4, s3, unsigned, or presigned-s3v4 and presigned-s3.
Prints the answer as JSON.
"""
import base64
import json
import socket
import sys
import urllib.request

import boto3
import botocore
from botocore.config import Config
from botocore.exceptions import ClientError

endpoint, style, signature, bucket, key = sys.argv[1:]

# No resolver knows the hosts of buckets here.
resolve = socket.getaddrinfo
socket.getaddrinfo = lambda host, *more, **named: resolve("127.0.0.1", *more, **named)

presigned = signature.startswith("presigned-")
version = signature.removeprefix("presigned-")
s3 = boto3.client(
    "s3",
    endpoint_url=endpoint,
    region_name="us-east-1",
    aws_access_key_id="nobody",
    aws_secret_access_key="knows",
    config=Config(
        signature_version=botocore.UNSIGNED if version == "unsigned" else version,
        s3={"addressing_style": style},
        proxies={},
    ),
)
names = {"Bucket": bucket, "Key": key}


def answer():
    if presigned:
        url = s3.generate_presigned_url("get_object_torrent", Params=names)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(url) as response:
            return response.read(), response.headers["x-amz-request-id"]
    response = s3.get_object_torrent(**names)
    return response["Body"].read(), response["ResponseMetadata"]["RequestId"]


try:
    torrent, request_id = answer()
    print(json.dumps({"torrent": base64.b64encode(torrent).decode(), "request-id": request_id}))
except ClientError as e:
    metadata = e.response["ResponseMetadata"]
    print(json.dumps({
        "type": type(e).__name__,
        "code": e.response["Error"]["Code"],
        "key": e.response["Error"].get("Key"),
        "status": metadata["HTTPStatusCode"],
        "request-id": metadata["RequestId"],
    }))
