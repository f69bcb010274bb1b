"""Paths: how a binding says where a value sits, for reading and for writing.

``A/B/@c`` is the attribute ``c`` of ``B`` in ``A``; ``.`` the node itself; a leading ``/`` starts under the
top of the file, ``..`` is the node around, ``*`` a child of any name. A step may carry conditions: ``Tag[Child]``,
``Tag[!Child]``, ``Tag[Child=V|W]``, ``Tag[!Child=V]``, ``Tag[@attribute=V]``, where ``Child`` may itself be a path;
``Tag[1]`` is the first that fulfils the others, and the only one that is written.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from cbec.bindings import node as nodes
from cbec.bindings.node import Node, Tree
from cbec.terms import UsageError

#: Where a value stands: the node, and the name of its attribute or nothing.
Leaf = tuple[Tree, str]

ANY, AROUND, FIRST, SELF = nodes.ANY, "..", "1", "."
_STEP = re.compile(r"^(?P<tag>[^\[\]]+)(?P<conditions>(?:\[[^\[\]]+\])*)$")
_CONDITION = re.compile(r"\[(?P<not>!?)(?P<path>[^=\[\]]+)(?:=(?P<values>[^\[\]]*))?\]")
_SLASH = re.compile(r"/(?![^\[]*\])")


@dataclass(frozen=True, slots=True)
class Condition:
    """What a node must hold, or must not: something at ``path``, one of ``values`` where there are any."""

    path: "Path"
    values: tuple[str, ...] = ()
    negated: bool = False

    def holds(self, node: Tree) -> bool:
        """Whether *node* fulfils the condition."""
        return self._found(node) is not self.negated

    def _found(self, node: Tree) -> bool:
        if self.values:
            return any(read(leaf) in self.values for leaf in leaves(node, self.path, node))
        if isinstance(node, Node) and str(self.path) in node.promised:
            return True
        return bool(leaves(node, self.path, node) if self.path.attribute else follow(node, self.path, node))


@dataclass(frozen=True, slots=True)
class Step:
    """One step down: the local name of the child, and what it must fulfil; with ``first`` no other counts."""

    tag: str
    conditions: tuple[Condition, ...] = ()
    first: bool = False

    def fits(self, node: Tree) -> bool:
        """Whether *node*, which has the name of the step, fulfils its conditions."""
        return all(condition.holds(node) for condition in self.conditions)


@dataclass(frozen=True, slots=True)
class Path:
    """Steps down from a node, or from the top of the file, and the attribute at the end.

    ``asks`` says that a condition on the way asks for a value.
    """

    steps: tuple[Step, ...] = ()
    attribute: str = ""
    absolute: bool = False
    text: str = ""
    asks: bool = False

    def __str__(self) -> str:
        return self.text


@lru_cache(maxsize=8192)
def parse(text: str) -> Path:
    """Parse *text*; raises UsageError where it is no path."""
    absolute = text.startswith("/")
    words = _SLASH.split(text.removeprefix("/"))
    attribute = words.pop()[1:] if words[-1].startswith("@") else ""
    steps = tuple(_step(word, text) for word in words if word not in {"", SELF})
    asks = any(condition.values for step in steps for condition in step.conditions)
    return Path(steps, attribute, absolute, text, asks)


def _step(word: str, text: str) -> Step:
    found = _STEP.match(word)
    if not found:
        raise UsageError(f"{text!r} is no path of a binding; write it like A/B[C=1]/@d.")
    stated = list(_CONDITION.finditer(found["conditions"]))
    conditions = tuple(
        Condition(
            parse(one["path"]), tuple(one["values"].split("|")) if one["values"] is not None else (), bool(one["not"])
        )
        for one in stated
        if one["path"] != FIRST
    )
    return Step(found["tag"], conditions, first=any(one["path"] == FIRST for one in stated))


def columns(*names: str) -> Path:
    """Give the path through children with exactly these *names*, whatever characters they hold."""
    return Path(tuple(Step(name) for name in names), text="/".join(names))


def follow(node: Tree, path: Path, top: Tree) -> list[Tree]:
    """List the nodes that *path* leads to from *node*; *top* is the top of the file."""
    found = [top if path.absolute else node]
    for step in path.steps:
        found = [child for one in found for child in _named(one, step)]
    return found


def said(node: Tree, path: Path, top: Tree) -> Iterator[Leaf]:
    """Yield the values that the conditions of *path* asked for and found: whoever follows it knows them."""
    found = [top if path.absolute else node]
    for step in path.steps:
        found = [child for one in found for child in _named(one, step)]
        for condition in step.conditions:
            if condition.values and not condition.negated:
                yield from (leaf for one in found for leaf in leaves(one, condition.path, one))


def _named(node: Tree, step: Step) -> list[Tree]:
    if step.tag == SELF:
        return [node] if step.fits(node) else []
    if step.tag == AROUND:
        around = node.getparent()
        return [] if around is None else [around]
    named = nodes.named(node, step.tag)
    found = [child for child in named if step.fits(child)] if step.conditions else named
    return found[:1] if step.first else found


def leaves(node: Tree, path: Path, top: Tree) -> list[Leaf]:
    """List where *path* leads to a value."""
    return [(one, path.attribute) for one in follow(node, path, top) if read((one, path.attribute))]


def read(leaf: Leaf) -> str:
    """Read the text at *leaf*, without blanks around it."""
    node, attribute = leaf
    return nodes.attribute(node, attribute) if attribute else nodes.text(node)


def make(node: Node, steps: Iterable[Step], *, new: bool = False, made: list[Node] | None = None) -> Node:
    """Find or make the nodes that *steps* lead to under *node*; with *new* the last one is made in any case.

    What had to be made is added to *made*, outermost first.
    """
    steps = tuple(steps)
    for index, step in enumerate(steps):
        if step.tag == SELF:
            continue  # what it must fulfil, others write
        known = [] if new and not step.first and index == len(steps) - 1 else _named(node, step)
        node = known[0] if known else _made(node, step)
        if made is not None and not known:
            made.append(node)
    return node


def _made(node: Node, step: Step) -> Node:
    """Add the child that *step* asks for, with the values that its conditions demand."""
    child = node if step.tag == SELF else node.add(step.tag)
    for condition in step.conditions:
        if condition.negated:
            continue
        if condition.values:
            put(child, condition.path, condition.values[0])
        else:
            child.promised.add(str(condition.path))
    return child


def put(node: Node, path: Path, text: str) -> Leaf:
    """Write *text* at *path* under *node*, and give the place."""
    place = make(node, path.steps)
    if path.attribute:
        place.attrib[path.attribute] = text
    else:
        place.text = text
    return place, path.attribute
