"""Sums that reading does on the way: masses in kilograms, and values per unit as values of the line. All exact."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from types import MappingProxyType

from cbec.model import Format

#: Kilograms in one unit of mass (the international pound is exactly 0.45359237 kg, of sixteen ounces).
KILOGRAMS: Mapping[str, Decimal] = MappingProxyType(
    {
        unit: kilograms
        for names, kilograms in (
            ("kg kgs kgm kilogram kilograms", Decimal(1)),
            ("g gr grm gram grams", Decimal("0.001")),
            ("lb lbs lbr pound pounds", Decimal("0.45359237")),
            ("oz onz ounce ounces", Decimal("0.028349523125")),
            ("t tne tonne tonnes", Decimal(1000)),
        )
        for unit in names.split()
    }
)


def number(text: str) -> Decimal | None:
    """Read a plain, finite decimal number of bounded length; None for anything else."""
    try:
        found = Decimal(text) if len(text) <= 40 else None
    except InvalidOperation:
        return None
    return found if found is not None and found.is_finite() and abs(found.adjusted()) < 40 else None


def kilograms(text: str, unit: str, format_: Format | None) -> str:
    """Turn *text*, a mass in *unit*, into kilograms, rounded to the decimals of the format.

    An unknown unit stays beside the number, so that nobody takes it for kilograms.
    """
    factor, mass = KILOGRAMS.get(unit.lower()), number(text)
    if factor is None or mass is None:
        return text if factor else f"{text} {unit}"
    return plain(rounded(mass * factor, format_) if factor != 1 else mass)


def product(text: str, quantity: str) -> str | None:
    """Multiply a value per unit by its quantity.

    Without a quantity there is no value of the line: better a missing value than one that is wrong by a factor.
    """
    each, times = number(text), number(quantity)
    if each is None:
        return text
    return None if times is None else plain(each * times)


def total(texts: list[str]) -> str | None:
    """Add numbers up; None where one of them is none."""
    numbers = [number(text) for text in texts]
    return plain(sum((one for one in numbers if one is not None), Decimal(0))) if None not in numbers else None


def share(text: str, quantity: str) -> str | None:
    """Give the value per unit of which *text* is *quantity* times as much; None where it cannot be said exactly."""
    whole, times = number(text), number(quantity)
    if whole is None or not times:
        return None
    each = whole / times
    return plain(each) if each * times == whole else None


def rounded(value: Decimal, format_: Format | None) -> Decimal:
    """Round *value* to the decimals that its format has room for, without zeros at the end."""
    decimals = format_.decimals if format_ else 6
    small = value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP) if value.adjusted() < 20 else value
    return small.normalize()


def plain(value: Decimal) -> str:
    """Write *value* without an exponent."""
    return format(value, "f")
