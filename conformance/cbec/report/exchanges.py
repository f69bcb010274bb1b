"""The evidence: every exchange with the system under test, one file each, with nothing in it that must stay secret."""

import base64
import json
from typing import Any

from cbec.drive.exchange import Exchange, Response
from cbec.judge import Run
from cbec.report.mask import Mask
from cbec.report.text import storable

#: A body that is no JSON is kept as far as this.
MAX_BODY = 64 * 1024


def file_name(number: int) -> str:
    """Name the evidence of the exchange that was the *number*-th of its run."""
    return f"evidence/{number:04}.json"


def evidence(run: Run, secrets: frozenset[str] = frozenset()) -> dict[str, str]:
    """Write the evidence of *run*: the name of each file and its JSON text; *secrets* are hidden everywhere."""
    mask = Mask.over(run.exchanges, secrets)
    return {
        file_name(number): json.dumps(_exchange(one, mask), ensure_ascii=False, indent=2) + "\n"
        for number, one in enumerate(run.exchanges, 1)
    }


def _exchange(exchange: Exchange, mask: Mask) -> dict[str, Any]:
    personal = mask.values(exchange)
    request = exchange.request
    return {
        "id": exchange.id,
        "at": exchange.at,
        "request": {
            "method": request.method,
            "path": storable(mask.text(request.path)),
            "headers": _headers(mask.headers(request.headers)),
            "body": _body(request.body, mask, personal),
        },
        "response": _response(exchange.response, mask, personal) if exchange.response else None,
        "seconds": round(exchange.seconds, 6),
        "failure": storable(mask.text(exchange.failure, personal)),
    }


def _response(response: Response, mask: Mask, personal: set[str]) -> dict[str, Any]:
    return {
        "status": response.status,
        "headers": _headers(mask.headers(response.headers)),
        "body": _body(response.body, mask, personal),
        "truncated": response.truncated,
    }


def _headers(headers: dict[str, str]) -> dict[str, str]:
    return {storable(name): storable(value) for name, value in headers.items()}


def _body(body: bytes, mask: Mask, personal: set[str]) -> dict[str, Any]:
    """Keep a body as text, or as base64 where it is not UTF-8; say what was masked and whether it was cut."""
    try:
        form, text = "text", body.decode("utf-8")
    except UnicodeDecodeError:
        form, text = "base64", body.decode("latin-1")
    kept = mask.body(text, personal)
    short = kept if _is_json(body) else kept[:MAX_BODY]
    return {
        form: storable(short) if form == "text" else base64.b64encode(short.encode("latin-1")).decode("ascii"),
        "bytes": len(body),
        "masked": kept != text,
        "cut": short != kept,
    }


def _is_json(body: bytes) -> bool:
    try:
        json.loads(body)
    except (ValueError, RecursionError):
        return False
    return True
