"""The HTTP binding is read by other people's tools and copied by hand: it must hold what it says."""

import copy
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
import yaml as pyyaml
from openapi_spec_validator import OpenAPIV31SpecValidator

import cbec
from cbec import yaml
from cbec.compile.json_schema import message_schema
from cbec.home import home
from cbec.model import View, load
from cbec.sandbox.authority import FROM_DECLARANT
from cbec.terms import Finding
from cbec.validate import validator

TEXT = (home("spec") / "api" / "openapi.yaml").read_text("utf-8")
DOCUMENT: dict[str, Any] = yaml.load(TEXT, "spec/api/openapi.yaml")
SCHEMAS = DOCUMENT["components"]["schemas"]
METHODS = ("get", "put", "post", "delete", "patch", "head", "options", "trace")
OPERATIONS = {
    f"{method.upper()} {path}": operation
    for path, item in DOCUMENT["paths"].items()
    for method, operation in item.items()
    if method in METHODS
}


def published(address: str) -> dict[str, Any]:
    """Compile the schema that is published under *address*."""
    return message_schema(load().view(), address.rpartition("/")[2])


def judged_by_publication(_engine: Any, address: str, instance: Any, _schema: Any) -> Iterator[Any]:
    """Give ``x-schema`` its meaning: the instance is valid under the published schema too."""
    yield from jsonschema.Draft202012Validator(published(address)).iter_errors(instance)


ENGINE = jsonschema.validators.extend(jsonschema.Draft202012Validator, {"x-schema": judged_by_publication})


def faults(schema: Any, value: Any) -> list[str]:
    """List what is wrong with *value* under *schema*, whose references lead into the document."""
    engine = ENGINE(
        {"allOf": [schema], "components": DOCUMENT["components"]},
        format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER,
    )
    return [error.message for error in engine.iter_errors(value)]


def resolved(node: Any) -> Any:
    """Follow a reference into the document, if *node* is one."""
    while isinstance(node, dict) and "$ref" in node:
        steps = node["$ref"].removeprefix("#/").split("/")
        node = DOCUMENT
        for step in steps:
            node = node[step]
    return node


def nodes(node: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """List every object of the document with the path to it."""
    if isinstance(node, dict):
        yield path, node
    entries = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, inner in entries:
        yield from nodes(inner, f"{path}/{key}")


def examples() -> Iterator[tuple[str, Any, Any]]:
    """List every example of a body, a header or a parameter: where it stands, its schema, its value."""
    for path, node in nodes(DOCUMENT):
        if "example" in node:
            yield f"{path}/example", node["schema"], node["example"]
        for name, example in node.get("examples", {}).items() if "schema" in node else ():
            yield f"{path}/{name}", node["schema"], resolved(example)["value"]


def exchanged() -> Iterator[tuple[str, dict[str, Any]]]:
    """List every message in its envelope that an example shows."""
    for path, node in nodes(DOCUMENT["components"]["examples"]):
        if set(node) == {"envelope", "message"}:
            yield path, node


def view_of(profile: str) -> View:
    return load().view("" if profile == "core" else profile)


EXAMPLES = list(examples())
EXCHANGED = list(exchanged())
nothing: list[Any] = []


def test_the_document_is_openapi_3_1() -> None:
    """A document that breaks OpenAPI is refused by the tools that generate clients from it."""
    expected = "3.1.0"

    assert expected == DOCUMENT["openapi"]
    assert nothing == [error.message for error in OpenAPIV31SpecValidator(DOCUMENT).iter_errors()]


def test_every_reference_stays_in_the_document() -> None:
    """A reference to a file or an address is an error wherever that file or the network is missing."""
    references = [node["$ref"] for _, node in nodes(DOCUMENT) if "$ref" in node]

    assert references
    assert nothing == [reference for reference in references if not reference.startswith("#/components/")]


def test_yaml_1_1_reads_the_same() -> None:
    """Most tools read YAML 1.1, where NO is false and 2026-07-02 a date; quotes keep all of it text."""
    expected = yaml.load(TEXT, "spec/api/openapi.yaml")

    assert expected == pyyaml.safe_load(TEXT)


def test_every_call_has_its_operation_id() -> None:
    """Generated clients name their functions by operation id; one that is missing or changed breaks them."""
    expected = {
        "GET /conformance": "getConformance",
        "POST /messages": "submitMessage",
        "GET /messages/{messageIdentifier}": "getMessage",
        "GET /consignments/{reference}": "getConsignment",
        "GET /notifications": "getNotifications",
    }

    assert expected == {call: operation.get("operationId") for call, operation in OPERATIONS.items()}


@pytest.mark.parametrize("call", OPERATIONS)
def test_every_tag_of_a_call_is_explained(call: str) -> None:
    """A tag that the list of tags does not have is a chapter without a heading."""
    known = {tag["name"] for tag in DOCUMENT["tags"]}

    assert OPERATIONS[call]["tags"]
    assert set() == set(OPERATIONS[call]["tags"]) - known


@pytest.mark.parametrize("call", OPERATIONS)
def test_every_error_is_a_problem_document(call: str) -> None:
    """A client that must read errors in two forms reads one of them wrongly; each error is RFC 9457."""
    media = {
        status: list(resolved(response)["content"])
        for status, response in OPERATIONS[call]["responses"].items()
        if status >= "400"
    }

    assert media
    assert {status: ["application/problem+json"] for status in media} == media


def test_every_link_leads_to_a_call_and_its_parameters() -> None:
    """A link with a misspelt target is followed by nobody, and no validator says so."""
    parameters = {
        operation["operationId"]: {one["name"] for one in operation.get("parameters", [])}
        for operation in OPERATIONS.values()
    }
    links = OPERATIONS["POST /messages"]["responses"]["202"]["links"].values()

    assert {"getMessage", "getConsignment"} == {link["operationId"] for link in links}
    assert nothing == [link for link in links if set(link["parameters"]) - parameters[link["operationId"]]]


@pytest.mark.parametrize(("where", "schema", "value"), EXAMPLES, ids=[where for where, _, _ in EXAMPLES])
def test_every_example_is_valid(where: str, schema: Any, value: Any) -> None:
    """Examples are copied before anything is read: one that its own schema refuses teaches the fault."""
    assert nothing == faults(schema, value)


def test_every_shared_example_is_used() -> None:
    """An example that nothing refers to is judged by nothing."""
    used = {node["$ref"] for _, node in nodes(DOCUMENT) if "$ref" in node}

    assert set() == {f"#/components/examples/{name}" for name in DOCUMENT["components"]["examples"]} - used


@pytest.mark.parametrize(("where", "sent"), EXCHANGED, ids=[where for where, _ in EXCHANGED])
def test_every_message_shown_keeps_the_rules(where: str, sent: dict[str, Any]) -> None:
    """A message may fit its schema and break a rule; what is shown is valid in the core and its profile."""
    envelope, message = sent["envelope"], sent["message"]
    views = {"core", envelope["profile"]}

    assert nothing == validator(load().view(), "envelope").findings(envelope)
    assert {name: [] for name in views} == {
        name: validator(view_of(name), envelope["messageType"]).findings(message) for name in views
    }


def test_every_message_type_is_shown() -> None:
    """A message type without an example is one whose place in the binding nobody tried."""
    assert {*FROM_DECLARANT, "response"} == {sent["envelope"]["messageType"] for _, sent in EXCHANGED}


def test_the_refusal_shown_is_what_the_validator_finds() -> None:
    """A hand-written refusal drifts from the rules; it is what the declaration shown earns when broken."""
    shown = DOCUMENT["components"]["examples"]
    message = copy.deepcopy(shown["Declaration"]["value"]["message"])
    message["value"] = "40.80"
    del message["items"][0]["currency"]
    del message["importer"]["address"]["country"]

    found = validator(load().view(), "low-value-declaration").findings(message)

    assert [one.as_json() for one in found] == shown["RefusalOfBrokenRules"]["value"]["findings"]


def test_a_finding_has_the_members_that_the_kit_gives_it() -> None:
    """A member that one side knows and the other does not is lost on the way."""
    assert set(Finding.__dataclass_fields__) == set(SCHEMAS["Finding"]["properties"])


def test_every_published_schema_named_exists() -> None:
    """An address without a published schema describes nothing; the link for people is the same address."""
    named = [node for _, node in nodes(SCHEMAS) if "x-schema" in node]

    assert named
    assert [node["x-schema"] for node in named] == [published(node["x-schema"])["$id"] for node in named]
    assert [node["x-schema"] for node in named] == [node["externalDocs"]["url"] for node in named]


def test_the_binding_agrees_with_the_specification() -> None:
    """States, classes and version are told by the specification; a copy that differs would be believed."""
    conformance = SCHEMAS["Conformance"]["properties"]
    states = set(load().flows["low-value-clearance"].states) - {"none"}

    assert cbec.__version__ == DOCUMENT["info"]["version"]
    assert states == set(SCHEMAS["State"]["enum"])
    assert {one.conformance_class for one in load().requirements.values()} == set(
        conformance["conformanceClasses"]["items"]["enum"]
    )


@pytest.mark.parametrize("name", ["MessageIdentifier", "FunctionalReference", "SenderIdentifier"])
def test_a_parameter_is_as_wide_as_its_element(name: str) -> None:
    """A path that takes less than the message allows leaves declarations that nobody can ask for."""
    properties = message_schema(load().view(), "envelope")["properties"]
    elements = {
        "MessageIdentifier": properties["messageIdentifier"],
        "FunctionalReference": properties["functionalReference"],
        "SenderIdentifier": properties["sender"]["properties"]["identifier"],
    }
    uuid = "0b6f0a0e-5d1c-4c1e-9d1e-3f2a7b8c9d10"
    longest = uuid if name == "MessageIdentifier" else "a" * elements[name]["maxLength"]

    assert nothing == faults(elements[name], longest)
    assert nothing == faults(SCHEMAS[name], longest)


@pytest.mark.parametrize("claim", ["WCO-mandatory", "certified by", "certificate", "approved by the WCO"])
def test_no_claim_is_made_in_the_name_of_the_wco(claim: str) -> None:
    """The framework's annexes are examples: a binding that called them duties would mislead its readers."""
    assert claim.lower() not in TEXT.lower()
    assert "annexes of the framework, its reference datasets among them, are examples" in " ".join(
        DOCUMENT["info"]["description"].split()
    )
