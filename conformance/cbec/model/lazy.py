"""A mapping whose values are made when they are asked for: one message is judged without building all others."""

from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

T = TypeVar("T")


class Lazy(Mapping[str, T]):
    """Values by id, each made once by *make*; the ids are known from the start."""

    def __init__(self, ids: list[str], make: Callable[[str], T]) -> None:
        self._made: dict[str, T | None] = dict.fromkeys(ids)
        self._make = make

    def __getitem__(self, id_: str) -> T:
        value = self._made[id_]
        if value is None:
            value = self._made[id_] = self._make(id_)
        return value

    def __iter__(self) -> Iterator[str]:
        return iter(self._made)

    def __len__(self) -> int:
        return len(self._made)
