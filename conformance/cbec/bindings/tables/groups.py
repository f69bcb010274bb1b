"""Rows that belong together: one parcel after the other, as long as the file is."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from cbec.bindings.tables.header import normal
from cbec.bindings.tables.sheet import Row, plain
from cbec.model.layout import Layout
from cbec.terms import UsageError

#: So many rows may make one parcel: twice the items that a declaration can have.
MAX_ROWS = 20_000
#: So many parcels are remembered, to notice one whose rows stand apart.
REMEMBERED = 250_000


@dataclass
class Parcel:
    """The rows of one parcel; ``apart`` where rows of the same one came before, not just above.

    a ``stray`` one begins with a row that says that it continues the parcel above, and bears another number.
    """

    rows: list[Row]
    apart: bool = False
    stray: bool = False


@dataclass
class Groups:
    """Makes parcels of rows: by the columns that say which belong together, and the one that opens a parcel."""

    layout: Layout
    index: dict[str, int]
    file: str
    _known: dict[int, None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Find the columns once, not for each row."""
        self._keys = [self.index[normal(name)] for name in self.layout.parcel]
        self._opens = self.index[normal(self.layout.opens.column)] if self.layout.opens else -1

    def parcels(self, rows: Iterator[Row]) -> Iterator[Parcel]:
        """Yield the parcels of *rows*; an empty cell in a column that tells them apart means: as above.

        Raises UsageError for a parcel without end, which is no parcel.
        """
        current: Parcel | None = None
        key: tuple[str, ...] = ()
        for row in rows:
            if not row:
                continue
            above = key or ("",) * len(self._keys)
            own = tuple(plain(row.at(index)) or one for index, one in zip(self._keys, above, strict=True))
            continues = self._continues(row)
            same = current is not None and not self.layout.whole and own == key
            if current is not None and same and continues is not False:
                current.rows.append(row)
                if len(current.rows) > MAX_ROWS:
                    raise UsageError(
                        f"{self.file}, row {row.number}: more than {MAX_ROWS:,} rows of one parcel; "
                        "name under `parcel` the columns that tell parcels apart."
                    )
                continue
            if current is not None:
                yield current
            current, key = Parcel([row], self._again(own), continues is True), own
        if current is not None:
            yield current

    def _continues(self, row: Row) -> bool | None:
        """Whether *row* says that it continues a parcel, or opens one; None where no column says so."""
        opens = self.layout.opens
        return None if opens is None else plain(row.at(self._opens)) in opens.continues

    def _again(self, key: tuple[str, ...]) -> bool:
        """Whether *key* came before; only where it alone makes a parcel."""
        if self.layout.opens or self.layout.whole or not key:
            return False
        mark = hash(key)
        if mark in self._known:
            return True
        self._known[mark] = None
        if len(self._known) > REMEMBERED:
            del self._known[next(iter(self._known))]
        return False
