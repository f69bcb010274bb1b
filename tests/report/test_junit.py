"""The report for build servers: well-formed whatever the system said, and honest about what was not tested."""

import xml.etree.ElementTree as ET

from cbec.report import Report, as_junit


def _parsed(text: str) -> ET.Element:
    return ET.fromstring(text)  # noqa: S314  # what is parsed was written by the kit


def _cases(report: Report) -> dict[str, list[ET.Element]]:
    found: dict[str, list[ET.Element]] = {}
    for case in _parsed(as_junit(report)).iter("testcase"):
        found.setdefault(case.get("classname", ""), []).append(case)
    return found


def test_a_hostile_answer_leaves_the_xml_well_formed(report: Report) -> None:
    """A zero byte or a CDATA end in an answer breaks the whole file; it is shown, not written."""
    text = as_junit(report)

    _parsed(text)
    assert "<script>" not in text
    assert "\x1b" not in text
    assert "\x00" not in text
    assert "\u202e" not in text


def test_a_failure_tells_expected_and_actual_apart(report: Report) -> None:
    """The most frequent complaint about reports: which of the two values is mine? Each has its word before it."""
    failure = _cases(report)["CBEC-RCP-03"][1].find("failure")

    assert failure is not None
    assert "Expected: ['CBEC-R-012']" in (failure.text or "")
    assert "Actual: <script>alert(1)</script>⟨U+001B⟩[2J⟨U+0000⟩" in (failure.text or "")


def test_nothing_untested_reads_as_passed(report: Report) -> None:
    """A case that is left out looks green; every requirement has a case, and says why it was not decided."""
    cases = _cases(report)
    skipped = {
        id_: case.get("message") for id_, (first, *_) in cases.items() if (case := first.find("skipped")) is not None
    }

    assert {
        "CBEC-CLR-01": "Untested: no test observed it.",
        "CBEC-CLR-02": "Inconclusive: Blocked by CBEC-RCP-01.",
        "CBEC-NTF-01": "Not claimed: notifications.",
        "CBEC-RCP-11": "A SHOULD that was not kept: it warns, and does not decide.",
    } == skipped
    assert {one["id"] for one in report["requirements"]} == set(cases)


def test_a_fault_of_the_kit_is_an_error_and_no_failure(report: Report) -> None:
    """A system must not be blamed for the kit; JUnit has two words, and the right one is used."""
    (case,) = _cases(report)["CBEC-TRA-01"]

    assert case.find("failure") is None
    assert case.find("error") is not None


def test_the_counts_are_those_of_the_cases(report: Report) -> None:
    """Servers show the counts and not the cases; they agree."""
    root = _parsed(as_junit(report))

    told = {name: root.get(name) for name in ("tests", "failures", "errors", "skipped")}
    assert {"tests": "8", "failures": "1", "errors": "1", "skipped": "4"} == told
    assert len(list(root.iter("testcase"))) == sum(int(suite.get("tests", "")) for suite in root)
