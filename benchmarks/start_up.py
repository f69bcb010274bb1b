"""How long a person waits: one message judged, start-up included, and a whole run against the sandbox.

Each command runs as a process of its own; the figure is the median, beside what Python alone takes.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HOME = Path(__file__).resolve().parents[1]
SAMPLE = HOME / "fixtures" / "messages" / "low-value-declaration.typical.json"


def seconds(command: list[str], times: int) -> float:
    """Run *command* so many *times*, and give the median of the seconds that it took."""
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


def main() -> None:
    """Print the figures."""
    python = seconds([sys.executable, "-c", "pass"], 7)
    cbec = [sys.executable, "-m", "cbec"]
    validate = seconds([*cbec, "validate", str(SAMPLE)], 7)
    profiled = seconds([*cbec, "validate", "--profile", "eu-h7@2026-07-01", str(SAMPLE)], 7)
    with tempfile.TemporaryDirectory() as folder:
        demo = seconds([*cbec, "demo", "--report", str(Path(folder) / "report"), "--seed", "1"], 3)
    for what, figure, target in (
        ("python alone", python, ""),
        ("cbec validate, one JSON file", validate, "target 0.5 s"),
        ("the same under eu-h7", profiled, "target 0.5 s"),
        ("cbec demo, the whole suite over HTTP", demo, "target 20 s"),
    ):
        print(f"{what:<40} {figure:7.2f} s {figure / python:7.1f} x  {target}")


if __name__ == "__main__":
    main()
