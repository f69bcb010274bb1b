"""YAML as JSON would have it."""

import pytest

from cbec import yaml
from cbec.terms import UsageError


def test_customs_data_is_not_corrupted() -> None:
    """YAML 1.1 makes false of Norway and a date of a date; here a word stays a word."""
    assert {"country": "NO", "on": "off", "day": "2024-01-31", "code": "02", "none": "~"} == yaml.load(
        "country: NO\non: off\nday: 2024-01-31\ncode: 02\nnone: ~\n", "a.yaml"
    )


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("a: 1\na: 2\n", "a.yaml, line 2: not readable as YAML: the key 'a' is said twice"),
        ("1: a\n", "the key 1 is not text"),
        ("a: &x 1\nb: *x\n", "anchors"),
        ("a: [1, 2\n", "a.yaml, line"),
        ("a: !!python/object/apply:os.system [ls]\n", "not readable as YAML"),
        ("[" * 100 + "]" * 100, "nested more than 40 deep"),
    ],
)
def test_what_json_would_not_say_is_refused(text: str, fault: str) -> None:
    """A key said twice, an anchor or a tag would change a rule in silence; each is refused with its line."""
    with pytest.raises(UsageError) as told:
        yaml.load(text, "a.yaml")

    assert fault in str(told.value)
