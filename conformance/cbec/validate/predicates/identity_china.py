"""Check characters of Chinese identifiers: companies (GB 32100) and residents (GB 11643)."""

from cbec.validate.predicates.identity import SCHEMES

_USCC = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def _social_credit_code(text: str) -> tuple[int, str]:
    """GB 32100: each of seventeen characters weighs three to the power of its place, modulo 31."""
    total = sum(_USCC.index(character) * pow(3, place, 31) for place, character in enumerate(text[:17]))
    return 17, _USCC[-total % 31]


def _resident_identity_number(text: str) -> tuple[int, str]:
    """GB 11643: ISO 7064 MOD 11-2 over seventeen digits; ten is written X."""
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(text[:17]))
    return 17, "0123456789X"[(1 - total) % 11]


SCHEMES["cn-uscc"] = (f"[{_USCC}]{{18}}", _social_credit_code)
SCHEMES["cn-resident-id"] = (r"[0-9]{17}[0-9X]", _resident_identity_number)
