"""XML read through a binding: data says where each element of a message sits, this engine only follows it.

What the binding does not know is reported once for each path, never dropped in silence. Namespaces do
not decide: real files come with the right ones, with others and with none.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from cbec.bindings.document import MAX_DEPTH, MAX_MESSAGE, Document, nearest
from cbec.model import DECIMAL_TYPES, Binding, Message, Place, Spec
from cbec.terms import WARNING, Finding, Origin, UsageError

Node = Any  # lxml's element: the package has no types of its own
Mapped = Mapping[str, Any]

_MOMENT = re.compile(r"^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:(Z)|([+-]\d\d):?(\d\d)?)$")
WRAPPER = "MetaData/"
_XSI = "{http://www.w3.org/2001/XMLSchema-instance}"


def parse(content: bytes, name: str) -> Node:
    """Parse *content* without entities, network or unbounded depth; raises UsageError with one sentence."""
    try:
        from lxml import etree  # noqa: PLC0415  # an extra, and only XML needs it
    except ImportError:
        raise UsageError(f"{name} is XML, which needs lxml: pip install 'cbec[xml]'.") from None
    if len(content) > MAX_MESSAGE:
        raise UsageError(
            f"{name}: XML of more than {MAX_MESSAGE // 1024 // 1024} MB is not read as one message; split it."
        )
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        line = content[: re.search(rb"<!(?:DOCTYPE|ENTITY)", content).start()].count(b"\n") + 1  # type: ignore[union-attr]
        raise UsageError(f"{name}, line {line}: a DOCTYPE or entity is declared; remove it, no message needs one.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as fault:
        line, message = getattr(fault, "lineno", 0) or 0, str(getattr(fault, "msg", fault))
        told = message.split(", line", maxsplit=1)[0]
        raise UsageError(f"{name}, line {line}: not well-formed XML ({told}).") from None
    if root.getroottree().docinfo.doctype:  # type: ignore[union-attr]  # the stubs allow None
        raise UsageError(f"{name}: a DOCTYPE is declared; remove it, no message needs one.")
    if (depth := _depth(root)) > MAX_DEPTH:
        raise UsageError(f"{name}: nested {depth} deep, more than {MAX_DEPTH}; no message of this kind is.")
    return root


def _depth(root: Node) -> int:
    deepest, depth = 0, 0
    from lxml import etree  # noqa: PLC0415  # see parse

    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def read(content: bytes, name: str, spec: Spec) -> Document:
    """Read *content* as a message of *spec*; raises UsageError when no binding knows it."""
    root = parse(content, name)
    for binding in sorted(spec.bindings.values(), key=lambda one: one.order):
        base = _start(root, binding.recognise["root"])
        if base is None or not all(_children(base, tag) for tag in binding.recognise.get("has", [])):
            continue
        for message, mapping in binding.messages.items():
            if _fits(base, mapping.get("where", {})):
                return _Reader(spec.message(message), binding, name, root).read(base, mapping)
    known = ", ".join(dict.fromkeys(path for one in spec.bindings.values() for path in one.recognise["root"]))
    raise UsageError(f"{name}: no binding knows the root <{_tag(root)}>; known are {known}.")


def _start(root: Node, paths: list[str]) -> Node | None:
    for path in paths:
        first, _, rest = path.partition("/")
        if _tag(root) == first:
            found = _follow(root, rest) if rest else [root]
            if found:
                return found[0]
    return None


def _fits(base: Node, where: Mapped) -> bool:
    return all(any(_text(node) in wanted for node in _children(base, tag)) for tag, wanted in where.items())


@dataclass
class _Reader:
    """Reads one file; collects where each value stood and which nodes were understood."""

    message: Message
    binding: Binding
    file: str
    root: Node
    stands: dict[str, tuple[Node, str]] = field(default_factory=dict)
    used: set[tuple[Node, str]] = field(default_factory=set)

    def read(self, base: Node, mapping: Mapped) -> Document:
        self.stands[""] = (base, "")
        for tag in mapping.get("where", {}):
            self.used.update((node, "") for node in _children(base, tag))
        body = self._group(base, self._members(mapping), self.message.root, "")
        return Document(
            message=self.message.id,
            body=body,
            locate=self._locate,
            findings=tuple(self._unmapped()),
            binding=self.binding.id,
        )

    def _members(self, mapping: Mapped) -> Mapped:
        shape = self.binding.shapes[mapping["shape"]] if "shape" in mapping else {}
        return {**shape, **mapping.get("of", {})}

    def _group(self, node: Node, members: Mapped, place: Place, at: str) -> dict[str, Any]:
        places = {child.key: child for child in place.children}
        body: dict[str, Any] = {}
        for key, mapped in members.items():
            if mapped is not None:
                value = self._member(node, mapped, places[key], f"{at}/{key}")
                if value not in (None, [], {}):
                    body[key] = value
        return body

    def _member(self, node: Node, mapped: Any, place: Place, at: str) -> Any:
        if isinstance(mapped, Mapping) and not place.element:
            return self._groups(node, mapped, place, at)
        if place.repeats:
            hits = self._leaves(node, mapped)
            return [self._value(hit, mapped, place, f"{at}/{index}") for index, hit in enumerate(hits)]
        hit = next(iter(self._leaves(node, mapped)), None)
        return None if hit is None else self._value(hit, mapped, place, at)

    def _groups(self, node: Node, mapped: Mapped, place: Place, at: str) -> Any:
        found = _follow(node, mapped["at"]) if "at" in mapped else [node]
        members = self._members(mapped)
        if not place.repeats:
            return self._occurrence(found[0], members, place, at) if found else None
        bodies: list[Any] = []
        for one in found:
            body = self._occurrence(one, members, place, f"{at}/{len(bodies)}")
            if body:
                bodies.append(body)
        return bodies

    def _occurrence(self, node: Node, members: Mapped, place: Place, at: str) -> dict[str, Any]:
        self.stands[at] = (node, "")
        return self._group(node, members, place, at)

    def _leaves(self, node: Node, mapped: Any) -> list[tuple[Node, str]]:
        """Find the (node, attribute) pairs that *mapped* names, only those that hold a value."""
        if isinstance(mapped, list):
            return next((hits for path in mapped if (hits := self._leaves(node, path))), [])
        if isinstance(mapped, str):
            return _valued(node, mapped)
        hits = _follow(node, mapped["at"]) if "at" in mapped else [node]
        if "with" in mapped:
            hits = [hit for hit in hits if _children(hit, mapped["with"])]
        if "without" in mapped:
            hits = [hit for hit in hits if not _children(hit, mapped["without"])]
        if "value" in mapped:
            return [leaf for hit in hits for leaf in _valued(hit, mapped["value"])]
        return [(hit, "") for hit in hits if _text(hit)]

    def _value(self, hit: tuple[Node, str], mapped: Any, place: Place, at: str) -> Any:
        node, attribute = hit
        self.used.add(hit)
        self.stands[at] = hit
        text = _attribute(node, attribute) if attribute else _text(node)
        if isinstance(mapped, Mapping):
            if "codes" in mapped:
                return mapped["codes"].get(text, None if mapped.get("else") == "absent" else text)
            if mapped.get("as") == "wco-moment":
                self.used.add((node, "formatCode"))
                return _moment(text)
        return _typed(text, place)

    def _locate(self, wanted: Iterable[str]) -> dict[str, Origin]:
        paths = _Paths()
        stands = {at: nearest(self.stands, at) or (self.root, "") for at in wanted}
        return {at: self._origin(node, attribute, paths) for at, (node, attribute) in stands.items()}

    def _origin(self, node: Node, attribute: str, paths: "_Paths") -> Origin:
        return Origin(self.file, node.sourceline or 0, paths.of(node) + (f"/@{attribute}" if attribute else ""))

    def _unmapped(self) -> Iterator[Finding]:
        """Report what the binding does not know: each path once, with the first line and how often."""
        first: dict[str, tuple[Node, str]] = {}
        times: Counter[str] = Counter()
        for node in self.root.iter():
            if not isinstance(node.tag, str):
                continue
            names = [_local(name) for name in node.attrib if not name.startswith(_XSI)]
            if not _element_children(node) and _text(node):
                names.append("")
            for name in names:
                path = _plain_path(node)
                if (node, name) not in self.used and path.removeprefix(WRAPPER) not in self.binding.passes_over:
                    place = path + (f"/@{name}" if name else "")
                    first.setdefault(place, (node, name))
                    times[place] += 1
        paths = _Paths()
        for path, (node, name) in first.items():
            often = f", {times[path]} times" if times[path] > 1 else ""
            yield Finding(
                rule="CBEC-B-unmapped",
                severity=WARNING,
                says=f"The binding {self.binding.id} does not know <{path}>{often}: its value was not judged.",
                origin=self._origin(node, name, paths),
            )


def _typed(text: str, place: Place) -> Any:
    """Give *text* the type that the canonical message has there; what does not fit is left as it is."""
    type_ = place.element.type if place.element else ""
    if type_ == "count" and re.fullmatch(r"[0-9]{1,18}", text):
        return int(text)
    if type_ in DECIMAL_TYPES and (number := re.fullmatch(r"\+?0*([0-9]+)(\.[0-9]+)?", text)):
        return number[1] + (number[2] or "")
    return text


def _moment(text: str) -> str:
    """Read the WCO date-time form 304 (CCYYMMDDhhmmss and zone); another text is left as it is."""
    found = _MOMENT.match(text)
    if not found:
        return text
    year, month, day, hour, minute, second, zulu, hours, minutes = found.groups()
    zone = zulu or f"{hours}:{minutes or '00'}"
    return f"{year}-{month}-{day}T{hour}:{minute}:{second}{zone}"


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _tag(node: Node) -> str:
    return _local(node.tag)


def _element_children(node: Node) -> list[Node]:
    return [child for child in node if isinstance(child.tag, str)]


def _children(node: Node, tag: str) -> list[Node]:
    return [child for child in _element_children(node) if _tag(child) == tag]


def _follow(node: Node, path: str) -> list[Node]:
    nodes = [node]
    for tag in path.split("/"):
        nodes = [child for one in nodes for child in _children(one, tag)]
    return nodes


def _valued(node: Node, path: str) -> list[tuple[Node, str]]:
    """Follow *path*, which may end in ``@attribute``, to the nodes that hold a value."""
    elements, _, attribute = path.partition("/@")
    found = _follow(node, elements)
    return [(one, attribute) for one in found if (_attribute(one, attribute) if attribute else _text(one))]


def _attribute(node: Node, name: str) -> str:
    return next((value.strip() for key, value in node.attrib.items() if _local(key) == name), "")


def _text(node: Node) -> str:
    """The text of *node* itself: comments between its pieces do not belong to the value."""
    return "".join([node.text or "", *(child.tail or "" for child in node)]).strip()


def _plain_path(node: Node) -> str:
    return "/".join([*(_tag(one) for one in reversed(list(node.iterancestors()))), _tag(node)])


class _Paths:
    """Writes paths of nodes; counts the brothers of each parent once, so that many paths stay cheap."""

    def __init__(self) -> None:
        self._steps: dict[Node, dict[Node, str]] = {}

    def of(self, node: Node) -> str:
        """Write the path of *node*, with an index where it has brothers of the same name."""
        steps = [self._step(one) for one in [node, *node.iterancestors()]]
        return "/" + "/".join(reversed(steps))

    def _step(self, node: Node) -> str:
        parent = node.getparent()
        if parent is None:
            return _tag(node)
        if parent not in self._steps:
            children = _element_children(parent)
            among = Counter(_tag(child) for child in children)
            counted: Counter[str] = Counter()
            steps = self._steps[parent] = {}
            for child in children:
                tag = _tag(child)
                counted[tag] += 1
                steps[child] = f"{tag}[{counted[tag]}]" if among[tag] > 1 else tag
        return self._steps[parent][node]
