"""One verdict engine: a rule says the same of a message, whatever syntax it came in."""

from functools import cache

import pytest

from cbec.bindings.mapping import mappings
from cbec.fixtures import Case, cases
from cbec.model import load
from cbec.terms import Finding
from cbec.validate import judge, validator
from cbec.validate.rules import references
from tests.bindings.ledger import Passage, alone, passage, writing

CASES = list(cases("rules"))


@cache
def shown(binding: str) -> dict[str, set[bool]]:
    """Give the rules that *binding* shows, each with whether it was seen kept (True) and broken (False)."""
    found: dict[str, set[bool]] = {}
    for case in CASES:
        if case.message in writing()[binding]:
            sent = passage(case.body, case.message, binding)
            if sent.document and _says(case, sent) == {one for one in case.expect if one.rule == case.subject}:
                found.setdefault(case.subject, set()).add(case.kept)
    return found


def _says(case: Case, sent: Passage) -> set[Finding]:
    """What the rule of *case* finds in the message as it was kept."""
    found = validator(load().view(case.profile), case.message).findings(sent.kept)
    return {one for one in found if one.rule == case.subject}


@pytest.mark.parametrize("binding", writing())
def test_a_rule_gives_the_same_verdict_in_this_syntax(binding: str) -> None:
    """A vendor's XML and the canonical JSON of the same parcel must not meet two judges."""
    differing = []
    for case in CASES:
        if case.message not in writing()[binding]:
            continue
        sent = passage(case.body, case.message, binding)
        if sent.document is None or sent.changed:
            continue
        _, found = judge(sent.document, alone(binding), load().view(case.profile))
        if {one for one in found if one.rule == case.subject} != _says(case, sent):
            differing.append(f"{case.subject}: {case.name}")

    assert [] == differing


@pytest.mark.parametrize("binding", writing())
def test_every_finding_leads_into_the_file(binding: str) -> None:
    """A finding without a place in the vendor's own file is a riddle."""
    homeless = []
    for case in CASES:
        if case.message in writing()[binding] and not case.kept:
            document = passage(case.body, case.message, binding).document
            found = judge(document, alone(binding), load().view(case.profile))[1] if document else []
            homeless += [
                f"{case.subject}: {one}" for one in found if not one.origin or not (one.origin.line or one.origin.path)
            ]

    assert [] == homeless


@pytest.mark.parametrize("binding", writing())
def test_a_binding_shows_every_rule_whose_elements_it_carries(binding: str) -> None:
    """A rule that no file of a syntax can break, though its elements are there, was not bound but lost."""
    unshown = {
        case.subject
        for case in CASES
        if case.message in writing()[binding]
        and carries(binding, case)
        and shown(binding).get(case.subject) != {True, False}
    }

    assert set() == unshown - set(SHOWN_BY_NO_FILE)


def test_no_excuse_is_left_over() -> None:
    """An excuse that nothing needs any more would hide the next fault."""
    assert set() == set(SHOWN_BY_NO_FILE) - {case.subject for case in CASES}


def carries(binding: str, case: Case) -> bool:
    """Whether the binding has a place for every element that the rule of *case* names."""
    spec = alone(binding)
    known = [one.carries for one in mappings(spec.bindings[binding], spec) if one.message.id == case.message]
    places = [spec.messages[case.message].find(name) for name in references(spec.rules[case.subject])]
    return any(all(place.path in one for found in places for place in found) for one in known)


#: Rules that a file cannot show, though the syntax carries their elements, and why.
SHOWN_BY_NO_FILE: dict[str, str] = {
    "CBEC-R-029": "an amendment is told from a declaration by the function that the rule asks for",
    "CN-019": "WCO XML tells the requested procedure by the previous one beside it, CEB states one mode for all items",
}
