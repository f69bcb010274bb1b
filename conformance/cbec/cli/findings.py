"""Findings written down: for a person, and in the formats that other programs read."""

import json
from collections import Counter
from typing import Any, Protocol
from xml.sax.saxutils import escape, quoteattr

from cbec import __version__
from cbec.model import Spec
from cbec.terms import ERROR, WARNING, Finding
from cbec.validate import Judged
from cbec.validate.readiness import NAMED

#: How many places of a kind are named where a draft is measured by every profile: one line for each.
FEW = 3


class Writer(Protocol):
    """Writes judged documents one by one; nothing is kept that grows with their number, unless the format asks."""

    def one(self, judged: Judged) -> str:
        """Write one document."""

    def end(self) -> str:
        """Write what stands at the end."""


class Text:
    """For a person: one block for a document, each finding with its place in the file."""

    def __init__(self, spec: Spec) -> None:
        self._sources = spec
        self._counts: Counter[str] = Counter()

    def one(self, judged: Judged) -> str:
        """Write the verdict and the findings of one document."""
        self._counts["documents"] += 1
        self._counts["valid"] += judged.valid
        self._counts["unreadable"] += bool(judged.unreadable)
        if judged.unreadable:
            return ""  # told on standard error
        verdict = "valid" if judged.valid else "not valid"
        lines = [f"{judged.name}: {judged.message} under {judged.profile}: {verdict}{_counted(judged.findings)}"]
        for finding in judged.findings:
            lines.extend(self._finding(finding, judged.file))
        named = NAMED if len(judged.readiness) == 1 else FEW
        lines.extend(f"  {one.sentence(named)}" for one in judged.readiness)
        return "\n".join(lines) + "\n"

    def _finding(self, finding: Finding, file: str) -> list[str]:
        elsewhere = finding.origin is not None and finding.origin.file not in {"", file}
        line = f"line {finding.origin.line}" if finding.origin and finding.origin.line and not elsewhere else ""
        head = "  ".join(part for part in (f"  {finding.severity}", finding.rule, finding.at, line) if part)
        told = [head, f"      {finding.says}"]
        if finding.expected or finding.actual:
            told.append(f"      expected {finding.expected or 'another value'}; found {finding.actual or 'nothing'}")
        if finding.origin and elsewhere:
            told.append(f"      see {finding.origin.file}:{finding.origin.line}: {finding.origin.path}")
        elif finding.origin and finding.origin.path not in {"", finding.at}:
            told.append(f"      in the file at {finding.origin.path}")
        if finding.wco:
            told.append(f"      WCO pointer {finding.wco}")
        rule = self._sources.rules.get(finding.rule)
        if rule:
            told.append(f"      rule: {rule.title} [{rule.fact.source}, {rule.fact.status}]")
        return told

    def end(self) -> str:
        """Count the documents, where there was more than one."""
        if self._counts["documents"] < 2:
            return ""
        return (
            f"{self._counts['documents']} documents: {self._counts['valid']} valid, "
            f"{self._counts['documents'] - self._counts['valid'] - self._counts['unreadable']} not valid, "
            f"{self._counts['unreadable']} unreadable\n"
        )


class Summary:
    """For an administration: how often each rule was broken, and in how many documents."""

    def __init__(self, spec: Spec) -> None:
        self._rules = spec.rules
        self._broken: Counter[str] = Counter()
        self._documents: Counter[str] = Counter()
        self._valid = self._all = self._unreadable = 0

    def one(self, judged: Judged) -> str:
        """Count one document."""
        self._all += 1
        self._valid += judged.valid
        self._unreadable += bool(judged.unreadable)
        self._broken.update(finding.rule for finding in judged.findings)
        self._documents.update({finding.rule for finding in judged.findings})
        return ""

    def end(self) -> str:
        """Write the counts, the most frequent first."""
        share = f" ({self._valid / self._all:.1%})" if self._all else ""
        unread = f", {self._unreadable} unreadable" if self._unreadable else ""
        lines = [f"{self._all} document{'s' * (self._all != 1)}, {self._valid} valid{share}{unread}", ""]
        if self._broken:
            lines.append(f"{'findings':>9} {'documents':>10}  rule")
        for rule, count in sorted(self._broken.items(), key=lambda pair: (-pair[1], pair[0])):
            title = f"  {self._rules[rule].title}" if rule in self._rules else ""
            lines.append(f"{count:>9} {self._documents[rule]:>10}  {rule}{title}")
        return "\n".join(lines).rstrip() + "\n"


class JsonLines:
    """For programs: one JSON object a document."""

    def one(self, judged: Judged) -> str:
        """Write one document."""
        return json.dumps(_as_json(judged), ensure_ascii=False) + "\n"

    def end(self) -> str:
        """Write nothing more."""
        return ""


class Json:
    """For programs: one JSON document in all."""

    def __init__(self) -> None:
        self._begun = False
        self._valid = True

    def one(self, judged: Judged) -> str:
        """Write one document as an entry of the list."""
        before = ",\n  " if self._begun else '{"documents": [\n  '
        self._begun, self._valid = True, self._valid and judged.valid
        return before + json.dumps(_as_json(judged), ensure_ascii=False)

    def end(self) -> str:
        """Close the list with the verdict on all."""
        opening = "" if self._begun else '{"documents": ['
        return f'{opening}\n], "valid": {json.dumps(self._valid)}}}\n'


class Sarif:
    """For code hosts and editors: SARIF 2.1.0."""

    def __init__(self, spec: Spec) -> None:
        self._rules = spec.rules
        self._results: list[dict[str, Any]] = []

    def one(self, judged: Judged) -> str:
        """Keep the findings of one document."""
        level = {ERROR: "error", WARNING: "warning"}
        for finding in judged.findings:
            line = finding.origin.line if finding.origin and finding.origin.line else judged.line
            file = finding.origin.file if finding.origin and finding.origin.file else judged.file
            place: dict[str, Any] = {
                "physicalLocation": {"artifactLocation": {"uri": file}, "region": {"startLine": max(line, 1)}},
                "logicalLocations": [{"fullyQualifiedName": finding.at or "/"}],
            }
            text = (
                f"{finding.says} Expected {finding.expected}; found {finding.actual}."
                if finding.actual
                else finding.says
            )
            self._results.append(
                {
                    "ruleId": finding.rule,
                    "level": level.get(finding.severity, "note"),
                    "message": {"text": text},
                    "locations": [place],
                }
            )
        return ""

    def end(self) -> str:
        """Write everything."""
        used = sorted({result["ruleId"] for result in self._results})
        rules = [
            {"id": id_} | ({"shortDescription": {"text": self._rules[id_].title}} if id_ in self._rules else {})
            for id_ in used
        ]
        driver = {"name": "cbec", "version": __version__, "rules": rules}
        log = {
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [{"tool": {"driver": driver}, "results": self._results}],
        }
        return json.dumps(log, indent=2, ensure_ascii=False) + "\n"


class Junit:
    """For build servers: one test case a document."""

    def __init__(self) -> None:
        self._cases: list[str] = []
        self._failed = 0

    def one(self, judged: Judged) -> str:
        """Keep the verdict on one document."""
        self._failed += not judged.valid
        told = [f"{one.rule} {one.at}: {one.says}" for one in judged.findings] or [judged.unreadable]
        text = escape("\n".join(_printable(line) for line in told))
        fault = "" if judged.valid else f"<failure message={quoteattr(_printable(told[0]))}>{text}</failure>"
        name = quoteattr(_printable(judged.name))
        self._cases.append(f'  <testcase classname="cbec.validate" name={name}>{fault}</testcase>')
        return ""

    def end(self) -> str:
        """Write everything."""
        head = f'<testsuite name="cbec validate" tests="{len(self._cases)}" failures="{self._failed}">'
        return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', head, *self._cases, "</testsuite>", ""])


FORMATS = ("text", "json", "jsonl", "sarif", "junit")


def writer(name: str, spec: Spec) -> Writer:
    """Give the writer of the format *name*, or of the summary."""
    writers: dict[str, Any] = {
        "text": lambda: Text(spec),
        "summary": lambda: Summary(spec),
        "json": Json,
        "jsonl": JsonLines,
        "sarif": lambda: Sarif(spec),
        "junit": Junit,
    }
    chosen: Writer = writers[name]()
    return chosen


def _as_json(judged: Judged) -> dict[str, Any]:
    told = {"file": judged.file, "line": judged.line, "message": judged.message, "profile": judged.profile}
    return {
        **{name: value for name, value in told.items() if value},
        "valid": judged.valid,
        **({"unreadable": judged.unreadable} if judged.unreadable else {}),
        "findings": [finding.as_json() for finding in judged.findings],
        **({"readiness": [one.as_json() for one in judged.readiness]} if judged.readiness else {}),
    }


def _counted(findings: tuple[Finding, ...]) -> str:
    counts = Counter({ERROR: "error", WARNING: "warning"}.get(one.severity, "note") for one in findings)
    words = [f"{counts[one]} {one}{'s' * (counts[one] != 1)}" for one in ("error", "warning", "note") if counts[one]]
    return f" ({', '.join(words)})" if words else ""


def _printable(text: str) -> str:
    """Leave out what XML cannot hold."""
    return "".join(character if character.isprintable() or character in "\t\n" else "\ufffd" for character in text)
