"""The forms of values, both ways: each text is read to what it means, and written again as it was."""

from typing import Any

import pytest

from cbec.bindings.forms import form
from cbec.bindings.measures import kilograms, product, share, total
from cbec.model import Format, load


@pytest.mark.parametrize(
    ("asked", "text", "value"),
    [
        ({"moment": "YYYYMMDDhhmmssZ"}, "20260701103000Z", "2026-07-01T10:30:00Z"),
        ({"moment": "YYYYMMDDhhmmssZ"}, "20260701103000+02", "2026-07-01T10:30:00+02:00"),
        ({"moment": "YYYYMMDDhhmmssZ"}, "20260701103000-0330", "2026-07-01T10:30:00-03:30"),
        ({"moment": "YYYYMMDDhhmmss", "zone": "+08:00"}, "20160308112701", "2016-03-08T11:27:01+08:00"),
        ({"moment": "YYYYMMDDhhmmssfff", "zone": "+08:00"}, "20160512102646001", "2016-05-12T10:26:46.001+08:00"),
        ({"moment": "YYYY-MM-DDThh:mm:ssZZ"}, "2026-07-01T10:30:00+02:00", "2026-07-01T10:30:00+02:00"),
        ({"moment": "DD/MM/YYYY hh:mm", "zone": "+04:00"}, "23/01/2026 09:05", "2026-01-23T09:05:00+04:00"),
        ({"date": "YYYYMMDD"}, "20260701", "2026-07-01"),
        ({"date": "DDMMMYY"}, "01JUL26", "2026-07-01"),
        ({"decimal": ","}, "12,50", "12.50"),
        ({"digits": True}, "61091000", "61091000"),
        ({"upper": True}, "EUR", "EUR"),
    ],
)
def test_a_form_reads_and_writes_the_same_text(asked: dict[str, Any], text: str, value: str) -> None:
    """A date that is read one way and written another changes with every system that it passes."""
    one = form({"as": asked}, "text", load())

    assert value == one.read(text)
    assert text == one.write(value)


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ({"moment": "YYYYMMDDhhmmssZ"}, "{{AcceptanceDate}}"),
        ({"moment": "YYYYMMDDhhmmssZ"}, "20261301103000Z"),
        ({"date": "YYYYMMDD"}, "20260231"),
        ({"date": "YYYYMMDD"}, "2026070"),
        ({"decimal": ",", "thousands": "."}, "12 EUR"),
        ({"digits": True}, "HS 6109.10"),
    ],
)
def test_what_a_form_does_not_understand_passes_unchanged(asked: dict[str, Any], text: str) -> None:
    """A finding is about what the file holds; a guess of ours in its place would be judged instead."""
    one = form({"as": asked}, "text", load())

    assert text == one.read(text)
    assert text == one.write(text)


@pytest.mark.parametrize(
    ("asked", "text", "value"),
    [
        ({"decimal": ",", "thousands": "."}, "1.234,50", "1234.50"),
        ({"digits": True}, "6109.10.00", "61091000"),
        ({"digits": 6}, "6109.10.0010", "610910"),
        ({"date": "D/MM/YYYY".replace("D", "DD", 1)}, "3/02/2026", "2026-02-03"),
        ({"upper": True}, "eur", "EUR"),
    ],
)
def test_some_forms_read_more_than_they_write(asked: dict[str, Any], text: str, value: str) -> None:
    """People write tariff numbers with points and thousands with signs; both mean the same number."""
    assert value == form({"as": asked}, "text", load()).read(text)


def test_a_moment_is_written_in_the_zone_of_the_syntax() -> None:
    """China writes times without a zone and means its own: ten o'clock in London is not ten o'clock there."""
    one = form({"as": {"moment": "YYYYMMDDhhmmss", "zone": "+08:00"}}, "moment", load())

    assert "20260701180000" == one.write("2026-07-01T10:00:00Z")


def test_codes_are_translated_both_ways_and_unknown_ones_stay() -> None:
    """An unknown code that vanished could never be named in a finding."""
    one = form({"codes": {"1": "9", "2": "4", "5": "4"}}, "code", load())

    assert ["9", "4", "4", "7"] == [one.read(text) for text in ("1", "2", "5", "7")]
    assert ["1", "2", "7"] == [one.write(value) for value in ("9", "4", "7")]


def test_a_canonical_value_is_not_taken_for_a_code_of_the_syntax() -> None:
    """Where both sides use digits, a value that the map does not know would come back as another."""
    one = form({"codes": {"1": "9"}, "else": "absent"}, "code", load())

    assert one.write("1") is None
    assert one.read("3") is None


@pytest.mark.parametrize(
    ("type_", "text", "value"),
    [
        ("count", "0012", 12),
        ("count", "twelve", "twelve"),
        ("amount", "+0012.50", "12.50"),
        ("amount", "-1", "-1"),
        ("indicator", "true", True),
        ("indicator", "0", False),
        ("indicator", "maybe", "maybe"),
        ("text", "007", "007"),
    ],
)
def test_a_text_gets_the_type_of_its_element(type_: str, text: str, value: Any) -> None:
    """XML knows texts only; a count that stays a text is a fault that the sender did not make."""
    assert value == form({}, type_, load()).read(text)


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("11", "oz", "0.311845"),
        ("5", "lb", "2.267962"),
        ("250", "g", "0.25"),
        ("0.500", "kg", "0.500"),
        ("1.5", "KGM", "1.5"),
        ("2", "stone", "2 stone"),
        ("heavy", "kg", "heavy"),
    ],
)
def test_a_mass_becomes_kilograms(text: str, unit: str, expected: str) -> None:
    """An ounce that is read as a kilogram makes a letter weigh as much as a man's luggage."""
    assert expected == kilograms(text, unit, Format.parse("n..16,6"))


def test_a_value_per_unit_is_multiplied_exactly() -> None:
    """A mapper that takes unit values for line values is wrong by a factor of the quantity."""
    assert "46.50" == product("23.25", "2")
    assert "0.3" == product("0.1", "3")
    assert product("23.25", "") is None
    assert product("23.25", "two") is None


def test_a_line_value_is_divided_only_where_that_is_exact() -> None:
    """Ten euro for three pieces is no amount for one; better told as lost than a cent short."""
    assert "23.25" == share("46.50", "2")
    assert share("10", "3") is None
    assert share("10", "0") is None


def test_a_sum_needs_numbers_only() -> None:
    """A sum that leaves out what it cannot read is a wrong sum."""
    assert "4" == total(["1", "3"])
    assert total(["1", "three"]) is None


@pytest.mark.parametrize("huge", ["9" * 50, "1e400", "NaN", "Infinity", "-"])
def test_hostile_numbers_stay_what_they_are(huge: str) -> None:
    """A number of a million digits must not cost a minute, nor become one that looks harmless."""
    assert huge == kilograms(huge, "kg", None)
    assert product("2", huge) is None
