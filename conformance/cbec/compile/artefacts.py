"""Everything that is published, as (path, text): what `cbec compile` writes and `--check` compares."""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from cbec.compile.context import context
from cbec.compile.events import asyncapi
from cbec.compile.flows import sequence_diagram, state_diagram
from cbec.compile.json_schema import message_schema
from cbec.compile.workflows import workflows
from cbec.model import CodeList, Files, Flow, Spec, View
from cbec.model.files import BUNDLE
from cbec.model.framework import KINDS as FRAMEWORK_KINDS

FOLDER = "published/"


def artefacts(spec: Spec, files: Files) -> dict[str, str]:
    """Compile *spec*, read from *files*, to its published files, by path below ``spec/``."""
    made = {BUNDLE: json.dumps({"digest": files.digest, "files": files.parsed}, ensure_ascii=False) + "\n"}
    for view in views(spec):
        for name in spec.messages:
            made[f"{FOLDER}schemas/{view.name}/{name}.schema.json"] = _pretty(message_schema(view, name))
    for codes in spec.codes.values():
        made[f"{FOLDER}codes/{codes.id}.json"] = _pretty(_codes(codes))
        made[f"{FOLDER}codes/{codes.id}.csv"] = _table(["code", "name", "from", "to", "note"], _code_rows(codes))
    for flow in spec.flows.values():
        made |= {f"{FOLDER}flows/{flow.id}.{name}": text for name, text in _flow(flow, spec).items()}
    made[f"{FOLDER}asyncapi.json"] = _pretty(asyncapi(spec))
    made[f"{FOLDER}context.jsonld"] = _pretty(context(spec))
    made[f"{FOLDER}elements.csv"] = _table(_ELEMENT_COLUMNS, _element_rows(spec))
    made[f"{FOLDER}requirements.csv"] = _table(_REQUIREMENT_COLUMNS, _requirement_rows(spec))
    made[f"{FOLDER}framework.csv"] = _table(_FRAMEWORK_COLUMNS, _framework_rows(spec))
    made[f"{FOLDER}rules.csv"] = _table(_RULE_COLUMNS, _rule_rows(spec))
    made[f"{FOLDER}thresholds.csv"] = _table(_THRESHOLD_COLUMNS, _threshold_rows(spec))
    return made


def _flow(flow: Flow, spec: Spec) -> dict[str, str]:
    """Compile *flow* to its files, by the end of their name."""
    made = {"state.mmd": state_diagram(flow), "sequence.mmd": sequence_diagram(flow, spec)}
    arazzo = workflows(flow, spec)
    return made | ({"arazzo.json": _pretty(arazzo)} if arazzo else {})


def views(spec: Spec) -> list[View]:
    """List the core and every edition of every profile."""
    editions = [spec.view(f"{one.id}@{edition.date}") for one in spec.profiles.values() for edition in one.editions]
    return [spec.view(), *editions]


def differences(made: dict[str, str], present: dict[str, str]) -> list[str]:
    """Say in sentences how what is *present* differs from what was *made*; nothing where it does not."""
    told = []
    for path in sorted(made.keys() | present.keys()):
        if path not in present:
            told.append(f"spec/{path} is missing.")
        elif path not in made:
            told.append(f"spec/{path} is no longer made from anything; delete it.")
        elif made[path] != present[path]:
            told.append(f"spec/{path} is out of date.")
    return told


_ELEMENT_COLUMNS = [
    "id",
    "name",
    "type",
    "format",
    "wco",
    "class",
    "tded",
    "cn23",
    "codes",
    "extension",
    "carried by",
    "source",
    "status",
]
_REQUIREMENT_COLUMNS = [
    "id", "title", "level", "role", "class", "method", "source", "status", "sentence", "standard", "reason",
]  # fmt: skip
_FRAMEWORK_COLUMNS = ["kind", "id", "name", "source", "status", "sentence", "note"]
_RULE_COLUMNS = [
    "id",
    "title",
    "severity",
    "governs",
    "profile",
    "from",
    "to",
    "predicate",
    "source",
    "status",
    "sentence",
]


_THRESHOLD_COLUMNS = [
    "id",
    "title",
    "comparison",
    "amount",
    "currency",
    "per",
    "basis",
    "duty",
    "tax",
    "collector",
    "registration",
    "from",
    "to",
    "source",
    "status",
    "unverified",
    "note",
]


def _element_rows(spec: Spec) -> Iterator[list[str]]:
    for one in spec.elements.values():
        carried = sorted({message.id for message, _ in spec.carriers(one.id)})
        format_ = str(one.format or "")
        yield [one.id, one.name, one.type, format_, one.wco, one.wco_class, one.tded, one.cn23, one.codes,
               one.extension, " ".join(carried), one.fact.source, one.fact.status]  # fmt: skip


def _requirement_rows(spec: Spec) -> Iterator[list[str]]:
    for one in sorted(spec.requirements.values(), key=lambda each: each.id):
        yield [one.id, one.title, one.level, one.role, one.conformance_class, one.method, one.fact.source,
               one.fact.status, one.says, one.standard, one.reason]  # fmt: skip


def _framework_rows(spec: Spec) -> Iterator[list[str]]:
    for kind in FRAMEWORK_KINDS:
        for id_, one in getattr(spec.framework, kind).items():
            yield [kind, id_, one.name, one.fact.source, one.fact.status, one.means, one.note]


def _rule_rows(spec: Spec) -> Iterator[list[str]]:
    for one in sorted(spec.rules.values(), key=lambda each: each.id):
        yield [one.id, one.title, one.severity, " ".join(one.governs), one.profile, one.since, one.until,
               one.predicate, one.fact.source, one.fact.status, one.says]  # fmt: skip


def _threshold_rows(spec: Spec) -> Iterator[list[str]]:
    for one in sorted(spec.thresholds.values(), key=lambda each: each.id):
        yield [one.id, one.title, "below" if one.below else "at most", one.amount, one.currency, one.per, one.basis,
               one.duty, one.tax, one.collector, one.registration, one.since, one.until, one.fact.source,
               one.fact.status, " ".join(one.unverified), one.note]  # fmt: skip


def _codes(codes: CodeList) -> dict[str, Any]:
    return {
        "id": codes.id,
        "title": codes.title,
        "means": codes.means,
        "edition": codes.edition,
        "source": codes.fact.source,
        "status": codes.fact.status,
        "closed": codes.closed,
        "codes": [
            {
                name: value
                for name, value in (
                    ("code", one.code),
                    ("name", one.name),
                    ("from", one.since),
                    ("to", one.until),
                    ("note", one.note),
                )
                if value
            }
            for one in codes.codes
        ],
    }


def _code_rows(codes: CodeList) -> Iterator[list[str]]:
    for one in codes.codes:
        yield [one.code, one.name, one.since, one.until, one.note]


def _pretty(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _table(columns: list[str], rows: Iterator[list[str]]) -> str:
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(columns)
    table.writerows(rows)
    return text.getvalue()
