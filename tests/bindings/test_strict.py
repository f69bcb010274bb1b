"""JSON that is not strict: the sentence names line and column, what it is, and what to do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cbec.bindings import json
from cbec.terms import UsageError

#: what is wrong -> the bytes, the place and what is said
FAULTS = {
    "text behind": (
        b'{"a": 1}\nheaders=List()',
        (
            "line 2, column 1: not well-formed JSON: text stands behind the end of the message; "
            "take it out, or put each message on a line of its own."
        ),
    ),
    "a comma before the end of an object": (
        b'{"a": 1,\n}',
        "line 1, column 8: not well-formed JSON: a comma stands before the closing }; take it out.",
    ),
    "a comma before the end of a list": (
        b'{"a": [1,\n2 ,\n]}',
        "line 2, column 3: not well-formed JSON: a comma stands before the closing ]; take it out.",
    ),
    "a second byte-order mark": (
        b'\xef\xbb\xbf\xef\xbb\xbf{"a": 1}',
        "line 1, column 1: not well-formed JSON: a second byte-order mark stands here; take it out.",
    ),
    "cut off": (
        b'{"a": [1,\n2\n',
        "line 2, column 2: not well-formed JSON: the file ends before the message does: it was cut off; send it whole.",
    ),
    "cut off in a text": (
        b'{"a":\n"b',
        (
            "line 2, column 1: not well-formed JSON: a text begins that is never ended; "
            "close the quote, or send the file whole."
        ),
    ),
    "a line end in a text": (
        b'{"a": "b\nc"}',
        (
            "line 1, column 9: not well-formed JSON: the control character U+000A stands in a text; "
            "write \\u000a, or close the quote."
        ),
    ),
    "single quotes": (
        b"{'a': 1}",
        'line 1, column 2: not well-formed JSON: names and texts stand in straight double quotes; write ".',
    ),
    "typographic quotes": (
        '{"a": “b”}'.encode(),
        'line 1, column 7: not well-formed JSON: names and texts stand in straight double quotes; write ".',
    ),
    "a missing colon": (b'{"a" 1}', "line 1, column 6: not well-formed JSON: Expecting ':' delimiter."),
    "a name twice": (
        b'{"a": {"b": 1,\n "b": 2}}',
        "line 2, column 2: the name 'b' stands twice in one object; keep one of them.",
    ),
    "a name twice, once in disguise": (
        b'{"a": [{"b": "a"}], "\\u0061": 2}',
        "line 1, column 21: the name 'a' stands twice in one object; keep one of them.",
    ),
    "no number": (
        b'{"a": "NaN",\n"b": NaN}',
        "line 2, column 6: NaN is not a JSON number; leave the value out or state it.",
    ),
    "beyond range": (
        b'{"a": 1e999}',
        "line 1, column 7: the number 1e999 is beyond range; state amounts as text in quotes.",
    ),
    "forty digits": (
        b'{"a": "' + b"9" * 40 + b'",\n"b": ' + b"9" * 40 + b"}",
        "line 2, column 6: the number 999999999999… of 40 digits is beyond range; state amounts as text in quotes.",
    ),
    "Latin letters": (
        b'{"a": 1,\n"b": "M\xf8ller"}',
        "line 2, column 8: the byte 0xF8 is not UTF-8; save the file as UTF-8.",
    ),
    "too deep": (
        b'{"a":\n' + b"[" * 70 + b"]" * 70 + b"}",
        "line 2, column 64: nested more than 64 deep; no message of this kind is.",
    ),
}


@pytest.mark.parametrize("kind", FAULTS)
def test_a_fault_is_told_with_line_column_and_cure(kind: str) -> None:
    """'Expecting value' sends people searching through ten thousand lines; the place and the cure do not."""
    content, says = FAULTS[kind]
    with pytest.raises(UsageError) as told:
        json.parse(content, "a.json")

    assert f"a.json, {says}" == str(told.value)


@pytest.mark.parametrize("kind", FAULTS)
def test_in_a_file_of_many_messages_lines_are_counted_in_the_file(kind: str) -> None:
    """The seventh line of a month is line 7, whatever was wrong with it."""
    content, says = FAULTS[kind]
    line, rest = says.removeprefix("line ").split(",", 1)
    with pytest.raises(UsageError) as told:
        json.parse(content, "a.json", first_line=7)

    assert f"a.json, line {int(line) + 6},{rest}" == str(told.value)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_told_with_or_without_its_mark(encoding: str) -> None:
    """JSON is exchanged in UTF-8; what a word processor saved is told by name, not as a fault in column 2."""
    with pytest.raises(UsageError) as told:
        json.parse('{"a": 1}'.encode(encoding), "a.json")

    assert "a.json: encoded in UTF-16; save it as UTF-8, which JSON is exchanged in (RFC 8259)." == str(told.value)


@given(st.text(st.sampled_from('{}[]",:\\ \n1eE-.aNaInfty\ufeff\x00'), max_size=30) | st.text(max_size=20))
def test_any_text_is_a_value_or_one_sentence(text: str) -> None:
    """Whatever stands in a file, a person gets one sentence with a place inside the file, never a traceback."""
    content = text.encode("utf-8", "replace")
    try:
        said = ""
        json.parse(content, "a.json")
    except UsageError as told:
        said = str(told)

    assert 1 >= len(said.splitlines())
    assert not said or said.startswith(("a.json, line ", "a.json: encoded in UTF-16"))
