"""The pages tell the truth: their commands are run, their tables compared, their links followed."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from cbec.home import CHECKOUT
from cbec.model import load
from cbec.validate.predicates import PREDICATES

PAGES = [
    CHECKOUT / "README.md",
    CHECKOUT / "CONTRIBUTING.md",
    CHECKOUT / "SECURITY.md",
    CHECKOUT / "CHANGELOG.md",
    CHECKOUT / "spec" / "README.md",
    *sorted((CHECKOUT / "docs").glob("*.md")),
]
FENCE = re.compile(
    r"^```(?P<language>\w*)(?: title=\"(?P<title>[^\"]+)\")?$\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)
APPENDED = "at the end of "


def blocks(page: Path) -> Iterator[re.Match[str]]:
    """Yield the fenced blocks of *page*, in order."""
    yield from FENCE.finditer(page.read_text("utf-8"))


def name(page: Path) -> str:
    """The page as a report names it."""
    return str(page.relative_to(CHECKOUT))


def commands(text: str) -> list[str]:
    """The commands of a console block."""
    return [line.removeprefix("$ ") for line in text.splitlines() if line.startswith("$ ")]


@pytest.mark.parametrize(
    "page", [page for page in PAGES if any(block["language"] == "console" for block in blocks(page))], ids=name
)
def test_a_console_block_says_what_the_command_says(page: Path, tmp_path: Path) -> None:
    """A transcript that is not so costs a reader the trust in all others; each is run, and every line is there."""
    environment = a_place_to_work(tmp_path)
    for block in blocks(page):
        if block["title"]:
            write(tmp_path, block["title"], block["text"])
        if block["language"] == "console":
            for command, told in steps(block["text"]):
                said = run(command, tmp_path, environment)

                assert told_in(told).fullmatch(said), f"$ {command}\n{said}"


def a_place_to_work(folder: Path) -> dict[str, str]:
    """Make a small checkout in *folder*, so that a page may change the specification; gives its environment."""
    for part in ("conformance", "spec", "fixtures"):
        shutil.copytree(CHECKOUT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(folder / "fixtures" / "messages" / "low-value-declaration.typical.json", folder / "parcel.json")
    command = folder / ".bin" / "cbec"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m cbec "$@"\n', "utf-8")
    command.chmod(0o755)
    return {
        **os.environ,
        "NO_COLOR": "1",
        "PATH": f"{command.parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(folder / "conformance"),
        "PYTHONUNBUFFERED": "1",
    }


def write(folder: Path, title: str, text: str) -> None:
    """Write *text* to the file that *title* names, or add it to the end of that file."""
    path = folder / title.removeprefix(APPENDED)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a" if title.startswith(APPENDED) else "w", encoding="utf-8") as file:
        file.write(text)


def steps(text: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each command of a console block with the lines that it is said to print.

    `echo $?` belongs to the command before it, and is run with it.
    """
    found: list[tuple[str, list[str]]] = []
    for line in text.splitlines():
        if line == "$ echo $?":
            command, told = found.pop()
            found.append((f"{command}\necho $?", told))
        elif line.startswith("$ "):
            found.append((line.removeprefix("$ "), []))
        else:
            found[-1][1].append(line)
    yield from found


def run(command: str, folder: Path, environment: dict[str, str]) -> str:
    """Run *command* in a shell, and give all that it says, on both outputs, in order."""
    done = subprocess.run(
        ["/bin/sh", "-c", f"exec 2>&1\n{command}"],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return done.stdout


def told_in(lines: list[str]) -> re.Pattern[str]:
    """The pattern of what is told: `...` is any text in a line, and any number of lines by itself."""
    return re.compile(
        "".join(r"(?:.*\n)*" if line == "..." else re.escape(line).replace(r"\.\.\.", ".*") + r"\n" for line in lines)
    )


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_a_live_run_is_no_console_block(page: Path) -> None:
    """A run takes long and a sandbox never ends; such a transcript is a text block, which is not run."""
    run_here = [
        command for block in blocks(page) if block["language"] == "console" for command in commands(block["text"])
    ]

    assert [] == [command for command in run_here if re.search(r"\bcbec (run|demo|sandbox)\b|\bmake\b", command)]


def test_the_table_of_predicates_is_the_vocabulary() -> None:
    """A writer who looks a word up finds every word, in the meaning that the code gives it."""
    rows = [
        f"| `{one.name}` | {', '.join(f'`{term}`' for term in one.references)} | {settings(one.settings, one.optional)} | {one.means} |"
        for one in sorted(PREDICATES.values(), key=lambda one: one.name)
    ]
    page = (CHECKOUT / "docs" / "rules.md").read_text("utf-8")
    table = page.split("| Predicate |", 1)[1].split("\n\n", 1)[0].splitlines()[2:]

    assert rows == table, "docs/rules.md: let the table of predicates be\n" + "\n".join(rows)


def settings(stated: tuple[str, ...], optional: tuple[str, ...]) -> str:
    """The settings of a predicate as the table writes them."""
    return ", ".join([*(f"`{term}`" for term in stated), *(f"`{term}` (optional)" for term in optional)])


def test_every_id_of_a_finding_is_explained() -> None:
    """Who meets an id in a finding looks it up; the page on verdicts has all of them, and no other."""
    ids = re.compile(r"CBEC-[SBDEF]-[a-z]+")
    sources = (CHECKOUT / "conformance" / "cbec").rglob("*.py")
    given = {id_ for source in sources for id_ in ids.findall(source.read_text("utf-8"))}

    assert given == set(ids.findall((CHECKOUT / "docs" / "verdicts.md").read_text("utf-8")))


def test_the_layers_are_those_that_are_kept() -> None:
    """A map that is not the land misleads; the layers drawn are those of the contract, in its order."""
    configuration = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))
    kept = configuration["tool"]["importlinter"]["contracts"][0]["layers"]
    page = (CHECKOUT / "docs" / "architecture.md").read_text("utf-8")
    drawn = page.split("## Layers", 1)[1].split("```text\n", 1)[1].split("```", 1)[0].splitlines()

    assert kept == [re.split(r" {2,}", line)[0] for line in drawn]


def test_the_reserved_descriptions_are_those_of_the_flow() -> None:
    """A vendor builds by this table; each description that the flow reserves stands in it, word for word."""
    page = (CHECKOUT / "docs" / "targets.md").read_text("utf-8")
    reserved = {trigger.description for trigger in load().flows["low-value-clearance"].triggers}

    assert reserved == set(re.findall(r"`(CBEC TEST [A-Z ]+)`", page))


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_a_link_leads_somewhere(page: Path) -> None:
    """A dead link is a promise not kept; every relative one names a file, and its anchor a heading there."""
    text = FENCE.sub("", page.read_text("utf-8"))
    dead = [
        link
        for link in re.findall(r"\]\((?!https?:)([^)\s]+)\)", text)
        if not leads(page, link.partition("#")[0], link.partition("#")[2])
    ]

    assert [] == dead


def leads(page: Path, file: str, anchor: str) -> bool:
    """Whether *file*, seen from *page*, is there and has the *anchor*."""
    found = (page.parent / file).resolve() if file else page
    if not found.exists():
        return False
    return not anchor or anchor in {
        slug(heading) for heading in re.findall(r"^#+ (.+)$", found.read_text("utf-8"), re.MULTILINE)
    }


def slug(heading: str) -> str:
    """The anchor of a heading, as GitHub and MkDocs make it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_no_page_names_the_machine_that_it_was_written_on(page: Path) -> None:
    """A path of one machine is of no use on another, and tells more than it should."""
    paths = re.findall(r"(?<![\w/.])/(?:home|Users|root|tmp|work|var|opt|mnt)\b[^\s`)]*", page.read_text("utf-8"))

    assert [] == paths


def test_every_page_is_in_the_navigation() -> None:
    """A page that no menu names is one that nobody finds."""
    menu = (CHECKOUT / "mkdocs.yml").read_text("utf-8").split("\nnav:\n", 1)[1]

    assert {page.name for page in (CHECKOUT / "docs").glob("*.md")} == {
        name for name in re.findall(r": (\S+\.md)", menu) if not name.startswith("reference/")
    }
