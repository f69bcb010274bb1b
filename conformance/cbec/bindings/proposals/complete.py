"""What a proposed mapping needs beside its columns: units, currencies, totals, and which rows belong together."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from cbec.bindings.measures import KILOGRAMS
from cbec.bindings.proposals.propose import NUMBERS, Proposal
from cbec.model import REQUIRED, Message

#: By which element rows are told apart, the best first.
TELLING = (
    "order.number",
    "declaration.functional-reference",
    "document.transport-identifier",
    "transport.house-document",
    "postal.item-identifier",
    "consignment.trader-reference",
)
#: Price of one unit, total of the line, and quantity: two of them give the third.
PRICES = (
    ("product.unit-price", "product.line-total", "product.quantity"),
    ("item.unit-price", "item.value", "item.supplementary-quantity"),
)
CURRENCIES = frozenset({"product.currency", "item.currency", "order.currency", "consignment.currency"})
PIECES = frozenset({"declaration.total-packages", "preloading.pieces"})
#: What is said of a group once it is there: the value beside an element, and whether we are sure of it.
BESIDE = {
    "item.classification": ("type", "HS", "where the codes have six digits"),
    "party.fiscal-reference": ("role", "FR5", "the seller's number, as IOSS is"),
    "document.additional-identifier": ("type", "N380", "an invoice"),
}
#: The units of mass as a mapping file calls them.
UNITS = ("kg", "g", "lb", "oz")
FUNCTION, ORIGINAL = "function", "9"


@dataclass
class Completed:
    """A mapping as far as it can be proposed; ``doubts`` say what a person must decide."""

    message: Message
    columns: Sequence[Proposal]
    parcel: list[str] = field(default_factory=list)
    whole: bool = False
    opens: str = ""
    numbers: dict[str, str] = field(default_factory=dict)
    dates: list[str] = field(default_factory=list)
    zone: bool = False
    fixed: dict[str, tuple[str, str]] = field(default_factory=dict)
    doubts: dict[str, str] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)


def complete(message: Message, columns: Sequence[Proposal]) -> Completed:
    """Complete the proposals for *columns* to a mapping for *message*."""
    made = Completed(message, columns)
    by_element = {one.element: one for one in columns if one.place}
    _tell_apart(made, by_element)
    _numbers(made)
    _dates(made)
    _prices(made, by_element)
    _currencies(made, by_element)
    _masses(made)
    _fix(made, by_element)
    made.missing = [
        place.path.replace("/*", "")
        for place in message.root.children
        if place.use == REQUIRED and not _fed(made, place.path.replace("/*", ""))
    ]
    return made


def _fed(made: Completed, path: str) -> bool:
    known = [one.path for one in made.columns] + [to for one in made.columns for to in one.also] + [*made.fixed]
    known += [more["to"] for one in made.columns for more in one.more]
    known += ["currency" for one in made.columns if "currency" in one.options and "/" not in one.path]
    return any(one == path or one.startswith(f"{path}/") for one in known)


def _tell_apart(made: Completed, by_element: dict[str, Proposal]) -> None:
    telling = [by_element[one] for one in TELLING if one in by_element]
    pieces = next((by_element[one] for one in PIECES if one in by_element), None)
    if pieces is not None and pieces.looks.values == {"0", "1"}:
        made.opens = pieces.column
        pieces.options["sum"] = True
    chosen = next((one for one in telling if one.looks.repeats), telling[0] if telling else None)
    if chosen is not None:
        made.parcel = [chosen.column]
        if made.message.at("functionalReference") and "declaration.functional-reference" not in by_element:
            chosen.also.append("functionalReference")
    made.whole = chosen is None and not made.opens


def _numbers(made: Completed) -> None:
    signs = {(one.looks.decimal, one.looks.thousands) for one in made.columns if one.type in NUMBERS}
    if len(signs - {(".", "")}) == 1:
        decimal, thousands = (signs - {(".", "")}).pop()
        made.numbers = {"decimal": decimal} | ({"thousands": thousands} if thousands else {})
    elif signs - {(".", "")}:
        made.doubts["numbers"] = "the columns write numbers in different ways: say `numbers` for each"


def _dates(made: Completed) -> None:
    dated = [one for one in made.columns if one.type in {"date", "moment"}]
    made.dates = list(dict.fromkeys(one.looks.dates for one in dated if one.looks.dates))
    made.zone = any(one.type == "moment" and not one.looks.dates.endswith("Z") for one in dated)
    if any(one.looks.doubtful for one in dated):
        made.doubts["dates"] = "day and month could be the other way round: MM/DD"


def _prices(made: Completed, by_element: dict[str, Proposal]) -> None:
    """Make the total of a line where only the price of one unit is stated."""
    for unit, total, quantity in PRICES:
        price, totals = by_element.get(unit), made.message.find(total)
        if price is None or total in by_element or len(totals) != 1:
            continue
        path = totals[0].path.replace("/*", "")
        if quantity in by_element:
            price.more.append({"to": path, "per": "unit", "times": by_element[quantity].column})
        else:
            price.also.append(path)
            counted = made.message.find(quantity)
            if counted and counted[0].use == REQUIRED:
                made.fixed[counted[0].path.replace("/*", "")] = ("1", "no column counts: a row is one piece")
    for _, _, quantity in PRICES:
        counting = by_element.get(quantity)
        stated = {"product.unit", "item.supplementary-unit"} & set(by_element)
        if counting is not None and not stated:
            counting.options["unit"] = "C62"
            counting.doubts.append("counted in pieces (C62)")
    line = by_element.get("product.line-total")
    if made.message.at("goodsValue") and line is not None and "order.goods-value" not in by_element:
        line.more.append({"to": "goodsValue", "sum": True})


def _currencies(made: Completed, by_element: dict[str, Proposal]) -> None:
    """Say in which currency amounts are: that of their name, or of the column that states one."""
    column = next((by_element[one] for one in CURRENCIES if one in by_element), None)
    amounts = [one for one in made.columns if one.type == "amount"]
    for one in amounts:
        if one.name.currency:
            one.options["currency"] = one.name.currency
        elif column is not None:
            one.options["currency"] = {"column": column.column}
        else:
            one.doubts.append("no column states the currency: say `currency: EUR`")
    if column is not None and any(one.options.get("currency") == {"column": column.column} for one in amounts):
        column.beside = True


def _masses(made: Completed) -> None:
    units = next((one for one in made.columns if one.unit_of_mass), None)
    for one in made.columns:
        if one.type != "weight":
            continue
        if one.name.unit:
            one.options["unit"] = next(unit for unit in UNITS if KILOGRAMS[unit] == KILOGRAMS[one.name.unit])
        elif units is not None:
            one.options["unit"] = {"column": units.column}
        elif one.name.words == ("grams",):
            one.options["unit"] = "g"
        else:
            one.options["unit"] = "kg"
            one.doubts.append("the unit is not stated")
        if one.place and "/*/" in one.place.path:
            one.doubts.append("say `per: unit, times: COLUMN` if it is the weight of one piece")


def _fix(made: Completed, by_element: dict[str, Proposal]) -> None:
    if made.message.at(FUNCTION):
        made.fixed[FUNCTION] = (ORIGINAL, "an original, not a change")
    codes = by_element.get("item.classification")
    if codes is not None and any("." in value for value in codes.looks.values):
        codes.options["digits"] = True
    for element, (beside, said, when) in BESIDE.items():
        fed = by_element.get(element)
        if fed is not None:
            around = fed.path.rpartition("/")[0]
            if not any(one.path == f"{around}/{beside}" for one in made.columns):
                made.fixed[f"{around}/{beside}"] = (said, when)
