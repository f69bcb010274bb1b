"""The test vectors as files: one for each message and view, the schema of such a file, and what has no vector."""

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

from cbec.bindings.coverage import as_json
from cbec.compile import artefacts
from cbec.compile.json_schema import BASE, DIALECT
from cbec.model import Files, Spec
from cbec.terms import ERROR
from cbec.vectors.generate import REASONS, Vector, Vectors, generate
from cbec.vectors.places import LONGEST_LIST

FOLDER = "published/"
COVERAGE = f"{FOLDER}vectors.coverage.json"
SCHEMA = f"{FOLDER}vectors.schema.json"
SCHEMA_ID = f"{BASE}schemas/vectors"


def publication(spec: Spec, files: Files) -> dict[str, str]:
    """Give everything that is published of *spec*: what is compiled of *files*, what bindings carry, test vectors."""
    return artefacts(spec, files) | carried(spec) | vector_files(spec)


def carried(spec: Spec) -> dict[str, str]:
    """Give for each binding which elements of which messages it carries, and where, by path below ``spec/``."""
    return {f"{FOLDER}bindings/{one.id}.json": _pretty(as_json(one, spec)) for one in spec.bindings.values()}


def vector_files(spec: Spec) -> dict[str, str]:
    """Give the test vectors of *spec*, their schema and their coverage, by path below ``spec/``."""
    made = generate(spec)
    told = {path_of(one): text_of(one) for one in made if one.vectors}
    return told | {COVERAGE: _pretty(coverage(made)), SCHEMA: _pretty(schema())}


def path_of(made: Vectors) -> str:
    """Give the path of the file below ``spec/``: the core's beside a folder for each profile edition."""
    edition = "" if made.view.name == "core" else f"{made.view.name}/"
    return f"{FOLDER}vectors/{edition}{made.message}.json"


def text_of(made: Vectors) -> str:
    """Write the vectors of one message as JSON, a line for each base and each vector."""
    head = {"$schema": SCHEMA_ID, "message": made.message, "profile": made.view.name}
    opening = ",\n".join(f"  {_line(name)}: {_line(value)}" for name, value in head.items())
    bases = ",\n".join(f"    {_line(name)}: {_line(body)}" for name, body in made.bases.items())
    vectors = ",\n".join(f"    {_line(_as_json(one))}" for one in made.vectors)
    return f'{{\n{opening},\n  "bases": {{\n{bases}\n  }},\n  "vectors": [\n{vectors}\n  ]\n}}\n'


def coverage(made: Iterable[Vectors]) -> dict[str, Any]:
    """Tell how many constraints have a vector that breaks them, which have none and why, and what was left out."""
    all_ = list(made)
    left_out = sum((one.left_out for one in all_), Counter())
    return {
        "says": (
            "A constraint is one keyword of the compiled schema at one place of a message. It is covered where a "
            "vector breaks it and earns exactly that one finding. Under a profile edition, only the constraints that "
            "differ from the core's are tried, and what stands in an included message is tried in that message. A "
            f"list is tried up to {LONGEST_LIST} entries. A group that requires a member is not tried empty, because "
            "the missing member says so already."
        ),
        "vectors": sum(len(one.vectors) for one in all_),
        "valid": sum(vector.valid for one in all_ for vector in one.vectors),
        "constraints": sum(len(one.constraints) for one in all_),
        "constraints-without-vector": sum(len(one.without) for one in all_),
        "left-out": {reason: left_out[reason] for reason in REASONS if left_out[reason]},
        "messages": [
            {
                "profile": one.view.name,
                "message": one.message,
                "vectors": len(one.vectors),
                "constraints": len(one.constraints),
                "without": one.without,
            }
            for one in all_
        ],
    }


def summary(text: str) -> str:
    """Say the published coverage *text* in a sentence for a person."""
    told = json.loads(text)
    without, constraints = told["constraints-without-vector"], told["constraints"]
    return f"{told['vectors']} test vectors; {without} of {constraints} constraints have none (see spec/{COVERAGE})"


def schema() -> dict[str, Any]:
    """Give the JSON Schema of a file of test vectors."""
    at = {"type": "string", "pattern": "^(?:/(?:[^~/]|~[01])*)*$"}
    change = {
        "oneOf": [
            _object({"op": {"const": "add"}, "path": at, "value": True}),
            _object({"op": {"const": "replace"}, "path": at, "value": True}),
            _object({"op": {"const": "remove"}, "path": at}),
            _object({"op": {"const": "copy"}, "from": at, "path": at}),
        ]
    }
    finding = _object({"rule": _text("The id of what is broken: of the structure, or of a rule."), "at": at}) | {
        "description": "What is found, and where, as a JSON Pointer into the document."
    }
    finding["properties"]["severity"] = {"enum": ["warning", "information"], "description": "Without it, an error."}
    vector = _object(
        {
            "id": _text("The name of the vector, unique among all that are published."),
            "title": _text("What the vector tries."),
            "base": _text("The name of the base that it starts from."),
            "patch": {
                "description": "The changes of the base that make the document, as RFC 6902 applies them.",
                "type": "array",
                "items": change,
            },
            "valid": {"type": "boolean", "description": "Whether the document is valid: no error is found in it."},
            "findings": {
                "type": "array",
                "items": finding,
                "description": "Everything that is found, and nothing else.",
            },
        }
    )
    bases = {"type": "object", "minProperties": 1, "additionalProperties": {"type": "object"}}
    return {
        "$schema": DIALECT,
        "$id": SCHEMA_ID,
        "title": "Test vectors",
        "description": (
            "Documents of one message under the core or one edition of a profile, each with exactly what is to be "
            "found in it. The document of a vector is its base with its patch applied (RFC 6902); the base itself "
            "where the patch is empty. The message and the profile of the file are those of every vector in it."
        ),
        **_object(
            {
                "$schema": {"const": SCHEMA_ID},
                "message": _text("The message that each document is."),
                "profile": _text("The edition that each document is judged under, or core."),
                "bases": bases | {"description": "Valid messages, by name."},
                "vectors": {"type": "array", "minItems": 1, "items": vector},
            }
        ),
    }


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "required": list(properties),
        "additionalProperties": False,
        "properties": properties,
    }


def _text(description: str) -> dict[str, Any]:
    return {"type": "string", "minLength": 1, "description": description}


def _as_json(vector: Vector) -> dict[str, Any]:
    findings = [
        {"rule": one.rule, "at": one.at} | ({} if one.severity == ERROR else {"severity": one.severity})
        for one in vector.findings
    ]
    return {
        "id": vector.id,
        "title": vector.title,
        "base": vector.base,
        "patch": vector.patch,
        "valid": vector.valid,
        "findings": findings,
    }


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _pretty(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
