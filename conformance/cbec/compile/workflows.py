"""A flow as Arazzo 1.0.1: for each message that the authority receives, the calls that send it and show its effect.

The calls are those of ``spec/api/openapi.yaml``; an Arazzo runner, or a person, follows them step by step.
"""

import re
from typing import Any

from cbec import __version__
from cbec.compile.flows import AUTHORITY
from cbec.compile.json_schema import BASE
from cbec.model import Flow, Spec, Transition

_DESCRIPTION = "cbec"
#: The element in which the authority says in which state a declaration is.
_STATUS = "response.status"
#: An authority decides in its own time: how often it is asked for what it tells, and how many seconds lie between.
_ASKED, _APART = 12, 5


def workflows(flow: Flow, spec: Spec) -> dict[str, Any] | None:
    """Compile *flow* to an Arazzo document; None where nobody sends the authority a message."""
    sent = [one for one in flow.transitions if _is_sent(one, flow, spec)]
    if not sent:
        return None
    told = [_workflow(flow, spec, one, _called(one, sent)) for one in sent]
    opening = [_called(one, sent) for one in sent if flow.start in one.origin]
    for one, made in zip(sent, told, strict=True):
        if opening and flow.start not in one.origin:
            made["dependsOn"] = opening[:1]
    return {
        "arazzo": "1.0.1",
        "info": {"title": flow.title, "description": flow.says, "version": __version__},
        "sourceDescriptions": [{"name": _DESCRIPTION, "url": "../../api/openapi.yaml", "type": "openapi"}],
        "workflows": told,
    }


def _is_sent(one: Transition, flow: Flow, spec: Spec) -> bool:
    message = spec.messages.get(one.on)
    return bool(message and message.sent_by and AUTHORITY not in {message.sent_by, one.by}) and AUTHORITY in flow.roles


def _called(one: Transition, sent: list[Transition]) -> str:
    """Name the workflow: by its message, and by where it leads where the same message is sent twice."""
    alone = sum(each.on == one.on for each in sent) == 1
    if alone:
        return one.on
    same = [each for each in sent if (each.on, each.target) == (one.on, one.target)]
    number = f"-{same.index(one) + 1}" if len(same) > 1 else ""
    return f"{one.on}-to-{one.target}{number}"


def _workflow(flow: Flow, spec: Spec, one: Transition, name: str) -> dict[str, Any]:
    steps = [_submit(spec, one), *([_state(one)] if _tracked(spec, one) else [])]
    steps.extend(_notified(message, after) for message, after in _told(flow, one))
    description = f"{one.says} It is sent in the state {' or '.join(one.origin)} and leads to {one.target}."
    if one.guard:
        description += f" It is for the case that {one.guard.rstrip('.')}."
    outputs = {"reference": "$steps.submit.outputs.reference"}
    if len(steps) > 1 and steps[1]["stepId"] == "state":
        outputs["state"] = "$steps.state.outputs.state"
    return {
        "workflowId": name,
        "summary": one.says,
        "description": description,
        "inputs": _inputs(spec, one),
        "steps": steps,
        "outputs": outputs,
    }


def _tracked(spec: Spec, one: Transition) -> bool:
    """Whether the binding tells the state that *one* leads to: it tells those that a response gives a declaration."""
    status = spec.elements.get(_STATUS)
    listed = spec.codes.get(status.codes) if status else None
    return listed is not None and one.target in listed.on("")


def _inputs(spec: Spec, one: Transition) -> dict[str, Any]:
    message = spec.messages[one.on]
    return {
        "type": "object",
        "required": ["submission"],
        "properties": {
            "submission": {
                "type": "object",
                "description": f"The message in its envelope. {message.says}",
                "required": ["envelope", "message"],
                "properties": {
                    "envelope": {"$ref": f"{BASE}schemas/core/envelope"},
                    "message": {"$ref": f"{BASE}schemas/core/{message.id}"},
                },
            },
            "cursor": {
                "type": "string",
                "description": "A cursor from before the message was sent, so that only what follows is read.",
            },
        },
    }


def _submit(spec: Spec, one: Transition) -> dict[str, Any]:
    answer = spec.messages.get(one.tells)
    answered = f" The authority answers with: {answer.title.lower()}." if answer else ""
    return {
        "stepId": "submit",
        "description": f"{one.says}{answered}",
        "operationId": "submitMessage",
        "requestBody": {"contentType": "application/json", "payload": "$inputs.submission"},
        "successCriteria": [{"condition": "$statusCode == 202"}],
        "outputs": {
            "messageIdentifier": "$response.body#/messageIdentifier",
            "reference": "$response.body#/functionalReference",
            "sender": "$request.body#/envelope/sender/identifier",
        },
    }


def _state(one: Transition) -> dict[str, Any]:
    return {
        "stepId": "state",
        "description": f"The history of the consignment tells the state {one.target}.",
        "operationId": "getConsignment",
        "parameters": [
            {"name": "reference", "in": "path", "value": "$steps.submit.outputs.reference"},
            {"name": "declarant", "in": "query", "value": "$steps.submit.outputs.sender"},
        ],
        "successCriteria": [
            {"condition": "$statusCode == 200"},
            {"context": "$response.body", "type": "jsonpath", "condition": f"$.history[?(@.state == '{one.target}')]"},
        ],
        "outputs": {"state": "$response.body#/state"},
    }


def _notified(message: str, after: list[Transition]) -> dict[str, Any]:
    wanted = f"$.events[?(@.type == 'org.cbec.{message}')]"
    said = " ".join(dict.fromkeys(one.says for one in after))
    return {
        "stepId": f"notified-{message}",
        "description": f"The authority tells what it decided. {said}",
        "operationId": "getNotifications",
        "parameters": [{"name": "after", "in": "query", "value": "$inputs.cursor"}],
        "successCriteria": [
            {"condition": "$statusCode == 200"},
            {"context": "$response.body", "type": "jsonpath", "condition": wanted},
        ],
        "onFailure": [
            {"name": f"ask-again-for-{_word(message)}", "type": "retry", "retryAfter": _APART, "retryLimit": _ASKED}
        ],
        "outputs": {"cursor": "$response.body#/cursor"},
    }


def _told(flow: Flow, one: Transition) -> list[tuple[str, list[Transition]]]:
    """List what the authority tells after *one* of its own accord, with the steps in which it does."""
    states, steps = [one.target], []
    for state in states:
        for step in flow.transitions:
            if step.by == AUTHORITY and state in step.origin and step not in steps:
                steps.append(step)
                if step.target not in states:
                    states.append(step.target)
    messages = list(dict.fromkeys(step.tells for step in steps if step.tells))
    return [(message, [step for step in steps if step.tells == message]) for message in messages]


def _word(text: str) -> str:
    return re.sub("[^A-Za-z0-9-]", "-", text)
