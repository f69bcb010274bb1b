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
    #: The command line that repeats the run; ``--only ID`` narrows it to one requirement.
    repeat: str = ""
    #: Whether only a part of the profile was asked for, so that nothing follows for the whole.
    partial: bool = False

    @property
    def verdict(self) -> Verdict:
        """The verdict on the whole: the maximum over the MUST requirements that apply.

        A SHOULD that fails only warns; it decides where nothing else was judged.
        """
        applying = [one for one in self.judgements if one.verdict is not Verdict.NOT_APPLICABLE]
        musts = [one for one in applying if one.requirement.level == "must"]
        return Verdict.of([one.verdict for one in musts or applying])

    @property
    def conformant(self) -> bool:
        """Whether every MUST requirement that applies and is tested was passed, and the whole was asked for."""
        return self.verdict is Verdict.PASSED and not self.partial

    @property
    def totals(self) -> dict[str, int]:
        """Count the verdicts, in the order of the lattice."""
        counted = Counter(one.verdict for one in self.judgements)
        return {verdict.words: counted[verdict] for verdict in Verdict}

    @property
    def sentence(self) -> str:
        """The verdict in one sentence; never more than was judged."""
        name, profile = self.system.name, self.profile
        musts = [one for one in self.judgements if one.requirement.level == "must"]
        failed = sum(one.verdict is Verdict.FAILED for one in musts)
        count = sum(one.verdict is not Verdict.NOT_APPLICABLE for one in musts)
        if self.conformant:
            return (
                f"{name} conforms to profile {profile}: every MUST requirement that applies and is tested was passed."
            )
        if self.verdict is Verdict.PASSED:
            return (
                f"{name} passed what was asked for: a part of profile {profile}, which decides nothing about the whole."
            )
        if self.verdict is Verdict.ERROR:
            return "The kit itself failed; nothing follows for the system under test."
        if self.verdict is Verdict.FAILED and failed:
            return f"{name} does not conform to profile {profile}: {failed} of {count} MUST requirements failed."
        if self.verdict is Verdict.FAILED:
            return f"{name} did not keep what profile {profile} says that it should; no MUST requirement was judged."
        return f"Whether {name} conforms to profile {profile} could not be decided."
