"""Tables as files: what stands in a cell is read as it is meant, and no file brings the reader down."""

import io
import random
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from cbec.bindings import documents, table
from cbec.bindings.tables.sheet import MAX_COLUMNS, Fault, Rounded
from cbec.model import load
from cbec.terms import UsageError
from tests.bindings.sheets import packed, parquet, read, rows, workbook, zipped


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_out(delimiter: str) -> None:
    """A German Excel writes semicolons and calls it CSV: nobody is asked, and no comma in a text misleads."""
    content = delimiter.join(["id", "text"]) + "\r\n" + delimiter.join(["1", '"one, two; three"']) + "\r\n"

    assert [(1, ("id", "text")), (2, ("1", "one, two; three"))] == rows(content)


def test_a_delimiter_that_is_named_in_the_file_is_taken() -> None:
    """Excel writes sep=; above the header, and counts that line as a row."""
    assert [(2, ("a", "b")), (3, ("1,5", "2"))] == rows("sep=;\na;b\n1,5;2\n")


def test_a_delimiter_that_could_be_two_is_asked_for() -> None:
    """Where comma and semicolon cut as well, a guess would put every value into the wrong column."""
    with pytest.raises(UsageError, match="may be parted by ',' or ';'; say which"):
        rows("a,b;c\n1,2;3\n")


def test_rows_are_counted_as_a_spreadsheet_shows_them() -> None:
    """A line break inside a quoted value begins no row: the number of a finding is the one that a person sees."""
    assert [(1, ("a", "b")), (2, ("x\ny", "1")), (3, ()), (4, ("z", "2"))] == rows('\ufeffa,b\n"x\ny",1\n\nz,2\n')


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty; nothing to judge"),
        ("name,city\nJ\u00f8rgen,K\u00f8ge\n".encode("latin-1"), "line 2: byte 0xf8 is not UTF-8"),
        ("a,b\n1,2\n".encode("utf-16"), "encoded in UTF-16; save it as CSV in UTF-8"),
        (b'a,b\n"x' + b"y" * 200_000 + b"\n", "row 2: a quotation mark is opened and not closed"),
        (b'a,b\n"x"y,1\n', "row 2: text follows a closing quotation mark"),
        (b"a,b\n" + b"x" * 40_000 + b",1\n", "row 2: a cell of more than 32,767 characters"),
        (b"a,b\n" + b"1," * 2000 + b"\n", "row 2: 2001 columns; more than 1024 are not read"),
        (b"a,b\n" + b"x" * (5 * 1024 * 1024), "line 2: longer than 4 MB"),
    ],
    ids=["empty", "Latin-1", "UTF-16", "open quotation", "loose quotation", "long cell", "wide row", "long line"],
)
def test_a_text_that_cannot_be_read_gets_one_sentence(content: bytes, says: str) -> None:
    """What cannot be read safely is not guessed at: the sentence names the row and what to do."""
    with pytest.raises(UsageError, match=says):
        rows(content)


def test_excel_numbers_are_read_as_they_are_shown() -> None:
    """A binary fraction is 0.30000000000000004 in the file and 0.3 on the screen; a customs value is what is shown."""
    content = workbook([["a", "b", "c", "d"], [0.1 + 0.2, 12, 1e-7, "0901.21"], [True, None, -2.5, " text "]])

    assert [
        (1, ("a", "b", "c", "d")),
        (2, (Decimal("0.3"), Decimal(12), Decimal("1E-7"), "0901.21")),
        (3, (True, "", Decimal("-2.5"), "text")),
    ] == rows(content, "t.xlsx")


def test_excel_dates_are_dates() -> None:
    """A day is stored as a number; the form of the cell says what it is, in both calendars."""
    content = workbook([["day", "moment"], [date(2026, 7, 1), moment("2026-07-01T12:02:00")]])

    assert (2, (date(2026, 7, 1), moment("2026-07-01T12:02:00"))) == rows(content, "t.xlsx")[1]

    styles = '<numFmts><numFmt numFmtId="170" formatCode="[$-409]d\\.m\\.yyyy;@"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="170"/></cellXfs>'
    book = '<workbook xmlns:r="x"><workbookPr date1904="1"/><sheets><sheet name="S" r:id="rId1"/></sheets></workbook>'
    old = packed('<row r="1"><c r="A1" s="1"><v>44742</v></c></row>', styles=styles, book=book)

    assert [(1, (date(2026, 7, 1),))] == rows(old, "t.xlsx")


def test_a_long_number_of_excel_says_that_it_is_rounded() -> None:
    """Eighteen digits in a numeric cell are fifteen and three zeros: the cell is told from a text of the same digits."""
    content = workbook([["n", "t"], [340434780839197001, "340434780839197001"]])

    assert (2, (Rounded(Decimal(340434780839197000)), "340434780839197001")) == rows(content, "t.xlsx")[1]


def test_a_cell_without_a_value_says_why() -> None:
    """An error of a formula, and one that nobody calculated, are no texts that one could take for a name."""
    sheet = (
        '<row r="1"><c r="A1" t="e"><v>#N/A</v></c><c r="B1"><f>A1*2</f></c>'
        '<c r="C1" t="str"><f>"a"</f><v>a</v></c></row>'
    )

    assert [(1, (Fault("#N/A"), Fault("a formula that was never calculated"), "a"))] == rows(packed(sheet), "t.xlsx")


def test_texts_are_read_in_every_way_that_excel_writes_them() -> None:
    """Shared, inline, in pieces of several styles, with a reading aid above: always the text that a person sees."""
    shared = "<si><t>plain</t></si><si><r><t>in </t></r><r><t>pieces</t></r><rPh><t>aid</t></rPh></si>"
    sheet = (
        '<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c>'
        '<c t="inlineStr"><is><r><t>in</t></r><r><t>line</t></r></is></c></row>'
        '<row r="5"><c r="C5" t="s"><v>0</v></c></row>'
    )

    assert [(1, ("plain", "in pieces", "inline")), (5, ("", "", "plain"))] == rows(packed(sheet, shared), "t.xlsx")


def test_a_second_reader_agrees_about_workbooks() -> None:
    """Our reader knows a part of the format; on any table of texts, numbers and dates it says what openpyxl says."""
    import openpyxl

    chance = random.Random(20261124)  # noqa: S311  # no secret is drawn
    made = [
        [
            chance.choice(
                [chance.randint(-(10**9), 10**14), round(chance.uniform(-1e4, 1e4), 3), "text é\n", "", None, True]
            )
            if column
            else moment("2026-01-01T00:00:00") + timedelta(seconds=chance.randint(0, 86_399))
            for column in range(6)
        ]
        for _ in range(200)
    ]
    content = workbook(made)
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    theirs = [
        (number, tuple(_alike(cell) for cell in row))
        for number, row in enumerate(book.worksheets[0].iter_rows(values_only=True), start=1)
    ]
    ours = [
        (number, tuple(_alike(cell) for cell in (*cells, *[""] * (6 - len(cells)))))
        for number, cells in rows(content, "t.xlsx")
    ]

    assert theirs == ours


def moment(text: str) -> datetime:
    """A date and time without an offset, as a spreadsheet has it."""
    return datetime.fromisoformat(text)


def _alike(cell: object) -> object:
    """A cell as both readers can give it."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell.strip()
    return float(cell) if isinstance(cell, int | float | Decimal) and not isinstance(cell, bool) else cell


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"PK\x03\x04 and no more", "a damaged Excel file"),
        (zipped({"letter.txt": "dear"}), "a ZIP archive, but no Excel workbook"),
        (zipped({"xl/workbook.xml": "<workbook/>"}), "workbook.xml.rels is missing"),
        (
            zipped({"xl/workbook.xml": "<workbook>", "xl/_rels/workbook.xml.rels": "<R/>"}),
            "damaged Excel file .xl/workbook.xml",
        ),
        (packed('<row r="1"><c r="A1" t="s"><v>7</v></c></row>'), "row 1: a damaged Excel file"),
        (packed('<row r="1"><c r="XFD1"><v>1</v></c></row>'), f"row 1: more than {MAX_COLUMNS} columns"),
        (packed(f'<row r="1"><c r="A1" t="str"><v>{"x" * 70_000}</v></c></row>'), "row 1: a cell of more than 32,767"),
        (b"\xd0\xcf\x11\xe0 and so on", r"an old .\.xls. or encrypted Excel file; save it as .xlsx"),
    ],
    ids=["cut off", "another archive", "no relations", "no XML", "no such text", "far cell", "long cell", "old"],
)
def test_a_workbook_that_cannot_be_read_gets_one_sentence(content: bytes, says: str) -> None:
    """A damaged or hostile workbook ends with a sentence, not with a traceback."""
    with pytest.raises(UsageError, match=says):
        rows(content, "t.xlsx")


def test_a_far_cell_reserves_nothing() -> None:
    """One value in the last row of the sheet makes other readers reserve the whole sheet; here it is one row."""
    content = packed('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="C1048576"><v>2</v></c></row>')

    assert [(1, (Decimal(1),)), (1048576, ("", "", Decimal(2)))] == rows(content, "t.xlsx")


def test_a_workbook_with_entities_is_refused() -> None:
    """A few lines of entities unpack to gigabytes; no Excel file declares any, so one that does is not read."""
    laughs = '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><workbook>&b;</workbook>'

    with pytest.raises(UsageError, match="declares a DOCTYPE"):
        rows(zipped({"xl/workbook.xml": laughs}), "t.xlsx")


def test_a_bomb_in_a_workbook_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A megabyte of zeros packs to a kilobyte: what is unpacked is counted, and the counting ends it."""
    from cbec.bindings.tables import xlsx

    monkeypatch.setattr(xlsx, "MAX_PART", 1024 * 1024)
    bomb = packed('<row r="1"><c r="A1"><v>1</v></c></row>' + " " * (2 * 1024 * 1024))

    assert len(bomb) < 10_000
    with pytest.raises(UsageError, match="is larger than 1 MB; save the table as CSV"):
        rows(bomb, "t.xlsx")


@pytest.mark.parametrize(
    ("sheet", "says"),
    [
        ("<row>" * 100, "is nested more than 64 deep"),
        (f'<row r="1"><c r="{"A" * 6_000_000}"/></row>', "xl/worksheets/sheet1.xml does not go on"),
    ],
    ids=["deep", "endless tag"],
)
def test_a_workbook_that_would_fill_the_memory_is_refused(sheet: str, says: str) -> None:
    """A kilobyte unpacks to a million open tags, or to one that never ends: both are stopped on the way."""
    with pytest.raises(UsageError, match=says):
        rows(packed(sheet), "t.xlsx")


def test_a_hidden_sheet_is_not_read() -> None:
    """What the sender does not see, the sender did not send: the first sheet that is shown is read."""
    import openpyxl

    book = openpyxl.Workbook()
    book.active["A1"] = "hidden"
    book.active.sheet_state = "hidden"
    book.create_sheet("Shown")["A1"] = "shown"
    stream = io.BytesIO()
    book.save(stream)

    assert [(1, ("shown",))] == rows(stream.getvalue(), "t.xlsx")


def test_parquet_columns_have_their_types() -> None:
    """Numbers stay exact, empty cells are empty, and the rows are counted from one: there is no row for a header."""
    content = parquet(
        id=["a", None],
        price=[Decimal("12.50"), Decimal("0.10")],
        weight=[0.1, float("nan")],
        at=[moment("2026-07-01T12:00:00"), None],
        day=[date(2026, 7, 1), None],
        many=[340434780839197001, 1],
    )

    assert [
        (0, ("id", "price", "weight", "at", "day", "many")),
        (
            1,
            (
                "a",
                Decimal("12.50"),
                Decimal("0.1"),
                moment("2026-07-01T12:00:00"),
                date(2026, 7, 1),
                Decimal(340434780839197001),
            ),
        ),
        (2, ("", Decimal("0.10"), "", "", "", Decimal(1))),
    ] == rows(content, "t.parquet")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"PAR1 and no more", "a damaged Parquet file"),
        (parquet(items=[[1, 2]]), "the column 'items' holds groups"),
        (parquet(text=["x" * 40_000]), "row 1: a cell of more than 32,767 characters"),
    ],
    ids=["cut off", "nested", "long cell"],
)
def test_a_parquet_file_that_cannot_be_read_gets_one_sentence(content: bytes, says: str) -> None:
    """A file of another shape is told by what to do about it."""
    with pytest.raises(UsageError, match=says):
        rows(content, "t.parquet")


def test_without_pyarrow_one_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who has only CSV installs nothing; who has Parquet is told which extra it takes."""
    import sys

    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UsageError, match=r"is Parquet, which needs pyarrow: pip install 'cbec\[tables\]'"):
        rows(b"PAR1....PAR1", "t.parquet")


@pytest.mark.parametrize(
    ("head", "name", "kind"),
    [
        (b"PK\x03\x04...", "x", "Excel"), (b"PAR1", "x", "Parquet"), (b"a;b\n", "x", "CSV"), (b"\xef\xbb\xbfa,b", "x", "CSV"),
        (b"id\n1\n", "ids.csv", "CSV"), (b"<a b='1,2'/>", "x.csv", ""), (b'{"a": 1, "b": 2}', "x", ""), (b"[1, 2]", "x", ""), (b"hello\n", "x", ""),
    ],
)  # fmt: skip
def test_a_table_is_told_by_how_it_begins(head: bytes, name: str, kind: str) -> None:
    """The content decides; the name helps only where a text has but one column."""
    assert kind == table.kind(head, name)


def test_a_table_that_no_binding_knows_says_what_helps() -> None:
    """A header that nobody mapped is not an error of the sender; the sentence leads to the first draft."""
    with pytest.raises(UsageError, match=r"no mapping knows these columns; `cbec init --table t.csv` proposes one"):
        read("colour,shape\nred,round\n")


def test_markup_in_a_description_makes_no_table_xml() -> None:
    """Marketplaces describe goods in HTML: a header that is known says what the file is, whatever its cells hold."""
    header = "order_id,importer_name,delivery_address,product_title,item_price_inr\n"
    content = f"{header}A,Aisha,Villa 7,Bottle <br/> <b>new</b>,350\n".encode()

    assert "Bottle <br/> <b>new</b>" == next(documents(content, "standard input", load())).body["lines"][0]["name"]
