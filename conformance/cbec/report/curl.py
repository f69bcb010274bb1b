"""A line for the shell that asks the system under test the same question again."""

import re
import shlex
from typing import Any

#: A longer body is taken from the evidence rather than written into the line.
MAX_INLINE = 4096

_HEADER_NAME = re.compile(r"[A-Za-z0-9-]+")
_PLAIN = re.compile(r"[^\x00-\x08\x0b-\x1f\x7f]*")


def curl(address: str, exchange: dict[str, Any], file: str) -> str:
    """Write the line that repeats *exchange*, which is the content of the evidence *file*, against *address*.

    A credential is taken from the environment: the line is safe to pass on. What is masked in the evidence
    is masked here.
    """
    request = exchange["request"]
    path = str(request["path"])
    target = path if path.startswith(("http://", "https://")) else address.rstrip("/") + path
    if not target.startswith(("http://", "https://")):
        return ""
    words = ["curl --include --request", shlex.quote(request["method"]), shlex.quote(target)]
    words += [f"--header {_header(name, value)}" for name, value in request["headers"].items()]
    body = request["body"]
    if not body["bytes"]:
        return " ".join(words)
    text = body.get("text")
    if text is not None and len(text) <= MAX_INLINE and _PLAIN.fullmatch(text):
        return " ".join([*words, f"--data-binary {shlex.quote(text)}"])
    source = (
        f"jq -j .request.body.text {file}"
        if text is not None
        else f"jq -j .request.body.base64 {file} | base64 --decode"
    )
    return " ".join([source, "|", *words, "--data-binary @-"])


def _header(name: str, value: str) -> str:
    if value == "masked" and _HEADER_NAME.fullmatch(name):
        return f'"{name}: $CBEC_{name.upper().replace("-", "_")}"'
    return shlex.quote(f"{name}: {value}")
