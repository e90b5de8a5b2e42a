"""Parameter Store with boto3: hierarchies, pages, versions, labels, secrets; the exceptions by their classes."""
import boto3

ssm = boto3.client("ssm")


def hierarchy():
    for i in range(25):
        ssm.put_parameter(Name=f"/py/app/{i:02}", Value=str(i), Type="String")
    pages = ssm.get_paginator("get_parameters_by_path").paginate(Path="/py", Recursive=True)
    values = [p["Value"] for page in pages for p in page["Parameters"]]
    assert values == [str(i) for i in range(25)], values


def versions():
    ssm.put_parameter(Name="/py/v", Value="one", Type="String")
    try:
        ssm.put_parameter(Name="/py/v", Value="two", Type="String")
        raise AssertionError("a second creation")
    except ssm.exceptions.ParameterAlreadyExists as error:
        assert "set the overwrite option" in error.response["Error"]["Message"]
    assert ssm.put_parameter(Name="/py/v", Value="two", Overwrite=True)["Version"] == 2
    ssm.label_parameter_version(Name="/py/v", ParameterVersion=1, Labels=["old"])
    assert ssm.get_parameter(Name="/py/v:old")["Parameter"]["Value"] == "one"


def secrets():
    ssm.put_parameter(Name="/py/s", Value="hidden", Type="SecureString")
    assert ssm.get_parameter(Name="/py/s")["Parameter"]["Value"] != "hidden"
    assert ssm.get_parameter(Name="/py/s", WithDecryption=True)["Parameter"]["Value"] == "hidden"


def refusals():
    for name, call in [
        ("ParameterNotFound", lambda: ssm.get_parameter(Name="/py/none")),
        ("InvalidKeyId", lambda: ssm.put_parameter(Name="/py/k", Value="x", Type="SecureString", KeyId="alias/none")),
        ("InvalidNextToken", lambda: ssm.describe_parameters(NextToken="x")),
    ]:
        try:
            call()
            raise AssertionError(name)
        except getattr(ssm.exceptions, name) as error:
            assert error.response["Error"]["Message"], name


for chapter in (hierarchy, versions, secrets, refusals):
    chapter()
    print(chapter.__name__)
