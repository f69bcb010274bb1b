"""Check characters of national numbers, held to numbers that others made.

Origin of the numbers: known numbers from general knowledge and from public documentation of such checks,
collected on 2026-11-23 and not read at the administrations themselves. The numbers of nz-ird, the wrong ones
included, are known as the test numbers of Inland Revenue; CHE-123.456.789 is an often copied sample that
breaks its own rule. Where nothing else is said, a wrong number is a right one with its last character changed.
"""

import re
import string

import pytest

from cbec.validate.predicates.identity import SCHEMES

RIGHT = [
    ("au-abn", "51824753556"),
    ("nz-ird", "49091850"),
    ("nz-ird", "35901981"),
    ("nz-ird", "49098576"),
    ("nz-ird", "136410132"),
    ("ch-uid", "CHE-116.281.710"),
    ("ch-uid", "CHE-107.787.577"),
    ("ch-uid", "CHE116281710 MWST"),
    ("in-gstin", "27AAPFU0939F1ZV"),
    ("br-cpf", "52998224725"),
    ("br-cnpj", "11222333000181"),
    ("gb-vat", "GB980780684"),
    ("gb-vat", "GB434031494"),
    ("gb-vat", "GB980780684000"),
    ("cl-rut", "76086428-5"),
    ("cl-rut", "12345678-5"),
    ("cl-rut", "123456785"),
    ("tr-identity", "10000000146"),
    ("th-identity", "1101700230708"),
    ("ca-bn", "123456782"),
    ("ca-bn", "123456782RM0001"),
    ("jp-corporate", "7000012050002"),
    ("jp-corporate", "T8700110005901"),
]

WRONG = [
    ("nz-ird", "136410133"),
    ("ch-uid", "CHE-123.456.789"),
    ("ch-uid", "CHE-100.000.020"),  # the weights leave 10, for which there is no digit
    ("br-cpf", "11111111111"),  # satisfies the sums, and is never given out
    ("in-gstin", "27AAPFU0939F1ZW"),
    ("cl-rut", "76086428-K"),
]

#: Schemes in which no single wrong digit goes unseen. In the others two remainders share a check digit
#: (CPF, CNPJ, Thailand, Japan), or a second series or set of weights takes over (GB, NZ).
SEES_EVERY_DIGIT = {"au-abn", "ch-uid", "in-gstin", "cl-rut", "tr-identity", "ca-bn"}


def accepted(scheme: str, text: str) -> bool:
    """Whether *text* has the shape of the scheme and its check characters."""
    shape, computed = SCHEMES[scheme]
    if not re.fullmatch(shape, text):
        return False
    place, characters = computed(text)
    return bool(characters) and text.startswith(characters, place)


def changed(text: str) -> list[str]:
    """Every text that differs from *text* in one digit."""
    return [
        text[:place] + digit + text[place + 1 :]
        for place, character in enumerate(text)
        if character.isdigit()
        for digit in string.digits
        if digit != character
    ]


@pytest.mark.parametrize(("scheme", "text"), RIGHT)
def test_a_number_that_others_made_is_accepted(scheme: str, text: str) -> None:
    """An algorithm of our own agrees with itself; these numbers are known to be right."""
    assert accepted(scheme, text)


@pytest.mark.parametrize(("scheme", "text"), WRONG)
def test_a_wrong_number_is_refused(scheme: str, text: str) -> None:
    """A number that cannot exist is a slip of the hand or an invention; no parcel is cleared under it."""
    assert not accepted(scheme, text)


@pytest.mark.parametrize(("scheme", "text"), [one for one in RIGHT if one[0] in SEES_EVERY_DIGIT])
def test_no_single_wrong_digit_goes_unseen(scheme: str, text: str) -> None:
    """The commonest slip is one digit; where the scheme guarantees to see it, so do we."""
    checked = changed(text[: 9 if scheme == "ca-bn" else None])

    assert [] == [other for other in checked if accepted(scheme, other)]


@pytest.mark.parametrize(("scheme", "text"), [one for one in RIGHT if one[0] not in SEES_EVERY_DIGIT])
def test_a_wrong_check_digit_is_seen(scheme: str, text: str) -> None:
    """Where a scheme cannot see every slip, it still sees that of its own check digit."""
    place, characters = SCHEMES[scheme][1](text)
    others = [text[:place] + digit + text[place + 1 :] for digit in string.digits if digit != characters[0]]

    assert [] == [other for other in others if accepted(scheme, other)]


def test_a_number_of_another_shape_is_not_judged() -> None:
    """The Inland Revenue's 9125568 has seven digits: its shape is wrong, and no check digit is computed of it."""
    assert not re.fullmatch(SCHEMES["nz-ird"][0], "9125568")
