"""The characters of values in a text that should be XML: references, and what no value can hold."""

import re

from cbec.bindings.mending.defects import CONTROL, Defect, Edit, Faults, short
from cbec.bindings.mending.tags import NAME

_REFERENCE = re.compile(r"&(?:(?:amp|lt|gt|quot|apos);|#([0-9]{1,7});|#x([0-9A-Fa-f]{1,6});)?")
#: What may be meant for a reference: to read its '&' as a character would be a guess.
_MEANT = re.compile(rf"&(?:#[^\s<]{{0,10}}|{NAME};|(?:amp|lt|gt|quot|apos|nbsp)(?![A-Za-z]))")
_ALLOWED = ((0x20, 0xD7FF), (0xE000, 0xFFFD), (0x10000, 0x10FFFF))


class Values:
    """The values of one text."""

    def __init__(self, text: str, faults: Faults) -> None:
        self.text = text
        self.tell = faults.tell
        self._controls = CONTROL.search(text) is not None  # looked for once: most files hold none
        self._ends = "]]>" in text

    def read(self, start: int, end: int) -> None:
        """Look at the text between two tags."""
        self.attributes(start, end)
        if self._ends and (at := self.text.find("]]>", start, end)) >= 0:
            self.tell(Defect(at, "a text holds ']]>', which XML forbids", "write ]]&gt;"))

    def attributes(self, start: int, end: int) -> None:
        """Look at a tag, whose attributes hold values."""
        self.controls(start, end)
        first = self.text.find("&", start, end)
        for found in _REFERENCE.finditer(self.text, first, end) if first >= 0 else ():
            if found[0] == "&":
                self._ampersand(found.start(), end)
            elif (digits := found[1] or found[2]) and not _is_character(int(digits, 10 if found[1] else 16)):
                self._unknown(found.start(), found[0])

    def verbatim(self, at: int) -> int:
        """Look at the CDATA section that begins at *at*; gives the offset behind it."""
        end = self.text.find("]]>", at)
        if end < 0:
            self.tell(Defect(at, "a CDATA section begins that is never ended", "write ]]> where it ends"))
        self.controls(at, end)
        return end + 3

    def controls(self, start: int, end: int) -> None:
        """Look for characters that no XML can hold; what was meant by one in a value is not known."""
        if self._controls and (found := CONTROL.search(self.text, start, end)):
            told = f"the control character U+{ord(found[0]):04X} stands here, which XML forbids"
            self.tell(Defect(found.start(), told, "take it out"))

    def _ampersand(self, at: int, end: int) -> None:
        if meant := _MEANT.match(self.text, at, end):
            self._unknown(at, meant[0])
        edit = Edit(at, at + 1, "&amp;")
        self.tell(Defect(at, "an '&' begins no reference", "write &amp;", "read as &amp;", (edit,)))

    def _unknown(self, at: int, reference: str) -> None:
        told = f"{short(reference)} is no reference that XML knows"
        self.tell(Defect(at, told, "write the character that is meant, and & itself as &amp;"))


def _is_character(number: int) -> bool:
    return number in {9, 10, 13} or any(low <= number <= high for low, high in _ALLOWED)
