"""What the reference authority keeps: messages, consignments and notifications, in SQLite."""

import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from cbec.terms import UsageError

_TABLES = """
CREATE TABLE IF NOT EXISTS message (identifier TEXT PRIMARY KEY, content TEXT NOT NULL, receipt TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS consignment (
    declarant TEXT NOT NULL, reference TEXT NOT NULL, record TEXT NOT NULL, PRIMARY KEY (declarant, reference));
CREATE TABLE IF NOT EXISTS registration (
    number TEXT PRIMARY KEY, declarant TEXT NOT NULL, reference TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS event (number INTEGER PRIMARY KEY AUTOINCREMENT, content TEXT NOT NULL);
"""


@dataclass
class Consignment:
    """One declaration through its life: its state, its present content and how it came there."""

    declarant: str
    reference: str
    profile: str
    state: str
    version: int
    declaration: dict[str, Any]
    registration_number: str = ""
    history: list[dict[str, str]] = field(default_factory=list)


class Store:
    """A SQLite file, or memory; every change is one transaction, whole or not at all."""

    def __init__(self, file: str = ":memory:") -> None:
        try:
            self._connection = sqlite3.connect(file, check_same_thread=False, isolation_level=None)
            self._connection.executescript(_TABLES)
        except sqlite3.DatabaseError as fault:
            raise UsageError(f"The store {file} cannot be opened ({fault}); name a writable SQLite file.") from None
        self._lock = threading.RLock()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Do everything inside as one change; an exception undoes it."""
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def message(self, identifier: str) -> tuple[str, dict[str, Any]] | None:
        """Give the content as it was sent and the receipt of the message *identifier*, or None."""
        row = self._row("SELECT content, receipt FROM message WHERE identifier = ?", identifier)
        return (row[0], json.loads(row[1])) if row else None

    def keep_message(self, identifier: str, content: str, receipt: dict[str, Any]) -> None:
        """Keep a message exactly as it was sent, with the receipt that it got."""
        self._run("INSERT INTO message VALUES (?, ?, ?)", identifier, content, json.dumps(receipt))

    def consignment(self, declarant: str, reference: str) -> Consignment | None:
        """Give the consignment of *declarant* under *reference*; any declarant's where it is empty."""
        row = self._row(
            "SELECT record FROM consignment WHERE reference = ? AND ? IN ('', declarant)",
            reference,
            declarant,
        )
        return Consignment(**json.loads(row[0])) if row else None

    def declarants(self, reference: str) -> int:
        """Count the declarants that used *reference*."""
        row = self._row("SELECT count(*) FROM consignment WHERE reference = ?", reference)
        return int(row[0]) if row else 0

    def registered(self, number: str) -> Consignment | None:
        """Give the consignment under the registration *number*, or None."""
        row = self._row("SELECT declarant, reference FROM registration WHERE number = ?", number)
        return self.consignment(*row) if row else None

    def keep_consignment(self, consignment: Consignment) -> None:
        """Keep the present state of *consignment*."""
        record = json.dumps(vars(consignment))
        self._run(
            "INSERT OR REPLACE INTO consignment VALUES (?, ?, ?)",
            consignment.declarant,
            consignment.reference,
            record,
        )
        if consignment.registration_number:
            self._run(
                "INSERT OR IGNORE INTO registration VALUES (?, ?, ?)",
                consignment.registration_number,
                consignment.declarant,
                consignment.reference,
            )

    def keep_event(self, event: dict[str, Any]) -> None:
        """Append a notification."""
        self._run("INSERT INTO event (content) VALUES (?)", json.dumps(event))

    def events(self, after: int, limit: int) -> list[tuple[int, dict[str, Any]]]:
        """List at most *limit* notifications after the number *after*, oldest first."""
        with self._lock:
            rows = self._connection.execute(
                "SELECT number, content FROM event WHERE number > ? ORDER BY number LIMIT ?", (after, limit)
            ).fetchall()
        return [(number, json.loads(content)) for number, content in rows]

    def last_event(self) -> int:
        """Give the number of the newest notification, 0 where there is none."""
        row = self._row("SELECT max(number) FROM event")
        return int(row[0] or 0) if row else 0

    def _row(self, query: str, *values: str) -> tuple[Any, ...] | None:
        with self._lock:
            found: tuple[Any, ...] | None = self._connection.execute(query, values).fetchone()
        return found

    def _run(self, statement: str, *values: str) -> None:
        with self._lock:
            self._connection.execute(statement, values)
