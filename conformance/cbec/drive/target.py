"""The target file: who is under test, how to reach it, and what it says of itself."""

import json
import os
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema_rs

from cbec import yaml
from cbec.terms import UsageError

ADDRESS = ("http://", "https://")
MAX_FILE = 1024 * 1024


@dataclass(frozen=True)
class Target:
    """A system under test: its identity, its address, and what a run needs to know of it."""

    address: str
    name: str = ""
    version: str = ""
    role: str = "authority"
    profile: str = ""
    classes: tuple[str, ...] = ()
    headers: dict[str, str] = field(default_factory=dict, repr=False)
    answer_timer: float = 10.0
    decision_timer: float = 5.0
    descriptions: dict[str, str] = field(default_factory=dict)


def read(given: str) -> Target:
    """Read the target file *given*, or take *given* as an address; raises UsageError with one sentence."""
    if given.startswith(ADDRESS):
        return Target(given)
    path = Path(given)
    if not path.is_file():
        raise UsageError(
            f"{given}: neither an address (http://…) nor a target file; write one as docs/targets.md shows."
        )
    if path.stat().st_size > MAX_FILE:
        raise UsageError(f"{given}: larger than a target file can be.")
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise UsageError(f"{given}: cannot be read as UTF-8 text ({type(fault).__name__}).") from None
    return of(yaml.load(text, given), given)


def of(data: Any, name: str) -> Target:
    """Make a target of the parsed file *data*; raises UsageError naming the member that is wrong."""
    schema = json.loads((files("cbec.drive") / "target.schema.json").read_text("utf-8"))
    for error in jsonschema_rs.Draft202012Validator(schema, offline=True).iter_errors(data):
        place = "/".join(str(step) for step in error.instance_path) or "the file"
        raise UsageError(f"{name}: {place}: {error.message}.")
    system, reach, timers = data["system"], data["reach"], data.get("timers", {})
    return Target(
        address=reach["address"],
        name=system["name"],
        version=system.get("version", ""),
        role=data.get("role", "authority"),
        profile=data.get("profile", ""),
        classes=tuple(data.get("classes", ())),
        headers={header: _secret(where, name) for header, where in reach.get("headers", {}).items()},
        answer_timer=timers.get("answer", 10.0),
        decision_timer=timers.get("decision", 5.0),
        descriptions=data.get("descriptions", {}),
    )


def _secret(where: dict[str, str], name: str) -> str:
    """Fetch a header's value from the environment or a file: secrets never stand in the target file itself."""
    if "environment" in where:
        if where["environment"] not in os.environ:
            raise UsageError(
                f"{name}: the environment variable {where['environment']} is not set; set it before the run."
            )
        return os.environ[where["environment"]]
    try:
        return Path(where["file"]).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise UsageError(
            f"{name}: the file {where['file']} cannot be read; it holds a header of the request."
        ) from None
