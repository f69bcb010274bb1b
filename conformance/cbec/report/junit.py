"""The report as JUnit XML, which every build server reads."""

from itertools import groupby
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from cbec.report.machine import Report
from cbec.report.text import cut, visible

MAX_TEXT = 8000


def as_junit(report: Report) -> str:
    """Write *report* as JUnit XML: a suite for each conformance class, a case for each observation.

    A requirement that nothing was observed of is a skipped case, so that it cannot go unseen. A SHOULD that
    was not kept is skipped with its reason: it warns, and JUnit knows no warning.
    """
    root = Element("testsuites", name=visible(f"cbec {report['profile']}"), time=f"{report['seconds']:.3f}")
    ordered = sorted(report["requirements"], key=lambda one: str(one["conformanceClass"]))
    for name, members in groupby(ordered, key=lambda one: str(one["conformanceClass"])):
        root.append(_suite(name, list(members), report))
    for count in ("tests", "failures", "errors", "skipped"):
        root.set(count, str(sum(int(suite.get(count, "0")) for suite in root)))
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'


def _suite(name: str, requirements: list[Report], report: Report) -> Element:
    suite = Element("testsuite", name=visible(name), timestamp=visible(report["started"].removesuffix("Z")))
    properties = SubElement(suite, "properties")
    facts = {
        "system": report["system"]["name"],
        "profile": report["profile"],
        "verdict": report["verdict"],
        "seed": report["seed"],
        "specification": report["specification"]["digest"],
    }
    for key, value in facts.items():
        SubElement(properties, "property", name=key, value=visible(str(value)))
    cases = [_case(one, observed) for one in requirements for observed in one["observations"] or [None]]
    suite.extend(cases)
    suite.set("tests", str(len(cases)))
    for count, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(count, str(sum(case.find(tag) is not None for case in cases)))
    suite.set("time", f"{sum(float(case.get('time', '0')) for case in cases):.3f}")
    return suite


def _case(requirement: Report, observed: dict[str, Any] | None) -> Element:
    if observed is None:
        case = Element("testcase", classname=requirement["id"], name=visible(requirement["title"]), time="0.000")
        SubElement(case, "skipped", message=visible(requirement["notApplicable"] or "Untested: no test observed it."))
        return case
    name = visible(observed["test"])
    case = Element("testcase", classname=requirement["id"], name=name, time=f"{observed['seconds']:.3f}")
    if requirement["notApplicable"]:
        SubElement(case, "skipped", message=visible(requirement["notApplicable"]))
    elif observed["verdict"] == "failed" and requirement["level"] == "must":
        _explained(SubElement(case, "failure", type=requirement["level"]), requirement, observed)
    elif observed["verdict"] == "failed":
        warning = "A SHOULD that was not kept: it warns, and does not decide."
        SubElement(case, "skipped", message=warning)
        _explained(SubElement(case, "system-out"), requirement, observed)
    elif observed["verdict"] == "error":
        _explained(SubElement(case, "error", type="kit"), requirement, observed)
    elif observed["verdict"] != "passed":
        reason = observed["says"] or observed["actual"] or "no reason was given"
        SubElement(case, "skipped", message=visible(cut(f"{observed['verdict'].capitalize()}: {reason}", MAX_TEXT)))
    return case


def _explained(node: Element, requirement: Report, observed: dict[str, Any]) -> None:
    """Tell expected and actual, each under its own word, and how to see it again."""
    if node.tag != "system-out":
        node.set("message", visible(cut(observed["says"] or requirement["says"], 500)))
    told = {
        "Requirement": requirement["says"],
        "Expected": observed["expected"],
        "Actual": observed["actual"],
        "Exchanges": ", ".join(observed["exchanges"]),
        "Repeat": observed["repeat"],
    }
    node.text = "\n".join(f"{label}: {visible(cut(value, MAX_TEXT))}" for label, value in told.items() if value)
