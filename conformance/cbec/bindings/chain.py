"""Pointers as the WCO Data Model sends them: one node for each class on the way, the element in the last.

``42A/67A/68A[2]/128`` is the same pointer on one line. A class may carry a number, as the node does.
"""

import re
from collections.abc import Mapping

from cbec.bindings import path
from cbec.bindings.node import Node, Tree

_STEP = re.compile(r"([^/\[\]]+)(?:\[([0-9]{1,9})\])?")
_ELEMENT = re.compile(r"[0-9]{3}|[A-Z][0-9]{3}")


def read(steps: list[Tree], names: Mapping[str, str]) -> str:
    """Write the nodes *steps* as one pointer; *names* says where they hold class, number and element."""
    told: list[str] = []
    for step in steps:
        class_, number, element = (_inside(step, names[part]) for part in ("class", "number", "element"))
        told.append(f"{class_}[{number}]" if number else class_)
        told.append(element)
    return "/".join(one for one in told if one)


def write(node: Node, at: path.Path, text: str, names: Mapping[str, str]) -> bool:
    """Write the pointer *text* as nodes at *at* under *node*; whether it is one that can be written so."""
    *classes, last = text.split("/")
    element = last if classes and _ELEMENT.fullmatch(last) else ""
    parts = [_STEP.fullmatch(one) for one in (classes if element else [*classes, last])]
    if not all(parts):
        return False
    made = node
    for part in parts:
        made = path.make(node, at.steps, new=True)
        if part and part[2]:
            path.put(made, path.parse(names["number"]), part[2])
        path.put(made, path.parse(names["class"]), part[1] if part else "")
    if element:
        path.put(made, path.parse(names["element"]), element)
    return True


def _inside(node: Tree, name: str) -> str:
    return next((path.read(leaf) for leaf in path.leaves(node, path.parse(name), node)), "")
