"""From a canonical message to the tree of a syntax, by the same data that reading follows.

What the syntax cannot carry is told by its pointer, never left out in silence.
"""

from dataclasses import dataclass, field
from typing import Any

from cbec.bindings import measures, path
from cbec.bindings.mapping import Group, Leaf, Mapped
from cbec.bindings.node import Node
from cbec.model import Binding

#: Control characters, which neither XML nor any trade message can hold; tab and line ends may stand in a text.
_UNSAYABLE = {*map(chr, range(32)), "\x7f", "￾", "￿"} - {"\t", "\n", "\r"}


@dataclass
class Writer:
    """Writes one message; ``lost`` lists the pointers of what found no place."""

    binding: Binding
    lost: list[str] = field(default_factory=list)
    _later: list[tuple[Node, Leaf, str, Node]] = field(default_factory=list)

    def write(self, body: Any, mapping: Mapped) -> Node:
        """Write *body* as *mapping* says, and give the top of the tree."""
        top = path_top(self.binding)
        base = path.make(top, path.parse("/".join(_root(self.binding).split("/")[1:]) or ".").steps)
        if mapping.each:
            base = path.make(base, mapping.each.steps, new=True)
        self._group(base, mapping.root, body, "", top)
        for node, leaf, at, around in self._later:
            self._per_unit(node, leaf, at, around, top)
        for where, values in mapping.where:
            if not path.leaves(base, where, top):
                path.put(top if where.absolute else base, where, values[0])
        for at, value in self.binding.writes.get("constants", {}).items():
            constant = path.parse(at)
            path.put(top if constant.absolute else base, constant, value)
        sequence = {name: {tag: rank for rank, tag in enumerate(tags)} for name, tags in self._sequence().items()}
        _order(top, sequence, ())
        return top

    def _sequence(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = self.binding.writes.get("sequence", {})
        return found

    def _group(self, node: Node, group: Group, body: Any, at: str, top: Node) -> bool:
        """Write the members of *body*; whether anything was written."""
        if not isinstance(body, dict):
            self.lost.append(at)
            return False
        known = {member.place.key: member for member in group.members}
        self.lost.extend(f"{at}/{escaped(key)}" for key in body if key not in known)
        written = False
        for key, member in known.items():
            if key in body:
                written |= self._member(node, member, body[key], f"{at}/{key}", top)
        return written

    def _member(self, node: Node, member: Leaf | Group, value: Any, at: str, top: Node) -> bool:
        values = value if member.place.repeats else [value]
        if not isinstance(values, list):
            self.lost.append(at)
            return False
        written = False
        for index, one in enumerate(values):
            place = f"{at}/{index}" if member.place.repeats else at
            written |= (
                self._leaf(node, member, one, place, top)
                if isinstance(member, Leaf)
                else self._occurrence(node, member, one, place, top)
            )
        return written

    def _occurrence(self, node: Node, group: Group, body: Any, at: str, top: Node) -> bool:
        made: list[Node] = []
        inner = node
        if group.path:
            start, repeated = top if group.path.absolute else node, bool(group.place.repeats)
            inner = path.make(start, group.path.steps, new=repeated, made=made)
            inner.listed = inner.listed or repeated
        written = self._group(inner, group, body, at, top)
        if made and not written:
            _prune(made[0])
        return written

    def _leaf(self, node: Node, leaf: Leaf, value: Any, at: str, top: Node) -> bool:
        if leaf.implied:
            said = bool(leaf.form.read(leaf.implied) == value)
            if not said:
                self.lost.append(at)
            return said
        text = leaf.form.write(value)
        if not text or not leaf.paths or text != text.strip() or set(text) & _UNSAYABLE:
            self.lost.append(at)
            return False
        first = leaf.paths[0]
        target = path.make(top if first.absolute else node, first.steps, new=bool(leaf.place.repeats))
        attribute = first.attribute
        if leaf.within:
            target = path.make(target, leaf.within.steps)
            attribute = leaf.within.attribute
        if leaf.times:
            target.text = text
            self._later.append((target, leaf, at, node))
        elif attribute:
            target.attrib[attribute] = text
        else:
            target.text = text
        target.listed = target.listed or bool(leaf.place.repeats)
        if leaf.unit:
            path.put(top if leaf.unit.absolute else node, leaf.unit, "kg")
        elif leaf.unit_else and measures.KILOGRAMS.get(leaf.unit_else.lower()) != 1:
            self._in_unit(target, leaf, at)
        return True

    def _in_unit(self, target: Node, leaf: Leaf, at: str) -> None:
        """Write a mass in the only unit that the syntax knows, where that says it exactly."""
        factor = measures.KILOGRAMS.get(leaf.unit_else.lower())
        told = measures.share(target.text, str(factor)) if factor else None
        if told is None:
            self.lost.append(at)
            _prune(target)
        else:
            target.text = told

    def _per_unit(self, target: Node, leaf: Leaf, at: str, around: Node, top: Node) -> None:
        """Write the value of a line as the value per unit, once its quantity stands there."""
        quantities = path.leaves(around, leaf.times, top) if leaf.times else []
        told = measures.share(target.text, path.read(quantities[0])) if quantities else None
        if told is None:
            self.lost.append(at)
            _prune(target)
        else:
            target.text = told


def path_top(binding: Binding) -> Node:
    """Make the top of a file in the syntax of *binding*."""
    return Node(_root(binding).split("/")[0])


def _root(binding: Binding) -> str:
    root: str = binding.writes.get("root") or binding.recognise.get("root", ["message"])[0]
    return root


def escaped(key: str) -> str:
    """Write *key* as a step of a JSON Pointer (RFC 6901)."""
    return key.replace("~", "~0").replace("/", "~1")


def _prune(node: Node) -> None:
    """Take away *node* that holds nothing, and what around it then holds nothing either."""
    parent = node.getparent()
    if parent is None:
        return
    parent.remove(node)
    if not len(parent) and not parent.text and not parent.attrib:
        _prune(parent)


def _order(node: Node, sequence: dict[str, dict[str, int]], around: tuple[str, ...]) -> None:
    """Put the children of *node*, and all below, in the order that the syntax asks for."""
    way = (*around, node.tag)
    for length in range(len(way), 0, -1):
        ranks = sequence.get("/".join(way[-length:]))
        if ranks is not None:
            node.order(ranks)
            break
    for child in node:
        _order(child, sequence, way)
