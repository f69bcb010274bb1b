"""The page about real messages says what the kit finds in them today."""

import subprocess
import sys

import pytest

from cbec.home import CHECKOUT

SAMPLES = CHECKOUT.parent / "shared" / "samples"


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the collection of third-party samples is not beside the checkout")
def test_the_tables_of_real_messages_are_true() -> None:
    """A table that was true last month tells a vendor of faults that are no longer found, or hides new ones."""
    told = subprocess.run(
        [sys.executable, str(CHECKOUT / "tools" / "samples.py"), str(SAMPLES), "--check"],
        capture_output=True,
        text=True,
        check=False,
        cwd=CHECKOUT,
    )

    assert (0, "") == (told.returncode, told.stderr)
