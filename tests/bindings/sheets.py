"""Tables made for the tests: text, workbooks as real software writes them and as nobody should, Parquet."""

import io
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from cbec.bindings import Document, table
from cbec.model import Binding, load

EXERCISE = (
    "order_id,timestamp,importer_name,delivery_address,pid,product_category,product_title,description,image_url,"
    "item_price_inr,total_order_value_inr,number_of_items\r\n"
)


def read(content: str | bytes, binding: Binding | None = None, name: str = "t.csv") -> list[Document]:
    """Read all parcels of a table, by the binding that knows it or the one that is given."""
    stream = io.BytesIO(content if isinstance(content, bytes) else content.encode())
    return list(table.documents(stream, name, load(), binding=binding))


def rows(content: str | bytes, name: str = "t.csv") -> list[tuple[int, tuple[Any, ...]]]:
    """Give the rows of the first sheet: number and cells."""
    stream = io.BytesIO(content if isinstance(content, bytes) else content.encode())
    sheet = next(table.sheets(stream, name))
    return [(row.number, row.cells) for row in sheet.rows]


def mapping(folder: Path, text: str) -> Binding:
    """Write a mapping file of a user's own, and read it."""
    path = folder / "mapping.yaml"
    path.write_text(text, "utf-8")
    return table.mapping(str(path), load())


def workbook(*sheets: Iterable[Iterable[Any]], titles: tuple[str, ...] = ("Parcels", "Other")) -> bytes:
    """Write a workbook as openpyxl does."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, sheet in zip(titles, sheets, strict=False):
        page = book.create_sheet(title)
        for row in sheet:
            page.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def packed(sheet: str, shared: str = "", styles: str = "", book: str = "") -> bytes:
    """Write a workbook by hand, with the rows given as XML."""
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    parts = {
        "xl/workbook.xml": book
        or f'<workbook {main} xmlns:r="{relations}"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f"<worksheet {main}><sheetData>{sheet}</sheetData></worksheet>",
    }
    if shared:
        parts["xl/sharedStrings.xml"] = f"<sst {main}>{shared}</sst>"
    if styles:
        parts["xl/styles.xml"] = f"<styleSheet {main}>{styles}</styleSheet>"
    return zipped(parts)


def zipped(parts: dict[str, str]) -> bytes:
    """Pack *parts* into an archive."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in parts.items():
            archive.writestr(path, text)
    return stream.getvalue()


def parquet(**columns: list[Any]) -> bytes:
    """Write a Parquet file of these columns."""
    import pyarrow as pa
    from pyarrow import parquet as writer

    stream = io.BytesIO()
    writer.write_table(pa.table(columns), stream)
    return stream.getvalue()
