"""Files made to harm: each is refused with one sentence, leniently read or not, before it costs anything."""

import time
from collections import Counter

import pytest

from cbec.bindings import documents, json, xml
from cbec.bindings.document import MAX_MESSAGE
from cbec.model import load
from cbec.terms import UsageError

LAUGHS = (
    "<!DOCTYPE d [<!ENTITY a 'ha'>"
    + "".join(f"<!ENTITY {chr(98 + level)} '{f'&{chr(97 + level)};' * 10}'>" for level in range(12))
    + "]><Declaration><ID>&m;</ID></Declaration>"
)
DOCTYPE = "a DOCTYPE or entity is declared; remove it, no message needs one."


def declared(encoding: str, text: str) -> bytes:
    """The *text* in *encoding*, which it declares."""
    return f'<?xml version="1.0" encoding="{encoding}"?>'.encode() + text.encode(encoding)


#: what is tried -> the bytes of the file, and how the sentence ends
HOSTILE = {
    "a billion laughs": (LAUGHS.encode(), DOCTYPE),
    "a billion laughs in an attribute": (LAUGHS.replace("<ID>&m;", "<ID a='&m;'>").encode(), DOCTYPE),
    "a billion laughs in UTF-16": (LAUGHS.encode("utf-16"), DOCTYPE),
    "a billion laughs in UTF-16 without a mark": (LAUGHS.encode("utf-16-be"), DOCTYPE),
    "a billion laughs in UTF-7": (declared("UTF-7", LAUGHS.replace("<!", "\0!")).replace(b"+AAA-", b"+ADw-"), "as UTF-8."),
    "a DOCTYPE in UTF-32": ("<!DOCTYPE d><Declaration/>".encode("utf-32-le"), "a DOCTYPE is declared; remove it, no message needs one."),
    "an entity from outside": (
        b'<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]><Declaration><ID>&a;</ID></Declaration>',
        DOCTYPE,
    ),
    "a parameter entity from outside": (
        b'<!DOCTYPE d [<!ENTITY % a SYSTEM "http://127.0.0.1:9/a"> %a;]><Declaration/>',
        DOCTYPE,
    ),
    "a DOCTYPE from outside": (b'<!DOCTYPE d SYSTEM "http://127.0.0.1:9/d.dtd"><Declaration/>', DOCTYPE),
    "an attribute that a DOCTYPE adds": (
        b'<!DOCTYPE d [<!ATTLIST Declaration FunctionCode CDATA "9">]><Declaration/>',
        DOCTYPE,
    ),
    "a DOCTYPE behind a damaged comment": (b"<!-- -- --><!DOCTYPE d><Declaration/>", DOCTYPE),
    "100,000 elements in each other": (
        b"<a>" * 100_000 + b"</a>" * 100_000,
        "line 1, column 193: nested more than 64 deep; no message of this kind is.",
    ),
    "65 elements in each other": (b"<a>" * 65 + b"</a>" * 65, "line 1: nested more than 64 deep; no message of this kind is so."),
    "an attribute of 20 megabytes": (
        b'<Declaration a="' + b"x" * 20_000_000 + b'"/>',
        "longer than any parser reads; no message of this kind holds one.",
    ),
    "200,000 attributes": (
        b"<Declaration " + b" ".join(b'a%d=""' % number for number in range(200_000)) + b"/>",
        "line 1: more than 256 attributes; no message of this kind is so.",
    ),
    "200,000 attributes, damaged": (
        b"<Declaration " + b" ".join(b'a%d=""' % number for number in range(200_000)) + b">&</Declaration>",
        "<Declaration> has more than 256 attributes; no message of this kind has.",
    ),
    "UTF-7": (declared("UTF-7", "<Declaration/>"), "markup can hide in it; save the file as UTF-8."),
    "UTF-32": (declared("UTF-32", "<Declaration/>"), "markup can hide in it; save the file as UTF-8."),
    "zero bytes": (b"<Declaration>\0\0</Declaration>", "the control character U+0000 stands here, which XML forbids; take it out."),
    "zero bytes alone": (b"<" + b"\0" * 1000, "write &lt;, or the name of the element right behind it."),
    "more than is read": (b"<a>" + b" " * MAX_MESSAGE + b"</a>", "more than 64 MB is not read as one message; split it."),
}  # fmt: skip


@pytest.mark.parametrize("lenient", [False, True], ids=["strict", "lenient"])
@pytest.mark.parametrize("kind", HOSTILE)
def test_what_is_made_to_harm_is_refused_at_once(kind: str, lenient: bool) -> None:
    """Nothing is fetched, nothing expanded, nothing recursed into; lenience opens none of these doors."""
    content, ends = HOSTILE[kind]
    since = time.monotonic()
    with pytest.raises(UsageError) as refused:
        next(documents(content, "a.xml", load(), lenient=lenient))

    assert str(refused.value).endswith(ends)
    assert str(refused.value).startswith("a.xml")
    assert 1 == len(str(refused.value).splitlines())
    assert time.monotonic() - since < 20


@pytest.mark.parametrize(
    ("chunks", "says"),
    [
        ([b"<?xml version='1.0'?><!DOC", b"TYPE d [<!ENT", b"ITY a 'b'>]><d><m>&a;</m></d>"], "a DOCTYPE is declared"),
        ([b"<?xml version='1.0' encoding='UTF-7'?>", b"<d><m/></d>"], "'UTF-7' is none that keeps ASCII"),
        ([b"<d>", b"<m>" * 100], "line 1: nested more than 64 deep"),
        ([b"<d>", b"<m " + b" ".join(b"a%d=''" % number for number in range(300)) + b"/>"], "more than 256 attributes"),
        ([b"<d>\n", b"<m>", b"</n>"], "line 2, column 8: not well-formed XML"),
    ],
)
def test_a_long_file_is_no_way_around(chunks: list[bytes], says: str) -> None:
    """A file that is read piece by piece is bounded as one that is read whole, wherever the pieces end."""
    with pytest.raises(UsageError, match=says):
        list(xml.records(iter(chunks), "a.xml", {"d/m"}, {}))


def test_the_records_of_a_long_file_are_read() -> None:
    """What is refused above would else be read: the control of the tests on long files."""
    gone: dict[object, Counter[str]] = {}

    assert ["d/m", "d/m"] == [way for way, _ in xml.records(iter([b"<d><m/>", b"<m/></d>"]), "a.xml", {"d/m"}, gone)]


@pytest.mark.parametrize(
    "content",
    [
        b"[" + b"[]," * 70 + b'"' + b'\\"' * 2_000_000,
        b"{" + b",".join(b'"k%d":1' % number for number in range(300_000)) + b',"k299999":2}',
        b'{"a":' + b"9" * 5_000_000 + b"}",
        b"[" * 5_000_000,
        b'{"' + b"k" * 1_000_000 + b'":1,"' + b"k" * 1_000_000 + b'":2}',
    ],
    ids=["quotes", "names", "digits", "brackets", "a name twice"],
)
def test_json_made_to_harm_is_refused_at_once(content: bytes) -> None:
    """Eighty kilobytes of quotes once took minutes: looking for a fault is linear as well, and its sentence short."""
    since = time.monotonic()
    with pytest.raises(UsageError) as refused:
        json.parse(content, "a.json")

    assert len(str(refused.value)) < 300
    assert time.monotonic() - since < 20
