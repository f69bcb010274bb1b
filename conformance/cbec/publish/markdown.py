"""Small pieces of Markdown, escaped: a text of the specification never becomes markup."""

import re
from collections.abc import Iterable, Sequence

_MARKUP = re.compile(r"([\\`*_{}\[\]<>|#])")


def text(value: str) -> str:
    """Write *value* as plain text on one line."""
    return _MARKUP.sub(r"\\\1", " ".join(value.split()))


def code(value: str) -> str:
    """Write *value* as code, in a cell of a table as well."""
    fence = "``" if "`" in value else "`"
    return f"{fence}{value.replace('|', chr(0x2758))}{fence}" if value else ""


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Give the lines of a table, with an empty line around it; nothing without rows."""
    body = [f"| {' | '.join(row)} |" for row in rows]
    return ["", f"| {' | '.join(head)} |", f"|{'---|' * len(head)}", *body, ""] if body else []
