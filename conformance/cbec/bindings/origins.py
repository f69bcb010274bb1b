"""Where a node stands, in the words of its own syntax: line and path of the file that the user has."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

from cbec.bindings import node as nodes
from cbec.bindings.node import Tree
from cbec.bindings.path import Leaf
from cbec.terms import Origin


class Places(Protocol):
    """How a syntax names the places of a file; many are asked for at once, because finding one may cost a pass."""

    file: str

    def origins(self, leaves: Iterable[Leaf]) -> dict[Leaf, Origin]:
        """Give for each of *leaves* where it stands."""
        ...


@dataclass
class Indexed:
    """Paths of names, with an index where brothers have the same one: ``/Declaration/Item[2]/@unit``.

    ``gone`` counts, for a parent, the children that were read before and taken away, by name.
    """

    file: str
    gone: dict[Tree, Counter[str]] = field(default_factory=dict)

    def origins(self, leaves: Iterable[Leaf]) -> dict[Leaf, Origin]:
        """Give for each of *leaves* its line and path; the brothers of each parent are counted once."""
        counted: dict[Tree, dict[Tree, str]] = {}

        def way(leaf: Leaf) -> str:
            if own := getattr(leaf[0], "place", ""):
                return str(own)
            steps = [self._step(one, counted) for one in nodes.way(leaf[0])]
            return "/" + "/".join([*steps, f"@{leaf[1]}"] if leaf[1] else steps)

        return {leaf: Origin(self.file, leaf[0].sourceline or 0, way(leaf)) for leaf in leaves}

    def _step(self, node: Tree, counted: dict[Tree, dict[Tree, str]]) -> str:
        parent = node.getparent()
        if parent is None:
            return nodes.tag(node)
        if parent not in counted:
            brothers = nodes.children(parent)
            seen = Counter(self.gone.get(parent, {}))
            among = Counter(nodes.tag(one) for one in brothers) + seen
            counted[parent] = {}
            for one in brothers:
                name = nodes.tag(one)
                seen[name] += 1
                counted[parent][one] = f"{name}[{seen[name]}]" if among[name] > 1 else name
        return counted[parent][node]
