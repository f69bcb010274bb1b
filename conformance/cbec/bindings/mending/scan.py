"""What a text that should be XML has wrong: read once, in linear time, up to the first fault that nothing mends.

A fault is mended only where one reading is left: what is changed can then be no value, or the value becomes what
was plainly meant. What is missing, stands twice or is nested wrongly is told, never mended.
"""

import re
from contextlib import suppress

from cbec.bindings.document import MAX_DEPTH
from cbec.bindings.mending.comments import Comments
from cbec.bindings.mending.defects import BLANKS, Defect, Edit, EnoughError, Faults, blank, short
from cbec.bindings.mending.prefixes import Prefixes
from cbec.bindings.mending.tags import NAME, START, Tag, read_tag
from cbec.bindings.mending.values import Values
from cbec.bindings.position import line

_S = f"[{BLANKS}]"
_END = re.compile(rf"</({NAME}){_S}*+>")
#: A '<' in a text: nothing that begins markup follows, nor a blank and what might be meant for a tag.
_STRAY = re.compile(rf"<(?![/!?]|{START})(?!{_S}++(?:/{_S}*+)?{START}[^<>]*+>)")
_DECLARATION = re.compile(rf"<\?xml{_S}[^<>?]*+\?>")
_INK = re.compile(rf"[^{BLANKS}]")
_COMMENT = re.compile(r"<!--(?:[^-]|-(?!-))*+-->")
_AGAIN = re.compile(rf"<(?:({NAME})|[/!]|\?xml{_S})")


def defects(text: str) -> list[Defect]:
    """List what is wrong with *text*; only the last may be one that nothing mends."""
    faults = Faults()
    with suppress(EnoughError):
        _Scan(text, faults).document()
    return faults.found


class _Scan:
    """One pass over one text, and which elements are open."""

    def __init__(self, text: str, faults: Faults) -> None:
        self.text = text
        self.tell = faults.tell
        self.comments = Comments(text, faults)
        self.values = Values(text, faults)
        self.open: list[Tag] = []
        self.root: Tag | None = None
        self.prefixes = Prefixes(faults)

    def document(self) -> None:
        """Read from the beginning to the end of the root element, and what is behind it."""
        at = self._beginning()
        while not (self.root and not self.open):
            mark = self.text.find("<", at)
            if mark < 0:
                self._cut_off()
            if at < mark:
                self._between(at, mark)
            at = self._markup(mark)
        self._behind(at)

    def _beginning(self) -> int:
        """Look at what stands before the first markup; before the XML declaration not even a blank may."""
        first = max(self.text.find("<"), 0)
        declaration = _DECLARATION.match(self.text, first)
        end = declaration.end() if declaration else first
        ink = _INK.search(self.text, 0, first)
        if ink or (first and declaration):
            told = f"{'text stands' if ink else 'blanks stand'} before the {'message' if ink else 'XML declaration'}"
            edit = Edit(0, end, blank(self.text[:end]))
            self.tell(Defect(ink.start() if ink else 0, told, "take that out", "left out", (edit,)))
        return end

    def _between(self, start: int, end: int) -> None:
        """Look at the text from *start* to *end*, which holds no markup."""
        if self.root:
            self.values.read(start, end)
        elif ink := _INK.search(self.text, start, end):
            edit = Edit(start, end, blank(self.text[start:end]))
            self.tell(Defect(ink.start(), "text stands before the message", "take that out", "left out", (edit,)))

    def _markup(self, at: int) -> int:
        """Read what begins with the '<' at *at*; gives the offset behind it."""
        text = self.text
        if text.startswith("<!--", at):
            return self.comments.read(at)
        if text.startswith("<?", at):
            return self._instruction(at)
        if text.startswith("<![CDATA[", at) and self.root:
            return self.values.verbatim(at)
        if text.startswith("<!", at):
            self.tell(Defect(at, "'<!' begins a declaration, which no message needs", "take it out"))
        if text.startswith("</", at):
            return self._end(at)
        if self.root and _STRAY.match(text, at):
            edit = Edit(at, at + 1, "&lt;")
            self.tell(Defect(at, "a '<' begins no tag", "write &lt;", "read as &lt;", (edit,)))
            return at + 1
        return self._start(at)

    def _instruction(self, at: int) -> int:
        end = self.text.find("?>", at + 2)
        if end < 0:
            self.tell(Defect(at, "'<?' begins what is never ended", "write ?> where it ends"))
        if at and _DECLARATION.match(self.text, at):
            told = "an XML declaration stands inside the file, as if a second message began"
            self.tell(Defect(at, told, "put each message into a file of its own"))
        self.values.controls(at, end)
        return end + 2

    def _start(self, at: int) -> int:
        tag = read_tag(self.text, at)
        for defect in tag.defects:
            self.tell(defect)
        self.values.attributes(tag.name_end, tag.end)
        self.root = self.root or tag
        self.prefixes.enter(tag, self.root)
        self.open.append(tag)
        if len(self.open) > MAX_DEPTH:
            self.tell(Defect(at, f"nested more than {MAX_DEPTH} deep", "no message of this kind is"))
        if tag.empty:
            self.prefixes.leave(self.open.pop())
        return tag.end

    def _end(self, at: int) -> int:
        found = _END.match(self.text, at)
        if not found:
            self.tell(Defect(at, "'</' begins no end of an element", "write it as </Name>"))
            return at
        if not self.open:
            self.tell(Defect(at, f"</{short(found[1])}> ends what never began", "take it out"))
        tag = self.open.pop()
        if tag.name != found[1]:
            since = f"<{short(tag.name)}> of line {line(self.text, tag.at)}"
            told, cure = f"</{short(found[1])}> stands where {since} is still open", f"write </{short(tag.name)}> first"
            self.tell(Defect(at, told, cure))
        self.prefixes.leave(tag)
        return found.end()

    def _behind(self, at: int) -> None:
        """Look at what follows the end of the root element: comments may, text and elements may not."""
        while ink := _INK.search(self.text, at):
            at = ink.start()
            if not self.text.startswith(("<!--", "<?"), at):
                break
            at = self._markup(at)
        else:
            return
        again = _AGAIN.search(_COMMENT.sub(lambda found: " " * len(found[0]), self.text[at:]))
        if again and again[1]:
            told = f"a second message, <{short(again[1])}>, begins behind the end of the first"
            self.tell(Defect(at + again.start(), told, "put each into a file of its own"))
        elif again:
            told = "markup stands behind the end of the message"
            self.tell(Defect(at + again.start(), told, "take it out, or send the file whole"))
        edit = Edit(at, len(self.text), "")
        self.tell(Defect(at, "text stands behind the end of the message", "take that out", "left out", (edit,)))

    def _cut_off(self) -> None:
        at = len(self.text.rstrip(BLANKS))
        if not self.open:
            self.tell(Defect(at, "no element begins", "send a message"))
        tag = self.open[-1]
        told = (
            f"the file ends inside <{short(tag.name)}>, which begins on line {line(self.text, tag.at)}: it was cut off"
        )
        self.tell(Defect(at, told, "send it whole"))
