"""Which column of a table feeds which place of the message: the layout of a binding, met with one header."""

from collections.abc import Iterator
from dataclasses import dataclass

from cbec.bindings.tables.header import Headed, normal
from cbec.bindings.tables.values import NUMBERS, Values, values
from cbec.model import TEXT_TYPES
from cbec.model.layout import Column, Layout, Target

CLASSIFICATION = "item.classification"


@dataclass(frozen=True)
class Feed:
    """One column that the table has, with one place that it feeds.

    ``quantity`` is the column that holds how many units there are, ``unit`` the one that names the unit of a mass,
    -1 where there is none. ``helper`` is the name under which the quantity stands beside the value.
    """

    column: Column
    target: Target
    index: int
    values: Values
    quantity: int = -1
    counted: Values | None = None
    helper: str = ""
    unit: int = -1

    @property
    def type(self) -> str:
        """The type of the element that is fed."""
        return self.target.place.element.type if self.target.place.element else ""

    @property
    def names(self) -> bool:
        """Whether the column holds what names something, of which no digit may be lost."""
        return self.type in TEXT_TYPES

    @property
    def classifies(self) -> bool:
        """Whether the column holds commodity codes, which begin with zeros at times."""
        return self.target.place.element is not None and self.target.place.element.id == CLASSIFICATION


def feeds(layout: Layout, table: Headed) -> Iterator[Feed]:
    """Yield what the columns of *table* feed, in the order of the *layout*."""
    by_name = {column.header: column for column in layout.columns}
    for column in layout.columns:
        index = table.index.get(normal(column.header), -1)
        for target in column.targets if index >= 0 else ():
            counting = by_name.get(column.times, column)
            number = next((one for one in counting.targets if _is_number(one)), target)
            yield Feed(
                column=column,
                target=target,
                index=index,
                values=values(column, target),
                quantity=table.index.get(normal(column.times), -1) if column.times else -1,
                counted=values(counting, number) if column.times else None,
                helper=layout.quantity(column, target) if column.times else "",
                unit=table.index.get(normal(column.unit_column), -1) if column.unit_column else -1,
            )


def _is_number(target: Target) -> bool:
    return target.place.element is not None and target.place.element.type in NUMBERS
