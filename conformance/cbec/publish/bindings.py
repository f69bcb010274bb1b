"""A page for each binding: which elements of each message the syntax carries, where, and which it cannot."""

from collections.abc import Iterator

from cbec.bindings.coverage import Coverage, coverage
from cbec.model import Binding, Spec
from cbec.publish.markdown import code, table, text

DIRECTIONS = {"both": "read and written", "read": "read only"}


def bindings_index(spec: Spec) -> str:
    """Write the overview: each binding with its messages and how much of them it carries."""
    lines = [
        "# Syntaxes, element by element",
        "",
        "Computed from the bindings: for each message how many of its elements the syntax has a place for.",
        *table(
            ["Binding", "Syntax", "", "Message", "Elements", "Carried"],
            [
                (
                    f"[{text(one.title)}]({one.id}.md)",
                    one.syntax,
                    DIRECTIONS[one.direction],
                    text(told.title),
                    str(len(told.rows)),
                    str(told.carried),
                )
                for one in sorted(spec.bindings.values(), key=lambda each: each.title)
                for told in coverage(one, spec)
            ],
        ),
    ]
    return "\n".join(lines)


def binding_page(binding: Binding, spec: Spec) -> str:
    """Write the page of *binding*."""
    drafts = "; several drafts from one file" if binding.drafts else ""
    lines = [
        f"# {text(binding.title)}",
        "",
        text(binding.says),
        "",
        f"Syntax {binding.syntax}, {DIRECTIONS[binding.direction]}{drafts}. Id: `{binding.id}`.",
        f"Source: {text(binding.fact.source)} ({binding.fact.status}).",
        "",
        "Recognised by its content:",
        *_recognised(binding),
    ]
    for told in coverage(binding, spec):
        lines += _message(told)
    if binding.passes_over:
        lines += ["", "## Passed over", "", "These parts say nothing about the goods and are not reported as unknown."]
        lines += table(
            ["In the file", "Because it"], [(code(at), text(why)) for at, why in binding.passes_over.items()]
        )
    return "\n".join(lines) + "\n"


def _recognised(binding: Binding) -> Iterator[str]:
    yield ""
    for way in binding.ways:
        told = []
        if "root" in way:
            told.append(f"it begins with {' or '.join(code(at) for at in way['root'])}")
        if "begins" in way:
            told.append(f"its text begins like {code(way['begins'])}")
        if "has" in way:
            told.append(f"it has {', '.join(code(at) for at in way['has'])}")
        yield f"- {' and '.join(told)}" if told else "- by the names of its columns"


def _message(told: Coverage) -> Iterator[str]:
    yield from ("", f"## {text(told.title)}", "")
    yield f"The syntax carries {told.carried} of the {len(told.rows)} elements of the message `{told.message}`."
    rows = [
        (code(f"/{row.place.path}"), text(row.place.element.name) if row.place.element else "", code(row.way))
        for row in told.rows
        if row.carried
    ]
    yield from table(["Canonical place", "Element", "In the file"], rows)
    if told.missing:
        yield from ("", f"It cannot carry {len(told.missing)}; writing tells each of them:", "")
        for row in told.missing:
            needed = ", which the core requires there" if row in told.required_missing else ""
            yield f"- {code(f'/{row.place.path}')} {text(row.place.element.name) if row.place.element else ''}{needed}"
