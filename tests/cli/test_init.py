"""`cbec init --table`: the first draft of a mapping, with a reason behind each line."""

from pathlib import Path

import pytest

from cbec.bindings import table
from cbec.bindings.proposals.names import taken_apart
from cbec.model import load
from tests.bindings.sheets import read, workbook
from tests.cli.conftest import Command

PARCELS = (
    "Order-No;Ordered at;Recipient Name;Recipient Street;Recipient Address 2;Recipient Zip;Recipient City;Recipient Country;SKU;"
    "Goods Desription;HS Code;Qty;Unit Price (EUR);Weight (g);Made in;IOSS;Colour\n"
    "A-1;01.07.2026 09:30;Astrid Holm;Strandvejen 12;2. floor;8000;Aarhus;DK;S-1;Cotton T-shirt;6109.10;2;12,45;170;BD;IM2080000012;blue\n"
    "A-1;01.07.2026 09:30;Astrid Holm;Strandvejen 12;2. floor;8000;Aarhus;DK;S-2;Stoneware mug;6912.00;1;7,50;350;CN;IM2080000012;\n"
    "A-2;13.07.2026 10:00;Ole Lund;Havnegade 3;;8000;Aarhus;DK;S-3;Wooden puzzle;9503.00;1;9,00;500;CN;IM2080000012;red\n"
)


@pytest.fixture
def parcels(tmp_path: Path) -> Path:
    """A table that no binding knows."""
    path = tmp_path / "parcels.csv"
    path.write_text(PARCELS, "utf-8")
    return path


def test_a_mapping_is_proposed_line_by_line(cbec: Command, parcels: Path, tmp_path: Path) -> None:
    """An empty page stops people; a draft that says how sure it is of each line is gone through in minutes."""
    out = tmp_path / "mapping.yaml"
    done = cbec("init", "--table", str(parcels), "--out", str(out))
    lines = out.read_text("utf-8").splitlines()

    assert 0 == done.code
    assert (
        f"15 of 17 columns understood, as low-value-declaration; go through {out}, then: cbec validate {parcels}"
        in done.err
    )
    assert [
        "  message: low-value-declaration",
        "  rows: line",
        "  parcel: [Order-No]  # rows that follow each other and agree in this belong together",
        '  numbers: {decimal: ","}',
    ] == lines[9:13]
    assert [
        "    Order-No: [traderReference, functionalReference]  # sure: the number of the order",
        '    # ? Ordered at: PLACE  # not understood, such as "01.07.2026 09:30"',
        "    Recipient Name: consignee/name  # sure: the name of a party",
        '    Recipient Address 2: {to: consignee/address/line, join: ", "}  # sure: second line of an address',
        "    Goods Desription: items/description  # likely: resembles 'goods description'",
        "    HS Code: {to: items/classifications/code, digits: true}  # sure: the commodity code",
        '    "Weight (g)": {to: items/grossMass, unit: g}  # sure: the weight of the line; ? say `per: unit, times: COLUMN` if it is the weight of one piece',
        '    # ? Colour: PLACE  # not understood, such as "blue"',
    ] == [line for line in lines if any(name in line for name in ("Order-No:", "Ordered at", "Name", "Address 2", "Desri", "HS Code", "Weight", "Colour"))]  # fmt: skip


def test_what_is_proposed_can_be_used_as_it_is(cbec: Command, parcels: Path, tmp_path: Path) -> None:
    """A draft that does not even load would be worse than none; this one reads the table at once."""
    out = tmp_path / "mapping.yaml"
    cbec("init", "--table", str(parcels), "--out", str(out))
    first, second = read(PARCELS, table.mapping(str(out), load()))

    assert ("A-1", "A-2") == (first.body["functionalReference"], second.body["functionalReference"])
    assert [
        {
            "number": 1,
            "description": "Cotton T-shirt",
            "classifications": [{"code": "610910", "type": "HS"}],
            "grossMass": "0.17",
            "supplementaryQuantity": "2",
            "supplementaryUnit": "C62",
            "unitPrice": "12.45",
            "value": "24.90",
            "currency": "EUR",
            "originCountry": "BD",
            "sellerProductIdentifier": "S-1",
        },
    ] == first.body["items"][:1]
    assert [{"identifier": "IM2080000012", "role": "FR5"}] == first.body["fiscalReferences"]
    assert "Strandvejen 12, 2. floor" == first.body["consignee"]["address"]["line"]


def test_the_message_may_be_said(cbec: Command, parcels: Path) -> None:
    """The same columns are an order to one and a filing to another; who knows says so."""
    told = cbec("init", "--table", str(parcels), "--message", "order", "--out", "-").out

    assert "  message: order\n" in told
    assert "Ordered at: placedAt  # sure" in told.replace('"', "")
    assert "Order-No: [number, functionalReference]" in told


def test_values_speak_where_names_do_not(cbec: Command, tmp_path: Path) -> None:
    """A column called code may hold commodity codes; a column called weight may hold words."""
    path = tmp_path / "t.csv"
    path.write_text("reference,what is it,weight,xyz\nA,610910,heavy,a\nB,691200,light,b\n", "utf-8")
    told = cbec("init", "--table", str(path), "--out", "-").out

    assert "what is it: items/classifications/code  # a guess: its values look like a commodity code" in told
    assert (
        '# ? weight: PLACE  # not understood, such as "heavy"; ? the weight of the line, but its values are no numbers'
        in told
    )
    assert '# ? xyz: PLACE  # not understood, such as "a"' in told


def test_a_workbook_with_a_title_is_understood(cbec: Command, tmp_path: Path) -> None:
    """People put a title above their tables; the header is the row that looks like one."""
    path = tmp_path / "t.xlsx"
    path.write_bytes(
        workbook([["Parcels of July"], [], ["Tracking Number", "Description", "Value"], ["RR1", "Mug", 12.5]])
    )
    told = cbec("init", "--table", str(path), "--out", "-").out

    assert "Tracking Number: [documents/transport/identifier, functionalReference]" in told
    assert (
        "Value: items/value  # sure: what the line is worth; ? no column states the currency: say `currency: EUR`"
        in told
    )


def test_a_file_that_is_there_is_not_written_over(cbec: Command, parcels: Path, tmp_path: Path) -> None:
    """A mapping that somebody worked on for an hour is not lost to a second call."""
    out = tmp_path / "mapping.yaml"
    out.write_text("mine\n", "utf-8")
    refused = cbec("init", "--table", str(parcels), "--out", str(out))

    assert (2, "mine\n") == (refused.code, out.read_text("utf-8"))
    assert (
        f"cbec: {out} is there already; name another file with --out, or say --force to write over it.\n" == refused.err
    )
    assert 0 == cbec("init", "--table", str(parcels), "--out", str(out), "--force").code
    assert "syntax: table" in out.read_text("utf-8")


@pytest.mark.parametrize(
    ("content", "words", "sentence"),
    [
        ("", [], "Nothing to begin with: name a table with --table"),
        ("", ["--table", "nowhere.csv"], "nowhere.csv: there is no such file."),
        ("a,b\n1,2\n", ["--table", "FILE"], "none of its columns was understood"),
        ("1,2\n3,4\n", ["--table", "FILE"], "none of its columns was understood"),
        ("a,b\n1,2\n", ["--table", "FILE", "--message", "parcel"], "There is no message 'parcel'"),
        ("<a/>", ["--table", "FILE"], "is no table; CSV, Excel and Parquet are"),
    ],
    ids=["nothing said", "no file", "unknown names", "no header", "no message", "XML"],
)
def test_what_cannot_be_proposed_is_said_in_a_sentence(
    content: str, words: list[str], sentence: str, cbec: Command, tmp_path: Path
) -> None:
    """A verb for beginners must not meet them with a traceback."""
    path = tmp_path / "t.csv"
    path.write_text(content, "utf-8")
    told = cbec("init", *(str(path) if word == "FILE" else word for word in words), "--out", str(tmp_path / "m.yaml"))

    assert (2, "", 1) == (told.code, told.out, told.err.count("\n"))
    assert sentence in told.err


@pytest.mark.parametrize(
    ("header", "words", "unit", "currency"),
    [
        ("item_price_inr", "item price", "", "INR"),
        ("ShipperZipcode", "shipper zipcode", "", ""),
        ("Weight (kg)", "weight", "kg", ""),
        ("HSCode", "hs code", "", ""),
        ("UNIT-PRICE [USD]", "unit price", "", "USD"),
        ("total", "total", "", ""),
    ],
)
def test_a_header_is_taken_apart(header: str, words: str, unit: str, currency: str) -> None:
    """Units and currencies hide in names; so do words that are run together."""
    found = taken_apart(header, load())

    assert (words, unit, currency) == (found.text, found.unit, found.currency)
