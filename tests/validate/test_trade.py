"""Messages within a message, and the check characters of Chinese numbers."""

import pytest

from cbec.fixtures import but, sample
from cbec.model import load
from cbec.validate import validator
from cbec.validate.predicates.identity import SCHEMES


def found(body: object) -> list[tuple[str, str]]:
    """The rules that the trade documents *body* break, with their places."""
    return [(one.rule, one.at) for one in validator(load().view(), "trade-documents").findings(body)]


def test_a_rule_of_an_absent_document_asks_nothing() -> None:
    """The four documents come from four parties; while one is missing, what must be in it is not missed."""
    whole = sample("trade-documents.typical")

    for name in whole:
        assert [] == found(but(whole, {f"/{name}": None}))


def test_a_rule_of_one_document_sees_no_other() -> None:
    """Order and declaration both name a seller: the stop words of the declaration leave the order alone."""
    broken = but(sample("trade-documents.typical"), {"/order/seller/name": "unknown"})

    assert [("CBEC-T-017", "/order/seller/name")] == found(broken)


def test_a_rule_of_two_documents_judges_each() -> None:
    """A rule that governs order and waybill is judged in both, and points into the one that breaks it."""
    broken = but(sample("trade-documents.typical"), {"/waybill/receiver/addressText": None})

    assert [("CBEC-T-009", "/waybill/receiver/addressText")] == found(broken)


def test_a_profile_narrows_one_document_and_no_other() -> None:
    """The number of a Chinese list has at most 20 characters; that of its order may have 60."""
    long = "S" * 21
    changes = {"/order/functionalReference": long, "/declaration/functionalReference": long}
    body = but(sample("trade-documents.typical", "cn-cbec-import@2019-01-01"), changes)
    judged = validator(load().view("cn-cbec-import"), "trade-documents").findings(body)

    assert [("CBEC-S-length", "/declaration/functionalReference")] == [(one.rule, one.at) for one in judged]


def test_what_another_document_says_is_masked_as_well() -> None:
    """A telephone that differs is personal in both documents: neither stands in the finding, unless values are asked."""
    broken = but(sample("trade-documents.typical"), {"/waybill/receiver/telephone": "13900000000"})
    judge = validator(load().view(), "trade-documents")
    (masked,), (shown,) = judge.findings(broken), judge.findings(broken, show_values=True)

    assert ("masked (11 characters)", "masked (11 characters)") == (masked.expected, masked.actual)
    assert ("13800000000", "13900000000") == (shown.expected, shown.actual)


@pytest.mark.parametrize(
    "body", [[], "text", {"order": []}, {"order": "text", "payment": 7}, {"declaration": {"items": {}}}]
)
def test_any_shape_is_judged_without_a_crash(body: object) -> None:
    """What is put together from many senders may hold anything at all; it is told as a fault of structure."""
    assert found(body)


@pytest.mark.parametrize(
    ("scheme", "right"),
    [("cn-uscc", "91350100M000100Y43"), ("cn-resident-id", "11010519491231002X")],  # public example numbers
)
def test_a_chinese_check_character_is_the_one_of_public_examples(scheme: str, right: str) -> None:
    """An algorithm of our own agrees with itself; these numbers were made by others."""
    _, computed = SCHEMES[scheme]
    place, character = computed(right)

    assert right[place] == character
