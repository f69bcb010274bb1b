"""What a workbook says beside its rows: its sheets, its shared texts, and which numbers are dates."""

import re
from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from cbec.bindings.tables.package import Begins, Package
from cbec.terms import UsageError

#: Forms of number that every Excel knows as dates, times of day, or both.
_DATES = frozenset([*range(14, 18), *range(27, 37), *range(50, 59)])
_TIMES = frozenset([18, 19, 20, 21, 45, 46, 47])
_MOMENTS = frozenset([22])
#: What in the form of a number is no letter of a date: quoted text, colours and places, escapes, fillers.
_NO_LETTER = re.compile(r'"[^"]*"|\[(?!h+\]|m+\]|s+\])[^\]]*\]|\\.|_.|\*.', re.IGNORECASE)
#: The last day that Excel knows: 31 December 9999.
_LAST = 2_958_465


@dataclass
class Texts:
    """Texts that cells share, kept as one run of bytes: a large workbook has a million of them."""

    _bytes: bytearray = field(default_factory=bytearray)
    _ends: "array[int]" = field(default_factory=lambda: array("Q"))

    def add(self, text: str) -> None:
        """Keep *text* as the next one."""
        self._bytes += text.encode("utf-8", "surrogatepass")
        self._ends.append(len(self._bytes))

    def at(self, index: int) -> str:
        """Give the text at *index*; raises IndexError where there is none."""
        if index < 0:
            raise IndexError(index)
        begin = self._ends[index - 1] if index else 0
        return self._bytes[begin : self._ends[index]].decode("utf-8", "surrogatepass")


@dataclass(frozen=True)
class Workbook:
    """The visible sheets by title, the parts that hold them, and what their cells refer to."""

    sheets: Mapping[str, str]
    texts: Texts
    forms: Mapping[str, str]
    first_day: date

    def moment(self, serial: Decimal, form: str) -> datetime | date | str | None:
        """Read the day number *serial* in its *form* (date, moment or time); None where no calendar has it."""
        if not 0 <= serial <= _LAST or (not serial and form != "time"):
            return None
        seconds = int((serial % 1 * 86_400).to_integral_value())
        day = datetime.combine(self.first_day, datetime.min.time()) + timedelta(int(serial), seconds)
        if form == "time":
            return day.strftime("%H:%M:%S")
        return day.date() if form == "date" and not seconds else day


def workbook(package: Package) -> Workbook:
    """Read what *package* says about itself."""
    named: dict[str, str] = {}
    parts: dict[str, str] = {}
    settings: dict[str, str] = {}

    def begins(tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "sheet" and attributes.get("state", "visible") == "visible":
            named[attributes.get("name", "")] = next(
                (value for key, value in attributes.items() if key.endswith(":id")), ""
            )
        elif tag == "Relationship":
            parts[attributes.get("Id", "")] = attributes.get("Target", "")
        elif tag == "workbookPr":
            settings.update(attributes)

    _all(package, "xl/workbook.xml", begins)
    _all(package, "xl/_rels/workbook.xml.rels", begins)
    sheets = {title: _path(parts[id_]) for title, id_ in named.items() if id_ in parts}
    if not sheets:
        raise UsageError(f"{package.name}: a workbook without a visible sheet.")
    old = settings.get("date1904") in {"1", "true"}
    return Workbook(sheets, _texts(package), _forms(package), date(1904, 1, 1) if old else date(1899, 12, 30))


def _path(target: str) -> str:
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"


def _texts(package: Package) -> Texts:
    reader = _TextReader()
    if package.has("xl/sharedStrings.xml"):
        for _ in package.parse("xl/sharedStrings.xml", reader.begins, reader.ends, reader.text):
            pass
    return reader.texts


@dataclass
class _TextReader:
    """Reads the texts that cells share; the reading aid above Japanese text is no part of it."""

    texts: Texts = field(default_factory=Texts)
    _pieces: list[str] = field(default_factory=list)
    _taking: bool = False
    _aid: bool = False

    def begins(self, tag: str, _: Mapping[str, str]) -> None:
        if tag == "si":
            self._pieces = []
        elif tag == "rPh":
            self._aid = True
        self._taking = tag == "t" and not self._aid

    def ends(self, tag: str) -> None:
        self._taking = False
        if tag == "rPh":
            self._aid = False
        elif tag == "si":
            self.texts.add("".join(self._pieces))

    def text(self, piece: str) -> None:
        if self._taking:
            self._pieces.append(piece)


def _forms(package: Package) -> dict[str, str]:
    """Read for each style of a cell whether its number is a date, a moment, a time of day or a plain number."""
    own: dict[str, str] = {}
    forms: list[str] = []
    inside = {"cellXfs": False}

    def begins(tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "numFmt":
            own[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif tag == "cellXfs":
            inside["cellXfs"] = True
        elif tag == "xf" and inside["cellXfs"]:
            number = attributes.get("numFmtId", "0")
            forms.append(kind(own[number]) if number in own else _known(number))

    def ends(tag: str) -> None:
        if tag == "cellXfs":
            inside["cellXfs"] = False

    if package.has("xl/styles.xml"):
        for _ in package.parse("xl/styles.xml", begins, ends, lambda _: None):
            pass
    return {str(index): form for index, form in enumerate(forms) if form}


def _known(number: str) -> str:
    code = int(number) if number.isdigit() else 0
    kinds = {"date": _DATES, "time": _TIMES, "moment": _MOMENTS}
    return next((name for name, codes in kinds.items() if code in codes), "")


def kind(code: str) -> str:
    """Tell by the form of a number, such as ``dd/mm/yyyy hh:mm``, what the number is."""
    letters = _NO_LETTER.sub("", code.split(";", 1)[0]).lower()
    if "general" in letters:
        return ""
    days, hours = bool(re.search("[yd]", letters)), bool(re.search("[hs]", letters))
    if not days and not hours:
        return "date" if "mmm" in letters else ""
    return "moment" if days and hours else ("date" if days else "time")


def _all(package: Package, path: str, begins: Begins) -> None:
    for _ in package.parse(path, begins, lambda _: None, lambda _: None):
        pass
