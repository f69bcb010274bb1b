"""Where the specification and the fixtures live: shipped in the wheel, or beside the package in a checkout."""

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]


def home(name: str) -> Traversable:
    """Find the folder *name* (``spec`` or ``fixtures``), as package data or in the checkout.

    A checkout wins over a shipped copy only where no copy is shipped: an installed wheel never looks outside itself.
    """
    shipped = files("cbec") / f"_{name}"
    return shipped if shipped.is_dir() else CHECKOUT / name


def walk(folder: Traversable, prefix: str = "") -> list[tuple[str, Traversable]]:
    """List every file under *folder* as (relative path, file), sorted by path."""
    found: list[tuple[str, Traversable]] = []
    for entry in folder.iterdir():
        if entry.name.startswith((".", "__pycache__")):
            continue
        path = f"{prefix}{entry.name}"
        if entry.is_dir():
            found.extend(walk(entry, f"{path}/"))
        else:
            found.append((path, entry))
    return sorted(found, key=lambda pair: pair[0])
