"""Thousands of structural faults, and each rule still judged exactly where it has ground to stand on."""

from hypothesis import given
from hypothesis import strategies as st

from cbec.validate.unsound import Unsound

STEPS = st.sampled_from(["items", "number", "duties", "type", "declarant"])
PLACES = st.lists(st.one_of(STEPS, st.integers(0, 2)), min_size=1, max_size=5).map(tuple)
PATHS = st.lists(st.sampled_from(["items", "number", "duties", "type", "*"]), min_size=1, max_size=5).map(tuple)
EACH = st.sampled_from([(), ("items", "*"), ("items", "*", "duties", "*"), ("declarant", "*")])


def meets(place: tuple[str | int, ...], path: tuple[str, ...], bound: tuple[int, ...]) -> bool:
    """Look at one place the plain way: step by step, with the indexes that the path is fixed to."""
    indexes = list(bound)
    for step, wanted in zip(place, path, strict=False):
        fixed: str | int = indexes.pop(0) if wanted == "*" and indexes else wanted
        if not (isinstance(step, int) if fixed == "*" else step == fixed):
            return False
    return True


@given(st.lists(PLACES, max_size=6), PATHS, EACH, st.tuples(st.integers(0, 2), st.integers(0, 2)), st.booleans())
def test_the_quick_answer_is_that_of_looking_at_every_fault(
    places: list[tuple[str | int, ...]], path: tuple[str, ...], each: tuple[str, ...], two: tuple[int, int], spare: bool
) -> None:
    """A rule left out too often hides faults, one left in too often invents them."""
    bound = two[: each.count("*")]
    common = next((n for n, (a, b) in enumerate(zip(each, path, strict=False)) if a != b), min(len(each), len(path)))
    shared = bound[: each[:common].count("*")]
    plainly = any(meets(one, path, shared) and not (spare and len(one) == len(path)) for one in places)
    quickly = Unsound.of(places).at(path, each, spare=spare)

    assert plainly is any(bound[:length] in quickly for length in range(len(bound) + 1))


@given(st.lists(PLACES, max_size=6), EACH)
def test_a_fault_above_the_group_is_seen(places: list[tuple[str | int, ...]], each: tuple[str, ...]) -> None:
    """A list of items that is no list cannot be walked, and no rule may try."""
    assert Unsound.of(places).above(each) is any(len(one) < len(each) and meets(one, each, ()) for one in places)
