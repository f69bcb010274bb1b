"""What is written as WCO XML is valid by the official schemas of the United Kingdom, which are not part of this repository."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from cbec.bindings.carry import write
from cbec.fixtures import but, sample
from cbec.model import load
from tests.bindings.ledger import samples

SCHEMAS = Path(__file__).resolve().parents[3] / "shared" / "samples" / "uk-cds" / "xsd"
#: Binding to the folder of the schema, and what the schema adds to that of the wrapper.
OFFICIAL = {
    "wco-declaration": ("declaration", "urn:wco:datamodel:WCO:DEC-DMS:2", "WCO_DEC_2_DMS.xsd"),
    "wco-declaration-uk": ("declaration", "urn:wco:datamodel:WCO:DEC-DMS:2", "WCO_DEC_2_DMS.xsd"),
    "wco-declaration-uk-h7": ("declaration", "urn:wco:datamodel:WCO:DEC-DMS:2", "WCO_DEC_2_DMS.xsd"),
    "wco-response": ("notification", "urn:wco:datamodel:WCO:RES-DMS:2", "WCO_RES_2_DMS.xsd"),
}
WRITTEN = [
    (binding, message)
    for binding in ("wco-declaration-uk", "wco-declaration-uk-h7", "wco-response")
    for message in load().bindings[binding].messages
]

pytestmark = pytest.mark.skipif(
    not SCHEMAS.is_dir(), reason="the collection of third-party samples is not beside the checkout"
)


@cache
def schema(binding: str) -> Any:
    """Load the schema of a message together with that of its wrapper, as one."""
    from lxml import etree

    folder, uri, file = OFFICIAL[binding]
    both = f"""<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
      <xs:import namespace="urn:wco:datamodel:WCO:DocumentMetaData-DMS:2" schemaLocation="DocumentMetaData_2_DMS.xsd"/>
      <xs:import namespace="{uri}" schemaLocation="{file}"/>
    </xs:schema>"""
    return etree.XMLSchema(etree.fromstring(both.encode(), base_url=f"{SCHEMAS}/{folder}/both.xsd"))


def faults(body: Any, message: str, binding: str) -> list[str]:
    """Write *body* and list what the schema does not like about it."""
    from lxml import etree

    content = write(body, message, load().bindings[binding], load()).content
    schema(binding).validate(etree.fromstring(content))
    return [fault.message for fault in schema(binding).error_log]


@pytest.mark.parametrize(("binding", "message"), WRITTEN)
def test_every_message_of_ours_is_written_as_the_schema_asks(binding: str, message: str) -> None:
    """An authority refuses at the door what its schema does not know: order, names and namespaces are those of the schema.

    Values of other countries are longer than the schema has room for; that is a fault of the value, and stays one.
    """
    for name, body in samples(message):
        found = faults(body, message, binding)

        assert [] == [one for one in found if "[facet 'maxLength']" not in one], name
        assert [] == found or "cn-" in name or name.endswith(".full"), name


def test_the_general_declaration_is_valid_but_for_what_the_united_kingdom_leaves_out() -> None:
    """The Data Model has transport documents where the schema of one country has none; all else is its order, too."""
    [told] = faults(sample("low-value-declaration.typical"), "low-value-declaration", "wco-declaration")

    assert "TransportContractDocument}" not in told
    assert "TransportContractDocument" in told
    assert [] == faults(
        but(sample("low-value-declaration.typical"), {"/documents": None}), "low-value-declaration", "wco-declaration"
    )


def test_the_schema_is_not_blind() -> None:
    """A schema that lets everything pass would prove nothing: a value that is too long is refused."""
    body = but(sample("low-value-declaration.typical"), {"/functionalReference": "x" * 40})

    assert any("maxLength" in fault for fault in faults(body, "low-value-declaration", "wco-declaration-uk"))
