"""The report folder: whole or not at all, and never at the expense of somebody else's files."""

import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from cbec.judge import Run
from cbec.report import Report, as_markdown, check_folder, print_verdict, render, verdict_table, write
from cbec.terms import UsageError
from tests.report.conftest import PERSON, TOKEN


def _content(folder: Path) -> dict[str, bytes]:
    return {str(one.relative_to(folder)): one.read_bytes() for one in sorted(folder.rglob("*")) if one.is_file()}


def test_a_report_is_a_folder_with_everything(run: Run, folder: Path) -> None:
    """What is announced is there: the data, its forms, and one file for each exchange."""
    written = write(run, folder)

    evidence = [f"evidence/{number:04}.json" for number in range(1, 6)]
    expected = ["report.json", "report.html", "junit.xml", "summary.md", *evidence]
    assert [folder / name for name in expected] == written
    assert sorted(expected) == sorted(_content(folder))


def test_no_file_of_the_report_tells_a_secret(run: Run, folder: Path) -> None:
    """A form that forgets the mask undoes all others; no file holds the credential or the person."""
    write(run, folder)

    leaking = [name for name, text in _content(folder).items() if TOKEN.encode() in text or PERSON.encode() in text]
    assert [] == leaking


def test_the_evidence_of_an_earlier_run_does_not_stay(run: Run, folder: Path) -> None:
    """Evidence of another run beside this one would prove what never happened; it is replaced whole."""
    write(run, folder)
    write(replace(run, exchanges=run.exchanges[:1]), folder)

    assert ["0001.json"] == [one.name for one in (folder / "evidence").iterdir()]


@pytest.mark.parametrize("fails", ["write_text", "rename"])
@pytest.mark.parametrize("after", [0, 2, 4])
def test_a_full_disk_leaves_the_earlier_report_as_it_was(
    run: Run, conformant: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, fails: str, after: int
) -> None:
    """Half a report of one run and half of another is worse than none; where one step fails, nothing has changed."""
    write(run, folder)
    before, genuine, left = _content(folder), getattr(Path, fails), [after]

    def failing(path: Path, *arguments: object, **named: object) -> object:
        left[0] -= 1
        if left[0] == -1:
            raise OSError(28, "No space left on device")
        return genuine(path, *arguments, **named)

    with monkeypatch.context() as patched:
        patched.setattr(Path, fails, failing)
        with pytest.raises(UsageError, match=r"could not be written .* No space left on device"):
            write(conformant, folder)

    assert before == _content(folder)
    assert {"report.json", "report.html", "junit.xml", "summary.md", "evidence"} == {
        one.name for one in folder.iterdir()
    }


def test_a_first_report_that_fails_leaves_nothing(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder with only some of the files looks like a report; after a fault there is none of them."""
    genuine = Path.rename

    def failing(path: Path, target: Path) -> Path:
        if path.name == "report.html" and target.parent == folder:
            raise OSError(28, "No space left on device")
        return genuine(path, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", failing)
        with pytest.raises(UsageError):
            write(run, folder)

    assert {} == _content(folder)


def test_what_a_killed_run_left_is_cleared(run: Run, folder: Path) -> None:
    """A run that was killed cannot tidy up; the next one does, and is not refused for it."""
    (folder / ".cbec-report-x1").mkdir(parents=True)
    (folder / ".cbec-report-x1" / "report.json").write_text("{")

    write(run, folder)

    assert not (folder / ".cbec-report-x1").exists()


def test_a_file_is_no_folder(run: Run, tmp_path: Path) -> None:
    """A mistyped --report must not cost a file; it is refused in one sentence."""
    (tmp_path / "thesis.pdf").write_text("years of work")

    with pytest.raises(UsageError, match=r"thesis\.pdf is a file"):
        write(run, tmp_path / "thesis.pdf")
    with pytest.raises(UsageError, match=r"could not be written"):
        write(run, tmp_path / "thesis.pdf" / "report")

    assert "years of work" == (tmp_path / "thesis.pdf").read_text()


@pytest.mark.parametrize(
    "strange", ["holiday.jpg", "evidence/notes.txt", "evidence/0001.json/deep.txt", "report.json/x"]
)
def test_a_folder_with_other_things_is_left_alone(run: Run, folder: Path, strange: str) -> None:
    """--report ~ would replace a home; a folder that holds anything else is refused and stays as it is."""
    (folder / strange).parent.mkdir(parents=True)
    (folder / strange).write_text("mine")

    with pytest.raises(UsageError, match="not of a report"):
        write(run, folder)
    with pytest.raises(UsageError, match="not of a report"):
        check_folder(folder)

    assert {strange: b"mine"} == _content(folder)


def test_a_link_in_the_place_of_the_evidence_is_not_followed(run: Run, folder: Path, tmp_path: Path) -> None:
    """A link named evidence would have another folder replaced; it is refused."""
    (tmp_path / "elsewhere").mkdir()
    folder.mkdir(parents=True)
    (folder / "evidence").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(UsageError, match="not of a report"):
        write(run, folder)


def test_a_report_is_rendered_again_from_its_data(run: Run, folder: Path) -> None:
    """A lost page is no lost run; everything else comes back from the data and the evidence."""
    write(run, folder)
    before = _content(folder)
    (folder / "report.html").unlink()
    (folder / "junit.xml").write_text("")

    render(folder)

    assert before == _content(folder)


@pytest.mark.parametrize("content", ["", "[]", '{"exchanges": [{"file": "../../etc/passwd"}]}'])
def test_what_is_no_report_is_not_rendered(folder: Path, content: str) -> None:
    """A report from a stranger is read as carefully as a message; one that breaks the schema is refused."""
    folder.mkdir(parents=True)
    (folder / "report.json").write_text(content)

    with pytest.raises(UsageError, match="holds no report that can be read"):
        render(folder)


def test_a_name_outside_the_evidence_is_not_read(run: Run, folder: Path) -> None:
    """A file name in a report could point anywhere; only the evidence beside it is read."""
    write(run, folder)
    report = json.loads((folder / "report.json").read_text())
    report["exchanges"][0]["file"] = "evidence/../../secret"
    (folder / "report.json").write_text(json.dumps(report))

    with pytest.raises(UsageError, match="holds no report that can be read"):
        render(folder)


def test_the_summary_is_inert(report: Report) -> None:
    """Markdown carries markup and mentions of people; what the system said can be neither."""
    summary = as_markdown(report)

    assert "## CBEC-RCP-03 failed (MUST): A broken rule is refused by rule" in summary
    outside = "".join(summary.split("`")[::2])
    assert "<script>" not in outside
    assert "\x1b" not in summary


def test_the_terminal_shows_the_verdicts_in_eighty_columns(report: Report) -> None:
    """A terminal obeys what is written to it; the system's escapes are shown, and every line fits."""
    hostile = report | {"sentence": "Name \x1b[2J [red]conforms[/red]"}
    console = Console(file=io.StringIO(), width=80, no_color=True)
    console.print(verdict_table(hostile))
    print_verdict(hostile, console)
    shown = console.file.getvalue()  # type: ignore[attr-defined]  # a StringIO

    assert 80 >= max(len(line) for line in shown.splitlines())
    assert "CBEC-RCP-03" in shown
    assert "2 failed" in shown
    assert "Name ⟨U+001B⟩[2J [red]conforms[/red]" in shown
