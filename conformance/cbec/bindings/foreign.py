"""Files in another syntax: which binding reads them, and the messages that it finds in them.

It is loaded when a file is no canonical JSON, so that judging one starts fast.
"""

import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from importlib import import_module
from itertools import chain
from typing import Any

from cbec.bindings import json, path, table, xml
from cbec.bindings import node as nodes
from cbec.bindings.document import Document
from cbec.bindings.mapping import Mapped, mappings
from cbec.bindings.mending.colons import Colons, roots
from cbec.bindings.node import Tree
from cbec.bindings.origins import Indexed, Places
from cbec.bindings.reader import Reader, fits
from cbec.model import Binding, Spec
from cbec.terms import Finding, UsageError

#: What no message holds, and an OpenAPI document or a JSON Schema does: it describes messages and is none.
_DESCRIPTION = frozenset({"$schema", "components", "openapi", "schemas", "swagger"})


def of_text(
    start: bytes, content: bytes, name: str, spec: Spec, message: str, *, lenient: bool
) -> tuple[Iterator[Document] | None, tuple[Finding, ...]]:
    """Read the messages of *content*, which *start* begins, as XML, lines or a table; None where it is none of them.

    What has to be told of the file as a whole comes with them.
    """
    if xml.begins(start, content):
        return _of_xml(content, name, spec, lenient=lenient)
    if (binding := _of_lines(start, spec)) is not None:
        top = syntax(binding).tree(content, name, binding)
        return _messages(binding, top, _starts(top, binding), Indexed(name), spec), ()
    if not table.known(content[: table.LOOKED_AT], name, spec) and xml.follows(start, content, roots(spec)):
        return _of_xml(content, name, spec, lenient=lenient)
    if table.kind(content[: table.LOOKED_AT], name):
        return table.documents(io.BytesIO(content), name, spec, message), ()
    return None, ()


def tabular(head: bytes, name: str, spec: Spec) -> bool:
    """Whether a file that begins with *head* is a table, whose rows are read one by one."""
    start = head[:256].lstrip(b"\xef\xbb\xbf \t\r\n")
    if xml.begins(start, head) or _of_lines(start, spec) is not None:
        return False
    known = table.known(head, name, spec)
    return known or (not xml.follows(start, head, roots(spec)) and bool(table.kind(head, name)))


def syntax(binding: Binding) -> Any:
    """Give the module that parses and writes the syntax of *binding*: the one of its name."""
    return import_module(f"cbec.bindings.{binding.syntax}")


def ordered(spec: Spec, name: str) -> list[Binding]:
    """List the bindings of the syntax *name* in the order in which they are tried."""
    found = [one for one in spec.bindings.values() if one.syntax == name]
    return sorted(found, key=lambda one: (one.order, one.id))


def _of_xml(content: bytes, name: str, spec: Spec, *, lenient: bool) -> tuple[Iterator[Document], tuple[Finding, ...]]:
    """Read the messages of an XML file, and find what has to be told of the file as a whole."""
    top, told = xml.take(content, name, lenient=lenient)
    binding = _binding(top, spec)
    if binding:
        told = (*told, *xml.unnamed(top, binding, name))
    elif (colons := Colons(top, spec)).root:
        told = (*told, *colons.put_back(name, lenient=lenient))
        binding = _binding(top, spec)
    if not binding:
        raise _unknown(nodes.tag(top), name)
    return _messages(binding, top, _starts(top, binding), Indexed(name), spec), told


def _binding(top: Tree, spec: Spec) -> Binding | None:
    return next((one for one in ordered(spec, "xml") if _starts(top, one)), None)


def _unknown(root: str, name: str) -> UsageError:
    if root == "schema":
        return UsageError(f"{name}: an XML schema; it describes messages and is none.")
    return UsageError(f"{name}: no binding knows the root <{root}>; cbec list bindings says what is known.")


def _starts(top: Tree, binding: Binding, *, written: bool = False) -> list[Tree]:
    """Find the nodes where the mappings of *binding* start; none where the file is not of its kind.

    What was *written* by the binding need not hold everything that tells a dialect from another.
    """
    for way in binding.ways:
        for root in way.get("root", [nodes.tag(top)]):
            first, _, rest = root.partition("/")
            bases = path.follow(top, path.parse(rest), top) if rest else [top]
            has = [] if written else way.get("has", [])
            if nodes.tag(top) == first and bases and all(_held(bases[0], path.parse(one), top) for one in has):
                return bases
    return []


def _held(base: Tree, one: path.Path, top: Tree) -> bool:
    return bool(path.leaves(base, one, top) if one.attribute else path.follow(base, one, top))


def _messages(binding: Binding, top: Tree, starts: list[Tree], places: Places, spec: Spec) -> Iterator[Document]:
    """Read the messages of a file that *binding* knows: its drafts, the one that fits, or one for each node."""
    bases = _bases(mappings(binding, spec), starts, top, all_=binding.drafts)
    if not bases:
        raise UsageError(f"{places.file}: the binding {binding.id} knows the file, but no message in it.")
    each = any(mapping.each for _, known in bases for mapping in known)
    many = len(bases) > 1 or (each and not binding.drafts)
    if binding.drafts:
        bases.sort(key=lambda base: base[0].sourceline or 0)
    apart = {one for one, _ in bases}
    used: set[path.Leaf] = set()
    for index, (one, known) in enumerate(bases):
        reader = Reader(binding, top, one, places, used)
        read_ = [reader.read(mapping) for mapping in known]
        around: Iterable[Finding] = ()
        if many and not index:
            around = reader.beside(apart) if binding.drafts else reader.unmapped(apart)
        told = (*around, *reader.unmapped())
        for document in read_:
            yield replace(document, findings=told, line=document.line if many else 0)
            told = ()


def _bases(
    known: tuple[Mapped, ...], starts: list[Tree], top: Tree, *, all_: bool = False
) -> list[tuple[Tree, list[Mapped]]]:
    """Pair each node that is a message with the first mapping that fits it, or with *all_* that do."""
    found: dict[Tree, list[Mapped]] = {}
    for mapping in known:
        ways = mapping.each or (path.parse("."),)
        for one in (node for start in starts for way in ways for node in path.follow(start, way, top)):
            if (all_ or one not in found) and fits(mapping, one, top):
                found.setdefault(one, []).append(mapping)
    return list(found.items())


def read_back(content: bytes, mapping: Mapped, binding: Binding, spec: Spec) -> Any:
    """Read the body of the one message that was written as *content* by *mapping*; None where it reads as another."""
    name = f"what {binding.id} wrote"
    top = syntax(binding).tree(content, name, binding)
    for one, known in _bases(mappings(binding, spec), _starts(top, binding, written=True), top):
        if known[0].message is mapping.message:
            return Reader(binding, top, one, Indexed(name)).read(known[0]).body
    return None


def binds_many(head: bytes, spec: Spec) -> bool:
    """Whether *head* begins an XML file of many messages that a binding knows."""
    return bool(_ways(head, spec))


def frame(chunks: Iterator[bytes], name: str, spec: Spec) -> Tree | None:
    """Read what stands around the messages of a long XML file, before them and behind; None where it holds none.

    Raises UsageError as ``documents`` does.
    """
    head = next(chunks, b"")
    top: Tree | None = None
    for _, base in xml.records(chain([head], chunks), name, set(_ways(head, spec)), {}):
        top = nodes.way(base)[0] if top is None else top
    return top


def long(chunks: Iterator[bytes], name: str, spec: Spec, top: Tree) -> Iterator[Document]:
    """Read the messages of a long XML file one by one, without holding the file; *top* is what stands around them.

    Raises UsageError as ``documents`` does.
    """
    head = next(chunks, b"")
    ways = _ways(head, spec)
    gone: dict[Tree, Counter[str]] = {}
    first = True
    for way, base in xml.records(chain([head], chunks), name, set(ways), gone):
        for binding, mapping in ways[way]:
            if fits(mapping, base, top):
                reader = Reader(binding, top, base, Indexed(name, gone))
                document = reader.read(mapping)
                around = (*xml.unnamed(top, binding, name), *reader.unmapped(set())) if first else ()
                yield replace(document, findings=(*around, *reader.unmapped()))
                first = False
                break


def _ways(head: bytes, spec: Spec) -> dict[str, list[tuple[Binding, Mapped]]]:
    """Give for each plain path at which messages repeat in such a file the mappings that read them."""
    root = _root(head)
    ways: dict[str, list[tuple[Binding, Mapped]]] = {}
    for binding in ordered(spec, "xml"):
        starts = [at for way in binding.ways for at in way.get("root", ()) if at.partition("/")[0] == root]
        for mapping in mappings(binding, spec) if starts else ():
            for way in ("/".join([start, *(s.tag for s in one.steps)]) for start in starts for one in mapping.each):
                ways.setdefault(way, []).append((binding, mapping))
    return ways


def _root(head: bytes) -> str:
    found = re.search(rb"<([A-Za-z_][^\s/>]*)", head)
    return found[1].decode("utf-8", "replace").rpartition(":")[2] if found else ""


def _of_lines(start: bytes, spec: Spec) -> Binding | None:
    text = start.decode("utf-8", "replace")
    known = ((one, way["begins"]) for one in ordered(spec, "lines") for way in one.ways if "begins" in way)
    return next((one for one, begins in known if re.match(begins, text)), None)


def of_object(
    value: dict[str, Any], content: bytes, name: str, spec: Spec, first_line: int
) -> Iterator[Document] | None:
    """Read the messages of a JSON object that is not canonical; None where no binding knows it.

    Raises UsageError where it describes an interface.
    """
    known = [one for one in ordered(spec, "json") if _looks_like(value, one)]
    if known:
        top = json.tree(content, name, known[0])
        for binding in known:
            if starts := _starts(top, binding):
                return _messages(binding, top, starts, json.Pointers(name, first_line), spec)
    if described := sorted(_DESCRIPTION & set(value)):
        raise UsageError(f"{name}: describes an interface (it has {described[0]!r}), and is no message to be judged.")
    return None


def _looks_like(value: dict[str, Any], binding: Binding) -> bool:
    """Whether the members that *binding* asks for are there, before a tree is made."""
    return any(
        all(path.parse(one).steps[0].tag in value for one in way.get("has", ()) if path.parse(one).steps)
        for way in binding.ways
    )
