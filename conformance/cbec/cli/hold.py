"""`cbec run`, `cbec demo`, `cbec sandbox` and `cbec report`: a live system held to the specification."""

import secrets
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cbec.terms import Exit, UsageError, Verdict

if TYPE_CHECKING:
    from cbec.drive.target import Target
    from cbec.judge import Run

REPORT = Path("cbec-report")

Report = Annotated[Path, typer.Option("--report", metavar="DIR", help="Write the report to this folder.")]
Profile = Annotated[
    str, typer.Option(metavar="NAME[@DATE]", help="Judge by this profile; else the newest that is claimed.")
]
Seed = Annotated[
    int | None,
    typer.Option(help="Seed of everything drawn at random; else a new one, which the report names."),
]

Only = Annotated[
    list[str] | None, typer.Option(metavar="REQUIREMENT", help="Judge only this requirement; may be repeated.")
]


def run(
    target: Annotated[str, typer.Argument(metavar="TARGET", help="A target file, or the address of an authority.")],
    profile: Profile = "",
    only: Only = None,
    classes: Annotated[
        list[str] | None,
        typer.Option("--class", metavar="CLASS", help="Judge only this conformance class; may be repeated."),
    ] = None,
    role: Annotated[str, typer.Option(help="The role of the system under test.")] = "authority",
    smoke: Annotated[
        bool, typer.Option("--smoke", help="Draw few messages at random: quick, and less thorough.")
    ] = False,
    seed: Seed = None,
    report: Report = REPORT,
) -> None:
    """Hold a live system to the specification, and write the report."""
    from cbec.drive import target as targets

    if role != "authority":
        raise UsageError(f"A system in the role {role!r} cannot be tested yet; only --role authority can.")
    known = targets.read(target)
    raise typer.Exit(
        _hold(
            known, f"run {target}", profile or known.profile, only, classes, _seeded(seed), report, 5 if smoke else 25
        )
    )


def demo(report: Report = REPORT, seed: Seed = None, profile: Profile = "", only: Only = None) -> None:
    """Start the reference authority, hold it to the whole suite over HTTP, and show the verdicts."""
    _needs("the demonstration", "uvicorn", "pytest")
    from cbec.drive.target import Target
    from cbec.sandbox.server import reference, running

    with running(reference()) as address:
        print(f"cbec: the reference authority answers at {address}.", file=sys.stderr)
        target = Target(address, name="cbec reference authority")
        raise typer.Exit(_hold(target, "demo", profile, only, None, _seeded(seed), report, 25))


def report_(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The report folder of a run.")] = REPORT,
) -> None:
    """Render the report of a run again, from its report.json and its evidence."""
    _needs("a report", "jinja2")
    from cbec.report import render

    for path in render(folder):
        if path.parent == folder:
            print(path)


def sandbox(
    port: Annotated[int, typer.Option(min=0, max=65535, help="Listen on this port; 0 takes any free one.")] = 8000,
    store: Annotated[
        str, typer.Option(metavar="FILE", help="Keep everything in this SQLite file; else in memory.")
    ] = ":memory:",
) -> None:
    """Run the reference authority until interrupted."""
    _needs("the reference authority", "uvicorn", "starlette")
    from cbec.sandbox.server import listen, reference, serve

    application, bound = reference(store), listen(port)
    print(
        f"cbec: the reference authority answers at http://127.0.0.1:{bound.getsockname()[1]}; Ctrl-C ends it.",
        file=sys.stderr,
    )
    serve(application, bound)


def _hold(
    target: "Target",
    given: str,
    profile: str,
    only: list[str] | None,
    classes: list[str] | None,
    seed: int,
    report: Path,
    examples: int,
) -> Exit:
    _needs("a run", "pytest", "hypothesis", "httpx2", "jinja2")
    from rich.console import Console

    from cbec.drive import Http
    from cbec.drive.preflight import preflight
    from cbec.model import load
    from cbec.plugin import Plan, hold
    from cbec.report import as_json, check_folder, print_verdict, verdict_table, write

    _known(load().requirements, only, "requirement", "cbec list requirements")
    _known(
        {one.conformance_class for one in load().requirements.values()},
        classes,
        "conformance class",
        "cbec list requirements",
    )
    if profile and profile != "core":
        load().view(profile)
    check_folder(report)
    transport = Http(target.address, target.answer_timer, target.headers)
    try:
        preflight(transport)
        with _progress() as progress:
            outcome = hold(
                Plan(
                    transport,
                    name=target.name,
                    version=target.version,
                    profile=profile,
                    only=tuple(only or ()),
                    classes=tuple(classes or ()),
                    claimed=target.classes,
                    seed=seed,
                    examples=examples,
                    timer=target.decision_timer,
                    descriptions=target.descriptions,
                    repeat=f"cbec {given}{f' --profile {profile}' if profile else ''} --seed {seed}",
                    progress=progress,
                )
            )
    finally:
        transport.close()
    secrets_ = frozenset(target.headers.values())
    write(outcome, report, secrets_)
    told, console = as_json(outcome, secrets_), Console()
    judged = [one for one in told["requirements"] if one["verdict"] != "not applicable"]
    console.print(verdict_table(told | {"requirements": judged}))
    print_verdict(told, console)
    print(f"cbec: the report is at {(report / 'report.html').resolve()}", file=sys.stderr)
    return _exit(outcome)


def _exit(outcome: "Run") -> Exit:
    codes = {
        Verdict.ERROR: Exit.KIT_FAULT,
        Verdict.FAILED: Exit.FINDINGS,
        Verdict.INCONCLUSIVE: Exit.INCONCLUSIVE,
        Verdict.UNTESTED: Exit.INCONCLUSIVE,
        Verdict.NOT_APPLICABLE: Exit.INCONCLUSIVE,
    }
    return codes.get(outcome.verdict, Exit.CONFORMANT)


def _known(known: object, asked: list[str] | None, kind: str, see: str) -> None:
    for one in asked or []:
        if one not in known:  # type: ignore[operator]  # a mapping or a set
            raise UsageError(f"There is no {kind} {one!r}; see `{see}`.")


def _seeded(seed: int | None) -> int:
    return secrets.randbelow(2**31) if seed is None else seed


def _needs(what: str, *modules: str) -> None:
    """Say in one sentence which extra is missing, before anything has begun."""
    from importlib.util import find_spec

    missing = [module for module in modules if find_spec(module) is None]
    if missing:
        raise UsageError(f"For {what} {', '.join(missing)} must be installed: pip install 'cbec[all]'.")


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
    """Show a bar with the time left, where a person watches."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("tests", total=None)

        def tell(_name: str, done: int, all_: int) -> None:
            bar.update(task, completed=done, total=all_)

        yield tell
