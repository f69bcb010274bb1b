"""Nothing is defined and never used."""

from collections.abc import Iterator

from cbec.lint.problem import Problem, home_of
from cbec.model import Files, Spec


def orphans(spec: Spec, files: Files) -> Iterator[Problem]:
    """Check that elements are carried, sources cited, and standards of the framework served by a requirement."""
    carried = {place.element.id for message in spec.messages.values() for place in message.places() if place.element}
    for id_ in sorted(set(spec.elements) - carried):
        yield Problem(
            home_of(files, "elements", id_),
            f"{id_} is defined and never carried; add a line to a message, or delete it.",
        )
    served = {one.standard for one in spec.requirements.values()}
    for id_ in sorted(set(spec.framework.standards) - served):
        says = f"the standard {id_!r} is served by no requirement; say which one it asks for, with `standard: {id_}`."
        yield Problem("framework", says)
    cited = {text for one in _facts(files) for text in one}
    for id_ in sorted(set(spec.sources) - cited):
        yield Problem("sources", f"the source {id_!r} is listed and never cited; cite it, or delete it.")


def _facts(files: Files) -> Iterator[set[str]]:
    for path, data in files.parsed.items():
        if not path.startswith("sources/"):
            yield set(_cited(data))


def _cited(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key in {"source", "note"} and isinstance(value, str):
                yield from (value.replace(",", " ").replace(";", " ").replace("(", " ").replace(")", " ").split())
            yield from _cited(value)
    elif isinstance(node, list):
        for value in node:
            yield from _cited(value)
