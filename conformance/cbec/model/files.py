"""The files of the specification, parsed but not yet understood; the only reader of ``spec/``.

Parsing some hundred YAML files takes longer than judging a message. So `cbec compile` writes what it
parsed to ``published/specification.json`` with the digest of every source file; as long as the digest
agrees, that copy is read instead. A file that was edited is always read itself.
"""

import csv
import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.resources.abc import Traversable
from typing import Any

from cbec import yaml
from cbec.home import home, walk
from cbec.terms import UsageError

KINDS = {
    "sources": "sources",
    "elements": "elements",
    "codes": "codes",
    "messages/shapes": "shape",
    "messages": "message",
    "rules": "rule",
    "flows": "flow",
    "framework": "framework",
    "requirements": "requirements",
    "thresholds": "thresholds",
    "profiles": "profile",
    "bindings": "binding",
}
BUNDLE = "published/specification.json"


def kind_of(path: str) -> str | None:
    """Name the kind of the specification file at *path*, or None for a file that is not YAML data."""
    if not path.endswith(".yaml"):
        return None
    folders = path.rpartition("/")[0]
    while folders and folders not in KINDS:
        folders = folders.rpartition("/")[0]
    return KINDS.get(folders)


@dataclass(frozen=True)
class Files:
    """Every source file of the specification: its bytes, and what they parse to."""

    sources: Mapping[str, bytes]
    bundle: bytes | None = None

    @classmethod
    def read(cls, folder: Traversable | None = None, *, afresh: bool = False) -> "Files":
        """Read the specification in *folder* (the shipped one by default); raises UsageError if there is none.

        *afresh* leaves the compiled copy unread: who checks or compiles the sources looks at nothing else.
        """
        where = folder or home("spec")
        if not where.is_dir():
            raise UsageError(f"No specification at {where}: reinstall cbec, or run it from a checkout.")
        sources: dict[str, bytes] = {}
        for name in sorted({path.split("/", 1)[0] for path in KINDS}):
            part = where / name
            if part.is_dir():
                sources.update({f"{name}/{path}": file.read_bytes() for path, file in walk(part)})
        compiled = where / BUNDLE
        trusted = compiled.is_file() and not afresh
        return cls(sources, compiled.read_bytes() if trusted else None)

    @cached_property
    def digest(self) -> str:
        """SHA-256 over every path and its bytes: the identity of the specification."""
        total = hashlib.sha256()
        for path, content in sorted(self.sources.items()):
            total.update(f"{path}\0{len(content)}\0".encode())
            total.update(content)
        return total.hexdigest()

    @cached_property
    def parsed(self) -> Mapping[str, Any]:
        """Every YAML file as data, by path; the compiled copy where it is of these very files.

        Raises UsageError naming the file and line that cannot be read.
        """
        if self.bundle:
            compiled = json.loads(self.bundle)
            if compiled.get("digest") == self.digest:
                files: Mapping[str, Any] = compiled["files"]
                return files
        return {path: yaml.load(_text(path, content), path) for path, content in self.sources.items() if kind_of(path)}

    @cached_property
    def _by_kind(self) -> Mapping[str, dict[str, Any]]:
        kinds: dict[str, dict[str, Any]] = {}
        for path, data in self.parsed.items():
            kinds.setdefault(kind_of(path) or "", {})[path] = data
        return kinds

    def of(self, kind: str) -> Mapping[str, Any]:
        """Give the parsed files of one *kind*, by path."""
        return self._by_kind.get(kind, {})

    def table(self, path: str) -> list[dict[str, str]]:
        """Read the CSV file at *path*; raises UsageError if it is missing."""
        if path not in self.sources:
            raise UsageError(f"spec/{path} is named as a table but is not there; add the file or mend the name.")
        header, *rows = csv.reader(io.StringIO(_text(path, self.sources[path])))
        return [dict(zip(header, row, strict=True)) for row in rows]


def _text(path: str, content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as fault:
        raise UsageError(f"spec/{path} is not UTF-8 (byte {fault.start}); save it as UTF-8.") from None
