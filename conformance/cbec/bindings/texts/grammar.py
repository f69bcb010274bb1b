"""The grammar of a text of lines, as a binding states it: which lines there are, and which belong below which."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cbec.bindings.texts.form import LineForm, line_form
from cbec.model import Binding
from cbec.terms import KitFault

#: How long a line may be where the binding does not say.
WIDTH = 2000


@dataclass(frozen=True)
class Kind:
    """One kind of line: its form, the lines that go on with it, and the kinds that belong below it.

    ``more`` are the forms of lines that add to it, in this order; ``again`` is the shorter form of another line of
    the same kind after the first. A value named in ``wraps`` goes on in further lines when it is longer than that.
    """

    name: str
    form: LineForm
    more: tuple[LineForm, ...] = ()
    again: LineForm | None = None
    holds: tuple[str, ...] = ()
    repeats: bool = False
    wraps: Mapping[str, int] | None = None


@dataclass(frozen=True)
class Grammar:
    """The kinds of line of one syntax; ``first`` begins a message, and ``width`` is what a line may hold."""

    first: str
    width: int
    kinds: Mapping[str, Kind]

    @property
    def identifiers(self) -> dict[str, Kind]:
        """The kinds by what their lines begin with; those without an identifier are left out."""
        return {kind.form.identifier: kind for kind in self.kinds.values() if kind.form.identifier}

    def around(self, name: str) -> str:
        """Name the kinds that the kind *name* belongs below."""
        return " or ".join(kind.name for kind in self.kinds.values() if name in kind.holds)


def grammar(binding: Binding) -> Grammar:
    """Compile the grammar of *binding*; raises KitFault where it names a kind that it does not describe."""
    data = binding.extra
    if missing := {"first", "kinds"} - set(data):
        raise KitFault(f"the binding {binding.id} does not say which lines it has: `lines` lacks {min(missing)}.")
    fields = tuple(data.get("fields", {}).items())
    for name, like in fields:
        try:
            if re.compile(like).groups:
                raise KitFault(f"the binding {binding.id}: the field {name} has a group that catches; write (?:…).")
        except re.error as fault:
            raise KitFault(f"the binding {binding.id}: the field {name} is no regular expression ({fault}).") from None
    kinds = {name: _kind(name, one, fields) for name, one in data["kinds"].items()}
    named = {data["first"], *(below for kind in kinds.values() for below in kind.holds)}
    if unknown := sorted(named - set(kinds)):
        raise KitFault(f"the binding {binding.id} names the line {unknown[0]!r} and does not describe it.")
    return Grammar(data["first"], data.get("width", WIDTH), kinds)


def _kind(name: str, data: Mapping[str, Any], fields: tuple[tuple[str, str], ...]) -> Kind:
    return Kind(
        name=name,
        form=line_form(data["form"], fields),
        more=tuple(line_form(words, fields) for words in data.get("more", [])),
        again=line_form(data["again"], fields) if "again" in data else None,
        holds=tuple(data.get("holds", [])),
        repeats=data.get("repeats", False) or "again" in data,
        wraps=data.get("wraps", {}),
    )
