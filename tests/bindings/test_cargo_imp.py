"""Cargo-IMP and the answers of Canada as lines: house lists, status notifications, error reports."""

import pytest

from cbec.bindings import Document, documents, read
from cbec.bindings.carry import write
from cbec.fixtures import sample
from cbec.model import load
from cbec.terms import Finding
from cbec.validate import judge
from tests.bindings.test_lines import LIST

CANADA = "ca-pact@2025-04-01"
#: The same houses in the older form, in which lines of a party have no identifiers.
OLDER = (
    LIST.replace("FHL/5", "FHL/4")
    .replace("SHP\nNAM/", "SHP/")
    .replace("CNE\nNAM/", "CNE/")
    .replace("ADR/", "/")
    .replace("LOC/", "/")
)

STATUSES = {
    "SR": ("response", {"status": "received"}),
    "SF": ("assessment-complete", {"outcome": "assessed"}),
    "7I": ("assessment-complete", {"outcome": "information-resolved"}),
    "8I": ("assessment-complete", {"outcome": "screening-resolved"}),
    "6I": ("assessment-complete", {"outcome": "do-not-load-cancelled"}),
    "7H": ("referral", {"type": "RFI"}),
    "7J": ("referral", {"type": "RFI"}),
    "8H": ("referral", {"type": "RFS"}),
    "8J": ("referral", {"type": "RFS"}),
    "6H": ("referral", {"type": "DNL"}),
    "6J": ("referral", {"type": "DNL"}),
}


def taken(text: str) -> Document:
    """Read *text* as the specification knows it."""
    return read(text.encode(), "air.txt", load())


def errors(document: Document, profile: str = CANADA) -> dict[Finding, int]:
    """Judge *document*, and give its errors with their lines."""
    _, findings = judge(document, load(), load().view(profile))
    return {one: one.origin.line if one.origin else 0 for one in findings if one.severity == "error"}


def notice(code: str) -> str:
    """Write a status notification as Canada sends it."""
    return f"PSN\n180-12345675-MAPLE0001\nCSN/{code}/02JUL1200/PACT HOLD\n"


def test_a_house_list_is_a_filing() -> None:
    """Number, pieces, weight, description and the two parties stand where the rules look for them."""
    house = taken(LIST).body["consignments"][0]

    assert ("MAPLE0001", 2, "1.35", "T-SHIRT") == (
        house["houseDocument"],
        house["pieces"],
        house["totalGrossMass"],
        house["contents"],
    )
    assert {"line": "STRANDVEJEN 12", "city": "AARHUS", "postcode": "8000", "country": "DK"} == house["consignee"][
        "address"
    ]
    assert [{"communications": [{"number": "14165550100", "type": "TE"}]}] == house["consignor"]["contacts"]
    assert ["610910", "691200"] == [one["code"] for one in house["items"][0]["classifications"]]
    assert ("37.40", "EUR", "SPX", ["EAW"]) == (
        house["value"],
        house["currency"],
        house["securityStatus"],
        house["specialHandling"],
    )


def test_a_trader_number_is_read_with_its_party_and_other_notes_apart() -> None:
    """The number of a consignee is judged as one; what a note says beside is kept as a note."""
    house = taken(LIST).body["consignments"][0]

    assert "P123456789012" == house["consignee"]["identifier"]
    assert [{"country": "US", "subject": "CUS", "content": "RT", "text": "B2C"}] == house["customsNotes"]


def test_the_older_form_says_the_same() -> None:
    """Canada takes both versions: the same houses get the same verdict."""
    assert taken(LIST).body == taken(OLDER).body
    assert set(errors(taken(LIST))) == set(errors(taken(OLDER)))


def test_a_missing_value_is_told_by_its_line() -> None:
    """MISSING_CNE_CTRY and MISSING_WEIGHT of Canada, found before the list is sent."""
    broken = LIST.replace("/DK/8000\n", "").replace("K1.35", "K").replace("YYZCPH/T", "CPHYYZ/T")

    assert {
        Finding("CBEC-S-required", "/consignments/0/totalGrossMass"): 3,
        Finding("CBEC-S-required", "/consignments/0/consignee/address/country"): 16,
    } == errors(taken(broken))


def test_houses_of_one_list_are_told_apart() -> None:
    """The second house starts with its own line, and nothing of the first hangs on to it."""
    second = LIST[LIST.index("HBS") :].replace("MAPLE0001", "MAPLE0002").replace("1.35", "0.42")
    houses = taken(LIST + second).body["consignments"]

    assert [("MAPLE0001", "1.35"), ("MAPLE0002", "0.42")] == [
        (one["houseDocument"], one["totalGrossMass"]) for one in houses
    ]


def test_several_lists_in_one_file_are_several_filings() -> None:
    """A message of more than 1,600 bytes is split; the parts are read one by one."""
    assert [1, 22] == [one.line for one in documents((LIST + LIST).encode(), "air.txt", load())]


@pytest.mark.parametrize("code", sorted(STATUSES))
def test_every_status_code_is_read(code: str) -> None:
    """Eleven codes are one acknowledgement, four ends and six referrals."""
    message, told = STATUSES[code]
    document = taken(notice(code))

    assert message == document.message
    assert told == {key: document.body[key] for key in told}
    assert (message == "response") or code == document.body["placiStatus"]
    assert (message == "response") or "180-12345675" == document.body["masterDocument"]


def test_a_time_without_its_year_is_not_guessed() -> None:
    """02JUL1200 names no year: a guess would date a hold wrongly, so the text stays and is told with its line."""
    document = taken(notice("7H"))

    assert "02JUL1200" == document.body["issuedAt"]
    assert {Finding("CBEC-S-format", "/issuedAt"): 3} == errors(document)


def test_writing_tells_that_the_year_is_gone() -> None:
    """What goes out without its year comes back without it: that is told, not hidden."""
    written = write(sample("referral.full"), "referral", load().bindings["pact-status"], load())

    assert "PSN\n180-12345675-LX473124829CA\nCSN/8H/02JUL1200/Screen both pieces.\n" == written.content.decode()
    assert "/issuedAt" in {one.at for one in written.lost}


def test_reports_in_one_file_are_read_one_by_one() -> None:
    """A sender who gets three reports at once mends three waybills, error by error."""
    text = (
        "PER\n180-12345675-MAPLE0001\nERR/422/MISSING_CNE_ADDR\nERR/422/MISSING_CNE_NAME\n\n"
        "PER\n180-12345686\nERR/422/INVALID_ROUTING\n\nPER\nERR/400/BAD_WBL_FORMAT\n"
    )
    found = list(documents(text.encode(), "air.txt", load()))
    last = found[0].locate(["/faults/1/code"])["/faults/1/code"]

    assert [
        ("MAPLE0001", ["MISSING_CNE_ADDR", "MISSING_CNE_NAME"]),
        ("180-12345686", ["INVALID_ROUTING"]),
        (None, ["BAD_WBL_FORMAT"]),
    ] == [(one.body.get("functionalReference"), [fault["code"] for fault in one.body["faults"]]) for one in found]
    assert (4, "/text/PER[1]/ERR[2]/Reason") == (last.line, last.path)
    assert {"rejected"} == {one.body["status"] for one in found}


def test_an_error_report_is_written_as_canada_writes_it() -> None:
    """A sandbox that speaks for Canada has to speak its form."""
    body = {
        "functionalReference": "MAPLE0001",
        "status": "rejected",
        "effectiveAt": "2026-07-02T12:00:00Z",
        "faults": [{"code": "MISSING_WEIGHT"}],
    }
    written = write(body, "response", load().bindings["pact-error"], load())

    assert b"PER\n-MAPLE0001\nERR/422/MISSING_WEIGHT\n" == written.content
    assert {"/effectiveAt"} == {one.at for one in written.lost}
