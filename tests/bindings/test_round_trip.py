"""Through every syntax and back: what comes back is what was sent, and what does not is told by its place."""

import random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from cbec.bindings import UNMAPPED
from cbec.bindings.carry import differences
from tests.bindings.ledger import passage, samples, writing

CARRIED = [(binding, message) for binding, messages in writing().items() for message in messages]


@pytest.mark.parametrize(("binding", "message"), CARRIED)
def test_a_message_comes_back_as_it_was_sent(binding: str, message: str) -> None:
    """A conversion that loses a weight in silence loses a case in court: what does not come back is on the list."""
    for name, body in samples(message):
        sent = passage(body, message, binding)

        assert sent.whole, f"{name}: {sent.written.lost}"
        assert sent.document, name
        if not sent.changed:
            # a moment comes back in the zone of the syntax
            assert [] == list(differences(sent.kept, sent.document.body)), name


@pytest.mark.parametrize(("binding", "message"), CARRIED)
def test_what_is_lost_is_what_the_binding_has_no_place_for(binding: str, message: str) -> None:
    """A list of losses that says too much is no account either: of a full message, most of it arrives."""
    body = dict(samples(message))[f"{message}.full"]
    sent = passage(body, message, binding)

    assert len(sent.written.lost) < sum(1 for _ in leaves(body))


@pytest.mark.parametrize(("binding", "message"), CARRIED)
def test_what_a_binding_writes_it_knows(binding: str, message: str) -> None:
    """A writer that adds what its own reader warns of would teach people to overlook warnings."""
    for name, body in samples(message):
        sent = passage(body, message, binding)

        assert [] == [one.says for one in (sent.document.findings if sent.document else ()) if one.rule == UNMAPPED], (
            name
        )


@pytest.mark.parametrize(("binding", "message"), CARRIED)
def test_the_account_is_true_of_any_message(binding: str, message: str) -> None:
    """Real systems hold what no schema lets through; the account of losses must be true of that, too."""
    bodies = [body for _, body in samples(message)]

    @seed(20261124)
    @settings(
        max_examples=25,
        deadline=None,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    @given(spoilt(bodies))
    def story(body: Any) -> None:
        sent = passage(body, message, binding)
        if sent.whole and not sent.changed:
            assert [] == list(differences(sent.kept, sent.document.body if sent.document else None))

    story()


TEXTS = st.text(st.characters(codec="utf-8"), max_size=40)
VALUES = st.one_of(
    TEXTS,
    st.integers(-5, 10**12),
    st.booleans(),
    st.none(),
    st.just({}),
    st.just([]),
    st.lists(TEXTS, max_size=2),
    st.sampled_from(
        ["", " ", "0", "00012.50", "12.50", "2026-02-31", "2026-07-01T10:00:00.5-03:30", "]]>", "a\r\nb", "&amp;<"]
    ),
)


@st.composite
def spoilt(draw: st.DrawFn, bodies: list[Any]) -> Any:
    """Draw one of *bodies* with some of its values replaced by anything, and some of its groups left out."""
    body = draw(st.sampled_from(bodies))
    chance = random.Random(draw(st.integers(0, 2**32)))  # noqa: S311  # no secret is drawn
    values = iter(draw(st.lists(VALUES, min_size=4, max_size=4)))

    def change(node: Any) -> Any:
        if chance.random() < 0.04:
            return next(values, node)
        if isinstance(node, dict):
            return {key: change(value) for key, value in node.items() if chance.random() > 0.05}
        return [change(one) for one in node] if isinstance(node, list) else node

    return {key: change(value) for key, value in body.items()}


def leaves(node: Any) -> Any:
    """Yield the values in *node*."""
    for one in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from leaves(one)
    if not isinstance(node, dict | list):
        yield node
