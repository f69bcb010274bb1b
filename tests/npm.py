"""What the tests take from npm: fetched when they run, kept outside the project, skipped where it cannot be had."""

import hashlib
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest


def installed(manifest: Path) -> Path:
    """Install what the ``package.json`` and its lock in the folder *manifest* name; give the folder that has it."""
    pinned = (manifest / "package-lock.json").read_bytes()
    return _kept(f"install-{hashlib.sha256(pinned).hexdigest()[:16]}", lambda into: _install(manifest, into))


def packed(package: str) -> Path:
    """Fetch one *package*, written ``name@version``, without what it depends on; give the folder that has it."""
    return _kept(f"pack-{hashlib.sha256(package.encode()).hexdigest()[:16]}", lambda into: _pack(package, into))


def _install(manifest: Path, into: Path) -> None:
    for name in ("package.json", "package-lock.json"):
        shutil.copy(manifest / name, into)
    _npm(into, "ci", "--ignore-scripts", "--no-audit", "--no-fund")


def _pack(package: str, into: Path) -> None:
    _npm(into, "pack", package)
    with tarfile.open(next(into.glob("*.tgz"))) as archive:
        archive.extractall(into, filter="data")


def _kept(name: str, make: Callable[[Path], None]) -> Path:
    folder = Path(tempfile.gettempdir()) / "cbec-npm" / name
    if folder.is_dir():
        return folder
    folder.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as fresh:
        made = Path(fresh) / "made"
        made.mkdir()
        make(made)
        try:
            made.rename(folder)
        except OSError:  # another worker was quicker
            if not folder.is_dir():
                raise
    return folder


def _npm(folder: Path, *arguments: str) -> None:
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        pytest.skip("npm is not installed, so the engines and schemas that it brings are not tried")
    done = subprocess.run([npm, *arguments], cwd=folder, capture_output=True, text=True, timeout=240, check=False)
    if done.returncode:
        pytest.skip(f"npm {arguments[0]} brought nothing (no network?): {done.stderr.strip()[-200:]}")
