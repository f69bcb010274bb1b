"""What the values of a column look like, whatever it is called."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from cbec.bindings.forms import stated
from cbec.bindings.tables.sheet import Cell, plain
from cbec.model import Spec

#: What share of the values must be of a kind; a few are always wrong.
MOST = 0.6
#: Forms of dates in the order in which they are tried; of two that fit the first is taken.
PATTERNS = (
    "YYYY-MM-DDThh:mm:ssZ",
    "YYYY-MM-DDThh:mm:ss",
    "YYYY-MM-DD hh:mm:ss",
    "YYYY-MM-DD hh:mm",
    "YYYY-MM-DD",
    "DD/MM/YYYY hh:mm:ss",
    "DD/MM/YYYY hh:mm",
    "DD/MM/YYYY",
    "MM/DD/YYYY hh:mm:ss",
    "MM/DD/YYYY hh:mm",
    "MM/DD/YYYY",
    "DD.MM.YYYY hh:mm",
    "DD.MM.YYYY",
    "DD-MM-YYYY hh:mm",
    "DD-MM-YYYY",
    "DD MMM YYYY",
    "YYYYMMDD",
)
_NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?|[+-]?[0-9]{1,3}(?:[.,' ][0-9]{2,3})+(?:[.,][0-9]+)?")
_COMMODITY = re.compile(r"[0-9]{6}(?:[0-9]{2}){0,2}")
_POSTAL = re.compile(r"[A-Z]{2}[0-9]{9}[A-Z]{2}")
_IOSS = re.compile(r"IM[0-9]{10}")
_ADDRESS = re.compile(r"https?://\S+")


@dataclass(frozen=True)
class Looks:
    """What most values of a column are: ``kinds`` from the narrowest; ``sample`` is the first value."""

    kinds: tuple[str, ...] = ()
    sample: str = ""
    decimal: str = "."
    thousands: str = ""
    dates: str = ""
    doubtful: bool = False
    values: frozenset[str] = field(default_factory=frozenset)
    repeats: bool = False

    def like(self, kind: str) -> bool:
        """Whether most values are of *kind*."""
        return kind in self.kinds


def looks(cells: Sequence[Cell], spec: Spec) -> Looks:
    """Tell what *cells*, the first of a column, look like."""
    filled = [cell for cell in cells if cell != ""]
    texts = [plain(cell) for cell in filled]
    if not filled:
        return Looks()
    countries = {code.code for code in spec.codes["country"].codes}
    currencies = {code.code for code in spec.codes["currency"].codes}
    nomenclature = {code.code for code in spec.codes["hs-2022"].codes}
    pattern, doubtful = _dates(filled, texts)
    tests: dict[str, Callable[[str], bool]] = {
        "country": lambda text: text.upper() in countries,
        "currency": lambda text: text.upper() in currencies,
        "commodity": lambda text: bool(_COMMODITY.fullmatch(_bare(text))) and _bare(text)[:6] in nomenclature,
        "postal": lambda text: bool(_POSTAL.fullmatch(text.upper())),
        "ioss": lambda text: bool(_IOSS.fullmatch(text.upper())),
        "address": lambda text: bool(_ADDRESS.fullmatch(text)),
        "number": lambda text: bool(_NUMBER.fullmatch(text)),
    }
    kinds = [kind for kind, test in tests.items() if _most(texts, test)]
    kinds += ["date"] if pattern or _most_typed(filled, date) else []
    decimal, thousands = _signs([text for cell, text in zip(filled, texts, strict=True) if isinstance(cell, str)])
    return Looks(
        kinds=tuple(kinds),
        sample=texts[0],
        decimal=decimal,
        thousands=thousands,
        dates=pattern,
        doubtful=doubtful,
        values=frozenset(texts[:100]),
        repeats=any(one == other for one, other in pairwise(texts)),
    )


def _bare(text: str) -> str:
    return re.sub("[. ]", "", text)


def _most(texts: Sequence[str], test: Callable[[str], bool]) -> bool:
    return sum(map(test, texts)) >= MOST * len(texts)


def _most_typed(cells: Sequence[Cell], type_: type) -> bool:
    return sum(isinstance(cell, type_) for cell in cells) >= MOST * len(cells)


def _dates(cells: Sequence[Cell], texts: Sequence[str]) -> tuple[str, bool]:
    """Find the form in which most dates in *texts* are written, and whether day and month could be the other way."""
    written = [text for cell, text in zip(cells, texts, strict=True) if isinstance(cell, str)]
    fits = {one: sum(_is_date(text, one) for text in written) for one in PATTERNS}
    best = max(fits, key=lambda one: fits[one])
    if not written or fits[best] < MOST * len(cells):
        return "", False
    turned = best.replace("DD/MM", "MM/DD")
    return best, turned != best and fits[turned] == fits[best]


def _is_date(text: str, pattern: str) -> bool:
    return str(stated({"moment": pattern}).read(text)) != text or (
        pattern == PATTERNS[0] and bool(_ISO.fullmatch(text))
    )


_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:Z|[+-][0-9]{2}:[0-9]{2})")


def _signs(texts: Sequence[str]) -> tuple[str, str]:
    """Tell by *texts* that are numbers which sign stands before decimals, and which between groups of digits."""
    numbers = [text for text in texts if _NUMBER.fullmatch(text)]
    if any(re.search(r",[0-9]{2,3}\.[0-9]+\Z", text) for text in numbers):
        return ".", ","
    if any(re.search(r"\.[0-9]{3},[0-9]+\Z", text) for text in numbers):
        return ",", "."
    if any(re.search(r"\A[0-9]+,[0-9]{1,2}\Z|\A[0-9]{4,},[0-9]+\Z|\A0,[0-9]+\Z", text) for text in numbers):
        return ",", ""
    if any(re.search(r"\A[0-9]{1,3}(?:,[0-9]{3})+\Z", text) for text in numbers):
        return ".", ","
    return ".", ""
