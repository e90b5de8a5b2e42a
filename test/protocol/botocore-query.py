"""The other side of the wire: botocore writes requests of a service model, and reads answers. A job comes as JSON on
standard input, {model, inputs, answers}; {forms, outputs} goes to standard output. Values are as in values.ts."""

import base64
import datetime
import json
import sys
from urllib.parse import urlencode

from botocore.model import ServiceModel
from botocore.parsers import create_parser
from botocore.serialize import create_serializer

EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
MILLISECOND = datetime.timedelta(milliseconds=1)


def typed(shape, value):
    kind = shape.type_name
    if kind == "structure":
        return {name: typed(shape.members[name], part) for name, part in value["members"]}
    if kind == "map":
        return {name: typed(shape.value, part) for name, part in value["members"]}
    if kind == "list":
        return [typed(shape.member, part) for part in value]
    if kind == "blob":
        return base64.b64decode(value["blob"])
    if kind == "timestamp":
        return EPOCH + value * MILLISECOND
    return value


def plain(value):
    if isinstance(value, dict):
        return {"members": sorted([name, plain(part)] for name, part in value.items())}
    if isinstance(value, list):
        return [plain(part) for part in value]
    if isinstance(value, bytes):
        return {"blob": base64.b64encode(value).decode()}
    if isinstance(value, datetime.datetime):
        return round((value - EPOCH) / MILLISECOND)
    return value


job = json.load(sys.stdin)
operation = ServiceModel(job["model"]).operation_model("Echo")
serializer = create_serializer("query", include_validation=True)
parser = create_parser("query")


def form(value):
    return urlencode(serializer.serialize_to_request(typed(operation.input_shape, value), operation)["body"], doseq=True)


def output(text):
    parsed = parser.parse({"status_code": 200, "headers": {}, "body": text.encode()}, operation.output_shape)
    assert parsed.pop("ResponseMetadata")["RequestId"], text
    return plain(parsed)


json.dump({"forms": [form(value) for value in job["inputs"]], "outputs": [output(text) for text in job["answers"]]}, sys.stdout)
