"""The command itself: its verbs, its help, and what it says when something is wrong."""

import os
import sys
from typing import Annotated

import typer

from cbec import __version__
from cbec.cli import convert, hold, init, judge, specification
from cbec.terms import CbecError, Exit

app = typer.Typer(
    name="cbec",
    help="The machine-readable specification of cross-border e-commerce, and the harness that holds systems to it.",
    epilog="Exit codes: 0 valid or conformant, 1 findings, 2 unusable input or set-up, "
    "3 a fault of the kit, 4 inconclusive.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

app.command("validate")(judge.validate)
app.command("convert")(convert.convert)
app.command("init")(init.init)
app.command("run")(hold.run)
app.command("demo")(hold.demo)
app.command("sandbox")(hold.sandbox)
app.command("report")(hold.report_)
app.command("list")(specification.list_)
app.command("show")(specification.show)
app.command("lint")(specification.lint)
app.command("compile")(specification.compile_)
app.command("diff")(specification.diff)


def _version(wanted: bool) -> None:  # typer's protocol
    if wanted:
        typer.echo(f"cbec {__version__}")
        raise typer.Exit


@app.callback()
def options(
    _version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say the version and end.")
    ] = False,
) -> None:
    """The machine-readable specification of cross-border e-commerce, and the harness that holds systems to it."""


def main() -> None:
    """Run the command; a fault is told in one sentence, with the exit code that scripts rely on."""
    try:
        app()
    except CbecError as fault:
        _say(str(fault))
        sys.exit(fault.exit)
    except KeyboardInterrupt:
        _say("Interrupted; what was written is complete.")
        sys.exit(130)
    except BrokenPipeError:  # the reader of our output has gone: nothing is wrong
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(Exit.CONFORMANT)
    except Exception as fault:  # the kit is at fault, and says so instead of a traceback
        if os.environ.get("CBEC_DEBUG"):
            raise
        what = f"{type(fault).__name__}: {fault}"
        _say(f"A fault of the kit itself ({what}). Set CBEC_DEBUG=1 to see where, and report it.")
        sys.exit(Exit.KIT_FAULT)


def _say(sentence: str) -> None:
    print(f"cbec: {sentence}", file=sys.stderr)
