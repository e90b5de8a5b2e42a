"""boto3 as shipped against STS. Endpoint and credentials come from the environment; ACCOUNT says whose they are. Prints
a line a chapter; ends with an error as soon as something is not as it should be."""

import json
import os
import tempfile
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


def with_keys(service, keys):
    names = ("AccessKeyId", "SecretAccessKey", "SessionToken")
    key, secret, token = (keys[name] for name in names)
    return boto3.client(service, aws_access_key_id=key, aws_secret_access_key=secret, aws_session_token=token)


def sessions():
    own = with_keys("sts", sts.get_session_token(DurationSeconds=900)["Credentials"])
    assert own.get_caller_identity()["Arn"] == ARN
    statement = {"Effect": "Allow", "Action": "kms:ListKeys", "Resource": "*"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    answer = sts.get_federation_token(Name="guest", Policy=policy)
    assert answer["FederatedUser"]["FederatedUserId"] == f"{ACCOUNT}:guest", answer
    kms = with_keys("kms", answer["Credentials"])
    kms.list_keys()
    assert refused(kms.list_aliases)["Error"]["Code"] == "AccessDeniedException"


def renewal():
    """The provider that a profile with role_arn uses: it asks for a new session when the old one ends."""
    trust = {"Effect": "Allow", "Principal": {"AWS": ARN}, "Action": "sts:AssumeRole"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
    role = boto3.client("iam").create_role(RoleName="profiled", AssumeRolePolicyDocument=document)["Role"]["Arn"]
    with tempfile.NamedTemporaryFile("w", suffix=".ini") as config:
        config.write(f"[profile job]\nrole_arn = {role}\nrole_session_name = nightly\ncredential_source = Environment\n")
        config.flush()
        os.environ["AWS_CONFIG_FILE"] = config.name
        identity = boto3.Session(profile_name="job").client("sts").get_caller_identity()
    assert identity["Arn"] == f"arn:aws:sts::{ACCOUNT}:assumed-role/profiled/nightly", identity


def other_services():
    for service, call, code in [
        ("s3", "list_buckets", "InvalidAction"),
        ("sns", "list_topics", "InvalidAction"),
        ("dynamodb", "list_tables", "UnknownOperationException"),
    ]:
        answer = refused(getattr(boto3.client(service), call))
        assert answer["Error"]["Code"] == code, answer


for chapter in (identity, presigned, refusals, sessions, renewal, other_services):
    chapter()
    print(chapter.__name__)
