"""Totals, counts and numbers struck anew, so that a change at one place leaves the rest of a message in order."""

import re
from collections.abc import Iterator
from typing import Any

from cbec.terms import Finding
from cbec.validate import Validator, steps_of_pointer
from cbec.vectors.tree import look, put

_NUMBER = re.compile(r"(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
#: A rule may say one broken place at a time (consecutive numbers), so a long list takes as many passes.
_PASSES = 300


def mend(judge: Validator, body: Any) -> tuple[Any, list[Finding]]:
    """Put the number that a rule expects where it expects one; give the message and what is still found in it.

    Whatever cannot be mended so is left: the caller sees it among the findings.
    """
    found = judge.findings(body)
    rules = [one for one in judge.rules if one.rule.id in {finding.rule for finding in found}]
    if not rules or any(finding.rule.startswith("CBEC-S-") for finding in found):
        return body, found
    for _ in range(_PASSES):
        told = [one for prepared in rules for one in prepared.broken(body)]
        mended = body
        for at, number in _numbers(judge, told):
            mended = put(mended, at, number(look(mended, at)))
        if mended is body:
            break
        body = mended
    return body, judge.findings(body)


def _numbers(judge: Validator, told: Any) -> Iterator[tuple[Any, Any]]:
    for one in told:
        at = steps_of_pointer(one.at)
        place = judge.places.find(at)
        if not _NUMBER.fullmatch(one.expected) or place is None or place.element is None:
            continue
        if place.element.type == "count":
            yield at, lambda _old, said=one.expected: int(said)
        elif place.element.format and place.element.format.kind == "n":
            yield at, lambda _old, said=one.expected: said
