"""The verdict in a terminal of eighty columns."""

from itertools import groupby
from typing import TYPE_CHECKING

from cbec.report.machine import Report
from cbec.report.text import visible

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

SYMBOLS = {
    "passed": "✓",
    "failed": "✗",
    "error": "!",
    "inconclusive": "?",
    "untested": "○",
    "not applicable": "–",  # noqa: RUF001  # a dash, no minus
}
STYLES = {
    "passed": "green",
    "failed": "bold red",
    "error": "bold magenta",
    "inconclusive": "yellow",
    "untested": "cyan",
    "not applicable": "dim",
}


def verdict_table(report: Report) -> "Table":
    """Lay out the verdict on every requirement, one section for each conformance class."""
    from rich.table import Table  # noqa: PLC0415  # slow to import, and not every verb draws
    from rich.text import Text  # noqa: PLC0415

    table = Table(title=None, box=None, padding=(0, 1), pad_edge=False, expand=False, width=80)
    table.add_column("Requirement", no_wrap=True, width=12)
    table.add_column("Title", ratio=1)
    table.add_column("Level", no_wrap=True, width=6)
    table.add_column("Verdict", no_wrap=True, width=16)
    ordered = sorted(report["requirements"], key=lambda one: str(one["conformanceClass"]))
    for name, members in groupby(ordered, key=lambda one: str(one["conformanceClass"])):
        table.add_row("", Text(visible(name), style="bold"), "", "")
        for one in members:
            table.add_row(one["id"], Text(visible(one["title"])), one["level"].upper(), _verdict(one["verdict"]))
        table.add_section()
    return table


def print_verdict(report: Report, console: "Console") -> None:
    """Print the totals and the verdict in one sentence to *console*."""
    from rich.text import Text  # noqa: PLC0415

    counts = [Text(f"{count} {name}", style=STYLES[name]) for name, count in report["totals"].items() if count]
    console.print(Text(", ").join(counts) if counts else Text("No requirement was judged."))
    style = STYLES["passed"] if report["conformant"] else STYLES[report["verdict"]]
    console.print(Text(visible(report["sentence"]), style=style))


def _verdict(name: str) -> "Text":
    from rich.text import Text  # noqa: PLC0415

    return Text(f"{SYMBOLS[name]} {name}", style=STYLES[name])
