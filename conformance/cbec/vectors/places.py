"""What is tried of one message: at each of its places, each constraint that its schema puts there."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cbec.compile.json_schema import format_of
from cbec.model import FORBIDDEN, REQUIRED, Place, View
from cbec.validate import Validator, validator
from cbec.vectors.tree import REMOVED, Steps, locate, look
from cbec.vectors.values import Schema, of_leaf

#: A list is tried to its limit up to this length; a longer limit is told among what was not tried.
LONGEST_LIST = 99
UNKNOWN = "notAnElement"
#: Stands for every keyword that bounds a value, whatever its type.
VALUE = "value"
_SHAPE = frozenset(
    {"required", "optional", "forbidden", "minItems", "maxItems", "additionalProperties", "minProperties"}
)
#: Stands for the finding that is not tried, because the message would be too long.
TOO_LONG = "limit not tried"


@dataclass(frozen=True)
class Attempt:
    """One change of a base message: what is put where, and the finding it must earn (none: it stays valid)."""

    path: str
    keyword: str
    name: str
    label: str
    steps: Steps
    value: Any
    rule: str = ""

    @property
    def constraint(self) -> str:
        """The constraint that is tried: the canonical place and the keyword of the schema."""
        return f"/{self.path.removesuffix('/*')} {self.keyword}"


@dataclass(frozen=True)
class Ground:
    """A message that attempts start from, by name."""

    name: str
    body: Any


def attempts(judge: Validator, grounds: list[Ground], donors: list[Any]) -> Iterator[tuple[Attempt, Ground | None]]:
    """Yield each attempt with the message it starts from; None where no valid message has the place."""
    if judge.view.profile is None:
        yield from _root(grounds)
    for place, keywords in tried(judge):
        if place.use == FORBIDDEN:
            yield _forbidden(place, grounds, donors)
            continue
        ground, at = _find(grounds, tuple(place.path.removesuffix("/*").split("/")))
        for one in _of_place(judge, place, ground, at):
            if keywords is None or one.keyword in keywords or (VALUE in keywords and one.keyword not in _SHAPE):
                yield one, ground


def tried(judge: Validator) -> list[tuple[Place, set[str] | None]]:
    """List the places that are tried, each with the keywords that are (None: all).

    Under a profile only what it narrows is tried: the rest is as the core has it, and has its attempts there.
    What it narrows in a message that is included whole is tried in that message.
    """
    places = _stated(judge.message.root)
    if judge.view.profile is None:
        return [(place, None) for place in places]
    core = validator(judge.view.spec.view(), judge.message.id)
    before = {place.path: place for place in core.message.places()}
    inner = {
        f"{place.path}/{one.path}": (validator(judge.view, place.message), one)
        for place in judge.message.places()
        if place.message
        for one in validator(judge.view, place.message).message.places()
    }
    found: list[tuple[Place, set[str] | None]] = []
    for place in places:
        keywords = _narrowed(judge, place, core, before[place.path])
        if keywords and place.path in inner:
            judge_inside, inside = inner[place.path]
            keywords &= _narrowed(judge, place, judge_inside, inside)
        if keywords:
            found.append((place, keywords))
    return found


def _narrowed(judge: Validator, place: Place, other: Validator, before: Place) -> set[str]:
    """Name the constraints at *place* that are not those of the *other*, where it stands as *before*."""
    keywords = {"required", "optional", "forbidden"} if before.use != place.use else set()
    if before.repeats != place.repeats:
        keywords |= {"minItems", "maxItems"}
    stated = FORBIDDEN not in {before.use, place.use}
    if place.element and stated and _leaf(judge, place) != _leaf(other, before):
        keywords.add(VALUE)
    return keywords


def _leaf(judge: Validator, place: Place) -> Schema:
    """Give the schema of a value at *place*, the list of its codes written out, without what only describes it."""
    node = _schema(judge.schema, place.path)
    node = node["items"] if place.repeats else node
    if "$ref" in node:
        node = judge.schema["$defs"][node["$ref"].rsplit("/", 1)[-1]]
    return {keyword: value for keyword, value in node.items() if keyword != "title" and not keyword.startswith("x-")}


def _stated(place: Place) -> Iterator[Place]:
    """Yield the places below *place*, but none below a forbidden one."""
    for child in place.children:
        yield child
        if child.use != FORBIDDEN:
            yield from _stated(child)


def _root(grounds: list[Ground]) -> Iterator[tuple[Attempt, Ground | None]]:
    ground = grounds[0] if grounds else None
    title = "The message"
    yield Attempt("", "type", "a list", title, (), [], "CBEC-S-type"), ground
    yield Attempt("", "type", "null", title, (), None, "CBEC-S-type"), ground
    unknown = (UNKNOWN,)
    yield Attempt("", "additionalProperties", "an unknown member", title, unknown, "1", "CBEC-S-unknown"), ground


def _find(grounds: list[Ground], path: tuple[str, ...]) -> tuple[Ground | None, Steps]:
    for ground in grounds:
        at = next(locate(ground.body, path), None)
        if at is not None:
            return ground, at
    return None, ()


def _forbidden(place: Place, grounds: list[Ground], donors: list[Any]) -> tuple[Attempt, Ground | None]:
    """State what may not be stated, with a value that the core lets in."""
    path = tuple(place.path.removesuffix("/*").split("/"))
    value = next((look(donor, at) for donor in donors for at in locate(donor, path)), "1")
    ground, at = _find(grounds, path[:-1])
    label = _label(place)
    return Attempt(
        place.path, "forbidden", "stated where it is forbidden", label, (*at, path[-1]), value, "CBEC-S-forbidden"
    ), ground


def _schema(schema: Schema, path: str) -> Schema:
    node = schema
    for step in path.removesuffix("/*").split("/"):
        node = node["items"] if step == "*" else node["properties"][step]
    return node


def _of_place(judge: Validator, place: Place, ground: Ground | None, at: Steps) -> Iterator[Attempt]:
    schema = _schema(judge.schema, place.path)
    value = look(ground.body, at) if ground else None
    label = _label(place)
    if place.use == REQUIRED:
        yield Attempt(place.path, "required", "left out", label, at, REMOVED, "CBEC-S-required")
    else:
        yield Attempt(place.path, "optional", "left out", label, at, REMOVED)
    if place.repeats:
        yield from _list(place, schema, at, value)
        schema, at, value = schema["items"], (*at, 0), value[0] if value else None
    if place.element is None:
        yield from _group(place, schema, at)
        return
    schema = _leaf(judge, place)
    if value is None:  # nothing to start from: the constraints are told all the same
        value = "1"
    format_ = format_of(judge.view, judge.message.id, place)
    for one in of_leaf(schema, place.element, format_, value, _elsewhere(judge.view, place, schema)):
        yield Attempt(place.path, one.keyword, one.name, label, at, one.value, one.rule)


def _elsewhere(view: View, place: Place, schema: Schema) -> list[str]:
    """List the codes of a closed list that may not be used here: not on this day, or not under this profile."""
    listed = view.spec.codes.get(place.element.codes) if place.element else None
    if listed is None or not listed.closed:
        return []
    return [code for code in listed.on("") if code not in schema.get("enum", [])]


def _list(place: Place, schema: Schema, at: Steps, value: Any) -> Iterator[Attempt]:
    label, limit = _label(place), schema["maxItems"]
    one = value[0] if value else {}
    yield Attempt(place.path, "type", "one alone where a list belongs", label, at, one, "CBEC-S-type")
    yield Attempt(place.path, "minItems", "an empty list", label, at, [], "CBEC-S-repeats")
    if schema["minItems"] > 1:
        least = schema["minItems"]
        yield Attempt(place.path, "minItems", "as few as may be", label, at, [one] * least)
        yield Attempt(place.path, "minItems", "one too few", label, at, [one] * (least - 1), "CBEC-S-repeats")
    if limit <= LONGEST_LIST:
        yield Attempt(place.path, "maxItems", f"{limit} times, as often as may be", label, at, [one] * limit)
        many = [one] * (limit + 1)
        yield Attempt(place.path, "maxItems", f"{limit + 1} times, once too often", label, at, many, "CBEC-S-repeats")
    else:
        name = f"{LONGEST_LIST} times of {limit}"
        yield Attempt(place.path, "maxItems", name, label, at, [one] * LONGEST_LIST)
        yield Attempt(place.path, "maxItems", TOO_LONG, label, at, REMOVED, TOO_LONG)


def _group(place: Place, schema: Schema, at: Steps) -> Iterator[Attempt]:
    label = _label(place)
    yield Attempt(place.path, "type", "a text where a group belongs", label, at, "1", "CBEC-S-type")
    yield Attempt(place.path, "type", "null", label, at, None, "CBEC-S-type")
    yield Attempt(place.path, "additionalProperties", "an unknown member", label, (*at, UNKNOWN), "1", "CBEC-S-unknown")
    if not schema["required"]:  # a group that requires members is not empty anyway
        yield Attempt(place.path, "minProperties", "an empty group", label, at, {}, "CBEC-S-empty")


def _label(place: Place) -> str:
    return place.element.label if place.element else place.title
