"""All generated pages, as (path, text): Markdown for the site builder."""

from cbec.model import Spec
from cbec.publish.bindings import binding_page, bindings_index


def pages(spec: Spec) -> dict[str, str]:
    """Give the generated pages of *spec*, by path below the folder that they are written to."""
    made = {"bindings/index.md": bindings_index(spec)}
    return made | {f"bindings/{one.id}.md": binding_page(one, spec) for one in spec.bindings.values()}
