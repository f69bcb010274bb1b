"""JSON, read strictly: no key twice, no NaN, nothing beyond range, bounded depth; as a value, and as a tree."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from cbec.bindings import position, strict
from cbec.bindings.document import MAX_DEPTH, MAX_MESSAGE
from cbec.bindings.node import Node
from cbec.bindings.path import Leaf
from cbec.model import Binding
from cbec.terms import Origin, UsageError, pointer

_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[\]{}:,]|[^\s"\[\]{}:,]+')
_BRACKETS = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[\]{}]')


def parse(content: bytes, name: str, first_line: int = 1) -> Any:
    """Parse *content* as one JSON value; *name* and *first_line* are what an error calls the place.

    Raises UsageError with one sentence for anything that is not strict, bounded JSON in UTF-8.
    """
    if len(content) > MAX_MESSAGE:
        raise UsageError(
            f"{name}: one message of more than {MAX_MESSAGE // 1024 // 1024} MB is not read; "
            "split the file, or put one message on each line."
        )
    text = decode(content, name, first_line)
    _bound_depth(text, name, first_line)
    try:
        return strict.load(text)
    except ValueError as fault:
        raise UsageError(strict.sentence(text, fault, name, first_line)) from None


def decode(content: bytes, name: str, first_line: int = 1) -> str:
    """Decode *content* as UTF-8, with or without a byte-order mark; raises UsageError on any other encoding."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff", b"{\0", b"\0{", b"[\0", b"\0[")):
        raise UsageError(f"{name}: encoded in UTF-16; save it as UTF-8, which JSON is exchanged in (RFC 8259).")
    return position.utf_8(content, name, first_line)


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
                pointer(path),
                token.start(),
            )
            if word in "{[":
                open_.append(word == "{")
                path.append("" if word == "{" else 0)
                expects_key = word == "{"


def tree(content: bytes, name: str, _: Binding) -> Node:
    """Read *content* as a tree: members are children, the items of a list brothers of one name, numbers as written.

    Each node knows its line and its JSON Pointer.
    """
    parse(content, name)
    text = decode(content, name)
    exact = json.loads(text, parse_float=str, parse_int=str)
    places = _places(text)
    top = Node("", sourceline=next(places)[1])
    for key, value in exact.items() if isinstance(exact, dict) else ():
        _grow(top, key, value, places)
    return top


def _places(text: str) -> Iterator[tuple[str, int]]:
    """Yield pointer and line of every value of *text*, in the order in which the values stand there."""
    line, counted = 1, 0
    for at, offset in _values(text):
        line, counted = line + text.count("\n", counted, offset), offset
        yield at, line


def _grow(around: Node, key: str, value: Any, places: Iterator[tuple[str, int]], *, listed: bool = False) -> None:
    at, line = next(places)
    if isinstance(value, list):
        for one in value:
            _grow(around, key, one, places, listed=True)
        return
    if value is None:
        return
    node = around.add(key, value if isinstance(value, str) else "", line)
    node.place, node.listed = at, listed
    if isinstance(value, bool):
        node.text = "true" if value else "false"
    elif isinstance(value, dict):
        for name, one in value.items():
            _grow(node, name, one, places)


@dataclass
class Pointers:
    """Names the places of a JSON file: line and JSON Pointer."""

    file: str
    first_line: int = 1

    def origins(self, leaves: Iterable[Leaf]) -> dict[Leaf, Origin]:
        """Give for each of *leaves* where it stands."""
        before = self.first_line - 1
        return {leaf: Origin(self.file, leaf[0].sourceline + before, leaf[0].place) for leaf in leaves}


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


def _bound_depth(text: str, name: str, first_line: int) -> None:
    if text.count("[") + text.count("{") <= MAX_DEPTH:
        return
    depth = 0
    for bracket in _BRACKETS.finditer(text):
        opening = bracket.group()
        depth += (opening in "[{") - (opening in "]}") if len(opening) == 1 else 0
        if depth > MAX_DEPTH:
            at = position.place(text, bracket.start(), first_line)
            raise UsageError(f"{name}, {at}: nested more than {MAX_DEPTH} deep; no message of this kind is.")
