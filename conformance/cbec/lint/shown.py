"""Everything is shown: each rule kept and broken, each message by a sample."""

from collections.abc import Iterator

from cbec.fixtures import cases, conversations, sample
from cbec.lint.problem import Problem, home_of
from cbec.model import Files, Spec
from cbec.terms import KitFault


def shown(spec: Spec, files: Files) -> Iterator[Problem]:
    """Check that the fixtures show each rule both ways, and that each message and profile edition has a sample."""
    ways: dict[str, set[bool]] = {}
    for case in cases("rules"):
        ways.setdefault(case.subject, set()).add(case.kept)
    for rule in spec.rules.values():
        folder = rule.profile or "core"
        for kept, word in ((True, "kept"), (False, "broken")):
            if kept not in ways.get(rule.id, set()):
                yield Problem(
                    home_of(files, "rule", rule.id),
                    f"{rule.id} is not shown {word}; add a case to fixtures/rules/{folder}/{rule.id}.yaml.",
                )
    for id_ in sorted(set(ways) - set(spec.rules)):
        yield Problem(
            f"../fixtures/rules/**/{id_}.yaml", "shows a rule that does not exist; mend the name of the file."
        )
    yield from _flows(spec, files)
    for message in spec.messages.values():
        wanted = [("minimal", ""), ("typical", ""), ("full", "")]
        for size, profile in [*wanted, *(("typical", edition) for edition in _editions(spec, message.id))]:
            try:
                sample(f"{message.id}.{size}", profile)
            except KitFault as fault:
                yield Problem(home_of(files, "message", message.id), str(fault))


def _flows(spec: Spec, files: Files) -> Iterator[Problem]:
    """Check that each flow is told by a conversation that keeps it, and by one that breaks it."""
    told: dict[str, set[bool]] = {}
    for flow, one in conversations():
        told.setdefault(flow, set()).add(one["expect"] == "kept")
    for id_ in spec.flows:
        if told.get(id_, set()) != {True, False}:
            says = (
                f"{id_} is not told both ways; add conversations that keep and break it to fixtures/flows/{id_}.yaml."
            )
            yield Problem(home_of(files, "flow", id_), says)
    for id_ in sorted(set(told) - set(spec.flows)):
        yield Problem(f"../fixtures/flows/{id_}.yaml", "tells a flow that does not exist; mend the name of the file.")


def _editions(spec: Spec, message: str) -> list[str]:
    return [
        f"{profile.id}@{edition.date}"
        for profile in spec.profiles.values()
        if any(one.message == message for one in profile.narrowings)
        for edition in profile.editions
    ]
