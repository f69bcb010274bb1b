"""Two views held against each other: of one specification, or of two."""

from cbec.diff.change import Difference
from cbec.diff.messages import of_messages
from cbec.diff.statements import of_codes, of_editions, of_rules, of_thresholds
from cbec.diff.touched import fixtures, requirements
from cbec.model import View


def compare(old: View, new: View, old_name: str = "", new_name: str = "") -> Difference:
    """Say everything that changed from *old* to *new*; the names say what the two are called."""
    parts = (of_messages, of_codes, of_rules, of_thresholds, of_editions)
    changes = tuple(change for part in parts for change in part(old, new))
    return Difference(
        old=old_name or old.name,
        new=new_name or new.name,
        changes=changes,
        requirements=tuple(requirements(old, new)),
        fixtures=tuple(fixtures(old, new, changes)),
    )
