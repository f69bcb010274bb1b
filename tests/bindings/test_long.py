"""A long XML file of many messages: read one at a time, in the same words as a short one."""

from collections.abc import Iterator

from cbec.bindings import Document, documents
from cbec.bindings.foreign import binds_many, frame, long
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


def streamed(content: bytes) -> Iterator[Document]:
    """The messages of the content, read twice as a long file is."""
    top = frame(chunks(content), "payments.xml", load())
    assert top is not None
    yield from long(chunks(content), "payments.xml", load(), top)


def test_a_long_file_gives_the_messages_of_a_short_one() -> None:
    """Whoever sends a month in one file gets the verdicts that each message alone would get."""
    content = file(300)
    short = list(documents(content, "payments.xml", load()))
    told = [(one.body, one.line) for one in streamed(content)]

    assert binds_many(content[:CHUNK], load())
    assert [(one.body, one.line) for one in short] == told


def test_what_stands_behind_the_messages_is_read_too() -> None:
    """China names the sender once, behind all messages: a long file must not lose it."""
    sender = (
        "<BaseTransfer><copCode>1105910159</copCode><copName>Pay</copName><dxpMode>DXP</dxpMode><dxpId>DXPENT1</dxpId>"
        "<colour>blue</colour></BaseTransfer>"
    )
    content = file(3).replace(TAIL.encode(), (sender + TAIL).encode())
    short, told = list(documents(content, "payments.xml", load())), list(streamed(content))

    assert [one.body for one in short] == [one.body for one in told]
    assert "1105910159" in str(told[0].body["submitter"])
    assert [[each.says for each in one.findings] for one in short] == [
        [each.says for each in one.findings] for one in told
    ]
    assert any("colour" in each.says for each in told[0].findings)


def test_the_path_counts_what_was_read_before() -> None:
    """What was read is taken away, and still the third payment is the third."""
    content = file(3, amount="ten")
    for document in streamed(content):
        _, found = judge(document, load())
        told = [(one.rule, one.origin.path) for one in found if one.origin and one.rule == "CBEC-S-format"]

    assert [("CBEC-S-format", "/CEB411Message/Payment[3]/PaymentHead/amountPaid")] == told


def test_memory_does_not_grow_with_the_file() -> None:
    """An archive of a year must not need the memory of a year."""
    import tracemalloc

    def peak(payments: int) -> int:
        def parts() -> Iterator[bytes]:
            yield HEAD.encode()
            for number in range(payments):
                yield ONE.format(number=number, amount="10.00", note="x" * 2000).encode()
            yield TAIL.encode()

        tracemalloc.start()
        top = frame(parts(), "payments.xml", load())
        for _ in long(parts(), "payments.xml", load(), top):
            pass
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    peak(10)  # what is loaded once
    assert peak(1000) < 2 * peak(100)
