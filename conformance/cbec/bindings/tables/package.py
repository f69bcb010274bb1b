"""What a workbook is: a ZIP archive of XML parts, opened one by one and within bounds."""

import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO
from xml.parsers import expat

from cbec.terms import UsageError

#: How large one part may be when unpacked. The rows are read as a stream, the shared texts are kept.
MAX_PART = 1024 * 1024 * 1024
MAX_KEPT = 128 * 1024 * 1024
CHUNK = 1 << 16
#: How deep a part may be nested, and how many bytes may come of one tag or comment; Excel needs ten, and a thousand.
MAX_DEPTH = 64
MAX_SILENT = 4 * 1024 * 1024
#: What older Excel files, and encrypted ones, begin with.
OLE = b"\xd0\xcf\x11\xe0"

Begins = Callable[[str, Mapping[str, str]], None]
Ends = Callable[[str], None]
Text = Callable[[str], None]


class Package:
    """A workbook that was opened; everything that is wrong with it is told in one sentence."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        self.name = name
        try:
            self._archive = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, OSError, ValueError):
            raise UsageError(f"{name}: a damaged Excel file; open it in Excel and save it again.") from None
        if "xl/workbook.xml" not in self._archive.namelist():
            raise UsageError(f"{name}: a ZIP archive, but no Excel workbook (.xlsx); unpack it, or save it as .xlsx.")

    def has(self, path: str) -> bool:
        """Whether there is a part at *path*."""
        return path in self._archive.namelist()

    def parse(self, path: str, begins: Begins, ends: Ends, text: Text, limit: int = MAX_KEPT) -> Iterator[None]:
        """Parse the part at *path* piece by piece: what it holds goes to the three functions, by local name.

        Raises UsageError for a part that is missing, damaged, larger than *limit*, or that declares entities.
        """
        watch = _Watch(self.name, path, limit)
        parser = watch.parser(begins, ends, text)
        try:
            with self._archive.open(path) as part:
                while chunk := part.read(CHUNK):
                    parser.Parse(chunk, False)
                    watch.fed(len(chunk))
                    yield
                parser.Parse(b"", True)
                yield
        except KeyError:
            raise UsageError(f"{self.name}: a damaged Excel file, {path} is missing; save it again.") from None
        except expat.ExpatError as fault:
            raise UsageError(
                f"{self.name}: a damaged Excel file ({path}, line {fault.lineno}: {expat.ErrorString(fault.code)})."
            ) from None
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError):
            raise UsageError(
                f"{self.name}: a damaged or encrypted Excel file; save it again without a password."
            ) from None


@dataclass
class _Watch:
    """Sees to it that a part keeps within bounds: unpacked size, depth, and what the parser must hold at once."""

    file: str
    path: str
    limit: int
    _read: int = 0
    _silent: int = 0
    _depth: int = 0

    def parser(self, begins: Begins, ends: Ends, text: Text) -> expat.XMLParserType:
        """Make a parser that tells the three functions what it finds, by local name."""
        made = expat.ParserCreate()
        made.buffer_text = True
        made.StartDoctypeDeclHandler = self._refuse

        def begin(tag: str, attributes: Mapping[str, str]) -> None:
            self._depth += 1
            if self._depth > MAX_DEPTH:
                raise UsageError(f"{self.file}: {self.path} is nested more than {MAX_DEPTH} deep; no Excel file is.")
            begins(_local(tag) if ":" in tag else tag, attributes)

        def end(tag: str) -> None:
            self._depth -= 1
            self._silent = 0
            ends(_local(tag) if ":" in tag else tag)

        def said(piece: str) -> None:
            self._silent = 0
            text(piece)

        made.StartElementHandler, made.EndElementHandler, made.CharacterDataHandler = begin, end, said
        return made

    def fed(self, size: int) -> None:
        """Count *size* bytes more; raises UsageError where the part, or one piece of it, is too large."""
        self._read += size
        self._silent += size
        if self._read > self.limit:
            raise UsageError(
                f"{self.file}: {self.path} is larger than {self.limit // 1024 // 1024} MB; save the table as CSV."
            )
        if self._silent > MAX_SILENT:
            raise UsageError(f"{self.file}: a damaged Excel file ({self.path} does not go on); save it again.")

    def _refuse(self, *_: object) -> None:
        raise UsageError(f"{self.file}: declares a DOCTYPE inside the workbook, which no Excel file does.")


def _local(tag: str) -> str:
    return tag.rpartition(":")[2]
