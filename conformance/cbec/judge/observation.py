"""What was observed of a system, and the verdict on each requirement that follows from it."""

from collections import Counter
from dataclasses import dataclass, field

from cbec.drive.exchange import Exchange
from cbec.model import Requirement
from cbec.terms import Verdict


@dataclass(frozen=True)
class Observation:
    """The outcome of one test for one requirement: what it expected and what it saw.

    ``exchanges`` are the ids of the exchanges that the test made, ``seconds`` how long it took.
    """

    requirement: str
    test: str
    verdict: Verdict
    purpose: str = ""
    says: str = ""
    expected: str = ""
    actual: str = ""
    exchanges: tuple[str, ...] = ()
    seconds: float = 0.0


@dataclass(frozen=True)
class Judgement:
    """The verdict on one requirement, with the observations that it joins."""

    requirement: Requirement
    observations: tuple[Observation, ...] = ()
    not_applicable: str = ""

    @property
    def verdict(self) -> Verdict:
        """The maximum of the observations; untested without any; not applicable where it is not claimed."""
        if self.not_applicable:
            return Verdict.NOT_APPLICABLE
        return Verdict.of([one.verdict for one in self.observations])


@dataclass(frozen=True)
class SystemUnderTest:
    """Who is judged, as the target file says and as the system says of itself."""

    name: str
    address: str
    role: str
    version: str = ""
    claims: tuple[str, ...] = ()


@dataclass(frozen=True)
class Run:
    """One run of the suite against one system: everything that a report needs."""

    system: SystemUnderTest
    profile: str
    kit_version: str
    specification_digest: str
    started: str
    seconds: float
    seed: int
    judgements: tuple[Judgement, ...]
    exchanges: tuple[Exchange, ...] = field(default=())
    repeat: str = ""
    """The command line that repeats the run; `--only ID` narrows it to one requirement."""

    @property
    def verdict(self) -> Verdict:
        """The verdict on the whole: the maximum over all MUST requirements; a SHOULD that fails only warns."""
        return Verdict.of([one.verdict for one in self.judgements if one.requirement.level == "must"])

    @property
    def conformant(self) -> bool:
        """Whether every MUST requirement that applies was passed."""
        return self.verdict in {Verdict.PASSED, Verdict.NOT_APPLICABLE}

    @property
    def totals(self) -> dict[str, int]:
        """Count the verdicts, in the order of the lattice."""
        counted = Counter(one.verdict for one in self.judgements)
        return {verdict.words: counted[verdict] for verdict in Verdict}

    @property
    def sentence(self) -> str:
        """The verdict in one sentence; never more than a profile was judged."""
        count = sum(one.verdict is not Verdict.NOT_APPLICABLE for one in self.judgements)
        if self.conformant:
            passed = "every MUST requirement that applies was passed"
            return f"{self.system.name} conforms to profile {self.profile}: {passed}."
        if self.verdict in {Verdict.INCONCLUSIVE, Verdict.UNTESTED}:
            return f"Whether {self.system.name} conforms to profile {self.profile} could not be decided."
        if self.verdict is Verdict.ERROR:
            return "The kit itself failed; nothing follows for the system under test."
        failed = sum(one.verdict is Verdict.FAILED for one in self.judgements)
        return (
            f"{self.system.name} does not conform to profile {self.profile}: {failed} of {count} requirements failed."
        )
