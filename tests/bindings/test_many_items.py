"""A declaration of 9,999 items, about 10 MB of XML: what it costs grows no faster than it does."""

import cProfile
import pstats
import sys
from pathlib import Path

import pytest

from cbec.bindings import read
from cbec.model import load
from cbec.validate import judge

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "benchmarks"))
from many_items import ALL, declaration, measured

GOOD, BAD = "610910", "61"


def calls(items: int, code: str) -> int:
    """Count the calls that judging a declaration of *items* takes: unlike a clock, the same on every machine."""
    content = declaration(items, code).encode()
    profile = cProfile.Profile()
    profile.enable()
    judge(read(content, "many.xml", load()), load())
    profile.disable()
    counted: int = pstats.Stats(profile).total_calls  # type: ignore[attr-defined]  # not in the stubs
    return counted


@pytest.mark.parametrize("code", [GOOD, BAD], ids=["no fault", "a fault in each item"])
def test_ten_times_the_items_take_ten_times_the_work(code: str) -> None:
    """One loop within another, and the largest declaration takes hours: a tenth of the items is a tenth of the work."""
    calls(1, code)  # what is prepared once

    assert calls(400, code) <= 11 * calls(40, code)


def test_the_largest_declaration_stays_within_memory(tmp_path: Path) -> None:
    """A clerk's laptop judges the largest declaration that there is, in less than 300 MB."""
    size, findings, _, held = measured(ALL, BAD, tmp_path)

    assert ALL == findings
    assert size > 10
    assert held < 300
