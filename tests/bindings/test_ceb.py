"""The messages of Chinese customs, written and read: what comes back, what is told, and what the schema says."""

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from cbec.bindings import documents, read
from cbec.bindings.mapping import Leaf, mappings
from cbec.fixtures import but, cases, sample
from cbec.model import load
from cbec.suite import generate
from cbec.terms import ERROR, Finding
from cbec.validate import judge, validator
from tests.bindings import ceb

SHARED = Path(__file__).resolve().parents[3] / "shared" / "samples" / "cn-ceb"
SCHEMA = SHARED / "ceb-import-202205.xsd"
by_schema = pytest.mark.skipif(not SCHEMA.is_file(), reason="the official schema is not beside the checkout")

SIZES = [(message, size) for message in ceb.MESSAGES for size in ("minimal", "typical", "full")]
LETTERS = "abcdefghijklmnopqrstuvwxyzABCXYZ0123456789 .,-'/&<>\"éßøłñžČ中文字кир"


def faults(content: bytes) -> list[str]:
    """List what the official schema finds wrong with *content*."""
    from lxml import etree

    schema = etree.XMLSchema(etree.parse(SCHEMA))
    schema.validate(etree.fromstring(content))
    return [str(one.message) for one in schema.error_log]  # type: ignore[attr-defined]  # the stubs know no iteration


def found(message: str, body: ceb.Body) -> list[tuple[str, str]]:
    """List rule and place of the errors that the Chinese profile finds in *body*."""
    told = validator(load().view(ceb.PROFILE), message).findings(body)
    return [(one.rule, one.at) for one in told if one.severity == ERROR]


@pytest.mark.parametrize(("message", "size"), SIZES)
def test_what_the_profile_asks_for_comes_back_the_same(message: str, size: str) -> None:
    """A customs message that changes on its way declares other goods; nothing is lost of what is asked for."""
    body = ceb.body(message, size)
    written = ceb.written(message, body)

    assert [] == found(message, body)
    assert () == written.lost
    assert body == read(written.content, "written.xml", load()).body


@by_schema
@pytest.mark.parametrize(("message", "size"), SIZES)
def test_what_is_written_is_valid_by_the_official_schema(message: str, size: str) -> None:
    """The gateway refuses what its schema refuses, whatever else is right."""
    assert [] == faults(ceb.written(message, ceb.body(message, size)).content)


@by_schema
@pytest.mark.parametrize("answered", ceb.RECEIPTS)
def test_each_kind_of_receipt_comes_back_the_same(answered: str) -> None:
    """Seven receipts are one response; what they answer decides which is written."""
    body = ceb.RECEIPTS[answered]
    written = ceb.written("response", body)

    assert () == written.lost
    assert body == read(written.content, "written.xml", load()).body
    assert [] == faults(written.content)


@pytest.mark.parametrize("message", ceb.MESSAGES)
def test_the_full_message_fills_every_place_of_the_syntax(message: str) -> None:
    """A place that no test ever fills may be wrong unseen: the largest message has a value for each."""
    spec = load()
    mapping = next(one for one in mappings(spec.bindings["cn-ceb"], spec) if one.message.id == message)
    body = ceb.body(message, "full")

    assert set() == {one.place.path for one in mapping.walk() if isinstance(one, Leaf)} - set(places(body))


def places(node: Any, at: str = "") -> Iterator[str]:
    """Yield the canonical path of each value of *node*."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield from places(value, f"{at}/{key}" if at else key)
    elif isinstance(node, list):
        for value in node:
            yield from places(value, f"{at}/*")
    else:
        yield at


def test_what_the_syntax_cannot_carry_is_told() -> None:
    """The order of the core says more than China asks: each such place is named, none left out in silence."""
    written = ceb.written("order", sample("order.full"))

    assert {
        "/functionalReference",  # a receipt names an order by its number
        "/placedAt",
        "/insurance",
        "/platform/webAddress",
        "/seller/account",
        "/seller/accountName",
        "/seller/address",
        "/receiver/address",
        "/lines/0/kind",
        "/lines/0/category",
        "/lines/0/listingAddress",
        "/lines/0/pictureAddress",
        "/lines/1/kind",
    } == {one.at for one in written.lost}


def test_a_file_of_many_gives_each_its_line() -> None:
    """A platform sends a hundred orders at once; a fault in the second is found in the second, by line and path."""
    content = ceb.written("order", ceb.body("order", "typical")).content
    start, end = content.index(b"  <Order>"), content.index(b"</Order>\n") + len(b"</Order>\n")
    second = content[start:end].replace(b"<goodsValue>459.00<", b"<goodsValue>458.00<")
    both = list(documents(content[:end] + second + content[end:], "orders.xml", load()))
    _, told = judge(both[1], load(), load().view(ceb.PROFILE))
    wrong = {one.rule: one.origin for one in told}

    assert [3, 3 + second.count(b"\n")] == [document.line for document in both]
    assert "/CEB311Message/Order[2]/OrderHead/goodsValue" == wrong["CBEC-T-003"].path  # type: ignore[union-attr]
    assert both[0].body["submitter"] == both[1].body["submitter"]


def test_times_are_those_of_china() -> None:
    """The interface has no offset: what another country writes in its own time is written in that of Beijing."""
    body = but(ceb.body("payment", "typical"), {"/paidAt": "2026-07-12T04:03:55Z"})
    written = ceb.written("payment", body)

    assert b"<payTime>20260712120355</payTime>" in written.content
    assert "2026-07-12T12:03:55+08:00" == read(written.content, "written.xml", load()).body["paidAt"]


def test_a_line_without_a_price_is_a_gift() -> None:
    """China tells a gift by its price alone; read as a sale it would be refused for having none."""
    body = ceb.body("order", "full")
    content = ceb.written("order", body).content.replace(b"<price>0</price>", b"<price>0.00</price>")
    lines = read(content, "order.xml", load()).body["lines"]

    assert [None, None, "gift"] == [line.get("kind") for line in lines]


@pytest.mark.parametrize(
    ("code", "status", "reason"),
    [("2", "received", None), ("300", "held", "review"), ("501", "held", "detention"), ("-621005", "rejected", None)],
)
def test_a_status_of_china_is_told_in_one_word(code: str, status: str, reason: str | None) -> None:
    """Sixteen statuses and a hundred and sixty faults are few outcomes; the code itself is kept beside the word."""
    content = ceb.written("response", ceb.RECEIPTS["low-value-declaration"]).content
    body = read(content.replace(b">500<", f">{code}<".encode()), "receipt.xml", load()).body

    assert (code, status, reason) == (body["statusCode"], body["status"], body.get("reason"))


def test_an_unknown_status_is_a_finding_and_not_a_guess() -> None:
    """A status that nobody explained must not pass for another; it stands there for the finding."""
    content = ceb.written("response", ceb.RECEIPTS["low-value-declaration"]).content
    document = read(content.replace(b">500<", b">512<"), "receipt.xml", load())
    _, told = judge(document, load())

    assert Finding("CBEC-S-code", "/status") in told


def test_a_signature_is_left_to_who_signs() -> None:
    """A made-up signature would be a forgery: what must be signed is written with one that is empty."""
    content = ceb.written("cancellation", ceb.body("cancellation", "typical")).content.decode()

    assert "<ds:SignatureValue/>" in content
    assert "<ds:DigestValue/>" in content
    assert "Signature" not in ceb.written("order", ceb.body("order", "typical")).content.decode()


def test_a_mode_between_supervised_places_is_no_mode_of_transport() -> None:
    """China's 7 is a bonded area and the international 7 a pipeline: the national code stands apart."""
    content = ceb.written("low-value-declaration", ceb.body("low-value-declaration", "typical")).content
    body = read(content.replace(b"<trafMode>5<", b"<trafMode>7<"), "list.xml", load()).body

    assert "7" == body["nationalTransportMode"]
    assert "borderTransportMode" not in body


def test_a_number_in_small_letters_is_told() -> None:
    """The interface asks for capital letters; a library that writes UUIDs in small ones is told so."""
    body = ceb.body("order", "typical")
    small = but(body, {"/recordIdentifier": body["recordIdentifier"].lower()})

    assert [("CBEC-S-format", "/recordIdentifier")] == found("order", small)


RULES = [
    case for case in cases("rules") if case.profile.startswith("cn-cbec-import@2019") and case.message in ceb.MESSAGES
]


@pytest.mark.parametrize("case", RULES, ids=lambda case: f"{case.subject}: {case.name}")
def test_a_rule_gives_the_same_verdict_in_the_syntax(case: Any) -> None:
    """A rule is written once: a message that breaks it breaks it in CEB XML as well, at the same place."""
    written = ceb.written(case.message, case.body)
    if written.lost:
        pytest.skip(f"CEB cannot carry {', '.join(one.at for one in written.lost)}")
    _, told = judge(read(written.content, "case.xml", load()), load(), load().view(case.profile))

    assert sorted(case.expect) == sorted(told)
    assert all(one.origin and one.origin.line for one in told)


@st.composite
def retold(draw: st.DrawFn, message: str) -> ceb.Body:
    """Draw a valid message of the Chinese profile with other texts in it."""
    judge_ = validator(load().view(ceb.PROFILE), message)
    body = copy.deepcopy(ceb.body(message, "full"))
    for pointer in [one for one in ceb.pointers(body) if draw(st.integers(0, 2)) == 0]:
        place = judge_.places.find([int(step) if step.isdigit() else step for step in pointer.split("/")[1:]])
        if place and place.element and place.element.type == "text":
            text = draw(st.text(LETTERS, min_size=1, max_size=30).filter(lambda one: one == one.strip()))
            body = but(body, {pointer: text})
    assume(not found(message, body))
    return body


@by_schema
@pytest.mark.parametrize("message", ceb.MESSAGES)
def test_any_text_comes_back_the_same_and_is_valid(message: str) -> None:
    """Names come in every script and with every sign; whatever is drawn is written validly and read alike."""

    @settings(max_examples=25, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(retold(message))
    def holds(body: ceb.Body) -> None:
        written = ceb.written(message, body)

        assert () == written.lost
        assert body == read(written.content, "written.xml", load()).body
        assert [] == faults(written.content)

    holds()


@by_schema
@pytest.mark.filterwarnings("ignore:Generating overly large repr")
def test_any_list_comes_back_the_same_and_is_valid() -> None:
    """The generator of the conformance suite draws lists of any length; only blanks around a text are not carried."""

    def holds(body: ceb.Body) -> None:
        written = ceb.written("low-value-declaration", body)
        blank = {at for at in ceb.pointers(body) if (text := at_(body, at)) and text != text.strip()}

        assert blank == {one.at for one in written.lost}
        if not blank:
            assert body == read(written.content, "written.xml", load()).body
            assert [] == faults(written.content)

    drawn = generate.valid(load().view(ceb.PROFILE), ceb.body("low-value-declaration", "typical"))
    generate.each(drawn, holds, generate.Settings(examples=25))


def at_(body: Any, pointer: str) -> str:
    """Give the text at *pointer*, or nothing where there is no text."""
    for step in pointer.split("/")[1:]:
        body = body[int(step) if isinstance(body, list) else step]
    return body if isinstance(body, str) else ""
