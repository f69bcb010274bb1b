"""A profile only narrows: it never lets pass what the core refuses."""

from collections.abc import Iterator

from cbec.lint.problem import Problem, home_of
from cbec.model import FORBIDDEN, REQUIRED, Files, Message, Narrowing, Place, Profile, Spec
from cbec.terms import UsageError


def narrowing(spec: Spec, files: Files) -> Iterator[Problem]:
    """Check each narrowing of each profile against the core message that it narrows."""
    for profile in spec.profiles.values():
        path = home_of(files, "profile", profile.id)
        for one in profile.narrowings:
            message = spec.messages.get(one.message)
            if message is None:
                yield Problem(path, f"it narrows {one.message!r}, which is no message; mend the name.")
                continue
            for says in _of_one(one, message, spec):
                yield Problem(path, f"{one.target} of {one.message}: {says}")
        yield from (Problem(path, says) for says in _editions(profile, spec))


def _of_one(one: Narrowing, message: Message, spec: Spec) -> Iterator[str]:
    places = [message.at(one.target[1:])] if one.target.startswith("/") else message.find(one.target)
    if not places or places[0] is None:
        yield "there is no such place; mend the element or the path."
        return
    for place in places:
        if place is not None:
            yield from _relaxes(one, place, spec)


def _relaxes(one: Narrowing, place: Place, spec: Spec) -> Iterator[str]:
    if one.use == FORBIDDEN and place.use == REQUIRED:
        yield "the core requires it, so a profile cannot forbid it; leave it out."
    if (
        one.repeats
        and place.repeats
        and not (place.repeats[0] <= one.repeats[0] and one.repeats[1] <= place.repeats[1])
    ):
        wide, narrow = f"{place.repeats[0]}..{place.repeats[1]}", f"{one.repeats[0]}..{one.repeats[1]}"
        yield f"{narrow} lies outside the core's {wide}; a profile only narrows."
    if one.format and place.element and place.element.format and not one.format.narrower_than(place.element.format):
        yield f"the format {one.format} lets in more than the core's {place.element.format}; a profile only narrows."
    listed = spec.codes.get(place.element.codes) if place.element else None
    if one.codes and listed and listed.closed:
        for code in sorted(set(one.codes) - set(listed.on(""))):
            yield f"the code {code!r} is not in the closed list {listed.id}; a profile only narrows."


def _editions(profile: Profile, spec: Spec) -> Iterator[str]:
    """Each edition must come to a whole: every place it narrows is there."""
    for edition in profile.editions:
        view = spec.view(f"{profile.id}@{edition.date}")
        for name in spec.messages:
            try:
                view.message(name)
            except UsageError as fault:
                yield f"edition {edition.date}: {fault}"
