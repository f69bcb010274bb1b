"""The built wheel, installed elsewhere, holds everything: the specification, the fixtures and the suite."""

import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

from cbec.home import CHECKOUT


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel, and install it into an environment without this checkout; gives its `bin` folder."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=CHECKOUT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    venv.create(folder / "venv", with_pip=True)
    pip = [str(folder / "venv" / "bin" / "python"), "-m", "pip", "install", "--quiet", "--no-deps", str(wheel)]
    subprocess.run(pip, check=True, capture_output=True)
    # The dependencies are lent by this environment; a path in a .pth file brings no editable install along.
    (site,) = (folder / "venv" / "lib").glob("python*/site-packages")
    (site / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder / "venv" / "bin"


def test_the_wheel_carries_specification_and_fixtures(installed: Path, tmp_path: Path) -> None:
    """A package without its data works only beside the checkout; the wheel finds its own."""
    asks = "import cbec, cbec.home as home; print(cbec.__file__, home.home('spec'), home.home('fixtures'))"
    done = subprocess.run(
        [str(installed / "python"), "-c", asks], cwd=tmp_path, check=True, capture_output=True, text=True
    )

    assert 3 == done.stdout.count(str(installed.parent))


def test_the_wheel_runs_the_demonstration(installed: Path, tmp_path: Path) -> None:
    """A vendor has no checkout: `cbec demo` runs from an empty folder, ends with 0 and leaves a report."""
    done = subprocess.run(
        [str(installed / "cbec"), "demo", "--seed", "1"], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert 0 == done.returncode, done.stderr
    assert (tmp_path / "cbec-report" / "report.html").is_file()


def test_the_wheel_lints_and_shows_its_specification(installed: Path, tmp_path: Path) -> None:
    """What is shipped can be read and checked where it is."""
    for arguments, says in (
        (["lint"], "no problem"),
        (["show", "CBEC-R-004"], "consecutive"),
        (["compile", "--check"], ""),
    ):
        done = subprocess.run(
            [str(installed / "cbec"), *arguments], cwd=tmp_path, capture_output=True, text=True, check=False
        )

        assert 0 == done.returncode, done.stderr
        assert says in done.stdout + done.stderr
