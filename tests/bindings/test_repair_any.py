"""What mending must do to every file there is: nothing to a good one, something bounded to any other."""

import re
import time
from datetime import timedelta
from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from cbec.bindings import documents
from cbec.bindings.mending.repair import diagnose, mend
from cbec.model import load
from cbec.terms import UsageError
from tests.bindings.test_repair import GOOD

#: Every character that XML can hold, the awkward ones often.
CHARACTERS = st.text(
    st.sampled_from("<>&\"'-;#!?[]=“”‘’: \n\tx1é朱😀")  # noqa: RUF001  # as word processors write them
    | st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="￾￿"),
    max_size=12,
)
NAMES = st.sampled_from(["a", "Declaration", "Item.Line", "_2", "é", "md", "x-1", "amp"])
PREFIXES = st.sampled_from(["", "md:", "xsi:"])


@st.composite
def pieces(draw: st.DrawFn, depth: int = 0) -> str:
    """Draw one piece of what an element may hold, as XML."""
    kind = draw(st.sampled_from(["text", "text", "element", "element", "comment", "CDATA", "instruction", "reference"]))
    text = draw(CHARACTERS)
    if kind == "element" and depth < 3:
        return draw(elements(depth + 1))
    if kind == "comment":
        return f"<!--{re.sub('-(?=-|$)', '_', text)}-->"
    if kind == "CDATA":
        return f"<![CDATA[{text.replace(']]>', ']')}]]>"
    if kind == "instruction":
        return f"<?note {text.replace('?>', '')} ?>"
    if kind == "reference":
        return draw(st.sampled_from(["&amp;", "&lt;", "&#9;", "&#x1F600;", "&quot;", "&#38;"]))
    return escape(text)


@st.composite
def elements(draw: st.DrawFn, depth: int = 0) -> str:
    """Draw one element, as XML."""
    name = draw(PREFIXES) + draw(NAMES)
    space = draw(st.sampled_from([" ", "\n", "\t "]))
    named = draw(st.dictionaries(st.builds(str.__add__, PREFIXES, NAMES), CHARACTERS, max_size=3))
    said = "".join(f"{space}{one}{draw(st.sampled_from(['=', ' = ']))}{quoteattr(text)}" for one, text in named.items())
    held = "".join(draw(st.lists(pieces(depth), max_size=4)))
    return f"<{name}{said}>{held}</{name}{draw(st.sampled_from(['', ' ']))}>" if held else f"<{name}{said}/>"


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """Draw a well-formed file, in one of the ways in which such files are written."""
    encoding = draw(st.sampled_from(["", "UTF-8", "UTF-16", "GB18030"]))
    head = f'<?xml version="1.0" encoding="{encoding}"?>' if encoding else ""
    around = st.sampled_from(["", "\n", "<!-- note -->", "\n<?note x?>\n"])
    held = "".join(draw(st.lists(pieces(), max_size=5)))
    declared = 'xmlns:md="urn:md" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    text = f"{head}{draw(around)}<Top {declared}>{held}</Top>{draw(around)}"
    return text.encode(encoding or "utf-8-sig")


@given(files())
def test_a_well_formed_file_is_never_changed(content: bytes) -> None:
    """A repair of what is right would be damage: whatever a file holds, if XML allows it, it comes back untouched."""
    etree.fromstring(content)

    assert (content, ()) == mend(content)


DAMAGES = {
    "text behind": lambda text: text + "\nheaders=List(x)",
    "text before": lambda text: "sent:\n" + text,
    "hyphens": lambda text: text.replace("-->", " -- -->"),
    "ampersands": lambda text: re.sub("&amp;(?![A-Za-z#é朱_:])", "&", text),
    "quotes": lambda text: re.sub('(?<=[a-z1])="([^"=&<“”„‟″]*)"', "=“\\1”", text),
    "prefixes": lambda text: re.sub(' xmlns:md="[^"]*"', "", text),
}


@given(st.lists(pieces(), max_size=5).map("".join), st.sets(st.sampled_from(sorted(DAMAGES)), min_size=1))
def test_a_damaged_file_becomes_the_tree_that_it_was(held: str, damages: set[str]) -> None:
    """All values stand where they stood: only comments, blanks at the ends and namespaces may differ."""
    if "CDATA" in held or "<?" in held:
        return  # what stands there is not markup: to damage it is to alter a value
    good = f'<Top xmlns:md="urn:md" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{held}</Top>'
    bad = good
    for damage in sorted(damages):
        bad = DAMAGES[damage](bad)
    mended, _ = mend(bad.encode())

    assert values(good.encode()) == values(mended)


def values(content: bytes) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """The names, texts and attributes of all elements, without their namespaces."""
    return [
        (
            etree.QName(node).localname,
            "".join([node.text or "", *(child.tail or "" for child in node)]),
            [(etree.QName(name).localname, str(value)) for name, value in node.attrib.items()],
        )
        for node in etree.fromstring(content).iter(etree.Element)
    ]


@st.composite
def spoiled(draw: st.DrawFn) -> bytes:
    """Draw a good file with some bytes put in, taken out or written over."""
    content = GOOD.encode()
    awkward = [
        b"<",
        b">",
        b"&",
        b"--",
        b"<!--",
        b"-->",
        b"]]>",
        b'"',
        b"\0",
        b"\xff",
        b"\xc3",
        b"</",
        b"?>",
        b"\n",
        b":",
    ]
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(content)))
        put = draw(st.sampled_from(awkward) | st.binary(max_size=4))
        content = content[:at] + put + content[at + draw(st.integers(0, 40)) :]
    return content


@given(spoiled() | st.binary(max_size=200).map(b"<".__add__) | st.text(max_size=100).map(str.encode), st.booleans())
@settings(deadline=timedelta(seconds=2))
def test_any_bytes_give_a_message_or_one_sentence(content: bytes, lenient: bool) -> None:
    """Inputs are hostile until proved otherwise: no traceback, no second line, no endless work."""
    try:
        said = ""
        read = list(documents(content, "a.xml", load(), lenient=lenient))
    except UsageError as told:
        said, read = str(told), []

    assert read or said.startswith("a.xml")
    assert 1 >= len(said.splitlines())


@given(spoiled())
def test_what_parses_after_mending_has_nothing_left_to_mend(content: bytes) -> None:
    """A repair that makes work for the next one was no repair; and lines keep their numbers, or findings mislead."""
    mended, repairs = mend(content)
    try:
        etree.fromstring(mended)
    except etree.XMLSyntaxError:
        return

    assert (mended, ()) == mend(mended)
    assert mended.count(b"\n") <= content.count(b"\n")
    assert all(1 <= one.line <= content.count(b"\n") + 1 for one in repairs)


#: The beginning, what is repeated, and the end of files that are made to take long.
HOSTILE = {
    "comments that begin and never end": ("", "<!--", ""),
    "comments in an element": ("<a>", "<!--", "</a>"),
    "comments that end in one hyphen": ("<a>", "<!-- x>\n<b/>", "--></a>"),
    "one comment of hyphens": ("<a><!--", "-", "--></a>"),
    "one comment without an end": ("<a><!-- x", " ", ">\n<b/></a>"),
    "ampersands": ("<a>", "&", "</a>"),
    "ampersands and letters": ("<a>&", "a", "</a>"),
    "less-than signs": ("<a>", "<", "</a>"),
    "a less-than sign and blanks": ("<a>< ", " ", "</a>"),
    "one name": ("<", "a", ""),
    "quotes": ('<a b="', "'", ""),
    "typographic quotes": ("<a b=“", "“", "/>"),
    "blanks in a tag": ("<a", " ", "/>x"),
    "instructions": ("", "<?", ""),
    "sections": ("<a>", "<![CDATA[", ""),
    "comments behind the end": ("<a/>x", "<!--", ""),
    "ends": ("<a>", "</a>", ""),
    "a declaration that goes on": ("<?xml ", "encoding ", "?><a/>"),
    "blanks before the declaration": ("", " ", "<?xml version='1.0'?><a/>"),
    "zero bytes": ("<", "\0", ""),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_ten_megabytes_of_the_same_take_no_square_time(kind: str) -> None:
    """A file that costs its sender nothing must not cost the reader an hour: the time is linear in its size."""
    begin, again, end = HOSTILE[kind]
    content = (begin + again * (10_000_000 // len(again)) + end).encode()
    since = time.monotonic()
    mended, _ = mend(content)
    said = diagnose(mended, "a.xml", ValueError("not XML"))

    assert said.startswith("a.xml, line ")
    assert time.monotonic() - since < 30
