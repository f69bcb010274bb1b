"""`cbec validate` on data that nobody wrote as a declaration: what it says, and what it still lacks."""

import json
from pathlib import Path
from typing import Any

from tests.cli.conftest import Command

ITEM = {
    "description": "Stoneware coffee mug",
    "quantity": 2,
    "value": "24.50",
    "currency": "EUR",
    "weight": 22,
    "hs_tariff_number": "6912.00",
    "origin_country": "CN",
}


def lines(said: str) -> list[str]:
    """The sentences that say what a profile still asks for."""
    return [line.strip() for line in said.splitlines() if line.startswith("  You can")]


def documents(said: str) -> list[dict[str, Any]]:
    """The documents of a report in JSON."""
    found: list[dict[str, Any]] = json.loads(said)["documents"]
    return found


def test_the_profile_that_is_asked_for_names_all_that_is_missing(cbec: Command, tmp_path: Path) -> None:
    """A shop asks about one border and gets one sentence with everything that is to be found out."""
    (tmp_path / "item.json").write_text(json.dumps(ITEM))
    said = cbec("validate", "--profile", "eu-h7@2026-07-01", "item.json")

    assert 1 == said.code
    assert [
        (
            "You cannot file eu-h7@2026-07-01 yet: 9 elements are missing (Identifier of the declarant (R123), "
            "Name of the exporter (R031), Country (242) of the exporter, Functional reference (D026), Importer, "
            "Additional procedure (166) of item 1, Gross mass (126) of item 1, Packages of the item (144) of item 1, "
            "Declaration type (D013)); 1 value is to be left out (Net mass (128) of item 1)."
        )
    ] == lines(said.out)


def test_without_a_profile_every_profile_has_a_line(cbec: Command, tmp_path: Path) -> None:
    """Where may this go? Each profile that has a say answers in one line, the few first names in it."""
    (tmp_path / "item.json").write_text(json.dumps(ITEM))
    told = lines(cbec("validate", "item.json").out)

    assert 7 == len(told)
    assert all(line.count("(") <= line.count(")") and "and 1 more" not in line.split("(")[0] for line in told)
    assert any(line.startswith("You cannot file eu-h7@2026-11-01 yet: 11 elements are missing (") for line in told)
    assert any(" and 8 more)" in line for line in told)


def test_the_day_chooses_the_editions(cbec: Command, tmp_path: Path) -> None:
    """What is asked from November on is not asked in August."""
    (tmp_path / "item.json").write_text(json.dumps(ITEM))
    told = lines(cbec("validate", "--as-of", "2026-08-15", "item.json").out)

    assert any(line.startswith("You cannot file eu-h7@2026-07-01 yet: 9 elements") for line in told)


def test_programs_get_it_as_data(cbec: Command, tmp_path: Path) -> None:
    """A shop's own program asks element by element; place, name, WCO pointer and rule are members of their own."""
    (tmp_path / "item.json").write_text(json.dumps(ITEM))
    (one,) = documents(cbec("validate", "--format", "json", "--profile", "eu-h7@2026-07-01", "item.json").out)
    (ready,) = one["readiness"]

    assert ("eu-h7@2026-07-01", False, 9, 1) == (
        ready["profile"],
        ready["ready"],
        len(ready["missing"]),
        len(ready["surplus"]),
    )
    assert {
        "at": "/items/0/packages/0/count",
        "name": "Packages of the item (144) of item 1",
        "wco": "42A/67A/68A[1]/93A[1]/144",
        "rule": "CBEC-S-required",
    } in ready["missing"]
    assert ready["says"].startswith("You cannot file eu-h7@2026-07-01 yet")


def test_a_message_that_is_no_draft_is_not_asked_about(cbec: Command, tmp_path: Path) -> None:
    """Who sends a declaration has chosen where; the other profiles are none of their business."""
    from cbec.fixtures import sample

    (tmp_path / "parcel.json").write_text(json.dumps(sample("low-value-declaration.typical")))
    said = cbec("validate", "--format", "json", "parcel.json")

    assert "readiness" not in documents(said.out)[0]
    assert [] == lines(cbec("validate", "parcel.json").out)
