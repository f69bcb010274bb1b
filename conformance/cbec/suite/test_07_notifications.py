"""Notifications: how a declarant learns what the authority decided, by asking for it."""

from cbec.drive import Authority
from cbec.suite.story import Paper, requirement

REQUIRED = ("specversion", "id", "source", "type")


@requirement("CBEC-NTF-01")
def test_notifications_are_cloudevents(authority: Authority, paper: Paper) -> None:
    """A notification without its attributes cannot be routed; it has those that CloudEvents requires."""
    event = authority.event(paper.held().reference, "held")

    assert [] == [name for name in REQUIRED if not isinstance(event.get(name), str)]
    assert "1.0" == event["specversion"]


@requirement("CBEC-NTF-02")
def test_notifications_come_in_order(authority: Authority, paper: Paper) -> None:
    """A release told before its acceptance reads as an error; notifications stand in order."""
    reference = paper.held().reference
    statuses = [paper.status(event) for event in authority.responses(reference)]

    assert ["accepted", "held"] == statuses


@requirement("CBEC-NTF-03")
def test_a_cursor_gives_what_came_after_it(authority: Authority, paper: Paper) -> None:
    """A cursor that starts again at the beginning drowns the declarant; it gives only what is new."""
    paper.released()
    cursor = authority.last_cursor()
    released = paper.released()
    after = authority.everything_after(cursor)

    assert {released.reference} == {paper.reference(event) for event in after}


@requirement("CBEC-NTF-04")
def test_asking_again_loses_nothing(authority: Authority, paper: Paper) -> None:
    """An answer may be lost on the way; the same cursor gives the same notifications again."""
    cursor = authority.last_cursor()
    paper.released()
    first = authority.everything_after(cursor)

    assert [] != first
    assert first == authority.everything_after(cursor)


@requirement("CBEC-NTF-05")
def test_a_notification_has_an_identifier_of_its_own(authority: Authority, paper: Paper) -> None:
    """Who drops repeated identifiers would drop a decision; each notification has its own."""
    reference = paper.released().reference
    events = authority.responses(reference)
    identifiers = {str(event.get("id")) for event in events}

    assert len(events) == len(identifiers)
