"""Messages to start from, and cases that carry their own verdict.

A case is a base message, ``but`` what differs, and ``expect``: exactly the findings that it earns.
"""

import copy
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import PurePosixPath
from typing import Any

from cbec import yaml
from cbec.home import home, walk
from cbec.terms import Finding, KitFault, steps_of

Body = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """One case of a rule or of a structure: the message that it makes, and exactly what is found in it."""

    name: str
    subject: str
    message: str
    profile: str
    but: Mapping[str, Any]
    body: Body
    expect: tuple[Finding, ...]

    @property
    def kept(self) -> bool:
        """Whether the case shows its subject kept: nothing is found."""
        return not self.expect


@cache
def _files() -> Mapping[str, str]:
    return {path: file.read_text("utf-8") for path, file in walk(home("fixtures"))}


def sample(name: str, profile: str = "") -> Body:
    """Give a fresh copy of the valid message *name*, such as ``low-value-declaration.typical``.

    Under a *profile* (``eu-h7@2026-07-01``) it is changed to what that edition asks for. Raises KitFault
    for a name or edition that has no sample.
    """
    path = f"messages/{name}.json"
    if path not in _files():
        raise KitFault(f"There is no sample {name!r}; add fixtures/{path}.")
    body: Body = json.loads(_files()[path])
    return but(body, _profile_changes(profile, name)) if profile and profile != "core" else body


def sample_names(message: str) -> list[str]:
    """List the samples of *message*: ``low-value-declaration.full`` and so on, sorted."""
    names = [PurePosixPath(path).stem for path in _files() if path.startswith(f"messages/{message}.")]
    return sorted(name for name in names if name.partition(".")[0] == message)


def _profile_changes(profile: str, name: str) -> Mapping[str, Any]:
    id_, _, date = profile.partition("@")
    path = f"profiles/{id_}.yaml"
    if path not in _files():
        raise KitFault(f"Profile {id_} has no samples; add fixtures/{path}.")
    editions = yaml.load(_files()[path], path)["samples"]
    if name not in editions.get(date, {}):
        raise KitFault(f"Profile {profile} has no sample of {name}; add it to fixtures/{path}.")
    changes: Mapping[str, Any] = editions[date][name]
    return changes


def but(body: Body, changes: Mapping[str, Any]) -> Body:
    """Copy *body* with *changes* by JSON Pointer; null takes away, ``-`` appends, missing groups are made.

    Raises KitFault for a pointer that leads through a value, or to an entry that is not there.
    """
    changed = copy.deepcopy(body)
    for pointer, value in changes.items():
        *way, last = steps_of(pointer)
        node: Any = changed
        for position, step in enumerate(way):
            following = [*way, last][position + 1]
            node = _into(node, step, [] if following in {"-", "0"} else {}, pointer)
        _set(node, last, copy.deepcopy(value), pointer)
    return changed


def _into(node: Any, step: str, empty: Any, pointer: str) -> Any:
    if isinstance(node, list):
        return node[_index(node, step, pointer)]
    if not isinstance(node, dict):
        raise KitFault(f"The pointer {pointer} leads through a value.")
    return node.setdefault(step, empty)


def _index(node: list[Any], step: str, pointer: str) -> int:
    if not step.isdigit() or int(step) >= len(node):
        raise KitFault(f"The pointer {pointer} leads to an entry that is not there.")
    return int(step)


def _set(node: Any, last: str, value: Any, pointer: str) -> None:
    if isinstance(node, list) and last in {"-", str(len(node))}:
        node.append(value)
    elif isinstance(node, list):
        index = _index(node, last, pointer)
        if value is None:
            del node[index]
        else:
            node[index] = value
    elif not isinstance(node, dict):
        raise KitFault(f"The pointer {pointer} leads through a value.")
    elif value is None:
        node.pop(last, None)
    else:
        node[last] = value


def cases(folder: str) -> Iterator[Case]:
    """Yield the cases in a *folder* of the fixtures (``rules``, ``structure``), file by file."""
    for path, text in _files().items():
        if path.startswith(f"{folder}/"):
            yield from _cases(path, yaml.load(text, path))


def conversations() -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the conversations of the fixtures with the id of their flow."""
    for path, text in _files().items():
        if path.startswith("flows/"):
            flow = PurePosixPath(path).stem
            yield from ((flow, told) for told in yaml.load(text, path)["conversations"])


def _cases(path: str, data: Mapping[str, Any]) -> Iterator[Case]:
    base = sample(data["of"], data.get("profile", ""))
    for case in data["cases"]:
        profile = case.get("profile", data.get("profile", ""))
        body = base if profile == data.get("profile", "") else sample(data["of"], profile)
        yield Case(
            name=case["case"],
            subject=PurePosixPath(path).stem,
            message=data["of"].partition(".")[0],
            profile=profile,
            but=case.get("but", {}),
            body=but(body, case.get("but", {})),
            expect=tuple(_finding(text) for text in case["expect"]),
        )


def _finding(text: str) -> Finding:
    rule, _, at = text.partition(" ")
    return Finding(rule, at=at)
