"""The pytest wiring: from tests that tell a story to observations on requirements.

`cbec run` uses it from within; ``pytest -p cbec.plugin --pyargs cbec.suite --target URL`` runs the suite
under pytest's own reporting. The options live here and not in a packaged conftest.py, where pytest would
not see them under --pyargs.
"""

import os
import random
import time
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from cbec import __version__
from cbec.drive import Authority, Http, InProcess, NoAnswerError, Recorder
from cbec.fixtures import Case, but, cases, sample
from cbec.judge import Judgement, Observation, Run, SystemUnderTest
from cbec.model import Requirement, View, load
from cbec.suite.generate import Settings
from cbec.suite.story import Inconclusive, Paper
from cbec.terms import CbecError, KitFault, UsageError, Verdict
from cbec.validate import Validator, validator

SUITE = Path(__file__).parent / "suite"
MESSAGE = "low-value-declaration"
TEST = "test"


@dataclass
class Plan:
    """What is to be run: against which system, under which profile, how much of it."""

    transport: Http | InProcess
    name: str = "the system under test"
    version: str = ""
    profile: str = ""
    only: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    claimed: tuple[str, ...] = ()
    seed: int = 0
    examples: int = 25
    timer: float = 5.0
    descriptions: Mapping[str, str] = field(default_factory=dict)
    repeat: str = ""
    progress: Callable[[str, int, int], None] = lambda _name, _done, _all: None


class Harness:
    """A pytest plugin that holds one system to the requirements and collects what it observes."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.spec = load()
        self.recorder = Recorder(plan.transport)
        self.claims = self._claims()
        self.view = self._view()
        self.actor = Authority(self.recorder, self.view.name, __version__, plan.timer, min(0.05, plan.timer / 5))
        self.observations: list[Observation] = []
        self._control: str | None = None
        self._compared: tuple[str, str] = ("", "")
        self._begun = 0
        self._done = 0
        self._all = 0

    def _claims(self) -> dict[str, Any]:
        """Ask once what the system claims; what it does not say it is held to in full."""
        try:
            told = Authority(self.recorder, "", __version__).conformance()
        except NoAnswerError:
            return {}
        return {name: value for name, value in told.items() if name in {"profiles", "conformanceClasses", "system"}}

    def _view(self) -> View:
        """Choose the profile: the one that is asked for, else the newest that both sides know."""
        if self.plan.profile:
            return self.spec.view("" if self.plan.profile == "core" else self.plan.profile)
        claimed = self.claims.get("profiles")
        known = [
            f"{one.id}@{edition.date}"
            for one in self.spec.profiles.values()
            for edition in one.editions
            if isinstance(claimed, list) and f"{one.id}@{edition.date}" in claimed
        ]
        return self.spec.view(max(known, key=lambda name: name.partition("@")[2]) if known else "")

    @property
    def claimed_classes(self) -> set[str]:
        """The conformance classes that are claimed, in the target file or by the system; all where neither says."""
        if self.plan.claimed:
            return set(self.plan.claimed)
        said = self.claims.get("conformanceClasses")
        if isinstance(said, list) and said and all(isinstance(one, str) for one in said):
            return set(said)
        return {one.conformance_class for one in self.spec.requirements.values()}

    # What pytest asks

    def pytest_configure(self, config: pytest.Config) -> None:
        """Make the marker of requirements known."""
        config.addinivalue_line("markers", "requirement(*ids): the requirements that a test observes")

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        """Let the specification enumerate the rules: one test for each that can be broken under the profile."""
        if "broken" in metafunc.fixturenames:
            shown = breakable(self.view)
            metafunc.parametrize("broken", shown, ids=[case.subject for case in shown])

    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        """Keep what is asked for and claimed; stop at a requirement that does not exist."""
        kept: list[pytest.Item] = []
        left: list[pytest.Item] = []
        for item in items:
            ids = [id_ for mark in item.iter_markers("requirement") for id_ in mark.args]
            unknown = [id_ for id_ in ids if id_ not in self.spec.requirements]
            if unknown:
                raise pytest.UsageError(f"{item.nodeid}: no such requirement: {', '.join(unknown)}.")
            (kept if any(self.applies(id_) for id_ in ids) else left).append(item)
        config.hook.pytest_deselected(items=left)
        items[:] = kept
        self._all = len(kept)

    def applies(self, id_: str) -> bool:
        """Whether the requirement is asked for and its conformance class claimed."""
        wanted = self.spec.requirements[id_]
        asked = (not self.plan.only or id_ in self.plan.only) and (
            not self.plan.classes or wanted.conformance_class in self.plan.classes
        )
        return asked and wanted.method == TEST and wanted.conformance_class in self.claimed_classes

    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Note where the exchanges of the test begin; the same seed makes the same choices."""
        self._begun, self._compared = len(self.recorder.exchanges), ("", "")
        random.seed(f"{self.plan.seed} {item.nodeid}")

    def pytest_assertrepr_compare(self, op: str, left: object, right: object) -> None:
        """Remember what was expected and what was seen: tests write the expected first."""
        if op in {"==", "is"}:
            self._compared = (_told(left), _told(right))
        elif op == "!=":
            self._compared = (f"not {_told(left)}", _told(right))

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Make an observation of the test for each of its requirements."""
        report = yield
        decided = call.when == "call" or (call.when == "setup" and call.excinfo is not None)
        if decided:
            self._observe(item, call)
        return report

    def _observe(self, item: pytest.Item, call: pytest.CallInfo[None]) -> None:
        verdict, says = _verdict(call.excinfo)
        expected, actual = self._compared if verdict is Verdict.FAILED else ("", "")
        if expected:  # says the same, better
            says = ""
        for id_ in [id_ for mark in item.iter_markers("requirement") for id_ in mark.args]:
            self.observations.append(
                Observation(
                    requirement=id_,
                    test=item.name,
                    verdict=verdict,
                    purpose=(getattr(item, "function", item).__doc__ or "").strip(),
                    says=says,
                    expected=expected,
                    actual=actual,
                    exchanges=tuple(one.id for one in self.recorder.exchanges[self._begun :]),
                    seconds=call.duration,
                )
            )
        self._done += 1
        self.plan.progress(item.name, self._done, self._all)

    # What tests receive

    @pytest.fixture
    def peer(self) -> Authority:
        """The authority under test, of which nothing is presumed."""
        return self.actor

    @pytest.fixture
    def authority(self) -> Authority:
        """The authority under test, after it was seen to tell a valid declaration from an empty one.

        A refusal means nothing from a system that refuses everything: without this control every test of
        what is refused would pass for nothing. Where it fails the test is inconclusive, not passed.
        """
        if self._control is None:
            self._control = self._controlled()
        if self._control:
            raise Inconclusive(self._control)
        return self.actor

    def _controlled(self) -> str:
        try:
            valid = self.actor.submit(self._paper().declaration())
            empty = self.actor.submit({})
        except NoAnswerError as fault:
            return f"Blocked by CBEC-RCP-01: {fault}"
        if valid.outcome != "received":
            return f"Blocked by CBEC-RCP-01: a valid declaration was not received ({valid.outcome})."
        if valid.receipt.get("messageIdentifier") is None or empty.outcome == "received":
            return "Blocked by CBEC-RCP-01: the system receives anything, or gives no receipt."
        return ""

    @pytest.fixture
    def paper(self) -> Paper:
        """Writes the messages of a test."""
        return self._paper()

    def _paper(self) -> Paper:
        flow = self.spec.flows["low-value-clearance"]
        reserved = {
            name: one.description for one in reversed(flow.triggers) for name in (one.outcome, one.reason) if name
        }
        wanted = Settings(self.plan.examples, self.plan.seed)
        return Paper(self.view, self.actor, reserved | dict(self.plan.descriptions), wanted)

    # What the run gives

    def run(self, started: str, seconds: float) -> Run:
        """Join the observations into verdicts on all requirements of the role."""
        judgements = [
            Judgement(
                requirement,
                tuple(one for one in self.observations if one.requirement == requirement.id),
                "" if self.applies(requirement.id) else self._why_not(requirement),
            )
            for requirement in sorted(self.spec.requirements.values(), key=lambda one: one.id)
            if requirement.role == "authority"
        ]
        said = self.claims.get("system")
        told = said if isinstance(said, dict) else {}
        return Run(
            system=SystemUnderTest(
                name=str(self.plan.name or told.get("name", "")),
                address=self.recorder.address,
                role="authority",
                version=str(self.plan.version or told.get("version", "")),
                claims=tuple(sorted(self.claimed_classes)),
            ),
            profile=self.view.name,
            kit_version=__version__,
            specification_digest=self.spec.digest,
            started=started,
            seconds=seconds,
            seed=self.plan.seed,
            judgements=tuple(judgements),
            exchanges=tuple(self.recorder.exchanges),
            repeat=self.plan.repeat,
            partial=bool(self.plan.only or self.plan.classes),
        )

    def _why_not(self, requirement: Requirement) -> str:
        if requirement.method != TEST:
            return f"Not judged by a test but by {requirement.method}: {requirement.reason}"
        if requirement.conformance_class not in self.claimed_classes:
            return f"The system does not claim the conformance class {requirement.conformance_class}."
        return "Not asked for in this run."


def breakable(view: View) -> list[Case]:
    """List one case for each rule that breaks it alone under *view*."""
    judge, base = validator(view, MESSAGE), sample(f"{MESSAGE}.typical", view.name)
    found: dict[str, Case] = {}
    for case in cases("rules"):
        breaks = case.message == MESSAGE and not case.kept and case.subject not in found
        if breaks and _breaks_alone(case, judge, base):
            found[case.subject] = case
    return list(found.values())


def _breaks_alone(case: Case, judge: Validator, base: dict[str, Any]) -> bool:
    """Whether what *case* changes can be changed in *base*, and breaks its rule and no other."""
    try:
        return set(case.expect) == set(judge.findings(but(base, case.but)))
    except KitFault:  # the sample of this profile has no such place
        return False


def hold(plan: Plan) -> Run:
    """Run the suite by *plan* and give the verdicts; raises CbecError where it could not be run."""
    harness = Harness(plan)
    started, begun = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), time.perf_counter()
    arguments = [
        "-c",
        str(SUITE / "pytest.ini"),
        "--rootdir",
        str(SUITE),
        "-p",
        "no:cacheprovider",
        "-p",
        "no:terminal",
    ]
    before = os.environ.get("PYTEST_DISABLE_PLUGIN_AUTOLOAD")
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # another plugin of the user's must not change a verdict
    try:
        code = pytest.main([*arguments, str(SUITE)], plugins=[harness])
    finally:
        if before is None:
            del os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"]
        else:
            os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = before
    if code not in {pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.NO_TESTS_COLLECTED}:
        raise CbecError(f"The suite could not be run: pytest ended with {code!r}.")
    return harness.run(started, time.perf_counter() - begun)


def _told(value: object) -> str:
    """Say a value of a comparison as a report shows it."""
    many = sorted(map(str, value)) if isinstance(value, (set, frozenset)) else value
    text = (", ".join(map(str, many)) or "nothing") if isinstance(many, list) else str(many)
    return text if len(text) <= 2000 else f"{text[:2000]}…"


def _verdict(excinfo: pytest.ExceptionInfo[BaseException] | None) -> tuple[Verdict, str]:
    """Say what an outcome of pytest means for the requirement."""
    if excinfo is None:
        return Verdict.PASSED, ""
    fault = excinfo.value
    if isinstance(fault, Inconclusive):
        return Verdict.INCONCLUSIVE, str(fault)
    if isinstance(fault, AssertionError | NoAnswerError):
        return Verdict.FAILED, str(fault).split("\n", 1)[0]
    if isinstance(fault, pytest.skip.Exception):
        return Verdict.UNTESTED, str(fault)
    return Verdict.ERROR, f"{type(fault).__name__}: {fault}"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of the suite to pytest's own."""
    group = parser.getgroup("cbec", "conformance to the cross-border e-commerce specification")
    group.addoption("--target", metavar="URL", help="address of the authority under test")
    group.addoption(
        "--profile", metavar="NAME@DATE", default="", help="profile to judge by (default: the newest claimed)"
    )
    group.addoption("--cbec-seed", type=int, default=0, help="seed of everything that is drawn at random")


def pytest_configure(config: pytest.Config) -> None:
    """Hold the system at --target to the suite, where pytest itself reports."""
    target = config.getoption("--target", default=None)
    if target:
        try:
            plan = Plan(Http(target), profile=config.getoption("--profile"), seed=config.getoption("--cbec-seed"))
            config.pluginmanager.register(Harness(plan), "cbec-harness")
        except UsageError as fault:
            raise pytest.UsageError(str(fault)) from None
