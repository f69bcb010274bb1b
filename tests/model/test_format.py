"""Formats as the WCO Data Model writes them."""

import re

import pytest

from cbec.model import Format
from cbec.terms import UsageError


@pytest.mark.parametrize("text", ["a2", "an..35", "n..16,3", "n1", "an36"])
def test_a_format_is_written_as_it_was_read(text: str) -> None:
    """A format that changes on its way through the model would be another constraint."""
    assert text == str(Format.parse(text))


@pytest.mark.parametrize("text", ["", "b2", "an", "an..", "a..3,2", "n..0", "N2"])
def test_what_is_no_format_is_refused(text: str) -> None:
    """A misspelt format must not become no constraint at all."""
    with pytest.raises(UsageError, match="is not a WCO format"):
        Format.parse(text)


@pytest.mark.parametrize(
    ("format_", "kept", "broken"),
    [
        (
            "n..5,2",
            ["0", "1", "12345", "0.5", "123.45", "9999.9"],
            ["123456", "1234.56", "12.345", "01", ".5", "1.", "-1", "1e3", ""],
        ),
        ("n..2,2", ["0", "99", "0.25", "9.5"], ["100", "1.25", "99.1"]),
    ],
)
def test_digits_and_decimals_are_counted_exactly(format_: str, kept: list[str], broken: list[str]) -> None:
    """An amount with a digit too many overflows somewhere else; total digits and decimals are both counted."""
    pattern = re.compile(Format.parse(format_).decimal_schema()["pattern"].replace("$", r"\Z"))

    assert kept == [text for text in kept if pattern.search(text)]
    assert [] == [text for text in broken if pattern.search(text)]


@pytest.mark.parametrize(
    ("narrow", "wide", "expected"),
    [("an..22", "an..35", True), ("an..35", "an..22", False), ("n..16,2", "n..16,3", True), ("n..16,3", "n..16,2", False),
     ("a2", "an..4", True), ("an3", "an..3", True), ("an..3", "an3", False), ("an..3", "a3", False)],
)  # fmt: skip
def test_a_profile_can_only_narrow_a_format(narrow: str, wide: str, expected: bool) -> None:
    """A profile that lets in more than the core would accept what the core refuses."""
    assert expected is Format.parse(narrow).narrower_than(Format.parse(wide))
