"""Identifiers: their pattern, and their check characters."""

import re
from collections.abc import Callable, Iterator

from cbec.validate.predicates.kinds import Broken, Terms, predicate
from cbec.validate.scope import Scope


@predicate("of", settings=("pattern", "words"), pointwise=True)
def matches(scope: Scope, terms: Terms) -> Iterator[Broken]:
    """Every value of *of* matches the *pattern*, which *words* explains to a person."""
    pattern = re.compile(terms["pattern"].replace("$", r"\Z"))
    for hit in scope.all(*terms["of"]):
        if not pattern.search(str(hit.value)):
            yield Broken(hit.at, terms["words"], str(hit.value))


@predicate("value", settings=("scheme",), pointwise=True)
def check_character(scope: Scope, terms: Terms) -> Iterator[Broken]:
    """The check characters of every value of *value* are right; a value of another shape is not judged."""
    shape, computed = SCHEMES[terms["scheme"]]
    for hit in scope.all(terms["value"]):
        text = str(hit.value)
        if re.fullmatch(shape, text):
            position, characters = computed(text)
            if not characters:
                yield Broken(hit.at, "a number that check characters exist for", text)
            elif not text.startswith(characters, position):
                yield Broken(hit.at, f"check character {characters}", text)


def _upu_s10(text: str) -> tuple[int, str]:
    """UPU S10: weights 8 6 4 2 3 5 9 7 over the serial number; 10 becomes 0 and 11 becomes 5."""
    weighted = sum(int(digit) * weight for digit, weight in zip(text[2:10], (8, 6, 4, 2, 3, 5, 9, 7), strict=True))
    check = 11 - weighted % 11
    return 10, str({10: 0, 11: 5}.get(check, check))


def _air_waybill(text: str) -> tuple[int, str]:
    """IATA air waybill: the last digit is the serial number of seven digits modulo 7."""
    return len(text) - 1, str(int(text[-8:-1]) % 7)


def _mrn(text: str) -> tuple[int, str]:
    """EU master reference number: the ISO 6346 check digit over the first seventeen characters."""
    total = sum(_iso_6346_value(character) << place for place, character in enumerate(text[:17]))
    return 17, str(total % 11 % 10)


def _iso_6346_value(character: str) -> int:
    """ISO 6346: letters count from 10 upwards and leave out the multiples of 11."""
    if character.isdigit():
        return int(character)
    letter = ord(character) - ord("A")
    return 10 + letter + (letter + 9) // 10


#: scheme -> the shape that it judges, and where the check characters stand and what they are; an empty text
#: where no check character makes the number valid. Other modules of this package add schemes of their own.
SCHEMES: dict[str, tuple[str, Callable[[str], tuple[int, str]]]] = {
    "upu-s10": (r"[A-Z]{2}[0-9]{9}[A-Z]{2}", _upu_s10),
    "iata-air-waybill": (r"[0-9]{3}-?[0-9]{8}", _air_waybill),
    "eu-mrn": (r"[0-9]{2}[A-Z]{2}[A-Z0-9]{13}[0-9]", _mrn),
}
