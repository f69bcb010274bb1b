"""From the files of the specification to its records."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from cbec.model.columns import layout
from cbec.model.files import Files
from cbec.model.format import Format
from cbec.model.framework import framework
from cbec.model.lazy import Lazy
from cbec.model.records import (
    OPTIONAL,
    Binding,
    Code,
    CodeList,
    Deadline,
    Edition,
    Element,
    Fact,
    Flow,
    Message,
    Narrowing,
    Place,
    Profile,
    Requirement,
    Rule,
    Source,
    Threshold,
    Transition,
    Trigger,
)
from cbec.model.spec import Spec
from cbec.terms import UsageError

Data = Mapping[str, Any]
Chain = tuple[str, ...]

#: What the columns of a table binding are made ready to, beside the data that say so.
LAYOUT = "layout"
#: The list of what travels in an envelope; it is computed, because the messages themselves say it.
MESSAGE_TYPES = "message-type"


@cache
def load() -> Spec:
    """Load the specification that is shipped with, or lies beside, this package."""
    return build(Files.read())


def build(files: Files) -> Spec:
    """Build the specification from *files*; raises UsageError naming the file that cannot be understood."""
    elements = {one.id: one for path, data in files.of("elements").items() for one in _elements(path, data)}
    shapes = {_stem(path): data for path, data in files.of("shape").items()}
    raw_messages = {_stem(path): data for path, data in files.of("message").items()}
    lists = {_stem(path): (path, data) for path, data in files.of("codes").items()}
    messages = Lazy(list(raw_messages), lambda id_: _message(id_, raw_messages, shapes, elements))
    return Spec(
        digest=files.digest,
        sources={
            id_: _source(id_, one) for data in files.of("sources").values() for id_, one in data["sources"].items()
        },
        elements=elements,
        codes=Lazy(
            [*lists, MESSAGE_TYPES],
            lambda id_: _message_types(raw_messages) if id_ == MESSAGE_TYPES else _codes(*lists[id_], files),
        ),
        messages=messages,
        rules={_stem(path): _rule(_stem(path), data) for path, data in files.of("rule").items()},
        flows={_stem(path): _flow(_stem(path), data) for path, data in files.of("flow").items()},
        requirements={
            id_: _requirement(id_, one, data)
            for data in files.of("requirements").values()
            for id_, one in data["requirements"].items()
        },
        thresholds={one.id: one for path, data in files.of("thresholds").items() for one in _thresholds(path, data)},
        profiles={_stem(path): _profile(_stem(path), data) for path, data in files.of("profile").items()},
        bindings=_bindings(files.of("binding"), messages),
        framework=framework(files.of("framework"), _fact),
    )


def _stem(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".yaml")


def _fact(data: Data, *fallbacks: Data) -> Fact:
    """Take the source from *data*, else from the first fallback; a status belongs to the source beside it."""
    for one in (data, *fallbacks):
        if "source" in one:
            return Fact(one["source"], data.get("status", one.get("status", "verified")))
    return Fact("", data.get("status", "unverified"))


def _format(data: Data) -> Format | None:
    return Format.parse(data["format"]) if "format" in data else None


def _range(text: str | None) -> tuple[int, int] | None:
    if text is None:
        return None
    low, high = text.split("..")
    return int(low), int(high)


def _source(id_: str, data: Data) -> Source:
    return Source(id_, data["title"], data["publisher"], data["read-in"], data.get("licence", ""), data.get("note", ""))


def _elements(path: str, data: Data) -> list[Element]:
    return [
        Element(
            id=f"{_stem(path)}.{name}",
            name=one["name"],
            means=one["means"].strip(),
            type=one["type"],
            fact=_fact(one, data),
            format=_format(one),
            wco=one.get("wco", ""),
            wco_class=one.get("class", ""),
            tded=one.get("tded", ""),
            cn23=one.get("cn23", ""),
            codes=one.get("codes", ""),
            pattern=one.get("pattern", ""),
            personal=one.get("personal", False),
            extension=one.get("extension", ""),
            held_by=tuple(one.get("held-by", ())),
            available=one.get("available", ""),
            quality=one.get("quality", ""),
            sample=one.get("sample"),
            note=one.get("note", ""),
        )
        for name, one in data["elements"].items()
    ]


def _codes(path: str, data: Data, files: Files) -> CodeList:
    rows = files.table(f"{path.rpartition('/')[0]}/{data['table']}") if "table" in data else data["codes"]
    return CodeList(
        id=_stem(path),
        title=data["title"],
        means=data["means"].strip(),
        edition=data["edition"],
        fact=_fact(data),
        closed=data["closed"],
        codes=tuple(
            Code(
                code=row["code"],
                name=row["name"],
                since=row.get("from") or "",
                until=row.get("to") or "",
                note=row.get("note") or "",
                fact=_fact(row, data) if row.get("source") or row.get("status") else None,
                same_as=row.get("same-as") or "",
            )
            for row in rows
        ),
    )


def _message_types(messages: Mapping[str, Data]) -> CodeList:
    return CodeList(
        id=MESSAGE_TYPES,
        title="Message types",
        means="The messages of this specification that somebody sends to somebody.",
        edition="this specification",
        fact=Fact("kit", "kit"),
        closed=True,
        codes=tuple(Code(id_, one["title"]) for id_, one in messages.items() if "sent-by" in one),
    )


def _message(id_: str, raw: Mapping[str, Data], shapes: Mapping[str, Data], elements: Mapping[str, Element]) -> Message:
    data = raw[id_]
    includes: list[str] = []

    def places(body: Data, prefix: str, chain: Chain, roles: Chain) -> tuple[Place, ...]:
        return tuple(place(key, node, prefix, chain, roles) for key, node in body.items())

    def place(key: str, node: Data, prefix: str, chain: Chain, roles: Chain) -> Place:
        repeats = _range(node.get("repeats"))
        path = f"{prefix}{key}" + ("/*" if repeats else "")
        if "element" in node:
            found = elements.get(node["element"])
            if not found:
                raise UsageError(
                    f"spec/messages: {id_} carries {node['element']!r} at {path}, which spec/elements does not define."
                )
            return Place(path, node["use"], repeats, _leaf_chain(chain, found, node), found, roles=roles)
        role = node.get("role", "")
        inner_roles = (*roles, role) if role else roles
        if "message" in node:
            includes.append(node["message"])
            other = raw.get(node["message"])
            if other is None:
                raise UsageError(f"spec/messages: {id_} includes {node['message']!r}, which is no message.")
            body, inner = other["body"], _chain(other.get("wco", ""))
        else:
            body = shapes[node["shape"]]["body"] if "shape" in node else node["body"]
            inner = chain + _chain(node.get("wco", ""))
        return Place(
            path,
            node["use"],
            repeats,
            inner,
            children=places(body, f"{path}/", inner, inner_roles),
            roles=inner_roles,
            role=role,
            title=node["title"],
            message=node.get("message", ""),
        )

    chain = _chain(data.get("wco", ""))
    root = Place("", OPTIONAL, None, chain, children=places(data["body"], "", chain, ()), title=data["title"])
    return Message(
        id_, data["title"], data["says"].strip(), _fact(data), root, tuple(includes), data.get("sent-by", "")
    )


def _chain(text: str) -> tuple[str, ...]:
    return tuple(text.split("/")) if text else ()


def _leaf_chain(chain: tuple[str, ...], element: Element, node: Data) -> tuple[str, ...]:
    """The WCO class chain of a leaf, its element id included; empty where the element has no WCO id."""
    if not element.wco:
        return ()
    classes = _chain(node.get("wco", element.wco_class))
    shared = max((n for n in range(len(classes) + 1) if chain[len(chain) - n :] == classes[:n]), default=0)
    return (*chain, *classes[shared:], element.wco)


def _rule(id_: str, data: Data) -> Rule:
    return Rule(
        id=id_,
        title=data["title"],
        says=data["says"].strip(),
        fact=_fact(data),
        governs=tuple(data["governs"]),
        check=data["check"],
        each=data.get("each", ""),
        when=data.get("when", {}),
        severity=data.get("severity", "error"),
        profile=data.get("profile", ""),
        since=data.get("since", ""),
        until=data.get("until", ""),
    )


def _flow(id_: str, data: Data) -> Flow:
    return Flow(
        id=id_,
        title=data["title"],
        says=data["says"].strip(),
        fact=_fact(data),
        roles=tuple(data["roles"]),
        start=data["start"],
        states=data["states"],
        transitions=tuple(
            Transition(
                one["on"],
                tuple(one["from"]),
                one["to"],
                one["by"],
                one["says"],
                one.get("tells", ""),
                one.get("guard", ""),
                _deadline(one.get("deadline")),
            )
            for one in data["transitions"]
        ),
        triggers=tuple(
            Trigger(one["description"], one["outcome"], one["says"], one.get("reason", ""))
            for one in data.get("triggers", [])
        ),
        duplicates=data.get("duplicates", ""),
        late=data.get("late", ""),
    )


def _deadline(data: Data | None) -> Deadline | None:
    if data is None:
        return None
    return Deadline(data["within"], _fact(data), data.get("after", ""), data.get("before", ""))


def _requirement(id_: str, data: Data, topic: Data) -> Requirement:
    return Requirement(
        id=id_,
        title=data["title"],
        says=data["says"].strip(),
        level=data["level"],
        role=data["role"],
        conformance_class=data["class"],
        fact=_fact(data, topic),
        method=data["method"],
        reason=data.get("reason", ""),
        content=data.get("content", True),
        standard=data.get("standard", ""),
    )


def _thresholds(path: str, data: Data) -> list[Threshold]:
    built = {"source", "status", "unverified"}
    return [
        Threshold(
            id=f"{_stem(path)}.{name}",
            fact=_fact(one, data),
            unverified=tuple(one.get("unverified", ())),
            **{member: value for member, value in one.items() if member not in built},
        )
        for name, one in data["thresholds"].items()
    ]


def _profile(id_: str, data: Data) -> Profile:
    return Profile(
        id=id_,
        title=data["title"],
        says=data["says"].strip(),
        authority=data["authority"],
        fact=_fact(data),
        editions=tuple(Edition(one["date"], one["says"].strip(), _fact(one, data)) for one in data["editions"]),
        narrowings=tuple(
            Narrowing(
                message=message,
                target=one["at"],
                fact=_fact(one, data),
                use=one.get("use", ""),
                format=_format(one),
                codes=tuple(one.get("codes", ())),
                repeats=_range(one.get("repeats")),
                pattern=one.get("pattern", ""),
                since=one.get("since", ""),
                until=one.get("until", ""),
            )
            for message, all_ in data["narrows"].items()
            for one in all_
        ),
    )


def _bindings(raw: Mapping[str, Data], messages: Mapping[str, Message]) -> dict[str, Binding]:
    """Build the bindings; one that extends another takes its messages and shapes, then says what differs."""
    by_id = {_stem(path): data for path, data in raw.items()}

    def merged(id_: str) -> Data:
        data = by_id[id_]
        parent = data.get("extends")
        if not parent:
            return data
        if parent not in by_id:
            raise UsageError(f"spec/bindings/{id_}.yaml extends {parent!r}, which is no binding.")
        return overlaid(merged(parent), data)

    return {id_: binding(id_, merged(id_), messages) for id_ in by_id}


def overlaid(base: Data, data: Data) -> Data:
    """Give the data of a binding that extends *base*: what *data* says wins, member by member."""
    joined: Data = _overlay(base, {key: value for key, value in data.items() if key != "extends"})
    return joined


def binding(id_: str, data: Data, messages: Mapping[str, Message] = MappingProxyType({})) -> Binding:
    """Build one binding of *data* in the form of its grammar; a table maps its columns to one of *messages*."""
    extra = data.get(data["syntax"], {})
    mapped = data.get("messages", {})
    if data["syntax"] == "table":
        made = Lazy([LAYOUT], lambda _: layout(data["table"], messages[data["table"]["message"]], id_))
        mapped = Lazy([extra["message"]], lambda _: made[LAYOUT].mapping())
        extra = Lazy([LAYOUT, *extra], lambda key: made[key] if key == LAYOUT else data["table"][key])
    return Binding(
        id=id_,
        title=data["title"],
        says=data["says"].strip(),
        syntax=data["syntax"],
        fact=_fact(data),
        ways=tuple(ways if isinstance(ways := data.get("recognise", {}), list) else [ways]),
        messages=mapped,
        shapes=data.get("shapes", {}),
        passes_over=data.get("passes-over", {}),
        writes=_stated(data.get("writes", {})),
        extra=extra,
        direction=data.get("direction", "both"),
        drafts=data.get("drafts", False),
        order=data.get("order", 0),
    )


def _overlay(base: Any, over: Any) -> Any:
    """Lay *over* upon *base*, member by member."""
    if isinstance(base, Mapping) and isinstance(over, Mapping):
        joined = dict(base)
        for key, value in over.items():
            joined[key] = _overlay(joined[key], value) if key in joined and key not in {"recognise", "where"} else value
        return joined
    return over


def _stated(data: Any) -> Any:
    """Give *data* without the members that are null: a binding takes them from the one that it extends."""
    if not isinstance(data, Mapping):
        return data
    return {key: _stated(value) for key, value in data.items() if value is not None}
