"""The command as a person runs it: in a process of its own, in a folder of its own."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Said:
    """What a finished command said, and with which exit code."""

    code: int
    out: str
    err: str


Command = Callable[..., Said]


@pytest.fixture
def cbec(tmp_path: Path) -> Command:
    """Run `cbec` with arguments, in an empty folder; it never ends in a traceback."""

    def run(*arguments: str | Path, given: bytes | None = None, **environment: str) -> Said:
        import os

        done = subprocess.run(
            [sys.executable, "-m", "cbec", *map(str, arguments)],
            cwd=tmp_path,
            input=given,
            capture_output=True,
            timeout=120,
            check=False,
            env={**os.environ, "NO_COLOR": "1", "COLUMNS": "100", **environment},
        )
        said = Said(done.returncode, done.stdout.decode(), done.stderr.decode())
        assert "Traceback" not in said.err + said.out
        return said

    return run
