"""From the tree of a file to a canonical message, as the binding's data says; this engine only follows it.

What the binding does not know is reported once for each path, never dropped in silence.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from cbec.bindings import chain, measures, path
from cbec.bindings import node as nodes
from cbec.bindings.document import UNMAPPED, Document, nearest
from cbec.bindings.mapping import Group, Leaf, Mapped, Several
from cbec.bindings.node import Tree
from cbec.bindings.origins import Places
from cbec.bindings.path import Path
from cbec.model import Binding
from cbec.terms import WARNING, Finding, Origin

_XSI = "{http://www.w3.org/2001/XMLSchema-instance}"


@dataclass
class Reader:
    """Reads one node of a file; keeps where each value stood and which nodes were understood.

    ``top`` is the top of the file, ``base`` the node where the mappings start, ``places`` how its syntax names
    a place. Several messages may be read from the same node; together they know what none of them understood.
    """

    binding: Binding
    top: Tree
    base: Tree
    places: Places
    used: set[path.Leaf] = field(default_factory=set)

    def read(self, mapping: Mapped) -> Document:
        """Read the message of *mapping*."""
        stands: dict[str, path.Leaf] = {"": (self.base, "")}
        for where, _ in mapping.where:
            self.used.update(path.leaves(self.base, where, self.top))
        body = _Body(self, stands).group(self.base, mapping.root, "")

        places, start = self.places, (self.base, "")  # not the reader: what it used is needed no more

        def locate(wanted: Iterable[str]) -> dict[str, Origin]:
            leaves = {at: nearest(stands, at) or start for at in wanted}
            found = places.origins(set(leaves.values()))
            return {at: found[leaf] for at, leaf in leaves.items()}

        return Document(
            message=mapping.message.id,
            body=body,
            locate=locate,
            binding=self.binding.id,
            line=self.base.sourceline or 0,
            draft=self.binding.drafts,
            carries=mapping.carries,
        )

    def unmapped(self, apart: set[Tree] | None = None) -> Iterator[Finding]:
        """Report what was read by no message: each path once, with the first place and how often.

        Nodes in *apart* are passed over with all they hold: they are messages of their own.
        """
        first: dict[str, path.Leaf] = {}
        times: Counter[str] = Counter()
        over: dict[str, bool] = {}
        for leaf, way in self._values(apart):
            if leaf in self.used:
                continue
            place = f"{way}/@{leaf[1]}" if leaf[1] else way
            if place not in over:
                over[place] = passed(place, self.binding)
            if not over[place] and not self._always(leaf, place):
                first.setdefault(place, leaf)
                times[place] += 1
        origins = self.places.origins(set(first.values()))
        for place, leaf in first.items():
            often = f", {times[place]} times" if times[place] > 1 else ""
            yield self._unknown(place, often, origins[leaf])

    def beside(self, apart: set[Tree]) -> Iterator[Finding]:
        """Report what stands beside the messages *apart*, by the name that it has at the top of the file."""
        around = {one for message in apart for one in nodes.way(message)}
        for child in nodes.children(self.top) if self.top not in apart else ():
            if child not in around and not passed(nodes.tag(child), self.binding):
                yield self._unknown(nodes.tag(child), "", self.places.origins([(child, "")])[child, ""])

    def _unknown(self, place: str, often: str, origin: Origin) -> Finding:
        says = f"The binding {self.binding.id} does not know <{place}>{often}: its value was not judged."
        return Finding(rule=UNMAPPED, severity=WARNING, says=says, origin=origin)

    def _always(self, leaf: path.Leaf, place: str) -> bool:
        """Whether the value at *leaf*, whose plain path is *place*, is one that the syntax always has there."""
        constants: dict[str, str] = self.binding.writes.get("constants", {})
        return any(
            f"/{place}".endswith(f"/{at.lstrip('/')}") and value == path.read(leaf) for at, value in constants.items()
        )

    def _values(self, apart: set[Tree] | None) -> Iterator[tuple[path.Leaf, str]]:
        """Yield every value below the base, or below the top where some nodes stand *apart*, with its plain path."""
        start = self.base if apart is None else self.top
        above = "/".join(nodes.tag(one) for one in nodes.way(start)[:-1] if nodes.tag(one))
        waiting: list[tuple[Tree, str]] = [(start, above)]
        while waiting:
            node, around = waiting.pop()
            if apart and node in apart:
                continue
            way = f"{around}/{nodes.tag(node)}" if around else nodes.tag(node)
            for name in node.attrib:
                if not name.startswith(_XSI):
                    yield (node, nodes.local(name)), way
            below = nodes.children(node)
            if not below and nodes.text(node):
                yield (node, ""), way
            waiting.extend((child, way) for child in reversed(below))


def passed(way: str, binding: Binding) -> bool:
    """Whether the plain path *way*, or something around it, is one that *binding* passes over."""
    framed = f"/{way}/"
    return any(f"/{known.strip('/')}/" in framed for known in binding.passes_over)


def fits(mapping: Mapped, base: Tree, top: Tree) -> bool:
    """Whether *base* fulfils every condition of *mapping*."""
    return (not mapping.top or mapping.top == nodes.tag(top)) and all(
        any(path.read(leaf) in wanted for leaf in path.leaves(base, where, top)) for where, wanted in mapping.where
    )


@dataclass
class _Body:
    """Builds the body of one message."""

    reader: Reader
    stands: dict[str, path.Leaf]
    #: How many values the file itself gave so far: a group that holds only what the syntax implies is left out.
    given: int = 0

    def group(self, node: Tree, group: Group, at: str, position: int = 1) -> dict[str, Any]:
        body: dict[str, Any] = {}
        for member in group.members:
            below = f"{at}/{member.place.key}"
            if isinstance(member, Leaf):
                value = self._leaf(node, member, below, position)
            else:
                value = self._groups(node, member.groups if isinstance(member, Several) else (member,), below)
            if value not in (None, [], {}):
                body[member.place.key] = value
        return body

    def _groups(self, node: Tree, groups: tuple[Group, ...], at: str) -> Any:
        bodies: list[Any] = []
        for group in groups:
            ways = (self._follow(node, one) for one in group.paths)
            found = next((hits for hits in ways if hits), []) if group.paths else [node]
            if not group.place.repeats:
                return self._occurrence(found[0], group, at, 1) if found else None
            for one in found:
                if body := self._occurrence(one, group, f"{at}/{len(bodies)}", len(bodies) + 1):
                    bodies.append(body)
        return bodies

    def _follow(self, node: Tree, one: Path) -> list[Tree]:
        """Follow *one*; the values that its conditions asked for are understood."""
        found = path.follow(node, one, self.reader.top)
        if found and one.asks:
            self.reader.used.update(path.said(node, one, self.reader.top))
        return found

    def _occurrence(self, node: Tree, group: Group, at: str, position: int) -> dict[str, Any]:
        before = self.given
        self.stands[at] = (node, "")
        body = self.group(node, group, at, position)
        return body if self.given > before else {}

    def _leaf(self, node: Tree, leaf: Leaf, at: str, position: int) -> Any:
        if leaf.gather == "position":
            return leaf.form.read(str(position))
        if leaf.implied:
            there = not leaf.paths or any(self._based(node, leaf, one) for one in leaf.paths)
            return leaf.form.read(leaf.implied) if there else None
        if leaf.gather == "count":
            return self._count(node, leaf, at)
        if leaf.chain or leaf.join is not None or leaf.gather:
            return self._gathered(node, leaf, at)
        hits = next((hits for one in leaf.paths if (hits := self._based(node, leaf, one))), [])
        if not leaf.place.repeats:
            value = self._value(*hits[0], leaf, at) if hits else None
            return leaf.form.read(leaf.fallback) if value is None and leaf.fallback else value
        values: list[Any] = []
        for hit in hits:
            if (value := self._value(*hit, leaf, f"{at}/{len(values)}")) is not None:
                values.append(value)
        return values

    def _based(self, node: Tree, leaf: Leaf, one: Path) -> list[tuple[Tree, path.Leaf]]:
        """List the values at *one*, each with the node from which its unit is looked for."""
        top = self.reader.top
        bases = [node] if leaf.within is None else self._follow(node, one)
        hits = [(base, hit) for base in bases for hit in path.leaves(base, leaf.within or one, top)]
        if hits and one.asks and leaf.within is None:
            self.reader.used.update(path.said(node, one, top))
        return [(base, hit) for base, hit in hits if not leaf.matches or leaf.matches.fullmatch(path.read(hit))]

    def _count(self, node: Tree, leaf: Leaf, at: str) -> Any:
        found = [one for way in leaf.paths for one in path.follow(node, way, self.reader.top)]
        if not found:
            return None
        self.stands[at] = (found[0], "")
        return leaf.form.read(str(len(found)))

    def _chained(self, steps: list[Tree], names: Mapping[str, str], at: str) -> str | None:
        """Read all *steps* as one pointer."""
        if not steps:
            return None
        self._took([(one, "") for step in steps for one in nodes.walk(step)], at)
        return chain.read(steps, names)

    def _gathered(self, node: Tree, leaf: Leaf, at: str) -> Any:
        """Read all hits as one value: a chain of pointers, their texts joined, or their sum."""
        if leaf.chain:
            return self._chained(path.follow(node, leaf.paths[0], self.reader.top), leaf.chain, at)
        hits = [based for one in leaf.paths for based in self._based(node, leaf, one)]
        if not hits:
            return None
        texts = [self._text(base, hit, leaf) or "" for base, hit in hits]
        told = measures.total(texts) if leaf.join is None else leaf.join.join(texts)
        if told is None:
            return None  # not read, and so told as unmapped
        self._took([hit for _, hit in hits], at)
        return leaf.form.read(told)

    def _value(self, node: Tree, hit: path.Leaf, leaf: Leaf, at: str) -> Any:
        text = self._text(node, hit, leaf)
        if text is None:
            return None  # not read, and so told as unmapped
        self._took([hit], at)
        return leaf.form.read(text)

    def _text(self, node: Tree, hit: path.Leaf, leaf: Leaf) -> str | None:
        """Give the text at *hit* as that of the line and in kilograms; None where it cannot be said."""
        text: str | None = path.read(hit)
        if leaf.times and text is not None:
            text = measures.product(text, self._beside(node, leaf.times))
        return self._mass(text, node, leaf)

    def _mass(self, text: str | None, node: Tree, leaf: Leaf) -> str | None:
        """Read a mass in its unit as kilograms; a mass without any unit is none."""
        if leaf.unit is None or text is None:
            return text
        stated = self._beside(node, leaf.unit.path) if leaf.unit.path else ""
        unit = leaf.unit.codes.get(stated, stated) or leaf.unit.otherwise
        format_ = leaf.place.element.format if leaf.place.element else None
        return measures.kilograms(text, unit, format_) if unit else None

    def _took(self, hits: list[path.Leaf], at: str) -> None:
        self.reader.used.update(hits)
        self.stands[at] = hits[0]
        self.given += len(hits)

    def _beside(self, node: Tree, one: Path) -> str:
        hit = next(iter(path.leaves(node, one, self.reader.top)), None)
        if hit is None:
            return ""
        self.reader.used.add(hit)
        return path.read(hit)
