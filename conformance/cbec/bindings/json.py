"""JSON, read strictly: no key twice, no NaN, nothing beyond range, bounded depth; as a value, and as a tree."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from cbec.bindings import node as nodes
from cbec.bindings.document import MAX_DEPTH, MAX_MESSAGE
from cbec.bindings.node import Node, Tree
from cbec.bindings.path import Leaf
from cbec.model import Binding
from cbec.terms import Origin, UsageError

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}:,]|[^\s"\[\]{}:,]+')
_BRACKETS = re.compile(rb'"(?:[^"\\]|\\.)*"|[\[\]{}]')


def parse(content: bytes, name: str, first_line: int = 1) -> Any:
    """Parse *content* as one JSON value; *name* and *first_line* are what an error calls the place.

    Raises UsageError with one sentence for anything that is not strict, bounded JSON in UTF-8.
    """
    if len(content) > MAX_MESSAGE:
        raise UsageError(
            f"{name}: one message of more than {MAX_MESSAGE // 1024 // 1024} MB is not read; "
            "split the file, or put one message on each line."
        )
    text = decode(content, name)
    _bound_depth(content, name)
    try:
        return json.loads(
            text,
            object_pairs_hook=_once,
            parse_constant=_no_constant,
            parse_float=_finite,
            parse_int=_bounded,
        )
    except json.JSONDecodeError as fault:
        line = fault.lineno + first_line - 1
        raise UsageError(f"{name}, line {line}, column {fault.colno}: not well-formed JSON ({fault.msg}).") from None
    except _NotStrictError as fault:
        raise UsageError(f"{name}: {fault}") from None


def decode(content: bytes, name: str) -> str:
    """Decode *content* as UTF-8, with or without a byte-order mark; raises UsageError on any other encoding."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UsageError(f"{name}: encoded in UTF-16; save it as UTF-8, which JSON is exchanged in (RFC 8259).")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = content.count(b"\n", 0, fault.start) + 1
        raise UsageError(f"{name}, line {line}: byte {fault.start} is not UTF-8; save the file as UTF-8.") from None


def origins(text: str, wanted: set[str], file: str, first_line: int = 1) -> dict[str, Origin]:
    """Find the lines on which the values at the JSON Pointers *wanted*, and all around them, begin."""
    around = {at[:end] for at in wanted for end in range(len(at) + 1) if end == len(at) or at[end] == "/"}
    found: dict[str, Origin] = {}
    line, counted = first_line, 0
    for at, offset in _values(text):
        if at in around and at not in found:
            line, counted = line + text.count("\n", counted, offset), offset
            found[at] = Origin(file, line, at)
    return found


def _values(text: str) -> Any:
    """Yield every value of well-formed JSON *text* as (JSON Pointer, offset), a group before its members."""
    path: list[str | int] = []
    open_: list[bool] = []  # for each open group: is it an object?
    key, expects_key = "", False
    for token in _TOKEN.finditer(text):
        word = token.group()
        if word == ":":
            path[-1], expects_key = key, False
        elif word == ",":
            expects_key = open_[-1]
            if not open_[-1]:
                path[-1] = int(path[-1]) + 1
        elif word in "}]":
            path.pop()
            open_.pop()
        elif expects_key:
            key = json.loads(word)
        else:
            yield (
                "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in path),
                token.start(),
            )
            if word in "{[":
                open_.append(word == "{")
                path.append("" if word == "{" else 0)
                expects_key = word == "{"


def tree(content: bytes, name: str, _: Binding) -> Node:
    """Read *content* as a tree: members are children, the items of a list brothers of one name, numbers as written."""
    parse(content, name)
    top = Node("")
    exact = json.loads(decode(content, name), parse_float=str, parse_int=str)
    for key, value in (exact if isinstance(exact, dict) else {"": exact}).items():
        _grow(top, key, value)
    return top


def _grow(around: Node, key: str, value: Any) -> None:
    if isinstance(value, list):
        for one in value:
            _grow(around, key, one)
            if len(around):
                list(around)[-1].listed = True
        return
    if value is None:
        return
    node = around.add(key, value if isinstance(value, str) else "")
    if isinstance(value, bool):
        node.text = "true" if value else "false"
    elif isinstance(value, dict):
        for name, one in value.items():
            _grow(node, name, one)


@dataclass
class Pointers:
    """Names the places of a JSON file: line and JSON Pointer."""

    content: bytes
    file: str
    first_line: int = 1

    def origins(self, leaves: Iterable[Leaf]) -> dict[Leaf, Origin]:
        """Give for each of *leaves* where it stands; the file is read once for all."""
        pointers = {leaf: _pointer(leaf[0]) for leaf in leaves}
        if not pointers:
            return {}
        found = origins(decode(self.content, self.file), set(pointers.values()), self.file, self.first_line)
        return {leaf: found.get(at) or Origin(self.file, self.first_line, at) for leaf, at in pointers.items()}


def _pointer(node: Tree) -> str:
    steps = []
    for one in nodes.way(node)[1:]:
        steps.append(nodes.tag(one).replace("~", "~0").replace("/", "~1"))
        if one.listed:
            brothers = [brother for brother in one.getparent() if brother.tag == one.tag]
            steps.append(str(brothers.index(one)))
    return "".join(f"/{step}" for step in steps)


def write(top: Node, _: Binding) -> bytes:
    """Write the tree under *top* as JSON in UTF-8; every value is a text, brothers of a list make one."""
    return (json.dumps(_value(top), ensure_ascii=False, indent=2) + "\n").encode()


def _value(node: Node) -> Any:
    if not len(node):
        return node.text
    body: dict[str, Any] = {}
    for child in node:
        if child.listed:
            body.setdefault(child.tag, []).append(_value(child))
        else:
            body[child.tag] = _value(child)
    return body


class _NotStrictError(Exception):
    """What the standard parser would let pass."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    built = dict(pairs)
    if len(built) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise _NotStrictError(f"the name {twice!r} stands twice in one object; keep one of them.")
    return built


def _no_constant(word: str) -> Any:
    raise _NotStrictError(f"{word} is not a JSON number; leave the value out or state it.")


def _finite(digits: str) -> float:
    number = float(digits)
    if number in {float("inf"), float("-inf")}:
        raise _NotStrictError(f"the number {digits[:40]} is beyond range; state amounts as text in quotes.")
    return number


def _bounded(digits: str) -> int:
    if len(digits) > 30:
        raise _NotStrictError(f"the number {digits[:12]}… of {len(digits)} digits is beyond range.")
    return int(digits)


def _bound_depth(content: bytes, name: str) -> None:
    if content.count(b"[") + content.count(b"{") <= MAX_DEPTH:
        return
    depth = 0
    for bracket in _BRACKETS.finditer(content):
        opening = bracket.group()
        depth += (opening in b"[{") - (opening in b"]}") if len(opening) == 1 else 0
        if depth > MAX_DEPTH:
            line = content.count(b"\n", 0, bracket.start()) + 1
            raise UsageError(f"{name}, line {line}: nested more than {MAX_DEPTH} deep; no message of this kind is.")
