"""The test vectors: what is published for others to test with must itself be beyond doubt."""

import json
from collections import Counter
from functools import cache
from typing import Any

import jsonschema_rs
from hypothesis import given
from hypothesis import strategies as st

from cbec.model import load
from cbec.terms import Finding
from cbec.validate import validator
from cbec.vectors import apply, changes, summary
from cbec.vectors.publish import COVERAGE, SCHEMA, vector_files
from cbec.vectors.tree import differs

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 2) | st.sampled_from(["", "a", "a/b", "~1"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["a", "b", "a/b", "0", "~"]), inner),
    max_leaves=12,
)


@cache
def made() -> dict[str, Any]:
    """Every file of vectors as it is published, read back."""
    return {path: json.loads(text) for path, text in vector_files(load()).items()}


def files() -> dict[str, Any]:
    """The files of vectors alone, without their schema and coverage."""
    return {path: data for path, data in made().items() if path not in {COVERAGE, SCHEMA}}


@cache
def documents() -> list[tuple[str, str, dict[str, Any], Any]]:
    """Each vector with its profile, its message and the document that its patch makes."""
    return [
        (data["profile"], data["message"], vector, apply(data["bases"][vector["base"]], vector["patch"]))
        for data in files().values()
        for vector in data["vectors"]
    ]


def test_every_file_fits_the_published_schema() -> None:
    """Who reads the vectors writes the reader by the schema."""
    schema = jsonschema_rs.Draft202012Validator(made()[SCHEMA])

    assert [] == [f"{path}: {fault}" for path, data in files().items() for fault in schema.iter_errors(data)]


def test_every_document_earns_exactly_the_findings_that_its_vector_tells() -> None:
    """A vector that is wrong sends every implementer after a fault that is ours."""
    wrong = []
    for profile, message, vector, document in documents():
        found = validator(load().view("" if profile == "core" else profile), message).findings(document)
        if [Finding(one["rule"], one["at"]) for one in vector["findings"]] != found:
            wrong.append(vector["id"])

    assert [] == wrong


def test_a_generated_vector_has_one_fault_or_none() -> None:
    """With two faults in a document nobody knows which one an implementation saw."""
    generated = [one for *_, one, _ in documents() if "/case/" not in one["id"]]

    assert set() == {one["id"] for one in generated if len(one["findings"]) != (not one["valid"])}


def test_no_id_names_two_vectors() -> None:
    """A report of an implementation names a vector by its id."""
    told = Counter(vector["id"] for *_, vector, _ in documents())

    assert [] == [name for name, times in told.items() if times > 1]


def test_there_are_thousands_and_what_is_missing_is_told_with_its_reason() -> None:
    """Coverage that is not counted is coverage that is believed."""
    coverage = made()[COVERAGE]
    missing = [reason for one in coverage["messages"] for reason in one["without"].values()]

    assert coverage["vectors"] == len(documents()) >= 3000
    assert coverage["constraints-without-vector"] == len(missing)
    assert all(missing)
    assert len(missing) < coverage["constraints"] / 20
    assert str(coverage["vectors"]) in summary(json.dumps(coverage))


@given(VALUES, VALUES)
def test_a_patch_makes_the_one_document_of_the_other(old: Any, new: Any) -> None:
    """The documents are kept as patches: one that loses something would publish another document."""
    assert not differs(new, apply(old, changes(old, new)))
