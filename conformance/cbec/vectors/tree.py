"""Small work on JSON trees: look, put, take away, and say the difference of two as an RFC 6902 patch."""

from collections.abc import Iterator
from typing import Any

from cbec.terms import pointer, steps_of

Steps = tuple[str | int, ...]
Change = dict[str, Any]


class Removed:
    """Stands for "nothing there" where a value is expected; JSON's null is a value."""


REMOVED = Removed()


def look(node: Any, steps: Steps) -> Any:
    """Give what stands at *steps*; raises LookupError where nothing does."""
    for step in steps:
        node = node[step]
    return node


def put(node: Any, steps: Steps, value: Any) -> Any:
    """Copy *node* with *value* at *steps*, or without what stands there; what is not on the way is shared."""
    if not steps:
        return value
    step, rest = steps[0], steps[1:]
    if isinstance(node, list):
        index = int(step)
        changed = put(node[index] if index < len(node) else {}, rest, value)
        return [*node[:index], *([] if changed is REMOVED else [changed]), *node[index + 1 :]]
    changed = put(node.get(step), rest, value)
    if changed is not REMOVED:
        return {**node, step: changed}
    return {key: inner for key, inner in node.items() if key != step}


def locate(node: Any, path: tuple[str, ...], at: Steps = ()) -> Iterator[Steps]:
    """Yield where the canonical *path* (with ``*`` for each repetition) is stated in *node*."""
    if not path:
        yield at
    elif path[0] == "*":
        for index, inner in enumerate(node):
            yield from locate(inner, path[1:], (*at, index))
    elif path[0] in node:
        yield from locate(node[path[0]], path[1:], (*at, path[0]))


def differs(old: Any, new: Any) -> bool:
    """Whether two JSON values differ, true from 1 included."""
    if old is new or type(old) is not type(new):
        return old is not new
    if isinstance(old, dict):
        return old.keys() != new.keys() or any(differs(old[key], new[key]) for key in old)
    if isinstance(old, list):
        return len(old) != len(new) or any(differs(one, other) for one, other in zip(old, new, strict=True))
    return bool(old != new)


def changes(old: Any, new: Any, at: str = "") -> list[Change]:
    """Say how *new* comes of *old*: add, remove, replace and copy of RFC 6902, in the order to apply them."""
    if old is new:  # what `put` left alone is shared
        return []
    if isinstance(old, dict) and isinstance(new, dict):
        gone = [{"op": "remove", "path": f"{at}{pointer((key,))}"} for key in old if key not in new]
        told = [one for key in old if key in new for one in changes(old[key], new[key], f"{at}{pointer((key,))}")]
        come = [{"op": "add", "path": f"{at}{pointer((key,))}", "value": new[key]} for key in new if key not in old]
        return [*gone, *told, *come]
    if isinstance(old, list) and isinstance(new, list) and old and new:
        return _entries(old, new, at)
    return [{"op": "replace", "path": at, "value": new}] if differs(old, new) else []


def _entries(old: list[Any], new: list[Any], at: str) -> list[Change]:
    told: list[Change] = [{"op": "remove", "path": f"{at}/{index}"} for index in range(len(old) - 1, len(new) - 1, -1)]
    for index, inner in enumerate(new):
        if index < len(old):
            told.extend(changes(old[index], inner, f"{at}/{index}"))
        elif differs(new[0], inner) and isinstance(inner, dict) and len(changes(new[0], inner)) < len(inner):
            told.append({"op": "copy", "from": f"{at}/0", "path": f"{at}/-"})
            told.extend(changes(new[0], inner, f"{at}/{index}"))
        elif differs(new[0], inner):
            told.append({"op": "add", "path": f"{at}/-", "value": inner})
        else:
            told.append({"op": "copy", "from": f"{at}/0", "path": f"{at}/-"})
    return told


def apply(base: Any, told: list[Change]) -> Any:
    """Make the document that *told* says of *base*, which is left as it is."""
    made = base
    for change in told:
        way: list[str | int] = []
        node = made
        for step in steps_of(change["path"]):
            way.append(_index(node, step) if isinstance(node, list) else step)
            node = _below(node, way[-1])
        if change["op"] == "copy":
            source: list[str | int] = []
            node = made
            for step in steps_of(change["from"]):
                source.append(_index(node, step) if isinstance(node, list) else step)
                node = _below(node, source[-1])
            value = node
        else:
            value = REMOVED if change["op"] == "remove" else change["value"]
        made = put(made, tuple(way), value)
    return made


def _index(node: list[Any], step: str) -> int:
    return len(node) if step == "-" else int(step)


def _below(node: Any, step: str | int) -> Any:
    if isinstance(node, list):
        return node[int(step)] if int(step) < len(node) else None
    return node.get(step) if isinstance(node, dict) else None
