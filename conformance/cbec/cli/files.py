"""Files that are written whole or not at all."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from cbec.terms import UsageError


@contextmanager
def output(file: Path | None) -> Iterator[TextIO]:
    """Write to *file*, or to standard output without one; an interrupted write leaves the file as it was."""
    if file is None:
        yield sys.stdout
        sys.stdout.flush()
        return
    try:
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    except OSError as fault:
        raise UsageError(f"{file} cannot be written ({fault.strerror}); name another file.") from None
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            yield stream
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
