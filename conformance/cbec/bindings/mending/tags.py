"""One start tag of a text that may not be XML: its name, its prefixes, and what is wrong with it."""

import re
from typing import NamedTuple

from cbec.bindings.document import MAX_ATTRIBUTES
from cbec.bindings.mending.defects import BLANKS, Defect, Edit, short

_FIRST = (
    ":A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
#: A character that may begin a name, and a whole name, as XML 1.0 has them.
START = f"[{_FIRST}]"
NAME = rf"[{_FIRST}][{_FIRST}.0-9\u00b7\u0300-\u036f\u203f\u2040-]*+"

_S = f"[{BLANKS}]"
_DOUBLE, _SINGLE = "“”„‟″", "‘’‚‛′"  # noqa: RUF001  # what word processors make of straight quotes
_NO_MESSAGE = "no message of this kind has"
_OPENING = re.compile(rf"<({NAME})")
#: By far the most tags: no attribute, no prefix.
_PLAIN = re.compile(rf"<([A-Za-z_][A-Za-z0-9_.-]*+){_S}*+(/?)>")
_ATTRIBUTE = re.compile(
    rf"{_S}++({NAME}){_S}*+={_S}*+(?:\"[^<\"]*+\"|'[^<']*+'"
    rf"|([{_DOUBLE}])[^<>\"{_DOUBLE}]*+([{_DOUBLE}])|([{_SINGLE}])[^<>'{_SINGLE}]*+([{_SINGLE}]))"
)
_CLOSING = re.compile(rf"{_S}*+(/?)>")
_VALUELESS = re.compile(rf"{_S}*+({NAME}){_S}*+(=?){_S}*+([\"']?)")


class Tag(NamedTuple):
    """A start tag from ``at`` to ``end``; with a defect that nothing mends, ``end`` is where that stands."""

    at: int
    name: str
    name_end: int
    end: int
    empty: bool = False
    declares: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    defects: tuple[Defect, ...] = ()


def read_tag(text: str, at: int) -> Tag:
    """Read the start tag that begins with the '<' at *at*."""
    if plain := _PLAIN.match(text, at):
        return Tag(at, plain[1], plain.end(1), plain.end(), bool(plain[2]))
    opening = _OPENING.match(text, at)
    if not opening:
        told = Defect(at, "a '<' begins no element", "write &lt;, or the name of the element right behind it")
        return Tag(at, "", at + 1, at + 1, defects=(told,))
    names: dict[str, None] = {}
    found: list[Defect] = []
    end = opening.end()
    while attribute := _ATTRIBUTE.match(text, end):
        if len(names) == MAX_ATTRIBUTES:
            found.append(Defect(end, f"<{short(opening[1])}> has more than {MAX_ATTRIBUTES} attributes", _NO_MESSAGE))
            break
        if attribute[1] in names:
            found.append(Defect(attribute.start(1), f"the attribute {short(attribute[1])} stands twice", "keep one"))
            break
        names[attribute[1]] = None
        if attribute.lastindex and attribute.lastindex > 1:
            found.append(_straightened(attribute))
        end = attribute.end()
    closing = _CLOSING.match(text, end)
    if not closing:
        found.append(_broken(text, short(opening[1]), end))
    prefixes = [name.partition(":") for name in (opening[1], *names)]
    return Tag(
        at,
        opening[1],
        opening.end(),
        closing.end() if closing else end,
        empty=bool(closing and closing[1]),
        declares=tuple(local for prefix, _, local in prefixes if prefix == "xmlns" and local),
        uses=tuple(dict.fromkeys(prefix for prefix, _, local in prefixes if prefix and local and prefix != "xmlns")),
        defects=tuple(found),
    )


def _straightened(attribute: re.Match[str]) -> Defect:
    group = 2 if attribute[2] else 4
    quote = '"' if group == 2 else "'"
    edits = tuple(Edit(attribute.start(one), attribute.end(one), quote) for one in (group, group + 1))
    told = f"typographic quotes stand around the value of {short(attribute[1])}"
    return Defect(attribute.start(group), told, f"write {quote}", f"read as {quote}", edits)


def _broken(text: str, tag: str, at: int) -> Defect:
    """Tell why the tag does not go on at *at*."""
    found = _VALUELESS.match(text, at)
    if not found:
        return _cut_off(text, tag, at) or Defect(at, f"the tag <{tag}> holds what is no attribute", "end it with >")
    attribute = f"the attribute {short(found[1])} of <{tag}>"
    if not found[2]:
        return Defect(found.start(1), f"{attribute} has no value", 'write it as name="value"')
    if not found[3]:
        return Defect(found.end(), f"the value of {attribute} is not in quotes", 'write it as name="value"')
    if text[at] not in BLANKS:
        return Defect(at, f"no blank stands before {attribute}", "put one there")
    told = f"the value of {attribute} is not ended before the next '<'"
    return _cut_off(text, tag, found.end()) or Defect(found.start(3), told, "end it with a quote, and write < as &lt;")


def _cut_off(text: str, tag: str, at: int) -> Defect | None:
    """Tell that the text ends inside the tag, if no other markup follows *at*."""
    if text.find("<", at) >= 0 or text.find(">", at) >= 0:
        return None
    return Defect(len(text.rstrip(BLANKS)), f"the file ends inside the tag <{tag}>: it was cut off", "send it whole")
