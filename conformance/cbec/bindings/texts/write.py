"""Texts of lines are written by the grammar that they are read by: a line for each node that has one."""

from collections.abc import Iterator

from cbec.bindings import node as nodes
from cbec.bindings.node import Node
from cbec.bindings.texts.form import LineForm, Values
from cbec.bindings.texts.grammar import Grammar, Kind, grammar
from cbec.model import Binding


def write(top: Node, binding: Binding) -> bytes:
    """Write the tree under *top* by the grammar of *binding*, a line for each node that has one."""
    told = grammar(binding)
    first = told.kinds[told.first]
    lines = [line for one in top if one.tag == first.name for line in _lines(one, first, first.form, told)]
    return ("\n".join(lines) + "\n").encode() if lines else b""


def _lines(node: Node, kind: Kind, form: LineForm, told: Grammar) -> list[str]:
    """Write the line of *node*, those that go on with it, and those below; nothing where it would say nothing."""
    values: Values = {}
    for child in node:
        if child.tag not in kind.holds and (text := nodes.text(child)):
            limit = (kind.wraps or {}).get(child.tag)
            values.setdefault(child.tag, []).extend(pieces(text, limit) if limit else [text])
    said = bool(values)
    line = form.write(values, told.width)
    if not line:
        return []
    below = [text for name in kind.holds for text in _brothers(node, told.kinds[name], told)]
    if not said and not below and kind.name != told.first:
        return []
    return [line, *_further(kind, values, told.width), *below]


def _brothers(node: Node, kind: Kind, told: Grammar) -> Iterator[str]:
    written = False
    for child in node:
        if child.tag == kind.name:
            lines = _lines(child, kind, kind.again if written and kind.again else kind.form, told)
            yield from lines
            written = written or bool(lines)


def _further(kind: Kind, values: Values, width: int) -> Iterator[str]:
    """Write the lines that go on with one; an empty one only where a later one needs it to be counted."""
    waiting: list[str] = []
    for form in kind.more:
        empty = form.write({}, width) or ""
        while any(values.get(slot.name) for slot in form.slots):
            line = form.write(values, width)
            if line and line != empty:
                yield from (*waiting, line)
                waiting = []
                if not form.many:
                    break
        else:
            waiting += [] if form.many else [empty]


def pieces(text: str, width: int) -> Iterator[str]:
    """Cut *text* into pieces for lines: at a blank, which reading puts back, else where a piece is *width* long."""
    while len(text) > width:
        blank = text.rfind(" ", 1, width)
        if blank > 0:
            yield text[:blank]
            text = text[blank + 1 :]
        else:
            yield text[:width]
            text = text[width:]
    yield text
