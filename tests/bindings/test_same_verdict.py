"""One verdict engine: a rule says the same of a message, whatever syntax it came in."""

from functools import cache

import pytest

from cbec.bindings.mapping import Leaf, Member, mappings
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
        absent = {one.at for one in found if one.rule == "CBEC-B-absent"}
        if {one for one in found if one.rule == case.subject} != {
            one for one in _says(case, sent) if one.at not in absent
        }:
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

    assert set() == unshown - set(SHOWN_BY_NO_FILE) - set(SAID_BY_ITSELF.get(binding, ()))


def test_no_excuse_is_left_over() -> None:
    """An excuse that nothing needs any more would hide the next fault."""
    excused = set(SHOWN_BY_NO_FILE).union(*SAID_BY_ITSELF.values())

    assert set() == excused - {case.subject for case in CASES}
    assert set() == set(SAID_BY_ITSELF) - set(writing())
    assert [] == [
        (binding, rule)
        for binding, rules in SAID_BY_ITSELF.items()
        for rule in rules
        if shown(binding).get(rule) == {True, False}
    ]


def carries(binding: str, case: Case) -> bool:
    """Whether the binding has a place for every element that the rule of *case* names, where a file may say it."""
    spec = alone(binding)
    known = [
        {member.place.path for member in one.walk() if not implied(member)}
        for one in mappings(spec.bindings[binding], spec)
        if one.message.id == case.message
    ]
    places = [spec.messages[case.message].find(name) for name in references(spec.rules[case.subject])]
    return any(all(place.path in one for found in places for place in found) for one in known)


def implied(member: Member) -> bool:
    """Whether the syntax has the value of *member* without saying it: always the same one, or the place in a list."""
    return isinstance(member, Leaf) and (bool(member.implied) or member.gather == "position")


#: Rules that a file cannot show, though the syntax carries their elements, and why.
SHOWN_BY_NO_FILE: dict[str, str] = {
    "CBEC-R-028": "a statement without code and text is no statement in Danish XML, which has no types of statement",
    "CN-019": "WCO XML tells the requested procedure by the previous one beside it, CEB states one mode for all items",
}

_AIRPORTS = {"CA-PACT-02": "countries are read from the airports of the journey, and cannot be turned back into them"}
_HS_ALONE = {"EU-POST-01": "a code is of the Harmonized System by its place in the message"}
_ONE_ITEM = {"CBEC-P-017": "a house has one item, which is the first"}
_ONE_HOUSE = {
    "CBEC-P-012": "the case is about a second consignment, and the message holds one",
    "CBEC-P-019": "it takes two consignments, and the message holds one",
}
_ONE_CODE = dict.fromkeys(
    ("CBEC-P-055", "CBEC-P-056", "CBEC-P-057", "CBEC-P-066", "CBEC-P-067", "CBEC-P-068", "CBEC-P-069"),
    "kind and status are one code",
)
_NO_PROCEDURE = {"CN-025": "the requested procedure is told by the previous one beside it, which China has not"}
#: Rules that cannot be broken in one syntax, because it implies what they ask for, and why.
SAID_BY_ITSELF: dict[str, dict[str, str]] = {
    "eu-ics2-postal-filing": {
        "CBEC-P-013": "the pieces of a consignment are the packages of its items, added up",
        "CBEC-P-039": "the filing itself is the original, its amendment the change; only this one names a referral",
        "EU-POST-01": "the only classification that has a place is the Harmonized System",
    },
    "eu-ics2-referral": {
        "CBEC-P-054": "only the request for screening has a place for methods",
    },
    "upu-cds-stored": {
        "CBEC-P-018": "lines have no number of their own: their place counts",
    },
    "cn-ceb": {
        "CBEC-R-019": "a list names one waybill",
        "CBEC-T-004": "a line is a gift because its price is zero",
        "KR-LIST-04": "the only commodity code that has a place is the one of China",
        "XX-05": "the only commodity code that has a place is the one of China",
    },
    "wco-declaration": _NO_PROCEDURE,
    "wco-declaration-uk": _NO_PROCEDURE,
    "wco-declaration-uk-h7": _NO_PROCEDURE,
    "shipper-parcel-list": {
        "CN-035": "quantities are counted in pieces, and those of the case are weighed",
        "CN-036": "quantities are counted in pieces, and those of the case are weighed",
        "CBEC-R-019": "a parcel has one number, which stands in one column",
    },
    "wco-exercise-2026": {
        "CBEC-T-003": "a row is one piece, priced in rupees: the lines of the case are not",
        "CBEC-T-018": "a row is one piece, priced in rupees: the lines of the case are not",
    },
    "cargo-imp-fhl": _AIRPORTS | _HS_ALONE | _ONE_ITEM,
    "cargo-imp-fhl-4": _AIRPORTS | _HS_ALONE | _ONE_ITEM,
    "cargo-xml-house-manifest": _AIRPORTS | _ONE_ITEM,
    "cargo-xml-house-waybill": _AIRPORTS | _HS_ALONE | _ONE_HOUSE,
    "cargo-xml-waybill": _AIRPORTS | _HS_ALONE | _ONE_HOUSE,
    "pact-status": _ONE_CODE,
}
