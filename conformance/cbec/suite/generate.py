"""Messages drawn at random from the compiled schemas and rules: valid ones, and ones with a single fault.

What is drawn is checked by the validator before it is sent: a message that is not what it claims to be
is drawn again, so a failure is the system's and never the generator's.
"""

import copy
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from hypothesis import HealthCheck, Phase, assume, given, seed, settings
from hypothesis import strategies as st

from cbec.fixtures import but
from cbec.model import OPTIONAL, View
from cbec.terms import Finding
from cbec.validate import Validator, pointer, validator
from cbec.vectors import mend

Body = dict[str, Any]
Steps = tuple[str | int, ...]

MESSAGE = "low-value-declaration"
#: Letters, digits and signs of several scripts; no control characters, which no message may hold.
_LETTERS = "abcdefghijklmnopqrstuvwxyzABCXYZ0123456789 .,-'/éßøłñžČ中文字кир"


@dataclass(frozen=True)
class Settings:
    """How many messages are drawn, and from which seed."""

    examples: int = 25
    seed: int = 0


def each(drawn: st.SearchStrategy[Any], holds: Callable[[Any], None], wanted: Settings) -> None:
    """See that *holds* for each of the *drawn*; the same seed draws the same."""

    @seed(wanted.seed)
    @settings(
        max_examples=wanted.examples,
        deadline=None,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
    )
    @given(drawn)
    def story(one: Any) -> None:
        holds(one)

    story()


def valid(view: View, base: Body) -> st.SearchStrategy[Body]:
    """Draw valid declarations: *base* with parts left out, items repeated, and texts replaced."""
    judge = validator(view, MESSAGE)

    @st.composite  # without arguments: a strategy is told with its arguments, and these fill a page
    def declarations(draw: st.DrawFn) -> Body:
        body = copy.deepcopy(base)
        body["items"] = [copy.deepcopy(draw(st.sampled_from(base["items"]))) for _ in range(draw(st.integers(1, 6)))]
        for steps, schema in list(_texts(judge, body)):
            if draw(st.integers(0, 3)) == 0:
                _put(body, steps, draw(_text(schema)))
        body = mend(judge, body)[0]
        for steps in draw(st.lists(st.sampled_from(_optional(judge, body)), max_size=6, unique=True)):
            shorter, found = mend(judge, but(body, {pointer(steps): None}))
            body = body if found else shorter
        assume(not judge.findings(body))
        drawn: Body = body
        return drawn

    return declarations()


def broken(view: View, base: Body, rule: str) -> st.SearchStrategy[tuple[Body, Finding]]:
    """Draw declarations with one structural fault of the kind *rule*, and the finding that each earns."""
    judge = validator(view, MESSAGE)
    choices = sorted(_BREAKERS[rule](judge, base), key=lambda one: pointer(one[0]))

    @st.composite  # see valid
    def faults(draw: st.DrawFn) -> tuple[Body, Finding]:
        steps, changed = draw(st.sampled_from(choices))
        body = but(base, {pointer(steps): changed})
        finding = Finding(rule, pointer(steps))
        assume([finding] == judge.findings(body))
        return body, finding

    return faults()


def _walk(node: Any, steps: Steps = ()) -> Iterator[tuple[Steps, Any]]:
    yield steps, node
    members = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in members:
        yield from _walk(value, (*steps, key))


def _optional(judge: Validator, body: Body) -> list[Steps]:
    """List where *body* states what it need not."""
    return [
        steps
        for steps, _ in _walk(body)
        if steps
        and isinstance(steps[-1], str)
        and steps[0] != "functionalReference"
        and (place := judge.places.find(steps))
        and place.use == OPTIONAL
    ]


def _schema(judge: Validator, steps: Steps) -> Mapping[str, Any]:
    node: Mapping[str, Any] = judge.schema
    for step in steps:
        node = node["items"] if isinstance(step, int) else node["properties"].get(step, {})
    return judge.schema["$defs"][node["$ref"].rsplit("/", 1)[-1]] if "$ref" in node else node


def _texts(judge: Validator, body: Body) -> Iterator[tuple[Steps, Mapping[str, Any]]]:
    """Yield where *body* holds free text, with its schema."""
    for steps, value in _walk(body):
        place = judge.places.find(steps)
        if isinstance(value, str) and place and place.element and place.element.type == "text":
            yield steps, _schema(judge, steps)


def _text(schema: Mapping[str, Any]) -> st.SearchStrategy[str]:
    return st.text(_LETTERS, min_size=schema.get("minLength", 1), max_size=min(schema.get("maxLength", 40), 512))


def _missing(judge: Validator, base: Body) -> list[tuple[Steps, Any]]:
    return [
        ((*steps, name), None)
        for steps, node in _walk(base)
        if isinstance(node, dict)
        for name in _schema(judge, steps).get("required", [])
    ]


def _miscoded(judge: Validator, base: Body) -> list[tuple[Steps, Any]]:
    return [(steps, "~") for steps, value in _walk(base) if isinstance(value, str) and "enum" in _schema(judge, steps)]


def _unknown(_judge: Validator, base: Body) -> list[tuple[Steps, Any]]:
    return [((*steps, "notAnElement"), "1") for steps, node in _walk(base) if isinstance(node, dict)]


_BREAKERS: dict[str, Callable[[Validator, Body], list[tuple[Steps, Any]]]] = {
    "CBEC-S-required": _missing,
    "CBEC-S-code": _miscoded,
    "CBEC-S-unknown": _unknown,
}


def _get(node: Any, steps: Any) -> Any:
    for step in steps:
        node = node[step]
    return node


def _put(body: Body, steps: Steps, value: Any) -> None:
    _get(body, steps[:-1])[steps[-1]] = value
