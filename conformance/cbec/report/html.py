"""The report as one page of HTML: no network, no script, readable by keyboard and screen reader."""

import base64
import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from functools import cache
from importlib.resources import files
from itertools import groupby
from typing import TYPE_CHECKING, Any

from cbec.report.machine import Report
from cbec.report.mask import MASKED
from cbec.report.terminal import SYMBOLS
from cbec.report.text import cut, visible

if TYPE_CHECKING:
    from jinja2 import Template  # an extra: only a live run writes HTML

#: As much is shown of each; the whole stands in report.json and in the evidence.
MAX_TEXT, MAX_BODY, MAX_OBSERVATIONS, MAX_EXCHANGES = 4000, 6000, 20, 4

#: The order in which a page and its bar tell the verdicts: what is to be done first.
ORDER = ("failed", "error", "inconclusive", "untested", "passed", "not applicable")
_CARDS = ("failed", "error", "inconclusive", "untested")
_HEADINGS = {
    "failed": "What failed",
    "error": "Where the kit failed",
    "inconclusive": "What could not be decided",
    "untested": "What was not tested",
}
_WORDS = {
    "failed": "Does not conform",
    "error": "Not judged",
    "inconclusive": "Undecided",
    "untested": "Undecided",
    "passed": "Conforms",
    "partial": "Passed in part",
    "not applicable": "Nothing judged",
}


def as_html(report: Report, kept: Mapping[str, str]) -> str:
    """Write *report* as HTML; *kept* is the evidence: the name of each file and its JSON text."""
    style = files("cbec.report").joinpath("report.css").read_text("utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii")
    page: str = _template().render(
        report=report,
        style=style,
        policy=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
        word=_WORDS["partial" if report["partial"] and report["verdict"] == "passed" else report["verdict"]],
        symbols=SYMBOLS,
        bar=_bar(report["totals"]),
        sections=_sections(report, kept),
        classes=_classes(report),
        carded={one["id"] for one in report["requirements"] if _has_card(one)},
        shoulds=sum(one["verdict"] == "failed" and one["level"] == "should" for one in report["requirements"]),
        exchanges=_index(report),
    )
    return page


@cache
def _template() -> "Template":
    from jinja2 import Environment, StrictUndefined  # noqa: PLC0415  # an extra, which `cbec validate` does without

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, finalize=_shown
    )
    environment.filters |= {"moment": _moment, "duration": _duration, "cut": lambda text: cut(text, MAX_TEXT)}
    return environment.from_string(files("cbec.report").joinpath("report.html.j2").read_text("utf-8"))


def _shown(value: Any) -> Any:
    """Make every text that enters the page visible; what is markup already has passed here before."""
    return visible(value) if isinstance(value, str) and not hasattr(value, "__html__") else value


def _has_card(one: Report) -> bool:
    """Whether there is more to tell of a requirement than its verdict."""
    return one["verdict"] in _CARDS and (bool(one["observations"]) or one["verdict"] != "untested")


def _bar(totals: Mapping[str, int]) -> list[dict[str, Any]]:
    """Lay out the totals on a bar 1000 units long, with a small gap before every part but the first."""
    whole, begin, parts = sum(totals.values()) or 1, 0.0, []
    for name in ORDER:
        width, gap = 1000 * totals[name] / whole, 3 if begin else 0
        place = {"begin": round(begin + gap, 2), "width": round(max(width - gap, 1), 2)}
        parts.append({"verdict": name, "count": totals[name]} | place)
        begin += width
    return parts


def _sections(report: Report, kept: Mapping[str, str]) -> list[dict[str, Any]]:
    """Gather the cards, what failed first and in it the MUSTs first."""
    index = {one["id"]: one for one in report["exchanges"]}
    found = []
    for verdict in _CARDS:
        members = [one for one in report["requirements"] if one["verdict"] == verdict and _has_card(one)]
        cards = [_card(one, index, kept) for one in sorted(members, key=lambda one: str(one["level"]) != "must")]
        if cards:
            found.append(
                {
                    "id": f"verdict-{verdict}",
                    "heading": _HEADINGS[verdict],
                    "verdict": verdict,
                    "cards": cards,
                }
            )
    return found


def _card(one: Report, index: Mapping[str, Report], kept: Mapping[str, str]) -> dict[str, Any]:
    told = [seen for seen in one["observations"] if seen["verdict"] != "passed"]
    told.sort(key=lambda seen: ORDER.index(seen["verdict"]))
    return {
        "requirement": one,
        "observations": [
            seen
            | {
                "shown": [_exchange(index[id_], kept) for id_ in seen["exchanges"][-MAX_EXCHANGES:] if id_ in index],
                "borrowed": "$CBEC_" in seen["curl"] or MASKED in seen["curl"],
            }
            for seen in told[:MAX_OBSERVATIONS]
        ],
        "left": max(len(told) - MAX_OBSERVATIONS, 0),
        "passed": len(one["observations"]) - len(told),
    }


def _exchange(entry: Report, kept: Mapping[str, str]) -> dict[str, Any]:
    told = json.loads(kept.get(entry["file"], "{}"))
    answer = told.get("response") or {}
    return entry | {
        "sent": _excerpt(told.get("request", {}).get("body", {})),
        "headers": answer.get("headers", {}),
        "came": _excerpt(answer.get("body", {})),
    }


def _excerpt(body: Mapping[str, Any]) -> str:
    """Show a body: JSON laid out in lines, other text as it is, a body of bytes by its size alone."""
    if "base64" in body:
        return f"{body['bytes']} bytes that are no UTF-8 text; they stand in the evidence as base64."
    text = str(body.get("text", ""))
    if len(text) < 50 * MAX_BODY:
        with suppress(ValueError, RecursionError):
            text = json.dumps(json.loads(text), ensure_ascii=False, indent=2)
    return cut(text, MAX_BODY)


def _classes(report: Report) -> list[dict[str, Any]]:
    ordered = sorted(report["requirements"], key=lambda one: str(one["conformanceClass"]))
    grouped = [(name, list(group)) for name, group in groupby(ordered, key=lambda one: str(one["conformanceClass"]))]
    return [
        {
            "name": name,
            "requirements": members,
            "counts": [
                f"{count} {verdict}"
                for verdict in ORDER
                if (count := sum(one["verdict"] == verdict for one in members))
            ],
        }
        for name, members in grouped
    ]


def _index(report: Report) -> list[dict[str, Any]]:
    """List every exchange with the requirements whose tests made it."""
    users: dict[str, dict[str, None]] = {}
    for one in report["requirements"]:
        for id_ in (id_ for seen in one["observations"] for id_ in seen["exchanges"]):
            users.setdefault(id_, {})[one["id"]] = None
    return [entry | {"users": list(users.get(entry["id"], {}))} for entry in report["exchanges"]]


def _moment(text: str) -> str:
    """Write a time as a letter would: 24 November 2025, 10:31 UTC."""
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        return text
    zone = when.tzname() or ""
    return f"{when.day} {when:%B %Y, %H:%M} {zone}".rstrip()


def _duration(seconds: float) -> str:
    """Write a duration in the unit that a person would choose."""
    if seconds < 1:
        return f"{1000 * seconds:.0f} ms"
    minutes, rest = divmod(seconds, 60)
    return f"{int(minutes)} min {rest:.0f} s" if minutes else f"{rest:.1f} s"
