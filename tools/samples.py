"""Read every file of the collection of third-party samples, and write what was found into docs/samples.md.

`python tools/samples.py FOLDER` writes the tables; with `--check` it only says whether they are true.
The collection is not part of this repository: licences differ, and some state none.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from cbec.cli.intake import take
from cbec.home import CHECKOUT
from cbec.model import Spec, load
from cbec.terms import ERROR, Finding
from cbec.validate import judge

PAGE = CHECKOUT / "docs" / "samples.md"
START, END = "<!-- tables -->", "<!-- end of the tables -->"
#: The profile that the files of a folder are judged by.
PROFILES = {
    "cargo-xml": "ca-pact",
    "cn-ceb": "cn-cbec-import",
    "dk-h7": "eu-h7@2021-07-01",
    "pact": "ca-pact",
    "platform": "eu-h7",
    "postal": "",
    "uk-cds": "",
}


def tables(folder: Path) -> str:
    """Write one table for each folder of samples, and the counts before them."""
    spec = load()
    parts = []
    rows = {one: [row(file, spec, PROFILES[one]) for file in files(folder / one)] for one in PROFILES}
    parts.append("| Folder | Files | Messages in | No message | Valid | Not valid |\n|---|---|---|---|---|---|")
    for name, found in rows.items():
        read = [one for one in found if one[1]]
        valid = sum(one[2] == "valid" for one in read)
        parts[0] += (
            f"\n| {name} | {len(found)} | {len(read)} | {len(found) - len(read)} | {valid} | {len(read) - valid} |"
        )
    for name, found in rows.items():
        head = f"## {name}\n\nJudged by {spec.view(PROFILES[name]).name}.\n\n"
        lines = [f"| {file} | {as_} | {verdict} | {breaks} |" for file, as_, verdict, breaks in found]
        parts.append(head + "| File | Read as | Verdict | What it breaks |\n|---|---|---|---|\n" + "\n".join(lines))
    return "\n\n".join(parts)


def files(folder: Path) -> list[Path]:
    """List the files of *folder*, those below it too."""
    return sorted(one for one in folder.rglob("*") if one.is_file() and one.name != "LICENSE")


def row(file: Path, spec: Spec, profile: str) -> tuple[str, str, str, str]:
    """Give the row of *file*: its name, what it was read as, the verdict, and what it breaks."""
    view = spec.view(profile) if profile else None
    kinds: Counter[str] = Counter()
    found: list[Finding] = []
    for taken in take(str(file), spec, ""):
        if taken.document is None:
            says = taken.fault.replace(str(file), file.name).removeprefix(f"{file.name}:").strip()
            return file.name, "", "no message", says.partition(" (")[0].replace("|", "\\|").replace("<", "&lt;")
        kinds[taken.document.message] += 1
        found += judge(taken.document, spec, view)[1]
    errors = [one for one in found if one.severity == ERROR]
    read_as = ", ".join(f"{count} x {kind}" if count > 1 else kind for kind, count in kinds.items())
    return file.name, read_as, "not valid" if errors else "valid", "; ".join(broken(found, spec)) or "nothing"


def broken(found: list[Finding], spec: Spec) -> Iterator[str]:
    """Say of each rule that *found* names how often, and of what."""
    by_rule: dict[tuple[str, str], list[Finding]] = {}
    for one in found:
        by_rule.setdefault((one.severity, one.rule), []).append(one)
    for (severity, rule), ones in sorted(by_rule.items()):
        told = spec.rules[rule].title if rule in spec.rules else places(ones)
        often = f" ({len(ones)} times)" if len(ones) > 1 else ""
        yield f"{'' if severity == ERROR else f'{severity} '}`{rule}` {told}{often}"


def places(ones: list[Finding]) -> str:
    """Name the first few places of *ones*."""
    named = list(dict.fromkeys(one.at or (one.origin.path if one.origin else "") or "/" for one in ones))
    return ", ".join(f"`{one}`" for one in named[:3]) + (" and others" if len(named) > 3 else "")


def page(folder: Path) -> str:
    """Give the page with its tables made anew."""
    text = PAGE.read_text("utf-8")
    before, _, rest = text.partition(START)
    return f"{before}{START}\n\n{tables(folder)}\n\n{END}{rest.partition(END)[2]}"


if __name__ == "__main__":
    collection = Path(next(word for word in sys.argv[1:] if not word.startswith("-")))
    made = page(collection)
    if "--check" in sys.argv:
        sys.exit(0 if made == PAGE.read_text("utf-8") else "docs/samples.md is out of date; run tools/samples.py.")
    PAGE.write_text(made, "utf-8")
