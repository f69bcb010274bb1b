"""XML: parsed without entities, network or unbounded depth, written with the namespaces that a binding names."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from cbec.bindings import node as nodes
from cbec.bindings.document import MAX_DEPTH, MAX_MESSAGE
from cbec.bindings.node import Node, Tree
from cbec.model import Binding
from cbec.terms import UsageError

_DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
#: As much of a file as is looked at before its root element is known, and as is read at a time.
CHUNK = 1 << 16


def parse(content: bytes, name: str, *, lenient: bool = False) -> Tree:  # noqa: ARG001  # repair.py takes it up
    """Parse *content* as one XML document; raises UsageError with one sentence."""
    etree = _lxml(name)
    if len(content) > MAX_MESSAGE:
        raise UsageError(
            f"{name}: XML of more than {MAX_MESSAGE // 1024 // 1024} MB is not read as one message; split it."
        )
    if found := _DECLARED.search(content):
        line = content[: found.start()].count(b"\n") + 1
        raise UsageError(f"{name}, line {line}: a DOCTYPE or entity is declared; remove it, no message needs one.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as fault:
        raise not_well_formed(fault, name) from None
    if root.getroottree().docinfo.doctype:
        raise UsageError(f"{name}: a DOCTYPE is declared; remove it, no message needs one.")
    if (depth := _depth(root, etree)) > MAX_DEPTH:
        raise UsageError(f"{name}: nested {depth} deep, more than {MAX_DEPTH}; no message of this kind is.")
    return root


def tree(content: bytes, name: str, _: Binding) -> Tree:
    """Read *content* as a tree; every binding reads XML alike."""
    return parse(content, name)


def not_well_formed(fault: Exception, name: str) -> UsageError:
    """Give the sentence for what the parser refused."""
    line, message = getattr(fault, "lineno", 0) or 0, str(getattr(fault, "msg", fault))
    told = message.split(", line", maxsplit=1)[0]
    return UsageError(f"{name}, line {line}: not well-formed XML ({told}).")


def _lxml(name: str) -> Any:
    try:
        from lxml import etree  # noqa: PLC0415  # an extra, and only XML needs it
    except ImportError:
        raise UsageError(f"{name} is XML, which needs lxml: pip install 'cbec[xml]'.") from None
    return etree


def _depth(root: Tree, etree: Any) -> int:
    deepest, depth = 0, 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def records(
    chunks: Iterator[bytes], name: str, ways: set[str], gone: dict[Tree, Counter[str]]
) -> Iterator[tuple[str, Tree]]:
    """Yield each element of a long document whose plain path is in *ways*, with that path, as soon as it is whole.

    An element is taken away once the next is asked for, so that memory does not grow with the file; *gone* counts
    those taken away, for each parent. Raises UsageError as ``parse`` does, and for one element that is too long.
    """
    etree = _lxml(name)
    parser = etree.XMLPullParser(
        events=("start", "end"), resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False
    )
    open_: list[str] = []
    since = 0
    try:
        for chunk in chunks:
            if _DECLARED.search(chunk):
                raise UsageError(f"{name}: a DOCTYPE or entity is declared; remove it, no message needs one.")
            since += len(chunk)
            if since > MAX_MESSAGE:
                raise UsageError(
                    f"{name}: more than {MAX_MESSAGE >> 20} MB without a whole message; no message is so long."
                )
            parser.feed(chunk)
            for event, element in parser.read_events():
                if event == "start":
                    open_.append(nodes.tag(element))
                    if len(open_) > MAX_DEPTH:
                        raise UsageError(f"{name}: nested more than {MAX_DEPTH} deep; no message of this kind is.")
                    continue
                way = "/".join(open_)
                open_.pop()
                if way in ways:
                    yield way, element
                    since = 0
                    _take_away(element, gone)
        parser.close()
    except (etree.XMLSyntaxError, ValueError) as fault:
        raise not_well_formed(fault, name) from None


def _take_away(element: Tree, gone: dict[Tree, Counter[str]]) -> None:
    parent = element.getparent()
    if parent is not None:
        gone.setdefault(parent, Counter())[nodes.tag(element)] += 1
        parent.remove(element)


def write(top: Node, binding: Binding) -> bytes:
    """Write the tree under *top* as XML in UTF-8, indented, with the namespaces that *binding* names."""
    prefixes = {name: prefix for prefix, names in binding.writes.get("prefixes", {}).items() for name in names}
    head = {
        f"xmlns:{prefix}" if prefix else "xmlns": uri for prefix, uri in binding.writes.get("namespaces", {}).items()
    }
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    _element(top, {**head, **binding.writes.get("attributes", {})}, prefixes, 0, lines)
    return ("\n".join(lines) + "\n").encode()


def _element(node: Node, head: dict[str, str], prefixes: dict[str, str], depth: int, lines: list[str]) -> None:
    prefix = prefixes.get(node.tag, "")
    name = f"{prefix}:{node.tag}" if prefix else node.tag
    attributes = "".join(f" {key}={quoteattr(value)}" for key, value in {**head, **node.attrib}.items())
    indent = "  " * depth
    text = escape(node.text, {"\r": "&#13;"})
    if len(node):
        lines.append(f"{indent}<{name}{attributes}>{text}")
        for child in node:
            _element(child, {}, prefixes, depth + 1, lines)
        lines.append(f"{indent}</{name}>")
    elif text:
        lines.append(f"{indent}<{name}{attributes}>{text}</{name}>")
    else:
        lines.append(f"{indent}<{name}{attributes}/>")
