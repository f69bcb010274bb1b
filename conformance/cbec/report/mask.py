"""What must not stand in a report: credentials, and what a message says about persons.

A property is masked by its name wherever it stands in a body, so that personal data in the wrong place is
masked as well. In free text the personal values of the same conversation are looked for.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cbec.drive.exchange import SECRET_HEADERS, Exchange
from cbec.model import Place, Spec, load

MASKED = "masked"
#: Property names whose values are credentials, whatever the specification says.
SECRET_NAMES = frozenset(
    {"secret", "password", "token", "accessToken", "access_token", "clientSecret", "client_secret", "apiKey"}
)

_SECRET_WORDS = ("authorization", "token", "secret", "password", "api-key", "apikey", "cookie")
_USER = re.compile(r"(://)[^/@\s\"'?#]+@")
_QUERY = re.compile(
    r"([?&](?:access_token|token|api[-_]?key|secret|password|client_secret)=)[^&#\s\"']+", re.IGNORECASE
)
_SHORT_SECRET = 8
_SHORT_VALUE = 5


def mask_personal(value: Any, names: frozenset[str]) -> Any:
    """Mask every text at, or under, a property whose name is one of *names*; all else stays as it is."""
    if isinstance(value, Mapping):
        return {key: _mask_all(one) if key in names else mask_personal(one, names) for key, one in value.items()}
    if isinstance(value, list):
        return [mask_personal(one, names) for one in value]
    return value


def _mask_all(value: Any) -> Any:
    if isinstance(value, str):
        return hidden(value)
    if isinstance(value, Mapping):
        return {key: _mask_all(one) for key, one in value.items()}
    return [_mask_all(one) for one in value] if isinstance(value, list) else value


def hidden(value: str) -> str:
    """Write what stands in the place of a masked *value*."""
    return f"{MASKED} ({len(value)} characters)"


def personal_names(spec: Spec) -> frozenset[str]:
    """List the property names at which *spec* carries an element about a person."""
    return frozenset(place.key for place in _personal(spec))


def personal_places(spec: Spec) -> frozenset[tuple[str, str]]:
    """List the pairs of a group and a property in it at which *spec* carries an element about a person."""
    return frozenset((_parent(place), place.key) for place in _personal(spec))


def _personal(spec: Spec) -> Iterator[Place]:
    for message in spec.messages.values():
        yield from (place for place in message.places() if place.element and place.element.personal)


def _parent(place: Place) -> str:
    steps = [step for step in place.path.split("/") if step != "*"]
    return steps[-2] if len(steps) > 1 else ""


@dataclass(frozen=True)
class Mask:
    """Hides the credentials of one run and the personal data in its messages."""

    names: frozenset[str]
    places: frozenset[tuple[str, str]]
    secrets: tuple[str, ...] = ()

    @classmethod
    def over(cls, exchanges: Iterable[Exchange], secrets: frozenset[str] = frozenset()) -> "Mask":
        """Make the mask of a run: *secrets*, and every credential that a request of its *exchanges* carries.

        What the system under test calls a credential is hidden in its header only: hidden everywhere, a cookie
        of the right words would black out the system's own failures.
        """
        found = {part for secret in secrets for part in _parts(secret)}
        for one in exchanges:
            headers = one.request.headers
            found.update(part for name, value in headers.items() if is_secret(name) for part in _parts(value))
        long = sorted((one for one in found if len(one) >= _SHORT_SECRET), key=len, reverse=True)
        spec = load()
        return cls(personal_names(spec) | SECRET_NAMES, personal_places(spec), tuple(long))

    def text(self, text: str, personal: Iterable[str] = ()) -> str:
        """Hide credentials, and the values *personal*, wherever they stand in *text*."""
        for secret in self.secrets:
            text = text.replace(secret, MASKED)
        text = _QUERY.sub(rf"\1{MASKED}", _USER.sub(rf"\1{MASKED}@", text))
        values = sorted((one for one in personal if len(one) >= _SHORT_VALUE), key=len, reverse=True)
        if values:
            pattern = "|".join(re.escape(one) for one in values)
            text = re.sub(rf"(?<!\w)(?:{pattern})(?!\w)", lambda found: hidden(found[0]), text)
        return text

    def headers(self, headers: Mapping[str, str]) -> dict[str, str]:
        """Hide the values of the headers that carry credentials."""
        return {name: MASKED if is_secret(name) else self.text(value) for name, value in headers.items()}

    def body(self, body: str, personal: Iterable[str] = ()) -> str:
        """Hide what is personal in *body*; where nothing is, the body stays as it was, letter by letter.

        A body that is almost JSON is masked as well: a message that was broken on purpose still names a person.
        """
        seen: set[str] = set()

        def noted(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
            seen.update(name for name, _ in pairs)
            return dict(pairs)

        try:
            value = json.loads(body, object_pairs_hook=noted)
            if seen & self.names:
                body = json.dumps(mask_personal(value, self.names), ensure_ascii=False)
        except (ValueError, RecursionError):
            body = self._almost_json.sub(lambda found: f'{found[1]}"{hidden(found[2])}"', body)
        return self.text(body, personal)

    def values(self, exchange: Exchange) -> set[str]:
        """Collect what the bodies of *exchange* say about persons."""
        bodies = [exchange.request.body, exchange.response.body if exchange.response else b""]
        found: set[str] = set()
        for body in bodies:
            try:
                self._collect(json.loads(body), "", found)
            except (ValueError, RecursionError):
                continue
        return found

    def _collect(self, value: Any, parent: str, found: set[str]) -> None:
        if isinstance(value, list):
            for one in value:
                self._collect(one, parent, found)
        elif isinstance(value, dict):
            for key, one in value.items():
                if isinstance(one, str) and (parent, key) in self.places:
                    found.add(one)
                else:
                    self._collect(one, key, found)

    @property
    def _almost_json(self) -> re.Pattern[str]:
        names = "|".join(sorted(re.escape(name) for name in self.names))
        return re.compile(rf'("(?:{names})"\s*:\s*)"((?:[^"\\]|\\.)*)"?', re.DOTALL)


def is_secret(header: str) -> bool:
    """Whether the value of *header* is a credential."""
    name = header.lower()
    return name in SECRET_HEADERS or any(word in name for word in _SECRET_WORDS)


def _parts(value: str) -> Iterator[str]:
    """The credential in a header, without the scheme and without the names of cookies."""
    yield value
    yield value.partition(" ")[2]
    for cookie in value.split(";"):
        yield cookie.partition("=")[2].strip()
