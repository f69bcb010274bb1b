"""Texts of files: decoded strictly, and the line and column of what stands in them, as an editor counts them."""

from cbec.terms import UsageError


def line(text: str, at: int, first: int = 1) -> int:
    """Give the line of the offset *at*, where *first* is the first line of the text."""
    return text.count("\n", 0, at) + first


def place(text: str, at: int, first: int = 1) -> str:
    """Name the line and the column of the offset *at*."""
    return f"line {line(text, at, first)}, column {at - text.rfind(chr(10), 0, at)}"


def utf_8(content: bytes, name: str, first: int = 1) -> str:
    """Decode *content* as UTF-8, with or without a byte-order mark; raises UsageError on any other encoding."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        before = fault.object[: fault.start].decode("utf-8", "replace")
        told = f"the byte 0x{fault.object[fault.start]:02X} is not UTF-8; save the file as UTF-8."
        raise UsageError(f"{name}, {place(before, len(before), first)}: {told}") from None
