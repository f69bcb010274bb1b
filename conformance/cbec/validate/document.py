"""The verdict on one document: the message, its envelope, and what its binding did not know."""

from dataclasses import dataclass, replace

from cbec.bindings import Document
from cbec.model import Spec, View
from cbec.terms import ERROR, WARNING, Finding, KitFault, Origin, by_place
from cbec.validate.message import validator
from cbec.validate.readiness import Readiness

ENVELOPE = "envelope"


@dataclass(frozen=True)
class Judged:
    """A document with its verdict; ``unreadable`` says why there is none, ``line`` counts in files of many.

    ``readiness`` says of a draft what it lacks for each profile.
    """

    file: str
    line: int = 0
    message: str = ""
    profile: str = ""
    findings: tuple[Finding, ...] = ()
    unreadable: str = ""
    readiness: tuple[Readiness, ...] = ()

    @property
    def valid(self) -> bool:
        """Whether the document was read and nothing worse than a warning was found."""
        return not self.unreadable and not any(one.severity == ERROR for one in self.findings)

    @property
    def name(self) -> str:
        """The file, with the line where it holds many messages."""
        return f"{self.file}:{self.line}" if self.line else self.file


def judge(
    document: Document,
    spec: Spec,
    view: View | None = None,
    *,
    oracle: bool = False,
    show_values: bool = False,
) -> tuple[View, list[Finding]]:
    """Judge *document* under *view*, else under the profile that its envelope names, else by the core.

    With *oracle* the reference engine judges the structure too; raises KitFault where the engines differ.
    """
    chosen = view or _stated(document, spec) or spec.view()
    found = _findings(document, chosen, reference=False, show_values=show_values)
    if oracle:
        second = _findings(document, chosen, reference=True, show_values=show_values)
        if found != second:
            differing = sorted({f"{one.rule} {one.at}" for one in set(found) ^ set(second)})
            about = ", ".join(differing) or "the order of findings"
            raise KitFault(f"The two engines disagree about {about}; report this message.")
    found = [_excused(one, document, chosen) for one in found]
    origins = document.locate({one.at for one in found})
    located = [replace(one, origin=origins[one.at]) for one in found]
    return chosen, [*document.findings, *by_place(located)]


def _excused(finding: Finding, document: Document, view: View) -> Finding:
    """Tell of an element that is required where the syntax has no place for it: a limit of the syntax, no fault of it.

    The message may require it, or a rule that asks for nothing else. A draft is not excused: what it lacks is
    what somebody must still find out.
    """
    rule = view.spec.rules.get(finding.rule)
    asks = finding.rule == "CBEC-S-required" or (rule is not None and rule.predicate == "required")
    if not asks or document.carries is None or document.draft:
        return finding
    place = "/".join("*" if step.isdigit() else step for step in finding.at.split("/")[1:])
    if {place, f"{place}/*"} & document.carries:
        return finding
    says = f"{finding.says.rstrip('.')}; {document.binding} has no place for it."
    return replace(finding, rule="CBEC-B-absent", severity=WARNING, says=says)


def unreadable(name: str, line: int, fault: str) -> Finding:
    """Give the finding of a line that holds no message that can be read."""
    return Finding("CBEC-D-unreadable", says=fault, origin=Origin(name, line))


def _findings(document: Document, view: View, *, reference: bool, show_values: bool) -> list[Finding]:
    found = validator(view, document.message).findings(document.body, reference=reference, show_values=show_values)
    if document.envelope is not None:
        around = validator(view.spec.view(), ENVELOPE).findings(
            document.envelope, reference=reference, show_values=show_values
        )
        found = [replace(one, at=f"/{ENVELOPE}{one.at}") for one in around] + found
    return found


def _stated(document: Document, spec: Spec) -> View | None:
    """The view that the envelope names, where it names one that is known."""
    stated = document.envelope.get("profile") if isinstance(document.envelope, dict) else None
    name, _, date = stated.partition("@") if isinstance(stated, str) else ("", "", "")
    known = spec.profiles.get(name)
    return spec.view(f"{name}@{date}") if known and any(one.date == date for one in known.editions) else None
