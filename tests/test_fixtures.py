"""The fixtures are the independent oracle: their verdicts were written by hand, rule by rule."""

from contextlib import suppress

import pytest

from cbec.fixtures import Case, but, cases, sample
from cbec.home import CHECKOUT
from cbec.model import load
from cbec.terms import KitFault
from cbec.validate import validator

CASES = [*cases("rules"), *cases("structure")]
EDITIONS = [f"{one.id}@{edition.date}" for one in load().profiles.values() for edition in one.editions]


def samples() -> list[tuple[str, str]]:
    """Every sample message, under the core and under each edition that has it."""
    names = [path.name.removesuffix(".json") for path in (CHECKOUT / "fixtures" / "messages").glob("*.json")]
    found = [(name, "") for name in sorted(names)]
    for name in sorted(names):
        for edition in EDITIONS:
            with suppress(KitFault):
                sample(name, edition)
                found.append((name, edition))
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.subject}: {case.name}")
def test_a_case_earns_exactly_the_findings_that_it_declares(case: Case) -> None:
    """A fixture that is wrong for another reason would hide a rule that does not work."""
    found = validator(load().view(case.profile), case.message).findings(case.body)

    assert set(case.expect) == set(found)
    assert len(case.expect) == len(found)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.subject}: {case.name}")
def test_the_reference_engine_agrees(case: Case) -> None:
    """Two engines share no code: where they differ, the schema is written in a way that one misreads."""
    judge = validator(load().view(case.profile), case.message)

    assert judge.findings(case.body) == judge.findings(case.body, reference=True)


@pytest.mark.parametrize("rule", load().rules)
def test_every_rule_is_shown_both_kept_and_broken(rule: str) -> None:
    """A rule that nobody saw broken may be one that never fires; the specification drives, not the files."""
    shown = [case for case in CASES if case.subject == rule]

    assert any(case.kept for case in shown), f"{rule} is never shown kept"
    assert any(one.rule == rule for case in shown for one in case.expect), f"{rule} is never shown broken"


def test_every_case_belongs_to_a_rule_or_a_message() -> None:
    """A fixture file with a misspelt name would prove nothing and still look green."""
    known = {*load().rules, *load().messages}

    assert set() == {case.subject for case in CASES} - known


@pytest.mark.parametrize(("name", "profile"), samples())
def test_every_sample_is_valid_under_its_profile(name: str, profile: str) -> None:
    """All cases start from the samples: one that is not valid would spoil every verdict."""
    message = name.partition(".")[0]

    assert [] == validator(load().view(profile), message).findings(sample(name, profile))


@pytest.mark.parametrize("message", load().messages)
def test_the_full_sample_states_every_element_of_its_message(message: str) -> None:
    """An element that no sample states is one whose place was never tried."""
    stated: set[str] = set()

    def walk(value: object, path: str) -> None:
        stated.add(path)
        if isinstance(value, dict):
            for key, inner in value.items():
                walk(inner, f"{path}/{key}".lstrip("/"))
        elif isinstance(value, list):
            for inner in value:
                walk(inner, f"{path}/*")

    walk(sample(f"{message}.full"), "")
    carried = {place.path.removesuffix("/*") for place in load().messages[message].places()}

    assert set() == carried - stated


def test_a_fault_in_one_item_does_not_hide_a_broken_rule_in_another() -> None:
    """All findings come in one pass: a missing description of item 2 leaves item 1 to be judged."""
    body = but(sample("low-value-declaration.typical"), {"/items/1/description": None, "/items/0/currency": None})
    found = validator(load().view(), "low-value-declaration").findings(body)

    assert {"/items/1/description", "/items/0/currency"} == {finding.at for finding in found}
