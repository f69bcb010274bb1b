"""Comments that XML does not allow: two hyphens inside, a control character, or an end that lost its hyphens."""

from dataclasses import replace

from cbec.bindings.mending.defects import BLANKS, CONTROL, Defect, Edit, Faults, blank
from cbec.bindings.position import line


class Comments:
    """The comments of one text, read in linear time even where none of them ends."""

    def __init__(self, text: str, faults: Faults) -> None:
        self.text = text
        self.faults = faults
        self._end = 0

    def read(self, at: int) -> int:
        """Read the comment that begins at *at*; gives the offset behind it."""
        end = self._find_end(at + 4)
        inner = self.text.find("<!--", at + 4, end)
        if inner >= 0 or end == len(self.text):
            return self._open(at, inner)
        hyphens = self.text.find("--", at + 4, end + 1)
        control = CONTROL.search(self.text, at + 4, end)
        if hyphens >= 0:
            told = "a comment contains '--', which XML forbids"
            self._leave_out(at + 4, end, Defect(hyphens, told, "write a single hyphen"))
        elif control:
            told = f"a comment contains the control character U+{ord(control[0]):04X}, which XML forbids"
            self._leave_out(at + 4, end, Defect(control.start(), told, "take it out"))
        return end + 3

    def _leave_out(self, start: int, end: int, defect: Defect) -> None:
        edit = Edit(start, end, blank(self.text[start:end]))
        self.faults.tell(replace(defect, done="the comment was left out", edits=(edit,)))

    def _find_end(self, at: int) -> int:
        """Find the next '-->' at or behind *at*, or the end of the text.

        It is kept until it is passed: looking for it from each comment anew would take square time.
        """
        if self._end < at:
            found = self.text.find("-->", at)
            self._end = len(self.text) if found < 0 else found
        return self._end

    def _open(self, at: int, inner: int) -> int:
        """Tell of a comment that is not ended before the next one begins.

        Where '>' alone ends a line right before the next tag, the end that was meant is plain to see. What
        follows are values then, and to pass over them as a comment would lose them.
        """
        first = self.text.find("<", at + 4)
        said = self.text[at + 4 : max(first, at + 4)]
        content = said.rstrip(BLANKS)
        if content.find(">") == len(content) - 1 >= 0 and "\n" in said[len(content) :]:
            end = at + 4 + len(content)
            told, cure = "a comment ends in '>' without its two hyphens", "write -->"
            edit = Edit(at, end, f"<!--{blank(content)}-->")
            self.faults.tell(Defect(end - 1, told, cure, "it was ended there, and what follows was read", (edit,)))
            return end
        if inner < 0:
            self.faults.tell(Defect(at, "a comment begins that is never ended", "write --> where it ends"))
        told = f"a comment begins that is not ended before the next begins on line {line(self.text, inner)}"
        self.faults.tell(Defect(at, told, "write --> where it ends, and none inside another"))
        return at
