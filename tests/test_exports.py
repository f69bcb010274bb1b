"""What a package says it has is what it has."""

import importlib
import pkgutil
from types import ModuleType

import pytest

#: Modules that are exported as such.
MODULES = {"conversation"}


@pytest.mark.parametrize("name", ["bindings", "drive", "judge", "model", "report", "validate", "vectors"])
def test_no_module_hides_what_its_package_exports(name: str) -> None:
    """A module named as a function is takes its place once it is imported; who calls it then calls a module."""
    package = importlib.import_module(f"cbec.{name}")
    for found in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        importlib.import_module(found.name)

    assert set() == {one for one in package.__all__ if isinstance(getattr(package, one), ModuleType)} - MODULES
