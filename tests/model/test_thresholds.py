"""Thresholds hold between dates, and say whether the amount itself is still within."""

from decimal import Decimal

import pytest

from cbec.compile import artefacts
from cbec.model import Files, load
from cbec.terms import UsageError


def test_the_amount_itself_is_within_unless_the_source_says_below() -> None:
    """Norway says below 3,000 kroner, the European Union says up to 150 euro: one cent decides about tax."""
    norway, union = load().thresholds["no.voec"], load().thresholds["eu.low-value"]

    assert [True, False] == [norway.admits(Decimal(value)) for value in ("2999.99", "3000")]
    assert [True, False] == [union.admits(Decimal(value)) for value in ("150", "150.01")]
    assert ("less than 3000 NOK", "at most 150 EUR") == (norway.words, union.words)


def test_a_threshold_holds_on_its_first_and_its_last_day() -> None:
    """The relief of the European Union ends with 30 June 2026; a parcel of that day still has it."""
    relief = load().thresholds["eu.duty-relief"]

    days = ("2021-06-30", "2021-07-01", "2026-06-30", "2026-07-01")
    assert [False, True, True, False] == [relief.valid_on(day) for day in days]


def test_a_view_gives_no_threshold_that_does_not_hold_on_its_day() -> None:
    """A rule that took a limit of the past would release what must be declared in full."""
    assert "150" == load().view("eu-h7@2021-07-01").threshold("eu.duty-relief").amount
    for name in ("eu.duty-relief", "eu.worth"):
        with pytest.raises(UsageError, match=rf"eu-h7@2026-07-01 has no threshold '{name}'"):
            load().view("eu-h7@2026-07-01").threshold(name)


def test_every_threshold_is_published_with_what_is_unverified() -> None:
    """Who builds a landed-cost table from the published file sees which dates were only recalled."""
    files = Files.read()
    lines = artefacts(load(), files)["published/thresholds.csv"].splitlines()

    assert len(load().thresholds) + 1 == len(lines)
    assert any(line.startswith("no.voec,") and ",below,3000,NOK,item," in line and ",since," in line for line in lines)
