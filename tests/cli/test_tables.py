"""Tables on the command line: judged where they lie, read by a mapping of one's own, written again."""

import gzip
from pathlib import Path

from tests.bindings.sheets import workbook
from tests.cli.conftest import Command

HEADER = "order_id,timestamp,importer_name,delivery_address,product_title,item_price_inr,total_order_value_inr\n"
ORDERS = (
    HEADER
    + "A,12/07/2026 12:02,Aisha,Villa 7,Bottle of steel,350,700\n"
    + "A,12/07/2026 12:02,Aisha,Villa 7,Cotton T-shirt,350,700\n"
    + "B,12/07/2026 12:03,Omar,Villa 9,Wooden puzzle,350,400\n"
)
MAPPING = "table:\n  message: order\n  parcel: [id]\n  columns: {id: number, what: lines/name}\n"


def test_a_table_is_judged_parcel_by_parcel(cbec: Command, tmp_path: Path) -> None:
    """Who has ten thousand orders in one file wants to know which row to mend."""
    (tmp_path / "orders.csv").write_text(ORDERS, "utf-8")
    told = cbec("validate", str(tmp_path))

    assert 1 == told.code
    assert f"{tmp_path}/orders.csv:2: order under core: valid" in told.out
    assert f"{tmp_path}/orders.csv:4: order under core: not valid" in told.out
    assert "in the file at G4 (total_order_value_inr)" in told.out
    assert "2 documents: 1 valid, 1 not valid, 0 unreadable" in told.out


def test_a_packed_table_and_one_from_a_pipe_are_read_too(cbec: Command, tmp_path: Path) -> None:
    """An export comes compressed, or straight from another program."""
    packed, book = tmp_path / "orders.csv.gz", tmp_path / "orders.xlsx.gz"
    packed.write_bytes(gzip.compress(ORDERS.encode()))
    book.write_bytes(gzip.compress(workbook([line.split(",") for line in ORDERS.splitlines()])))

    assert "2 documents: 1 valid" in cbec("validate", str(packed)).out
    assert "2 documents: " in cbec("validate", str(book)).out
    assert "standard input:4: order" in cbec("validate", "-", given=ORDERS.encode()).out


def test_a_mapping_file_reads_a_table_of_ones_own(cbec: Command, tmp_path: Path) -> None:
    """Nobody's columns are those of the WCO's exercise; the mapping file is the only thing to write."""
    table, mapping = tmp_path / "own.csv", tmp_path / "mapping.yaml"
    table.write_text("id;what\nA;Mug\nA;Shirt\n", "utf-8")
    mapping.write_text(MAPPING, "utf-8")
    unknown, known = cbec("validate", str(table)), cbec("convert", str(table), "--mapping", str(mapping))

    assert 2 == unknown.code
    assert f"no mapping knows these columns; `cbec init --table {table}` proposes one." in unknown.err
    assert '"name": "Shirt"' in known.out


def test_orders_become_the_rows_of_one_table(cbec: Command, tmp_path: Path) -> None:
    """A table goes out as it came in: one file, one header, however many parcels it holds."""
    source, out, again = tmp_path / "orders.csv", tmp_path / "out.csv", tmp_path / "again.csv"
    source.write_text(ORDERS, "utf-8")
    done = cbec("convert", str(source), "--to", "wco-exercise-2026", "--out", str(out))
    cbec("convert", str(out), "--to", "wco-exercise-2026", "--out", str(again))

    assert (0, 4) == (done.code, len(out.read_text("utf-8").splitlines()))
    assert out.read_bytes() == again.read_bytes()
    assert cbec("convert", str(source)).out == cbec("convert", str(out)).out


def test_a_message_is_written_by_a_mapping_file(cbec: Command, tmp_path: Path) -> None:
    """The mapping that reads a shipper's table writes it, too; what has no column is told."""
    source, mapping = tmp_path / "orders.csv", tmp_path / "mapping.yaml"
    source.write_text(ORDERS.rpartition("B,")[0], "utf-8")
    mapping.write_text(MAPPING, "utf-8")
    done = cbec("convert", str(source), "--to", str(mapping))

    assert 1 == done.code
    assert "id,what\nA,Bottle of steel\nA,Cotton T-shirt\n" == done.out.replace("\r\n", "\n")
    assert "cannot carry Receiver. (/receiver)" in done.err


def test_a_mapping_file_is_for_tables(cbec: Command, tmp_path: Path) -> None:
    """A mapping beside a JSON file is a mistake, and said to be one."""
    parcel, mapping = tmp_path / "parcel.json", tmp_path / "mapping.yaml"
    parcel.write_text('{"function": "9"}', "utf-8")
    mapping.write_text(MAPPING, "utf-8")
    told = cbec("validate", str(parcel), "--mapping", str(mapping))

    assert 2 == told.code
    assert f"cbec: {parcel}: is no table; --mapping is for CSV, Excel and Parquet.\n" == told.err
