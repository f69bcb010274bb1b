"""Definitions define, titles are titles, sentences end."""

from collections.abc import Iterator

from cbec.lint.problem import Problem, home_of
from cbec.model import Files, Spec


def wording(spec: Spec, files: Files) -> Iterator[Problem]:
    """Check that a definition says more than the name, and that what is said is a sentence."""
    for element in spec.elements.values():
        path = home_of(files, "elements", element.id)
        if _plain(element.means) == _plain(element.name):
            yield Problem(
                path,
                f"the definition of {element.id} is its name; say what it means in a sentence of our own.",
            )
        if not element.means.endswith("."):
            yield Problem(path, f"the definition of {element.id} does not end with a full stop; write a sentence.")
        if not element.wco and not element.extension and element.fact.key != "kit":
            yield Problem(
                path,
                f"{element.id} has no WCO id and does not say what carries it; add `wco` or `extension`.",
            )
        if element.wco and not element.wco_class and not element.id.startswith("envelope."):
            yield Problem(path, f"{element.id} has a WCO id without its class; add `class`.")
    for kind, sentences in (
        ("rule", {one.id: one.says for one in spec.rules.values()}),
        ("requirements", {one.id: one.says for one in spec.requirements.values()}),
    ):
        for id_, says in sentences.items():
            if not says.endswith("."):
                yield Problem(
                    home_of(files, kind, id_),
                    f"what {id_} says does not end with a full stop; write a sentence.",
                )


def _plain(text: str) -> str:
    return "".join(character for character in text.lower() if character.isalnum())
