"""Which encoding the bytes of an XML file really have, whatever it declares."""

import codecs
import re
from dataclasses import dataclass

from cbec.bindings.mending.defects import Defect

#: Encodings whose every byte is one character: text in another encoding passes for them, garbled.
_SINGLE = {"ascii", "koi8-r", "koi8-u", *(f"iso8859-{part}" for part in range(1, 17)), "cp874"}
_SINGLE |= {f"cp{page}" for page in range(1250, 1259)}
#: Encodings that keep ASCII as it is, so that no markup can hide in them, as it can in UTF-7.
_KNOWN = _SINGLE | {"utf-8", "gb2312", "gbk", "gb18030", "big5", "big5hkscs", "cp950"}
_KNOWN |= {"shift_jis", "cp932", "euc_jp", "euc_kr", "cp949"}
_WIDE = {"utf-16", "utf-16-le", "utf-16-be"}
#: What programs write that declare the smaller set: the larger one holds every character of it at the same bytes.
_LARGER = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "shift_jis": "cp932", "euc_kr": "cp949"}

_MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_BARE = re.compile(rb"(?P<le>(?:[\t\n\r ]\0){0,64}<\0[?!\w]\0)|(?P<be>(?:\0[\t\n\r ]){0,64}\0<\0[?!\w])")
_DECLARED = re.compile(rb"<\?xml[ \t\r\n][^?<>]{0,200}?encoding[ \t\r\n]*=[ \t\r\n]*[\"']([^\"'<>]{0,40})[\"']")
_NAMED = re.compile(r"(?!utf_|utf-8-)[a-z][a-z0-9_-]*(?:\.[0-9]+)?", re.IGNORECASE)
_FOREIGN = re.compile(rb"[\x80-\xff]{4}")
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")

_SAVE, _DECLARE = "save the file as UTF-8", "declare UTF-8"
_AS_UTF_8 = "read as UTF-8"


@dataclass(frozen=True)
class Decoded:
    """The text of a file, without its byte-order mark, and what is wrong with its encoding."""

    text: str
    defect: Defect | None = None


def decode(content: bytes) -> Decoded:
    """Decode *content* by what its bytes are; the defect tells where that is not what the file says."""
    for mark, codec in _MARKS.items():
        if content.startswith(mark):
            return _strictly(content[len(mark) :], codec)
    if bare := _BARE.match(content):
        told = "the file is UTF-16 without the byte-order mark by which XML knows it"
        return _strictly(content, f"utf-16-{bare.lastgroup}", Defect(0, told, _SAVE, "read as UTF-16"))
    name, at = _declared(content)
    codec = _codec(name)
    if codec in _KNOWN:
        return _as_declared(content, codec, name)
    if refused(content):
        told = f"the encoding {name!r} is none that keeps ASCII as it is, so markup can hide in it"
        return Decoded(content.decode("latin-1"), Defect(at, told, _SAVE))
    told = "the file declares UTF-16 and is not" if codec else f"the encoding {name!r} is not known"
    if (text := _utf_8(content)) is None:
        return Decoded(content.decode("latin-1"), Defect(at, told, _SAVE))
    return Decoded(text, Defect(at, told, _DECLARE, _AS_UTF_8))


def begins_wide(content: bytes) -> bool:
    """Whether *content* begins as XML in UTF-16 does, with or without a byte-order mark."""
    marked = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return bool(_BARE.match(content, 2 if marked else 0))


def refused(content: bytes) -> bool:
    """Whether *content* declares an encoding that is known and yet never read, such as UTF-7."""
    codec = _codec(_declared(content)[0])
    return bool(codec) and codec not in _KNOWN | _WIDE


def passes_garbled(content: bytes) -> bool:
    """Whether *content* declares one byte a character, so that UTF-8 would parse as something else."""
    return _codec(_declared(content)[0]) in _SINGLE and not content.startswith(tuple(_MARKS))


def _declared(content: bytes) -> tuple[str, int]:
    """Give the encoding that *content* declares near its beginning, UTF-8 where none is, and where it does."""
    found = _DECLARED.search(content, 0, 512)
    return (found[1].decode("latin-1"), found.start(1)) if found else ("UTF-8", 0)


def _codec(name: str) -> str:
    """Give the codec of the encoding *name*; empty where there is none."""
    if not _NAMED.fullmatch(name):
        return ""
    try:
        return codecs.lookup(name).name
    except (LookupError, ValueError):
        return ""


def _as_declared(content: bytes, codec: str, name: str) -> Decoded:
    first = _MULTIBYTE.search(content) if codec in _SINGLE else None
    if first and (text := _utf_8(content)) is not None:
        told = f"the file declares {name}, but its bytes are UTF-8, so that letters come out garbled"
        return Decoded(text, Defect(first.start(), told, _DECLARE, _AS_UTF_8))
    try:
        return Decoded(content.decode(codec))
    except UnicodeDecodeError as fault:
        return _western(content, fault) if codec in {"utf-8", "ascii"} else _not_as_declared(content, name, fault)


def _not_as_declared(content: bytes, name: str, fault: UnicodeDecodeError) -> Decoded:
    """Decode what does not fit the encoding *name* as UTF-8, or as the larger set that contains it."""
    told = f"the bytes are not {name}, which the file declares"
    if (text := _utf_8(content)) is not None:
        return Decoded(text, Defect(len(_before(content, fault, "utf-8")), told, _DECLARE, _AS_UTF_8))
    larger = _LARGER.get(fault.encoding, fault.encoding)
    try:
        text = content.decode(larger)
    except UnicodeDecodeError:
        return _undecodable(content, fault)
    at = len(_before(content, fault, larger))
    return Decoded(text, Defect(at, told, f"declare {larger}", f"read as {larger}, which holds all of {name}"))


def _western(content: bytes, fault: UnicodeDecodeError) -> Decoded:
    """Decode bytes that are not UTF-8 as windows-1252, if nothing in them speaks against it.

    A file that also holds characters in UTF-8 is mixed, and four such bytes in a row are another alphabet:
    there windows-1252 would make up values.
    """
    if _cut_off(content, fault) or _MULTIBYTE.search(content) or _FOREIGN.search(content):
        return _undecodable(content, fault)
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError:
        return _undecodable(content, fault)
    told = f"the byte 0x{content[fault.start]:02X} is not UTF-8"
    return Decoded(text, Defect(fault.start, told, _SAVE, "read as windows-1252; compare the letters with accents"))


def _strictly(content: bytes, codec: str, defect: Defect | None = None) -> Decoded:
    try:
        return Decoded(content.decode(codec), defect)
    except UnicodeDecodeError as fault:
        return _undecodable(content, fault)


def _undecodable(content: bytes, fault: UnicodeDecodeError) -> Decoded:
    codec = fault.encoding
    name = "UTF-8" if codec in {"utf-8", "ascii"} else codec
    told, cure = f"the byte 0x{content[fault.start]:02X} is not {name}", _SAVE
    if _cut_off(content, fault):
        told, cure = "the file ends inside a character: it was cut off", "send it whole"
    return Decoded(content.decode(codec, "replace"), Defect(len(_before(content, fault, codec)), told, cure))


def _cut_off(content: bytes, fault: UnicodeDecodeError) -> bool:
    return fault.reason == "unexpected end of data" and fault.end == len(content)


def _before(content: bytes, fault: UnicodeDecodeError, codec: str) -> str:
    return content[: fault.start].decode(codec, "replace")


def _utf_8(content: bytes) -> str | None:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return None
