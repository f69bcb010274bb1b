"""Names whose colon was lost: ``mdMetaData`` and ``_2MetaData`` for ``md:MetaData`` and ``_2:MetaData``.

Such a file is well-formed, and no binding knows its root. The prefixes are taken from the attributes that were
declarations (``xmlnsmd``), else from what stands before the first capital letter. A name is read without its prefix
only where it is known to no binding with it, and known without.
"""

import re
from collections import Counter
from collections.abc import Iterator

from cbec.bindings import node as nodes
from cbec.bindings.mapping import Group, Leaf, mappings
from cbec.bindings.mending.repair import Repair
from cbec.bindings.node import Tree
from cbec.bindings.path import Path, parse
from cbec.model import Binding, Spec
from cbec.terms import Finding, UsageError

_BEFORE_CAPITAL = re.compile(r"[a-z_][a-z0-9_]*(?=[A-Z])")
_DECLARATION = "xmlns"
#: More prefixes than this are not tried: each is looked for in every name.
_MOST = 64


class Colons:
    """The names of one file that lost their colons."""

    def __init__(self, top: Tree, spec: Spec) -> None:
        self.top = top
        self.known = vocabulary(spec)
        self.prefixes = list(_declared(top))
        known_roots = roots(spec)
        name = nodes.tag(top)
        alone = _BEFORE_CAPITAL.match(name)
        if alone and name[alone.end() :] in known_roots and alone[0] not in self.prefixes:
            self.prefixes.append(alone[0])
        self.root = self._apart(name)
        if self.root and self.root[1] not in known_roots:
            self.root = None

    def put_back(self, file: str, *, lenient: bool) -> list[Finding]:
        """Read the names in the tree without the prefixes that ran into them; gives one finding for each prefix.

        Raises UsageError with one sentence where that is not wanted.
        """
        if not lenient:
            line, name = self.top.sourceline or 0, nodes.tag(self.top)
            meant = ":".join(self.root or ())
            raise UsageError(
                f"{file}, line {line}: no binding knows the root <{name}>; it seems that <{meant}> lost its colon: "
                "put the colons back, or read with --lenient."
            )
        return [repair.finding(file) for repair in self._repairs()]

    def _repairs(self) -> Iterator[Repair]:
        first: dict[str, tuple[int, str]] = {}
        times: Counter[str] = Counter()
        for node in nodes.walk(self.top):
            if parts := self._apart(nodes.tag(node)):
                prefix, node.tag = parts
                first.setdefault(prefix, (node.sourceline or 0, f"<{prefix}{parts[1]}> lost its colon"))
                times[prefix] += 1
            self._attributes(node)
        for prefix, (line, told) in first.items():
            more = f", and {times[prefix] - 1} more of this prefix" if times[prefix] > 1 else ""
            yield Repair(line, f"{told}{more}: read by the names behind it.")

    def _attributes(self, node: Tree) -> None:
        for name in list(node.attrib):
            if _of(name, _DECLARATION, self.prefixes) or ("xsi" in self.prefixes and name.startswith("xsi")):
                del node.attrib[name]
            elif (parts := self._apart(name)) and parts[1] not in node.attrib:
                node.attrib[parts[1]] = node.attrib.pop(name)

    def _apart(self, name: str) -> tuple[str, str] | None:
        """Take *name* apart where it is known without its prefix alone."""
        if name in self.known:
            return None
        return next(
            (
                (one, name[len(one) :])
                for one in self.prefixes
                if name.startswith(one) and name[len(one) :] in self.known
            ),
            None,
        )


def _declared(top: Tree) -> dict[str, None]:
    """List the prefixes whose declarations lost their colon, longest first; some lost their digits as well."""
    names = {name for node in nodes.walk(top) for name in node.attrib if name.startswith(_DECLARATION)}
    whole = {name.removeprefix(_DECLARATION) for name in names} - {""}
    found = whole | {one.rstrip("0123456789") for one in whole} - {""}
    return dict.fromkeys(sorted(found, key=lambda one: (-len(one), one))[:_MOST])


def _of(name: str, start: str, ends: list[str]) -> bool:
    return name.startswith(start) and name[len(start) :] in ends


def roots(spec: Spec) -> set[str]:
    """Give the names of all top elements that a binding of XML knows."""
    return {at.partition("/")[0] for one in _bindings(spec) for way in one.ways for at in way.get("root", ())}


def vocabulary(spec: Spec) -> frozenset[str]:
    """List the names of all elements and attributes that a binding of XML knows."""
    if "vocabulary" not in spec.cache:
        spec.cache["vocabulary"] = frozenset(name for one in _bindings(spec) for name in _names(one, spec))
    names: frozenset[str] = spec.cache["vocabulary"]
    return names


def _bindings(spec: Spec) -> list[Binding]:
    return [one for one in spec.bindings.values() if one.syntax == "xml"]


def _names(binding: Binding, spec: Spec) -> Iterator[str]:
    for path in _paths(binding, spec):
        yield from (step.tag for step in path.steps)
        if path.attribute:
            yield path.attribute


def _paths(binding: Binding, spec: Spec) -> Iterator[Path]:
    yield from (parse(one) for one in binding.passes_over)
    yield from (parse(one) for way in binding.ways for one in (*way.get("root", ()), *way.get("has", ())))
    for mapping in mappings(binding, spec):
        yield from mapping.each
        yield from (path for path, _ in (*mapping.where, *mapping.constants))
        for one in mapping.walk():
            if isinstance(one, Leaf):
                yield from one.paths
                yield from (path for path in (one.within, one.times, one.unit and one.unit.path) if path)
            elif isinstance(one, Group):
                yield from one.paths
