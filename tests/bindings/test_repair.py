"""Files that are not quite XML, as real senders write them: a precise sentence, or with lenience a safe repair."""

import re
from dataclasses import dataclass, replace

import pytest

from cbec.bindings import Document, documents, foreign
from cbec.bindings.mending.repair import mend
from cbec.model import load
from cbec.terms import Finding, UsageError

GOOD = """<?xml version="1.0" encoding="UTF-8"?>
<md:MetaData xmlns:md="urn:wco:datamodel:WCO:DocumentMetaData-DMS:2" xmlns="urn:wco:datamodel:WCO:DEC-DMS:2">
  <Declaration>
    <!-- an original -->
    <FunctionCode>9</FunctionCode>
    <TypeCode>IMA</TypeCode>
    <InvoiceAmount currencyID="EUR">12.50</InvoiceAmount>
    <GoodsShipment>
      <Importer><Name>Møller &amp; Søn</Name></Importer>
      <GovernmentAgencyGoodsItem>
        <SequenceNumeric>1</SequenceNumeric>
        <Commodity><Description>Rod &lt; 5 cm</Description></Commodity>
      </GovernmentAgencyGoodsItem>
    </GoodsShipment>
  </Declaration>
</md:MetaData>
"""
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
ASCII = GOOD.replace("Møller &amp; Søn", "Moller")
MARK = "\ufeff"


@dataclass(frozen=True)
class Damage:
    """What the sender made of the good file, what is said of it, and where it can be mended what was done."""

    old: str
    new: str
    says: str
    done: str = ""
    good: str = GOOD
    encoding: str = "utf-8"

    @property
    def content(self) -> bytes:
        assert self.old in self.good
        return self.good.replace(self.old, self.new).encode(self.encoding)


MENDED = {
    "two hyphens in a comment": Damage(
        "an original",
        "an original -- no amendment",
        "line 4, column 22: a comment contains '--', which XML forbids; write a single hyphen",
        "A comment contains '--', which XML forbids: the comment was left out.",
    ),
    "three hyphens at the end of a comment": Damage(
        "original -->",
        "original --->",
        "line 4, column 22: a comment contains '--', which XML forbids; write a single hyphen",
        "A comment contains '--', which XML forbids: the comment was left out.",
    ),
    "an element in such a comment": Damage(
        "an original",
        "<TypeCode>IMD</TypeCode> -- before",
        "line 4, column 35: a comment contains '--', which XML forbids; write a single hyphen",
        "A comment contains '--', which XML forbids: the comment was left out.",
    ),
    "a control character in a comment": Damage(
        "an original",
        "an\x0boriginal",
        "line 4, column 12: a comment contains the control character U+000B, which XML forbids; take it out",
        "A comment contains the control character U+000B, which XML forbids: the comment was left out.",
    ),
    "a comment whose end lost one hyphen": Damage(
        "<!-- an original -->\n    <FunctionCode>9</FunctionCode>",
        "<!-- an original ->\n    <FunctionCode>9</FunctionCode><!-- next -->",
        "line 4, column 23: a comment ends in '>' without its two hyphens; write -->",
        "A comment ends in '>' without its two hyphens: it was ended there, and what follows was read.",
    ),
    "a comment whose end lost both hyphens": Damage(
        "<!-- an original -->\n    <FunctionCode>9</FunctionCode>",
        "<!-- an original\n    >\n    <FunctionCode>9</FunctionCode>",
        "line 5, column 5: a comment ends in '>' without its two hyphens; write -->",
        "A comment ends in '>' without its two hyphens: it was ended there, and what follows was read.",
    ),
    "the line of a log behind the end": Damage(
        "</md:MetaData>\n",
        "</md:MetaData>\nheaders=List((Content-Type,application/xml))\n",
        "line 17, column 1: text stands behind the end of the message; take that out",
        "Text stands behind the end of the message: left out.",
    ),
    "zero bytes behind the end": Damage(
        "</md:MetaData>\n",
        "</md:MetaData>\0\0\0",
        "line 16, column 15: text stands behind the end of the message; take that out",
        "Text stands behind the end of the message: left out.",
    ),
    "a comment, then text behind the end": Damage(
        "</md:MetaData>\n",
        "</md:MetaData>\n<!-- end -->\n2026-07-01 sent <!-- ok -->",
        "line 18, column 1: text stands behind the end of the message; take that out",
        "Text stands behind the end of the message: left out.",
    ),
    "a blank line before the XML declaration": Damage(
        HEAD,
        f"\n{HEAD}",
        "line 1, column 1: blanks stand before the XML declaration; take that out",
        "Blanks stand before the XML declaration: left out.",
    ),
    "the line of a log before the XML declaration": Damage(
        HEAD,
        f"10:42:03 INFO sent:\n{HEAD}",
        "line 1, column 1: text stands before the message; take that out",
        "Text stands before the message: left out.",
    ),
    "the header of a request before the message": Damage(
        HEAD,
        "POST /declarations HTTP/1.1\r\nContent-Type: application/xml\r\n\r\n",
        "line 1, column 1: text stands before the message; take that out",
        "Text stands before the message: left out.",
    ),
    "a second byte-order mark": Damage(
        HEAD,
        f"{MARK}{MARK}{HEAD}",
        "line 1, column 1: text stands before the message; take that out",
        "Text stands before the message: left out.",
    ),
    "an ampersand between blanks": Damage(
        "&amp; Søn",
        "& Søn",
        "line 9, column 30: an '&' begins no reference; write &amp;",
        "An '&' begins no reference: read as &amp;.",
    ),
    "an ampersand in a word": Damage(
        "M&amp;S",
        "M&S",
        "line 9, column 24: an '&' begins no reference; write &amp;",
        "An '&' begins no reference: read as &amp;.",
        GOOD.replace("Møller &amp; Søn", "M&amp;S"),
    ),
    "a less-than sign before a number": Damage(
        "&lt; 5", "< 5", "line 12, column 37: a '<' begins no tag; write &lt;", "A '<' begins no tag: read as &lt;."
    ),
    "typographic double quotes": Damage(
        '"EUR"',
        "“EUR”",
        'line 7, column 31: typographic quotes stand around the value of currencyID; write "',
        'Typographic quotes stand around the value of currencyID: read as ".',
    ),
    "typographic single quotes": Damage(
        '"EUR"',
        "‘EUR’",  # noqa: RUF001  # as a word processor writes them
        "line 7, column 31: typographic quotes stand around the value of currencyID; write '",
        "Typographic quotes stand around the value of currencyID: read as '.",
    ),
    "a prefix that nobody declared": Damage(
        'xmlns:md="urn:wco:datamodel:WCO:DocumentMetaData-DMS:2" ',
        "",
        "line 2, column 1: the prefix 'md' is not declared; add xmlns:md to the first tag",
        "The prefix 'md' is not declared: read by the names behind it.",
    ),
    "a prefix declared only where it is not used": Damage(
        "<TypeCode>IMA</TypeCode>",
        '<q:TypeCode xmlns:q="urn:q">IMA</q:TypeCode><q:Name/>',
        "line 6, column 49: the prefix 'q' is not declared; add xmlns:q to the first tag",
        "The prefix 'q' is not declared: read by the names behind it.",
    ),
    "Latin letters in a file that says UTF-8": Damage(
        HEAD,
        HEAD,
        "line 9, column 24: the byte 0xF8 is not UTF-8; save the file as UTF-8",
        "The byte 0xF8 is not UTF-8: read as windows-1252; compare the letters with accents.",
        encoding="cp1252",
    ),
    "UTF-16 declared, as programs that hold text in UTF-16 write into every file": Damage(
        '"UTF-8"',
        '"utf-16"',
        "line 1, column 31: the file declares UTF-16 and is not; declare UTF-8",
        "The file declares UTF-16 and is not: read as UTF-8.",
    ),
    "an encoding of no name": Damage(
        '"UTF-8"',
        '"UTF_8"',
        "line 1, column 31: the encoding 'UTF_8' is not known; declare UTF-8",
        "The encoding 'UTF_8' is not known: read as UTF-8.",
    ),
    "ASCII declared, and more written": Damage(
        '"UTF-8"',
        '"US-ASCII"',
        "line 9, column 24: the file declares US-ASCII, but its bytes are UTF-8, so that letters come out garbled; "
        "declare UTF-8",
        "The file declares US-ASCII, but its bytes are UTF-8, so that letters come out garbled: read as UTF-8.",
    ),
    "UTF-16 without its mark": Damage(
        HEAD,
        "",
        "line 1, column 1: the file is UTF-16 without the byte-order mark by which XML knows it; save the file as UTF-8",
        "The file is UTF-16 without the byte-order mark by which XML knows it: read as UTF-16.",
        encoding="utf-16-le",
    ),
}

TOLD = {
    "an element twice at the top": Damage(
        "</md:MetaData>\n",
        "</md:MetaData>\n<md:MetaData/>",
        "line 17, column 1: a second message, <md:MetaData>, begins behind the end of the first; "
        "put each into a file of its own.",
    ),
    "two files in one": Damage(
        "</md:MetaData>\n",
        f"</md:MetaData>\n{GOOD}",
        "line 17, column 1: an XML declaration stands inside the file, as if a second message began; "
        "put each message into a file of its own.",
    ),
    "cut off between tags": Damage(
        "    </GoodsShipment>\n  </Declaration>\n</md:MetaData>\n",
        "",
        "line 13, column 35: the file ends inside <GoodsShipment>, which begins on line 8: it was cut off; send it whole.",
    ),
    "cut off inside a tag": Damage(
        'currencyID="EUR">12.50</InvoiceAmount>' + GOOD.partition("</InvoiceAmount>")[2],
        'currencyID="E',
        "line 7, column 33: the file ends inside the tag <InvoiceAmount>: it was cut off; send it whole.",
    ),
    "cut off inside a character": Damage(
        GOOD.partition("ø")[2],
        "",
        "line 9, column 24: the file ends inside a character: it was cut off; send it whole.",
        encoding="half of the last letter",
    ),
    "a comment never ended": Damage(
        " original -->",
        " original",
        "line 4, column 5: a comment begins that is never ended; write --> where it ends.",
    ),
    "a comment inside a comment": Damage(
        "an original",
        "an <!-- the --> original",
        "line 4, column 5: a comment begins that is not ended before the next begins on line 4; "
        "write --> where it ends, and none inside another.",
    ),
    "a control character in a value": Damage(
        "IMA",
        "I\x01A",
        "line 6, column 16: the control character U+0001 stands here, which XML forbids; take it out.",
    ),
    "a zero byte in a value": Damage(
        "IMA",
        "I\0A",
        "line 6, column 16: the control character U+0000 stands here, which XML forbids; take it out.",
    ),
    "a control character as a reference": Damage(
        "IMA",
        "I&#1;A",
        "line 6, column 16: &#1; is no reference that XML knows; write the character that is meant, and & itself as &amp;.",
    ),
    "a reference of HTML": Damage(
        "&amp; Søn",
        "&nbsp;Søn",
        "line 9, column 30: &nbsp; is no reference that XML knows; "
        "write the character that is meant, and & itself as &amp;.",
    ),
    "a reference without its semicolon": Damage(
        "&amp; Søn",
        "&amp Søn",
        "line 9, column 30: &amp is no reference that XML knows; write the character that is meant, and & itself as &amp;.",
    ),
    "a blank in a tag": Damage(
        "<TypeCode>",
        "< TypeCode>",
        "line 6, column 5: a '<' begins no element; write &lt;, or the name of the element right behind it.",
    ),
    "an end that belongs to another element": Damage(
        "</TypeCode>",
        "</Type>",
        "line 6, column 18: </Type> stands where <TypeCode> of line 6 is still open; write </TypeCode> first.",
    ),
    "a value without quotes": Damage(
        '"EUR"',
        "EUR",
        "line 7, column 31: the value of the attribute currencyID of <InvoiceAmount> is not in quotes; "
        'write it as name="value".',
    ),
    "a quote never closed": Damage(
        '"EUR"',
        '"EUR',
        "line 7, column 31: the value of the attribute currencyID of <InvoiceAmount> is not ended before the next '<'; "
        "end it with a quote, and write < as &lt;.",
    ),
    "an attribute twice": Damage(
        'currencyID="EUR"',
        'currencyID="EUR" currencyID="USD"',
        "line 7, column 37: the attribute currencyID stands twice; keep one.",
    ),
    "attributes without a blank between": Damage(
        'currencyID="EUR"',
        'a="1"currencyID="EUR"',
        "line 7, column 25: no blank stands before the attribute currencyID of <InvoiceAmount>; put one there.",
    ),
    "the end of CDATA in a value": Damage(
        "IMA", "IMA]]>", "line 6, column 18: a text holds ']]>', which XML forbids; write ]]&gt;."
    ),
    "two encodings in one file": Damage(
        "IMA",
        "\udcf8",
        "line 6, column 15: the byte 0xF8 is not UTF-8; save the file as UTF-8.",
        encoding="a stray byte",
    ),
    "another alphabet": Damage(
        "Moller",
        "Иванов",
        "line 9, column 23: the byte 0xC8 is not UTF-8; save the file as UTF-8.",
        good=ASCII,
        encoding="cp1251",
    ),
    "UTF-7": Damage(
        '"UTF-8"',
        '"UTF-7"',
        "line 1, column 31: the encoding 'UTF-7' is none that keeps ASCII as it is, so markup can hide in it; "
        "save the file as UTF-8.",
    ),
}


def content(damage: Damage) -> bytes:
    """The bytes of the damaged file."""
    if damage.encoding == "half of the last letter":
        return damage.good.partition(damage.old)[0].encode()[:-1]
    if damage.encoding == "a stray byte":
        return damage.good.replace(damage.old, damage.new).encode("utf-8", "surrogateescape")
    return damage.content


def take(file: bytes, *, lenient: bool) -> Document:
    """Read the one message of the *file*."""
    (document,) = documents(file, "a.xml", load(), lenient=lenient)
    return document


def told(file: bytes, *, lenient: bool) -> str:
    """The sentence for which the *file* is refused."""
    with pytest.raises(UsageError) as refused:
        take(file, lenient=lenient)
    return str(refused.value)


def about(findings: tuple[Finding, ...]) -> list[tuple[str, int, str]]:
    """What findings say, and of which line."""
    return [(one.rule, one.origin.line if one.origin else 0, one.says) for one in findings]


@pytest.mark.parametrize("kind", MENDED)
def test_what_can_be_mended_is_told_precisely_and_offered(kind: str) -> None:
    """A sender mends a file in a minute if the sentence names line, column and cure; guessing takes an hour."""
    damage = MENDED[kind]

    assert f"a.xml, {damage.says}, or read with --lenient." == told(content(damage), lenient=False)


@pytest.mark.parametrize("kind", MENDED)
def test_a_mended_file_says_what_the_good_one_says(kind: str) -> None:
    """A repair that alters a value is worse than none: body and findings are those of the good file, and the repair."""
    damage = MENDED[kind]
    good, mended = take(damage.good.encode(), lenient=False), take(content(damage), lenient=True)
    (repair, *others) = about(mended.findings)
    line = int(damage.says.split(",")[0].removeprefix("line "))

    assert good.body == mended.body
    assert ("CBEC-B-repaired", line, damage.done) == repair
    assert [rule for rule, _, _ in about(good.findings)] == [rule for rule, _, _ in others]


@pytest.mark.parametrize("kind", TOLD)
def test_what_has_no_safe_reading_is_told_and_never_mended(kind: str) -> None:
    """What is missing, ambiguous or nested wrongly cannot be read without making up values, leniently or not."""
    damage = TOLD[kind]

    assert f"a.xml, {damage.says}" == told(content(damage), lenient=False)
    assert f"a.xml, {damage.says}" == told(content(damage), lenient=True)


def test_several_defects_are_mended_together_each_told_on_its_line() -> None:
    """A file of one bad program has more than one fault; lines keep their numbers, or the repairs mislead."""
    bad = (
        "sent:\n"
        + GOOD.replace("an original", "-- original").replace("&amp;", "&").replace("Møller", "A & B")
        + "\n<!-- -- -->\nbye"
    )
    found = about(take(bad.encode(), lenient=True).findings)
    good = about(take(GOOD.encode(), lenient=False).findings)

    assert [1, 5, 10, 10, 19, 20] == [line for rule, line, _ in found if rule == "CBEC-B-repaired"]
    assert [line + 1 for rule, line, _ in good] == [line for rule, line, _ in found if rule != "CBEC-B-repaired"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<!-- an original -->", "<!-- an\n--\n original -->"),
        ("<!-- an original -->\n", "<!-- an\n\n original ->\n"),
        ("<?xml", "sent:\n\n<?xml\n"),
    ],
    ids=["a comment left out", "a comment ended", "a declaration left out"],
)
def test_a_repair_takes_no_line_away(old: str, new: str) -> None:
    """A finding that names the wrong line sends the sender astray: what stands below a repair keeps its line."""
    bad = GOOD.replace(old, new)
    document = take(bad.encode(), lenient=True)
    at = "/items/0/description"

    assert "CBEC-B-repaired" == document.findings[0].rule
    assert bad[: bad.index("<Description>")].count("\n") + 1 == document.locate([at])[at].line


def test_what_nothing_mends_is_told_with_its_own_place_after_repairs() -> None:
    """Mending shifts columns; the sentence for what is left counts in the file that the sender has."""
    bad = GOOD.replace("Møller &amp; Søn", "A & B & &nbsp;")

    assert "line 9, column 31: &nbsp; is" in told(bad.encode(), lenient=True)


def test_a_declared_encoding_that_garbles_letters_is_told_and_mended() -> None:
    """UTF-8 that calls itself Latin-1 parses, and every name is wrong in silence: so it is told, and read on demand."""
    bad = GOOD.replace("UTF-8", "ISO-8859-1").encode()
    strict, lenient = take(bad, lenient=False), take(bad, lenient=True)
    fault = "The file declares ISO-8859-1, but its bytes are UTF-8, so that letters come out garbled"

    assert "M\u00c3\u00b8ller & S\u00c3\u00b8n" == strict.body["importer"]["name"]
    assert ("CBEC-B-encoding", 9, f"{fault}; declare UTF-8, or read with --lenient.") == about(strict.findings)[0]
    assert take(GOOD.encode(), lenient=False).body == lenient.body
    assert ("CBEC-B-repaired", 9, f"{fault}: read as UTF-8.") == about(lenient.findings)[0]


@pytest.mark.parametrize("encoding", ["ISO-8859-1", "windows-1252", "ISO-8859-15"])
def test_letters_in_the_encoding_that_is_declared_are_left_alone(encoding: str) -> None:
    """Latin-1 that is Latin-1 is right; only bytes that are UTF-8 throughout are doubted."""
    document = take(GOOD.replace("UTF-8", encoding).encode(encoding), lenient=True)

    assert take(GOOD.encode(), lenient=False).body == document.body
    assert "CBEC-B" not in "".join(rule for rule, _, _ in about(document.findings) if rule != "CBEC-B-unmapped")


def test_chinese_letters_beyond_the_declared_set_are_read_by_the_larger_one() -> None:
    """Programs declare GB2312 and write GBK: every character of the smaller set has the same bytes in the larger."""
    good = GOOD.replace("Møller &amp; Søn", "朱镕")
    bad = good.replace("UTF-8", "GB2312").encode("gbk")
    fault = "the bytes are not GB2312, which the file declares"

    assert f"a.xml, line 9, column 24: {fault}; declare gb18030, or read with --lenient." == told(bad, lenient=False)
    assert "朱镕" == take(bad, lenient=True).body["importer"]["name"]


def test_utf_8_that_is_declared_as_a_chinese_set_is_read_as_what_it_is() -> None:
    """Bytes that are no GBK and are UTF-8 throughout have one reading left."""
    bad = GOOD.replace("UTF-8", "GBK").replace("Møller &amp; Søn", "朱镕基").encode()
    document = take(bad, lenient=True)

    assert "a.xml, line 9, column" in told(bad, lenient=False)
    assert "朱镕基" == document.body["importer"]["name"]
    assert "CBEC-B-repaired" == document.findings[0].rule


LOST = GOOD.replace("md:MetaData xmlns:md=", "mdMetaData xmlnsmd=").replace("/md:", "/md").replace("urn:wco:", "urnwco")
BARE = GOOD.replace("md:MetaData", "_2MetaData").replace(' xmlns:md="urn:wco:datamodel:WCO:DocumentMetaData-DMS:2"', "")


@pytest.mark.parametrize(
    ("bad", "meant", "name"),
    [(LOST, "md:MetaData", "mdMetaData"), (BARE, "_2:MetaData", "_2MetaData")],
    ids=["with the attributes that were declarations", "with nothing but the names"],
)
def test_a_root_whose_colon_was_lost_is_recognised(bad: str, meant: str, name: str) -> None:
    """A tool that strips colons leaves XML that no binding knows; the sentence says what the root was meant to be."""
    good, mended = take(GOOD.encode(), lenient=False), take(bad.encode(), lenient=True)

    assert (
        f"a.xml, line 2: no binding knows the root <{name}>; it seems that <{meant}> lost its colon: "
        "put the colons back, or read with --lenient."
    ) == told(bad.encode(), lenient=False)
    assert good.body == mended.body
    assert [("CBEC-B-repaired", 2, f"<{name}> lost its colon: read by the names behind it.")] == [
        one for one in about(mended.findings) if one[0] != "CBEC-B-unmapped"
    ]


def test_colons_are_put_back_only_into_names_that_say_something_then() -> None:
    """A prefix is taken off where the rest is a name that a binding knows, never to make a value out of another."""
    bad = LOST.replace("<Declaration>", '<mdDeclaration mdkind="x">').replace("</Declaration>", "</mdDeclaration>")
    bad = bad.replace("<TypeCode>IMA</TypeCode>", "<TypeCode>IMA</TypeCode><mdFoo>1</mdFoo><vendorID>2</vendorID>")
    document = take(bad.encode(), lenient=True)

    assert take(GOOD.encode(), lenient=False).body == document.body
    assert {"MetaData/Declaration/mdFoo", "MetaData/Declaration/vendorID", "MetaData/Declaration/@mdkind"} <= {
        one.says.split("<")[1].split(">")[0] for one in document.findings if one.rule == "CBEC-B-unmapped"
    }
    assert "<mdMetaData> lost its colon, and 1 more of this prefix: read by the names behind it." == (
        document.findings[0].says
    )


def test_a_name_that_is_known_keeps_all_its_letters() -> None:
    """A prefix may be the beginning of a name that a binding knows; that name has lost nothing."""
    known = "<AdditionalInformation><StatementTypeCode>CUS</StatementTypeCode></AdditionalInformation>"
    good = GOOD.replace("<TypeCode>", f"{known}<TypeCode>")
    bad = LOST.replace("<TypeCode>", f"{known}<TypeCode>").replace(" xmlnsmd=", ' xmlnsStatement="x" xmlnsmd=')

    assert take(good.encode(), lenient=False).body == take(bad.encode(), lenient=True).body


def test_a_root_in_no_namespace_is_told_once_and_read() -> None:
    """Systems that know the namespace refuse such a file; here the names decide, and the sender is told."""
    binding = load().bindings["wco-declaration"]
    named = {"": "urn:wco:datamodel:WCO:DEC-DMS:2", "md": "urn:wco:datamodel:WCO:DocumentMetaData-DMS:2"}
    writes = {**binding.writes, "namespaces": named, "prefixes": {"md": ["MetaData"]}}
    spec = replace(load(), bindings={binding.id: replace(binding, writes=writes)}, cache={})
    bad = re.sub(r' xmlns(:md)?="[^"]*"|(?<=[</])md:', "", GOOD)
    (good,), (document,) = (documents(text.encode(), "a.xml", spec) for text in (GOOD, bad))
    says = (
        f"<MetaData> is in no namespace, where wco-declaration names {named['md']}: read by the names of the elements."
    )

    assert good.body == document.body
    assert [("CBEC-B-namespace", 2, says), *about(good.findings)] == about(document.findings)


@pytest.mark.parametrize(
    "content",
    [
        b"sku,description\r\n1,<b>Mug</b>\r\n",
        b"PK\x03\x04\x14\0<Declaration >,<?xml \0",
        b"PAR1\x15\x04<Declaration/>",
        "id;name\n1;<i>Cup</i>\n".encode("utf-16"),
    ],
    ids=["HTML in a cell", "a packed workbook", "Parquet", "UTF-16"],
)
def test_a_table_that_holds_tags_is_no_xml_behind_text(content: bytes) -> None:
    """What looks like a tag may stand in any cell, and by chance in any packed file: a known root tells XML."""
    assert foreign.tabular(content, "a.csv", load())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_xml_that_holds_commas_is_no_table(encoding: str) -> None:
    """The first line of XML may have commas and semicolons as a header has; its first character tells it apart."""
    content = "<Declaration><TypeCode>IMA,IMD;A\tB</TypeCode></Declaration>".encode(encoding)

    assert not foreign.tabular(content, "a", load())


def test_the_line_of_a_log_with_commas_is_no_header_of_a_table() -> None:
    """A known root behind it tells that the file is XML, whatever stands before."""
    assert not foreign.tabular(b"10:42, id 7; sent:\t<Declaration/>", "a", load())


@pytest.mark.parametrize("lenient", [False, True])
def test_a_doctype_is_refused_whatever_else_is_wrong(lenient: bool) -> None:
    """A DOCTYPE can rename all that is read: lenience mends mistakes, it opens no doors."""
    bad = GOOD.replace("<md:MetaData", '<!DOCTYPE x [<!ENTITY a "b">]>\n<md:MetaData', 1).replace("&amp;", "&")

    assert "a DOCTYPE or entity is declared" in told(bad.encode(), lenient=lenient)


def test_more_than_a_thousand_faults_are_no_mistake_of_a_person() -> None:
    """Who repairs everything has made up a file; above the bound the program that writes it has to be mended."""
    bad = GOOD.replace("Møller", "& " * 1001)

    assert "more than 1,000 places are not XML; mend the program that writes such files." in told(
        bad.encode(), lenient=True
    )


def test_what_is_well_formed_comes_back_as_it_is() -> None:
    """Mending that is tried on a good file leaves every byte of it."""
    assert (GOOD.encode(), ()) == mend(GOOD.encode())
