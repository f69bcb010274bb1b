"""From what was observed to a verdict on each requirement; pure."""

from cbec.judge import conversation
from cbec.judge.flow import first_breach
from cbec.judge.observation import Judgement, Observation, Run, SystemUnderTest

__all__ = ["Judgement", "Observation", "Run", "SystemUnderTest", "conversation", "first_breach"]
