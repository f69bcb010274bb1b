"""What an authority refuses or changes in a declaration, told by name and by its place in the file of that one."""

from collections.abc import Sequence
from typing import Any

from cbec.bindings import Document
from cbec.model import Spec
from cbec.terms import INFORMATION, WARNING, Finding
from cbec.validate.resolve import DECLARED, POSITION, Pointed, resolve

REFUSED, CHANGED, OTHER = "CBEC-A-refused", "CBEC-A-changed", "CBEC-A-other-declaration"
#: Lists of faults whose codes an administration publishes.
LISTS = ("cds-error",)


def explain(response: Document, declarations: Sequence[Document], spec: Spec) -> list[Finding]:
    """Tell of each fault and each change in *response* where it stands in the declaration that it is about.

    Of *declarations* the one with the same reference is taken. Where none has it the only one is taken, with a
    warning; of several none is.
    """
    body = response.body if isinstance(response.body, dict) else {}
    pointing = [(REFUSED, f"/faults/{at}", one) for at, one in enumerate(_list(body, "faults"))]
    pointing += [(CHANGED, f"/changes/{at}", one) for at, one in enumerate(_list(body, "changes"))]
    wanted = str(body.get("functionalReference", "no declaration that it names"))
    about = next((one for one in declarations if wanted in _references(one)), None)
    if not pointing or not declarations:
        return []
    found = [] if about else [_other(wanted, declarations)]
    if about is None and len(declarations) > 1:
        return found
    chosen = about or declarations[0]
    places = [str(stated.get("place", "")) for _, _, stated in pointing]
    for (rule, at, stated), pointed in zip(pointing, resolve(places, chosen, spec), strict=True):
        head = _reason(stated, spec) if rule == REFUSED else f"Changed{_code(stated, 'reason')}"
        found.extend(_told(rule, at, head, str(stated.get("place", "")), pointed))
    return found


def _told(rule: str, at: str, head: str, place: str, pointed: list[Pointed]) -> list[Finding]:
    if not pointed:
        return [Finding(rule, at, INFORMATION, f"{head}: it points at no place of the declaration.")]
    return [
        Finding(
            rule=rule,
            at=at,
            severity=INFORMATION,
            says=f"{head}: {one.name}. {_where(one)}",
            element=one.element,
            wco="" if place.startswith("/") else place,
            origin=one.origin,
        )
        for one in pointed
    ]


def _reason(fault: dict[str, Any], spec: Spec) -> str:
    """Say the code of a fault and what it means: in its own words, else in those of a list that has the code."""
    code = str(fault.get("code", ""))
    known = {one.code: one.name for name in LISTS for one in spec.codes[name].codes}
    text = fault.get("text") or known.get(code) or known.get(f"CDS{code.removeprefix('DMS')}", "")
    return f"{code} ({str(text).rstrip('.')})" if text else code or "Refused"


def _code(stated: dict[str, Any], key: str) -> str:
    return f" for reason {stated[key]}" if stated.get(key) else ""


def _where(pointed: Pointed) -> str:
    at = pointed.at or "the declaration itself"
    if pointed.among > 1:
        return f"The pointer fits {pointed.among} places of the declaration; the first is {at}."
    if pointed.stated:
        said = f"It stands at {at}."
    else:
        why = "The canonical message has no place for it" if pointed.unplaced else "Nothing stands there"
        said = f"{why}; the nearest place around is {at}."
    numbered = {
        POSITION: " The number in the pointer was taken as a position; another number is declared there.",
        DECLARED: " The number in the pointer is the one that is declared there, not its position.",
    }
    return said + numbered.get(pointed.by, "")


def _other(wanted: str, declarations: Sequence[Document]) -> Finding:
    known = sorted(reference for one in declarations for reference in _references(one))
    given = f"those that were given are {', '.join(known[:9])}" if len(known) > 1 else f"given was {', '.join(known)}"
    says = f"The response is about {wanted}; {given}."
    return Finding(OTHER, "/functionalReference", WARNING, says, origin=declarations[0].locate([""])[""])


def _references(declaration: Document) -> set[str]:
    """The references by which *declaration* is known, those of the declaration within an amendment included."""
    body = declaration.body if isinstance(declaration.body, dict) else {}
    inner = body.get("declaration")
    found = [one.get("functionalReference") for one in (body, inner) if isinstance(one, dict)]
    return {one for one in found if isinstance(one, str)}


def _list(body: dict[str, Any], key: str) -> list[dict[str, Any]]:
    found = body.get(key)
    return [one if isinstance(one, dict) else {} for one in found] if isinstance(found, list) else []
