"""boto3 as shipped against STS. Endpoint and credentials come from the environment; ACCOUNT says whose they are. Prints
a line a chapter; ends with an error as soon as something is not as it should be."""

import os
import urllib.error
import urllib.request

import boto3
from botocore.exceptions import ClientError

ACCOUNT = os.environ["ACCOUNT"]
ARN = f"arn:aws:iam::{ACCOUNT}:user/administrator"
sts = boto3.client("sts")


def refused(call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        return error.response
    raise AssertionError("not refused")


def identity():
    answer = sts.get_caller_identity()
    assert (answer["Account"], answer["Arn"]) == (ACCOUNT, ARN), answer
    assert answer["ResponseMetadata"]["RequestId"], answer


def presigned():
    url = sts.generate_presigned_url("get_caller_identity", HttpMethod="GET")
    with urllib.request.urlopen(url) as answer:
        assert f"<Arn>{ARN}</Arn>" in answer.read().decode()
    try:
        urllib.request.urlopen(url.replace("GetCallerIdentity", "GetSessionToken"))
    except urllib.error.HTTPError as error:
        assert error.code == 403 and "<Code>SignatureDoesNotMatch</Code>" in error.read().decode()
    else:
        raise AssertionError("not refused")


def refusals():
    role = {"RoleArn": f"arn:aws:iam::{ACCOUNT}:role/x", "RoleSessionName": "<a> & b"}
    answer = refused(sts.assume_role, **role)
    assert answer["Error"]["Code"] == "ValidationError", answer
    assert answer["Error"]["Type"] == "Sender", answer
    assert "Value '<a> & b' at 'roleSessionName'" in answer["Error"]["Message"], answer
    stranger = boto3.client("sts", aws_access_key_id="AKIAIOSFODNN7EXAMPLE", aws_secret_access_key="x")
    answer = refused(stranger.get_caller_identity)
    assert answer["Error"]["Code"] == "InvalidClientTokenId", answer
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 403, answer


def other_services():
    for service, call, code in [
        ("s3", "list_buckets", "InvalidAction"),
        ("sns", "list_topics", "InvalidAction"),
        ("ssm", "describe_parameters", "UnknownOperationException"),
    ]:
        answer = refused(getattr(boto3.client(service), call))
        assert answer["Error"]["Code"] == code, answer


for chapter in (identity, presigned, refusals, other_services):
    chapter()
    print(chapter.__name__)
