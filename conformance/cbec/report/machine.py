"""The report as data: the one source of every other form of it."""

import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from cbec.judge import Judgement, Observation, Run
from cbec.report.curl import curl
from cbec.report.exchanges import evidence, file_name
from cbec.report.mask import Mask
from cbec.report.text import cut, storable
from cbec.terms import Verdict

Report = dict[str, Any]

SCHEMA = "https://w3id.org/cbec/schemas/report"
MAX_TEXT = 64 * 1024

_NO_CERTIFICATE = (
    "This is no certificate. Neither the World Customs Organization nor any administration has approved the "
    "system, and nothing is said about another version, another profile or what was not tested."
)


def schema() -> Report:
    """Give the published JSON Schema of the report."""
    found: Report = json.loads(files("cbec.report").joinpath("report.schema.json").read_text("utf-8"))
    return found


def as_json(run: Run, secrets: frozenset[str] = frozenset()) -> Report:
    """Write *run* as the report's data, without credentials and without personal data.

    ``secrets`` are credentials that no recorded header shows; they are hidden wherever they stand.
    """
    return _Writer(run, secrets).report()


class _Writer:
    """Writes one run; holds what its parts share."""

    def __init__(self, run: Run, secrets: frozenset[str]) -> None:
        self.run = run
        self.mask = Mask.over(run.exchanges, secrets)
        self.numbers = {one.id: number for number, one in enumerate(run.exchanges, 1)}
        self.told = {name: json.loads(text) for name, text in evidence(run, secrets).items()}
        self.personal = {one.id: self.mask.values(one) for one in run.exchanges}
        self.address = self._text(run.system.address)

    def report(self) -> Report:
        run, system = self.run, self.run.system
        means, means_not = _meaning(run)
        return {
            "schema": SCHEMA,
            "kit": {"name": "cbec", "version": run.kit_version},
            "specification": {"digest": run.specification_digest},
            "system": {
                "name": self._text(system.name),
                "address": self.address,
                "role": system.role,
                "version": self._text(system.version),
                "claims": [self._text(claim) for claim in system.claims],
            },
            "profile": run.profile,
            "started": run.started,
            "seconds": round(run.seconds, 3),
            "seed": run.seed,
            "repeat": self._text(run.repeat),
            "verdict": run.verdict.words,
            "conformant": run.conformant,
            "partial": run.partial,
            "sentence": self._text(run.sentence),
            "means": self._text(means),
            "meansNot": self._text(means_not),
            "totals": run.totals,
            "requirements": [self._requirement(one) for one in run.judgements],
            "exchanges": [self._exchange(name, one) for name, one in self.told.items()],
        }

    def _requirement(self, judgement: Judgement) -> Report:
        one = judgement.requirement
        return {
            "id": one.id,
            "title": one.title,
            "says": one.says,
            "level": one.level,
            "role": one.role,
            "conformanceClass": one.conformance_class,
            "source": one.fact.source,
            "status": one.fact.status,
            "method": one.method,
            "verdict": judgement.verdict.words,
            "notApplicable": self._text(judgement.not_applicable),
            "observations": [self._observation(observed) for observed in judgement.observations],
        }

    def _observation(self, observed: Observation) -> Report:
        personal = set().union(*(self.personal.get(id_, set()) for id_ in observed.exchanges))
        return {
            "test": self._text(observed.test),
            "purpose": self._text(observed.purpose),
            "verdict": observed.verdict.words,
            "says": self._text(observed.says, personal),
            "expected": self._text(observed.expected, personal),
            "actual": self._text(observed.actual, personal),
            "seconds": round(observed.seconds, 6),
            "exchanges": list(observed.exchanges),
            "repeat": self._text(f"{self.run.repeat} --only {observed.requirement}") if self.run.repeat else "",
            "curl": "" if observed.verdict is Verdict.PASSED else self._curl(observed),
        }

    def _curl(self, observed: Observation) -> str:
        """The line for the last message that the test sent, else for its last question."""
        names = [file_name(self.numbers[id_]) for id_ in observed.exchanges if id_ in self.numbers]
        sent = [name for name in names if self.told[name]["request"]["method"] != "GET"]
        last = next(reversed(sent or names), "")
        return curl(self.address, self.told[last], last) if last and self.run.system.role == "authority" else ""

    def _exchange(self, name: str, told: Mapping[str, Any]) -> Report:
        return {
            "id": told["id"],
            "file": name,
            "at": told["at"],
            "method": told["request"]["method"],
            "path": told["request"]["path"],
            "status": told["response"]["status"] if told["response"] else None,
            "seconds": told["seconds"],
            "failure": told["failure"],
        }

    def _text(self, text: str, personal: set[str] | frozenset[str] = frozenset()) -> str:
        return cut(storable(self.mask.text(text, personal)), MAX_TEXT)


def _meaning(run: Run) -> tuple[str, str]:
    """Say what the verdict means, and what it does not."""
    if run.conformant:
        return (
            (
                f"In this run every MUST requirement of profile {run.profile} that applies and is tested was passed. "
                "What only a person can attest was not judged."
            ),
            _NO_CERTIFICATE,
        )
    if run.verdict is Verdict.PASSED:
        return (
            f"Every requirement asked for was tested and passed; others of profile {run.profile} were left out.",
            "This is no conformance. Ask for the whole profile to learn whether the system conforms to it.",
        )
    if run.verdict is Verdict.FAILED:
        return (
            f"At least one requirement of profile {run.profile} was tested and not kept.",
            "This is no judgement on the system as a whole. What passed has passed, and a mended version may conform.",
        )
    if run.verdict is Verdict.ERROR:
        return (
            "At least one test broke inside the kit, so its requirement was not judged.",
            "This says nothing about the system under test, neither for it nor against it.",
        )
    return (
        "No MUST requirement failed, but at least one was not tested or could not be decided.",
        "This is neither a pass nor a failure: what was not observed counts for nothing.",
    )
