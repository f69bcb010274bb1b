"""The report as a page of Markdown, for the summary of a build server or a mail."""

import re

from cbec.report.machine import Report
from cbec.report.text import cut, visible

#: As many failures are told one by one; a summary is read at a glance.
MAX_TOLD = 50
_RUN = re.compile("`+")
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+!|~&@])")


def as_markdown(report: Report) -> str:
    """Write *report* as Markdown: the sentence, the totals, and what was not passed; all text of others is inert."""
    system = report["system"]
    lines = [
        f"# {_plain(report['sentence'])}",
        "",
        f"{_plain(report['means'])} {_plain(report['meansNot'])}",
        "",
        "| | |",
        "|---|---|",
        f"| System | {_plain(' '.join(filter(None, [system['name'], system['version']])))} |",
        f"| Address | {_code(system['address'])} |",
        f"| Profile | {_code(report['profile'])} |",
        f"| Started | {_plain(report['started'])}, {report['seconds']:.1f} s |",
        f"| Seed | {report['seed']} |",
        f"| Specification | {_code(report['specification']['digest'][:12])} |",
        "",
        "| " + " | ".join(report["totals"]) + " |",
        "|" + "---:|" * len(report["totals"]),
        "| " + " | ".join(str(count) for count in report["totals"].values()) + " |",
        "",
    ]
    told = [one for one in report["requirements"] if one["verdict"] not in {"passed", "not applicable"}]
    for one in told[:MAX_TOLD]:
        lines += _requirement(one)
    if len(told) > MAX_TOLD:
        lines += [f"{len(told) - MAX_TOLD} more stand in report.html.", ""]
    return "\n".join(lines)


def _requirement(one: Report) -> list[str]:
    level = one["level"].upper()
    lines = [
        f"## {one['id']} {one['verdict']} ({level}): {_plain(one['title'])}",
        "",
        _plain(one["says"]),
        "",
    ]
    shown = next((seen for seen in one["observations"] if seen["verdict"] == one["verdict"]), None)
    if shown:
        told = {name: shown[name] for name in ("test", "says", "expected", "actual", "repeat")}
        lines += [f"- {label.capitalize()}: {_code(value)}" for label, value in told.items() if value]
        lines.append("")
    return lines


def _plain(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", " ".join(visible(text).split()))


def _code(text: str) -> str:
    """Write *text* as code: on one line, fenced by more backticks than it holds."""
    line = cut(" ".join(visible(text).split()), 300).replace("|", "¦")
    fence = "`" * (1 + max((len(one) for one in _RUN.findall(line)), default=0))
    return f"{fence} {line} {fence}" if line else ""
