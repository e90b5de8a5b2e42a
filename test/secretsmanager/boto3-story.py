"""Secrets Manager with boto3: values, idempotency, pages; the exceptions by their classes."""
import uuid

import boto3

secrets = boto3.client("secretsmanager")


def values():
    made = secrets.create_secret(Name="py/db", SecretString="one", Description="of Python")
    assert made["ARN"].split(":")[-1].startswith("py/db-"), made
    secrets.put_secret_value(SecretId=made["ARN"], SecretBinary=b"\x00two")
    assert secrets.get_secret_value(SecretId="py/db")["SecretBinary"] == b"\x00two"
    previous = secrets.get_secret_value(SecretId="py/db", VersionStage="AWSPREVIOUS")
    assert (previous["SecretString"], previous["VersionStages"]) == ("one", ["AWSPREVIOUS"]), previous
    described = secrets.describe_secret(SecretId="py/db")
    assert described["Description"] == "of Python" and len(described["VersionIdsToStages"]) == 2, described
    assert described["CreatedDate"].tzinfo is not None


def idempotency():
    token = str(uuid.uuid4())
    for _ in range(2):
        answer = secrets.put_secret_value(SecretId="py/db", SecretString="same", ClientRequestToken=token)
        assert answer["VersionId"] == token
    try:
        secrets.put_secret_value(SecretId="py/db", SecretString="other", ClientRequestToken=token)
        raise AssertionError("another value for a token")
    except secrets.exceptions.ResourceExistsException as error:
        assert token in error.response["Error"]["Message"]


def pages():
    for i in range(23):
        secrets.create_secret(Name=f"py/many/{i:02}", SecretString=str(i))
    filters = [{"Key": "name", "Values": ["py/many/"]}]
    pages = secrets.get_paginator("list_secrets").paginate(Filters=filters, SortBy="name", PaginationConfig={"PageSize": 10})
    assert [s["Name"] for page in pages for s in page["SecretList"]] == [f"py/many/{i:02}" for i in range(23)]
    values, token = [], {}
    while token is not None:
        page = secrets.batch_get_secret_value(Filters=filters, MaxResults=10, **token)
        values += [int(s["SecretString"]) for s in page["SecretValues"]]
        token = {"NextToken": page["NextToken"]} if "NextToken" in page else None
    assert values == list(range(23)), values


def refusals():
    for call, refusal in [
        (lambda: secrets.get_secret_value(SecretId="py/none"), secrets.exceptions.ResourceNotFoundException),
        (lambda: secrets.create_secret(Name="py/db"), secrets.exceptions.ResourceExistsException),
        (lambda: secrets.rotate_secret(SecretId="py/db"), secrets.exceptions.InvalidRequestException),
        (lambda: secrets.list_secrets(NextToken="x"), secrets.exceptions.InvalidNextTokenException),
        (lambda: secrets.put_resource_policy(SecretId="py/db", ResourcePolicy="{}"), secrets.exceptions.MalformedPolicyDocumentException),
    ]:
        try:
            call()
            raise AssertionError(f"no {refusal}")
        except refusal:
            pass


for chapter in (values, idempotency, pages, refusals):
    chapter()
    print(chapter.__name__)
