"""What is published of flows and notifications: read by other people's tools, so held against their own schemas.

The schemas of Arazzo and AsyncAPI come from npm when the test runs; nothing of them is kept in the project.
"""

import json
import re
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from cbec import yaml
from cbec.compile.events import asyncapi
from cbec.compile.flows import reached, sequence_diagram, state_diagram
from cbec.compile.workflows import workflows
from cbec.home import home
from cbec.model import Flow, load
from tests.npm import packed

ARAZZO = "dist/arazzo/schemas/arazzo/v1.0/index.json"
ASYNCAPI = "schemas/3.0.0-without-$id.json"
FLOWS = list(load().flows.values())


def schema(package: str, file: str) -> Any:
    """The JSON Schema that a package brings."""
    path: Path = packed(package) / "package" / file
    return json.loads(path.read_text("utf-8"))


def nodes(node: Any) -> list[dict[str, Any]]:
    """Every object in *node*."""
    if isinstance(node, dict):
        return [node, *(found for inner in node.values() for found in nodes(inner))]
    return [found for inner in node for found in nodes(inner)] if isinstance(node, list) else []


def flows_with_workflows() -> list[tuple[Flow, dict[str, Any]]]:
    """The flows in which somebody sends the authority a message."""
    made = [(flow, workflows(flow, load())) for flow in FLOWS]
    return [(flow, document) for flow, document in made if document]


def test_every_workflow_is_arazzo() -> None:
    """The schema of the Arazzo specification itself, as a widespread linter ships it."""
    engine = jsonschema_rs.Draft202012Validator(schema("@stoplight/spectral-rulesets@1.23.1", ARAZZO))

    for flow, document in flows_with_workflows():
        assert [] == [f"{flow.id}: {fault}" for fault in engine.iter_errors(document)]


def test_the_schema_of_arazzo_refuses_what_is_none() -> None:
    """A schema that refuses nothing proves nothing."""
    engine = jsonschema_rs.Draft202012Validator(schema("@stoplight/spectral-rulesets@1.23.1", ARAZZO))
    document = flows_with_workflows()[0][1]

    assert not engine.is_valid({**document, "workflows": []})
    assert not engine.is_valid({**document, "arazzo": "2.0.0"})


def test_what_the_authority_tells_is_asyncapi() -> None:
    """The schema that the AsyncAPI initiative publishes."""
    engine = jsonschema_rs.Draft7Validator(schema("@asyncapi/specs@6.11.1", ASYNCAPI))

    assert [] == [str(fault) for fault in engine.iter_errors(asyncapi(load()))]
    assert not engine.is_valid({**asyncapi(load()), "channels": []})


def test_every_call_of_a_workflow_is_one_of_the_binding() -> None:
    """A workflow names operations and parameters of spec/api/openapi.yaml, with all that are required."""
    binding = yaml.load((home("spec") / "api" / "openapi.yaml").read_text("utf-8"), "openapi.yaml")
    operations = {one["operationId"]: one for item in binding["paths"].values() for one in item.values()}
    for _, document in flows_with_workflows():
        for step in [step for one in document["workflows"] for step in one["steps"]]:
            known = {(one["name"], one["in"]): one for one in operations[step["operationId"]].get("parameters", [])}
            given = {(one["name"], one["in"]) for one in step.get("parameters", [])}
            assert given <= set(known)
            assert {name for name, one in known.items() if one["required"]} <= given


def test_every_workflow_and_step_has_a_name_of_its_own() -> None:
    """A runner calls them by name, and an output is found by the name of its step."""
    for flow, document in flows_with_workflows():
        names = [one["workflowId"] for one in document["workflows"]]
        assert len(names) == len(set(names)), flow.id
        for one in document["workflows"]:
            steps = [step["stepId"] for step in one["steps"]]
            assert len(steps) == len(set(steps))
            assert set(one.get("dependsOn", [])) <= set(names) - {one["workflowId"]}


def test_every_message_of_a_declarant_is_sent_by_a_workflow() -> None:
    """Who builds a client finds each message that it sends, from the specification and not from a list."""
    for flow, document in flows_with_workflows():
        sent = {one.on for one in flow.transitions if one.on in load().messages and one.by == "declarant"}
        named = " ".join(one["workflowId"] for one in document["workflows"])
        assert {name for name in sent if name not in named} == set(), flow.id


def test_every_message_of_the_authority_is_told() -> None:
    """The channel carries each message that the authority sends, and each payload leads to a published schema."""
    document = asyncapi(load())
    sent = {one.id for one in load().messages.values() if one.sent_by == "authority"}

    assert sent == document["components"]["messages"].keys() == document["channels"]["notifications"]["messages"].keys()
    referred = {node["$ref"] for node in nodes(document["components"]) if "$ref" in node}
    assert {"schemas/core/envelope.schema.json", *(f"schemas/core/{one}.schema.json" for one in sent)} == referred


@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow.id)
def test_every_state_and_step_is_drawn(flow: Flow) -> None:
    """A state that is missing in the picture is missing in the head of whoever looked at it."""
    drawn, told = state_diagram(flow), sequence_diagram(flow, load())

    assert set(reached(flow)) == set(flow.states)
    assert drawn.count(" as s_") == len(flow.states)
    assert drawn.count(" --> ") - drawn.count("[*]") == sum(len(one.origin) for one in flow.transitions)
    assert told.count("\n    alt ") + 0 == told.count("\n    end")
    for one in flow.transitions:
        assert told.count(f"then {one.target}") >= len(one.origin)


@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow.id)
def test_a_diagram_holds_no_sign_that_breaks_it(flow: Flow) -> None:
    """Mermaid takes a semicolon for the end of a line and a hash for a code, wherever they stand."""
    for line in [*state_diagram(flow).splitlines(), *sequence_diagram(flow, load()).splitlines()]:
        assert not re.search(r"[;#{}]", line)
        assert line.count(":") <= 1
