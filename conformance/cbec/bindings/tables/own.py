"""A mapping file of the user's own: a binding in the grammar of those that are shipped."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jsonschema_rs

from cbec import yaml
from cbec.bindings.tables.header import layout_of
from cbec.home import home
from cbec.model import Binding, Spec
from cbec.model.load import binding, overlaid
from cbec.terms import UsageError

MAX_FILE = 1024 * 1024


def mapping(path: str, spec: Spec) -> Binding:
    """Read the mapping file at *path*; raises UsageError with one sentence that says where it is wrong.

    It may extend a binding of a table that is shipped, and then says only what differs.
    """
    data: Mapping[str, Any] = _data(path)
    if "extends" in data:
        data = overlaid(_shipped(data["extends"], path, spec), data)
    message = data["table"]["message"]
    if message not in spec.messages:
        raise UsageError(f"{path}: there is no message {message!r}; `cbec list messages` names them.")
    for header, column in data["table"]["columns"].items():
        codes = column.get("codes") if isinstance(column, dict) else None
        if isinstance(codes, str) and codes not in spec.codes:
            raise UsageError(f"{path}: the column {header!r} names the code list {codes!r}, which is not there.")
    found = binding(path, data, spec.messages)
    layout_of(found)  # what is wrong with the columns is told now, not with the first row
    spec.cache.get("mappings", {}).pop(path, None)
    return found


def _data(path: str) -> dict[str, Any]:
    file = Path(path)
    if not file.is_file():
        raise UsageError(f"{path}: there is no such mapping file; `cbec init --table FILE` proposes one.")
    if file.stat().st_size > MAX_FILE:
        raise UsageError(f"{path}: larger than a mapping file can be.")
    try:
        stated = yaml.load(file.read_text("utf-8"), path)
    except (OSError, UnicodeDecodeError) as fault:
        raise UsageError(f"{path}: cannot be read as UTF-8 text ({type(fault).__name__}).") from None
    if not isinstance(stated, dict):
        raise UsageError(f"{path}: a mapping file has members such as `table`; see docs/tables.md.")
    data = {"title": file.name, "says": "A mapping of our own.", "source": "kit", "syntax": "table"} | stated
    if data["syntax"] != "table":
        raise UsageError(f"{path}: a mapping file is for tables; let `syntax` be table, or leave it out.")
    schema = json.loads((home("spec") / "grammar" / "binding.schema.json").read_text("utf-8"))
    for error in jsonschema_rs.Draft202012Validator(schema, offline=True).iter_errors(data):
        place = "/".join(str(step) for step in error.instance_path) or "the file"
        raise UsageError(f"{path}: {place}: {error.message[:200]}.")
    return data


def _shipped(id_: str, path: str, spec: Spec) -> dict[str, Any]:
    """Give the data of the shipped binding *id_*, so that a mapping file can say what differs."""
    known = spec.bindings.get(id_)
    if known is None or known.syntax != "table":
        names = ", ".join(sorted(one.id for one in spec.bindings.values() if one.syntax == "table"))
        raise UsageError(f"{path} extends {id_!r}, which is no binding of a table; known are {names}.")
    return {
        "title": known.title,
        "says": known.says,
        "source": known.fact.source,
        "syntax": known.syntax,
        "passes-over": known.passes_over,
        "drafts": known.drafts,
        "table": {key: known.extra[key] for key in known.extra if key != "layout"},
    }
