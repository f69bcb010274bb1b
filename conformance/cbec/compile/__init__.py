"""From the specification to what is published: pure, deterministic, sorted."""

from cbec.compile.artefacts import artefacts, differences, views
from cbec.compile.json_schema import message_schema, schema_id

__all__ = ["artefacts", "differences", "message_schema", "schema_id", "views"]
