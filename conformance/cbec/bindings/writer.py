"""From a canonical message to the tree of a syntax, by the same data that reading follows.

What the syntax cannot carry is told by its pointer, never left out in silence.
"""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from cbec.bindings import chain, measures, path
from cbec.bindings import node as nodes
from cbec.bindings.mapping import Group, Leaf, Mapped, Member, Several
from cbec.bindings.node import Node
from cbec.bindings.path import Path
from cbec.model import Binding
from cbec.terms import pointer

#: Control characters, which neither XML nor any trade message can hold; tab and line ends may stand in a text.
_UNSAYABLE = {*map(chr, range(32)), "\x7f", "￾", "￿"} - {"\t", "\n", "\r"}


@dataclass
class Writer:
    """Writes one message; ``lost`` lists the pointers of what found no place.

    Where two members share a place, the first that has a value keeps it.
    """

    binding: Binding
    lost: list[str] = field(default_factory=list)
    _top: Node = field(default_factory=lambda: Node(""))
    _kept: set[path.Leaf] = field(default_factory=set)
    _later: list[tuple[path.Leaf, Leaf, str, Node]] = field(default_factory=list)

    def write(self, body: Any, mapping: Mapped) -> Node:
        """Write *body* as *mapping* says, and give the top of the tree."""
        way = (mapping.top or _root(self.binding)).split("/")
        top = self._top = Node(way[0])
        base = path.make(top, path.parse("/".join(way[1:]) or ".").steps)
        if mapping.each:
            base = path.make(base, mapping.each[0].steps, new=True)
            base.listed = True
        self._group(base, mapping.root, body, "")
        for target, leaf, at, around in self._later:
            self._per_unit(target, leaf, at, around)
        for where, values in mapping.where:
            if not any(path.read(leaf) in values for leaf in path.leaves(base, where, top)):
                path.put(self._from(where, base), where, values[0])
        self._finish(base, mapping)
        return top

    def _finish(self, base: Node, mapping: Mapped) -> None:
        """Add what the syntax has of its own: constants, running numbers, and the order of elements."""
        everywhere = [(one, value) for one, value in mapping.constants if one.attribute and not one.absolute]
        for one, value in mapping.constants:
            if not one.attribute or one.absolute:
                path.put(self._from(one, base), one, value)
        numbers = {tuple(tail.split("/")) for tail in self.binding.writes.get("numbers", ())}
        sequence = {
            tuple(tail.split("/")): {tag: rank for rank, tag in enumerate(tags)}
            for tail, tags in self.binding.writes.get("sequence", {}).items()
        }
        _dress(self._top, (), everywhere, numbers)
        _order(self._top, (), sequence)

    def _from(self, one: Path, node: Node) -> Node:
        return self._top if one.absolute else node

    def _group(self, node: Node, group: Group, body: Any, at: str) -> bool:
        """Write the members of *body*; whether anything was written."""
        if not isinstance(body, dict):
            self.lost.append(at)
            return False
        known = {member.place.key: member for member in group.members}
        self.lost.extend(at + pointer([key]) for key in body if key not in known)
        written = [self._member(node, member, body[key], f"{at}/{key}") for key, member in known.items() if key in body]
        return any(written)

    def _member(self, node: Node, member: Member, value: Any, at: str) -> bool:
        if not member.place.repeats:
            return self._one(node, member, value, at)
        if not isinstance(value, list):
            self.lost.append(at)
            return False
        written = [self._one(node, member, one, f"{at}/{index}") for index, one in enumerate(value)]
        return any(written)

    def _one(self, node: Node, member: Member, value: Any, at: str) -> bool:
        if isinstance(member, Leaf):
            return self._leaf(node, member, value, at)
        groups = member.groups if isinstance(member, Several) else (member,)
        fitting = [one for one in groups if one.agrees(value)]
        fitting += [one for one in groups if one.agrees(value, exactly=False) or not member.place.repeats]
        if not fitting:
            self.lost.append(at)  # what the syntax implies there would make something else of it
            return False
        return self._occurrence(node, fitting[0], value, at)

    def _occurrence(self, node: Node, group: Group, body: Any, at: str) -> bool:
        made: list[Node] = []
        inner = node
        if group.paths:
            first, repeated = group.paths[0], bool(group.place.repeats)
            inner = path.make(self._from(first, node), first.steps, new=repeated, made=made)
            inner.listed = inner.listed or (repeated and bool(first.steps) and not first.steps[-1].first)
        written = self._group(inner, group, body, at)
        if made and not written:
            _prune(made[0])
        return written

    def _leaf(self, node: Node, leaf: Leaf, value: Any, at: str) -> bool:
        if leaf.implied or leaf.gather or (leaf.fallback and not leaf.paths):
            return False  # the syntax says it by itself; whether it says this, shows when it is read back
        text = None if leaf.read_only else leaf.form.write(value)
        if not text or not leaf.paths or text != text.strip() or set(text) & _UNSAYABLE:
            self.lost.append(at)
            return False
        if leaf.chain:
            written = chain.write(node, leaf.paths[0], text, leaf.chain)
            self.lost.extend([] if written else [at])
            return written
        beside, target = self._target(node, leaf, self._way(node, leaf))
        if leaf.split:
            return self._cut(node, leaf, text, at)
        if target in self._kept:
            return True
        self._put(target, text)
        if leaf.also:
            path.put(self._from(leaf.also, node), leaf.also, text)
        if leaf.times:
            self._later.append((target, leaf, at, beside))
        elif leaf.unit:
            self._in_unit(beside, target, leaf, at)
        return True

    def _way(self, node: Node, leaf: Leaf) -> Path:
        """Choose the path to write at: the first, but no attribute of an element that says nothing where one does."""
        spoken = (
            one
            for one in leaf.paths
            if one.attribute and any(nodes.text(found) for found in path.follow(node, one, self._top))
        )
        return next(spoken, leaf.paths[0]) if leaf.paths[0].attribute else leaf.paths[0]

    def _target(self, node: Node, leaf: Leaf, one: Path) -> tuple[Node, path.Leaf]:
        """Find or make the place for a value, and the node beside which its unit and its quantity stand."""
        at = path.make(self._from(one, node), one.steps, new=bool(leaf.place.repeats) and not one.attribute)
        at.listed = at.listed or bool(leaf.place.repeats)
        if leaf.within is None:
            return node, (at, one.attribute)
        return at, (path.make(at, leaf.within.steps), leaf.within.attribute)

    def _put(self, target: path.Leaf, text: str) -> None:
        node, attribute = target
        self._kept.add(target)
        if attribute:
            node.attrib[attribute] = text
        else:
            node.text = text

    def _cut(self, node: Node, leaf: Leaf, text: str, at: str) -> bool:
        """Write a text that the syntax has in pieces."""
        ends = [*leaf.split, len(text)]
        pieces = [text[start:end] for start, end in zip([0, *leaf.split], ends, strict=True)]
        if not all(pieces) or len(pieces) != len(leaf.paths):
            self.lost.append(at)
            return False
        for piece, one in zip(pieces, leaf.paths, strict=True):
            self._put(self._target(node, leaf, one)[1], piece)
        return True

    def _in_unit(self, node: Node, target: path.Leaf, leaf: Leaf, at: str) -> None:
        """Write a mass in kilograms and say so, else in the only unit that the syntax knows, where that is exact."""
        unit = leaf.unit
        if unit is None:
            return
        if unit.path:
            ours = next((word for word, kept in unit.codes.items() if measures.KILOGRAMS.get(kept) == 1), "kg")
            known = measures.KILOGRAMS.get(unit.otherwise.lower()) == 1
            path.put(self._from(unit.path, node), unit.path, unit.otherwise if known else ours)
            return
        factor = measures.KILOGRAMS.get(unit.otherwise.lower())
        self._mend(target, at, measures.share(path.read(target), str(factor)) if factor else None)

    def _per_unit(self, target: path.Leaf, leaf: Leaf, at: str, around: Node) -> None:
        """Write the value of a line as the value per unit, once its quantity stands there."""
        quantities = path.leaves(around, leaf.times, self._top) if leaf.times else []
        told = measures.share(path.read(target), path.read(quantities[0])) if quantities else None
        self._mend(target, at, told)

    def _mend(self, target: path.Leaf, at: str, told: str | None) -> None:
        if told is None:
            self.lost.append(at)
            _prune(target[0])
        else:
            self._put(target, told)


def _root(binding: Binding) -> str:
    root: str = binding.writes.get("root") or binding.ways[0].get("root", [""])[0]
    return root


def _prune(node: Node) -> None:
    """Take away *node* that holds nothing, and what around it then holds nothing either."""
    parent = node.getparent()
    if parent is None:
        return
    parent.remove(node)
    if not len(parent) and not parent.text and not parent.attrib:
        _prune(parent)


def _dress(
    node: Node, around: tuple[str, ...], everywhere: list[tuple[Path, str]], numbers: set[tuple[str, ...]]
) -> None:
    """Give *node*, and all below, the attributes and the running numbers that the syntax always has."""
    way = (*around, node.tag)
    for one, value in everywhere:
        tail = tuple(step.tag for step in one.steps)
        if way[-len(tail) :] == tail:
            node.attrib.setdefault(one.attribute, value)
    counted: Counter[str] = Counter()
    for child in list(node):
        counted[child.tag] += 1
        for tail in numbers:
            if (*way, child.tag)[-len(tail) + 1 :] == tail[:-1] and not any(one.tag == tail[-1] for one in child):
                child.add(tail[-1], str(counted[child.tag]))
        _dress(child, way, everywhere, numbers)


def _order(node: Node, around: tuple[str, ...], sequence: dict[tuple[str, ...], dict[str, int]]) -> None:
    """Put the children of *node*, and all below, in the order that the syntax asks for."""
    way = (*around, node.tag)
    ranks = next((found for size in range(len(way), 0, -1) if (found := sequence.get(way[-size:]))), None)
    if ranks is not None:
        node.order(ranks)
    for child in node:
        _order(child, way, sequence)
