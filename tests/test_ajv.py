"""The published schemas mean the same to three engines of two languages that share no code.

Structure alone is compared: what the rules say, no JSON Schema engine sees. jsonschema-rs and ajv judge every
vector; jsonschema, many times slower, judges a sample that is the same each time.
"""

import hashlib
import json
import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

from cbec.compile import message_schema, views
from cbec.model import load
from cbec.validate import Validator, validator
from cbec.vectors.publish import COVERAGE
from tests.npm import installed
from tests.test_vectors import documents, files, made

#: How many vectors the slow engine judges, out of some thousands.
SAMPLED = 800


def judge_of(profile: str, message: str) -> Validator:
    """The validator of *message* under *profile*."""
    return validator(load().view("" if profile == "core" else profile), message)


@cache
def quick() -> dict[str, bool]:
    """Whether jsonschema-rs finds the structure of each vector valid, by id."""
    return {
        vector["id"]: not any(one.rule.startswith("CBEC-S-") for one in judge_of(profile, message).findings(document))
        for profile, message, vector, document in documents()
    }


def test_ajv_accepts_and_rejects_the_same_documents() -> None:
    """An implementer in JavaScript downloads these schemas: there they must say what they say here."""
    folder = installed(Path(__file__).parent / "ajv")
    schemas = {
        f"{data['profile']}/{data['message']}": message_schema(
            load().view("" if data["profile"] == "core" else data["profile"]), data["message"]
        )
        for data in files().values()
    }
    done = subprocess.run(
        [shutil.which("node") or "node", Path(__file__).parent / "ajv" / "judge.js"],
        env={**os.environ, "NODE_PATH": str(folder / "node_modules")},
        input=json.dumps({"schemas": schemas, "files": list(files().values())}),
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert "" == done.stderr
    verdicts: dict[str, bool] = json.loads(done.stdout)

    assert {} == {name: valid for name, valid in verdicts.items() if valid is not quick()[name]}
    assert verdicts.keys() == quick().keys()


def test_the_reference_engine_accepts_and_rejects_the_same_documents() -> None:
    """The engine that is closest to the text of the standard is asked about a sample, drawn by the hash of the id."""
    sampled = sorted(documents(), key=lambda one: hashlib.sha256(one[2]["id"].encode()).digest())[:SAMPLED]
    differing = {}
    for profile, message, vector, document in sampled:
        judge = judge_of(profile, message)
        if judge.findings(document) != judge.findings(document, reference=True):
            differing[vector["id"]] = document

    assert {} == differing


def test_every_schema_that_differs_from_the_core_is_accounted_for() -> None:
    """A schema that no vector tries would be compared by nobody, unless the coverage says why."""
    told = {(one["profile"], one["message"]): one for one in made()[COVERAGE]["messages"]}
    for view in views(load()):
        for message in load().messages:
            if message_schema(view, message) | {"$id": ""} != message_schema(load().view(), message) | {"$id": ""}:
                assert (view.name, message) in told

    tried = {(data["profile"], data["message"]) for data in files().values()}
    assert {message for profile, message in tried if profile == "core"} == set(load().messages)
    assert all(one["vectors"] or len(one["without"]) == one["constraints"] for one in told.values())
