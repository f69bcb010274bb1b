"""`python -m cbec.publish FOLDER` writes the generated pages below a folder of the site."""

import sys
from pathlib import Path

from cbec.model import load
from cbec.publish import pages

if __name__ == "__main__":
    folder = Path(sys.argv[1])
    for path, text in pages(load()).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
