"""What the authority tells, as AsyncAPI 3.0: one channel of notifications, a message for each that it sends."""

import re
from typing import Any

from cbec import __version__
from cbec.compile.flows import AUTHORITY
from cbec.model import Message, Spec

_FORMAT = "application/schema+json;version=draft-2020-12"


def asyncapi(spec: Spec) -> dict[str, Any]:
    """Compile what the authority sends in *spec* to an AsyncAPI document, as the authority itself sees it."""
    sent = [one for one in spec.messages.values() if one.sent_by == AUTHORITY]
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Cross-border e-commerce: what an authority tells",
            "version": __version__,
            "description": (
                "The messages that an authority sends, as events of CloudEvents 1.0 with the message in its envelope "
                "as data. Over HTTP they are fetched with GET /notifications, as api/openapi.yaml says; a receipt is "
                "given there at once, in answer to the message. The payloads refer to the published schemas."
            ),
            "license": {"name": "Apache-2.0", "url": "https://www.apache.org/licenses/LICENSE-2.0"},
        },
        "defaultContentType": "application/cloudevents+json",
        "channels": {
            "notifications": {
                "address": "notifications",
                "title": "Notifications",
                "description": "What the authority tells one declarant, in the order in which it came about.",
                "messages": {one.id: {"$ref": f"#/components/messages/{one.id}"} for one in sent},
            }
        },
        "operations": {
            f"tell{_camel(one.id)}": {
                "action": "send",
                "channel": {"$ref": "#/channels/notifications"},
                "title": f"Tell: {one.title}",
                "summary": one.says,
                "messages": [{"$ref": f"#/channels/notifications/messages/{one.id}"}],
            }
            for one in sent
        },
        "components": {"messages": {one.id: _message(one, spec) for one in sent}},
    }


def _message(one: Message, spec: Spec) -> dict[str, Any]:
    told = [
        f"{flow.title}: {step.says}"
        for flow in spec.flows.values()
        for step in flow.transitions
        if step.tells == one.id
    ]
    return {
        "name": one.id,
        "title": one.title,
        "summary": one.says,
        "description": "\n".join(f"- {sentence}" for sentence in dict.fromkeys(told)) or one.says,
        "contentType": "application/cloudevents+json",
        "payload": {"schemaFormat": _FORMAT, "schema": _event(one)},
    }


def _event(one: Message) -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["specversion", "id", "source", "type", "subject", "data"],
        "properties": {
            "specversion": {"const": "1.0"},
            "id": {"type": "string", "minLength": 1},
            "source": {"type": "string", "format": "uri-reference", "minLength": 1},
            "type": {"const": f"org.cbec.{one.id}"},
            "subject": {
                "type": "string",
                "minLength": 1,
                "description": "The functional reference of the declaration.",
            },
            "time": {"type": "string", "format": "date-time"},
            "datacontenttype": {"const": "application/json"},
            "data": {
                "type": "object",
                "required": ["envelope", "message"],
                "additionalProperties": False,
                "properties": {
                    "envelope": {"$ref": "schemas/core/envelope.schema.json"},
                    "message": {"$ref": f"schemas/core/{one.id}.schema.json"},
                },
            },
        },
    }


def _camel(text: str) -> str:
    return "".join(word.capitalize() for word in re.split("[^A-Za-z0-9]+", text))
