"""From verdicts to a report that a person, a build server and a program can read."""

from cbec.report.exchanges import evidence
from cbec.report.html import as_html
from cbec.report.junit import as_junit
from cbec.report.machine import Report, as_json, schema
from cbec.report.mask import mask_personal, personal_names
from cbec.report.summary import as_markdown
from cbec.report.terminal import print_verdict, verdict_table
from cbec.report.write import check_folder, render, write

__all__ = [
    "Report",
    "as_html",
    "as_json",
    "as_junit",
    "as_markdown",
    "check_folder",
    "evidence",
    "mask_personal",
    "personal_names",
    "print_verdict",
    "render",
    "schema",
    "verdict_table",
    "write",
]
