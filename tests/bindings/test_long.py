"""A long XML file of many messages: read one at a time, in the same words as a short one."""

from collections.abc import Iterator

from cbec.bindings import documents
from cbec.bindings.foreign import binds_many, long
from cbec.bindings.xml import CHUNK
from cbec.model import load
from cbec.validate import judge

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<CEB411Message guid="G" version="1.0" xmlns="http://www.chinaport.gov.cn/ceb">\n'
ONE = (
    "<Payment><PaymentHead>\n<guid>4CDE1CFD-EDED-46B1-946C-B8022E42FC94</guid><appType>1</appType>"
    "<appTime>20260702100000</appTime><appStatus>2</appStatus><payCode>1105910159</payCode><payName>Pay</payName>"
    "<payTransactionId>T{number}</payTransactionId><orderNo>O{number}</orderNo><ebpCode>1105910159</ebpCode>"
    "<ebpName>Shop</ebpName><payerIdType>1</payerIdType><payerIdNumber>11010519491231002X</payerIdNumber>"
    "<payerName>Li</payerName><amountPaid>{amount}</amountPaid><currency>142</currency>"
    "<payTime>20260702095900</payTime><note>{note}</note>\n</PaymentHead></Payment>\n"
)
TAIL = "</CEB411Message>\n"


def file(payments: int, amount: str = "10.00", note: str = "") -> bytes:
    """A file of so many payments, the last of them of *amount*."""
    lines = [
        ONE.format(number=n, amount="10.00" if n < payments else amount, note=note) for n in range(1, payments + 1)
    ]
    return (HEAD + "".join(lines) + TAIL).encode()


def chunks(content: bytes) -> Iterator[bytes]:
    """The content as it comes from a file, piece by piece."""
    yield from (content[start : start + CHUNK] for start in range(0, len(content), CHUNK))


def test_a_long_file_gives_the_messages_of_a_short_one() -> None:
    """Whoever sends a month in one file gets the verdicts that each message alone would get."""
    content = file(300)
    short = list(documents(content, "payments.xml", load()))
    streamed = [(one.body, one.line) for one in long(chunks(content), "payments.xml", load())]

    assert binds_many(content[:CHUNK], load())
    assert [(one.body, one.line) for one in short] == streamed


def test_the_path_counts_what_was_read_before() -> None:
    """What was read is taken away, and still the third payment is the third."""
    content = file(3, amount="ten")
    for document in long(chunks(content), "payments.xml", load()):
        _, found = judge(document, load())
        told = [(one.rule, one.origin.path) for one in found if one.origin and one.rule == "CBEC-S-format"]

    assert [("CBEC-S-format", "/CEB411Message/Payment[3]/PaymentHead/amountPaid")] == told


def test_memory_does_not_grow_with_the_file() -> None:
    """An archive of a year must not need the memory of a year."""
    import tracemalloc

    def peak(payments: int) -> int:
        parts = (
            part
            for part in (HEAD, *(ONE.format(number=n, amount="10.00", note="x" * 2000) for n in range(payments)), TAIL)
        )
        tracemalloc.start()
        for _ in long((part.encode() for part in parts), "payments.xml", load()):
            pass
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    peak(10)  # what is loaded once
    assert peak(1000) < 2 * peak(100)
