"""Text from a stranger, made fit to be shown: nothing invisible, nothing that a format forbids, never without end."""

import re

_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")
# Control characters, noncharacters, and the marks that turn the direction of writing and so hide what is written.
_UNFIT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)


def storable(text: str) -> str:
    """Replace what UTF-8 cannot hold: a lone half of a surrogate pair."""
    return _LONE_SURROGATE.sub("\ufffd", text)


def visible(text: str) -> str:
    """Show each character that cannot be seen by its number; a Windows line end is a line end."""
    return _UNFIT.sub(_number, text.replace("\r\n", "\n"))


def cut(text: str, limit: int) -> str:
    """Cut *text* after *limit* characters, and say how many are left out."""
    left = len(text) - limit
    return text if left <= 0 else f"{text[:limit]}… ({left} more characters)"


def _number(found: re.Match[str]) -> str:
    return f"⟨U+{ord(found[0]):04X}⟩"
