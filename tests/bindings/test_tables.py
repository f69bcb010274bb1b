"""Tables as messages: rows become parcels, columns become elements, and every finding names row and column."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cbec.bindings.carry import write
from cbec.bindings.reader import UNMAPPED
from cbec.model import load
from cbec.terms import Finding, UsageError
from cbec.validate import judge
from tests.bindings.sheets import EXERCISE, mapping, packed, parquet, read, workbook

ORDERS = (
    EXERCISE
    + 'OD-1,12/07/2026 12:02,Aisha Khan,"Villa 7, Street 12",P-1,Home,Bottle,"Bottle of steel, 1 l",https://shop.example/1.jpg,"1,299.00",2098.00,2\r\n'
    + 'OD-1,12/07/2026 12:02,Aisha Khan,"Villa 7, Street 12",P-2,Men,T-shirt,"T-shirt, cotton",https://shop.example/2.jpg,799,2098.00,2\r\n'
    + "OD-2,31/02/2026 09:00,Omar Said,Villa 9,P-3,Toys,Puzzle,Puzzle of wood,https://shop.example/3.jpg,350,400,1\r\n"
)
#: A mapping to try things with: an order of a few columns.
SMALL = """
table:
  message: order
  parcel: [id]
  fixed: {function: "9", currency: EUR}
  columns:
    id: [number, functionalReference]
    name: receiver/name
    item: lines/name
"""


def told(document: Any) -> set[tuple[str, int, str]]:
    """What is found in a document: rule, row, and place in the file."""
    _, found = judge(document, load())
    return {(one.rule, one.origin.line, one.origin.path) for one in found if one.origin}


def bodies(content: str | bytes, folder: Path, more: str, name: str = "t.csv") -> list[Any]:
    """Read *content* by the small mapping with *more* columns."""
    return [one.body for one in read(content, mapping(folder, SMALL + more), name)]


def findings(content: str | bytes, folder: Path, more: str, name: str = "t.csv") -> list[tuple[str, int, str]]:
    """What reading itself finds: rule, row, and place."""
    documents = read(content, mapping(folder, SMALL + more), name)
    return [
        (one.rule, one.origin.line, one.origin.path)
        for document in documents
        for one in document.findings
        if one.origin
    ]


def test_the_table_of_the_exercise_is_read_as_it_is() -> None:
    """The WCO's own exercise hands out a table; who took part in it judges the file without writing anything."""
    first, second = read(ORDERS)

    assert {
        "function": "9",
        "functionalReference": "OD-1",
        "number": "OD-1",
        "placedAt": "2026-07-12T12:02:00+04:00",
        "goodsValue": "2098.00",
        "currency": "INR",
        "receiver": {"name": "Aisha Khan", "addressText": "Villa 7, Street 12"},
        "lines": [
            {
                "number": 1,
                "name": "Bottle",
                "description": "Bottle of steel, 1 l",
                "category": "Home",
                "sellerProductIdentifier": "P-1",
                "pictureAddress": "https://shop.example/1.jpg",
                "quantity": "1",
                "unitPrice": "1299.00",
                "lineTotal": "1299.00",
                "currency": "INR",
            },
            {
                "number": 2,
                "name": "T-shirt",
                "description": "T-shirt, cotton",
                "category": "Men",
                "sellerProductIdentifier": "P-2",
                "pictureAddress": "https://shop.example/2.jpg",
                "quantity": "1",
                "unitPrice": "799",
                "lineTotal": "799",
                "currency": "INR",
            },
        ],
    } == first.body
    assert ("order", 4, "wco-exercise-2026") == (second.message, second.line, second.binding)


def test_a_finding_names_row_and_column() -> None:
    """Who has a sheet of ten thousand rows needs the cell, not a pointer into a message that nobody sees."""
    _, second = read(ORDERS)

    assert {
        ("CBEC-S-format", 4, "B4 (timestamp)"),
        ("CBEC-T-003", 4, "K4 (total_order_value_inr)"),
    } <= told(second)


@pytest.mark.parametrize("kind", ["xlsx", "parquet"])
def test_the_same_table_gets_the_same_verdict_in_every_kind_of_file(kind: str) -> None:
    """A verdict on the goods must not depend on the program that saved the table."""
    lines = [line.split(";") for line in ("order_id;importer_name;delivery_address;product_title;item_price_inr;total_order_value_inr;timestamp", "A;Aisha;Villa 7;Bottle;350;400;2026-07-12 12:02")]  # fmt: skip
    typed = [*lines[1][:4], 350, 400, lines[1][6]]
    files = {
        "xlsx": workbook([["A title above"], [], lines[0], typed]),
        "parquet": parquet(**{name: [value] for name, value in zip(lines[0], typed, strict=True)}),
    }
    text, other = read("\n".join(";".join(line) for line in lines))[0], read(files[kind])[0]

    assert text.body == other.body
    assert {one[0] for one in told(text)} == {one[0] for one in told(other)}
    where = {
        "xlsx": ("CBEC-T-003", 4, "F4 (total_order_value_inr)"),
        "parquet": ("CBEC-T-003", 1, "total_order_value_inr"),
    }
    assert where[kind] in told(other)


def test_a_sheet_is_named_where_a_workbook_has_several() -> None:
    """In a workbook of many sheets the cell alone leads astray; the sheet whose columns are known is read."""
    lines = [["id", "name", "x"], ["A", "Aisha", ""]]
    orders = [line.split(",")[:5] for line in ("order_id,importer_name,delivery_address,product_title,item_price_inr", "A,Aisha,Villa 7,Bottle,x")]  # fmt: skip
    (document,) = read(workbook(lines, orders, titles=("Notes", "Orders")))

    assert ("CBEC-S-format", 2, "Orders!E2 (item_price_inr)") in told(document)


def test_a_column_that_no_binding_knows_is_told_once() -> None:
    """A value that is dropped in silence was never judged; a column of ten thousand is one sentence."""
    content = (
        ORDERS.replace("number_of_items", "gift_note").replace("\r\n", ",x\r\n").replace("gift_note,x", "gift_note,")
    )
    first, second = read(content)

    assert [(UNMAPPED, 1, "L1 (gift_note)"), (UNMAPPED, 2, "M2 (no header)")] == [
        (one.rule, one.origin.line, one.origin.path) for one in first.findings if one.origin
    ]
    assert [] == [one.rule for one in second.findings]


def test_rows_of_one_parcel_that_disagree_are_told(tmp_path: Path) -> None:
    """An order with two receivers is judged by the first, and said so: nothing is dropped in silence."""
    content = "id,name,item\nA,Aisha,x\nA,,y\nA,Omar,z\n"

    assert [("CBEC-B-differs", 4, "B4 (name)")] == findings(content, tmp_path, "")
    assert "Aisha" == bodies(content, tmp_path, "")[0]["receiver"]["name"]


def test_rows_of_one_parcel_that_stand_apart_are_told(tmp_path: Path) -> None:
    """A table that was sorted by price makes one order into many; each verdict would be wrong without a word."""
    content = "id,name,item\nA,Aisha,x\nB,Omar,y\nA,Aisha,z\n"

    assert [("CBEC-B-table", 4, "A4 (id)")] == findings(content, tmp_path, "")


def test_an_empty_cell_means_as_above(tmp_path: Path) -> None:
    """Merged cells of a spreadsheet are empty but for the first: the rows below belong to the same parcel."""
    content = "id,name,item\nA,Aisha,x\n,,y\n\nB,Omar,z\n"

    assert [2, 1] == [len(body["lines"]) for body in bodies(content, tmp_path, "")]


def test_a_row_with_too_many_cells_is_an_error(tmp_path: Path) -> None:
    """A comma that nobody quoted moves every value one column on; such a row must not pass as valid."""
    (document,) = read("id,name,item\nA,Aisha,T-shirt, cotton\n", mapping(tmp_path, SMALL))
    wrong = [one for one in document.findings if one.severity == "error"]

    assert [Finding("CBEC-B-table")] == wrong
    assert "The row has 4 cells and the header 3" in wrong[0].says


def test_a_cell_of_excel_that_holds_an_error_is_an_error(tmp_path: Path) -> None:
    """#N/A is no name: it is told with its cell, and not taken for a value."""
    sheet = (
        '<row><c t="str"><v>id</v></c><c t="str"><v>name</v></c><c t="str"><v>item</v></c></row>'
        '<row><c t="str"><v>A</v></c><c t="e"><v>#N/A</v></c><c t="str"><v>x</v></c></row>'
    )
    (document,) = read(packed(sheet), mapping(tmp_path, SMALL), "t.xlsx")

    assert [("CBEC-B-table", "error", "B2 (name)")] == [
        (one.rule, one.severity, one.origin.path) for one in document.findings if one.origin
    ]
    assert "receiver" not in document.body


@pytest.mark.parametrize(
    ("content", "name", "lost"),
    [
        (workbook([["id", "name", "item"], [340434780839197001, "Aisha", "x"]]), "t.xlsx", True),
        (workbook([["id", "name", "item"], ["340434780839197001", "Aisha", "x"]]), "t.xlsx", False),
        ("id,name,item\n340434780839197000,Aisha,x\n", "t.csv", True),
        ("id,name,item\n3.40435E+17,Aisha,x\n", "t.csv", True),
        ("id,name,item\n340434780839197001,Aisha,x\n", "t.csv", False),
        ("id,name,item\n1000,Aisha,x\n", "t.csv", False),
    ],
    ids=["number of Excel", "text of Excel", "exported number", "exponent", "all digits", "short"],
)  # fmt: skip
def test_an_identifier_that_excel_rounded_is_told(content: str | bytes, name: str, lost: bool, tmp_path: Path) -> None:
    """A box number of eighteen digits whose last three are zeros names another box, or none."""
    found = findings(content, tmp_path, "", name)

    assert ([("CBEC-B-digits", 2, "A2 (id)")] if lost else []) == found


def test_a_commodity_code_that_lost_its_zero_is_told(tmp_path: Path) -> None:
    """Coffee is 0901.21; as a number it is 90121, which is nothing: the cell is named beside the broken rule."""
    text = """
table:
  message: low-value-declaration
  parcel: [id]
  columns:
    id: functionalReference
    hs: {to: items/classifications/code, digits: true}
"""
    content = workbook([["id", "hs"], ["A", 90121], ["A", "0901.21"]])
    (document,) = read(content, mapping(tmp_path, text), "t.xlsx")

    assert [("CBEC-B-digits", "B2 (hs)")] == [(one.rule, one.origin.path) for one in document.findings if one.origin]
    assert [{"code": "90121"}, {"code": "090121"}] == [one["classifications"][0] for one in document.body["items"]]


def test_a_price_per_unit_makes_the_total_of_the_line(tmp_path: Path) -> None:
    """Interfaces disagree whether a value is of one unit; the mapping says it, and the product is exact."""
    columns = """
    qty: lines/quantity
    price: [{to: lines/unitPrice, currency: EUR}, {to: lines/lineTotal, per: unit, times: qty}]
"""
    content = "id,name,item,qty,price\nA,Aisha,x,3,0.10\nA,Aisha,y,2.5,19.99\n"

    assert [
        {"number": 1, "name": "x", "quantity": "3", "unitPrice": "0.10", "lineTotal": "0.30", "currency": "EUR"},
        {"number": 2, "name": "y", "quantity": "2.5", "unitPrice": "19.99", "lineTotal": "49.975", "currency": "EUR"},
    ] == bodies(content, tmp_path, columns)[0]["lines"]


def test_a_value_per_unit_without_its_quantity_is_left_out(tmp_path: Path) -> None:
    """The price of one of many passes as the price of all, and under every threshold; better none than that."""
    columns = "    price: {to: lines/lineTotal, per: unit, times: qty}\n"
    content = "id,name,item,qty,price\nA,Aisha,x,,19.99\n"

    assert [("CBEC-B-table", 2, "E2 (price)")] == findings(content, tmp_path, columns)
    assert [{"number": 1, "name": "x"}] == bodies(content, tmp_path, columns)[0]["lines"]


def test_numbers_and_dates_are_read_as_the_mapping_says(tmp_path: Path) -> None:
    """1.234,50 is more than a thousand in one country and a little over one in another; nobody guesses."""
    columns = """
    total: {to: goodsValue, numbers: {decimal: ",", thousands: "."}}
    lakh: {to: freight, numbers: {decimal: ".", thousands: ","}}
    odd: {to: tax, numbers: {decimal: ",", thousands: "."}}
    at: {to: placedAt, dates: [DD.MM.YYYY hh:mm, YYYYMMDD], zone: "+02:00"}
"""
    content = (
        "id;name;item;total;lakh;odd;at\nA;Aisha;x;1.234,50;12,34,567.89;12.5;1.7.2026 09:30\nB;Omar;y;7;1;1;20260702\n"
    )
    first, second = bodies(content, tmp_path, columns)

    assert ("1234.50", "1234567.89", "12.5", "2026-07-01T09:30:00+02:00") == tuple(
        first[key] for key in ("goodsValue", "freight", "tax", "placedAt")
    )
    assert "2026-07-02T00:00:00+02:00" == second["placedAt"]


def test_typed_cells_need_no_form(tmp_path: Path) -> None:
    """A number and a date of Excel are what they are, whatever the mapping says of texts."""
    columns = """
    total: {to: goodsValue, numbers: {decimal: ",", thousands: "."}}
    at: {to: placedAt, dates: DD/MM/YYYY, zone: "+02:00"}
"""
    from datetime import datetime

    at = datetime.fromisoformat("2026-07-12T12:02:00")
    content = workbook([["id", "name", "item", "total", "at"], ["A", "Aisha", "x", 12.5, at]])
    (body,) = bodies(content, tmp_path, columns, "t.xlsx")

    assert ("12.5", "2026-07-12T12:02:00+02:00") == (body["goodsValue"], body["placedAt"])


DECLARATION = """
table:
  message: low-value-declaration
  parcel: [id]
  columns:
    id: functionalReference
    what: items/description
    mass: {to: items/grossMass, unit: UNIT}
"""


@pytest.mark.parametrize(
    ("unit", "cells", "mass"),
    [("g", "850,", "0.85"), ("lb", "2,", "0.907185"), ("oz", "16,", "0.453592"), ("{column: u}", "850,g", "0.85"), ("{column: u, else: lb}", "1,", "0.453592")],
)  # fmt: skip
def test_a_mass_is_read_in_kilograms(unit: str, cells: str, mass: str, tmp_path: Path) -> None:
    """Ounces that pass as kilograms make a letter weigh as much as a man."""
    (document,) = read(f"id,what,mass,u\nA,Mug,{cells}\n", mapping(tmp_path, DECLARATION.replace("UNIT", unit)))

    assert mass == document.body["items"][0]["grossMass"]


def test_a_mass_without_its_unit_is_told(tmp_path: Path) -> None:
    """A unit that the row leaves out is not taken for kilograms without a word."""
    (document,) = read("id,what,mass,u\nA,Mug,850,\n", mapping(tmp_path, DECLARATION.replace("UNIT", "{column: u}")))

    assert ["No unit is stated under u: the value was left out."] == [one.says for one in document.findings]
    assert "grossMass" not in document.body["items"][0]


def test_a_row_can_be_a_whole_parcel(tmp_path: Path) -> None:
    """A carrier's upload has a row for a parcel and columns for its first items; a group fills its occurrences."""
    text = """
table:
  message: low-value-declaration
  rows: parcel
  fixed: {items/classifications/type: HS, fiscalReferences/1/role: FR5, fiscalReferences/2/role: FR1}
  columns:
    id: functionalReference
    ioss: fiscalReferences/1/identifier
    vat: fiscalReferences/2/identifier
    Item 1: items/1/description
    HS / 1: items/1/classifications/code
    Item 2: items/2/description
    Value 2: {to: items/2/value, currency: EUR}
"""
    content = "id,ioss,vat,Item 1,HS / 1,Item 2,Value 2\nA,IM1234567890,DK1,Mug,691200,Shirt,12\nB,,DK2,Mug,691200,,\n"
    first, second = (one.body for one in read(content, mapping(tmp_path, text)))

    assert {
        "functionalReference": "A",
        "fiscalReferences": [{"identifier": "IM1234567890", "role": "FR5"}, {"identifier": "DK1", "role": "FR1"}],
        "items": [
            {"number": 1, "description": "Mug", "classifications": [{"code": "691200", "type": "HS"}]},
            {"number": 2, "description": "Shirt", "value": "12", "currency": "EUR"},
        ],
    } == first
    assert ([{"identifier": "DK2", "role": "FR1"}], 1) == (second["fiscalReferences"], len(second["items"]))


def test_a_column_can_open_a_parcel() -> None:
    """Large shippers count a piece in the first row of a parcel and none in those that continue it."""
    header = (
        "BoxID,ParcelID,ReferenceID,BuyerName,NumberOfPieces,GoodsDescription,ItemHSCode,TotalWeight,Quantity,UnitPrice,"
        "TotalValue,InvoiceCurrency\n"
    )
    content = header + (
        "B1,P1,R1,Astrid Holm,1,T-shirt,610910,0.3,2,5,10,EUR\n"
        "B1,P1,R1,Astrid Holm,0,Mug,6912.00,0.25,1,7,7,EUR\n"
        "B1,P1,R2,Ole Lund,1,Puzzle,950300,0.5,1,9,9,EUR\n"
        "B1,P2,R3,Ida Berg,0,Book,490199,0.4,1,9,9,EUR\n"
    )
    documents = read(content)

    assert [("R1", 2), ("R2", 1), ("R3", 1)] == [
        (one.body["functionalReference"], len(one.body["items"])) for one in documents
    ]
    assert [1, 1, 0] == [one.body["totalPackages"] for one in documents]
    assert all(one.draft for one in documents)
    assert [("CBEC-B-table", 5)] == [(one.rule, one.origin.line) for one in documents[2].findings if one.origin]


def test_an_address_in_two_columns_is_joined(tmp_path: Path) -> None:
    """The second line of an address belongs behind the first, and is not lost."""
    columns = "    street: receiver/addressText\n    more: {to: receiver/addressText, join: ', '}\n"
    (body,) = bodies("id,name,item,street,more\nA,Aisha,x,Havnegade 3,2. floor\n", tmp_path, columns)

    assert "Havnegade 3, 2. floor" == body["receiver"]["addressText"]


def test_what_says_nothing_counts_as_empty(tmp_path: Path) -> None:
    """N/A and a hyphen are no names; which texts say nothing is for the mapping to tell."""
    (body,) = bodies("id,name,item\nA,N/A,x\n", tmp_path, "  empty: [N/A]\n")

    assert "receiver" not in body


def test_codes_of_the_table_are_translated(tmp_path: Path) -> None:
    """UK is no code of a country; a mapping that says what it stands for keeps the parcel out of the fault list."""
    columns = "    from: {to: lines/originCountry, codes: {UK: GB}}\n"
    (body,) = bodies("id,name,item,from\nA,Aisha,x,UK\nA,Aisha,y,DK\n", tmp_path, columns)

    assert ["GB", "DK"] == [one["originCountry"] for one in body["lines"]]


def test_columns_are_found_whatever_their_letters_and_blanks(tmp_path: Path) -> None:
    """Order ID, order_id and OrderId are one column; slashes and brackets in a name are no path."""
    text = SMALL.replace("id:", "Order ID:").replace("[id]", "[Order ID]").replace("item:", '"Item / name [en]":')
    (document,) = read("ORDER_ID,Name,item/name [EN]\nA,Aisha,x\n", mapping(tmp_path, text))

    assert "x" == document.body["lines"][0]["name"]


def test_a_mapping_extends_the_one_that_is_shipped(tmp_path: Path) -> None:
    """Who knows the platform behind the exercise says so in one line, and keeps the rest."""
    text = "extends: wco-exercise-2026\ntable:\n  fixed: {platform/name: Harbour Mall}\n  columns: {pid: null}\n"
    first, _ = read(ORDERS, mapping(tmp_path, text))

    assert {"name": "Harbour Mall"} == first.body["platform"]
    assert "sellerProductIdentifier" not in first.body["lines"][0]


def test_what_a_table_of_ones_own_lacks_is_an_error(tmp_path: Path) -> None:
    """A table that others prescribe has its limits; one's own has another column, or a line under `fixed`."""
    (own,) = read("id,name,item\nA,Aisha,x\n", mapping(tmp_path, SMALL))
    first, _ = read(ORDERS)

    assert "CBEC-S-required" in {rule for rule, _, _ in told(own)}
    assert {"CBEC-B-absent"} == {rule for rule, _, _ in told(first)}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("table: {columns: {a: number}}", "table: \"message\" is a required property"),
        ("table: {message: parcel, columns: {a: number}}", "there is no message 'parcel'"),
        ("table: {message: order, parcel: [a], columns: {a: nonsense, b: lines/name}}", "'nonsense' is no value of the message order"),
        ("table: {message: order, parcel: [a], columns: {a: receiver/nonsense/x, b: lines/name}}", "'receiver/nonsense/x' is no value of the message order"),
        ("table: {message: order, parcel: [a], columns: {a: address.city, b: lines/name}}", "address.city names seller/address/city or receiver/address/city of order"),
        ("table: {message: order, columns: {a: number, b: lines/name}}", "say with `parcel` or `opens` which rows belong together"),
        ("table: {message: order, parcel: [a], columns: {a: number}}", "no column feeds a line or an item; map one, or say `rows: parcel`"),
        ("table: {message: order, parcel: [a], columns: {a: number, b: {to: lines/lineTotal, per: unit}}}", "the column 'b' is per unit; say with `times` which column holds the quantity"),
        ("table: {message: order, parcel: [a], columns: {a: number, b: {to: lines/name, currency: EUR}, c: {to: number, unit: kg}}}", "the column 'c' has a unit, for which there is no place beside number"),
        ("table: {message: order, parcel: [a], columns: {a: {to: number, sum: true}, b: lines/name}}", "the column 'a' feeds no number, so it has neither unit nor sum"),
        ("table: {message: order, parcel: [a], columns: {a: number, b: {to: lines/lineTotal, sum: true}}}", "the column 'b' is summed over the rows of a parcel; feed a place of the parcel"),
        ("table: {message: order, parcel: [a], columns: {a: number, b: {to: lines/name, codes: nowhere}}}", "names the code list 'nowhere', which is not there"),
        ("extends: wco-declaration", "extends 'wco-declaration', which is no binding of a table; known are"),
        ("syntax: xml", "a mapping file is for tables"),
        ("- a", "a mapping file has members such as `table`"),
        ("table: [", "not readable as YAML"),
    ],
)  # fmt: skip
def test_a_mapping_file_that_is_wrong_is_told_where(text: str, says: str, tmp_path: Path) -> None:
    """A shipper writes this file; each mistake gets one sentence with the file, the column and what to do."""
    with pytest.raises(UsageError) as raised:
        mapping(tmp_path, text)

    assert str(tmp_path / "mapping.yaml") in str(raised.value)
    assert says in str(raised.value)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("name,item\nAisha,x\n", "has no column 'id', by which .* tells parcels apart"),
        ("colour\nred\n", "has none of the columns that"),
        ("id,name,item\n", "no row stands below the header; nothing to judge"),
        ("id,name,ID,item\nA,Aisha,B,x\n", "the columns A and C are both called 'ID'; rename one"),
        ("id,name,item\n" + "A,Aisha,x\n" * 20_002, "row 20002: more than 20,000 rows of one parcel"),
    ],
    ids=["no key", "another table", "no rows", "twice", "endless parcel"],
)
def test_a_table_that_does_not_fit_its_mapping_is_told(content: str, says: str, tmp_path: Path) -> None:
    """The wrong file for a mapping is the commonest mistake of all, and gets its sentence."""
    with pytest.raises(UsageError, match=says):
        read(content, mapping(tmp_path, SMALL))


def test_a_column_that_the_table_lacks_is_told_unless_it_may(tmp_path: Path) -> None:
    """A mapping outlives the table it was made for; what is gone is said once, with the header."""
    columns = "    tax: tax\n    remark: {to: remark, optional: true}\n"

    assert [("CBEC-B-table", 1, "")] == findings("id,name,item\nA,Aisha,x\nB,Omar,y\n", tmp_path, columns)


def test_what_is_written_as_a_table_comes_back(tmp_path: Path) -> None:
    """Sums, units, prices per unit, dates, commas and quotation marks: each way of a mapping is its own way back."""
    text = """
table:
  message: order
  parcel: [id]
  opens: {column: pieces, continues: ["0"]}
  numbers: {decimal: ","}
  dates: DD.MM.YYYY hh:mm
  zone: "+02:00"
  fixed: {function: "9", currency: EUR, platform/name: Harbour Mall}
  columns:
    id: [number, functionalReference]
    at: placedAt
    name: receiver/name
    total: {to: goodsValue, sum: true}
    pieces: null
    item: lines/name
    qty: lines/quantity
    price: [{to: lines/unitPrice}, {to: lines/lineTotal, per: unit, times: qty, currency: EUR}]
    from: {to: lines/originCountry, codes: {UK: GB}}
"""
    binding = mapping(tmp_path, text)
    spec = replace(load(), bindings={binding.id: binding}, cache={})
    body = {
        "function": "9",
        "functionalReference": "A-1",
        "number": "A-1",
        "placedAt": "2026-07-01T09:30:00+02:00",
        "goodsValue": "7.50",
        "currency": "EUR",
        "platform": {"name": "Harbour Mall"},
        "receiver": {"name": 'Aisha "A." Khan,\nSmith'},
        "lines": [
            {"number": 1, "name": "=1+1", "quantity": "3", "unitPrice": "0.50", "lineTotal": "1.50", "currency": "EUR", "originCountry": "GB"},
            {"number": 2, "name": "'@x", "quantity": "2", "unitPrice": "3.00", "lineTotal": "6.00", "currency": "EUR"},
        ],
    }  # fmt: skip
    written = write(body, "order", binding, spec)

    assert () == written.lost
    assert [
        "id,pieces,at,name,total,item,qty,price,from",
        'A-1,1,01.07.2026 09:30,"Aisha ""A."" Khan,',
        'Smith","7,50",\'=1+1,3,"0,50",UK',
        'A-1,0,01.07.2026 09:30,"Aisha ""A."" Khan,',
        'Smith",0,\'\'@x,2,"3,00",',
    ] == written.content.decode().splitlines()
    assert [body] == [one.body for one in read(written.content, binding)]


def test_what_a_table_cannot_hold_is_told(tmp_path: Path) -> None:
    """Another currency than the column's, and an element without a column: neither is lost in silence."""
    binding = mapping(
        tmp_path,
        SMALL.replace("    item: lines/name", "    item: lines/name\n    price: {to: lines/lineTotal, currency: EUR}"),
    )
    spec = replace(load(), bindings={binding.id: binding}, cache={})
    body = {"function": "9", "functionalReference": "A", "number": "A", "currency": "EUR", "tax": "1",
            "lines": [{"number": 1, "name": "x", "lineTotal": "5", "currency": "CNY"}]}  # fmt: skip

    assert ["/lines/0", "/tax"] == [one.at for one in write(body, "order", binding, spec).lost]


@pytest.mark.parametrize("name", ["column-name", "column-party"])
def test_every_name_of_a_column_leads_somewhere(name: str) -> None:
    """A name in the list that leads to no element is one that nobody will ever understand."""
    spec = load()
    keys = {place.key for message in spec.messages.values() for place in message.places()}
    roles = {role for message in spec.messages.values() for place in message.places() for role in place.roles}
    known = {"column-name": {*spec.elements, *keys, "unit-of-mass"}, "column-party": roles}[name]

    assert set() == {target for code in spec.codes[name].codes for target in code.same_as.split()} - known
