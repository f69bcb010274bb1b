"""From the rows of a parcel to the tree that the engine reads: it has the shape of the message itself."""

from dataclasses import dataclass, field

from cbec.bindings.measures import number
from cbec.bindings.node import Node
from cbec.bindings.tables.examine import DIFFERS, TABLE, Examiner
from cbec.bindings.tables.feeds import Feed
from cbec.bindings.tables.groups import Parcel
from cbec.bindings.tables.sheet import Fault, Row, plain
from cbec.model.layout import PARCEL, Layout, Steps
from cbec.terms import Finding

#: The attribute of a node that says from which column its text is.
COLUMN = "column"


@dataclass
class Grower:
    """Makes the trees of parcels; ``findings`` are those about the last one."""

    layout: Layout
    feeds: tuple[Feed, ...]
    examiner: Examiner
    findings: list[Finding] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Part what a row feeds from what the rows of a parcel say together."""
        self._of_rows = [feed for feed in self.feeds if feed.target.in_row]
        self._of_parcel = [feed for feed in self.feeds if not feed.target.in_row]

    def tree(self, parcel: Parcel, top: Node) -> Node:
        """Give the node of *parcel* under *top*."""
        self.findings = []
        first = parcel.rows[0]
        node = top.add(PARCEL, sourceline=first.number)
        self.findings.extend(self.examiner.parcel(parcel))
        for feed in self._of_parcel:
            self._together(node, feed, parcel.rows)
        if not self.layout.whole:
            around = node
            for key in self.layout.lines[:-1]:
                around = _occurrence(around, key, 0, first.number)
            for row in parcel.rows:
                self._line(around.add(self.layout.lines[-1], sourceline=row.number), row)
        self._fix(node, in_row=False)
        return node

    def _line(self, line: Node, row: Row) -> None:
        for feed in self._of_rows:
            self._put(line, feed, self._text(feed, row), row)
        self._fix(line, in_row=True)

    def _together(self, node: Node, feed: Feed, rows: list[Row]) -> None:
        """Put what the rows of a parcel say together: the first value, or the sum of all."""
        said = [(row, text) for row in rows if (text := self._text(feed, row))]
        if not said:
            return
        first, text = said[0]
        if feed.column.summed:
            self._sum(node, feed, said)
            return
        self._put(node, feed, text, first)
        other = next((row for row, one in said if one != text), None)
        if other is not None:
            says = f"Row {first.number} of the same parcel says something else here, and was judged."
            self.findings.append(self.examiner.finding(DIFFERS, feed.index, other, says))

    def _sum(self, node: Node, feed: Feed, said: list[tuple[Row, str]]) -> None:
        numbers = [number(text) for _, text in said]
        known = [one for one in numbers if one is not None]
        if len(known) == len(said):
            self._put(node, feed, f"{sum(known):f}", said[0][0])
        else:
            wrong = said[numbers.index(None)][0]
            says = "The cell holds no number, so the sum of the parcel is not known."
            self.findings.append(self.examiner.finding(TABLE, feed.index, wrong, says))

    def _text(self, feed: Feed, row: Row) -> str:
        cell = row.at(feed.index)
        if isinstance(cell, Fault) or cell == "":
            return ""
        text = feed.values.read(cell)
        return "" if text in self.layout.empty else text

    def _put(self, node: Node, feed: Feed, text: str, row: Row) -> None:
        if not text or not self._measured(feed, row):
            return
        for key, position in feed.target.group:
            node = _occurrence(node, key, position, row.number)
        key = feed.target.key
        known = None if feed.target.place.repeats else next((one for one in node if one.tag == key), None)
        if known is not None:
            if feed.column.join is not None:
                known.text = feed.column.join.join([known.text, text])
            return
        _add(node, key, text, row, feed.index)
        if feed.unit >= 0:
            _add(node, f"{key}.unit", plain(row.at(feed.unit)), row, feed.unit)
        if feed.counted and feed.helper.endswith(".times"):
            _add(node, feed.helper, feed.counted.read(row.at(feed.quantity)), row, feed.quantity)

    def _measured(self, feed: Feed, row: Row) -> bool:
        """Whether a mass has its unit, and a value per unit its quantity; without them it is left out."""
        if feed.unit >= 0 and not feed.column.unit and not plain(row.at(feed.unit)):
            says = f"No unit is stated under {feed.column.unit_column}: the value was left out."
            self.findings.append(self.examiner.finding(TABLE, feed.index, row, says))
            return False
        if not feed.counted:
            return True
        known = feed.quantity >= 0 and number(feed.counted.read(row.at(feed.quantity))) is not None
        if not known:
            says = f"The value is that of one unit, and {feed.column.times} holds no number: it was left out."
            self.findings.append(self.examiner.finding(TABLE, feed.index, row, says))
        return known

    def _fix(self, node: Node, *, in_row: bool) -> None:
        """Add what the table has without saying it: to one occurrence of a group that says something, or always."""
        for target, text in self.layout.fixed:
            if not target.placed or target.in_row is not in_row:
                continue
            around = _known(node, target.group) if target.named else node
            if around is None or (target.named and not len(around)):
                continue
            for key, _ in target.group if not target.named else ():
                around = _occurrence(around, key, 0, around.sourceline)
            if not any(one.tag == target.key for one in around):
                around.add(target.key, text, around.sourceline)


def _add(node: Node, key: str, text: str, row: Row, index: int) -> None:
    node.add(key, text, row.number).attrib[COLUMN] = str(index)


def _occurrence(node: Node, key: str, position: int, line: int) -> Node:
    """Find or make the occurrence of the group *key* at *position*."""
    found = [one for one in node if one.tag == key]
    while len(found) <= position:
        found.append(node.add(key, sourceline=line))
    return found[position]


def _known(node: Node, group: Steps) -> Node | None:
    for key, position in group:
        found = [one for one in node if one.tag == key]
        if position >= len(found):
            return None
        node = found[position]
    return node
