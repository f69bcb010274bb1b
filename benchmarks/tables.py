"""How fast and in how much memory a table is read and judged: 200,000 rows as CSV, Excel and Parquet.

Each kind of file is read in a process of its own; the memory is the most that this process ever held. A table ten
times shorter stands beside it: where the memory is the same, it does not grow with the table.
"""

import csv
import io
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROWS = 200_000
HEADER = [
    "order_id",
    "importer_name",
    "delivery_address",
    "product_title",
    "item_price_inr",
    "total_order_value_inr",
    "timestamp",
]


def row(number: int) -> list[str]:
    """Give one row: two of them make an order."""
    order = number // 2
    return [
        f"OD-{order}",
        f"Importer {order % 1000}",
        f"Villa {order % 777}",
        "Steel bottle",
        "350",
        "700",
        "12/07/2026 12:02",
    ]


def write_csv(path: Path, rows: int) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(map(row, range(rows)))


def write_xlsx(path: Path, rows: int) -> None:
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Orders")
    sheet.append(HEADER)
    for number in range(rows):
        sheet.append(row(number))
    book.save(path)


def write_parquet(path: Path, rows: int) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    columns = zip(*map(row, range(rows)), strict=True)
    parquet.write_table(pa.table(dict(zip(HEADER, map(list, columns), strict=True))), path)


def measure(path: str, judged: bool) -> None:
    """Read the table at *path*, and judge its parcels too; print rows, seconds and megabytes."""
    from cbec.bindings import table
    from cbec.model import load
    from cbec.validate import judge

    spec = load()
    parcels, begun = 0, time.perf_counter()
    with Path(path).open("rb") as file:
        for document in table.documents(io.BufferedReader(file.raw), path, spec):
            parcels += 1
            if judged:
                judge(document, spec)
    print(parcels, time.perf_counter() - begun, megabytes())


def megabytes() -> float:
    """Give the most memory that this process held; what its parent held before it began does not count."""
    status = Path("/proc/self/status")
    if status.is_file():
        return next(int(line.split()[1]) / 1024 for line in status.read_text("ascii").splitlines() if "VmHWM" in line)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Print the figures."""
    print(f"{'':<28} {'rows':>8} {'rows/s':>9} {'MB':>6}")
    writers = {"csv": write_csv, "xlsx": write_xlsx, "parquet": write_parquet}
    with tempfile.TemporaryDirectory() as folder:
        for kind, write in writers.items():
            for rows in (ROWS // 10, ROWS):
                path = Path(folder) / f"orders.{kind}"
                write(path, rows)
                for what in ("read", "read and judged"):
                    command = [sys.executable, __file__, str(path), what]
                    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
                    _, seconds, megabytes = map(float, told.split())
                    print(f"{kind + ', ' + what:<28} {rows:>8} {rows / seconds:>9.0f} {megabytes:>6.0f}")


if __name__ == "__main__":
    if len(sys.argv) > 2:
        measure(sys.argv[1], sys.argv[2] != "read")
    else:
        main()
