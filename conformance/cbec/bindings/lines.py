"""Texts of lines, such as Cargo-IMP: each line is a node, each of its values a node below it.

Which lines there are is data of the binding (``lines``). The same data reads and writes.
"""

import re
from dataclasses import dataclass, field

from cbec.bindings.document import MAX_MESSAGE
from cbec.bindings.node import Node
from cbec.bindings.position import utf_8
from cbec.bindings.texts.form import line_form
from cbec.bindings.texts.grammar import Grammar, Kind, grammar
from cbec.bindings.texts.write import write
from cbec.model import Binding
from cbec.terms import UsageError

__all__ = ["TOP", "tree", "write"]

#: The tag of the top of every tree: what is below it is the lines that begin a message.
TOP = "text"
#: The longest line that is looked at; trade messages have lines of 69 characters.
LONGEST = 2000
#: Over how many lines one value may go on.
PIECES = 200

#: How many lines one file may have.
LINES = 500_000

_TEXT = "Text"
#: The forms of a line that the grammar does not know, and of those that go on with it.
_WHOLE, _FURTHER = (line_form(words, ((_TEXT, ".*"),)) for words in ("{Text}", "/{Text}..."))
_BREAK = re.compile(r"\r\n|\n|\r")
_UNKNOWN = re.compile(r"[A-Z]{3}(?:/|$)")


def tree(content: bytes, name: str, binding: Binding) -> Node:
    """Parse *content* by the grammar of *binding*; raises UsageError with one sentence that names the line."""
    reading = _Reading(name, binding.id, grammar(binding))
    lines = _BREAK.split(_text(content, name))
    if len(lines) > LINES:
        raise UsageError(f"{name}: more than {LINES} lines are not read as one file; split it.")
    for number, line in enumerate(lines, 1):
        if len(line) > LONGEST:
            raise UsageError(f"{name}, line {number}: longer than {LONGEST} characters; no line of a message is.")
        if line.strip():
            reading.take(line.rstrip(), number)
    return reading.top


def _text(content: bytes, name: str) -> str:
    if len(content) > MAX_MESSAGE:
        raise UsageError(f"{name}: a text of more than {MAX_MESSAGE >> 20} MB is not read as one file; split it.")
    return utf_8(content, name)


@dataclass
class _Open:
    """A line below which others may come: which of its further forms were met, and of a value in pieces the last."""

    kind: Kind
    node: Node
    met: int = 0
    piece: int = 0
    pieces: int = 0


@dataclass
class _Reading:
    """Builds the tree of a text line by line; ``open`` are the lines that the next one may belong below."""

    name: str
    binding: str
    grammar: Grammar
    top: Node = field(default_factory=lambda: Node(TOP, sourceline=1))
    open: list[_Open] = field(default_factory=list)

    def take(self, line: str, number: int) -> None:
        if self._goes_on(line, number) or self._below(line, number):
            return
        first = self.grammar.kinds[self.grammar.first]
        if (values := first.form.read(line)) is not None:
            self._begin(first, [], self.top, values, number)
        elif self.open and _UNKNOWN.match(line) and line[:3] not in self.grammar.identifiers:
            self._unknown(line, number)
        else:
            raise self._refused(line, number)

    def _goes_on(self, line: str, number: int) -> bool:
        """Whether *line* adds to the line before it, or is another of the same kind in its shorter form."""
        if not self.open:
            return False
        last = self.open[-1]
        for index in range(last.met, len(last.kind.more)):
            form = last.kind.more[index]
            if (values := form.read(line)) is not None:
                last.met = index + (not form.many)
                self._fill(last, values, number)
                return True
        if last.kind.again and (values := last.kind.again.read(line)) is not None:
            self._begin(last.kind, self.open[:-1], last.node.getparent() or self.top, values, number)
            return True
        return False

    def _below(self, line: str, number: int) -> bool:
        """Whether *line* belongs below one of the open lines, the innermost first."""
        for depth in range(len(self.open), 0, -1):
            around = self.open[depth - 1]
            for kind in (self.grammar.kinds[name] for name in around.kind.holds):
                values = kind.form.read(line)
                if values is None:
                    continue
                if not kind.repeats and any(child.tag == kind.name for child in around.node):
                    raise UsageError(
                        f"{self.name}, line {number}: a second line {kind.name} in one {around.kind.name}; "
                        f"it has one, and another {around.kind.name} begins with a line of its own."
                    )
                self._begin(kind, self.open[:depth], around.node, values, number)
                return True
        return False

    def _begin(self, kind: Kind, around: list[_Open], parent: Node, values: list[tuple[str, str]], number: int) -> None:
        self.open = [*around, _Open(kind, parent.add(kind.name, sourceline=number))]
        self._fill(self.open[-1], values, number)

    def _fill(self, open_: _Open, values: list[tuple[str, str]], number: int) -> None:
        for name, value in values:
            limit = (open_.kind.wraps or {}).get(name)
            before = next((child for child in reversed(list(open_.node)) if child.tag == name), None) if limit else None
            if before is not None:
                before.text += value if limit and open_.piece >= limit else f" {value}"
                open_.pieces += 1
            else:
                open_.node.add(name, value, number)
            open_.piece = len(value)
            if open_.pieces > PIECES:
                raise UsageError(f"{self.name}, line {number}: one text over more than {PIECES} lines; shorten it.")

    def _unknown(self, line: str, number: int) -> None:
        """Keep a line that the grammar does not know where it stands, so that it is told as unmapped."""
        around = next((one for one in reversed(self.open) if one.kind.repeats and one.kind.holds), self.open[0])
        kind = Kind(line[:3], _WHOLE, more=(_FURTHER,))
        self._begin(kind, self.open[: self.open.index(around) + 1], around.node, [(_TEXT, line)], number)

    def _refused(self, line: str, number: int) -> UsageError:
        head = line.partition("/")[0]
        known = self.grammar.identifiers
        if not head and self.open:
            last = self.open[-1]
            forms = [form.words for form in (*last.kind.more[last.met :], last.kind.again) if form]
            told = f"after {last.kind.name} a line goes on as {' or '.join(forms)}, and this one does not"
            none = f"no line goes on after {last.kind.name} here"
            says = f"{told if forms else none}; begin it with its identifier, or put it where it belongs."
        elif head in known and known[head].form.read(line) is None:
            says = f"a line {head} is written {known[head].form.words}; this one is not."
        elif head in known:
            says = f"a line {head} belongs below {self.grammar.around(known[head].name)}, and none is open here."
        else:
            begin = ", ".join(known)
            says = f"no line of {self.binding} begins with {head[:12]!r}; lines begin with {begin}."
        return UsageError(f"{self.name}, line {number}: {says}")
