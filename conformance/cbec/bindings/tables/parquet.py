"""Parquet files, batch by batch, with the types that their columns state."""

from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from math import isfinite
from typing import Any, BinaryIO

from cbec.bindings.tables.sheet import MAX_CELL, MAX_COLUMNS, Cell, Fault, Rounded, Row, Sheet
from cbec.terms import UsageError

BATCH = 2048
#: Bounds on the description that a file gives of itself, in bytes and entries.
MAX_DESCRIPTION = 64 * 1024 * 1024
MAX_ENTRIES = 1_000_000
#: A row group may hold so many bytes, unpacked; the usual size is a tenth of it.
MAX_GROUP = 2 * 1024**3


def read(file: BinaryIO, name: str) -> Sheet:
    """Read *file* as Parquet; raises UsageError where it cannot be read, or pyarrow is not installed."""
    try:
        import pyarrow as pa  # noqa: PLC0415  # an extra, and only Parquet needs it
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError:
        raise UsageError(f"{name} is Parquet, which needs pyarrow: pip install 'cbec[tables]'.") from None
    try:
        opened = parquet.ParquetFile(
            file,
            pre_buffer=False,
            buffer_size=1 << 20,
            thrift_string_size_limit=MAX_DESCRIPTION,
            thrift_container_size_limit=MAX_ENTRIES,
        )
    except (pa.ArrowException, OSError, ValueError):
        raise UsageError(f"{name}: a damaged Parquet file; write it again.") from None
    header = tuple(opened.schema_arrow.names)
    if len(header) > MAX_COLUMNS:
        raise UsageError(f"{name}: {len(header)} columns; more than {MAX_COLUMNS} are not read.")
    groups = (opened.metadata.row_group(index).total_byte_size for index in range(opened.metadata.num_row_groups))
    if any(size > MAX_GROUP for size in groups):
        raise UsageError(f"{name}: a row group of more than {MAX_GROUP // 1024**3} GB; write it in smaller ones.")
    for column in opened.schema_arrow:
        if pa.types.is_nested(column.type):
            raise UsageError(f"{name}: the column {column.name!r} holds groups; write one column for each value.")
    return Sheet("Parquet", _rows(opened, header, name, pa), lettered=False)


def _rows(opened: Any, header: tuple[str, ...], name: str, pa: Any) -> Iterator[Row]:
    """Yield the header as row 0, then the rows, counted from one: a Parquet file has no row for its header."""
    yield Row(0, header)
    number = 0
    try:
        for batch in opened.iter_batches(batch_size=BATCH):
            columns = [_column(batch.column(index), pa) for index in range(len(header))]
            for values in zip(*columns, strict=True):
                number += 1
                yield Row(number, tuple(_cell(value, name, number) for value in values))
    except (pa.ArrowException, OSError) as fault:
        raise UsageError(f"{name}, after row {number}: a damaged Parquet file ({str(fault)[:80]}).") from None


def _column(column: Any, pa: Any) -> list[Any]:
    """Give the values of *column*; a number of half precision is written out with the digits that it has."""
    if pa.types.is_float32(column.type) or pa.types.is_float16(column.type):
        return [None if value is None else float(f"{value:.7g}") for value in column.to_pylist()]
    values: list[Any] = column.to_pylist()
    return values


def _cell(value: Any, name: str, number: int) -> Cell:  # noqa: PLR0911  # one line for each type
    if value is None:
        return ""
    if isinstance(value, str):
        if len(value) > MAX_CELL:
            raise UsageError(f"{name}, row {number}: a cell of more than {MAX_CELL:,} characters.")
        return value.strip()
    if isinstance(value, bool | Decimal | datetime | date):
        return value
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, float):
        return _fraction(value)
    if isinstance(value, time):
        return value.isoformat()
    return Fault("bytes in place of text") if isinstance(value, bytes) else str(value)


def _fraction(value: float) -> Cell:
    if not isfinite(value):
        return ""
    whole = Decimal(f"{Decimal(f'{value:.15g}'):f}")
    return Rounded(whole) if whole.adjusted() >= 15 else whole
