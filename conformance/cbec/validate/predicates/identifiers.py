"""Check characters of the numbers that tax administrations give to businesses and to persons.

The rules were recalled and then run on known numbers (tests/validate/test_identifiers.py); none was read in a
text of its administration. No rule was found for the Australian reseller number, the Norwegian VOEC number,
the Korean clearance code and the number of the import one-stop shop.
"""

from collections.abc import Sequence

from cbec.validate.predicates.identity import SCHEMES

_BASE_36 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#: No digit makes such a number valid: the administration does not give it out.
_NONE = ""


def _weighted(digits: str, weights: Sequence[int]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))


def _australian_business_number(text: str) -> tuple[int, str]:
    """ABN: the first two digits; with one taken off the first, weights 10, 1, 3, 5 to 19, sum 0 modulo 89."""
    check = (10 - _weighted(text[2:], range(3, 20, 2))) % 89
    return 0, str(check if check >= 10 else check + 89)


def _new_zealand_ird(text: str) -> tuple[int, str]:
    """IRD: weights 3 2 7 6 5 4 3 2 modulo 11; where that gives 10, weights 7 4 3 2 5 2 7 6; 10 again is no number."""
    for weights in ((3, 2, 7, 6, 5, 4, 3, 2), (7, 4, 3, 2, 5, 2, 7, 6)):
        check = -_weighted(text[:-1].zfill(8), weights) % 11
        if check < 10:
            return len(text) - 1, str(check)
    return len(text) - 1, _NONE


def _swiss_uid(text: str) -> tuple[int, str]:
    """UID: weights 5 4 3 2 7 6 5 4 modulo 11; 10 is no number."""
    places = [place for place, character in enumerate(text) if character.isdigit()]
    check = -_weighted("".join(text[place] for place in places[:8]), (5, 4, 3, 2, 7, 6, 5, 4)) % 11
    return places[8], str(check) if check < 10 else _NONE


def _indian_gstin(text: str) -> tuple[int, str]:
    """GSTIN: Luhn's rule in base 36, factors 1 and 2 in turn."""
    total = 0
    for place, character in enumerate(text[:14]):
        value = _BASE_36.index(character) * (1 + place % 2)
        total += value // 36 + value % 36
    return 14, _BASE_36[-total % 36]


def _brazilian(text: str, first: Sequence[int], second: Sequence[int]) -> tuple[int, str]:
    """Two digits, the second over the first too; each 11 less the sum modulo 11, and 0 where that is above 9."""
    digits = text[:-2]
    for weights in (first, second):
        check = 11 - _weighted(digits, weights) % 11
        digits += str(check if check < 10 else 0)
    return len(text) - 2, digits[-2:]


def _brazilian_cpf(text: str) -> tuple[int, str]:
    """CPF: two digits, weights falling from 10 and then from 11 to 2; eleven times one digit is no number."""
    return (9, _NONE) if len(set(text)) == 1 else _brazilian(text, range(10, 1, -1), range(11, 1, -1))


def _brazilian_cnpj(text: str) -> tuple[int, str]:
    """CNPJ of digits alone: two digits, weights 5 to 2 and 9 to 2, then 6 to 2 and 9 to 2."""
    return _brazilian(text, (*range(5, 1, -1), *range(9, 1, -1)), (*range(6, 1, -1), *range(9, 1, -1)))


def _british_vat(text: str) -> tuple[int, str]:
    """GB VAT: two digits, 97 less the weights 8 to 2 modulo 97; in the newer series that less 55."""
    series = -_weighted(text[2:9], range(8, 1, -1)) % 97
    older, newer = f"{series or 97:02}", f"{(series - 55) % 97:02}"
    return 9, newer if text.startswith(newer, 9) else older


def _chilean_rut(text: str) -> tuple[int, str]:
    """RUT: weights 2 to 7 from the right, modulo 11; 10 is written K."""
    total = sum(int(digit) * (2 + place % 6) for place, digit in enumerate(reversed(text[:-1].rstrip("-"))))
    return len(text) - 1, "0123456789K"[-total % 11]


def _turkish_identity(text: str) -> tuple[int, str]:
    """TC Kimlik: seven times the odd places less the even ones modulo 10, then the sum of the ten digits modulo 10."""
    digits = [int(digit) for digit in text[:9]]
    tenth = (7 * sum(digits[::2]) - sum(digits[1::2])) % 10
    return 9, f"{tenth}{(sum(digits) + tenth) % 10}"


def _thai_identity(text: str) -> tuple[int, str]:
    """Thai number: weights 13 to 2, 11 less the sum modulo 11, of that the last digit."""
    return 12, str((11 - _weighted(text[:12], range(13, 1, -1)) % 11) % 10)


def _canadian_business_number(text: str) -> tuple[int, str]:
    """BN: Luhn's rule over nine digits; the programme account behind them has no check."""
    total = sum(sum(divmod(int(digit) * (1 + place % 2), 10)) for place, digit in enumerate(text[:8]))
    return 8, str(-total % 10)


def _japanese_corporate_number(text: str) -> tuple[int, str]:
    """Corporate number: the first digit, 9 less the weights 1 and 2 in turn from the right modulo 9."""
    place = 1 if text.startswith("T") else 0
    total = sum(int(digit) * (1 + turn % 2) for turn, digit in enumerate(reversed(text[place + 1 :])))
    return place, str(9 - total % 9)


SCHEMES.update(
    {
        "au-abn": (r"[0-9]{11}", _australian_business_number),
        "nz-ird": (r"[0-9]{8,9}", _new_zealand_ird),
        "ch-uid": (r"CHE-?[0-9]{3}\.?[0-9]{3}\.?[0-9]{3}(?: ?(?:MWST|TVA|IVA))?", _swiss_uid),
        "in-gstin": (r"[0-9]{2}[A-Z]{5}[0-9]{4}[A-Z][1-9A-Z]Z[0-9A-Z]", _indian_gstin),
        "br-cpf": (r"[0-9]{11}", _brazilian_cpf),
        "br-cnpj": (r"[0-9]{14}", _brazilian_cnpj),
        "gb-vat": (r"GB[0-9]{9}(?:[0-9]{3})?", _british_vat),
        "cl-rut": (r"[0-9]{7,8}-?[0-9K]", _chilean_rut),
        "tr-identity": (r"[1-9][0-9]{10}", _turkish_identity),
        "th-identity": (r"[0-9]{13}", _thai_identity),
        "ca-bn": (r"[0-9]{9}(?:R[A-Z][0-9]{4})?", _canadian_business_number),
        "jp-corporate": (r"T?[0-9]{13}", _japanese_corporate_number),
    }
)
