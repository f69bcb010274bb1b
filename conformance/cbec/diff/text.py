"""A difference for a person at a terminal, and for a program."""

import textwrap
from collections.abc import Iterator
from typing import Any

from cbec.diff.change import ROLES, Change, Difference

_WIDTH = 96


def as_text(difference: Difference) -> Iterator[str]:
    """Yield the lines that tell the *difference*: what changed, what it means to each role, what is touched."""
    old, new = difference.old, difference.new
    if not difference:
        yield f"Nothing changes from {old} to {new}."
        return
    broken = ", ".join(f"{difference.breaking(role)} breaking for {_article(role)}" for role in ROLES)
    yield from _wrapped(f"From {old} to {new}: {_count(len(difference.changes), 'change')}, {broken}.")
    for heading, changes in _groups(difference):
        yield ""
        yield heading
        for one in changes:
            yield from _change(one)
    for heading, sentences in (("Requirements", difference.requirements), ("Fixtures touched", difference.fixtures)):
        if sentences:
            yield ""
            yield heading
            for sentence in sentences:
                yield from _wrapped(sentence, "  - ", "    ")


def as_json(difference: Difference) -> dict[str, Any]:
    """Give the *difference* as JSON."""
    return {
        "old": difference.old,
        "new": difference.new,
        "breaking": {role: difference.breaking(role) for role in ROLES},
        "changes": [_as_json(one) for one in difference.changes],
        "requirements": list(difference.requirements),
        "fixtures": list(difference.fixtures),
    }


def _as_json(one: Change) -> dict[str, Any]:
    told = {role: {"effect": one.told(role).effect, "says": one.told(role).says} for role in ROLES}
    head = {"kind": one.kind, "subject": one.subject, "messages": list(one.messages), "at": one.at, "says": one.says}
    return {name: value for name, value in head.items() if value} | told


def _groups(difference: Difference) -> Iterator[tuple[str, list[Change]]]:
    """Group the changes: by message what it may state, then the rest by what it is about."""
    groups: dict[str, list[Change]] = {}
    for one in difference.changes:
        topic = one.kind.partition("-")[0]
        heading = {"code": "Codes", "rule": "Rules", "threshold": "Thresholds", "edition": "Profiles"}.get(topic, "")
        groups.setdefault(heading or one.messages[0], []).append(one)
    yield from groups.items()


def _change(one: Change) -> Iterator[str]:
    where = f" ({one.at})" if one.at.startswith("/") else ""
    yield from _wrapped(f"{one.says}{where}", "  - ", "    ")
    for role in ROLES:
        told = one.told(role)
        yield from _wrapped(told.says, f"      {role:<9}  {told.effect:<10}  ", " " * 29)


def _wrapped(text: str, first: str = "", rest: str = "") -> list[str]:
    return textwrap.wrap(
        text, _WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )


def _article(role: str) -> str:
    return f"an {role}" if role[0] in "aeiou" else f"a {role}"


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'s' * (number != 1)}"
