"""From the specification to what is published: pure, deterministic, sorted."""

from cbec.compile.json_schema import message_schema, schema_id

__all__ = ["message_schema", "schema_id"]
