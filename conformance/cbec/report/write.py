"""The report folder: written whole or not at all."""

import json
import re
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

import jsonschema_rs

from cbec.judge import Run
from cbec.report.exchanges import evidence
from cbec.report.html import as_html
from cbec.report.junit import as_junit
from cbec.report.machine import Report, as_json, schema
from cbec.report.summary import as_markdown
from cbec.terms import UsageError

#: Every name that a report folder may hold beside its evidence; the last two are forms of other tools.
NAMES = frozenset({"report.json", "report.html", "junit.xml", "summary.md", "ctrf.json", "earl.jsonld"})
EVIDENCE = "evidence"

_EVIDENCE_FILE = re.compile(r"[0-9]{4,}\.json")
_STAGE = ".cbec-report-"


def check_folder(folder: Path) -> None:
    """Make sure, before a run begins, that its report can be written to *folder*.

    Raises UsageError where it is a file or holds anything else: what is not of a report is never removed.
    """
    if folder.is_file():
        raise UsageError(f"{folder} is a file; give a folder for the report.")
    if not folder.is_dir():
        return
    strange = sorted(one.name for one in folder.iterdir() if not _is_ours(one))
    if strange:
        raise UsageError(f"{folder} holds {strange[0]!r}, which is not of a report; give an empty or a new folder.")


def write(run: Run, folder: Path, secrets: frozenset[str] = frozenset()) -> list[Path]:
    """Write the report of *run* into *folder*, and give the files written, ``report.json`` first.

    Raises UsageError where *folder* is a file, holds what is not of a report, or cannot be written; a report
    that was there before is then as it was.
    """
    return _replace(folder, _texts(as_json(run, secrets), evidence(run, secrets)))


def render(folder: Path) -> list[Path]:
    """Write the other forms of the report in *folder* again, from its ``report.json`` and its evidence.

    Raises UsageError where *folder* holds no report that can be read.
    """
    try:
        report: Report = json.loads((folder / "report.json").read_text("utf-8"))
        jsonschema_rs.validate(schema(), report)
        kept = {one["file"]: (folder / one["file"]).read_text("utf-8") for one in report["exchanges"]}
    except (OSError, ValueError) as fault:
        raise UsageError(f"{folder} holds no report that can be read ({fault}); give the folder of a run.") from None
    return _replace(folder, _texts(report, kept))


def _texts(report: Report, kept: Mapping[str, str]) -> dict[str, str]:
    return {
        "report.json": json.dumps(report, ensure_ascii=False, indent=2) + "\n",
        "report.html": as_html(report, kept),
        "junit.xml": as_junit(report),
        "summary.md": as_markdown(report),
        **kept,
    }


def _replace(folder: Path, texts: Mapping[str, str]) -> list[Path]:
    """Write all files beside their places first; only when every one is complete, rename them into place."""
    check_folder(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for leftover in folder.glob(f"{_STAGE}*"):
            shutil.rmtree(leftover)
        stage = Path(tempfile.mkdtemp(prefix=_STAGE, dir=folder))
        try:
            (stage / EVIDENCE).mkdir()
            for name, text in texts.items():
                (stage / name).write_text(text, encoding="utf-8", newline="\n")
            _move(stage, folder)
        finally:
            shutil.rmtree(stage, ignore_errors=True)
    except OSError as fault:
        raise UsageError(f"The report could not be written to {folder}: {fault.strerror or fault}.") from fault
    return [folder / name for name in texts]


def _move(stage: Path, folder: Path) -> None:
    """Move everything staged into *folder*; where one step fails, everything is put back as it was."""
    made = sorted(one.name for one in stage.iterdir())
    former = stage / "former"
    former.mkdir()
    try:
        for name in made:
            if (folder / name).exists():
                (folder / name).rename(former / name)
            (stage / name).rename(folder / name)
    except OSError:
        for name in made:
            if not (stage / name).exists():
                (folder / name).rename(stage / name)
            if (former / name).exists():
                (former / name).rename(folder / name)
        raise


def _is_ours(path: Path) -> bool:
    if path.is_symlink():
        return False
    if path.name == EVIDENCE:
        return path.is_dir() and all(_EVIDENCE_FILE.fullmatch(one.name) and one.is_file() for one in path.iterdir())
    return path.name.startswith(_STAGE) if path.is_dir() else path.name in NAMES
