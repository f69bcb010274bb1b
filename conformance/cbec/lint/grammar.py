"""Every file obeys the grammar of its kind."""

import json
from collections.abc import Iterator

import jsonschema_rs

from cbec.home import home
from cbec.lint.problem import Problem
from cbec.model import Files
from cbec.model.files import kind_of
from cbec.terms import UsageError


def grammar(files: Files) -> Iterator[Problem]:
    """Check each file of the specification against the JSON Schema of its kind in ``spec/grammar``."""
    schemas: dict[str, jsonschema_rs.Draft202012Validator] = {}
    try:
        parsed = files.parsed
    except UsageError as fault:  # names the file; the others are looked at when it can be read
        yield Problem("", str(fault))
        return
    for path in sorted(files.sources):
        kind = kind_of(path)
        if kind is None:
            if not path.endswith((".csv", ".md")):
                yield Problem(path, "is of no known kind; a specification file ends in .yaml, a table in .csv.")
            continue
        if kind not in schemas:
            text = (home("spec") / "grammar" / f"{kind}.schema.json").read_text("utf-8")
            schemas[kind] = jsonschema_rs.Draft202012Validator(json.loads(text), offline=True)
        for error in schemas[kind].iter_errors(parsed[path]):
            place = "/".join(str(step) for step in error.instance_path) or "the file"
            yield Problem(path, f"{place}: {error.message[:200]}; see spec/grammar/{kind}.schema.json.")
