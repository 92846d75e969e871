"""Extracts what the AWS SDK's run-time schemas leave out: patterns, bounds, enums, required members and error lists.

usage: python3 scripts/extract-constraints.py <folder of an installed botocore>

Reads <folder>/data/<service>/<version>/service-2.json.gz and writes
src/local-cloud/wire/constraints/<service>.json, and what the conformance tests hold answers against:
test/conformance/constraints/<service>.json. Facts only, no documentation text. botocore is Apache-2.0.
"""

import gzip
import json
import pathlib
import sys

SERVICES = {
    "bedrock": "2023-04-20",
    "bedrock-runtime": "2023-09-30",
    "iam": "2010-05-08",
    "sts": "2011-06-15",
    "s3": "2006-03-01",
    "scheduler": "2021-06-30",
    "events": "2015-10-07",
    "sns": "2010-03-31",
    "cloudwatch": "2010-08-01",
    "service-quotas": "2019-06-24",
    "pricing": "2017-10-15",
    "kms": "2014-11-01",
}
ROOT = pathlib.Path(__file__).parent.parent
OUTPUT = ROOT / "src/local-cloud/wire/constraints"
PUBLISHED_OUTPUTS = ROOT / "test/conformance/constraints"


def bounds_of(shapes, name, seen=()):
    """Constraint of a value of this shape; lists and maps carry those of their parts, structures have entries of their own."""
    shape = shapes[name]
    found = {key: shape[key] for key in ("min", "max", "pattern", "enum") if key in shape}
    if shape.get("sensitive"):
        found["sensitive"] = True
    parts = {"list": [("items", "member")], "map": [("keys", "key"), ("values", "value")]}.get(shape["type"], [])
    for label, part in parts:
        target = shape[part]["shape"]
        if shapes[target]["type"] != "structure" and name not in seen:
            inner = bounds_of(shapes, target, (*seen, name))
            if inner:
                found[label] = inner
    return found


def reachable(shapes, roots):
    """Names of the structures that requests or answers are made of."""
    found, queue = set(), list(roots)
    while queue:
        name = queue.pop()
        if name in found:
            continue
        found.add(name)
        shape = shapes[name]
        parts = list(shape.get("members", {}).values())
        parts += [shape[key] for key in ("member", "key", "value") if key in shape]
        queue += [part["shape"] for part in parts]
    return {name for name in found if shapes[name]["type"] == "structure"}


def namespace_of(model):
    declared = model["metadata"].get("xmlNamespace")
    if declared:
        return declared
    for shape in model["shapes"].values():
        for part in shape.get("members", {}).values():
            if "xmlNamespace" in part and "://s3." in part["xmlNamespace"]["uri"]:
                return part["xmlNamespace"]["uri"]
    return None


def members_of(model, direction):
    """Constraints of all members of the structures below every `input` or `output`, keyed Structure.member."""
    shapes = model["shapes"]
    roots = [operation[direction]["shape"] for operation in model["operations"].values() if direction in operation]
    members = {}
    for name in sorted(reachable(shapes, roots)):
        required = set(shapes[name].get("required", []))
        for member, part in shapes[name]["members"].items():
            found = bounds_of(shapes, part["shape"])
            if member in required:
                found["required"] = True
            if found:
                members[f"{name}.{member}"] = found
    return members


def extract(model):
    operations = model["operations"]
    result = {"apiVersion": model["metadata"]["apiVersion"]}
    for key, value in (
        ("xmlNamespace", namespace_of(model)),
        ("targetPrefix", model["metadata"].get("targetPrefix")),
    ):
        if value:
            result[key] = value
    result["errors"] = {
        name: [error["shape"] for error in operation["errors"]]
        for name, operation in operations.items()
        if operation.get("errors")
    }
    result["members"] = members_of(model, "input")
    return result


def main():
    data = pathlib.Path(sys.argv[1]) / "data"
    for service, version in SERVICES.items():
        with gzip.open(data / service / version / "service-2.json.gz") as file:
            model = json.load(file)
        extracted = extract(model)
        write(OUTPUT / f"{service}.json", extracted, extracted["members"])
        outputs = members_of(model, "output")
        write(PUBLISHED_OUTPUTS / f"{service}.json", outputs, outputs)


def write(target, content, members):
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(content, separators=(",", ":"), ensure_ascii=True) + "\n")
    print(f"{target}: {len(members)} members, {target.stat().st_size} bytes")


main()
