"""Ledgers: rounding either way, numbers of any length, days that do not exist, and the context of decimals."""

from decimal import getcontext

import pytest

from cbec.fixtures import but, sample
from cbec.model import load
from cbec.validate import validator

TAX = "/items/0/duties/1"


def found(message: str, changes: dict[str, object]) -> set[tuple[str, str]]:
    """The rules that the typical sample of *message* breaks when *changes* are made, with their places."""
    findings = validator(load().view(), message).findings(but(sample(f"{message}.typical"), changes))
    return {(one.rule, one.at) for one in findings}


@pytest.mark.parametrize(("tax", "kept"), [("5.84", False), ("5.85", True), ("5.86", True), ("5.87", False)])
def test_a_tax_may_be_rounded_up_or_down_and_no_further(tax: str, kept: bool) -> None:
    """No source says how to round: 21 per cent of 27.90 is 5.859, so both neighbours stand."""
    broken = found("duty-assessment", {f"{TAX}/assessed": tax})

    assert kept == (("CBEC-V-001", f"{TAX}/assessed") not in broken)


def test_the_longest_numbers_are_multiplied_exactly() -> None:
    """Twenty-eight digits, the default of the language, would round the product of two long numbers."""
    base, rate, tax = "9999999999999.999", "99999999999999.999", "9999999999999.999"
    broken = found("duty-assessment", {f"{TAX}/base": base, f"{TAX}/rate": rate, f"{TAX}/assessed": tax})

    assert ("CBEC-V-001", f"{TAX}/assessed") in broken


def test_the_context_of_decimals_is_left_alone() -> None:
    """A predicate yields in the middle of its sum: what it set for itself would be set for its caller."""
    before = getcontext().prec
    rule = validator(load().view(), "duty-assessment")

    assert rule.findings(but(sample("duty-assessment.typical"), {f"{TAX}/assessed": "9.99"}))
    assert before == getcontext().prec


def test_a_day_that_does_not_exist_is_not_counted_from() -> None:
    """The structure proves the shape of a date alone; the 31st of February has no thirtieth day after it."""
    changes = {"/scheme": "cn-retail-import", "/releasedOn": "2026-02-31"}

    assert set() == found("return-declaration", changes)


def test_nothing_divided_by_nothing_is_not_judged() -> None:
    """A sender of whom nothing was received has no share, whatever it states."""
    none = {"/received": 0, "/accepted": 0, "/refused": 0, "/acceptedFirst": 0, "/findings": None}

    assert set() == found("data-quality-feedback", none)
