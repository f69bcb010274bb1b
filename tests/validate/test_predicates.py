"""The vocabulary itself: every word is used, explained, and judged by values that come from elsewhere."""

import pytest

from cbec.model import load
from cbec.validate.predicates import PREDICATES
from cbec.validate.predicates.identity import SCHEMES


def test_every_predicate_is_used_by_a_rule() -> None:
    """A word that no rule uses was never shown to work: the vocabulary holds none."""
    used = {rule.predicate for rule in load().rules.values()}

    assert set() == set(PREDICATES) - used


@pytest.mark.parametrize("name", PREDICATES)
def test_every_predicate_says_what_it_means(name: str) -> None:
    """A writer chooses words by their meaning: each is one whole sentence."""
    assert PREDICATES[name].means.endswith(".")


@pytest.mark.parametrize(
    ("scheme", "right"),
    [
        # UPU S10 numbers as they are printed in public examples
        ("upu-s10", "RB123456785GB"),
        ("upu-s10", "RR473124829CA"),
        # movement reference numbers of real declarations, from public documentation
        ("eu-mrn", "26ESH7A000067965R5"),
        ("eu-mrn", "26ESH7A000067966R4"),
        ("eu-mrn", "21NL8TDE2PO02TAER9"),
        ("eu-mrn", "19FR091000000064A2"),
        ("iata-air-waybill", "180-12345675"),
    ],
)
def test_a_check_character_is_the_one_of_real_numbers(scheme: str, right: str) -> None:
    """An algorithm of our own agrees with itself; these numbers were made by others. Any other digit is wrong."""
    _, computed = SCHEMES[scheme]
    place, character = computed(right)

    assert right[place] == character
