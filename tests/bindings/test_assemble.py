"""Documents of one sale, put side by side: what belongs together, what stands alone, and where everything came from."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from cbec.bindings import Document, documents
from cbec.bindings.assemble import assemble
from cbec.cli.app import app
from cbec.fixtures import but
from cbec.model import load
from cbec.terms import Finding, Origin, UsageError
from cbec.validate import judge
from tests.bindings import ceb

FOUR = ("order", "payment", "waybill", "low-value-declaration")


def given(**changes: dict[str, Any]) -> list[Document]:
    """Read the four usual documents from CEB XML, each from a file of its own, with *changes* to some."""
    bodies = {one: but(ceb.body(one, "typical"), changes.get(one.replace("-", "_"), {})) for one in FOUR}
    return [
        document
        for one, body in bodies.items()
        for document in documents(ceb.written(one, body).content, f"{one}.xml", load())
    ]


def sets(read: list[Document]) -> list[Document]:
    """Put *read* together."""
    return list(assemble(read, load()))


def told(one: Document) -> set[Finding]:
    """Judge a set by the Chinese profile."""
    return set(judge(one, load(), load().view(ceb.PROFILE), oracle=True)[1])


def test_four_files_are_one_sale() -> None:
    """Four parties report one sale in four files: they become one document, and nothing is wrong with it."""
    (one,) = sets(given())

    assert ("trade-documents", ["order", "payment", "waybill", "declaration"]) == (one.message, list(one.body))
    assert set() == told(one)


def test_each_finding_leads_back_to_its_file() -> None:
    """What two documents disagree about is mended in one of them: the finding names that file, line and path."""
    (one,) = sets(given(waybill={"/receiver/telephone": "13900000000"}))
    (finding,) = told(one)

    assert Finding("CBEC-T-030", "/waybill/receiver/telephone") == finding
    assert finding.origin is not None
    assert "waybill.xml" == finding.origin.file
    assert "/CEB511Message/Logistics/LogisticsHead/consigneeTelephone" == finding.origin.path


def test_the_order_in_which_files_are_given_does_not_matter() -> None:
    """Files come as they come: the set is the same whichever is read first."""
    (one,) = sets(given()[::-1])

    assert sets(given())[0].body == one.body


def test_what_is_missing_is_told_with_the_number_that_was_sought() -> None:
    """A payment that did not come stops the parcel; who waits for it learns for which order it is missing."""
    (one,) = sets([document for document in given() if document.message != "payment"])
    alone = next(finding for finding in one.findings if finding.rule == "CBEC-D-alone")

    assert ("/payment", "order SH20260712000183") == (alone.at, alone.expected)
    assert alone.origin is not None
    assert "low-value-declaration.xml" == alone.origin.file
    assert Finding("CBEC-S-required", "/payment") in told(one)


def test_another_platform_is_another_order() -> None:
    """Two platforms may give the same number: an order goes to the declaration that names its platform."""
    other = {"/platform/identifier": "1105910159"}
    read = [*given(), *given(order=other, payment=other)[:2]]
    first, second = sets(read)

    assert ["order", "payment", "waybill", "declaration"] == list(first.body)
    assert "9199000000000EXA1C" == first.body["order"]["platform"]["identifier"]
    assert (["order", "payment"], "1105910159") == (list(second.body), second.body["order"]["platform"]["identifier"])


def test_a_number_alone_brings_together_what_names_another_platform() -> None:
    """A platform that is misspelt must be found, not hidden: with no other order of that number the rules see both."""
    (one,) = sets(given(order={"/platform/identifier": "1105910159"}))

    assert {
        Finding("CBEC-T-026", "/payment/platform/identifier"),
        Finding("CN-037", "/declaration/platform/identifier"),
    } == told(one)


def test_a_waybill_number_used_again_belongs_to_its_own_order() -> None:
    """A carrier may use a number again after half a year: the waybill of the same order is taken."""
    again = given(waybill={"/orderNumber": "SH20261212000001"})[2]
    first, second = sets([*given(), again])

    assert "SH20260712000183" == first.body["waybill"]["orderNumber"]
    assert ["waybill"] == list(second.body)


def test_the_last_of_several_with_one_number_counts() -> None:
    """A changed order takes the place of the first: the set has the last, the others are judged alone and named."""
    changed = given(order={"/function": "4", "/remark": "Changed"})[0]
    alone, one = sets([*given(), changed])
    repeated = [finding for finding in one.findings if finding.rule == "CBEC-D-repeated"]

    assert ("order", "Changed") == (alone.message, one.body["order"]["remark"])
    assert ["/order"] == [finding.at for finding in repeated]


def test_what_is_taken_back_has_no_place_in_a_set() -> None:
    """A payment that its provider deletes is no payment: it is judged alone, and missing from the set."""
    read = given(payment={"/function": "3"})
    alone, one = sets(read)

    assert ("payment", ["order", "waybill", "declaration"]) == (alone.message, list(one.body))


def test_a_waybill_is_found_by_its_order_where_the_declaration_names_another() -> None:
    """A declaration with a wrong waybill number would lose its partner; by the order it is found, and the rule says so."""
    (one,) = sets(given(low_value_declaration={"/documents/transport/0/identifier": "SC7700184999"}))

    assert {Finding("CBEC-T-036", "/declaration/documents/transport/0/identifier")} == told(one)


def test_other_messages_pass_through() -> None:
    """A receipt among the files is no document of the sale; it is given as it came."""
    receipt = next(documents(ceb.written("response", ceb.RECEIPTS["order"]).content, "receipt.xml", load()))

    assert [receipt] == [one for one in sets([*given(), receipt]) if one.message == "response"]


def test_syntaxes_may_be_mixed(tmp_path: Path) -> None:
    """The platform speaks JSON, the carrier XML: each finding still leads into the right file."""
    order = but(ceb.body("order", "typical"), {"/receiver/telephone": "13900000000"})
    (as_json,) = documents(json.dumps(order, indent=1).encode(), "order.json", load(), "order")
    (one,) = sets([as_json, *given()[1:]])
    (finding,) = told(one)

    assert Finding("CBEC-T-030", "/waybill/receiver/telephone") == finding
    assert {"order.json", "waybill.xml"} == {
        origin.file for origin in one.locate(["/order/number", "/waybill/number"]).values()
    }


def nowhere(wanted: Iterable[str]) -> dict[str, Origin]:
    """Find every place in no file."""
    return dict.fromkeys(wanted, Origin())


@pytest.mark.parametrize("body", [[], {}, {"platform": 7}, {"documents": {"transport": "x"}}, {"number": ["1"]}])
def test_any_shape_is_put_together_without_a_crash(body: Any) -> None:
    """What senders write may have any shape at all; the structure is told, nothing falls over."""
    strange = [Document(message, body, nowhere) for message in FOUR]

    assert 4 == sum(len(one.body) if one.message == "trade-documents" else 1 for one in sets(strange))


def test_too_many_documents_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """All are held until the last is read, so there is an end: one sentence, not a machine out of memory."""
    monkeypatch.setattr("cbec.bindings.assemble.MAX_TOGETHER", 3)

    with pytest.raises(UsageError, match="More than 3 documents"):
        sets(given())


def test_the_command_judges_files_together(tmp_path: Path) -> None:
    """One command for the four files: the verdict is on the set, and names the files it is made of."""
    files = []
    for one in FOUR:
        file = tmp_path / f"{one}.xml"
        file.write_bytes(ceb.written(one, ceb.body(one, "typical")).content)
        files.append(str(file))
    right = CliRunner().invoke(app, ["validate", "--together", "--profile", "cn-cbec-import", *files])
    short = CliRunner().invoke(app, ["validate", "--together", "--profile", "cn-cbec-import", *files[1:]])

    assert (0, 1) == (right.exit_code, short.exit_code)
    assert "trade-documents under cn-cbec-import@2019-01-01: valid" in right.output
    assert all(file in right.output for file in files)
    assert "No order that belongs to this declaration is among what was given." in short.output


def test_the_command_tells_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    """A file that is no message must not hide the others: it is named, and the rest is judged."""
    right, wrong = tmp_path / "order.xml", tmp_path / "wrong.xml"
    right.write_bytes(ceb.written("order", ceb.body("order", "typical")).content)
    wrong.write_text("<Nothing/>", encoding="utf-8")
    run = CliRunner().invoke(app, ["validate", "--together", str(right), str(wrong)])

    assert 2 == run.exit_code
    assert "trade-documents under core" in run.output
    assert "no binding knows the root <Nothing>" in run.output
