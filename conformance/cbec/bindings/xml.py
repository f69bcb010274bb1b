"""XML: parsed without entities, network or unbounded depth, written with the namespaces that a binding names."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from cbec.bindings import node as nodes
from cbec.bindings.document import MAX_ATTRIBUTES, MAX_DEPTH, MAX_MESSAGE
from cbec.bindings.mending.encodings import begins_wide, refused
from cbec.bindings.mending.repair import as_told, diagnose, garbled, mend
from cbec.bindings.node import Node, Tree
from cbec.model import Binding
from cbec.terms import WARNING, Finding, Origin, UsageError

#: As what is reported that the declared encoding garbles letters, and that the root is in no namespace.
ENCODING, NAMESPACE = "CBEC-B-encoding", "CBEC-B-namespace"

_DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_TAG = re.compile(rb"<(?:\?xml[ \t\r\n]|(?:[A-Za-z_][A-Za-z0-9_.-]{0,40}:)?([A-Za-z_][A-Za-z0-9_.-]{0,80})[ \t\r\n/>])")
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_NUMBER = rb"-?[0-9]++(?:\.[0-9]++)?(?:[eE][+-]?[0-9]++)?"
#: How JSON begins: `[2, 3` does, and `[10:42] sent:`, the line of a log, does not.
_JSON = re.compile(
    rb"(?:\xef\xbb\xbf|\s)*+(?:[{\"]|\[\s*+(?:[{\[\]\"]|(?:true|false|null|" + _NUMBER + rb")\s*+[,\]]))"
)
_HARDENED = {"resolve_entities": False, "no_network": True, "huge_tree": False, "load_dtd": False}
#: What stands between elements for the eye alone is not kept: in a long declaration it is half of the tree.
_LEAN = {"remove_blank_text": True, "remove_comments": True, "remove_pis": True}
#: As much of a file as is looked at before its root element is known, and as is read at a time.
CHUNK = 1 << 16


def parse(content: bytes, name: str) -> Tree:
    """Parse *content* as one XML document; raises UsageError with one sentence."""
    try:
        return _parsed(content, name)
    except (SyntaxError, ValueError) as fault:
        raise UsageError(diagnose(content, name, fault)) from None


def take(content: bytes, name: str, *, lenient: bool = False) -> tuple[Tree, tuple[Finding, ...]]:
    """Parse *content* as ``parse`` does, and find what has to be told beside.

    With *lenient* what is not quite XML is mended where that is safe, and each repair is a finding.
    """
    if not lenient:
        told = garbled(content)
        return parse(content, name), (told.finding(name, ENCODING),) if told else ()
    try:
        if not garbled(content):
            return _parsed(content, name), ()
    except (SyntaxError, ValueError):
        pass  # what is wrong is looked for below
    mended, repairs = mend(content)
    try:
        return _parsed(mended, name), tuple(one.finding(name) for one in repairs)
    except (SyntaxError, ValueError) as fault:
        raise UsageError(diagnose(content, name, fault, lenient=True)) from None


def begins(start: bytes, content: bytes) -> bool:
    """Whether *content* is XML, by the *start* of what is not blank in it."""
    return start.startswith(b"<") or begins_wide(content)


def follows(start: bytes, content: bytes, roots: set[str]) -> bool:
    """Whether XML with one of the *roots* stands in *content* behind some text, such as the line of a log.

    Text of a table may hold tags, and the bytes of a packed file all that looks like one: neither is XML.
    """
    tags = () if _JSON.match(start) else _TAG.finditer(content, 0, CHUNK)
    first = next((tag for tag in tags if not tag[1] or tag[1].decode() in roots), None)
    return first is not None and not _CONTROL.search(content, 0, first.start())


def unnamed(root: Tree, binding: Binding, name: str) -> Iterator[Finding]:
    """Tell of a *root* without the namespace that *binding* names for it; the names of the elements decide."""
    prefixes = binding.writes.get("prefixes", {})
    prefix = next((one for one, names in prefixes.items() if nodes.tag(root) in names), "")
    uri = binding.writes.get("namespaces", {}).get(prefix)
    if uri and not root.tag.startswith("{"):
        told = f"<{root.tag}> is in no namespace, where {binding.id} names {uri}: read by the names of the elements."
        yield Finding(rule=NAMESPACE, severity=WARNING, says=told, origin=Origin(name, root.sourceline or 0))


def _parsed(content: bytes, name: str) -> Tree:
    """Parse *content*; raises SyntaxError or ValueError for what is not XML, UsageError for XML that is not read."""
    etree = _lxml(name)
    if len(content) > MAX_MESSAGE:
        raise UsageError(
            f"{name}: XML of more than {MAX_MESSAGE // 1024 // 1024} MB is not read as one message; split it."
        )
    plain = content.replace(b"\0", b"") if begins_wide(content) else content
    if found := _DECLARED.search(plain):
        line = plain.count(b"\n", 0, found.start()) + 1
        raise UsageError(f"{name}, line {line}: a DOCTYPE or entity is declared; remove it, no message needs one.")
    if refused(content):
        raise ValueError
    root = etree.fromstring(content, etree.XMLParser(**_HARDENED, **_LEAN))
    _no_doctype(root, name)
    _bounded(root, name, etree)
    return root


def _no_doctype(root: Tree, name: str) -> None:
    if root.getroottree().docinfo.doctype:
        raise UsageError(f"{name}: a DOCTYPE is declared; remove it, no message needs one.")


def _bounded(root: Tree, name: str, etree: Any) -> None:
    depth = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if event == "start":
            _bound(element, depth, name)


def _bound(element: Tree, depth: int, name: str) -> None:
    """Refuse an *element* that is nested too deep or has too many attributes."""
    if depth > MAX_DEPTH or len(element.attrib) > MAX_ATTRIBUTES:
        what = f"nested more than {MAX_DEPTH} deep" if depth > MAX_DEPTH else f"more than {MAX_ATTRIBUTES} attributes"
        raise UsageError(f"{name}, line {element.sourceline}: {what}; no message of this kind is so.")


def tree(content: bytes, name: str, _: Binding) -> Tree:
    """Read *content* as a tree; every binding reads XML alike."""
    return parse(content, name)


def _lxml(name: str) -> Any:
    try:
        from lxml import etree  # noqa: PLC0415  # an extra, and only XML needs it
    except ImportError:
        raise UsageError(f"{name} is XML, which needs lxml: pip install 'cbec[xml]'.") from None
    return etree


def records(
    chunks: Iterator[bytes], name: str, ways: set[str], gone: dict[Tree, Counter[str]]
) -> Iterator[tuple[str, Tree]]:
    """Yield each element of a long document whose plain path is in *ways*, with that path, as soon as it is whole.

    An element is taken away once the next is asked for, so that memory does not grow with the file; *gone* counts
    those taken away, for each parent. Raises UsageError as ``parse`` does, and for one element that is too long.
    """
    etree = _lxml(name)
    parser = etree.XMLPullParser(events=("start", "end"), **_HARDENED)
    around = {way[:end] for way in ways for end in range(len(way)) if way[end] == "/" and "/" in way[:end]}
    open_: list[str] = []
    since = 0
    try:
        for number, chunk in enumerate(chunks):
            _allowed(chunk, name, first=not number)
            since += len(chunk)
            if since > MAX_MESSAGE:
                raise UsageError(
                    f"{name}: more than {MAX_MESSAGE >> 20} MB without a whole message; no message is so long."
                )
            parser.feed(chunk)
            for event, element in parser.read_events():
                if event == "start":
                    if not open_:
                        _no_doctype(element, name)
                    open_.append(nodes.tag(element))
                    _bound(element, len(open_), name)
                    continue
                way = "/".join(open_)
                open_.pop()
                if way in ways:
                    yield way, element
                    since = 0
                if way in ways or way in around:
                    _take_away(element, gone)
        parser.close()
    except (SyntaxError, ValueError) as fault:
        raise UsageError(as_told(fault, name)) from None


def _allowed(chunk: bytes, name: str, *, first: bool) -> None:
    if first and refused(chunk):
        raise UsageError(diagnose(chunk, name, ValueError()))
    if _DECLARED.search(chunk):
        raise UsageError(f"{name}: a DOCTYPE or entity is declared; remove it, no message needs one.")


def _take_away(element: Tree, gone: dict[Tree, Counter[str]]) -> None:
    gone.pop(element, None)
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
