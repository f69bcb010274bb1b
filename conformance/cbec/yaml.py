"""YAML as JSON would have it: JSON's scalars only, no key twice, no anchors, bounded depth.

YAML 1.1 reads ``NO`` (Norway) as false, ``6109.10`` (an HS subheading) as a number and ``on`` as true;
a customs specification cannot afford that.
"""

import re
from typing import Any

import yaml

from cbec.terms import UsageError

MAX_DEPTH = 40

_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C parser where PyYAML has it: ten times faster


class _JsonScalars(_Base):  # type: ignore[misc]  # the base is chosen at run time
    """A loader that resolves nothing but JSON's own scalars."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012  # PyYAML's own protocol


for _tag, _pattern, _first in (
    ("tag:yaml.org,2002:bool", r"^(?:true|false)$", "tf"),
    ("tag:yaml.org,2002:int", r"^-?(?:0|[1-9][0-9]*)$", "-0123456789"),
    ("tag:yaml.org,2002:float", r"^-?(?:0|[1-9][0-9]*)\.[0-9]+$", "-0123456789"),
    ("tag:yaml.org,2002:null", r"^null$", "n"),
):
    _JsonScalars.add_implicit_resolver(_tag, re.compile(_pattern), list(_first))


def _mapping(loader: Any, node: yaml.MappingNode) -> dict[str, Any]:
    pairs: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if not isinstance(key, str):
            raise yaml.constructor.ConstructorError(
                None, None, f"the key {key!r} is not text; put it in quotes", key_node.start_mark
            )
        if key in pairs:
            raise yaml.constructor.ConstructorError(
                None, None, f"the key {key!r} is said twice; keep one", key_node.start_mark
            )
        pairs[key] = loader.construct_object(value_node, deep=True)
    return pairs


_JsonScalars.add_constructor("tag:yaml.org,2002:map", _mapping)


def load(text: str, name: str) -> Any:
    """Read *text* as YAML with JSON's meaning; *name* is what an error calls it.

    Raises UsageError with file, line and what to do when the text is not such YAML.
    """
    try:
        depth = 0
        for event in yaml.parse(text, Loader=_JsonScalars):
            if getattr(event, "anchor", None):
                line = event.start_mark.line + 1 if event.start_mark else 0
                raise UsageError(f"{name}, line {line}: anchors (&, *) are not read here; write the value out.")
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            if depth > MAX_DEPTH:
                raise UsageError(f"{name}: nested more than {MAX_DEPTH} deep; flatten it.")
        return yaml.load(text, Loader=_JsonScalars)  # noqa: S506  # a subclass of the safe loader
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        where = f", line {mark.line + 1}" if mark else ""
        problem = getattr(fault, "problem", None) or str(fault)
        raise UsageError(f"{name}{where}: not readable as YAML: {problem}.") from None
