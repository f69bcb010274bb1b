"""Files that are not quite XML: a sentence for each, and the smallest change that alters no value.

``diagnose`` tells a person what is wrong. ``mend`` changes what can be changed safely, each change a repair
that is reported; lines keep their numbers. Nothing is fetched, and the time is linear in the size of the file.
"""

import re
from dataclasses import dataclass

from cbec.bindings.mending.defects import Defect, Edit, apply, blank
from cbec.bindings.mending.encodings import decode, passes_garbled
from cbec.bindings.mending.scan import defects
from cbec.bindings.position import line
from cbec.terms import WARNING, Finding, Origin

REPAIRED = "CBEC-B-repaired"

_DECLARED = re.compile(r"<\?xml[ \t\r\n][^?<>]{0,200}?([ \t\r\n]encoding[ \t\r\n]*=[ \t\r\n]*[\"'][^\"'<>]{0,40}[\"'])")


@dataclass(frozen=True)
class Repair:
    """One change that mending made: on which line, and what it was."""

    line: int
    says: str

    def finding(self, file: str, rule: str = REPAIRED) -> Finding:
        """Report it as a warning in the *file*."""
        return Finding(rule=rule, severity=WARNING, says=self.says, origin=Origin(file, self.line))


def garbled(content: bytes) -> Repair | None:
    """Tell of *content* that parses as it declares, although its bytes are UTF-8: its letters come out garbled."""
    decoded = decode(content) if passes_garbled(content) else None
    if not decoded or not decoded.defect or not decoded.defect.done:
        return None
    defect = decoded.defect
    return Repair(line(decoded.text, defect.at), f"{_upper(defect.says)}; {defect.cure}, or read with --lenient.")


def diagnose(content: bytes, name: str, fault: Exception, *, lenient: bool = False) -> str:
    """Tell in one sentence why *content* is not XML; *fault* is what the parser said, for what is not known here.

    With *lenient* only what nothing mends is told of.
    """
    decoded = decode(content)
    found = [decoded.defect] if decoded.defect else []
    if not found or (lenient and found[0].done):
        found += defects(decoded.text)
    told = next((one for one in found if not (lenient and one.done)), None)
    return told.sentence(decoded.text, name) if told else as_told(fault, name)


def as_told(fault: Exception, name: str) -> str:
    """Tell in one sentence what the parser said of a file."""
    row, column = getattr(fault, "position", None) or (1, 1)
    said = " ".join(str(getattr(fault, "msg", fault)).split(", line", maxsplit=1)[0].split())
    told = f"not well-formed XML ({said[:200]})."
    if "XML_PARSE_HUGE" in said or "too " in said:
        told = "a value, a name or a comment is longer than any parser reads; no message of this kind holds one."
    return f"{name}, line {max(row, 1)}, column {max(column, 1)}: {told}"


def mend(content: bytes) -> tuple[bytes, tuple[Repair, ...]]:
    """Give *content* with all mended that has one safe reading, and what was mended.

    What is well-formed comes back as it is, unless its bytes are not in the encoding that it declares. Nothing
    is mended behind the first fault that has no safe reading.
    """
    decoded = decode(content)
    found = [decoded.defect] if decoded.defect else []
    if not found or found[0].done:
        found += defects(decoded.text)
    mended = [defect for defect in found if defect.done]
    if not mended:
        return content, ()
    edits = [edit for defect in mended for edit in defect.edits]
    text = apply(decoded.text, [*edits, *_undeclare(decoded.text)])
    return text.encode("utf-8"), tuple(_repairs(decoded.text, mended))


def _undeclare(text: str) -> list[Edit]:
    """Take the encoding out of the XML declaration: what is mended is UTF-8."""
    found = _DECLARED.match(text)
    return [Edit(found.start(1), found.end(1), blank(found[1]))] if found else []


def _repairs(text: str, mended: list[Defect]) -> list[Repair]:
    at, counted, repairs = 1, 0, []
    for defect in sorted(mended, key=lambda one: one.at):
        at, counted = at + text.count("\n", counted, defect.at), defect.at
        repairs.append(Repair(at, f"{_upper(defect.says)}: {defect.done}."))
    return repairs


def _upper(sentence: str) -> str:
    return sentence[0].upper() + sentence[1:]
