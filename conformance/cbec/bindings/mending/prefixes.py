"""Which prefixes are declared where: one that is not is declared on the root, for it alone says nothing."""

from cbec.bindings.mending.defects import Defect, Edit, Faults, short
from cbec.bindings.mending.tags import Tag

_KNOWN = {"xsi": "http://www.w3.org/2001/XMLSchema-instance"}


class Prefixes:
    """The prefixes that are in force at one place of a text."""

    def __init__(self, faults: Faults) -> None:
        self.tell = faults.tell
        self.times = {"xml": 1, "xmlns": 1}

    def enter(self, tag: Tag, root: Tag) -> None:
        """Take in what *tag* declares, and tell of what it uses without that."""
        self._count(tag, 1)
        for prefix in tag.uses:
            if not self.times.get(prefix):
                self.times[prefix] = 1  # told once, and in force everywhere from now on
                edit = Edit(root.name_end, root.name_end, f' xmlns:{prefix}="{_KNOWN.get(prefix, prefix)}"')
                told = f"the prefix {short(prefix)!r} is not declared"
                cure = f"add xmlns:{short(prefix)} to the first tag"
                self.tell(Defect(tag.at, told, cure, "read by the names behind it", (edit,)))

    def leave(self, tag: Tag) -> None:
        """Forget what *tag* declared."""
        self._count(tag, -1)

    def _count(self, tag: Tag, more: int) -> None:
        for prefix in tag.declares:
            self.times[prefix] = self.times.get(prefix, 0) + more
